"""A month as a picture: what falls on each day, days off, today. Weeks begin on Sunday."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.holidays import Calendar
from tracker.vocabulary import DutyKind, DutyState

#: What falls on a day: (id, kind, state).
Marks = Sequence[tuple[int, DutyKind, DutyState]]
_WEEKS = calendar.Calendar(firstweekday=calendar.SUNDAY)
_WAITING = (DutyState.OPEN, DutyState.SUSPENDED)
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """One square: how many wait, take place, are done; ``off``: the name of a holiday."""

    day: date
    inside: bool
    off: str
    weekend: bool
    waiting: int
    events: int
    done: int
    late: bool

    @property
    def total(self) -> int:
        return self.waiting + self.events + self.done


@dataclass(frozen=True, slots=True)
class Month:
    """``first``: the first of the month; ``weeks``: rows of seven days, with days around it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date
    after: date

    @property
    def holidays(self) -> list[Day]:
        """The named days off of the month, for the list below the picture."""
        return [day for week in self.weeks for day in week if day.inside and day.off]


def asked(text: str | None, today: date) -> date:
    """The first of the month ``YYYY-MM`` asked for; this month for anything else."""
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return min(max(wanted, _FIRST), _LAST)


def span(first: date) -> tuple[date, date]:
    """First and last day of the squares of a month."""
    weeks = _WEEKS.monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def month(first: date, marks: Mapping[date, Marks], days_off: Calendar, today: date) -> Month:
    """The squares of a month."""
    weeks = tuple(
        tuple(_day(day, first, marks.get(day, ()), days_off, today) for day in week)
        for week in _WEEKS.monthdatescalendar(first.year, first.month)
    )
    return Month(
        first,
        weeks,
        (first - timedelta(days=1)).replace(day=1),
        (first + timedelta(days=31)).replace(day=1),
    )


def _day(day: date, first: date, marks: Marks, days_off: Calendar, today: date) -> Day:
    waiting = [kind for _, kind, state in marks if state in _WAITING]
    events = sum(kind is DutyKind.EVENT for kind in waiting)
    return Day(
        day=day,
        inside=(day.year, day.month) == (first.year, first.month),
        off=days_off.name_of(day) or "",
        weekend=not days_off.is_working_day(day),
        waiting=len(waiting) - events,
        events=events,
        done=len(marks) - len(waiting),
        late=bool(waiting) and day < today,
    )
