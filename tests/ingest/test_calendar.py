from datetime import date
from pathlib import Path

import pytest

from ingest import calendar
from ingest.calendar import ExtraDay, FixedCalendar, thai_government


def test_offices_work_on_labour_day_and_childrens_day() -> None:
    days = thai_government()
    assert days.is_working_day(date(2025, 5, 1))
    assert days.is_working_day(date(2021, 5, 3))  # its substitution day
    assert days.name_of(date(2021, 5, 3)) is None
    assert not days.is_working_day(date(2025, 10, 13))
    assert days.name_of(date(2025, 10, 13))


def test_the_table_corrects_the_package() -> None:
    days = thai_government()
    assert days.name_of(date(2019, 12, 30))
    assert not days.is_working_day(date(2021, 10, 22))
    assert days.is_working_day(date(2021, 10, 25))


def test_an_offices_own_rows_win_and_keep_to_their_province() -> None:
    rows = [
        ExtraDay(date(2025, 11, 20), "วันหยุดเฉพาะจังหวัด", scope="ระยอง"),
        ExtraDay(date(2025, 10, 13), "ทำการชดเชย", works=True),
    ]
    here, there = thai_government(rows, province="ระยอง"), thai_government(rows, province="ตราด")
    assert not here.is_working_day(date(2025, 11, 20))
    assert there.is_working_day(date(2025, 11, 20))
    assert here.is_working_day(date(2025, 10, 13))
    assert here.name_of(date(2025, 10, 13)) is None


def test_working_days_skip_weekends_and_name_holidays() -> None:
    days = FixedCalendar({date(2025, 10, 13): "หยุด"})
    assert calendar.add_working_days(days, date(2025, 10, 6), 7) == (
        date(2025, 10, 16),
        [date(2025, 10, 13)],
    )
    assert calendar.previous_working_day(days, date(2025, 10, 14)) == date(2025, 10, 10)
    assert calendar.next_working_day(days, date(2025, 10, 10)) == date(2025, 10, 14)


def test_a_broken_row_is_named(tmp_path: Path) -> None:
    table = tmp_path / "holidays.csv"
    table.write_text("date,name,scope,kind,source\n2568-13-40,x,all,holiday,y\n", encoding="utf-8")
    with pytest.raises(ValueError, match="แถวที่ 2"):
        calendar.read_extra_days(table)
    table.write_text("date,name\n2025-01-01,x\n", encoding="utf-8")
    with pytest.raises(ValueError, match="แถวที่ 2"):
        calendar.read_extra_days(table)


def test_every_shipped_row_says_its_source() -> None:
    rows = calendar.read_extra_days(calendar.EXTRA_DAYS)
    assert rows
    assert all(row.name and row.source for row in rows)
