"""What a person says of a delivery, within its rules and his side; more time for many at once."""

import datetime as dt
from datetime import datetime

from sqlmodel import Session

from tracker import delivery_moves, delivery_rules
from tracker.actor import Actor
from tracker.delivery_moves import Step
from tracker.delivery_views import silent
from tracker.dispatching import BANGKOK
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import Delivery, Dispatch, Letter
from tracker.said import said
from tracker.sentences import sentence
from tracker.vocabulary import (
    DeliveryState,
)

#: Why nobody was given more time.
NOBODY = sentence("ไม่มีผู้รับที่ขยายเวลาให้ได้ กรุณาตรวจวันครบกำหนดใหม่และสิทธิ์ของท่าน")


def move(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    delivery_id: int,
    to_state: DeliveryState,
    note: str = "",
    version: int | None = None,
    due_on: dt.date | None = None,
    at: datetime | None = None,
) -> Delivery:
    """Bring a delivery into another state by hand, where its rules and sides allow it.

    ``version``: the one shown to the person; a newer one is not overwritten.
    """
    delivery = delivery_moves.locked(session, delivery_id)
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    taken = delivery_moves.sides(actor, delivery, dispatch)
    if not taken and not _sees(actor, delivery, dispatch):
        raise NotFound
    if version is not None and version != delivery.version:
        raise Stale(
            sentence(
                "%(name)s: มีผู้เปลี่ยนเป็น “%(state)s” ไปก่อนแล้ว กรุณาตรวจแล้วทำใหม่หากยังต้องการ",
                name=delivery.name,
                state=said(delivery.state),
            )
        )
    if not delivery_rules.may(taken, delivery.state, to_state, delivery.asked):
        raise _refusal(taken, delivery, to_state)
    if delivery_rules.needs_note(taken, delivery.state, to_state) and not note.strip():
        raise BadValue(sentence("กรุณาพิมพ์เหตุผลหรือที่มา ก่อนเปลี่ยนเป็น “%(state)s”", state=said(to_state)))
    _dates(session, delivery, dispatch, to_state, due_on, at or now, now)
    step = Step(to_state, at or now, note=note, due_on=due_on)
    return delivery_moves.apply(session, actor, now, delivery, step)


def _sees(actor: Actor, delivery: Delivery, dispatch: Dispatch) -> bool:
    return bool({delivery.office_id, dispatch.sender_office_id} & actor.office_ids)


def _refusal(
    taken: frozenset[delivery_rules.Side], delivery: Delivery, to: DeliveryState
) -> BadValue | NotAllowed:
    if not taken:
        return NotAllowed(sentence("เปลี่ยนสถานะได้เฉพาะหน่วยงานผู้ส่งหรือผู้รับของหนังสือนี้"))
    if to is DeliveryState.CLOSED and to in delivery_rules.ALLOWED[delivery.state]:
        return NotAllowed(
            sentence("เรื่องนี้ผู้ส่งขอให้ดำเนินการหรือรายงาน ผู้ส่งเป็นผู้ปิดเรื่อง ท่านตอบหรือแจ้งว่าไม่มีข้อมูลได้")
        )
    if delivery.state is DeliveryState.CLOSED:
        return NotAllowed(sentence("เรื่องนี้ปิดแล้ว ผู้ส่งเปิดเรื่องอีกครั้งได้ หากยังต้องดำเนินการ"))
    if to in delivery_rules.ALLOWED[delivery.state]:
        return NotAllowed(
            sentence("ฝ่ายของท่านเปลี่ยนเป็น “%(after)s” ไม่ได้ อีกฝ่ายเป็นผู้ทำรายการนี้", after=said(to))
        )
    return BadValue(
        sentence(
            "จาก “%(state)s” เปลี่ยนเป็น “%(after)s” ไม่ได้", state=said(delivery.state), after=said(to)
        )
    )


def _dates(
    session: Session,
    delivery: Delivery,
    dispatch: Dispatch,
    to: DeliveryState,
    due_on: dt.date | None,
    at: datetime,
    now: datetime,
) -> None:
    letter = session.get_one(Letter, delivery.letter_id)
    if at > now:
        raise BadValue(sentence("วันเวลาอยู่ในอนาคต กรุณาตรวจ"))
    if letter.date is not None and at.astimezone(BANGKOK).date() < letter.date:
        raise BadValue(sentence("วันเวลาอยู่ก่อนวันที่ของหนังสือ กรุณาตรวจ"))
    if to is DeliveryState.EXTENDED:
        if due_on is None:
            raise BadValue(sentence("กรุณาระบุวันครบกำหนดใหม่ที่ขยายให้"))
        if delivery.due_on is not None and due_on <= delivery.due_on:
            raise BadValue(sentence("วันครบกำหนดใหม่ต้องอยู่หลังวันเดิม"))
    elif due_on is not None:
        raise BadValue(sentence("เปลี่ยนวันครบกำหนดได้เมื่อขยายเวลาเท่านั้น"))


def extend_all(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    due_on: dt.date,
    note: str,
) -> int:
    """Give more time to every recipient who still owes something; to how many."""
    given = extend_some(session, actor, now, letter_id=letter_id, due_on=due_on, note=note)
    if not given:
        raise BadValue(NOBODY)
    return given


def extend_some(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    due_on: dt.date,
    note: str,
    most: int | None = None,
) -> int:
    """The same for ``most`` of them, the longest silent first. Who has the day is left out.

    So ten thousand are given more time in many short transactions, and one that
    was killed in between goes on where it was.
    """
    if not note.strip():
        raise BadValue(sentence("กรุณาพิมพ์เหตุผลที่ขยายเวลา"))
    given = 0
    for view in silent(session, actor, letter_id=letter_id, now=now):
        if view.due_on is not None and view.due_on >= due_on:
            continue
        delivery = delivery_moves.locked(session, view.id)
        dispatch = session.get_one(Dispatch, delivery.dispatch_id)
        if delivery_rules.Side.SENDER in delivery_moves.sides(actor, delivery, dispatch):
            given += extend(session, actor, now, delivery, due_on, note)
        if given == most:
            break
    return given


def extend(
    session: Session,
    actor: Actor,
    now: datetime,
    delivery: Delivery,
    due_on: dt.date,
    note: str,
    letter_id: int | None = None,
) -> bool:
    """Give one that still owes something a later day; whether it was later.

    One that has not arrived yet keeps its state and gets the day.
    """
    later = delivery.due_on is None or due_on > delivery.due_on
    if not later or not delivery_rules.silent(delivery.state, delivery.asked):
        return False
    allowed = DeliveryState.EXTENDED in delivery_rules.ALLOWED[delivery.state]
    to = DeliveryState.EXTENDED if allowed else delivery.state
    step = Step(to, now, note=note, due_on=due_on, letter_id=letter_id)
    delivery_moves.apply(session, actor, now, delivery, step)
    return True
