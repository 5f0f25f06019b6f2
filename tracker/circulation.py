"""Who was sent a letter, received it, acknowledged, assigned, passed on, answered, closed it.

State belongs to the recipient. The states, and who may bring a delivery from
one into another, are data: ``tracker.delivery_rules``.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, select

from tracker import delivery_evidence, delivery_moves, delivery_rules, dispatching, letters
from tracker.actor import Actor
from tracker.delivery_by_hand import NOBODY as NOBODY
from tracker.delivery_by_hand import extend_all as extend_all
from tracker.delivery_by_hand import extend_some as extend_some
from tracker.delivery_by_hand import move as move
from tracker.delivery_moves import Step
from tracker.delivery_rules import AWAITED, FAILED
from tracker.delivery_views import DeliveryView as DeliveryView
from tracker.delivery_views import deliveries as deliveries
from tracker.delivery_views import incoming as incoming
from tracker.delivery_views import silent as silent
from tracker.dispatching import To as To
from tracker.dispatching import send as send
from tracker.errors import BadValue, NotFound
from tracker.models import Delivery, Dispatch, Letter
from tracker.said import said
from tracker.sentences import noted, sentence
from tracker.vocabulary import (
    DeliveryState,
    Way,
)


def expect(session: Session, now: datetime, *, letter_id: int) -> None:
    """A letter became known from paper: its addressees are to receive it.

    Then what the papers prove: stamps that it arrived, letters that carry it
    that it was passed on or answered. Says nothing twice, never fails.
    """
    dispatching.expect(session, now, letter_id=letter_id)
    letter = session.get_one(Letter, letter_id)
    delivery_evidence.stamps(session, now, letter)
    delivery_evidence.carried(session, now, letter)


def received(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    entry_id: int | None,
    received_at: datetime,
    way: Way | None = None,
) -> Delivery | None:
    """The actor's office has registered a letter; what was expected of it has come.

    A letter that nobody expected here is noted as delivered all the same. A
    second registering (the original after a fax) keeps the first line's number.
    ``None``: the office filed a letter of its own, which nobody sent it.
    """
    if session.get_one(Letter, letter_id).issuer_office_id == actor.office_id:
        return None
    delivery = _own(session, actor, now, letter_id)
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    note: str = ""
    if received_at < dispatch.sent_at and received_at.date() < dispatch.sent_at.date():
        note = noted("วันที่รับอยู่ก่อนวันที่ส่ง กรุณาตรวจวันที่รับ")
    awaited = delivery.original_awaited_since is not None and delivery.original_came_at is None
    if awaited and delivery.entry_id is not None:
        delivery.original_came_at, note = received_at, noted("ฉบับจริงมาถึงแล้ว")
    delivery.way = delivery.way or way
    delivery.entry_id = delivery.entry_id or entry_id
    arrives = delivery.state in AWAITED | FAILED | {DeliveryState.WITHDRAWN}
    to = DeliveryState.RECEIVED if arrives else delivery.state
    step = Step(to, received_at, note=note, how="register", letter_id=None)
    return delivery_moves.apply(session, actor, now, delivery, step)


def _own(session: Session, actor: Actor, now: datetime, letter_id: int) -> Delivery:
    """What the actor's office was sent of a letter; made where it was not expected."""
    found = delivery_moves.of_office(session, letter_id, actor.office_id)
    if found is None:
        letter = session.get_one(Letter, letter_id)
        if letter.issuer_office_id == actor.office_id:
            raise BadValue(sentence("หนังสือนี้หน่วยงานของท่านเป็นผู้ออกเอง จึงไม่มีสถานะการรับ"))
        dispatching.add_known(session, actor, now, letter, [actor.office_id])
        found = delivery_moves.of_office(session, letter_id, actor.office_id)
    if found is None:
        raise NotFound
    return found


def _held(session: Session, actor: Actor, now: datetime, letter_id: int) -> Delivery:
    """Like ``_own``, of a letter that the actor may see."""
    letters.visible(session, actor, letter_id)
    return _own(session, actor, now, letter_id)


