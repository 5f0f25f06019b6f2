"""Corrected lines that may teach the recogniser, and the consent that they be kept."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import ExampleState


class TeachingConsent(Table, table=True):
    """Whether an office's corrections may be kept. Without a row, or once withdrawn: no."""

    __tablename__ = "teaching_consent"

    office_id: int = Field(primary_key=True, foreign_key="office.id")
    given_at: datetime = Field(sa_type=Moment)
    given_by: int = Field(foreign_key="account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")


class TeachingExample(Table, table=True):
    """A place on a page and what stands there. ``box`` in points of the page turned by ``turn``.

    ``read``: what the recogniser made of it; ``text``: what a person says it is;
    ``picture``: the line as a PNG, cut by a job after the letter was confirmed.
    """

    __tablename__ = "teaching_example"
    __table_args__ = (UniqueConstraint("arrival_id", "path"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    arrival_id: int = Field(foreign_key="arrival.id")
    path: str = Field(max_length=120)
    sha256: str = Field(foreign_key="stored_file.sha256", max_length=64)
    page: int
    box: list[float] = Field(sa_type=JSON)
    turn: int = 0
    read: str
    text: str
    state: ExampleState = Field(sa_type=Word(ExampleState), index=True)
    picture: bytes | None = None
    made_at: datetime = Field(sa_type=Moment)
    made_by: int = Field(foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: int | None = Field(default=None, foreign_key="account.id")
