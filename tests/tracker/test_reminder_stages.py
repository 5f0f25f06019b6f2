"""When a duty is worth a word: counted in working days, whatever the clock does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.calendar import FixedCalendar
from tracker.reminder_stages import Part, Role, Stage, stage, to_do, why, working_days
from tracker.vocabulary import DutyKind

#: Thursday 31 December and Friday 1 January are off.
CALENDAR = FixedCalendar({date(2026, 12, 31): "วันสิ้นปี", date(2027, 1, 1): "วันขึ้นปีใหม่"})
BEFORE = (7, 3, 1)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def at(day: date, due: date, suggested: date | None = None) -> str | None:
    found = stage(due, suggested, day, CALENDAR, BEFORE)
    return found.name if found else None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 10), None),
        (date(2026, 12, 14), "before:7"),  # Monday, 7 working days to Wednesday the 23rd
        (date(2026, 12, 17), "before:7"),
        (date(2026, 12, 18), "before:3"),  # Friday: Mon, Tue, Wed
        (date(2026, 12, 22), "before:1"),
        (date(2026, 12, 23), "on:0"),
        (date(2026, 12, 24), "late:1"),
        (date(2026, 12, 25), "late:1"),
        (date(2026, 12, 28), "late:3"),
        (date(2026, 12, 30), "late:5"),
        (date(2027, 1, 4), "late:5"),  # the holidays and the weekend do not count
        (date(2027, 1, 8), "late:10"),
        (date(2027, 1, 15), "late:15"),
    ],
)
def test_the_stages_of_one_duty(day: date, expected: str | None) -> None:
    assert at(day, date(2026, 12, 23)) == expected


def test_a_day_off_is_said_on_the_last_working_day_before_it() -> None:
    due, suggested = date(2027, 1, 1), date(2026, 12, 30)
    assert at(date(2026, 12, 29), due, suggested) == "before:1"
    assert at(date(2026, 12, 30), due, suggested) == "on:0"
    assert at(date(2027, 1, 4), due, suggested) == "late:1"
    reason = why(Stage(Part.ON, 0, 0), due, date(2026, 12, 30), Role.OWN, "")
    assert reason == "เตือนเพราะวันนี้เป็นวันทำการสุดท้ายก่อนครบกำหนดวันที่ ๑ มกราคม ๒๕๗๐ ซึ่งเป็นวันหยุด"


@given(due=DAYS, day=DAYS)
def test_stages_go_one_way_and_none_is_lost(due: date, day: date) -> None:
    """A day later one is at the same stage or a later one; a due day is never passed in silence."""
    order = ["", "before:7", "before:3", "before:1", "on:0"]

    def rank(name: str | None) -> int:
        if name is not None and name.startswith("late:"):
            return 100 + int(name.partition(":")[2])
        return order.index(name or "")

    today, tomorrow = at(day, due), at(day + timedelta(days=1), due)
    assert rank(today) <= rank(tomorrow)
    if day == due:
        assert today == "on:0"
    if day > due + timedelta(days=9):
        assert today is not None and today.startswith("late:")


@given(after=DAYS, until=DAYS)
def test_working_days_add_up(after: date, until: date) -> None:
    if until < after:
        assert working_days(after, until, CALENDAR) == 0
    else:
        middle = after + (until - after) // 2
        parts = working_days(after, middle, CALENDAR) + working_days(middle, until, CALENDAR)
        whole = working_days(after, until, CALENDAR)
        assert whole == parts or (until - after).days > 400


@pytest.mark.parametrize("kind", DutyKind)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("part", Part)
def test_every_reminder_says_why_and_what_to_do(kind: DutyKind, role: Role, part: Part) -> None:
    said = why(Stage(part, 3, 3), date(2026, 12, 23), date(2026, 12, 20), role, "อบต. ตัวอย่าง")
    assert "เพราะ" in said and "๒๓ ธันวาคม ๒๕๖๙" in said
    assert not set("0123456789") & set(said + to_do(kind, Stage(part, 3, 3), role))
    assert to_do(kind, Stage(part, 3, 3), role)