def acknowledge(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, note: str = ""
) -> Delivery:
    """The actor's office has taken note of the letter."""
    return _forward(session, actor, now, letter_id, DeliveryState.ACKNOWLEDGED, note)


def assign_noted(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, note: str = ""
) -> Delivery:
    """The head has given the letter to a unit or a person; ``note``: to whom."""
    return _forward(session, actor, now, letter_id, DeliveryState.ASSIGNED, note)


def _forward(
    session: Session, actor: Actor, now: datetime, letter_id: int, to: DeliveryState, note: str
) -> Delivery:
    """A step of one's own office; what has gone further already only gets a line of history."""
    delivery = _held(session, actor, now, letter_id)
    reachable = to in delivery_rules.ALLOWED[delivery.state]
    reopens = delivery.state is DeliveryState.CLOSED
    step = Step(to if reachable and not reopens else delivery.state, now, note=note)
    return delivery_moves.apply(session, actor, now, delivery, step)


def passed_on(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    successor_letter_id: int,
    note: str = "",
) -> Delivery:
    """The actor's office has sent the letter on under a covering letter of its own.

    Refused where that would go round in a circle: to the letter itself, to one
    that it came from, or back to an office which passed it down.
    """
    delivery = _held(session, actor, now, letter_id)
    successor = letters.visible(session, actor, successor_letter_id)
    _no_circle(session, letter_id, successor_letter_id)
    delivery.successor_letter_id = successor_letter_id
    to = DeliveryState.PASSED_ON
    if to not in delivery_rules.ALLOWED[delivery.state]:
        to = delivery.state
    words = note
    if not words and successor.ref_no:
        words = noted("ส่งต่อด้วยหนังสือที่ %(number)s", number=successor.ref_no)
    step = Step(to, now, note=words, letter_id=successor_letter_id)
    return delivery_moves.apply(session, actor, now, delivery, step)


def _no_circle(session: Session, letter_id: int, successor_id: int) -> None:
    came_through, senders = {letter_id}, set[int]()
    waiting = {letter_id}
    while waiting:
        one = waiting.pop()
        sent_by = select(Dispatch.sender_office_id).where(Dispatch.letter_id == one)
        senders |= {office for office in session.exec(sent_by) if office is not None}
        above = select(Delivery.letter_id).where(Delivery.successor_letter_id == one)
        waiting |= set(session.exec(above)) - came_through
        came_through |= waiting
    if successor_id in came_through:
        raise BadValue(
            sentence("หนังสือฉบับนี้เป็นฉบับต้นทางของเรื่องอยู่แล้ว ส่งต่อวนกลับไม่ได้ กรุณาเลือกหนังสือนำส่งฉบับใหม่")
        )
    reached = select(Delivery.office_id, Delivery.name).where(Delivery.letter_id == successor_id)
    for office_id, name in session.exec(reached):
        if office_id in senders:
            raise BadValue(
                sentence(
                    "%(name)s เป็นผู้ส่งเรื่องนี้ลงมา ส่งต่อวนกลับไปไม่ได้ หากเป็นการรายงานผล กรุณาใช้ “ตอบ” แทน",
                    name=name,
                )
            )


def answered(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    answer_letter_id: int | None = None,
    note: str = "",
    no_data: bool = False,
) -> Delivery:
    """The actor's office has answered, or reports that it has nothing (``no_data``).

    An answer to a closed matter is kept and shown; the matter stays closed.
    """
    delivery = _held(session, actor, now, letter_id)
    if answer_letter_id is not None:
        answer = letters.visible(session, actor, answer_letter_id)
        asked = session.get_one(Letter, letter_id)
        if answer.date is not None and asked.date is not None and answer.date < asked.date:
            raise BadValue(sentence("หนังสือตอบลงวันที่ก่อนหนังสือที่ถามมา กรุณาตรวจว่าเลือกหนังสือตอบถูกฉบับ"))
    to = DeliveryState.NO_DATA if no_data else DeliveryState.ANSWERED
    if to not in delivery_rules.ALLOWED[delivery.state]:
        to = delivery.state
        if to is DeliveryState.CLOSED:
            delivery.late_answer_id = answer_letter_id or delivery.late_answer_id
            note = noted("คำตอบหลังปิดเรื่อง %(note)s", note=note) if note else noted("คำตอบหลังปิดเรื่อง")
    delivery.answer_letter_id = delivery.answer_letter_id or answer_letter_id
    step = Step(to, now, note=note, letter_id=answer_letter_id)
    return delivery_moves.apply(session, actor, now, delivery, step)


