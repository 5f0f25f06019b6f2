"""A letter, known once however many offices hold a copy of it."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import Action, LetterKind, LetterRole, Secrecy, Urgency
from tracker.wording import BANGKOK


class Letter(Table, table=True):
    """``identity``: agency, unit, series, number and Buddhist year of the date in one text.

    Null where there is no number. ``ref_no`` is the normal form, the
    ``…_printed`` columns hold what stands on the paper. Of a secret letter
    only number, date, office and grade are kept: ``subject`` and ``text`` are null.
    ``is_sample``: came with the program; it is never taken for a real letter.
    """

    __table_args__ = (
        # The day of a letter without its row, which holds all that the letter says.
        Index("ix_letter_day", "id", "date", "is_sample"),
        # Few letters are samples; whether there are any is asked on every desk.
        Index(
            "ix_letter_is_sample", "is_sample",
            sqlite_where=sql("is_sample = 1"), postgresql_where=sql("is_sample"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    agency: str | None = Field(default=None, max_length=40)
    unit_code: str | None = Field(default=None, max_length=40)
    circular: bool = False
    number: str | None = Field(default=None, max_length=40)
    be_year: int | None = None
    identity: str | None = Field(default=None, max_length=120, index=True)
    ref_no: str | None = Field(default=None, max_length=100, index=True)
    ref_no_printed: str | None = None
    date: dt.date | None = Field(default=None, index=True)
    date_printed: str | None = None
    issuer: str | None = None
    issuer_office_id: int | None = Field(default=None, foreign_key="office.id")
    owner_unit: str | None = None
    subject: str | None = None
    kind: LetterKind = Field(default=LetterKind.OTHER, sa_type=Word(LetterKind))
    role: LetterRole = Field(default=LetterRole.COVER, sa_type=Word(LetterRole))
    urgency: Urgency = Field(default=Urgency.NORMAL, sa_type=Word(Urgency))
    secrecy: Secrecy = Field(default=Secrecy.NONE, sa_type=Word(Secrecy))
    action: Action | None = Field(default=None, sa_type=Word(Action))
    signatory: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    enclosures: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    contacts: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    text: str | None = None
    created_by: int | None = Field(default=None, foreign_key="account.id")
    created_at: dt.datetime = Field(sa_type=Moment)
    from_arrival_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)
    page_from: int | None = None
    page_to: int | None = None
    is_sample: bool = False

    @property
    def named_on(self) -> dt.date:
        """The day whose names offices bear on it: its own, else that on which it came in."""
        return self.date or self.created_at.astimezone(BANGKOK).date()


class LetterHolding(Table, table=True):
    """An office's own copy. ``copy_values``: how this copy reads, where copies may differ.

    A copy without an arrival came into being here: the office wrote the letter
    itself, or took it over from another office of this installation.
    """

    __tablename__ = "letter_holding"
    __table_args__ = (
        UniqueConstraint("letter_id", "office_id", "arrival_id"),
        Index("ix_letter_holding_office_id_letter_id", "office_id", "letter_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    office_id: int = Field(foreign_key="office.id")
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)
    reading_id: str = Field(default="", max_length=40)
    role: LetterRole = Field(sa_type=Word(LetterRole))
    page_from: int | None = None
    page_to: int | None = None
    copy_values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    held_since: dt.datetime = Field(sa_type=Moment)
