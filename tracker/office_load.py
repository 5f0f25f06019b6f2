"""The load of the offices: what each registered lately, and what it still owes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlalchemy import select as many
from sqlmodel import Session, col

from tracker import offices
from tracker.actor import Actor
from tracker.models import Book, Duty, Entry
from tracker.vocabulary import BookKind, DutyState

#: Days that count as lately.
LATELY = 30


@dataclass(frozen=True, slots=True)
class Load:
    """``registered``: letters of the last ``LATELY`` days; ``open``, ``late``: its duties."""

    office_id: int
    name: str
    registered: int
    open: int
    late: int


def heaviest(
    session: Session, actor: Actor, now: datetime, *, today: dt.date, most: int = 12
) -> tuple[list[Load], int]:
    """The offices with the most to do, and how many have anything at all."""
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    entries = (
        many(col(Book.office_id), func.count())
        .join(Entry, col(Entry.book_id) == col(Book.id))
        .where(
            col(Book.kind) == BookKind.RECEIVE,
            col(Book.office_id).in_(actor.office_ids),
            col(Entry.registered_at) >= now - timedelta(days=LATELY),
            col(Entry.voided_at).is_(None),
        )
        .group_by(col(Book.office_id))
    )
    for office_id, number in session.execute(entries):
        counted[office_id][0] = int(number)
    duties = (
        many(
            col(Duty.office_id),
            func.count(),
            func.sum(case((col(Duty.due_on) < today, 1), else_=0)),
        )
        .where(col(Duty.office_id).in_(actor.office_ids), col(Duty.state) == DutyState.OPEN)
        .group_by(col(Duty.office_id))
    )
    for office_id, number, late in session.execute(duties):
        counted[office_id][1:] = int(number), int(late or 0)
    order = sorted(counted, key=lambda one: (-counted[one][1], -counted[one][0], one))[:most]
    names = offices.names_on(session, order, today)
    return [Load(one, names.get(one, ""), *counted[one]) for one in order], len(counted)
