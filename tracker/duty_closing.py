"""Closing a duty, answering once more, opening it again. Two clerks at once: one closes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from tracker import duty_history, letters
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed
from tracker.models import Duty
from tracker.sentences import sentence, word
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState

_LONGEST = 1000


def close(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    duty_id: int,
    answer_letter_id: int | None = None,
    note: str = "",
    no_data: bool = False,
    version: int | None = None,
) -> Duty:
    """Close a duty as done, or as having nothing to report.

    The office that owes it may, and the one that it is owed to (an answer came on
    paper). A report needs its letter or a word on how it was given. A duty that is
    closed already is refused with who was first; nothing is overwritten.
    """
    duty = duty_history.hold(session, actor, duty_id)
    duty_history.waiting(session, now, duty)
    if version is not None:
        duty_history.hold(session, actor, duty_id, version=version)
    if answer_letter_id is not None:
        letters.visible(session, actor, answer_letter_id)
    words = _words(note)
    if duty.kind is DutyKind.REPORT and answer_letter_id is None and not (words or no_data):
        raise BadValue(
            sentence("กรุณาเลือกหนังสือที่ใช้รายงาน หรือบันทึกว่ารายงานด้วยวิธีใด หรือเลือก “ไม่มีข้อมูลรายงาน”")
        )
    return close_held(session, actor, now, duty, answer_letter_id, words, no_data=no_data)


def _words(note: str) -> str:
    words = " ".join(note.split())
    if len(words) > _LONGEST:
        raise BadValue(sentence("ข้อความยาวได้ไม่เกิน %(longest)s ตัวอักษร", longest=_LONGEST))
    return words


def close_held(
    session: Session,
    actor: Actor | None,
    now: datetime,
    duty: Duty,
    answer_letter_id: int | None,
    note: str = "",
    *,
    no_data: bool = False,
) -> Duty:
    """Close a duty that the caller holds and that waits."""
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.CLOSED, reason=note, letter_id=answer_letter_id,
        state=DutyState.NO_DATA if no_data else DutyState.DONE,
        closed_at=duty_history.moment(session, duty, now),
        closed_by=actor.account_id if actor else None, closed_letter_id=answer_letter_id,
        closed_note=note,
    )  # fmt: skip


def close_for_letter(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    office_id: int,
    answer_letter_id: int | None = None,
    note: str = "",
) -> list[Duty]:
    """What an answer closes of all that ``office_id`` owes because of ``letter_id``.

    The report that is due first, and what had to be done up to its day; later
    days of the same letter stay open. Where nothing is open any more, the answer
    is kept in the history of the duty that was closed last, and nothing fails.
    """
    if actor.office_id != office_id:
        letters.visible(session, actor, letter_id)
    known = session.exec(
        select(Duty)
        .where(Duty.letter_id == letter_id, Duty.office_id == office_id)
        .order_by(col(Duty.due_on).nulls_last(), col(Duty.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if known and all(actor.office_id not in (d.office_id, d.owed_to_office_id) for d in known):
        raise NotAllowed(sentence("กำหนดของหนังสือนี้เป็นของหน่วยงานอื่น บัญชีของท่านปิดไม่ได้"))
    waiting = [duty for duty in known if duty.state in duty_history.WAITING]
    closed = [
        close_held(session, actor, now, duty, answer_letter_id, note) for duty in answered(waiting)
    ]
    kept = any(duty.closed_letter_id == answer_letter_id for duty in known)
    if not closed and known and answer_letter_id is not None and not kept:
        last = max(known, key=lambda duty: (duty.closed_at or duty.opened_at, duty.id or 0))
        _again(session, actor, now, last, answer_letter_id, note)
    return closed


def answered(waiting: list[Duty]) -> list[Duty]:
    """Which of the waiting duties of one letter (by day, undated last) one answer closes."""
    open_ = [duty for duty in waiting if duty.kind not in (DutyKind.EVENT, DutyKind.RELAY)]
    reports = [duty for duty in open_ if duty.kind is DutyKind.REPORT]
    if not open_:
        return []
    last = (reports or open_)[0].due_on
    if last is None:
        return open_
    return [duty for duty in open_ if duty.due_on is None or duty.due_on <= last]


def add_answer(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, answer_letter_id: int,
    note: str = "",
) -> Duty:  # fmt: skip
    """One more answer to a duty that is closed already: kept beside the first."""
    duty = duty_history.hold(session, actor, duty_id)
    letters.visible(session, actor, answer_letter_id)
    if duty.state in duty_history.WAITING:
        raise BadValue(sentence("เรื่องนี้ยังไม่ปิด กรุณาปิดเรื่องพร้อมหนังสือตอบ"))
    return _again(session, actor, now, duty, answer_letter_id, _words(note))


def _again(
    session: Session, actor: Actor, now: datetime, duty: Duty, letter_id: int, note: str
) -> Duty:
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.ANSWERED_AGAIN, reason=note, letter_id=letter_id
    )


def reopen(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, reason: str,
    version: int | None = None,
) -> Duty:  # fmt: skip
    """Open a closed duty again: closed by mistake, or the answer was not enough."""
    duty = duty_history.hold(session, actor, duty_id, version=version)
    if duty.state in duty_history.WAITING:
        raise BadValue(sentence("เรื่องนี้เปิดอยู่แล้ว"))
    if duty.state is DutyState.SUPERSEDED:
        raise BadValue(sentence("มีกำหนดใหม่แทนเรื่องนี้แล้ว กรุณาดำเนินการที่กำหนดใหม่"))
    why = duty_history.reason_of(reason, word("เปิดเรื่องอีกครั้ง", "to do"))
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.REOPENED, reason=why, state=DutyState.OPEN,
        closed_at=None, closed_by=None, closed_letter_id=None, closed_note="",
    )  # fmt: skip


def cancel(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, reason: str,
    version: int | None = None,
) -> Duty:  # fmt: skip
    """Not owed after all: read wrongly, or withdrawn by the office that it is owed to."""
    duty = duty_history.hold(session, actor, duty_id, version=version)
    duty_history.waiting(session, now, duty)
    duty_history.by_creditor(actor, duty, word("ยกเลิก", "to do"))
    why = duty_history.reason_of(reason, word("ยกเลิก", "to do"))
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.CANCELLED, reason=why,
        state=DutyState.CANCELLED, closed_at=duty_history.moment(session, duty, now),
        closed_by=actor.account_id, closed_note=why,
    )  # fmt: skip
