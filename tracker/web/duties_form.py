"""What the forms of a duty send: typed days and reasons into calls of the use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from tracker import duties
from tracker.actor import Actor
from tracker.errors import BadValue
from tracker.sentences import sentence
from tracker.web import thai
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

Form = Mapping[str, str]
Act = Callable[[Session, Actor, datetime, int, Form], object]
#: Beyond this no id of a row can be.
_LARGEST = 2**31 - 1


def number(text: str) -> int:
    """A whole number as typed, Thai or Arabic digits."""
    plain = thai.arabic(text).strip()
    if not plain.isdecimal() or len(plain) > 9:
        raise BadValue(_("“%(typed)s” ไม่ใช่จำนวน กรุณาพิมพ์เป็นตัวเลข", typed=text.strip()[:40]))
    return int(plain)


def _day(form: Form) -> date:
    typed = form.get("due", "").strip()
    if not typed:
        raise BadValue(_("กรุณาพิมพ์วันที่ เช่น ๓๑ ต.ค. ๒๕๖๙ หรือ 31/10/69"))
    try:
        return thai.parse_day(typed[:60])
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong


def _id(form: Form, name: str) -> int | None:
    text = form.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or int(text) > _LARGEST:
        raise BadValue(_("รายการที่เลือกไม่ถูกต้อง กรุณาเลือกใหม่"))
    return int(text)


def _close(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.close(
        session, actor, now, duty_id=duty_id, answer_letter_id=_id(form, "answer"),
        note=form.get("note", ""), no_data=bool(form.get("no_data")),
        version=_id(form, "version"),
    )  # fmt: skip


def _add_answer(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    answer = _id(form, "answer")
    if answer is None:
        raise BadValue(_("กรุณาเลือกหนังสือตอบที่จะแนบเพิ่ม"))
    return duties.add_answer(
        session, actor, now, duty_id=duty_id, answer_letter_id=answer, note=form.get("note", "")
    )


def _extend(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.extend(
        session, actor, now, duty_id=duty_id, due=_day(form), reason=form.get("reason", ""),
        version=_id(form, "version"),
    )  # fmt: skip


def _set_day(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.set_day(
        session, actor, now, duty_id=duty_id, due=_day(form), reason=form.get("reason", ""),
        version=_id(form, "version"),
    )  # fmt: skip


def _suspend(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.suspend(
        session, actor, now, duty_id=duty_id, reason=form.get("reason", ""),
        version=_id(form, "version"),
    )  # fmt: skip


def _resume(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    due = _day(form) if form.get("due", "").strip() else None
    return duties.resume(
        session, actor, now, duty_id=duty_id, due=due, reason=form.get("reason", ""),
        version=_id(form, "version"),
    )  # fmt: skip


def _cancel(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.cancel(
        session, actor, now, duty_id=duty_id, reason=form.get("reason", ""),
        version=_id(form, "version"),
    )  # fmt: skip


def _reopen(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.reopen(
        session, actor, now, duty_id=duty_id, reason=form.get("reason", ""),
        version=_id(form, "version"),
    )  # fmt: skip


def _assign(session: Session, actor: Actor, now: datetime, duty_id: int, form: Form) -> object:
    return duties.assign(
        session, actor, now, duty_id=duty_id, account_id=_id(form, "account"),
        version=_id(form, "version"),
    )  # fmt: skip


#: Last part of the address -> what is done, and what is said when it is.
ACTS: dict[str, tuple[Act, str]] = {
    "close": (_close, sentence("ปิดเรื่องแล้ว")),
    "answer": (_add_answer, sentence("แนบหนังสือตอบเพิ่มแล้ว")),
    "extend": (_extend, sentence("ขยายเวลาแล้ว")),
    "day": (_set_day, sentence("กำหนดวันแล้ว")),
    "suspend": (_suspend, sentence("พักเรื่องแล้ว จะไม่มีการเตือนจนกว่าจะเริ่มนับต่อ")),
    "resume": (_resume, sentence("เริ่มนับต่อแล้ว")),
    "cancel": (_cancel, sentence("ยกเลิกแล้ว ประวัติยังอยู่ครบ")),
    "reopen": (_reopen, sentence("เปิดเรื่องอีกครั้งแล้ว")),
    "assign": (_assign, sentence("บันทึกผู้รับผิดชอบแล้ว")),
}
