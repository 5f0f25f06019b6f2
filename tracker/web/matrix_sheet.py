"""The matrix of who is silent as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker import masking, sheets
from tracker.delivery_views import DeliveryView
from tracker.matrix import Matrix
from tracker.said import said
from tracker.sheets import Cell
from tracker.web import thai

HEADS = (
    "ลำดับ", "พื้นที่", "หน่วยงาน", "ฐานะ", "หนังสือที่", "ขอให้", "สถานะ", "ตั้งแต่วันที่", "กี่วัน",
    "วันครบกำหนด", "เกินกำหนด", "เลขรับ", "ทวงถามแล้ว (ครั้ง)",
)  # fmt: skip
_WIDTHS = (7, 22, 38, 10, 22, 16, 22, 16, 8, 16, 10, 12, 12)


def workbook(found: Matrix, now: datetime) -> bytes:
    """The rows of the matrix, in its order; days in the Buddhist era as text, counts as numbers."""
    tally = found.tally
    above = (
        masking.mask(found.matter.title),
        f"ข้อมูล ณ วันที่ {thai.day(now)} เวลา {thai.clock(now)} · "
        f"ผู้รับ {thai.count(tally.total)} ราย ยังค้าง {thai.count(tally.owing)} "
        f"เกินกำหนด {thai.count(tally.late)}",
    )
    return sheets.write("การเวียนหนังสือ", HEADS, _rows(found), widths=_WIDTHS, above=above)


def _rows(found: Matrix) -> Iterator[tuple[Cell, ...]]:
    for number, one in enumerate(found.rows.items, start=1):
        yield _row(number, one, found)


def _row(number: int, one: DeliveryView, found: Matrix) -> tuple[Cell, ...]:
    return (
        number,
        found.area_names.get(found.places[one.id] or 0, ""),
        masking.mask(one.name),
        said(one.capacity),
        one.ref_no or "",
        said(one.asked),
        said(one.state),
        thai.arabic(thai.day(one.state_at)),
        one.days,
        thai.arabic(thai.day(one.due_on)),
        "เกินกำหนด" if one.late else "",
        one.entry,
        found.reminders.get(one.id, 0),
    )
