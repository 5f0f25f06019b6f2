"""What is written on a letter inside an office: proposals, orders (เกษียน), notes.

A proposal waits for whoever heads the office on the day it is looked at, or
for one person (or his stand-in); it goes up step by step until somebody with
the power gives an order. One proposal waits at a time for each office.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import assignments, audit, letters, staffing
from tracker.actor import Actor
from tracker.assignments import Holder
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import Account, Endorsement, Letter
from tracker.sentences import sentence
from tracker.staffing import Head
from tracker.vocabulary import EndorsementKind, Secrecy
from tracker.wording import BANGKOK, long_date

#: The longest text of a writing, in characters.
LONGEST = 4000


def propose(
    session: Session, actor: Actor, now: datetime, *,
    letter_id: int, text: str, to_account_id: int | None = None,
) -> Endorsement:  # fmt: skip
    """Lay the letter before the head of the office, or before one person.

    Where the waiting proposal waits for the actor, this answers it and goes
    on up; where it waits for somebody else, it is refused with his name.
    """
    letter = assignments.workable(session, actor, letter_id)
    day = _day(now)
    before = _open(session, letter_id, actor.office_id)
    if before is not None and not _is_for(session, before, actor.account_id, day):
        raise Stale(
            sentence(
                "เรื่องนี้เสนอ%(addressee)sไว้แล้ว รอคำสั่งก่อน หรือให้ผู้เสนอถอนเรื่องคืน",
                addressee=_addressee(session, before, day),
            )
        )
    if to_account_id is not None:
        _check_addressee(session, actor, to_account_id)
    else:
        _check_head(session, actor, day)
    made = _write(session, actor, now, letter, EndorsementKind.PROPOSAL, text, before)
    made.to_head, made.to_account_id, made.waits = to_account_id is None, to_account_id, True
    _answer(session, before, made)
    _record(session, actor, now, "propose", made)
    return made


def _day(now: datetime) -> date:
    return now.astimezone(BANGKOK).date()


def _check_addressee(session: Session, actor: Actor, account_id: int) -> None:
    account = session.get(Account, account_id)
    if account is None or account.office_id != actor.office_id or not account.active:
        raise BadValue(sentence("ผู้รับเรื่องต้องเป็นบัญชีที่ใช้งานอยู่ในหน่วยงานของท่าน กรุณาเลือกใหม่"))
    if account_id == actor.account_id:
        raise BadValue(sentence("เสนอตนเองไม่ได้ กรุณาเลือกผู้รับเรื่อง"))


def _check_head(session: Session, actor: Actor, day: date) -> None:
    head = staffing.acting_head(session, actor.office_id, day)
    if head is not None and head.account_id == actor.account_id:
        raise BadValue(sentence("วันนี้ท่านเป็นผู้สั่งการของหน่วยงานอยู่แล้ว สั่งการได้เลย หรือเลือกผู้รับเรื่องคนอื่น"))


def _open(session: Session, letter_id: int, office_id: int) -> Endorsement | None:
    """The proposal that waits. The caller holds the office's copies of the letter."""
    found = select(Endorsement).where(
        Endorsement.letter_id == letter_id,
        Endorsement.office_id == office_id,
        col(Endorsement.waits).is_(True),
    )
    return session.exec(found.with_for_update()).first()


def _is_for(session: Session, one: Endorsement, account_id: int, day: date) -> bool:
    if one.to_account_id is not None:
        return account_id in (one.to_account_id, staffing.stand_in(session, one.to_account_id, day))
    head = staffing.acting_head(session, one.office_id, day)
    if head is None or head.account_id is None:
        return False
    stand_in = staffing.stand_in(session, head.account_id, day)
    return account_id in (head.account_id, stand_in)


def _addressee(session: Session, one: Endorsement, day: date) -> str:
    if one.to_account_id is not None:
        return session.get_one(Account, one.to_account_id).display_name
    head = staffing.acting_head(session, one.office_id, day)
    return head.name if head else sentence("หัวหน้าหน่วยงาน")


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    letter: Letter,
    kind: EndorsementKind,
    text: str,
    before: Endorsement | None = None,
) -> Endorsement:
    """A writing by the actor, under the title he bears that day."""
    assert letter.id is not None
    day = _day(now)
    asked = before.to_account_id if before else None
    held = [
        one
        for one in staffing.appointments(session, actor.office_id, day)
        if one.account_id == actor.account_id
    ]
    return Endorsement(
        letter_id=letter.id, office_id=actor.office_id, kind=kind, text=_text(text),
        author_id=actor.account_id, author_name=held[0].name if held else actor.name,
        author_title=next((one.title for one in held if one.title), ""), at=now,
        for_account_id=asked if asked != actor.account_id else None,
    )  # fmt: skip


