"""Bringing a delivery from one state into another, with its history. The row is the lock."""

import datetime as dt
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from tracker import audit, duty_following
from tracker.actor import Actor
from tracker.delivery_rules import ALLOWED, Side, silent
from tracker.errors import BadValue, NotFound
from tracker.models import Delivery, DeliveryEvent, Dispatch, Letter, LetterRelation
from tracker.said import said
from tracker.sentences import noted, sentence
from tracker.vocabulary import (
    AccountRole,
    DeliveryState,
    DispatchOrigin,
    RelationKind,
)

#: States that say how the matter ended: the same for a letter, its reminders and amendments.
SAID = (DeliveryState.ANSWERED, DeliveryState.NO_DATA, DeliveryState.CLOSED)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a delivery. ``at``: when it was so; ``letter_id``: the letter that shows it.

    ``how``: person, register, stamp, letter, link, program. ``to`` may be the
    state that it is in already: then only the history grows. ``either_way``:
    ``due_on`` may be sooner than the day that it takes the place of.
    """

    to: DeliveryState
    at: datetime
    note: str = ""
    how: str = "person"
    by: str = ""
    letter_id: int | None = None
    due_on: dt.date | None = None
    either_way: bool = False


def acts_for(actor: Actor, office_id: int | None) -> bool:
    """Whether the actor may write for an office: his own, or one that he administers."""
    if office_id is None:
        return False
    above = actor.role is AccountRole.ADMIN and office_id in actor.office_ids
    return office_id == actor.office_id or above


def sides(actor: Actor, delivery: Delivery, dispatch: Dispatch) -> frozenset[Side]:
    """The parts that the actor may take.

    Where the sender did not send through the system, nobody sits at the other
    end: the recipient then keeps the sender's side too.
    """
    sender = acts_for(actor, dispatch.sender_office_id)
    recipient = acts_for(actor, delivery.office_id)
    if recipient and dispatch.origin is DispatchOrigin.KNOWN:
        sender = True
    taken = {Side.SENDER: sender, Side.RECIPIENT: recipient}
    return frozenset(side for side, is_his in taken.items() if is_his)


def locked(session: Session, delivery_id: int) -> Delivery:
    """The delivery, held until commit."""
    found = session.exec(
        select(Delivery)
        .where(Delivery.id == delivery_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_office(session: Session, letter_id: int, office_id: int) -> Delivery | None:
    """What an office was sent of a letter, held until commit; ``None`` where it was not."""
    return _to_recipient(session, letter_id, f"office:{office_id}")


def apply(
    session: Session, actor: Actor | None, now: datetime, delivery: Delivery, step: Step
) -> Delivery:
    """Take the step with a delivery that is held. A step that is not allowed is refused."""
    before = delivery.state
    if step.to is not before and step.to not in ALLOWED[before]:
        raise BadValue(
            sentence(
                "%(name)s: จาก “%(before)s” เปลี่ยนเป็น “%(after)s” ไม่ได้ กรุณาเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด",
                name=delivery.name,
                before=said(before),
                after=said(step.to),
            )
        )
    if step.to is not before:
        delivery.state, delivery.state_at = step.to, step.at
    delivery.due_on = step.due_on or delivery.due_on
    delivery.version += 1
    session.add(delivery)
    session.add(event(actor, now, delivery, before, step))
    session.flush()
    audit.record(
        session, actor, now, "delivery", ("delivery", delivery.id),
        {"state": before},
        {"state": step.to, "at": step.at, "how": step.how, "note": step.note, "by": step.by,
         "letter_id": step.letter_id, "due_on": step.due_on},
        office_id=None if actor else delivery.office_id,
    )  # fmt: skip
    # One that has not arrived yet is given more time without leaving its state.
    later = step.to in (DeliveryState.EXTENDED, before)
    _duties_follow(session, actor, now, delivery, step, later=later)
    _one_matter(session, actor, now, delivery, step)
    return delivery


def _one_matter(
    session: Session, actor: Actor | None, now: datetime, delivery: Delivery, step: Step
) -> None:
    """A letter, its reminders and its amendments are one matter.

    What is said to the one is said to the others: one answer, or one closing, ends them all.
    """
    if step.to not in SAID:
        return
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    for relation in _linked(session, delivery, dispatch, step):
        here, there = relation.from_letter_id, relation.to_letter_id
        letter_id = there if here == delivery.letter_id else here
        other = _to_recipient(session, letter_id, delivery.recipient)
        if other is not None and _same_asker(session, relation, other, dispatch):
            joined(
                session, actor, now, delivery, other, _in_words(session, relation, delivery, step)
            )


def joined(
    session: Session,
    actor: Actor | None,
    now: datetime,
    told: Delivery,
    other: Delivery,
    step: Step,
) -> bool:
    """Say of ``other``, which is held, what was said of ``told``; whether it was still owed."""
    if not silent(other.state, other.asked) or step.to not in ALLOWED[other.state]:
        return False
    other.answer_letter_id = other.answer_letter_id or told.answer_letter_id
    apply(session, actor, now, other, step)
    return True


def _linked(
    session: Session, delivery: Delivery, dispatch: Dispatch, step: Step
) -> list[LetterRelation]:
    """Reminders and amendments as the sender took them.

    What the recipient took for an amendment holds for his answers, and for all
    where the sender keeps no books here: else he could close what another asks.
    """
    sender = col(LetterRelation.office_id) == dispatch.sender_office_id
    taken = sender
    if step.to is not DeliveryState.CLOSED or dispatch.origin is DispatchOrigin.KNOWN:
        amends = col(LetterRelation.kind) == RelationKind.AMENDS
        taken = or_(sender, and_(amends, col(LetterRelation.office_id) == delivery.office_id))
    wanted = select(LetterRelation).where(
        col(LetterRelation.kind).in_([RelationKind.REMINDS_OF, RelationKind.AMENDS]),
        col(LetterRelation.accepted).is_(True),
        taken,
        or_(
            LetterRelation.to_letter_id == delivery.letter_id,
            LetterRelation.from_letter_id == delivery.letter_id,
        ),
    )
    return list(session.exec(wanted.order_by(col(LetterRelation.id))))


def _same_asker(
    session: Session, relation: LetterRelation, other: Delivery, dispatch: Dispatch
) -> bool:
    """An amendment is by whoever sent the letter: another's is no part of his matter."""
    if relation.kind is not RelationKind.AMENDS:
        return True
    sender = session.get_one(Dispatch, other.dispatch_id).sender_office_id
    return sender is not None and sender == dispatch.sender_office_id


