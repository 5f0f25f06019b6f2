"""What became of letters, by matter: a directive, or a letter that belongs to none. In SQL."""

import datetime as dt
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    SelectBase,
    and_,
    case,
    func,
    union,
)
from sqlalchemy import select as many
from sqlmodel import Session, col

from tracker import counting
from tracker.actor import Actor
from tracker.delivery_views import owes
from tracker.models import DirectiveLetter, Dispatch, Letter
from tracker.tallies import Tally

#: Letter, its recipients counted, when it went out, the next day that is owed.
Part = tuple[int, Tally, datetime, dt.date | None]
#: A directive and 0, or none and a letter that belongs to none.
Key = tuple[int | None, int]
Groups = dict[Key, list[Part]]


class Order(StrEnum):
    """``NEWEST``: what is owed before what is done, then the last sent. ``LATEST``: late first."""

    NEWEST = "newest"
    LATEST = "latest"


def grouped(
    session: Session,
    actor: Actor,
    today: dt.date,
    order: Order,
    walked: SelectBase,
    start: int,
    most: int,
) -> tuple[Groups, int]:
    """What became of the letters of some of the matters of ``walked``, in their order.

    And of how many matters they are some: no number where there are none from ``start`` on.
    """
    counted = _counted(actor, walked)
    keys = _keys(counted, today, order).limit(most).offset(start).cte("keys")
    part = counted.c
    late = func.sum(case((part.due_on < today, part.number), else_=0))
    by: list[Any] = [
        keys.c.place, keys.c.total, part.directive, part.alone, part.letter_id, part.state,
        part.asked,
    ]  # fmt: skip
    counts = [func.sum(part.number), late, func.min(part.sent_at), func.min(part.due_on)]
    same = and_(part.directive == keys.c.directive, part.alone == keys.c.alone)
    wanted = many(*by, *counts).join(counted, same).group_by(*by).order_by(keys.c.place)
    groups, total = Groups(), 0
    for row in session.execute(wanted):
        _, total, directive, alone, letter_id, state, asked, number, overdue, sent, due = row
        tally = Tally()
        tally.add(state, asked, number=int(number), late=int(overdue))
        part_of = (letter_id, tally, sent, due if tally.owing else None)
        groups.setdefault((directive or None, alone), []).append(part_of)
    return groups, total


def _counted(actor: Actor, walked: SelectBase) -> CTE:
    """What was counted by sending, with its directive (else 0), or letter alone."""
    counted, letter_id = counting.of_letters(actor, walked), col(Dispatch.letter_id)
    directive_id = col(DirectiveLetter.directive_id)
    alone = case((directive_id.is_(None), letter_id), else_=0)
    return (
        many(
            func.coalesce(directive_id, 0).label("directive"), alone.label("alone"), letter_id,
            col(Dispatch.sent_at), counted.c.asked, counted.c.state, counted.c.due_on,
            counted.c.number,
        )
        .select_from(counted)
        .join(Dispatch, col(Dispatch.id) == counted.c.dispatch_id)
        .outerjoin(DirectiveLetter, col(DirectiveLetter.letter_id) == letter_id)
        .cte("counted")
    )  # fmt: skip


def _keys(counted: CTE, today: dt.date, order: Order) -> Select[Any]:
    """Directive, letter, the place among all matters, and how many there are."""
    part = counted.c
    owed = owes(part.asked, part.state)
    owing = func.max(case((owed, 1), else_=0))
    shown: list[ColumnElement[Any]] = [
        owing.desc(),
        func.min(part.sent_at).desc(),
        func.min(part.letter_id).desc(),
    ]
    if order is Order.LATEST:
        late = func.max(case((and_(owed, part.due_on < today), 1), else_=0))
        due = func.min(case((owed, part.due_on)))
        shown = [late.desc(), owing.desc(), due.is_(None), due, *shown]
    place = func.row_number().over(order_by=shown).label("place")
    by = [part.directive, part.alone]
    return many(*by, place, func.count().over().label("total")).group_by(*by).order_by(place)


def within(keys: Iterable[Key]) -> CompoundSelect[Any]:
    """The letters of these matters, said so that both databases go from them to the rest."""
    listed = list(keys)
    of_directives = many(col(DirectiveLetter.letter_id)).where(
        col(DirectiveLetter.directive_id).in_([one for one, _ in listed if one is not None])
    )
    alone = many(col(Letter.id)).where(col(Letter.id).in_([x for one, x in listed if one is None]))
    return union(of_directives, alone)
