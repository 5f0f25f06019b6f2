"""What follows for deliveries when an office takes a relation between two letters."""

import datetime as dt
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import (
    chain_links,
    chains,
    circulation,
    delivery_by_hand,
    delivery_evidence,
    delivery_moves,
    delivery_rules,
    duty_following,
)
from tracker.actor import Actor
from tracker.delivery_moves import Step
from tracker.delivery_rules import ARRIVED, AWAITED, FAILED
from tracker.delivery_views import day_of
from tracker.models import Delivery, Dispatch, Letter, LetterDuty
from tracker.sentences import noted, sentence
from tracker.vocabulary import DeliveryState, DispatchOrigin, RelationKind, Via
from tracker.wording import long_date


def of(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    source: Letter,
    target: Letter,
    kind: RelationKind,
) -> list[str]:
    """Bring the relation about, as far as it is the actor's office's; Thai sentences of what."""
    if kind is RelationKind.SAME_AS:
        return _joined(session, actor, now, source, target)
    if kind is RelationKind.ANSWERS:
        return _answered(session, actor, now, source, target)
    if kind is RelationKind.CANCELS:
        return _cancelled(session, actor, now, source, target)
    if kind is RelationKind.EXTENDS:
        return _extended(session, actor, now, source, target)
    if kind is RelationKind.AMENDS:
        return _amended(session, actor, now, source, target)
    if kind is RelationKind.REMINDS_OF:
        number = remind(session, actor, now, reminding=source, reminded=target)
        return [sentence("บันทึกการทวงถามของผู้รับ %(count)s ราย", count=number)] if number else []
    return []


def _own(session: Session, actor: Actor, letter: Letter) -> Delivery | None:
    assert letter.id is not None
    return delivery_moves.of_office(session, letter.id, actor.office_id)


def _words(letter: Letter) -> str:
    return (
        noted("หนังสือที่ %(number)s", number=letter.ref_no) if letter.ref_no else noted("หนังสืออีกฉบับ")
    )


def _joined(session: Session, actor: Actor, now: datetime, one: Letter, other: Letter) -> list[str]:
    """Of two copies of one letter, what was awaited of the one has come with the other."""
    assert one.id is not None
    assert other.id is not None
    chain_links.link(session, source=one.id, target=other.id, via=Via.SIBLING, score=0.9)
    chains.gather(session, now, {one.id, other.id})
    told: list[str] = []
    for here, there in ((one, other), (other, one)):
        waiting, arrived = _own(session, actor, here), _own(session, actor, there)
        if waiting is None or arrived is None or arrived.state not in ARRIVED:
            continue
        if waiting.state in AWAITED | FAILED:
            waiting.entry_id = arrived.entry_id
            note = noted("มาถึงแล้วเป็น%(letter)s (ฉบับเดียวกัน)", letter=_words(there))
            step = Step(DeliveryState.RECEIVED, arrived.state_at, note=note, letter_id=there.id)
            delivery_moves.apply(session, actor, now, waiting, step)
            told.append(sentence("หนังสือที่รออยู่ถือว่ามาถึงแล้ว"))
        if waiting.original_awaited_since is not None and waiting.original_came_at is None:
            circulation.original_came(
                session, actor, now, letter_id=waiting.letter_id, note=_words(there)
            )
            told.append(sentence("บันทึกว่าฉบับจริงมาถึงแล้ว"))
    return told


def _answered(
    session: Session, actor: Actor, now: datetime, answer: Letter, asked: Letter
) -> list[str]:
    """The answer of one whom the actor's office asked, or its own."""
    assert asked.id is not None
    if answer.issuer_office_id is None:
        return []
    delivery = delivery_moves.of_office(session, asked.id, answer.issuer_office_id)
    if delivery is None:
        return []
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    if not delivery_moves.sides(actor, delivery, dispatch):
        return []
    if delivery.answer_letter_id == answer.id:
        return []
    delivery_evidence.answer(session, now, delivery, answer, actor=actor)
    if delivery.state is DeliveryState.CLOSED:
        return [sentence("%(name)s: เรื่องปิดไปแล้ว คำตอบนี้เก็บไว้ให้เห็นข้างเรื่อง", name=delivery.name)]
    return [sentence("%(name)s: บันทึกว่าตอบแล้ว", name=delivery.name)]


