"""Who is silent: the recipients of a directive, or of one letter, by state, days and district."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker import delivery_rules, delivery_views, offices
from tracker.actor import Actor
from tracker.delivery_views import DeliveryView, day_of, no_answers, no_reminders, seen_by
from tracker.errors import NotFound
from tracker.matters import letters_of, title_of
from tracker.models import (
    Delivery,
    DeliveryEvent,
    Directive,
    DirectiveLetter,
    Dispatch,
    Office,
)
from tracker.registers import Page
from tracker.sentences import sentence
from tracker.tallies import Matter, Tally, sum_of
from tracker.thai_order import in_thai_order
from tracker.vocabulary import Action, DeliveryState, Level

#: Rows of the matrix on one page of the screen, which the map of a whole country stands on too.
PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Area:
    """The recipients of one district (or one province) counted. ``key``: on the tile map."""

    office_id: int | None
    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Matrix:
    """``areas`` and ``tally`` count all recipients, ``rows`` are those asked for, by district."""

    matter: Matter
    tally: Tally
    areas: tuple[Area, ...]
    rows: Page[DeliveryView]
    #: Delivery -> the area that it is counted in.
    places: dict[int, int | None]
    area_names: dict[int, str]
    reminders: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """As little of a delivery as the counting needs: there may be ten thousand."""

    id: int
    letter_id: int
    name: str
    state: DeliveryState
    asked: Action | None
    due_on: dt.date | None
    area_id: int | None
    owing: bool
    late: bool


def _rows(
    session: Session, actor: Actor, wanted: ColumnElement[bool], today: dt.date
) -> list[_Row]:
    found = session.execute(
        many(
            col(Delivery.id), col(Delivery.letter_id), col(Delivery.name), col(Delivery.state),
            col(Delivery.asked), col(Delivery.due_on), col(Office.id), col(Office.parent_id),
            col(Office.level),
        )
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .outerjoin(Office, col(Office.id) == col(Delivery.office_id))
        .where(wanted, seen_by(actor), no_answers(col(Dispatch.letter_id)))
    ).all()  # fmt: skip
    rows = []
    for key, letter_id, name, state, asked, due_on, office_id, parent_id, level in found:
        owing = delivery_rules.silent(state, asked)
        late = owing and due_on is not None and due_on < today
        area = parent_id if level is Level.LOCAL else office_id
        rows.append(_Row(key, letter_id, name, state, asked, due_on, area, owing, late))
    return rows


def matrix(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    directive_id: int | None = None,
    letter_id: int | None = None,
    state: str = "",
    area_id: int | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Matrix:
    """The recipients of a directive, or of one letter.

    ``state``: a state, or ``owing``, ``late``, ``done``; empty for all.
    """
    rows = _rows(session, actor, _of(directive_id, letter_id), day_of(now))
    if not rows:
        raise NotFound
    areas, names = _areas(session, rows, day_of(now))
    asked_for = [x for x in rows if _fits(x, state) and area_id in (None, x.area_id)]
    order = {one.office_id: place for place, one in enumerate(areas)}
    named = in_thai_order(x.name for x in asked_for)
    asked_for.sort(
        key=lambda x: (order.get(x.area_id, len(order)), not x.owing, named[x.name], x.id)
    )
    pages = max(1, -(-len(asked_for) // per_page))
    page = min(max(1, page), pages)
    shown = [x.id for x in asked_for[(page - 1) * per_page : page * per_page]]
    views = _views(session, actor, shown, now)
    whole = sum_of(one.tally for one in areas)
    matter = _matter(session, directive_id, rows, whole, views, now)
    listed = Page(tuple(views), page, pages, len(asked_for))
    places = {x.id: x.area_id for x in asked_for}
    return Matrix(matter, whole, areas, listed, places, names, reminders(session, shown))


def tally(session: Session, actor: Actor, *, letter_id: int, now: datetime) -> Tally:
    """The recipients of a letter counted, the actor's own office aside."""
    others = and_(
        _of(None, letter_id),
        or_(col(Delivery.office_id).is_(None), col(Delivery.office_id) != actor.office_id),
    )
    counted = Tally()
    for row in _rows(session, actor, others, day_of(now)):
        counted.add(row.state, row.asked, late=int(row.late))
    return counted