def _text(text: str) -> str:
    plain = text.strip().replace("\r\n", "\n")
    if not plain:
        raise BadValue(sentence("กรุณาพิมพ์ข้อความก่อนบันทึก"))
    if len(plain) > LONGEST:
        raise BadValue(
            sentence("ข้อความยาวเกิน %(most)s ตัวอักษร กรุณาย่อ หรือแนบเป็นเอกสาร", most=LONGEST)
        )
    return plain


def _answer(session: Session, before: Endorsement | None, made: Endorsement) -> None:
    session.add(made)
    session.flush()
    if before is not None:
        before.waits, before.answered_by_id = False, made.id
        session.add(before)
        session.flush()


def _record(session: Session, actor: Actor, now: datetime, act: str, made: Endorsement) -> None:
    audit.record(
        session, actor, now, act, ("endorsement", made.id),
        after={"letter_id": made.letter_id, "text": made.text, "author": made.author_name,
               "title": made.author_title, "to_head": made.to_head,
               "to_account_id": made.to_account_id, "written_on": made.written_on},
    )  # fmt: skip


def note(
    session: Session, actor: Actor, now: datetime, *,
    letter_id: int, text: str, answers: int | None = None,
) -> Endorsement:  # fmt: skip
    """A remark; with ``answers`` it sends a proposal that waits for the actor back."""
    letter = assignments.workable(session, actor, letter_id)
    before = None
    if answers is not None:
        before = _waiting_one(session, actor, _day(now), letter_id, answers)
    made = _write(session, actor, now, letter, EndorsementKind.NOTE, text, before)
    _answer(session, before, made)
    _record(session, actor, now, "send_back" if before else "endorse", made)
    return made


def _waiting_one(
    session: Session, actor: Actor, day: date, letter_id: int, proposal_id: int
) -> Endorsement:
    """The proposal of that id, still waiting, and waiting for the actor."""
    found = _open(session, letter_id, actor.office_id)
    if found is None or found.id != proposal_id:
        raise Stale(sentence("เรื่องนี้มีผู้สั่งการหรือถอนคืนไปแล้ว กรุณาเปิดหน้าหนังสือใหม่เพื่อดูล่าสุด"))
    if not _is_for(session, found, actor.account_id, day):
        raise NotAllowed(
            sentence("เรื่องนี้รอ%(addressee)s ไม่ได้รอท่าน", addressee=_addressee(session, found, day))
        )
    return found


def order(
    session: Session, actor: Actor, now: datetime, *,
    letter_id: int, text: str, proposal_id: int | None = None,
    to: Sequence[Holder] = (), task: str = "", due_on: date | None = None,
) -> Endorsement:  # fmt: skip
    """The order of one who may give it, with the work it gives to units and people.

    A head of units orders within his units only. ``proposal_id``: the proposal
    that was shown; the second of two who answer it at once is told so.
    """
    letter = assignments.workable(session, actor, letter_id)
    day = _day(now)
    before = _open(session, letter_id, actor.office_id)
    if (before.id if before else None) != proposal_id:
        raise Stale(sentence("เรื่องนี้มีผู้สั่งการ เสนอ หรือถอนคืนไปก่อนแล้ว กรุณาตรวจข้อความล่าสุดแล้วสั่งการอีกครั้ง"))
    powers = staffing.powers(session, actor.account_id, actor.office_id, day)
    head = powers.office or _of_units(session, powers, to, day)
    made = _write(session, actor, now, letter, EndorsementKind.ORDER, text, before)
    made.author_name, made.author_title = head.name, head.signs_as
    made.deputy_id = head.deputy_id
    # A head of a unit speaks for his unit: what waits for the head of the office goes on waiting.
    answers = powers.office is not None or (
        before is not None and _is_for(session, before, actor.account_id, day)
    )
    _answer(session, before if answers else None, made)
    _record(session, actor, now, "order", made)
    assignments.give(session, actor, now, order=made, to=to, task=task, due_on=due_on)
    return made


def _of_units(session: Session, powers: staffing.Powers, to: Sequence[Holder], day: date) -> Head:
    if not powers.units:
        raise NotAllowed(
            sentence(
                "วันนี้ท่านไม่มีอำนาจสั่งการของหน่วยงานนี้ เสนอเรื่องต่อผู้มีอำนาจ หรือให้ผู้ดูแลบันทึกคำสั่งรักษาราชการแทนก่อน"
            )
        )
    for one in to:
        unit_ids = {one.unit_id} if one.unit_id else set()
        if one.account_id is not None:
            account = session.get(Account, one.account_id)
            office_id = account.office_id if account else 0
            unit_ids = set(staffing.units_of(session, one.account_id, office_id, day))
        if not unit_ids & powers.units.keys():
            raise NotAllowed(sentence("หัวหน้ากองหรือสำนักมอบงานได้เฉพาะภายในกองหรือสำนักของตน"))
    return next(iter(powers.units.values()))


