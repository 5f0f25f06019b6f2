from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.calendar import FixedCalendar
from tracker import deadlines

CALENDAR = FixedCalendar({date(2025, 10, 13): "หยุด", date(2025, 10, 23): "หยุด"})
TODAY = date(2025, 10, 6)


def test_a_buffer_gives_the_level_below_an_earlier_day() -> None:
    given_on = deadlines.pass_on(date(2025, 10, 24), buffer=3, calendar=CALENDAR, today=TODAY)
    assert given_on.due == date(2025, 10, 20)  # 22, 21, 20: the 23rd is a holiday
    assert given_on.doubt is None
    assert "๓ วันทำการ" in given_on.explanation


def test_a_day_chosen_later_is_not_given_silently() -> None:
    given_on = deadlines.pass_on(
        date(2025, 10, 24), buffer=0, calendar=CALENDAR, today=TODAY, chosen=date(2025, 10, 31)
    )
    assert given_on.due == date(2025, 10, 24)
    assert "ช้ากว่า" in (given_on.doubt or "")


def test_a_day_that_has_passed_is_doubted() -> None:
    given_on = deadlines.pass_on(date(2025, 10, 7), buffer=5, calendar=CALENDAR, today=TODAY)
    assert "ผ่านไปแล้ว" in (given_on.doubt or "")


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(0, 30))
def test_what_is_passed_on_is_never_later(due: date, buffer: int) -> None:
    given_on = deadlines.pass_on(due, buffer=buffer, calendar=CALENDAR, today=date(2024, 1, 1))
    assert given_on.due <= due
    assert buffer == 0 or (given_on.due < due and CALENDAR.is_working_day(given_on.due))


def test_a_negative_buffer_is_refused() -> None:
    with pytest.raises(ValueError, match="ติดลบ"):
        deadlines.pass_on(date(2025, 10, 24), buffer=-1, calendar=CALENDAR, today=TODAY)


@pytest.mark.parametrize(
    ("due", "at", "kept"),
    [
        ("2025-10-31", datetime(2025, 10, 31, 23, 59), True),
        ("2025-10-31", datetime(2025, 11, 1), False),
        ("2025-10-31T16:30", datetime(2025, 10, 31, 16, 30), True),
        ("2025-10-31T16:30", datetime(2025, 10, 31, 16, 31), False),
    ],
)
def test_the_last_day_is_inclusive(due: str, at: datetime, kept: bool) -> None:
    assert deadlines.on_time(due, at) is kept


def test_a_new_holiday_moves_open_days() -> None:
    text = "ภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ และให้ส่งสำเนาภายในวันที่ ๓๐ ตุลาคม ๒๕๖๘"
    known = {"dated": date(2025, 10, 1), "received": datetime(2025, 10, 6, 14, 10)}
    before = deadlines.find(text, calendar=FixedCalendar(), **known)  # type: ignore[arg-type]
    changes = deadlines.moved(text, before, calendar=CALENDAR, **known)  # type: ignore[arg-type]
    assert [(change.before, change.after.due) for change in changes] == [
        ("2025-10-15", "2025-10-16")
    ]
