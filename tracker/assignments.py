"""Work on a letter given to a unit or a person: accepted, handed over, returned, done.

An assignment has one holder at a time; every step is kept. Two who change one
at once are told apart by its version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker import audit, division_receipt, letters, staffing
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import (
    Account,
    Assignment,
    AssignmentStep,
    Endorsement,
    Letter,
    LetterHolding,
    Unit,
)
from tracker.said import said
from tracker.sentences import noted, sentence
from tracker.vocabulary import AssignmentState as State
from tracker.vocabulary import (
    Secrecy,
)
from tracker.wording import BANGKOK, long_date


class Holder(NamedTuple):
    """A unit or a person of the office: exactly one of the two."""

    unit_id: int | None = None
    account_id: int | None = None


#: Act -> the states in which it may be done, and the state it leads to.
ACTS: dict[str, tuple[frozenset[State], State]] = {
    "accept": (frozenset({State.GIVEN}), State.ACCEPTED),
    "done": (frozenset({State.GIVEN, State.ACCEPTED}), State.DONE),
    "return": (frozenset({State.GIVEN, State.ACCEPTED}), State.RETURNED),
    "hand_over": (frozenset({State.GIVEN, State.ACCEPTED, State.RETURNED}), State.GIVEN),
    "reopen": (frozenset({State.DONE}), State.GIVEN),
    "cancel": (frozenset({State.GIVEN, State.ACCEPTED, State.RETURNED}), State.CANCELLED),
}
#: Acts of the holder; the others are the giver's. Handing over is both's.
_HOLDERS = frozenset({"accept", "done", "return", "hand_over"})
_GIVERS = frozenset({"reopen", "cancel", "hand_over"})
#: Acts that must say why.
_REASONED = {
    "return": sentence("เหตุผลที่ส่งคืน"),
    "reopen": sentence("เหตุผลที่ให้ทำต่อ"),
    "cancel": sentence("เหตุผลที่ยกเลิก"),
}
#: States in which somebody still has to do something.
OPEN = (State.GIVEN, State.ACCEPTED, State.RETURNED)


def workable(session: Session, actor: Actor, letter_id: int) -> Letter:
    """The letter, held for the actor's office: two who write on it come one after the other.

    Refused where the office has no copy, and for secret letters, whose
    proposals and orders stay on paper.
    """
    letter = letters.visible(session, actor, letter_id)
    held = select(LetterHolding).where(
        LetterHolding.letter_id == letter_id, LetterHolding.office_id == actor.office_id
    )
    if not session.exec(held.order_by(col(LetterHolding.id)).with_for_update()).all():
        raise NotAllowed(sentence("เสนอและสั่งการได้เฉพาะหนังสือที่หน่วยงานของท่านรับไว้"))
    if letter.secrecy is not Secrecy.NONE:
        raise NotAllowed(sentence("หนังสือมีชั้นความลับ ให้เสนอและสั่งการบนต้นฉบับตามระเบียบการรักษาความลับ"))
    return letter


def give(
    session: Session, actor: Actor, now: datetime, *,
    order: Endorsement, to: Sequence[Holder], task: str = "", due_on: date | None = None,
) -> list[Assignment]:  # fmt: skip
    """Give the work that an order names; the caller holds the letter. Doubles count once."""
    if due_on is not None and due_on < now.astimezone(BANGKOK).date():
        raise BadValue(sentence("กำหนดเสร็จ (%(day)s) ผ่านไปแล้ว กรุณาตรวจวันที่", day=long_date(due_on)))
    made = []
    for holder in dict.fromkeys(to):
        _check_holder(session, actor.office_id, holder, now.astimezone(BANGKOK).date())
        _refuse_double(session, order, holder)
        work = Assignment(
            letter_id=order.letter_id, office_id=order.office_id, order_id=order.id,
            unit_id=holder.unit_id, account_id=holder.account_id, task=task.strip()[:1000],
            due_on=due_on, given_by=order.author_id or actor.account_id, given_at=now,
            state_at=now,
        )  # fmt: skip
        session.add(work)
        session.flush()
        _step(session, actor, now, work, "give", task.strip()[:1000])
        audit.record(
            session, actor, now, "assign", ("assignment", work.id),
            after={"letter_id": work.letter_id, "unit_id": work.unit_id,
                   "account_id": work.account_id, "due_on": due_on},
        )  # fmt: skip
        made.append(work)
    return made


def _check_holder(session: Session, office_id: int, holder: Holder, day: date) -> None:
    if (holder.unit_id is None) == (holder.account_id is None):
        raise BadValue(sentence("กรุณาเลือกกองหรือสำนัก หรือบุคคล อย่างใดอย่างหนึ่ง"))
    if holder.unit_id is not None:
        unit = session.get(Unit, holder.unit_id)
        if unit is None or unit.office_id != office_id:
            raise NotFound
        if unit.closed_on is not None and unit.closed_on <= day:
            raise BadValue(sentence("%(name)sปิดไปแล้ว กรุณาเลือกกองหรือสำนักอื่น", name=unit.name))
        return
    account = session.get(Account, holder.account_id)
    if account is None or account.office_id != office_id or not account.active:
        raise BadValue(sentence("ผู้รับมอบต้องเป็นบัญชีที่ใช้งานอยู่ในหน่วยงานของท่าน กรุณาเลือกใหม่"))


def _refuse_double(session: Session, order: Endorsement, holder: Holder) -> None:
    same = select(Assignment).where(
        Assignment.letter_id == order.letter_id,
        Assignment.office_id == order.office_id,
        Assignment.unit_id == holder.unit_id,
        Assignment.account_id == holder.account_id,
        col(Assignment.state).in_(OPEN),
    )
    if session.exec(same).first() is not None:
        name = holder_name(session, holder)
        raise BadValue(
            sentence("%(name)sได้รับมอบเรื่องนี้อยู่แล้วและยังไม่เสร็จ ส่งต่อหรือยกเลิกงานเดิมก่อน", name=name)
        )


def holder_name(session: Session, holder: Holder) -> str:
    """The unit's name or the person's."""
    if holder.unit_id is not None:
        return session.get_one(Unit, holder.unit_id).name
    return session.get_one(Account, holder.account_id).display_name if holder.account_id else ""


def move(
    session: Session, actor: Actor, now: datetime, *,
    assignment_id: int, act: str, version: int, note: str = "", to: Holder | None = None,
) -> Assignment:  # fmt: skip
    """Do one of ``ACTS`` to an assignment of the own office. ``to``: the new holder of a hand-over.

    Raises ``Stale`` where the state or version is no longer the one that was shown.
    """
    work = session.exec(
        select(Assignment).where(
            Assignment.id == assignment_id, Assignment.office_id == actor.office_id
        ).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip
    if work is None or act not in ACTS:
        raise NotFound
    allowed, after = ACTS[act]
    if work.version != version or work.state not in allowed:
        raise Stale(
            sentence(
                "งานนี้เปลี่ยนไปแล้ว (ขณะนี้: %(state)s) กรุณาเปิดหน้านี้ใหม่เพื่อดูล่าสุด", state=said(work.state)
            )
        )
    day = now.astimezone(BANGKOK).date()
    if act not in acts_of(work, actor, standing(session, actor, day)):
        raise NotAllowed(sentence("ทำรายการนี้ได้เฉพาะผู้รับมอบ ผู้ทำงานแทน หรือผู้สั่งการ"))
    note = _note(act, note)
    before = {"state": work.state, "unit_id": work.unit_id, "account_id": work.account_id}
    if act == "hand_over":
        _hand_over(session, work, to, day)
    work.state, work.state_at, work.version = after, now, work.version + 1
    session.add(work)
    _step(session, actor, now, work, act, note)
    if after in (State.ACCEPTED, State.DONE):
        division_receipt.receive(session, actor, now, work)
    audit.record(
        session, actor, now, f"assignment_{act}", ("assignment", work.id), before,
        {"state": after, "unit_id": work.unit_id, "account_id": work.account_id, "note": note},
    )  # fmt: skip
    session.flush()
    return work


def _note(act: str, note: str) -> str:
    plain = note.strip()
    if act in _REASONED and not plain:
        raise BadValue(sentence("กรุณาพิมพ์%(what)s", what=_REASONED[act]))
    if len(plain) > 1000:
        raise BadValue(sentence("ข้อความยาวเกิน 1000 ตัวอักษร กรุณาย่อให้สั้นลง"))
    return plain


def _hand_over(session: Session, work: Assignment, to: Holder | None, day: date) -> None:
    if to is None:
        raise BadValue(sentence("กรุณาเลือกผู้รับงานต่อ"))
    if (to.unit_id, to.account_id) == (work.unit_id, work.account_id):
        raise BadValue(sentence("ผู้รับงานต่อเป็นผู้ถืองานอยู่แล้ว กรุณาเลือกคนอื่น"))
    _check_holder(session, work.office_id, to, day)
    work.unit_id, work.account_id = to.unit_id, to.account_id


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands in its office on a day. ``members``: account -> its units."""

    served: frozenset[int]
    powers: staffing.Powers
    members: dict[int, frozenset[int]]

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units whose work lies on this account's table too."""
        return frozenset(self.powers.units).union(
            *(self.members.get(one, frozenset()) for one in self.served)
        )


