"""The board of an office above others: what is out, who is silent, where days are lost.

Everything is counted by the database and limited to what the actor may see, and to letters
that are open or recent (see ``walking``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker import chains, delivery_rules, matters, offices, walking
from tracker.actor import Actor
from tracker.chain_picture import ChainPicture
from tracker.delivery_views import day_of, no_answers, owes
from tracker.matrix import Area
from tracker.matters import Order
from tracker.models import (
    Delivery,
    DirectiveLetter,
    Dispatch,
    Letter,
    LetterHolding,
    Office,
)
from tracker.registers import Page
from tracker.sentences import sentence
from tracker.tallies import Matter, Tally, sum_of
from tracker.vocabulary import DispatchOrigin, Level, Secrecy

#: Matters on one page of the board.
PER_PAGE = 10
#: More holders of a matter than this: only those that wrote are drawn, and a few of the others.
_MANY, _FEW = 200, 5


@dataclass(frozen=True, slots=True)
class Chase:
    """A letter of the actor's office of which so many recipients still owe something."""

    letter_id: int
    ref_no: str | None
    owing: int


@dataclass(frozen=True, slots=True)
class Line:
    """A matter with its way down, where it is known, and what the office may remind of."""

    matter: Matter
    picture: ChainPicture | None
    chases: tuple[Chase, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A recipient that owes on ``letters``. ``since``: the day of the oldest of them."""

    recipient: str
    office_id: int | None
    area_id: int | None
    name: str
    letters: int
    late: int
    since: dt.date


@dataclass(frozen=True, slots=True)
class Spread:
    """All recipients by area, and those that owe, the latest first."""

    tally: Tally
    areas: tuple[Area, ...]
    silent: tuple[Silent, ...]


def lines(
    session: Session, actor: Actor, *, now: datetime, page: int = 1, per_page: int = PER_PAGE
) -> Page[Line]:
    """The matters that are out, those with late recipients first, a page of them."""
    found = matters.overview(
        session, actor, now=now, page=page, per_page=per_page, order=Order.LATEST
    )
    shown = found.items
    chases, pictures = _chases(session, actor, shown), _pictures(session, actor, shown)
    listed = [
        Line(one, pictures.get(one.directive_id or 0), tuple(chases.get(_key(one), ())))
        for one in shown
    ]
    return Page(tuple(listed), found.page, found.pages, found.total)


def _key(matter: Matter) -> tuple[int | None, int]:
    return matter.directive_id, 0 if matter.directive_id is not None else matter.letter_id


def _pictures(session: Session, actor: Actor, shown: Sequence[Matter]) -> dict[int, ChainPicture]:
    """The way down of each directive, as far as an office of the actor holds a letter of it."""
    ids = [one.directive_id for one in shown if one.directive_id is not None]
    holders: dict[int, set[int]] = defaultdict(set)
    for directive_id, office_id in session.execute(
        many(col(DirectiveLetter.directive_id), col(LetterHolding.office_id))
        .join(LetterHolding, col(LetterHolding.letter_id) == col(DirectiveLetter.letter_id))
        .where(col(DirectiveLetter.directive_id).in_(ids))
        .distinct()
    ):
        holders[directive_id].add(office_id)
    issuers = set(
        session.exec(
            select(Letter.issuer_office_id)
            .join(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Letter.id))
            .where(col(DirectiveLetter.directive_id).in_(ids))
        )
    )
    pictures = {}
    for directive_id, held in holders.items():
        seen = held & actor.office_ids
        if len(seen) > _MANY:
            # Those that only received show no days of their own: a few stand for them.
            rest = sorted(seen - issuers - {actor.office_id})
            seen = seen & (issuers | {actor.office_id}) | set(rest[:_FEW])
        if seen:
            who = replace(actor, office_ids=frozenset(seen))
            pictures[directive_id] = chains.picture(session, who, directive_id)
    return pictures


def _chases(
    session: Session, actor: Actor, shown: Sequence[Matter]
) -> dict[tuple[int | None, int], list[Chase]]:
    """What the own office sent and may remind of, by matter."""
    letters = matters.within(_key(one) for one in shown)
    # Counted, not asked for: that would lead to all that is open, or that the office ever sent.
    own = and_(
        col(Dispatch.sender_office_id) == actor.office_id,
        col(Dispatch.origin) == DispatchOrigin.SENT,
    )
    owing = func.sum(case((and_(owes(), own), 1), else_=0))
    found = session.execute(
        many(col(DirectiveLetter.directive_id), col(Letter.id), col(Letter.ref_no), owing)
        .select_from(Delivery)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .join(Letter, col(Letter.id) == col(Delivery.letter_id))
        .outerjoin(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Letter.id))
        .where(
            col(Delivery.letter_id).in_(letters),
            col(Letter.secrecy) == Secrecy.NONE,
            no_answers(),
        )
        .group_by(col(DirectiveLetter.directive_id), col(Letter.id), col(Letter.ref_no))
        .having(owing > 0)
        .order_by(col(Letter.id))
    ).all()  # fmt: skip
    chases: dict[tuple[int | None, int], list[Chase]] = defaultdict(list)
    for directive_id, letter_id, ref_no, number in found:
        key = (directive_id, 0 if directive_id is not None else letter_id)
        chases[key].append(Chase(letter_id, ref_no, int(number)))
    return chases


def spread(
    session: Session, actor: Actor, *, now: datetime, area_id: int | None = None, most: int = 12
) -> Spread:
    """Recipients counted by district, and the ``most`` that owe longest (of one district)."""
    late = func.sum(case((and_(owes(), col(Delivery.due_on) < day_of(now)), 1), else_=0))
    by: list[Any] = [col(Delivery.recipient), col(Delivery.state), col(Delivery.asked)]
    counts = [func.count(), late, func.min(Delivery.office_id), func.min(Delivery.name),
              func.min(Dispatch.sent_at)]  # fmt: skip
    found = session.execute(
        matters.out(many(*by, *counts), actor)
        .where(col(Delivery.letter_id).in_(walking.letters(actor, now)))
        .group_by(*by)
    ).all()
    places = _places(session)
    tallies: dict[int | None, Tally] = defaultdict(Tally)
    silent: dict[str, Silent] = {}
    for recipient, state, asked, number, overdue, office_id, name, sent in found:
        place = places.get(office_id)
        tallies[place].add(state, asked, number=int(number), late=int(overdue or 0))
        if delivery_rules.silent(state, asked) and area_id in (None, place):
            since = day_of(_aware(sent))
            one = Silent(recipient, office_id, place, name, number, int(overdue or 0), since)
            silent[recipient] = _joined(silent.get(recipient), one)
    order = sorted(silent.values(), key=lambda x: (-x.late, -x.letters, x.name))[:most]
    return Spread(sum_of(tallies.values()), _areas(session, tallies), tuple(order))


def _places(session: Session) -> dict[int | None, int | None]:
    """Office -> the area it is counted in: a local government in its district, others alone."""
    found = session.execute(many(col(Office.id), col(Office.level), col(Office.parent_id)))
    return {one: above if level is Level.LOCAL else one for one, level, above in found}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _joined(before: Silent | None, one: Silent) -> Silent:
    if before is None:
        return one
    letters, late = before.letters + one.letters, before.late + one.late
    return replace(one, letters=letters, late=late, since=min(before.since, one.since))


def _areas(session: Session, tallies: dict[int | None, Tally]) -> tuple[Area, ...]:
    ids = [one for one in tallies if one is not None]
    keys = dict[int, str]()
    for start in range(0, len(ids), 1000):
        some = select(Office.id, Office.key).where(col(Office.id).in_(ids[start : start + 1000]))
        keys |= {key: name for key, name in session.exec(some) if key is not None}
    names = offices.names_on(session, ids)
    areas = [
        Area(one, keys.get(one or 0, ""), names.get(one or 0, sentence("นอกรายชื่อหน่วยงาน")), tally)
        for one, tally in tallies.items()
        if tally.total
    ]
    return tuple(sorted(areas, key=lambda x: (not x.key, x.key)))
