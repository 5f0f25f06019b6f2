"""Whole paragraphs: several duties and actors, meetings, citations, what is no duty at all."""

import time
from datetime import date, datetime

import pytest

from ingest.calendar import FixedCalendar
from ingest.deadlines import find
from ingest.reading import Deadline

CALENDAR = FixedCalendar({date(2025, 10, 13): "วันหยุดราชการ", date(2025, 10, 23): "วันหยุดราชการ"})


def read(text: str, dated: date = date(2025, 10, 1)) -> list[Deadline]:
    return find(text, dated=dated, received=datetime(2025, 10, 6, 14, 10), calendar=CALENDAR)


def brief(items: list[Deadline]) -> list[tuple[str, str | None, str | None]]:
    return [(item.kind, item.due, item.actor) for item in items]


def test_three_levels_in_one_sentence() -> None:
    items = read(
        "ขอให้องค์กรปกครองส่วนท้องถิ่นส่งแบบสำรวจให้อำเภอภายในวันที่ ๒๐ ตุลาคม ๒๕๖๘ และให้อำเภอรวบรวมส่งจังหวัด"
        "ภายในวันที่ ๒๗ ตุลาคม ๒๕๖๘ แล้วจังหวัดสรุปส่งกรมภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘"
    )
    assert brief(items) == [
        ("due", "2025-10-20", "องค์กรปกครองส่วนท้องถิ่น"),
        ("due", "2025-10-27", "อำเภอ"),
        ("due", "2025-10-31", "จังหวัด"),
    ]
    assert items[1].text == "ให้อำเภอรวบรวมส่งจังหวัดภายในวันที่ ๒๗ ตุลาคม ๒๕๖๘"


def test_the_relay_is_not_the_reporter() -> None:
    text = "ขอให้อำเภอแจ้ง อปท. ในพื้นที่ส่งแบบรายงานภายในวันที่ ๒๐ ตุลาคม ๒๕๖๘"
    assert brief(read(text)) == [("due", "2025-10-20", "อปท.")]
    text = "จึงขอให้อำเภอแจ้ง อปท. ในพื้นที่ดำเนินการ และรายงานจังหวัดภายในวันที่ ๒๔ ตุลาคม ๒๕๖๘"
    assert brief(read(text)) == [("due", "2025-10-24", "อำเภอ")]


def test_numbered_duties_over_lines() -> None:
    items = read(
        "จึงขอให้จังหวัดดำเนินการ ดังนี้\n"
        "\t๑. แจ้งเทศบาลตำบลสมมติสำรวจข้อมูลให้แล้วเสร็จภายในวันที่ ๓๑ ตุลาคม\n๒๕๖๘\n"
        "\t๒. ส่งผลการสำรวจทางไปรษณีย์อิเล็กทรอนิกส์ภายในวันที่\n๗ พฤศจิกายน ๒๕๖๘\n"
        "\t๓. รายงานความก้าวหน้าทุกเดือน ภายในวันที่ ๕ ของเดือนถัดไป"
    )
    assert brief(items) == [
        ("due", "2025-10-31", "เทศบาลตำบลสมมติ"),
        ("due", "2025-11-07", "จังหวัด"),
        ("recurring", "2025-11-05", "จังหวัด"),
    ]


def test_a_meeting_and_its_answer() -> None:
    items = read(
        "ขอเชิญเข้าร่วมประชุมในวันพุธที่ ๒๒ ตุลาคม ๒๕๖๘ เวลา ๐๙.๓๐ น. ณ ห้องประชุมศาลากลางจังหวัด "
        "และขอให้ตอบรับการเข้าร่วมประชุมภายในวันที่ ๑๗ ตุลาคม ๒๕๖๘"
    )
    assert brief(items) == [("event", "2025-10-22T09:30", None), ("due", "2025-10-17", None)]


def test_days_counted_from_the_only_event() -> None:
    text = (
        "ประชุมวันที่ ๒๒ ตุลาคม ๒๕๖๘ ให้ส่งเอกสารก่อนการประชุมไม่น้อยกว่า ๓ วันทำการ "
        "และรายงานผลภายใน ๗ วัน หลังเสร็จสิ้นการประชุม"
    )
    assert brief(read(text)) == [
        ("event", "2025-10-22", None),
        ("due", "2025-10-17", None),
        ("due", "2025-10-29", None),
    ]


def test_a_plan_of_meetings_holds_no_duty() -> None:
    text = (
        "กำหนดการประชุม ครั้งที่ ๑ วันที่ ๑๕ ตุลาคม ๒๕๖๘ ครั้งที่ ๒ วันที่ ๒๐ พฤศจิกายน ๒๕๖๘ "
        "ครั้งที่ ๓ วันที่ ๑๘ ธันวาคม ๒๕๖๘"
    )
    assert [item.kind for item in read(text)] == ["event"] * 3


def test_what_an_earlier_letter_said_is_over() -> None:
    items = read(
        "ตามที่จังหวัดได้แจ้งให้อำเภอรายงานผลภายในวันที่ ๑๕ กันยายน ๒๕๖๘ นั้น บัดนี้ ยังไม่ได้รับรายงาน "
        "จึงขอให้เร่งรัดรายงานภายในวันที่ ๑๐ ตุลาคม ๒๕๖๘"
    )
    assert [(item.kind, item.due) for item in items] == [("as_of", None), ("due", "2025-10-10")]


