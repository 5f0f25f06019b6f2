"""The board of an office above others: what is out, who is silent, where days are lost.

Everything is counted by the database and limited to what the actor may see, and to letters
that are open or recent (see ``walking``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, union_all
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker import chains, counting, delivery_rules, matters, offices, walking
from tracker.actor import Actor
from tracker.chain_picture import ChainPicture
from tracker.delivery_views import day_of, no_answers, no_reminders, owes, seen_by
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
from tracker.vocabulary import Action, DeliveryState, DispatchOrigin, Level, Secrecy

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
    pictures = dict[int, ChainPicture]()
    few = dict[int, set[int]]()
    for directive_id, held in holders.items():
        seen = held & actor.office_ids
        if len(seen) <= _MANY:
            few[directive_id] = seen
            continue
        # Those that only received show no days of their own: a few stand for them.
        rest = sorted(seen - issuers - {actor.office_id})
        seen = seen & (issuers | {actor.office_id}) | set(rest[:_FEW])
        pictures |= chains.pictures(session, _with(actor, seen), [directive_id])
    together = set[int]().union(*few.values())
    return pictures | chains.pictures(session, _with(actor, together), list(few))


def _with(actor: Actor, office_ids: set[int]) -> Actor:
    return replace(actor, office_ids=frozenset(office_ids))


def _chases(
    session: Session, actor: Actor, shown: Sequence[Matter]
) -> dict[tuple[int | None, int], list[Chase]]:
    """What the own office sent and may remind of, by matter."""
    # Flagged, not asked for: that would lead to all that the office ever sent.
    ours = and_(
        col(Dispatch.sender_office_id) == actor.office_id,
        col(Dispatch.origin) == DispatchOrigin.SENT,
    )
    letters = matters.within(_key(one) for one in shown)
    sent = many(col(Dispatch.id)).where(
        col(Dispatch.letter_id).in_(letters), case((ours, 1), else_=0) == 1
    )
    owing = (
        many(col(Delivery.dispatch_id), func.count().label("number"))
        .where(col(Delivery.dispatch_id).in_(sent), owes())
        .group_by(col(Delivery.dispatch_id))
        .subquery()
    )
    by: list[Any] = [col(DirectiveLetter.directive_id), col(Letter.id), col(Letter.ref_no)]
    found = session.execute(
        many(*by, func.sum(owing.c.number))
        .select_from(owing)
        .join(Dispatch, col(Dispatch.id) == owing.c.dispatch_id)
        .join(Letter, col(Letter.id) == col(Dispatch.letter_id))
        .outerjoin(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Letter.id))
        .where(col(Letter.secrecy) == Secrecy.NONE, no_answers(col(Letter.id)), no_reminders())
        .group_by(*by)
        .order_by(col(Letter.id))
    ).all()
    chases: dict[tuple[int | None, int], list[Chase]] = defaultdict(list)
    for directive_id, letter_id, ref_no, number in found:
        key = (directive_id, 0 if directive_id is not None else letter_id)
        chases[key].append(Chase(letter_id, ref_no, int(number)))
    return chases


def spread(
    session: Session, actor: Actor, *, now: datetime, area_id: int | None = None, most: int = 12
) -> Spread:
    """Recipients counted by district, and the ``most`` that owe longest (of one district)."""
    arms = counting.arms(actor, walking.letters(actor, now))
    places = _places(session)
    tallies: dict[int | None, Tally] = defaultdict(Tally)
    owing: dict[int | None, tuple[int, int]] = {}
    for office_id, state, asked, number, overdue in _by_office(session, arms, day_of(now)):
        place = places.get(office_id)
        tallies[place].add(state, asked, number=number, late=overdue)
        if delivery_rules.silent(state, asked) and area_id in (None, place):
            late, letters = owing.get(office_id, (0, 0))
            owing[office_id] = late + overdue, letters + number
    outside = _outside(session, arms, day_of(now), most) if owing.pop(None, None) else []
    first = sorted(((late, letters, one) for one, (late, letters) in owing.items()), key=_latest)
    silent = sorted([*outside, *_offices(session, actor, first[:most], places)], key=_longest)
    return Spread(sum_of(tallies.values()), _areas(session, tallies), tuple(silent[:most]))


def _latest(one: tuple[int, int, int | None]) -> tuple[int, int, int]:
    late, letters, office_id = one
    return -late, -letters, office_id or 0


def _longest(one: Silent) -> tuple[int, int, str]:
    return -one.late, -one.letters, one.name


def _by_office(
    session: Session, arms: Sequence[ColumnElement[bool]], today: dt.date
) -> Iterator[tuple[int | None, DeliveryState, Action | None, int, int]]:
    """Office (none: those in no list), state, what was asked, how many and how many past a day.

    An index has all that is asked for.
    """
    by: list[Any] = [col(Delivery.office_id), col(Delivery.state), col(Delivery.asked)]
    late = func.sum(case((col(Delivery.due_on) < today, 1), else_=0))
    counted = many(*by, func.count(), late).group_by(*by)
    for one, state, asked, number, overdue in session.execute(
        union_all(*(counted.where(arm) for arm in arms))
    ):
        yield one, state, asked, int(number), int(overdue)


_ABOUT = (
    func.min(col(Delivery.office_id)), func.min(col(Delivery.name)), func.count(),
    func.min(col(Dispatch.sent_at)),
)  # fmt: skip


def _outside(
    session: Session, arms: Sequence[ColumnElement[bool]], today: dt.date, most: int
) -> list[Silent]:
    """Those in no list who owe longest: of what the actor's offices sent, all else is hidden."""
    late = func.sum(case((col(Delivery.due_on) < today, 1), else_=0))
    wanted = (
        many(col(Delivery.recipient), *_ABOUT, late)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(arms[0], col(Delivery.office_id).is_(None), owes())
        .group_by(col(Delivery.recipient))
        .order_by(late.desc(), func.count().desc(), func.min(col(Delivery.name)))
    )
    return [
        Silent(who, None, None, name, int(number), int(overdue), day_of(_aware(sent)))
        for who, _, name, number, sent, overdue in session.execute(wanted.limit(most))
    ]


def _offices(
    session: Session,
    actor: Actor,
    first: Sequence[tuple[int, int, int | None]],
    places: Mapping[int | None, int | None],
) -> list[Silent]:
    """Offices that owe, with what they are called and since when; what is owed is walked after."""
    wanted = (
        many(col(Delivery.recipient), *_ABOUT)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(
            col(Delivery.office_id).in_([one for *_, one in first]),
            owes(), seen_by(actor), no_answers(), no_reminders(),
        )
        .group_by(col(Delivery.recipient))
    )  # fmt: skip
    late = {one: overdue for overdue, _, one in first}
    return [
        Silent(who, one, places.get(one), name, number, late[one], day_of(_aware(sent)))
        for who, one, name, number, sent in session.execute(wanted)
    ]


def _places(session: Session) -> dict[int | None, int | None]:
    """Office -> the area it is counted in: a local government in its district, others alone."""
    found = session.execute(many(col(Office.id), col(Office.level), col(Office.parent_id)))
    return {one: above if level is Level.LOCAL else one for one, level, above in found}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


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
