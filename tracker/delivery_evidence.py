"""What papers prove of deliveries: stamps that they arrived, letters that they were answered.

A paper never takes back what is known, and never fails the registering of
the letter that brings it: what does not fit the state becomes a line of history.
"""

import datetime as dt
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import delivery_moves, relation_rules
from tracker.actor import Actor
from tracker.delivery_moves import Step
from tracker.delivery_rules import ALLOWED, AWAITED, FAILED
from tracker.dispatching import BANGKOK
from tracker.models import (
    ChainLink,
    Delivery,
    Dispatch,
    Letter,
    LetterAddressee,
    LetterStamp,
    Office,
)
from tracker.sentences import noted
from tracker.vocabulary import DeliveryState, LetterKind, RelationKind, Secrecy, Via

#: A letter of these kinds is about another one, and neither answers it nor passes it on.
_NO_ANSWER = frozenset(
    {RelationKind.EXTENDS, RelationKind.REMINDS_OF, RelationKind.CANCELS, RelationKind.AMENDS}
)


def stamps(session: Session, now: datetime, letter: Letter) -> None:
    """Offices whose receive stamp stands on a copy have received the letter."""
    found = session.exec(
        select(LetterStamp).where(
            LetterStamp.letter_id == letter.id,
            col(LetterStamp.office_id).is_not(None),
            col(LetterStamp.date).is_not(None),
            col(LetterStamp.doubt).is_(None),
        )
    ).all()
    for stamp in found:
        assert letter.id is not None
        assert stamp.office_id is not None
        delivery = delivery_moves.of_office(session, letter.id, stamp.office_id)
        at = _moment(stamp)
        if delivery is None or delivery.state not in AWAITED | FAILED or at > now:
            continue
        note = noted("ตรารับบนหนังสือ")
        if stamp.number:
            note = noted("ตรารับบนหนังสือ เลขรับ %(number)s", number=stamp.number)
        step = Step(DeliveryState.RECEIVED, at, note=note, how="stamp")
        delivery_moves.apply(session, None, now, delivery, step)


def _moment(stamp: LetterStamp) -> datetime:
    assert stamp.date is not None
    try:
        clock = dt.time.fromisoformat(stamp.time or "00:00")
    except ValueError:
        clock = dt.time()
    return datetime.combine(stamp.date, clock, BANGKOK)


def carried(session: Session, now: datetime, letter: Letter) -> None:
    """What this letter shows of those that it carries, and what its carriers show of it."""
    links = session.exec(
        select(ChainLink).where(
            (col(ChainLink.from_letter_id) == letter.id)
            | (col(ChainLink.to_letter_id) == letter.id),
            ChainLink.via != Via.SIBLING,
        )
    ).all()
    for one in links:
        carrier = session.get_one(Letter, one.from_letter_id)
        below = session.get_one(Letter, one.to_letter_id)
        if carrier.issuer_office_id is None or below.kind is LetterKind.ANNEX:
            continue
        delivery = delivery_moves.of_office(session, one.to_letter_id, carrier.issuer_office_id)
        if delivery is not None:
            _shown_by(session, now, delivery, below, carrier)


def _shown_by(
    session: Session, now: datetime, delivery: Delivery, letter: Letter, carrier: Letter
) -> None:
    """The recipient of ``letter`` has issued ``carrier``, which carries it: an answer or the next.

    It answers if it goes back to the sender, or to one above; else it passes on.
    """
    early = carrier.date is not None and letter.date is not None and carrier.date < letter.date
    if early or Secrecy.NONE is not carrier.secrecy:
        return
    kind = relation_rules.by_words(carrier.subject, carrier.text)
    assert carrier.id is not None
    assert delivery.office_id is not None
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    to = set(_addressed(session, carrier.id))
    upward = _above(session, delivery.office_id) | {dispatch.sender_office_id}
    if to & upward:
        if kind not in _NO_ANSWER:
            answer(session, now, delivery, carrier)
    elif to and kind in (None, RelationKind.ANSWERS):
        _passed_on(session, now, delivery, carrier)


def _addressed(session: Session, letter_id: int) -> Sequence[int]:
    return session.exec(
        select(LetterAddressee.office_id).where(LetterAddressee.letter_id == letter_id)
    ).all()


def _above(session: Session, office_id: int) -> set[int | None]:
    """The offices above one, up to the top."""
    above: set[int | None] = set()
    office = session.get(Office, office_id)
    while office is not None and office.parent_id is not None and office.parent_id not in above:
        above.add(office.parent_id)
        office = session.get(Office, office.parent_id)
    return above


def _at(carrier: Letter, now: datetime) -> datetime:
    """The start of the letter's day; an undated or future one was so by now at the latest."""
    if carrier.date is None:
        return now
    return min(now, datetime.combine(carrier.date, dt.time(), BANGKOK))


def answer(
    session: Session,
    now: datetime,
    delivery: Delivery,
    carrier: Letter,
    *,
    actor: Actor | None = None,
) -> None:
    """An answer has come; one to a closed matter is kept beside it and shown.

    ``actor``: who says so, where it is not the letter itself.
    """
    if carrier.id in (delivery.answer_letter_id, delivery.late_answer_id):
        return
    none = relation_rules.says_none(carrier.subject, carrier.text)
    to = DeliveryState.NO_DATA if none else DeliveryState.ANSWERED
    note = noted("หนังสือตอบอ้างถึงเรื่องนี้")
    if carrier.ref_no:
        note = noted("หนังสือที่ %(number)s อ้างถึงเรื่องนี้", number=carrier.ref_no)
    if to not in ALLOWED[delivery.state]:
        to = delivery.state
        if delivery.state is DeliveryState.CLOSED:
            delivery.late_answer_id = carrier.id
            note = noted("คำตอบมาถึงหลังปิดเรื่อง %(note)s", note=note)
    delivery.answer_letter_id = delivery.answer_letter_id or carrier.id
    how = "person" if actor else "letter"
    step = Step(to, _at(carrier, now), note=note, how=how, letter_id=carrier.id)
    delivery_moves.apply(session, actor, now, delivery, step)


def _passed_on(session: Session, now: datetime, delivery: Delivery, carrier: Letter) -> None:
    if delivery.successor_letter_id is not None:
        return
    to = DeliveryState.PASSED_ON
    if to not in ALLOWED[delivery.state]:
        to = delivery.state
    delivery.successor_letter_id = carrier.id
    note = noted("ส่งต่อด้วยหนังสือนำส่ง")
    if carrier.ref_no:
        note = noted("ส่งต่อด้วยหนังสือที่ %(number)s", number=carrier.ref_no)
    step = Step(to, _at(carrier, now), note=note, how="letter", letter_id=carrier.id)
    delivery_moves.apply(session, None, now, delivery, step)