def _of(directive_id: int | None, letter_id: int | None) -> ColumnElement[bool]:
    """Said of the sending, which leads to its recipients without those of all others."""
    if directive_id is None:
        return col(Dispatch.letter_id) == letter_id
    letters = many(col(DirectiveLetter.letter_id)).where(
        col(DirectiveLetter.directive_id) == directive_id
    )
    within = col(Dispatch.letter_id).in_(letters)
    if letter_id is None:
        return and_(within, no_reminders())
    return and_(within, col(Dispatch.letter_id) == letter_id)


def _fits(row: _Row, state: str) -> bool:
    if state == "owing":
        return row.owing
    if state == "late":
        return row.late
    if state == "done":
        return not row.owing and row.state is not DeliveryState.WITHDRAWN
    return not state or row.state == state


def _areas(
    session: Session, rows: list[_Row], today: dt.date
) -> tuple[tuple[Area, ...], dict[int, str]]:
    """Counted by district, in the order of their keys; recipients in no list come last."""
    tallies: dict[int | None, Tally] = defaultdict(Tally)
    for row in rows:
        tallies[row.area_id].add(row.state, row.asked, late=int(row.late))
    ids = [one for one in tallies if one is not None]
    keys = dict[int, str]()
    for start in range(0, len(ids), 1000):
        some = select(Office).where(col(Office.id).in_(ids[start : start + 1000]))
        keys |= {one.id: one.key for one in session.exec(some) if one.id is not None}
    names = offices.names_on(session, ids, today)
    areas = [
        Area(one, keys.get(one or 0, ""), names.get(one or 0, sentence("นอกรายชื่อหน่วยงาน")), tally)
        for one, tally in tallies.items()
    ]
    return tuple(sorted(areas, key=lambda x: (not x.key, x.key))), names


def _views(session: Session, actor: Actor, ids: list[int], now: datetime) -> list[DeliveryView]:
    wanted = and_(col(Delivery.id).in_(ids), seen_by(actor))
    found = {
        x.id: x
        for x in delivery_views.views(session, actor, delivery_views.rows(session, wanted), now=now)
    }
    return [found[one] for one in ids if one in found]


def _matter(
    session: Session,
    directive_id: int | None,
    rows: list[_Row],
    whole: Tally,
    views: list[DeliveryView],
    now: datetime,
) -> Matter:
    letters = list(letters_of(session, {x.letter_id for x in rows}).values())
    root = session.get(Directive, directive_id) if directive_id is not None else None
    top = root.root_letter_id if root else None
    first = min(letters, key=lambda x: (x.id != top, x.date or dt.date.max))
    titled = next((x for x in [first, *letters] if x.subject), first)
    days = [x.due_on for x in rows if x.owing and x.due_on is not None]
    sent = min((day_of(x.sent_at) for x in views), default=first.date or day_of(now))
    assert first.id is not None
    return Matter(
        directive_id, first.id, title_of(titled), first.ref_no, first.date or sent,
        min(days, default=None), first.is_sample, whole,
    )  # fmt: skip


def reminders(session: Session, delivery_ids: list[int]) -> dict[int, int]:
    """How often each was reminded."""
    found = session.execute(
        many(col(DeliveryEvent.delivery_id), func.count())
        .where(col(DeliveryEvent.delivery_id).in_(delivery_ids), col(DeliveryEvent.how) == "remind")
        .group_by(col(DeliveryEvent.delivery_id))
    ).all()
    return {key: int(number) for key, number in found}