def standing(session: Session, actor: Actor, day: date) -> Standing:
    """Asked once for a page, however much work it lists."""
    members: dict[int, frozenset[int]] = {}
    for one in staffing.appointments(session, actor.office_id, day):
        if one.account_id is not None and one.unit_id is not None:
            members[one.account_id] = members.get(one.account_id, frozenset()) | {one.unit_id}
    return Standing(
        staffing.served_by(session, actor.account_id, day),
        staffing.powers(session, actor.account_id, actor.office_id, day),
        members,
    )


def acts_of(work: Assignment, actor: Actor, where: Standing) -> frozenset[str]:
    """What the actor may do to an assignment in the state it is in."""
    if work.office_id != actor.office_id:
        return frozenset()
    mine: set[str] = set()
    if work.account_id in where.served or _of_unit(work, where):
        mine |= _HOLDERS
    headed = where.powers.units.keys()
    if work.given_by in where.served or where.powers.office or work.unit_id in headed:
        mine |= _GIVERS
    return frozenset(act for act in mine if work.state in ACTS[act][0])


def _of_unit(work: Assignment, where: Standing) -> bool:
    """A member of the unit that holds the work, or its head where a member does."""
    if work.unit_id is not None:
        return work.unit_id in where.unit_ids
    holders = where.members.get(work.account_id or 0, frozenset())
    return bool(where.powers.units.keys() & holders)


def _step(
    session: Session, actor: Actor, now: datetime, work: Assignment, act: str, note: str
) -> None:
    assert work.id is not None
    session.add(
        AssignmentStep(
            assignment_id=work.id, at=now, by_account_id=actor.account_id, by_name=actor.name,
            act=act, state=work.state, unit_id=work.unit_id, account_id=work.account_id, note=note,
        )
    )  # fmt: skip
    session.flush()


def cancel_of_order(session: Session, actor: Actor, now: datetime, *, order_id: int) -> int:
    """Cancel what a withdrawn order gave and nobody has finished; how many."""
    found = select(Assignment).where(
        Assignment.order_id == order_id, col(Assignment.state).in_(OPEN)
    )
    given = session.exec(found.with_for_update().execution_options(populate_existing=True)).all()
    for work in given:
        work.state, work.state_at, work.version = State.CANCELLED, now, work.version + 1
        session.add(work)
        _step(session, actor, now, work, "cancel", noted("ถอนคำสั่ง"))
        audit.record(session, actor, now, "assignment_cancel", ("assignment", work.id))
    session.flush()
    return len(given)
