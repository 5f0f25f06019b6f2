"""Deliveries as an office may see them: all of what it sent, its own and those below it else."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_
from sqlalchemy import select as many
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, select

from tracker import delivery_moves, delivery_rules, letters, offices
from tracker.actor import Actor
from tracker.delivery_rules import AT_WORK, AWAITED, FAILED
from tracker.dispatching import BANGKOK
from tracker.errors import NotFound
from tracker.models import (
    Delivery,
    DeliveryEvent,
    Dispatch,
    Entry,
    Letter,
    LetterRelation,
    Office,
)
from tracker.sql_ids import among
from tracker.vocabulary import (
    Action,
    Capacity,
    DeliveryState,
    DispatchOrigin,
    RelationKind,
    Secrecy,
    Way,
)


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A letter with one recipient.

    ``days``: calendar days in this state by Bangkok's calendar. ``owing``:
    something is still to come from the recipient; ``late``: and its day is
    over. ``moves``: what the actor may make of it. ``area_id``: the office
    above the recipient (the district of a municipality). The subject of a
    secret letter is not told.
    """

    id: int
    letter_id: int
    ref_no: str | None
    subject: str | None
    dated: dt.date | None
    issuer: str
    sealed: bool
    sample: bool
    sender_office_id: int | None
    origin: DispatchOrigin
    office_id: int | None
    area_id: int | None
    name: str
    capacity: Capacity
    asked: Action | None
    state: DeliveryState
    state_at: datetime
    sent_at: datetime
    days: int
    due_on: dt.date | None
    owing: bool
    late: bool
    entry: str
    answer_letter_id: int | None
    late_answer_id: int | None
    successor_letter_id: int | None
    way: Way | None
    awaits_original: bool
    version: int
    moves: tuple[DeliveryState, ...] = ()


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of a delivery's history; ``who``: office, or the person without account."""

    at: datetime
    noted_at: datetime
    who: str
    how: str
    before: DeliveryState | None
    after: DeliveryState
    letter_id: int | None
    due_on: dt.date | None
    note: str


Row = tuple[Delivery, Dispatch, Letter, int | None, Entry | None]


def rows(session: Session, *wanted: ColumnElement[bool]) -> list[Row]:
    """Deliveries with all that their views are made of, in the order of their ids."""
    found = (
        many(Delivery, Dispatch, Letter, col(Office.parent_id), Entry)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .join(Letter, col(Letter.id) == col(Delivery.letter_id))
        .outerjoin(Office, col(Office.id) == col(Delivery.office_id))
        .outerjoin(Entry, col(Entry.id) == col(Delivery.entry_id))
        .where(*wanted)
        .order_by(col(Delivery.id))
    )
    return [(a, b, c, d, e) for a, b, c, d, e in session.execute(found).all()]


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """What the actor may see: sent by an office of his, or to one of his."""
    return or_(
        among(col(Dispatch.sender_office_id), actor.office_ids),
        among(col(Delivery.office_id), actor.office_ids),
    )


def owes(
    asked: ColumnElement[Any] | Mapped[Any] = col(Delivery.asked),  # noqa: B008 (it is a name)
    state: ColumnElement[Any] | Mapped[Any] = col(Delivery.state),  # noqa: B008
) -> ColumnElement[bool]:
    """Deliveries from whose recipients something is still to come, as ``delivery_rules`` say."""
    known: list[ColumnElement[bool]] = []
    for one in (None, *Action):
        still = [x for x in DeliveryState if delivery_rules.silent(x, one)]
        same = asked.is_(None) if one is None else asked == one
        known.append(and_(same, state.in_(still)) if still else false())
    return or_(*known)