def _cancelled(
    session: Session, actor: Actor, now: datetime, cancelling: Letter, cancelled: Letter
) -> list[str]:
    """Who cancelled the letter owes and is owed nothing more of it."""
    if cancelling.issuer_office_id != cancelled.issuer_office_id:
        return []
    closed = 0
    for delivery in _within(session, actor, cancelled):
        if DeliveryState.CLOSED in delivery_rules.ALLOWED[delivery.state]:
            note = noted("ยกเลิกตาม%(letter)s", letter=_words(cancelling))
            step = Step(DeliveryState.CLOSED, now, note=note, letter_id=cancelling.id)
            delivery_moves.apply(session, actor, now, delivery, step)
            closed += 1
    return (
        [sentence("ปิดเรื่องของผู้รับ %(count)s ราย เพราะหนังสือถูกยกเลิก", count=closed)] if closed else []
    )


def _within(
    session: Session, actor: Actor, letter: Letter, only: Sequence[str] | None = None
) -> list[Delivery]:
    """All deliveries of a letter that the office sent, or to ``only`` these; else its own."""
    assert letter.id is not None
    mine = letter.issuer_office_id is not None and delivery_moves.acts_for(
        actor, letter.issuer_office_id
    )
    if not mine:
        own = _own(session, actor, letter)
        return [own] if own is not None else []
    found = select(Delivery).where(Delivery.letter_id == letter.id).order_by(col(Delivery.id))
    if only is not None:
        found = found.where(col(Delivery.recipient).in_(only))
    return list(session.exec(found.with_for_update().execution_options(populate_existing=True)))


def _new_day(session: Session, letter: Letter) -> dt.date | None:
    """The one day that an extending letter sets; ``None`` where it sets none, or several."""
    days = _days(session, letter)
    return days.pop() if len(days) == 1 else None


def _days(session: Session, letter: Letter) -> set[dt.date]:
    found = select(LetterDuty).where(LetterDuty.letter_id == letter.id, LetterDuty.kind == "due")
    return {one.due_on for one in session.exec(found) if one.due_on is not None}


def _extended(
    session: Session, actor: Actor, now: datetime, extending: Letter, extended: Letter
) -> list[str]:
    """More time by a letter of the one who asked; a request for it changes nothing."""
    day = _new_day(session, extending)
    if extending.issuer_office_id != extended.issuer_office_id or day is None:
        return []
    given = 0
    for delivery in _within(session, actor, extended):
        note = noted("ขยายเวลาตาม%(letter)s", letter=_words(extending))
        given += delivery_by_hand.extend(session, actor, now, delivery, day, note, extending.id)
    return (
        [sentence("ขยายเวลาให้ผู้รับ %(count)s ราย ถึง %(day)s", count=given, day=long_date(day))]
        if given
        else []
    )


def _amended(
    session: Session, actor: Actor, now: datetime, amending: Letter, amended: Letter
) -> list[str]:
    """One matter with the letter that it amends: another day for that, and one answer for both."""
    if amending.issuer_office_id is None or amending.issuer_office_id != amended.issuer_office_id:
        return []
    ended = _ended_together(session, actor, now, amending, amended)
    return [*ended, *_another_day(session, actor, now, amending, amended)]


