"""The forty phrases that a deadline reader is measured by, each with its exact answer."""

from datetime import date, datetime
from typing import Any

import pytest

from ingest.calendar import FixedCalendar
from ingest.deadlines import find
from ingest.reading import Deadline

DATED = date(2025, 10, 1)  # a Wednesday
RECEIVED = datetime(2025, 10, 6, 14, 10)  # a Monday
HOLIDAYS = FixedCalendar(
    dict.fromkeys(
        [
            date(2025, 10, 13), date(2025, 10, 23), date(2025, 12, 5), date(2025, 12, 10),
            date(2025, 12, 31),
        ],
        "วันหยุดราชการ",
    )
)  # fmt: skip


def read(text: str) -> list[Deadline]:
    return find(text, dated=DATED, received=RECEIVED, calendar=HOLIDAYS)


def due(day: str | None, **more: Any) -> dict[str, Any]:
    return {"kind": "due", "due": day, **more}


#: number of the row, phrase, items; what is not named is None, ``doubt`` is a part of it.
TABLE: list[tuple[int, str, list[dict[str, Any]]]] = [
    (1, "ภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘", [due("2025-10-31")]),
    (2, "ภายในวันศุกร์ที่ ๓๑ ตุลาคม ๒๕๖๘ เวลา ๑๖.๓๐ น.", [due("2025-10-31T16:30")]),
    (3, "ก่อนวันที่ ๓๑ ตุลาคม ๒๕๖๘", [due("2025-10-30")]),
    (4, "อย่างช้าไม่เกินวันที่ ๑๕ พฤศจิกายน ๒๕๖๘",
     [due("2025-11-15", suggested="2025-11-14", doubt="วันเสาร์")]),
    (5, "ภายใน 31 ต.ค. 68", [due("2025-10-31")]),
    (6, "ภายใน ๓๑/๑๐/๖๘", [due("2025-10-31")]),
    (7, "ภายในวันที่ ๒๐ ตุลาคม ศกนี้", [due("2025-10-20")]),
    (8, "ภายในวันที่ ๒๕ เดือนนี้",
     [due("2025-10-25", suggested="2025-10-24", doubt="เดือนของวันที่ในหนังสือ")]),
    (9, "ภายใน ๑๕ วัน นับแต่วันที่ได้รับหนังสือ", [due("2025-10-21")]),
    (10, "ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง", [due("2025-10-21")]),
    (11, "ภายใน ๗ วัน นับจากวันที่ในหนังสือ", [due("2025-10-08")]),
    (12, "ภายใน ๗ วัน", [due("2025-10-08", doubt="๑๓ ต.ค. ๒๕๖๘")]),
    (13, "ภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ", [due("2025-10-16")]),
    (14, "ภายใน ๖๐ วัน นับแต่วันที่ได้รับหนังสือ",
     [due("2025-12-05", suggested="2025-12-04", doubt="ไม่ใช่วันทำการ")]),
    (15, "ภายใน ๑ เดือน นับแต่วันที่ได้รับหนังสือ", [due("2025-11-06")]),
    (16, "ภายใน ๒๔ ชั่วโมง", [due("2025-10-07T14:10")]),
    (17, "ภายในวันนี้ เวลา ๑๖.๐๐ น.", [due("2025-10-01T16:00", doubt="เลยกำหนดแล้ว")]),
    (18, "ภายในเดือนตุลาคม ๒๕๖๘", [due("2025-10-31")]),
    (18, "ภายในสิ้นเดือนตุลาคม", [due("2025-10-31")]),
    (18, "ภายในเดือนตุลาคม ๒๕๖๘ / สิ้นเดือนตุลาคม", [due("2025-10-31")]),
    (19, "ภายในสัปดาห์แรกของเดือนพฤศจิกายน",
     [due("2025-11-07", suggested="2025-11-07", doubt="โปรดยืนยัน")]),
    (20, "ภายในไตรมาสที่ ๑ ปีงบประมาณ พ.ศ. ๒๕๖๙",
     [due("2025-12-31", suggested="2025-12-30", doubt="ไม่ใช่วันทำการ")]),
    (21, "ภายในสิ้นปีงบประมาณ พ.ศ. ๒๕๖๙", [due("2026-09-30")]),
    (22, "ภายในสิ้นปี พ.ศ. ๒๕๖๘",
     [due("2025-12-31", suggested="2025-12-30", doubt="ไม่ใช่วันทำการ")]),
    (23, "ทุกวันที่ ๕ ของเดือน",
     [{"kind": "recurring", "due": "2025-11-05", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=5"}]),
    (24, "ภายในวันที่ ๕ ของเดือนถัดไป",
     [{"kind": "recurring", "due": "2025-11-05", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=5"}]),
    (25, "ทุกไตรมาส ภายใน ๑๐ วันนับแต่วันสิ้นไตรมาส",
     [{"kind": "recurring", "due": "2025-10-10",
       "recurrence": "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"}]),
    (26, "ภายใน ๑๕ วัน นับแต่วันสิ้นเดือน",
     [{"kind": "recurring", "due": "2025-10-15", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=15"}]),
    (27, "ทุกวันจันทร์ ก่อนเวลา ๑๒.๐๐ น.",
     [{"kind": "recurring", "due": "2025-10-13T12:00", "recurrence": "FREQ=WEEKLY;BYDAY=MO",
       "suggested": "2025-10-10", "doubt": "ไม่ใช่วันทำการ"}]),
    (28, "ปีละ ๒ ครั้ง ภายในวันที่ ๓๑ มีนาคม และ ๓๐ กันยายน",
     [{"kind": "recurring", "due": "2026-03-31",
       "recurrence": "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1"}]),
    (29, "ระหว่างวันที่ ๑ – ๓๐ พ.ย. ๒๕๖๘ ให้บันทึกข้อมูลในระบบ",
     [{"kind": "window", "due": "2025-11-30", "window_from": "2025-11-01",
       "suggested": "2025-11-28", "doubt": "วันอาทิตย์"}]),
    (30, "ตั้งแต่บัดนี้จนถึงวันที่ ๓๑ ธันวาคม ๒๕๖๘",
     [{"kind": "window", "due": "2025-12-31", "window_from": "2025-10-01",
       "suggested": "2025-12-30", "doubt": "ไม่ใช่วันทำการ"}]),
    (31, "ตั้งแต่วันที่ ๑ พฤศจิกายน ๒๕๖๘ เป็นต้นไป", [{"kind": "effective", "due": "2025-11-01"}]),
    (32, "โดยด่วน", [{"kind": "priority", "due": None}]),
    (32, "โดยเร็ว", [{"kind": "priority", "due": None}]),
    (32, "ทันที", [{"kind": "priority", "due": None}]),
    (32, "โดยพลัน", [{"kind": "priority", "due": None}]),
    (33, "ด่วนภายใน ๑๐ ต.ค. ๖๘ เวลา ๑๒.๐๐ น.", [{"kind": "delivery", "due": "2025-10-10T12:00"}]),
    (34, "ให้ อปท. ส่งอำเภอภายในวันที่ ๒๔ ต.ค. และอำเภอรวบรวมส่งจังหวัดภายในวันที่ ๓๑ ต.ค. ๒๕๖๘",
     [due("2025-10-24", actor="อปท."), due("2025-10-31", actor="อำเภอ")]),
    (35, "แจ้งรายชื่อภายในวันที่ ๑๕ ตุลาคม ๒๕๖๘ … ประชุมวันพุธที่ ๒๒ ตุลาคม ๒๕๖๘ เวลา ๐๙.๓๐ น.",
     [due("2025-10-15"), {"kind": "event", "due": "2025-10-22T09:30"}]),
    (36, "ขอเชิญประชุม/สัมมนา ในวันพุธที่ ๒๒ ตุลาคม ๒๕๖๘", [{"kind": "event", "due": "2025-10-22"}]),
    (37, "หากพ้นกำหนดวันที่ ๒๐ ตุลาคม ๒๕๖๘ ถือว่าไม่มีข้อขัดข้อง",
     [{"kind": "silence", "due": "2025-10-20"}]),
    (38, "กรณีไม่มีข้อมูล ไม่ต้องรายงาน", []),
    (39, "ขยายเวลาจากเดิมวันที่ ๑๕ เป็นวันที่ ๓๑ ตุลาคม ๒๕๖๘",
     [due("2025-10-31", supersedes="2025-10-15")]),
    (40, "ลงวันที่ ๓๐ กันยายน ๒๕๖๘", [{"kind": "as_of", "due": None}]),
    (40, "มติ ครม. เมื่อวันที่ ๓๐ กันยายน ๒๕๖๘", [{"kind": "as_of", "due": None}]),
    (40, "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๘", [{"kind": "as_of", "due": None}]),
]  # fmt: skip

_EXACT = (
    "kind", "due", "window_from", "recurrence", "suggested", "supersedes", "actor",
)  # fmt: skip


@pytest.mark.parametrize(("row", "text", "items"), TABLE, ids=lambda v: str(v)[:30])
def test_row(row: int, text: str, items: list[dict[str, Any]]) -> None:
    found = read(text)
    assert [{name: getattr(item, name) for name in _EXACT} for item in found] == [
        {name: item.get(name) for name in _EXACT} for item in items
    ]
    for item, wanted in zip(found, items, strict=True):
        if wanted.get("doubt") is None:
            assert item.doubt is None
            assert item.confidence >= 0.95
        else:
            assert wanted["doubt"] in (item.doubt or "")
            assert item.confidence < 0.95
        assert item.text and item.text in text
        assert item.explanation


def test_every_row_is_there() -> None:
    assert {row for row, _, _ in TABLE} == set(range(1, 41))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ทุกวันที่ ๕ ของเดือน", ["2025-11-05", "2025-12-05", "2026-01-05"]),
        ("ทุกไตรมาส ภายใน ๑๐ วันนับแต่วันสิ้นไตรมาส",
         ["2025-10-10", "2026-01-10", "2026-04-10", "2026-07-10", "2026-10-10"]),
        ("ภายใน ๑๕ วัน นับแต่วันสิ้นเดือน", ["2025-10-15", "2025-11-15"]),
        ("ทุกวันจันทร์ ก่อนเวลา ๑๒.๐๐ น.", ["2025-10-13T12:00", "2025-10-20T12:00"]),
        ("ปีละ ๒ ครั้ง ภายในวันที่ ๓๑ มีนาคม และ ๓๐ กันยายน",
         ["2026-03-31", "2026-09-30", "2027-03-31"]),
    ],
)  # fmt: skip
def test_rules_unfold_as_the_table_says(text: str, days: list[str]) -> None:
    from dateutil.rrule import rrulestr

    (item,) = read(text)
    start = datetime.fromisoformat(item.due or "")
    unfolded = rrulestr(item.recurrence or "", dtstart=start)
    shown = [day.isoformat()[: len(days[0])] for day in unfolded.xafter(start, len(days), inc=True)]
    assert shown == days
