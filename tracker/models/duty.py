"""Duties: who owes what to whom by when, and everything that ever happened to such a day."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState

#: What makes one day to compute, however many duties have it.
RECKONED = (
    "computed", "state", "letter_duty_id", "counted_from", "province", "due", "suggested",
)  # fmt: skip


class Duty(Table, table=True):
    """What one office owes because of one letter.

    ``due``: ISO, a day or a moment of Bangkok, the last one allowed; ``due_on``
    its day; ``suggested``: the working day before, where ``due_on`` is none.
    ``computed``: the day follows from the letter's words, so a changed calendar
    may move it; a day that a person gave is never moved. ``counted_from``: the
    receipt (Bangkok, no zone) where the phrase counts from it; ``province``:
    whose holidays count. ``basis``: what else the day was made from.
    ``series_id``: the first instance of a duty that returns by ``recurrence``
    (RFC 5545).
    """

    __table_args__ = (
        UniqueConstraint("office_id", "letter_duty_id", "instance"),
        UniqueConstraint("series_id", "instance"),
        Index("ix_duty_office_id_state_due_on", "office_id", "state", "due_on"),
        Index("ix_duty_owed_to_office_id_state_due_on", "owed_to_office_id", "state", "due_on"),
        Index("ix_duty_state_due_on", "state", "due_on"),
        # All that the hourly computation looks at: it never has to open the rows themselves.
        Index("ix_duty_reckoning", *RECKONED),
        Index(
            "ix_duty_parent_duty_id",
            "parent_duty_id",
            sqlite_where=sql("parent_duty_id IS NOT NULL"),
            postgresql_where=sql("parent_duty_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    letter_duty_id: int | None = Field(default=None, foreign_key="letter_duty.id", index=True)
    office_id: int = Field(foreign_key="office.id")
    owed_to_office_id: int | None = Field(default=None, foreign_key="office.id")
    owed_to: str = ""
    kind: DutyKind = Field(sa_type=Word(DutyKind))
    text: str = ""
    rule: str = ""
    due: str | None = Field(default=None, max_length=40)
    due_on: dt.date | None = None
    suggested: dt.date | None = None
    explanation: str = ""
    doubt: str | None = None
    basis: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    computed: bool = False
    counted_from: str | None = Field(default=None, max_length=20)
    province: str | None = Field(default=None, max_length=60)
    state: DutyState = Field(default=DutyState.OPEN, sa_type=Word(DutyState))
    parent_duty_id: int | None = Field(default=None, foreign_key="duty.id")
    replaced_by_id: int | None = Field(default=None, foreign_key="duty.id")
    recurrence: str | None = None
    series_id: int | None = Field(default=None, foreign_key="duty.id")
    instance: int = 1
    assigned_account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    received_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    opened_at: dt.datetime = Field(sa_type=Moment)
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    closed_by: int | None = Field(default=None, foreign_key="account.id")
    closed_letter_id: int | None = Field(default=None, foreign_key="letter.id")
    closed_note: str = ""
    version: int = 1


class DutyChange(Table, table=True):
    """One line of a duty's history, only ever added to. ``letter_id``: what it was done by."""

    __tablename__ = "duty_change"

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    at: dt.datetime = Field(sa_type=Moment)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    office_id: int | None = Field(default=None, foreign_key="office.id")
    kind: DutyChangeKind = Field(sa_type=Word(DutyChangeKind))
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    reason: str = ""
    letter_id: int | None = Field(default=None, foreign_key="letter.id")


class OfficeBuffer(Table, table=True):
    """The working days that an office keeps for itself when it passes a day on."""

    __tablename__ = "office_buffer"

    office_id: int = Field(foreign_key="office.id", primary_key=True)
    days: int
    set_at: dt.datetime = Field(sa_type=Moment)
    set_by: int | None = Field(default=None, foreign_key="account.id")