def _ended_together(
    session: Session, actor: Actor, now: datetime, amending: Letter, amended: Letter
) -> list[str]:
    """What was answered or closed before a person said that the two letters are one matter.

    Not by an answer that is older than the amendment: it may ask for something else.
    """
    ended = 0
    for here, there in ((amending, amended), (amended, amending)):
        others = {one.recipient: one for one in _within(session, actor, there)}
        for told in _within(session, actor, here):
            other = others.get(told.recipient)
            older = amending.date is not None and day_of(told.state_at) < amending.date
            if other is None or told.state not in delivery_moves.SAID or older:
                continue
            sides = delivery_moves.sides(actor, other, session.get_one(Dispatch, other.dispatch_id))
            if not delivery_rules.may(sides, other.state, told.state, other.asked):
                continue
            answer = told.answer_letter_id
            note = delivery_moves.why_joined(here, "")
            step = Step(told.state, told.state_at, note=note, letter_id=answer)
            ended += delivery_moves.joined(session, actor, now, told, other, step)
    if not ended:
        return []
    return [sentence("จบเรื่องของผู้รับ %(count)s รายไปพร้อมกัน เพราะเป็นเรื่องเดียวกันที่แก้ไขกัน", count=ended)]


def _another_day(
    session: Session, actor: Actor, now: datetime, amending: Letter, amended: Letter
) -> list[str]:
    """Another day, sooner or later, by a letter of the one who asked.

    Of several days, before or now, a person must say which one is meant.
    """
    day = _new_day(session, amending)
    if day is None or len(_days(session, amended)) > 1:
        return []
    moved = 0
    for delivery in _within(session, actor, amended):
        if delivery.due_on == day or not delivery_rules.silent(delivery.state, delivery.asked):
            continue
        note = noted("แก้ไขกำหนดตาม%(letter)s", letter=_words(amending))
        step = Step(
            delivery.state, now, note=note, due_on=day, letter_id=amending.id, either_way=True
        )
        delivery_moves.apply(session, actor, now, delivery, step)
        moved += 1
    if not moved:
        return []
    said = sentence("แก้ไขกำหนดของผู้รับ %(count)s ราย เป็น %(day)s", count=moved, day=long_date(day))
    return [said, *_too_late_below(session, actor, amended, day)]


def _too_late_below(session: Session, actor: Actor, letter: Letter, day: dt.date) -> list[str]:
    """The days given to those below were counted from the old one: a person must give others."""
    assert letter.id is not None
    late = duty_following.later_below(
        session, letter_id=letter.id, office_id=actor.office_id, due=day
    )
    if not late:
        return []
    return [
        sentence(
            "กำหนดที่ให้ผู้รับระดับล่างไว้ %(count)s รายช้ากว่ากำหนดใหม่นี้ กรุณาแจ้งกำหนดใหม่ให้ทราบ", count=late
        )
    ]


def remind(
    session: Session, actor: Actor, now: datetime, *, reminding: Letter, reminded: Letter,
    only: Sequence[str] | None = None,
) -> int:  # fmt: skip
    """Note the reminder with those who owe an answer, or with ``only`` these recipients of it.

    How many; each is noted once for each call.
    """
    assert reminding.id is not None
    if reminding.issuer_office_id != reminded.issuer_office_id:
        return 0
    told = _reminder_days(session, reminding, only)
    owing, days, new_day = [], {}, _new_day(session, reminding)
    for one in _within(session, actor, reminded, only):
        if one.id is None or not delivery_rules.silent(one.state, one.asked):
            continue
        if told and one.recipient not in told:
            continue  # this one was left off the reminder
        owing.append(one.id)
        day = told.get(one.recipient) or new_day
        if day is not None:
            days[one.id] = day
    return circulation.note_reminded(
        session, actor, now, delivery_ids=owing, reminding_letter_id=reminding.id, days=days,
        note=noted("ทวงถามตาม%(letter)s", letter=_words(reminding)),
    )  # fmt: skip


def _reminder_days(
    session: Session, reminding: Letter, only: Sequence[str] | None
) -> dict[str, dt.date | None]:
    """Recipient -> the day that the reminder gives him; empty where it went out on paper."""
    sent = (
        select(Delivery)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(Delivery.letter_id == reminding.id, Dispatch.origin == DispatchOrigin.SENT)
    )
    if only is not None:
        sent = sent.where(col(Delivery.recipient).in_(only))
    return {one.recipient: one.due_on for one in session.exec(sent)}