#: What one without an account may say through a signed link.
_OUTSIDE = frozenset({DeliveryState.ACKNOWLEDGED, DeliveryState.ANSWERED, DeliveryState.NO_DATA})


def confirmed_outside(
    session: Session,
    now: datetime,
    *,
    delivery_id: int,
    by: str,
    answer: str = "",
    to_state: DeliveryState = DeliveryState.ACKNOWLEDGED,
) -> Delivery:
    """One without an account has confirmed receipt, or answered, through a signed link.

    The caller has checked the link. ``to_state``: acknowledged, answered or
    no data; one that the state no longer allows leaves a line of history.
    """
    if not by.strip():
        raise BadValue(sentence("กรุณาพิมพ์ชื่อผู้รับหนังสือ"))
    if to_state not in _OUTSIDE:
        raise BadValue(sentence("ลิงก์นี้ใช้ยืนยันการรับหรือตอบเท่านั้น"))
    delivery = delivery_moves.locked(session, delivery_id)
    allowed = to_state in delivery_rules.ALLOWED[delivery.state]
    to = to_state if allowed and delivery.state is not DeliveryState.CLOSED else delivery.state
    step = Step(to, now, note=answer, how="link", by=by)
    return delivery_moves.apply(session, None, now, delivery, step)


_OUTSIDE = frozenset({DeliveryState.ACKNOWLEDGED, DeliveryState.ANSWERED, DeliveryState.NO_DATA})


def await_original(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, way: Way
) -> Delivery:
    """The copy came by fax, radio or LINE: the paper is still to come (and is waited for)."""
    if way in (Way.PAPER, Way.SYSTEM):
        raise BadValue(sentence("ฉบับนี้เป็นฉบับจริงอยู่แล้ว ไม่ต้องรอฉบับจริง"))
    delivery = _held(session, actor, now, letter_id)
    delivery.way, delivery.original_awaited_since = way, now
    delivery.original_came_at = None
    note = noted("ได้รับทาง%(Way)s รอฉบับจริง", Way=said(way))
    return delivery_moves.apply(session, actor, now, delivery, Step(delivery.state, now, note=note))


def original_came(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, note: str = ""
) -> Delivery:
    """The paper has come after the fax; both copies are kept."""
    delivery = _held(session, actor, now, letter_id)
    if delivery.original_awaited_since is None or delivery.original_came_at is not None:
        raise BadValue(sentence("หนังสือนี้ไม่ได้รอฉบับจริงอยู่"))
    delivery.original_came_at = now
    words = noted("ฉบับจริงมาถึงแล้ว %(note)s", note=note) if note else noted("ฉบับจริงมาถึงแล้ว")
    return delivery_moves.apply(
        session, actor, now, delivery, Step(delivery.state, now, note=words)
    )


def note_reminded(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    delivery_ids: Sequence[int],
    reminding_letter_id: int | None = None,
    note: str = noted("ทวงถาม"),
    days: Mapping[int, date] | None = None,
) -> int:
    """The sender has reminded these recipients, by a letter or else; how many it may remind.

    ``days``: delivery -> the day that the reminder names. A later one than the
    recipient had is his new day; an earlier one takes nothing from him.
    """
    number = 0
    for delivery_id in delivery_ids:
        delivery = delivery_moves.locked(session, delivery_id)
        dispatch = session.get_one(Dispatch, delivery.dispatch_id)
        if not delivery_moves.sides(actor, delivery, dispatch):
            continue
        given = (days or {}).get(delivery_id)
        later = given is not None and (delivery.due_on is None or given > delivery.due_on)
        step = Step(
            delivery.state, now, note=note, how="remind", letter_id=reminding_letter_id,
            due_on=given if later else None,
        )  # fmt: skip
        delivery_moves.apply(session, actor, now, delivery, step)
        number += 1
    return number
