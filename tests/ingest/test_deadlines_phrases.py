"""Phrases beyond the table: every turn that official letters give to a deadline."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.calendar import FixedCalendar
from ingest.deadlines import find
from ingest.reading import Deadline
from ingest.thai import months
from ingest.thai.digits import to_thai

DATED = date(2025, 10, 1)
RECEIVED = datetime(2025, 10, 6, 14, 10)
HOLIDAYS = FixedCalendar(
    dict.fromkeys(
        [date(2025, 10, 13), date(2025, 10, 23), date(2025, 12, 5), date(2025, 12, 10),
         date(2025, 12, 31), date(2026, 1, 1)],
        "วันหยุดราชการ",
    )
)  # fmt: skip


def read(text: str, **known: object) -> list[Deadline]:
    given_days = {"dated": DATED, "received": RECEIVED, "calendar": HOLIDAYS, **known}
    return find(text, **given_days)  # type: ignore[arg-type]


def only(text: str, **known: object) -> Deadline:
    (item,) = read(text, **known)
    return item


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ให้แล้วเสร็จภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘", "2025-10-30"),
        ("โดยให้ส่งถึงอำเภอภายในวันที่ ๑๕ ตุลาคม ๒๕๖๘ ก่อนเวลา ๑๒.๐๐ น.", "2025-10-15T12:00"),
        ("ไม่เกินวันที่ ๑๕ ตุลาคม ๒๕๖๘", "2025-10-15"),
        ("ไม่ล่าช้ากว่าวันที่ ๒๐ ตุลาคม ๒๕๖๘", "2025-10-20"),
        ("อย่างช้าภายในวันที่ ๑๕ ตุลาคม ๒๕๖๘", "2025-10-15"),
        ("จนถึงวันที่ ๑๕ ตุลาคม ๒๕๖๘", "2025-10-15"),
        ("กำหนดส่ง : ๓๑ ต.ค. ๖๘", "2025-10-31"),
        ("หมดเขตส่งผลงานวันที่ ๒๐ ตุลาคม ๒๕๖๘ เวลา ๒๔.๐๐ น.", "2025-10-20T23:59"),
        ("ก่อนเวลา ๑๒.๐๐ น. ของวันที่ ๓๑ ตุลาคม ๒๕๖๘", "2025-10-31T12:00"),
        ("ภายในเวลา ๑๖.๓๐ น. ของวันศุกร์ที่ ๓๑ ตุลาคม ๒๕๖๘", "2025-10-31T16:30"),
        ("ภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘ ในเวลาราชการ", "2025-10-31T16:30"),
        ("ก่อนเที่ยงวันที่ ๑๐ พ.ย. ๖๘", "2025-11-10T12:00"),
        ("ภายใน 10/11/2568 16:30 น.", "2025-11-10T16:30"),
        ("ภายในวันที่ ๑๐ พ.ย. ๖๘ เวลา ๑๖ นาฬิกา ๓๐ นาที", "2025-11-10T16:30"),
        ("ภายในวนที่ ๓๑ ตุลาคม ๒๕๖๘", "2025-10-31"),
        ("ภายในวันที่\n๗  สิงหาคม ๒๕๖๙", "2026-08-07"),
        ("ภายในวันที่๓๑ตุลาคม๒๕๖๘", "2025-10-31"),
        ("ภายในวันที่ ๓๑ ตุลาคม 2025", "2025-10-31"),
        ("ภายใน 31.10.68", "2025-10-31"),
        ("ภายในวันนี้ (๘ ตุลาคม ๒๕๖๘)", "2025-10-08"),
        ("ภายในวันที่ ๑๕ กันยายน", "2026-09-15"),
        ("ภายในวันพุธที่จะถึงนี้", "2025-10-08"),
        ("ภายในวันจันทร์หน้า", "2025-10-06"),
        ("ภายในวันที่ ๑๐ เดือนหน้า", "2025-11-10"),
        ("ภายในเดือนนี้", "2025-10-31"),
        ("ก่อนสิ้นปีงบประมาณ พ.ศ. ๒๕๖๙", "2026-09-30"),
        ("ก่อนวันที่ ๑ ตุลาคม ๒๕๖๙", "2026-09-30"),
        ("ภายในไตรมาสที่ ๒", "2026-03-31"),
        ("ภายในสิ้นไตรมาสที่ ๔ ปีงบประมาณ พ.ศ. ๒๕๖๙", "2026-09-30"),
        ("ภายในรอบ ๖ เดือนแรก", "2026-03-31"),
        ("ภายในปีงบประมาณ ๒๕๖๙", "2026-09-30"),
        ("ถึงวันทำการสุดท้ายของเดือนธันวาคม ๒๕๖๘", "2025-12-30"),
        ("ภายในวันศุกร์สุดท้ายของเดือนตุลาคม ๒๕๖๘", "2025-10-31"),
        ("ภายใน ๓๐ (สามสิบ) วัน นับถัดจากวันได้รับแจ้ง", "2025-11-05"),
        ("ภายในกำหนด ๑๕ วัน นับแต่วันถัดจากวันที่ได้รับหนังสือ", "2025-10-21"),
        ("นับแต่วันที่ได้รับหนังสือนี้ ให้รายงานภายใน ๑๕ วัน", "2025-10-21"),
        ("ภายใน 2 สัปดาห์ นับจากวันที่ได้รับหนังสือ", "2025-10-20"),
        ("ภายใน ๑ ปี นับแต่วันที่ในหนังสือ", "2026-10-01"),
        ("ภายใน ๗๒ ชั่วโมง นับแต่ได้รับแจ้ง", "2025-10-09T14:10"),
        ("ภายใน ๓๐ วัน นับแต่วันสิ้นปีงบประมาณ พ.ศ. ๒๕๖๘", "2025-10-30"),
        ("ภายใน 15 วัน นับแต่วันที่ 1 ตุลาคม 2568", "2025-10-16"),
        ("หลังวันที่ ๒๐ ตุลาคม ๒๕๖๘ ไม่รับพิจารณา", "2025-10-20"),
    ],
)
def test_one_clear_duty(text: str, day: str) -> None:
    item = only(text)
    assert (item.kind, item.due, item.doubt) == ("due", day, None)


@pytest.mark.parametrize(
    ("text", "day", "word"),
    [
        ("ภายในวันอังคารที่ ๓๑ ตุลาคม ๒๕๖๘", "2025-10-31", "ศุกร์"),
        ("ภายในวันที่ ๓๐ กุมภาพันธ์ ๒๕๖๙", None, "ปฏิทิน"),
        ("ภายในวันที่ ๑๐ พฤศจิกายน ๒๕๖", None, "ปี"),
        ("ภายในวันที่ ..... พฤศจิกายน ๒๕๖๘", None, "ไม่ได้พิมพ์วันที่"),
        ("ภายในวันที่ ๑๐ พ.ย. ๖๘ เวลา ๒๕.๐๐ น.", "2025-11-10", "เป็นไปไม่ได้"),
        ("ภายในวันที่ ๑๕ กันยายน ๒๕๖๘", "2025-09-15", "ก่อนวันที่ในหนังสือ"),
        ("ภายในวันที่ ๓ ตุลาคม ๒๕๖๘", "2025-10-03", "เลยกำหนด"),
        ("ภายใน ๓๐ วัน นับแต่วันที่ก่อหนี้ผูกพัน", None, "ก่อหนี้ผูกพัน"),
        ("ภายใน ๓ เดือน นับแต่วันที่ลงนามในสัญญา", None, "สัญญา"),
        ("ภายใน ๖๐ วัน นับแต่วันที่ประกาศในราชกิจจานุเบกษา", None, "ราชกิจจานุเบกษา"),
        ("ภายใน ๓๐ วัน นับแต่วันที่ประกาศ", "2025-10-31", "วันประกาศ"),
        ("ภายในกลางเดือนพฤศจิกายน", "2025-11-15", "โปรดยืนยัน"),
        ("ภายในสัปดาห์ที่ ๒ ของเดือนพฤศจิกายน ๒๕๖๘", "2025-11-14", "โปรดยืนยัน"),
        ("ภายในสิ้นเดือน", "2025-10-31", "โปรดยืนยัน"),
        ("ภายในไตรมาสที่ ๒ ปี ๒๕๖๙", "2026-03-31", "ปีปฏิทิน"),
        ("ภายในเวลา ๑๖.๓๐ น.", "2025-10-01T16:30", "ระบุแต่เวลา"),
        ("ก่อนวันประชุม ๓ วัน", None, "ไม่พบวันที่"),
    ],
)
def test_a_doubted_duty(text: str, day: str | None, word: str) -> None:
    item = only(text)
    assert (item.kind, item.due) == ("due", day)
    assert word in (item.doubt or "")
    assert item.confidence < 0.95


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("ให้มีผลใช้บังคับตั้งแต่วันที่ ๑ มกราคม ๒๕๖๙ เป็นต้นไป",
         "effective", "2026-01-01"),
        ("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป", "effective", "2025-10-01"),
        ("ตั้งแต่เดือนพฤศจิกายน ๒๕๖๘ เป็นต้นไป", "effective", "2025-11-01"),
        ("อบรมระหว่างวันที่ ๒๐ - ๒๒ ตุลาคม ๒๕๖๘ ณ โรงแรมสมมติ", "event", "2025-10-20"),
        ("ประชุมในวันที่ ๒๒ ตุลาคม ๒๕๖๘ ตั้งแต่เวลา ๐๙.๓๐ น. เป็นต้นไป",
         "event", "2025-10-22T09:30"),
        ("จังหวัดจะลงพื้นที่ตรวจเยี่ยมในวันที่ ๒๐ พฤศจิกายน ๒๕๖๘",
         "event", "2025-11-20"),
        ("กรมจะแจ้งผลการพิจารณาให้ทราบภายในวันที่ ๒๘ พฤศจิกายน ๒๕๖๘",
         "event", "2025-11-28"),
        ("เปิดรับสมัครตั้งแต่วันที่ ๑๐ – ๓๑ ตุลาคม ๒๕๖๘", "window", "2025-10-31"),
        ("ระหว่างเดือนตุลาคม – พฤศจิกายน ๒๕๖๙", "window", "2026-11-30"),
        ("หากไม่แจ้งภายในวันที่ ๒๐ ตุลาคม ๒๕๖๘ จะถือว่าเห็นชอบ",
         "silence", "2025-10-20"),
        ("ให้แจ้งภายในวันที่ ๒๐ ตุลาคม ๒๕๖๘ มิฉะนั้นจะถือว่าสละสิทธิ์",
         "silence", "2025-10-20"),
        ("ถ้าไม่ทักท้วงภายใน ๗ วันทำการนับแต่วันที่ได้รับหนังสือ ให้ถือว่าเห็นชอบ",
         "silence", "2025-10-16"),
        ("ด่วนภายใน ๒๔ ชั่วโมง", "delivery", "2025-10-07T14:10"),
        ("ด่วนที่สุด", "priority", None),
        ("สั่ง ณ วันที่ ๑ ตุลาคม พ.ศ. ๒๕๖๘", "as_of", None),
        ("ราชกิจจานุเบกษา เล่ม ๑๓๘ ตอนพิเศษ ๑๑๓ ง วันที่ ๒๕ พฤษภาคม ๒๕๖๔",
         "as_of", None),
        ("ให้ส่งโดยด่วน ภายในวันที่ ๑๕ ตุลาคม ๒๕๖๘", "due", "2025-10-15"),
        ("ด่วนที่สุด ภายในวันที่ ๑๕ ตุลาคม ๒๕๖๘", "due", "2025-10-15"),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str, day: str | None) -> None:
    item = only(text)
    assert (item.kind, item.due) == (kind, day)


@pytest.mark.parametrize(
    ("text", "rule", "first"),
    [
        ("ทุกวันที่ ๑ และ ๑๖", "FREQ=MONTHLY;BYMONTHDAY=1,16", "2025-10-16"),
        ("ภายในวันที่ ๕ และ ๒๐ ของทุกเดือน",
         "FREQ=MONTHLY;BYMONTHDAY=5,20", "2025-10-20"),
        ("ทุกวันศุกร์สุดท้ายของเดือน", "FREQ=MONTHLY;BYDAY=-1FR", "2025-10-31"),
        ("ทุกวันอังคารที่ ๑ และ ๓ ของเดือน",
         "FREQ=MONTHLY;BYDAY=1TU,3TU", "2025-10-07"),
        ("ทุกสิ้นเดือน", "FREQ=MONTHLY;BYMONTHDAY=-1", "2025-10-31"),
        ("ปีละครั้ง ภายในเดือนมีนาคม",
         "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "2026-03-31"),
        ("ภายในวันที่ ๑๕ มีนาคม และ ๓๐ กันยายน ของทุกปี",
         "FREQ=YEARLY;BYYEARDAY=-292,-93", "2026-03-15"),
        ("ปีละ ๒ ครั้ง ครั้งที่ ๑ ภายในวันที่ ๓๑ มีนาคม ครั้งที่ ๒ ภายในวันที่ ๓๐ กันยายน",
         "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1", "2026-03-31"),
        ("ภายในวันที่ ๑๕ ของเดือนมกราคม เมษายน กรกฎาคม และตุลาคม ของทุกปี",
         "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15", "2025-10-15"),
        ("ทุกไตรมาส ภายในวันที่ ๑๐ ของเดือนถัดไป",
         "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10", "2025-10-10"),
        ("ภายใน ๔๕ วัน นับแต่วันสิ้นไตรมาส",
         "FREQ=YEARLY;BYYEARDAY=45,-231,-140,-48", "2025-11-14"),
        ("ภายใน ๕ วันทำการแรกของทุกเดือน",
         "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", "2025-10-07"),
        ("ทุก ๒ สัปดาห์ ภายในวันศุกร์",
         "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2025-10-10"),
        ("รายงานทุกวัน ก่อนเวลา ๑๖.๐๐ น.", "FREQ=DAILY", "2025-10-06T16:00"),
        ("ภายในวันที่ ๑๔ ของทุกเดือน เริ่มตั้งแต่เดือนพฤศจิกายน ๒๕๖๘",
         "FREQ=MONTHLY;BYMONTHDAY=14", "2025-11-14"),
    ],
)  # fmt: skip
def test_duties_that_return(text: str, rule: str, first: str) -> None:
    item = read(text)[0]
    assert (item.kind, item.recurrence, item.due) == ("recurring", rule, first)


def test_the_last_working_day_follows_the_calendar() -> None:
    item = only("ทุกวันทำการสุดท้ายของเดือน", dated=date(2025, 12, 1), received=None)
    assert item.due == "2025-12-30"


def test_a_rhythm_without_a_day_is_doubted() -> None:
    item = only("ให้รายงานทุก ๓ เดือน")
    assert item.recurrence == "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"
    assert (item.due, item.suggested) == ("2025-12-31", "2025-12-30")
    assert "ไม่ได้ระบุวันครบกำหนด" in (item.doubt or "")


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("ขยายเวลาส่งออกไปเป็นวันที่ ๓๑ ตุลาคม ๒๕๖๘ (จากเดิมวันที่ ๑๕ ตุลาคม ๒๕๖๘)",
         "2025-10-31", "2025-10-15"),
        ("เลื่อนกำหนดส่งจากวันที่ ๑๕ ตุลาคม ๒๕๖๘ ไปเป็นวันที่ ๒๐ ตุลาคม ๒๕๖๘",
         "2025-10-20", "2025-10-15"),
        ("ยกเลิกกำหนดเดิมวันที่ ๑๕ ตุลาคม ๒๕๖๘ และให้ส่งภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘ แทน",
         "2025-10-31", "2025-10-15"),
        ("ขยายระยะเวลาจากวันที่ ๑๕ ตุลาคม ๒๕๖๘ ออกไปจนถึงวันที่ ๓๑ ตุลาคม ๒๕๖๘",
         "2025-10-31", "2025-10-15"),
        ("ขยายเวลาออกไปอีก ๗ วัน จากเดิมวันที่ ๑๕ ตุลาคม ๒๕๖๘",
         "2025-10-22", "2025-10-15"),
        ("ขยายออกไปอีก ๒ เดือน จากเดิมภายในเดือนสิงหาคม ๒๕๖๙ เป็นภายในเดือนตุลาคม ๒๕๖๙",
         "2026-10-31", "2026-08-31"),
    ],
)  # fmt: skip
def test_an_extension_is_one_duty(text: str, new: str, old: str) -> None:
    item = only(text)
    assert (item.kind, item.due, item.supersedes) == ("due", new, old)


def test_a_postponed_training_stays_an_event() -> None:
    item = only("เลื่อนการอบรมจากเดิมระหว่างวันที่ ๑๐ - ๑๒ พ.ย. ๒๕๖๘ เป็นระหว่างวันที่ ๑๗ - ๑๙ พ.ย. ๒๕๖๘")
    assert (item.kind, item.due, item.until) == ("event", "2025-11-17", "2025-11-19")
    assert item.supersedes == "2025-11-10"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("รายงานภายในวันที่ ๑๕ พฤศจิกายน ๒๕๖๘ หากตรงกับวันหยุดราชการ ให้ส่งในวันทำการถัดไป",
         "2025-11-17"),
        ("รายงานภายในวันที่ ๑๕ พฤศจิกายน ๒๕๖๘ หากตรงกับวันหยุดราชการ ให้ส่งก่อนวันหยุด",
         "2025-11-14"),
        ("หากวันใดเป็นวันเสาร์-อาทิตย์ให้เลื่อนไปวันจันทร์แทน ส่งภายในวันที่ ๑๕ พ.ย. ๒๕๖๘",
         "2025-11-17"),
    ],
)  # fmt: skip
def test_only_the_letter_itself_moves_a_day(text: str, day: str) -> None:
    item = only(text)
    assert (item.kind, item.due, item.suggested) == ("due", day, None)


def test_what_counts_from_receipt_needs_a_receipt() -> None:
    item = only("ภายใน ๑๕ วัน นับแต่วันที่ได้รับหนังสือ", received=None)
    assert item.due is None
    assert "วันที่รับ" in (item.doubt or "")


def test_without_the_letters_date_relative_phrases_stay_open() -> None:
    for text in ("ภายในวันนี้", "ภายในสิ้นเดือนนี้", "ภายใน ๗ วัน นับจากวันที่ในหนังสือ", "ภายในวันที่ ๑๕ กันยายน"):
        item = only(text, dated=None, received=None)
        assert item.due is None
        assert item.doubt
    assert only("ภายในวันที่ ๓๑ ตุลาคม ๒๕๖๘", dated=None, received=None).due == "2025-10-31"


def test_months_end_before_the_corresponding_day() -> None:
    """Civil code, section 193/5: from 28 February a month runs to 31 March."""
    known = {"dated": date(2025, 2, 28), "received": None}
    assert only("ภายใน ๑ เดือน นับจากวันที่ในหนังสือ", **known).due == "2025-03-31"
    known = {"dated": date(2025, 1, 30), "received": None}
    assert only("ภายใน ๑ เดือน นับจากวันที่ในหนังสือ", **known).due == "2025-02-28"


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["ภายในวันที่ ", "ให้แล้วเสร็จภายในวันที่ ", "อย่างช้าไม่เกินวันที่ ", "ภายใน "]),
    st.booleans(),
)
def test_any_day_limits(day: date, lead: str, thai: bool) -> None:
    text = f"{lead}{day.day} {months.FULL[day.month - 1]} {day.year + 543}"
    item = only(to_thai(text) if thai else text)
    assert (item.kind, item.due) == ("due", day.isoformat())
    assert (item.suggested is None) == HOLIDAYS.is_working_day(day)


@given(st.integers(1, 90), st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_counted_days_leave_out_the_first(days: int, received: datetime) -> None:
    item = only(f"ภายใน {days} วัน นับแต่วันที่ได้รับหนังสือ", dated=received.date(), received=received)
    assert (date.fromisoformat(item.due or "") - received.date()).days == days


_PIECES = st.lists(
    st.sampled_from(
        ["ภายใน", "ก่อน", "วันที่", "ทุก", "เดือน", "๓๑", "๕", " ", "\n", "ตุลาคม", "๒๕๖๘", "-", "และ",
         "ถึง", "จากเดิม", "เป็น", "นับแต่", "ได้รับหนังสือ", "วัน", "เวลา", "๑๖.๓๐ น.",
         "สิ้นเดือน", "ไตรมาส", "ปีงบประมาณ",
         "ของทุกปี", "ศุกร์", "ให้ อปท. ", "ส่ง", "ประชุม", "ตั้งแต่", "เป็นต้นไป", "ถือว่า",
         "หาก", "ขยายเวลา", "๓๐ ก.พ. "]
    ),
    max_size=25,
)  # fmt: skip


@given(_PIECES, st.booleans(), st.booleans())
def test_any_mixture_is_survived(pieces: list[str], dated: bool, received: bool) -> None:
    text = "".join(pieces)
    for item in read(text, dated=DATED if dated else None, received=RECEIVED if received else None):
        assert item.due is None or datetime.fromisoformat(item.due)
        assert item.due is not None or item.doubt or item.kind in ("as_of", "priority")
        assert item.kind in {
            "due", "recurring", "window", "event", "effective", "delivery", "silence", "priority",
            "as_of",
        }  # fmt: skip
        assert (item.recurrence is not None) == (item.kind == "recurring")
        assert item.explanation