def order_from_paper(
    session: Session, actor: Actor, now: datetime, *,
    letter_id: int, text: str, written_on: date, signed_by: str = "", title: str = "",
    to: Sequence[Holder] = (), task: str = "", due_on: date | None = None,
) -> Endorsement:  # fmt: skip
    """Take down an order that the head wrote by hand; it says who took it down.

    Without ``signed_by`` it is that of whoever headed the office that day.
    """
    letter = assignments.workable(session, actor, letter_id)
    if written_on > _day(now):
        raise BadValue(sentence("วันที่สั่งการบนกระดาษเป็นวันในอนาคต กรุณาตรวจวันที่"))
    if letter.date is not None and written_on < letter.date:
        raise BadValue(
            sentence("วันที่สั่งการอยู่ก่อนวันที่ของหนังสือ (%(date)s) กรุณาตรวจวันที่", date=long_date(letter.date))
        )
    head = staffing.acting_head(session, actor.office_id, written_on)
    name = " ".join(signed_by.split()) or (head.name if head else "")
    if not name:
        raise BadValue(sentence("กรุณาพิมพ์ชื่อผู้สั่งการตามที่ลงชื่อบนกระดาษ"))
    own = head if head is not None and head.name == name else None
    before = _open(session, letter_id, actor.office_id)
    made = _write(session, actor, now, letter, EndorsementKind.ORDER, text)
    made.author_id = own.account_id if own else None
    made.author_name, made.deputy_id = name[:200], own.deputy_id if own else None
    made.author_title = (" ".join(title.split()) or (own.signs_as if own else ""))[:400]
    made.written_on, made.recorded_by = written_on, actor.account_id
    _answer(session, before, made)
    _record(session, actor, now, "order_from_paper", made)
    assignments.give(session, actor, now, order=made, to=to, task=task, due_on=due_on)
    return made


def withdraw(
    session: Session, actor: Actor, now: datetime, *, endorsement_id: int, reason: str
) -> Endorsement:
    """Take back one's own writing, or as head any of the office's; it stays, struck through.

    Work given by a withdrawn order that nobody has finished is cancelled with it.
    """
    found = session.get(Endorsement, endorsement_id)
    if found is None or found.office_id != actor.office_id:
        raise NotFound
    assignments.workable(session, actor, found.letter_id)
    session.refresh(found, with_for_update=True)
    if found.withdrawn_at is not None:
        return found
    by_right = staffing.powers(session, actor.account_id, actor.office_id, _day(now)).office
    if actor.account_id not in (found.author_id, found.recorded_by) and by_right is None:
        raise NotAllowed(sentence("ถอนได้เฉพาะข้อความของตนเอง หรือโดยหัวหน้าหน่วยงาน"))
    if found.kind is EndorsementKind.PROPOSAL and found.answered_by_id is not None:
        raise Stale(sentence("เรื่องที่เสนอนี้มีคำสั่งแล้ว ถอนไม่ได้"))
    found.withdrawn_at, found.withdrawn_by = now, actor.account_id
    found.withdrawn_reason, found.waits = _text(reason)[:400], False
    session.add(found)
    session.flush()
    _wait_again(session, found)
    audit.record(
        session, actor, now, "withdraw", ("endorsement", found.id),
        after={"letter_id": found.letter_id, "reason": found.withdrawn_reason},
    )  # fmt: skip
    assignments.cancel_of_order(session, actor, now, order_id=endorsement_id)
    return found


def _wait_again(session: Session, withdrawn: Endorsement) -> None:
    """The proposal that the withdrawn writing had answered waits again, unless another does."""
    asked = session.exec(
        select(Endorsement).where(
            Endorsement.answered_by_id == withdrawn.id, col(Endorsement.withdrawn_at).is_(None)
        )
    ).first()
    if asked is None or _open(session, asked.letter_id, asked.office_id) is not None:
        return
    asked.waits, asked.answered_by_id = True, None
    session.add(asked)
    session.flush()


def on_letter(session: Session, actor: Actor, letter_id: int) -> list[Endorsement]:
    """All that is written on a letter in the actor's own office, in order, struck lines too."""
    letter = letters.visible(session, actor, letter_id)
    if letter.secrecy is not Secrecy.NONE:
        return []
    found = select(Endorsement).where(
        Endorsement.letter_id == letter_id, Endorsement.office_id == actor.office_id
    )
    return list(session.exec(found.order_by(col(Endorsement.id))))


def is_for(session: Session, proposal: Endorsement, actor: Actor, day: date) -> bool:
    """Whether a waiting proposal waits for the actor."""
    return proposal.waits and _is_for(session, proposal, actor.account_id, day)


def addressee(session: Session, proposal: Endorsement, day: date) -> str:
    """For whom a proposal waits on that day, by name."""
    return _addressee(session, proposal, day)
