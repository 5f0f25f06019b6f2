"""What circulates: one bar of states for each directive, or letter that belongs to none.

Answers that came back are no matter of their own.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
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
from sqlmodel import Session, col, select

from tracker import counting, walking
from tracker.actor import Actor
from tracker.delivery_views import day_of, owes
from tracker.models import (
    Directive,
    DirectiveLetter,
    Dispatch,
    Letter,
    LetterHolding,
)
from tracker.registers import Page
from tracker.sentences import sentence
from tracker.sql_ids import among
from tracker.tallies import Matter, Tally, sum_of
from tracker.vocabulary import Secrecy

#: Letter, its recipients counted, when it went out, the next day that is owed.
Part = tuple[int, Tally, datetime, dt.date | None]
#: A directive and 0, or none and a letter that belongs to none.
Key = tuple[int | None, int]
Groups = dict[Key, list[Part]]


class Order(StrEnum):
    """``NEWEST``: what is owed before what is done, then the last sent. ``LATEST``: late first."""

    NEWEST = "newest"
    LATEST = "latest"


def overview(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    page: int = 1,
    per_page: int = 60,
    order: Order = Order.NEWEST,
    year: int | None = None,
) -> Page[Matter]:
    """The matters that the actor's offices sent or that went to offices below, a page of them.

    Those that are open or recent (see ``walking``), or that went out in a ``year`` (of the
    Buddhist era).
    What went to the actor's own office alone is no matter of circulation here:
    see ``delivery_views.incoming`` and ``own``.
    """
    walked = walking.letters(actor, now) if year is None else walking.of_year(year)
    page, today = max(1, page), day_of(now)
    total, groups = _page(session, actor, today, order, walked, (page - 1) * per_page, per_page)
    if not groups and page > 1:  # there are fewer by now
        page = 1
        total, groups = _page(session, actor, today, order, walked, 0, per_page)
    pages = max(1, -(-total // per_page))
    return Page(tuple(_matters(session, actor, groups)), page, pages, total)


def _page(
    session: Session,
    actor: Actor,
    today: dt.date,
    order: Order,
    walked: SelectBase,
    start: int,
    most: int,
) -> tuple[int, Groups]:
    """How many matters there are, and what became of the letters of some, in their order."""
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
    total, groups = 0, Groups()
    for row in session.execute(wanted):
        _, total, directive, alone, letter_id, state, asked, number, overdue, sent, due = row
        tally = Tally()
        tally.add(state, asked, number=int(number), late=int(overdue))
        part_of = (letter_id, tally, sent, due if tally.owing else None)
        groups.setdefault((directive or None, alone), []).append(part_of)
    return total, groups


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
    """Directive, letter, how many matters there are and the place among them."""
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
    total = func.count().over().label("total")
    by = [part.directive, part.alone]
    return many(*by, total, place).group_by(*by).order_by(place)


def within(keys: Iterable[Key]) -> CompoundSelect[Any]:
    """The letters of these matters, said so that both databases go from them to the rest."""
    listed = list(keys)
    of_directives = many(col(DirectiveLetter.letter_id)).where(
        col(DirectiveLetter.directive_id).in_([one for one, _ in listed if one is not None])
    )
    alone = many(col(Letter.id)).where(col(Letter.id).in_([x for one, x in listed if one is None]))
    return union(of_directives, alone)


def _matters(
    session: Session,
    actor: Actor,
    groups: Groups,
) -> list[Matter]:
    wanted = {letter_id for parts in groups.values() for letter_id, *_ in parts}
    letters = letters_of(session, wanted)
    roots = _roots(session, actor, [one for one, _ in groups if one is not None])
    letters |= letters_of(session, {roots[one] for one, _ in groups if one in roots})
    matters = []
    for (directive_id, _), parts in groups.items():
        ids = {part[0] for part in parts} | {roots.get(directive_id, parts[0][0])}
        known = [letters[letter_id] for letter_id in sorted(ids)]
        first = min(known, key=lambda x: (x.id != roots.get(directive_id), x.date or dt.date.max))
        titled = next((x for x in [first, *known] if x.subject), first)
        whole = sum_of(tally for _, tally, _, _ in parts)
        days = [due for *_, due in parts if due is not None]
        if not whole.total or first.id is None:
            continue
        matters.append(
            Matter(
                directive_id, first.id, title_of(titled), first.ref_no,
                day_of(min(_aware(sent) for *_, sent, _ in parts)), min(days, default=None),
                first.is_sample, whole,
            )
        )  # fmt: skip
    return matters


def _roots(session: Session, actor: Actor, directive_ids: Sequence[int]) -> dict[int | None, int]:
    """Directive -> the letter it began with, where an office of the actor's holds that letter."""
    held = (
        select(LetterHolding.id)
        .where(
            col(LetterHolding.letter_id) == col(Directive.root_letter_id),
            among(col(LetterHolding.office_id), actor.office_ids),
        )
        .exists()
    )
    wanted = select(Directive).where(col(Directive.id).in_(directive_ids), held)
    return {one.id: one.root_letter_id for one in session.exec(wanted)}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def title_of(letter: Letter) -> str:
    if letter.secrecy is not Secrecy.NONE:
        return sentence("หนังสือชั้นความลับ")
    return letter.subject or (
        sentence("หนังสือที่ %(number)s", number=letter.ref_no)
        if letter.ref_no
        else sentence("ไม่มีชื่อเรื่อง")
    )


def letters_of(session: Session, ids: Iterable[int]) -> dict[int, Letter]:
    wanted, found = sorted(ids), dict[int, Letter]()
    for start in range(0, len(wanted), 1000):
        some = select(Letter).where(col(Letter.id).in_(wanted[start : start + 1000]))
        found |= {one.id: one for one in session.exec(some) if one.id is not None}
    return found
