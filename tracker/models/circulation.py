"""Who was sent a letter, and what became of it: state belongs to the recipient."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from tracker import delivery_rules
from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import (
    Action,
    Capacity,
    DeliveryState,
    DispatchOrigin,
    RelationKind,
    Way,
)


def _open_sql() -> str:
    said = []
    for asked in (None, *Action):
        still = ", ".join(f"'{x}'" for x in DeliveryState if delivery_rules.silent(x, asked))
        same = "asked IS NULL" if asked is None else f"asked = '{asked}'"
        told = " AND (office_id IS NOT NULL OR due_on IS NOT NULL)"
        known = told if asked in (None, Action.KNOW) else ""
        said.append(f"{same} AND state IN ({still}){known}")
    return " OR ".join(said)


#: Deliveries of which something is still to come, as the database reads it: without values of a
#: question, so that an index of these rows alone serves. A recipient in no list who was only to
#: know, without a day, never says that he received it: nothing comes of him.
OPEN = _open_sql()


class Dispatch(Table, table=True):
    """One sending of one letter by one office.

    ``origin`` sent: by this office through the system; known: the letter was
    read from paper, and whom it went to is told by its addressees.
    ``sender_office_id`` is null where the issuer is in no list. ``entry_id``:
    the line of the send register; ``draft_id``: the letter out it was made from.
    """

    __table_args__ = (
        Index("ix_dispatch_made_at", "made_at", "letter_id"),
        Index("ix_dispatch_sent_at", "sent_at", "letter_id"),
        # Who sent a letter, and when, is told without the row.
        Index("ix_dispatch_of_letter", "letter_id", "sender_office_id", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    sender_office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    origin: DispatchOrigin = Field(sa_type=Word(DispatchOrigin))
    sent_at: dt.datetime = Field(sa_type=Moment)
    entry_id: int | None = Field(default=None, foreign_key="entry.id")
    draft_id: int | None = Field(default=None, index=True)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: dt.datetime = Field(sa_type=Moment)


class Delivery(Table, table=True):
    """A letter and one of its recipients: an office is sent a letter once.

    ``recipient``: ``office:12``, or ``name:…`` (squeezed) of one in no list.
    ``asked``: what this recipient is asked; a copy asks no more than to know.
    ``state_at`` is when it became so, not when it was written down.
    ``late_answer_id``: an answer that came after the matter was closed.
    """

    __table_args__ = (
        UniqueConstraint("letter_id", "recipient"),
        # What is still open whatever was asked.
        Index(
            "ix_delivery_open",
            "letter_id",
            "dispatch_id",
            "office_id",
            "asked",
            "state",
            "due_on",
            sqlite_where=sql(OPEN),
            postgresql_where=sql(OPEN),
        ),
        # What became of a sending is counted without its rows.
        Index("ix_delivery_counted", "dispatch_id", "asked", "state", "due_on", "office_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id")
    letter_id: int = Field(foreign_key="letter.id")
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    recipient: str = Field(max_length=200)
    name: str
    capacity: Capacity = Field(sa_type=Word(Capacity))
    asked: Action | None = Field(default=None, sa_type=Word(Action))
    state: DeliveryState = Field(sa_type=Word(DeliveryState))
    state_at: dt.datetime = Field(sa_type=Moment)
    due_on: dt.date | None = Field(default=None, index=True)
    entry_id: int | None = Field(default=None, foreign_key="entry.id")
    answer_letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    late_answer_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    successor_letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    way: Way | None = Field(default=None, sa_type=Word(Way))
    original_awaited_since: dt.datetime | None = Field(default=None, sa_type=Moment)
    original_came_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1


class DeliveryEvent(Table, table=True):
    """What happened to a delivery; append only. ``at``: when, ``noted_at``: when written down.

    ``how``: by a person, the register, a stamp on the paper, a letter that
    cites this one, a signed link, or the program. ``by``: whom the person named
    that has no account.
    """

    __tablename__ = "delivery_event"

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", index=True)
    at: dt.datetime = Field(sa_type=Moment)
    noted_at: dt.datetime = Field(sa_type=Moment)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    office_id: int | None = Field(default=None, foreign_key="office.id")
    by: str = Field(default="", max_length=120)
    how: str = Field(default="person", max_length=16)
    before: DeliveryState | None = Field(default=None, sa_type=Word(DeliveryState))
    after: DeliveryState = Field(sa_type=Word(DeliveryState))
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    due_on: dt.date | None = None
    note: str = ""


class RecipientList(Table, table=True):
    """A list of recipients that an office keeps; ``items``: office_id, name, capacity of each."""

    __tablename__ = "recipient_list"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=120)
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    updated_by: int | None = Field(default=None, foreign_key="account.id")
    updated_at: dt.datetime = Field(sa_type=Moment)
    put_away_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class LetterRelation(Table, table=True):
    """What one letter is to another: answers, amends, cancels, extends, reminds of, is the same.

    Offered by the program with its reason, taken or refused by a person of
    ``office_id``, in whose eyes alone it holds.
    """

    __tablename__ = "letter_relation"
    __table_args__ = (UniqueConstraint("office_id", "from_letter_id", "to_letter_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    from_letter_id: int = Field(foreign_key="letter.id", index=True)
    to_letter_id: int = Field(foreign_key="letter.id", index=True)
    kind: RelationKind = Field(sa_type=Word(RelationKind))
    reason: str = ""
    accepted: bool | None = None
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    made_at: dt.datetime = Field(sa_type=Moment)
