from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web import thai

DAYS = st.dates(date(1957, 1, 1), date(2056, 12, 31))


@given(DAYS)
def test_a_day_is_understood_as_it_is_written(day: date) -> None:
    for written in (
        thai.day(day),
        thai.short_day(day) if 2500 <= day.year + 543 < 2600 else thai.day(day),
        f"{day.day}/{day.month}/{day.year + 543}",
        thai.digits(f"{day.day}-{day.month}-{day.year + 543}"),
        day.isoformat(),
        f"วันที่ {thai.day(day)}",
    ):
        assert thai.parse_day(written) == day


@pytest.mark.parametrize(
    "typed", ["", "๓๑ ก.พ. ๒๕๖๑", "32/1/2561", "เมื่อวาน", "12 ต.ค.", "2018-13-01", "๑๒ ตุลา ๒๕๖๑"]
)
def test_what_is_no_day_is_refused_in_thai(typed: str) -> None:
    with pytest.raises(ValueError, match="ไม่ใช่วันที่"):
        thai.parse_day(typed)


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_time_is_understood_as_it_is_written(clock: time) -> None:
    moment = datetime.combine(date(2026, 1, 5), clock, tzinfo=thai.BANGKOK)
    assert thai.parse_clock(thai.clock(moment)) == clock


def test_moments_are_bangkok_s_and_naive_ones_are_utc() -> None:
    moment = datetime(2026, 12, 31, 18, 5, tzinfo=UTC)
    assert thai.day(moment) == "๑ มกราคม ๒๕๗๐"
    assert thai.clock(moment) == "๐๑.๐๕ น."
    assert thai.local(moment.replace(tzinfo=None)) == moment


@given(DAYS, st.integers(0, 900))
def test_a_span_names_both_years_only_where_they_differ(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    said = thai.span(first, last)
    assert said.endswith(thai.digits(last.year + 543))
    assert (thai.digits(first.year + 543) in said) or first.year == last.year
