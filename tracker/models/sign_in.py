"""Wrong passwords, counted by the name tried and the place tried from."""

from datetime import datetime

from sqlmodel import Field

from tracker.models.columns import Moment, Table


class SignInTrial(Table, table=True):
    """``origin``: a network address or a browser known from before. Names need not exist.

    ``succeeded_at``: this name signed in from there; the place counts as familiar.
    """

    __tablename__ = "sign_in_trial"

    username: str = Field(primary_key=True, max_length=80)
    origin: str = Field(primary_key=True, max_length=80)
    failures: int = 0
    last_at: datetime = Field(sa_type=Moment, index=True)
    locked_until: datetime | None = Field(default=None, sa_type=Moment)
    succeeded_at: datetime | None = Field(default=None, sa_type=Moment)