def _in_words(session: Session, relation: LetterRelation, told: Delivery, step: Step) -> Step:
    """The step with why it is taken here too."""
    if relation.kind is not RelationKind.AMENDS:
        return step
    return replace(step, note=why_joined(session.get_one(Letter, told.letter_id), step.note))


def why_joined(letter: Letter, note: str) -> str:
    """``note`` with the letter that is the same matter, amended or amending."""
    number = letter.ref_no or noted("ไม่มีเลขที่")
    why = noted("เรื่องเดียวกับหนังสือที่ %(number)s ซึ่งแก้ไขกัน คำตอบหรือการปิดเรื่องใช้ร่วมกัน", number=number)
    return noted("%(note)s (%(why)s)", note=note, why=why) if note else why


def _to_recipient(session: Session, letter_id: int, recipient: str) -> Delivery | None:
    return session.exec(
        select(Delivery)
        .where(Delivery.letter_id == letter_id, Delivery.recipient == recipient)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _duties_follow(
    session: Session, actor: Actor | None, now: datetime, delivery: Delivery, step: Step,
    *, later: bool,
) -> None:  # fmt: skip
    """What the office owes by the letter changes with its delivery."""
    if delivery.office_id is None:
        return
    of = {"letter_id": delivery.letter_id, "office_id": delivery.office_id}
    note = step.note.strip()
    if step.to in (DeliveryState.ANSWERED, DeliveryState.NO_DATA, DeliveryState.CLOSED):
        duty_following.answered(
            session, actor, now, **of, answer_letter_id=step.letter_id, note=note,
            no_data=step.to is DeliveryState.NO_DATA, whole=step.to is DeliveryState.CLOSED,
        )  # fmt: skip
    elif step.to is DeliveryState.INCOMPLETE:
        duty_following.sent_back(session, actor, now, **of, note=note)
    elif step.to is DeliveryState.WITHDRAWN:
        duty_following.withdrawn(session, actor, now, **of, note=note or noted("ผู้ส่งถอนหนังสือ"))
    elif step.due_on is not None and later:
        duty_following.extended(
            session, actor, now, **of, due=step.due_on, note=note, by_letter_id=step.letter_id,
            either_way=step.either_way,
        )  # fmt: skip


def event(
    actor: Actor | None,
    now: datetime,
    delivery: Delivery,
    before: DeliveryState | None,
    step: Step,
) -> DeliveryEvent:
    """The line of the history that a step makes."""
    assert delivery.id is not None
    return DeliveryEvent(
        delivery_id=delivery.id,
        at=step.at,
        noted_at=now,
        account_id=actor.account_id if actor else None,
        office_id=actor.office_id if actor else None,
        by=step.by.strip()[:120],
        how=step.how,
        before=before,
        after=step.to,
        letter_id=step.letter_id,
        due_on=step.due_on,
        note=step.note.strip(),
    )