def test_the_period_reported_on_is_no_deadline() -> None:
    for period in (
        "ระหว่างวันที่ ๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘",
        "ไตรมาสที่ ๑ (๑ ตุลาคม ๒๕๖๘ - ๓๑ ธันวาคม ๒๕๖๘)",
    ):
        items = read(f"ให้รายงานผลการดำเนินงาน{period} ภายในวันที่ ๙ มกราคม ๒๕๖๙")
        assert [(item.kind, item.due) for item in items] == [("as_of", None), ("due", "2026-01-09")]


@pytest.mark.parametrize(
    "text",
    [
        "กรณีไม่มีข้อมูล ไม่ต้องรายงาน",
        "หากไม่มีข้อมูล ไม่ต้องรายงานภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘",
        "หน่วยงานที่ได้รายงานแล้วก่อนวันที่ ๓๐ กันยายน ๒๕๖๘ ไม่ต้องรายงานอีก",
        "อายุไม่เกิน ๓๕ ปี และมีประสบการณ์ไม่น้อยกว่า ๓ ปี",
        "ให้เก็บรักษาเอกสารไว้ไม่น้อยกว่า ๑๐ ปี",
        "แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖ - ๒๕๗๐)",
        "พระราชบัญญัติเทศบาล พ.ศ. ๒๔๙๖ และที่แก้ไขเพิ่มเติม (ฉบับที่ ๑๔) พ.ศ. ๒๕๖๒",
        "งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. ๒๕๖๙ ประจำเดือนตุลาคม ๒๕๖๘",
        "โทร. ๐-๒๒๔๑-๕๐๐๐ ต่อ ๔๑๑๒",
        "ให้โรงเรียนจัดเก็บข้อมูลผู้เรียนรายคน ต้นปีการศึกษา ๒๕๖๙",
        "ให้อำเภอตรวจสอบบัญชีรายชื่อผู้มีสิทธิ ปลายปีงบประมาณ ๒๕๖๙",
        "เพื่อให้ประชาชนได้รับความช่วยเหลือโดยเร็ว",
        "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
        "",
    ],
)
def test_what_is_no_item(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "asked", ["ให้รายงานผล ปลายปีงบประมาณ ๒๕๖๙", "ให้ส่งข้อมูลภายในต้นปีงบประมาณ ๒๕๗๐"]
)
def test_a_part_of_a_year_is_a_deadline_where_it_names_nothing_before_it(asked: str) -> None:
    (item,) = read(asked)
    assert item.kind == "due" and item.due and item.doubt


def test_where_to_hand_in_is_no_second_window() -> None:
    items = read(
        "กำหนดยื่นซองสอบราคา วันที่ ๘ ตุลาคม ๒๕๖๘ - ๒๒ ตุลาคม ๒๕๖๘ โดยในวันที่ ๘ ตุลาคม ๒๕๖๘ - ๒๑ ตุลาคม ๒๕๖๘ "
        "ให้ยื่น ณ สำนักงานเทศบาล กำหนดเปิดซองใบเสนอราคาในวันที่ ๒๔ ตุลาคม ๒๕๖๘ ณ ที่ว่าการอำเภอ เวลา ๑๐.๐๐ น."
    )
    assert [(item.kind, item.due) for item in items] == [
        ("window", "2025-10-22"),
        ("event", "2025-10-24T10:00"),
    ]


def test_the_explanation_names_rule_count_and_holidays() -> None:
    (item,) = read("ภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ")
    for words in (
        "วันที่ได้รับหนังสือ",
        "๖ ต.ค. ๒๕๖๘",
        "๗ วันทำการ",
        "ข้ามวันหยุด ๑๓ ต.ค. ๒๕๖๘",
        "๑๖ ตุลาคม ๒๕๖๘",
    ):
        assert words in item.explanation


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, " " * 100_000, "ภายใน" * 20_000, "ตามที่ " * 20_000, "๑ " * 50_000,
     "\n" * 100_000,
     "ภายในวันที่ ๑, " * 2_000, "ระหว่างวันที่ ๑ - " * 3_000],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 15


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("จังหวัดสมมติขอให้ท่านรายงานผลภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘", None),
        ("กรมขอความร่วมมือจังหวัดรายงานภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘", "จังหวัด"),
        ("ขอให้จังหวัดขอนแก่นรายงานผลภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘", "จังหวัดขอนแก่น"),
        ("ให้ผู้รับจ้างส่งมอบงานภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘", "ผู้รับจ้าง"),
        ("ภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘", None),
    ],
)
def test_who_asks_is_not_who_owes(text: str, actor: str | None) -> None:
    assert brief(read(text)) == [("due", "2025-10-30", actor)]


def test_what_the_issuer_plans_is_no_duty() -> None:
    items = read(
        "กรมสมมติกำหนดปล่อยพันธุ์ปลาในแหล่งน้ำชุมชน ภายในเดือนธันวาคม ๒๕๖๘ "
        "จึงขอให้แจ้งความพร้อมภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘"
    )
    assert [(item.kind, item.due) for item in items] == [
        ("event", "2025-12-31"),
        ("due", "2025-10-30"),
    ]


def test_a_local_rule_comes_into_force_days_after_it_is_announced() -> None:
    (item,) = read("ข้อบัญญัตินี้ให้ใช้บังคับเมื่อได้ประกาศไว้โดยเปิดเผยแล้วเจ็ดวัน")
    assert (item.kind, item.due) == ("effective", "2025-10-08")
