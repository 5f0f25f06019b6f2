"""What hangs on a letter: addressees, citations, stamps, doubts, duties."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table


class LetterRecipient(Table, table=True):
    """One addressee as written. ``scope``: one, all, listed; ``excepted``: left out of an all."""

    __tablename__ = "letter_recipient"

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    position: int = 0
    value: str
    raw: str | None = None
    scope: str = Field(default="one", max_length=12)
    excepted: list[str] = Field(default_factory=list, sa_type=JSON)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)


class LetterAddressee(Table, table=True):
    """One office that an addressee means: ทุกอำเภอ is one addressee and many of these."""

    __tablename__ = "letter_addressee"
    __table_args__ = (UniqueConstraint("letter_id", "office_id"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    recipient_id: int = Field(foreign_key="letter_recipient.id")
    office_id: int = Field(foreign_key="office.id", index=True)


class LetterReference(Table, table=True):
    """A letter that is cited. ``how``: reference, enclosure, body."""

    __tablename__ = "letter_reference"

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    position: int = 0
    ref_no: str | None = Field(default=None, max_length=100, index=True)
    identity: str | None = Field(default=None, max_length=120, index=True)
    date: dt.date | None = None
    office: str | None = None
    how: str = Field(default="body", max_length=12)
    doubt: str | None = None


class LetterStamp(Table, table=True):
    """A receive stamp (form 12) on one office's copy. ``time`` is Bangkok's, ``HH:MM``."""

    __tablename__ = "letter_stamp"
    # What was received since a day, told without the rows.
    __table_args__ = (Index("ix_letter_stamp_day", "date", "office_id", "letter_id", "arrival_id"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    arrival_id: int = Field(foreign_key="arrival.id", index=True)
    position: int = 0
    office: str | None = None
    office_id: int | None = Field(default=None, foreign_key="office.id")
    number: str | None = Field(default=None, max_length=40)
    date: dt.date | None = None
    time: str | None = Field(default=None, max_length=5)
    raw: str | None = None
    doubt: str | None = None
    page: int | None = None
    box: list[float] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class LetterDoubt(Table, table=True):
    """What is not sure about a letter. Answered by a person, never erased."""

    __tablename__ = "letter_doubt"

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)
    field: str = Field(max_length=60)
    printed: str | None = None
    value: str | None = None
    reason: str
    settled_by: int | None = Field(default=None, foreign_key="account.id")
    settled_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class LetterDuty(Table, table=True):
    """A date that the letter names. ``due``: ISO, a day or a moment; ``due_on``: its day."""

    __tablename__ = "letter_duty"

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id")
    position: int = 0
    kind: str = Field(max_length=20)
    text: str
    rule: str = ""
    actor: str | None = None
    due: str | None = Field(default=None, max_length=40)
    due_on: dt.date | None = Field(default=None, index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    doubt: str | None = None
