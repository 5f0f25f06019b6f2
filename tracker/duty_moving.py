"""Changing the day of a duty by hand: extended, set, suspended, superseded, assigned."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import duty_dates, duty_history, holiday_table, letters
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed
from tracker.models import Account, Duty, Letter
from tracker.sentences import Sentence, noted, sentence, word
from tracker.vocabulary import DutyChangeKind, DutyState
from tracker.wording import long_date

#: No duty of an office is set further ahead.
_YEARS_AHEAD = 30


def extend(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, due: date, reason: str,
    letter_id: int | None = None, version: int | None = None,
) -> Duty:  # fmt: skip
    """Allow more time. What was handed down is extended by the office that did so."""
    duty = duty_history.hold(session, actor, duty_id)
    duty_history.waiting(session, now, duty)
    duty_history.hold(session, actor, duty_id, version=version)
    duty_history.by_creditor(actor, duty, word("ขยายเวลา", "to do"))
    if duty.due_on is None:
        raise BadValue(sentence("เรื่องนี้ยังไม่มีกำหนดวัน กรุณาเลือก “กำหนดวันเอง”"))
    if due <= duty.due_on:
        raise BadValue(
            sentence(
                "วันใหม่ต้องช้ากว่ากำหนดเดิม (%(day)s) หากต้องการให้เร็วขึ้นให้เลือก “กำหนดวันเอง”",
                day=long_date(duty.due_on),
            )
        )
    why = duty_history.reason_of(reason, word("ขยายเวลา", "to do"))
    said = noted(
        "ขยายเวลาจาก %(before)s เป็น %(after)s เพราะ%(why)s",
        before=long_date(duty.due_on),
        after=long_date(due),
        why=why,
    )
    kind = DutyChangeKind.EXTENDED
    return _redate(session, actor, now, duty, due, said, why, kind, letter_id)


def set_day(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, due: date, reason: str = "",
    version: int | None = None,
) -> Duty:  # fmt: skip
    """Give a day to a duty without one, an earlier day, or the right one where it was misread.

    From then on the day is a person's: no calendar moves it.
    """
    duty = duty_history.hold(session, actor, duty_id)
    duty_history.waiting(session, now, duty)
    duty_history.hold(session, actor, duty_id, version=version)
    later = duty.due_on is not None and due > duty.due_on
    if later:
        duty_history.by_creditor(actor, duty, word("เปลี่ยนวัน", "to do"))
    why = (
        duty_history.reason_of(reason, word("เปลี่ยนวัน", "to do"))
        if duty.due_on
        else " ".join(reason.split())
    )
    said = _set_because(long_date(duty.due_on), long_date(due), why)
    return _redate(session, actor, now, duty, due, said, why, DutyChangeKind.DATED, None)


def _set_because(before: str, day: str, why: str) -> Sentence:
    """``before`` and ``why`` may be empty; where there was a day, there is a reason."""
    if before:
        return noted(
            "กำหนดเองเป็น %(day)s เพราะ%(why)s (เดิม %(before)s)", day=day, why=why, before=before
        )
    if why:
        return noted("กำหนดเองเป็น %(day)s เพราะ%(why)s", day=day, why=why)
    return noted("กำหนดเองเป็น %(day)s", day=day)


def _redate(
    session: Session, actor: Actor, now: datetime, duty: Duty, due: date, said: str, why: str,
    kind: DutyChangeKind, letter_id: int | None,
) -> Duty:  # fmt: skip
    letter = session.get_one(Letter, duty.letter_id)
    if letter.date is not None and due < letter.date:
        raise BadValue(
            sentence(
                "กำหนด %(due)s อยู่ก่อนวันที่ของหนังสือ (%(date)s) กรุณาเลือกวันใหม่",
                due=long_date(due),
                date=long_date(letter.date),
            )
        )
    if due.year > now.year + _YEARS_AHEAD:
        raise BadValue(sentence("ปี พ.ศ. %(year)s ไกลเกินไป กรุณาตรวจวันที่", year=due.year + 543))
    if letter_id is not None:
        letters.visible(session, actor, letter_id)
    calendar = holiday_table.calendars(session)(duty.province)
    told = duty_dates.fixed(due.isoformat(), said, calendar)
    day = duty_history.shape(told)
    return duty_history.change(
        session, actor, now, duty, kind, reason=why, letter_id=letter_id, **day
    )


def suspend(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, reason: str,
    version: int | None = None,
) -> Duty:  # fmt: skip
    """Let a duty rest, so that nobody is reminded of it."""
    duty = duty_history.hold(session, actor, duty_id, version=version)
    duty_history.waiting(session, now, duty)
    if duty.state is DutyState.SUSPENDED:
        raise BadValue(sentence("เรื่องนี้พักไว้อยู่แล้ว"))
    duty_history.by_creditor(actor, duty, word("พักเรื่อง", "to do"))
    why = duty_history.reason_of(reason, word("พักเรื่อง", "to do"))
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.SUSPENDED, reason=why, state=DutyState.SUSPENDED
    )


def resume(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, due: date | None = None,
    reason: str = "", version: int | None = None,
) -> Duty:  # fmt: skip
    """Let a suspended duty go on, with its old day or a new one."""
    duty = duty_history.hold(session, actor, duty_id, version=version)
    if duty.state is not DutyState.SUSPENDED:
        raise BadValue(sentence("เรื่องนี้ไม่ได้พักไว้"))
    duty_history.by_creditor(actor, duty, word("เริ่มนับต่อ", "to do"))
    why = " ".join(reason.split())
    duty_history.change(
        session, actor, now, duty, DutyChangeKind.RESUMED, reason=why, state=DutyState.OPEN
    )
    if due is None or due == duty.due_on:
        return duty
    said = noted("เริ่มนับต่อ กำหนดใหม่ %(day)s", day=long_date(due))
    if why:
        said = noted("เริ่มนับต่อ กำหนดใหม่ %(day)s เพราะ%(why)s", day=long_date(due), why=why)
    return _redate(session, actor, now, duty, due, said, why, DutyChangeKind.DATED, None)


def supersede(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, by_duty_id: int,
    reason: str = "", version: int | None = None,
) -> Duty:  # fmt: skip
    """Another duty (of an amending letter) stands in place of this one from now on."""
    if duty_id == by_duty_id:
        raise BadValue(sentence("กำหนดหนึ่งแทนตัวเองไม่ได้"))
    newer = duty_history.hold(session, actor, by_duty_id)
    duty = duty_history.hold(session, actor, duty_id, version=version)
    duty_history.waiting(session, now, duty)
    duty_history.waiting(session, now, newer)
    if newer.office_id != duty.office_id:
        raise BadValue(sentence("กำหนดใหม่ต้องเป็นของหน่วยงานเดียวกัน"))
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.SUPERSEDED, reason=" ".join(reason.split()),
        letter_id=newer.letter_id, state=DutyState.SUPERSEDED, replaced_by_id=newer.id,
        closed_at=duty_history.moment(session, duty, now), closed_by=actor.account_id,
    )  # fmt: skip


def assign(
    session: Session, actor: Actor, now: datetime, *, duty_id: int, account_id: int | None,
    version: int | None = None,
) -> Duty:  # fmt: skip
    """Say who in the office sees to a duty; ``None``: nobody in particular."""
    duty = duty_history.hold(session, actor, duty_id, version=version)
    duty_history.waiting(session, now, duty)
    if duty.office_id != actor.office_id:
        raise NotAllowed(sentence("มอบหมายได้เฉพาะเรื่องของหน่วยงานตนเอง"))
    _colleague(session, actor, account_id)
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.ASSIGNED, assigned_account_id=account_id
    )


def assign_for_letter(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, account_id: int | None
) -> list[Duty]:
    """The same for all that the actor's office still owes because of a letter."""
    _colleague(session, actor, account_id)
    waiting = session.exec(
        select(Duty)
        .where(
            Duty.letter_id == letter_id,
            Duty.office_id == actor.office_id,
            col(Duty.state).in_(duty_history.WAITING),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return [
        duty_history.change(
            session, actor, now, duty, DutyChangeKind.ASSIGNED, assigned_account_id=account_id
        )
        for duty in waiting
        if duty.assigned_account_id != account_id
    ]


def _colleague(session: Session, actor: Actor, account_id: int | None) -> None:
    if account_id is None:
        return
    account = session.get(Account, account_id)
    if account is None or account.office_id != actor.office_id:
        raise BadValue(sentence("ไม่พบผู้รับมอบหมายในหน่วยงานนี้ กรุณาเลือกใหม่"))
    if not account.active:
        raise BadValue(sentence("บัญชีของ %(name)s ปิดใช้แล้ว กรุณาเลือกผู้อื่น", name=account.display_name))