def no_answers(
    letter_id: ColumnElement[Any] | Mapped[Any] = col(Delivery.letter_id),  # noqa: B008
) -> ColumnElement[bool]:
    """Leaves out letters that answer another: they close a matter and open none."""
    other = aliased(Delivery)

    def answered(by: Mapped[int | None]) -> ColumnElement[bool]:
        asked = many(col(other.id)).where(by == letter_id)
        return asked.correlate_except(other).exists()

    return not_(or_(answered(col(other.answer_letter_id)), answered(col(other.late_answer_id))))


def no_reminders(
    letter_id: ColumnElement[Any] | Mapped[Any] = col(Dispatch.letter_id),  # noqa: B008
) -> ColumnElement[bool]:
    """Leaves out sendings that remind of what their sender had sent: its recipients count there."""
    first = aliased(Dispatch)
    reminded = (
        many(col(LetterRelation.id))
        .join(first, col(first.letter_id) == col(LetterRelation.to_letter_id))
        .where(
            col(LetterRelation.from_letter_id) == letter_id,
            col(LetterRelation.kind) == RelationKind.REMINDS_OF,
            col(LetterRelation.accepted).is_(True),
            col(LetterRelation.office_id) == col(Dispatch.sender_office_id),
            col(first.sender_office_id) == col(Dispatch.sender_office_id),
        )
    )
    return not_(reminded.correlate_except(LetterRelation, first).exists())


def day_of(moment: datetime) -> dt.date:
    return moment.astimezone(BANGKOK).date()


def views(
    session: Session, actor: Actor, found: Iterable[Row], *, now: datetime
) -> list[DeliveryView]:
    """The rows as the actor may see them, with the moves that are open to him."""
    listed = list(found)
    issuers = {x.issuer_office_id for _, _, x, _, _ in listed if x.issuer_office_id is not None}
    names = offices.names_on(session, issuers, day_of(now))
    return [_view(actor, one, names, day_of(now)) for one in listed]


def _view(actor: Actor, row: Row, names: dict[int, str], today: dt.date) -> DeliveryView:
    delivery, dispatch, letter, area_id, entry = row
    assert delivery.id is not None
    sealed = letter.secrecy is not Secrecy.NONE
    owing = delivery_rules.silent(delivery.state, delivery.asked)
    named = names.get(letter.issuer_office_id or 0)
    return DeliveryView(
        id=delivery.id,
        letter_id=delivery.letter_id,
        ref_no=letter.ref_no,
        subject=None if sealed else letter.subject,
        dated=letter.date,
        issuer=letter.issuer or named or "",
        sealed=sealed,
        sample=letter.is_sample,
        sender_office_id=dispatch.sender_office_id,
        origin=dispatch.origin,
        office_id=delivery.office_id,
        area_id=area_id,
        name=delivery.name,
        capacity=delivery.capacity,
        asked=delivery.asked,
        state=delivery.state,
        state_at=delivery.state_at,
        sent_at=dispatch.sent_at,
        days=max(0, (today - day_of(delivery.state_at)).days),
        due_on=delivery.due_on,
        owing=owing,
        late=owing and delivery.due_on is not None and delivery.due_on < today,
        entry=f"{entry.number}/{entry.year}" if entry else "",
        answer_letter_id=delivery.answer_letter_id,
        late_answer_id=delivery.late_answer_id,
        successor_letter_id=delivery.successor_letter_id,
        way=delivery.way,
        awaits_original=delivery.original_awaited_since is not None
        and delivery.original_came_at is None,
        version=delivery.version,
        moves=_moves(actor, delivery, dispatch),
    )


def _moves(actor: Actor, delivery: Delivery, dispatch: Dispatch) -> tuple[DeliveryState, ...]:
    taken = delivery_moves.sides(actor, delivery, dispatch)
    return tuple(
        to
        for to in DeliveryState
        if taken and delivery_rules.may(taken, delivery.state, to, delivery.asked)
    )


def _may_ask(session: Session, actor: Actor, letter_id: int) -> None:
    """Sender or recipient of the letter, or one who holds a copy."""
    mine = (
        select(Delivery.id)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(Delivery.letter_id == letter_id, seen_by(actor))
    )
    if session.exec(mine).first() is None:
        letters.visible(session, actor, letter_id)


