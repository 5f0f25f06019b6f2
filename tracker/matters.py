"""What circulates: one bar of states for each directive, or letter that belongs to none.

Answers that came back are no matter of their own.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, func, or_, union
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker import walking
from tracker.actor import Actor
from tracker.delivery_views import day_of, no_answers, owes, seen_by
from tracker.models import (
    Delivery,
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
from tracker.vocabulary import DeliveryState, Secrecy

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
    keys = _keys(actor, day_of(now), order, col(Delivery.letter_id).in_(walked)).limit(per_page)
    page = max(1, page)
    shown = session.execute(keys.offset((page - 1) * per_page)).all()
    if not shown:  # there are fewer by now
        page, shown = 1, session.execute(keys).all()
    total = shown[0][2] if shown else 0
    groups: Groups = {(row[0], row[1]): [] for row in shown}
    for key, part in _parts(session, actor, day_of(now), list(groups)):
        groups[key].append(part)
    pages = max(1, -(-total // per_page))
    return Page(tuple(_matters(session, actor, groups)), page, pages, total)


def _of_letters() -> ColumnElement[int]:
    """The letter of a matter that is no directive, else 0."""
    return case((col(DirectiveLetter.directive_id).is_(None), col(Delivery.letter_id)), else_=0)


def out(wanted: Select[Any], actor: Actor) -> Select[Any]:
    """Of the deliveries that he may see those that went out or below, without answers."""
    return (
        wanted.select_from(Delivery)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .outerjoin(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Delivery.letter_id))
        .where(
            seen_by(actor),
            or_(col(Delivery.office_id).is_(None), col(Delivery.office_id) != actor.office_id),
            col(Delivery.state) != DeliveryState.WITHDRAWN,
            no_answers(),
        )
    )


def _keys(actor: Actor, today: dt.date, order: Order, walked: ColumnElement[bool]) -> Select[Any]:
    """Directive, letter, how many matters there are; in the order in which they are shown."""
    by: list[ColumnElement[Any]] = [
        col(DirectiveLetter.directive_id).label("directive"), _of_letters().label("letter")
    ]  # fmt: skip
    grouped = out(many(*by, func.count().over()), actor).where(walked).group_by(*by)
    owed = owes()
    owing = func.max(case((owed, 1), else_=0))
    sent, letter = func.min(col(Dispatch.sent_at)), func.min(col(Delivery.letter_id))
    newest = (owing.desc(), sent.desc(), letter.desc())
    if order is Order.NEWEST:
        return grouped.order_by(*newest)
    late = func.max(case((and_(owed, col(Delivery.due_on) < today), 1), else_=0))
    due = func.min(case((owed, col(Delivery.due_on))))
    first = (late.desc(), owing.desc(), due.is_(None), due)
    return grouped.order_by(*first, *newest)


def _parts(
    session: Session, actor: Actor, today: dt.date, keys: Sequence[Key]
) -> Iterator[tuple[Key, Part]]:
    """What became of the letters of these matters."""
    late = func.sum(case((col(Delivery.due_on) < today, 1), else_=0))
    by: list[Any] = [
        col(DirectiveLetter.directive_id), col(Delivery.letter_id), col(Delivery.state),
        col(Delivery.asked),
    ]  # fmt: skip
    counts = [func.count(), late, func.min(col(Dispatch.sent_at)), func.min(col(Delivery.due_on))]
    wanted = out(many(*by, *counts), actor).where(col(Delivery.letter_id).in_(within(keys)))
    for directive_id, letter_id, state, asked, number, overdue, sent, due in session.execute(
        wanted.group_by(*by)
    ):
        key = (directive_id, 0 if directive_id is not None else letter_id)
        if key not in keys:  # a letter of another directive too
            continue
        tally = Tally()
        tally.add(state, asked, number=number, late=int(overdue or 0))
        yield key, (letter_id, tally, sent, due if tally.owing else None)


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
