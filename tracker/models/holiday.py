"""Days that this installation adds to the calendar of the program, or takes out of it."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table


class Holiday(Table, table=True):
    """``scope``: ``all`` or one province's name; ``works``: offices are open on this day after all.

    ``source``: the resolution or announcement that says so.
    """

    __table_args__ = (UniqueConstraint("day", "scope"),)

    id: int | None = Field(default=None, primary_key=True)
    day: dt.date
    name: str = Field(max_length=200)
    scope: str = Field(default="all", max_length=60)
    works: bool = False
    source: str = Field(default="", max_length=300)
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: dt.datetime = Field(sa_type=Moment)
