from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.thai import dates, months
from ingest.thai.digits import to_thai


def only(text: str) -> dates.FoundDate:
    found = dates.find_dates(text)
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] == found[0].raw
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("วันที่ ๒๐ เดือน กันยายน พ.ศ. ๒๕๖๖", date(2023, 9, 20)),
        ("ณ วันที่   24   เดือน เมษายน   พ.ศ.   2550", date(2007, 4, 24)),
        ("ลงวันที่ ๗ พฤศจิกายน  \n๒๕๖๑", date(2018, 11, 7)),
        ("ภายในวันที่\n๗  สิงหาคม ๒๕๕๘", date(2015, 8, 7)),
        ("๒๕ กันยายน ๒๕๕8", date(2015, 9, 25)),
        ("ภายใน 31 ต.ค. 68", date(2025, 10, 31)),
        ("ลว.25ตค.61", date(2018, 10, 25)),
        ("31 ธค 68", date(2025, 12, 31)),
        ("๑๗ ต.ค.๖๑", date(2018, 10, 17)),
        ("๗พฤศจิกายน๒๕๖๑", date(2018, 11, 7)),
        ("๑๖.๑๑.๕๓", date(2010, 11, 16)),
        ("๓๑/๑๐/๖๘", date(2025, 10, 31)),
        ("31-10-2568", date(2025, 10, 31)),
        ("2025-10-31", date(2025, 10, 31)),
        ("15 November 2018", date(2018, 11, 15)),
        ("วันที่ ๕ พฤษภาคม ค.ศ. ๒๐๒๕", date(2025, 5, 5)),
        ("วันที่สิบห้า ตุลาคม พุทธศักราช สองพันห้าร้อยหกสิบแปด", date(2025, 10, 15)),
        ("วันศุกร์ที่ ๓๑ ตุลาคม ๒๕๖๘", date(2025, 10, 31)),
    ],
)
def test_clear_dates(text: str, value: date) -> None:
    found = only(text)
    assert found.value == value
    assert found.doubt is None
    assert found.confidence >= 0.95


@pytest.mark.parametrize(
    ("text", "value", "word"),
    [
        ("๒ ๐ ส.ค. ๒๕๕๘", date(2015, 8, 20), "ห่างกัน"),
        ("๑๕ ตุลาคม ๒๕ ๖๘", date(2025, 10, 15), "ห่างกัน"),
        ("๑๓ พ.ย. ๕๖๑", date(2018, 11, 13), "2561"),
        ("วันที่ ๗ พถศจิกายน ๒๕๖๑", date(2018, 11, 7), "พฤศจิกายน"),
        ("วันที่ ๗ มถนายน ๒๕๖๑", date(2018, 6, 7), "มิถุนายน"),
        ("๑ ธ.ด. ๖๘", date(2025, 12, 1), "ธันวาคม"),
        ("วันอังคารที่ ๓๑ ต.ค. ๖๘", date(2025, 10, 31), "ศุกร์"),
        ("๓๑ ตุลาคม ๒๕๖๘ (วันจันทร์)", date(2025, 10, 31), "ศุกร์"),
        ("ภายใน ๐๕/๑๑/๒๕", date(2025, 11, 5), "2025"),
        ("๓๐ ก.พ. ๒๕๖๘", None, "ปฏิทิน"),
        ("วันที่ ๒๙ กุมภาพันธ์ ๒๕๖๘", None, "ปฏิทิน"),
        ("๓๑ เมษายน", None, "ปฏิทิน"),
        ("วันที่ ๓๑ ตุลาคม ๒๕๖", None, "แน่ชัด"),
        ("วันที่ ๓๑ ตุลาคม ๒๘๖๘", None, "เป็นไปไม่ได้"),
        ("พ พฤศจิกายน ๒๕๖๑", None, "อ่านไม่ออก"),
        ("วันที่ ๑o ตุลาคม ๒๕๖๘", date(2025, 10, 10), "เข้าใจว่าเป็น 10"),
    ],
)
def test_doubted_dates(text: str, value: date | None, word: str) -> None:
    found = only(text)
    assert found.value == value
    assert word in (found.doubt or "")
    assert found.confidence < 0.95


def test_damaged_day_keeps_month_and_year() -> None:
    found = only("พ พฤศจิกายน ๒๕๖๑")
    assert (found.has_day, found.day, found.month, found.year) == (True, None, 11, 2018)


def test_missing_day_and_missing_year_are_no_damage() -> None:
    month, day = only("ตุลาคม ๒๕๖๑"), only("๑๐ พ.ย. นี้")
    assert (month.has_day, month.has_year, month.value, month.doubt) == (False, True, None, None)
    assert (day.has_day, day.has_year, day.value, day.doubt) == (True, False, None, None)
    assert (day.day, day.month) == (10, 11)


@pytest.mark.parametrize(
    "text",
    [
        "โทร. ๐-๓๘๘๙-๖๐๙๘/๐๙๐-๗๗๐๑๖๓๔", "ที่ กค ๐๔๐๖.๖/๒๘๑๐๔", "ข้อ ๓ กค ๐๔๐๖.๖/๒๘๑๐๔",
        "แผนพัฒนา พ.ศ. ๒๕๖๖-๒๕๗๐", "ปีงบประมาณ พ.ศ. ๒๕๖๘", "ที่ ๓/๒๕๖๕", "ตามข้อ ๑.๒.๓",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates.find_dates(text) == []


def test_counts_after_a_month_are_no_year() -> None:
    assert only("วันที่ ๑๕ ต.ค. ๑๐ คน").has_year is False
    assert only("วันที่ ๑๕ ต.ค. ๐๙.๓๐ น.").has_year is False


_FORMS = st.sampled_from(
    [
        lambda d: f"{d.day} {months.FULL[d.month - 1]} {d.year + 543}",
        lambda d: f"{d.day} {months.SHORT[d.month - 1]} {(d.year + 543) % 100:02}",
        lambda d: f"{d.day:02}/{d.month:02}/{d.year + 543}",
        lambda d: f"วันที่ {d.day}  เดือน{months.FULL[d.month - 1]}\nพ.ศ. {d.year + 543}",
        lambda d: (
            f"วัน{months.WEEKDAYS[d.weekday()]}ที่ {d.day} {months.SHORT[d.month - 1]} {d.year + 543}"
        ),
        lambda d: f"{d.day}{months.SHORT[d.month - 1].replace('.', '')}{d.year + 543}",
    ]
)


@given(st.dates(date(1957, 1, 1), date(2056, 12, 31)), _FORMS, st.booleans())
def test_any_day_in_any_form_is_read(day: date, form, thai: bool) -> None:  # type: ignore[no-untyped-def]
    text = form(day)
    found = only(to_thai(text) if thai else text)
    assert found.value == day
    assert found.doubt is None


@given(st.text(alphabet="๐๑๒๓0123456789 ./-\nกพมคยตธศ.วันที่เดือนตุลาคมพฤศจิกายน๒๕๖๘", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for found in dates.find_dates(text):
        assert text[found.start : found.end] == found.raw
        assert found.value is None or found.value.day == found.day
