from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker import holidays


def test_this_years_and_next_years_holidays_are_known() -> None:
    """Fails when the package has to be brought up to date, before a deadline is counted wrong."""
    year = datetime.now(ZoneInfo("Asia/Bangkok")).year
    assert holidays.missing_years([year, year + 1]) == []


def test_years_beyond_the_package_are_missing() -> None:
    assert holidays.missing_years([2600]) == [2600]


def test_the_days_of_a_year_with_the_offices_own() -> None:
    own = [holidays.ExtraDay(date(2025, 11, 20), "หยุดพิเศษ")]
    days = holidays.days_of(2025, own)
    assert days == sorted(days)
    assert (date(2025, 11, 20), "หยุดพิเศษ") in days
    assert date(2025, 5, 1) not in dict(days)
