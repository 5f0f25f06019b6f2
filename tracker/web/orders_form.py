"""What the forms of proposals and orders say, read into values of the use cases."""

from __future__ import annotations

from datetime import date

from flask import request

from tracker.assignments import Holder
from tracker.errors import BadValue
from tracker.web import thai
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

#: Words that stand on most papers, to be picked instead of typed.
ORDERS = (
    "ทราบ",
    "ทราบ และดำเนินการตามเสนอ",
    "เห็นชอบ",
    "อนุมัติ",
    "มอบผู้รับผิดชอบดำเนินการ",
    "แจ้งผู้เกี่ยวข้องทราบและถือปฏิบัติ",
    "เก็บเป็นหลักฐาน",
)
PROPOSALS = (
    "เพื่อโปรดทราบ",
    "เพื่อโปรดพิจารณา",
    "เพื่อโปรดทราบและพิจารณาสั่งการ",
    "เห็นควรแจ้งผู้เกี่ยวข้องทราบและถือปฏิบัติ",
)


def writing() -> str:
    """The picked words and the typed ones, a line each."""
    said = (request.form.get("words", ""), request.form.get("text", ""))
    return "\n".join(part.strip() for part in said if part.strip())


def day(name: str) -> date | None:
    """A typed day; ``None`` where the field is empty."""
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    try:
        return thai.parse_day(typed)
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong


def required_day(name: str, what: str) -> date:
    found = day(name)
    if found is None:
        raise BadValue(_("กรุณาพิมพ์%(what)s", what=what))
    return found


def number(name: str) -> int | None:
    """A number of a row; ``None`` where none was picked. What no row can have is refused."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise BadValue(_("ตัวเลือกไม่ถูกต้อง กรุณาเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง"))
    return int(text)


def holders() -> list[Holder]:
    """The units and people that were ticked."""
    return [_holder(text) for text in request.form.getlist("to") if text]


def _holder(text: str) -> Holder:
    kind, _dash, key = text.partition("-")
    if kind not in ("unit", "account") or not (key.isascii() and key.isdecimal()) or len(key) > 9:
        raise BadValue(_("ผู้รับมอบไม่ถูกต้อง กรุณาเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง"))
    return Holder(unit_id=int(key)) if kind == "unit" else Holder(account_id=int(key))