def deliveries(
    session: Session, actor: Actor, *, letter_id: int, now: datetime
) -> list[DeliveryView]:
    """What is known of each recipient of a letter whom the actor may see."""
    _may_ask(session, actor, letter_id)
    found = rows(session, and_(col(Delivery.letter_id) == letter_id, seen_by(actor)))
    return views(session, actor, found, now=now)


def silent(session: Session, actor: Actor, *, letter_id: int, now: datetime) -> list[DeliveryView]:
    """The recipients from whom something is still to come, the longest silent first."""
    owing = [x for x in deliveries(session, actor, letter_id=letter_id, now=now) if x.owing]
    return sorted(owing, key=lambda x: (x.state_at, x.id))


def incoming(
    session: Session, actor: Actor, *, now: datetime, limit: int = 200
) -> list[DeliveryView]:
    """Letters that the actor's own office is to receive and has not, the newest first."""
    wanted = and_(
        col(Delivery.office_id) == actor.office_id,
        col(Delivery.state).in_(AWAITED | FAILED),
        col(Letter.is_sample).is_(False),
    )
    found = views(session, actor, rows(session, wanted), now=now)
    return sorted(found, key=lambda x: (x.sent_at, x.id), reverse=True)[:limit]


def of_own_office(
    session: Session, actor: Actor, letter_id: int, *, now: datetime
) -> DeliveryView | None:
    """What the actor's own office was sent of a letter."""
    wanted = and_(col(Delivery.letter_id) == letter_id, col(Delivery.office_id) == actor.office_id)
    return next(iter(views(session, actor, rows(session, wanted), now=now)), None)


def own(session: Session, actor: Actor, *, now: datetime, limit: int = 50) -> list[DeliveryView]:
    """Letters that the actor's own office has received and still owes something on.

    The late ones first, then by day, the undated last.
    """
    wanted = and_(
        col(Delivery.office_id) == actor.office_id,
        col(Delivery.state).in_(AT_WORK | {DeliveryState.PASSED_ON}),
        col(Letter.is_sample).is_(False),
        no_answers(),
    )
    owing = [x for x in views(session, actor, rows(session, wanted), now=now) if x.owing]
    return sorted(owing, key=lambda x: (x.due_on or dt.date.max, x.state_at, x.id))[:limit]


def one(session: Session, actor: Actor, delivery_id: int, *, now: datetime) -> DeliveryView:
    """A delivery that the actor may see."""
    found = rows(session, and_(col(Delivery.id) == delivery_id, seen_by(actor)))
    if not found:
        raise NotFound
    return views(session, actor, found, now=now)[0]


def history(session: Session, actor: Actor, delivery_id: int, *, now: datetime) -> list[EventView]:
    """What happened to a delivery, oldest first."""
    one(session, actor, delivery_id, now=now)
    return histories(session, [delivery_id]).get(delivery_id, [])


def histories(session: Session, delivery_ids: Sequence[int]) -> dict[int, list[EventView]]:
    """The histories of deliveries that the caller may see."""
    found = session.exec(
        select(DeliveryEvent)
        .where(col(DeliveryEvent.delivery_id).in_(delivery_ids))
        .order_by(col(DeliveryEvent.id))
    ).all()
    acting = {x.office_id for x in found if x.office_id is not None}
    borne = offices.main_names(session, acting)
    told: dict[int, list[EventView]] = {}
    for x in found:
        name = offices.worn_on(borne.get(x.office_id or 0, ()), day_of(x.at))
        who = x.by or (name.name if name else "")
        told.setdefault(x.delivery_id, []).append(
            EventView(
                x.at, x.noted_at, who, x.how, x.before, x.after, x.letter_id, x.due_on, x.note
            )
        )
    return told
