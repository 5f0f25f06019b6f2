"""What is written on a letter inside an office, and who was given the work."""

import datetime as dt

from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import AssignmentState, EndorsementKind


class Endorsement(Table, table=True):
    """One writing on a letter: the clerk's proposal, the head's order (เกษียน), a note.

    Author and title are kept as they were on that day. A proposal is addressed
    to whoever heads the office (``to_head``) or to one account, and waits until
    ``answered_by_id`` names what answered it or it is withdrawn. ``written_on``
    and ``recorded_by`` tell of an order that stands by hand on the paper.
    """

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: EndorsementKind = Field(sa_type=Word(EndorsementKind))
    text: str
    author_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    author_name: str = Field(max_length=200)
    author_title: str = Field(default="", max_length=400)
    deputy_id: int | None = Field(default=None, foreign_key="deputy.id")
    for_account_id: int | None = Field(default=None, foreign_key="account.id")
    at: dt.datetime = Field(sa_type=Moment)
    written_on: dt.date | None = None
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    to_head: bool = False
    to_account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    waits: bool = Field(default=False, index=True)
    answered_by_id: int | None = Field(default=None, foreign_key="endorsement.id")
    withdrawn_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str | None = None


class Assignment(Table, table=True):
    """Work on a letter given to a unit or a person; the holder may change, its history stays."""

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="endorsement.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    task: str = ""
    due_on: dt.date | None = Field(default=None, index=True)
    state: AssignmentState = Field(
        default=AssignmentState.GIVEN, sa_type=Word(AssignmentState), index=True
    )
    given_by: int | None = Field(default=None, foreign_key="account.id")
    given_at: dt.datetime = Field(sa_type=Moment)
    state_at: dt.datetime = Field(sa_type=Moment)
    version: int = 1


class AssignmentStep(Table, table=True):
    """One step of an assignment; only ever added. ``unit_id``, ``account_id``: who holds it now."""

    __tablename__ = "assignment_step"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    at: dt.datetime = Field(sa_type=Moment)
    by_account_id: int | None = Field(default=None, foreign_key="account.id")
    by_name: str = Field(max_length=200)
    act: str = Field(max_length=20)
    state: AssignmentState = Field(sa_type=Word(AssignmentState))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    note: str = ""
