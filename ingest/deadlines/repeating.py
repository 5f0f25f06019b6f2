"""Rules of duties that return (RFC 5545), and the first day they fall due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from ingest.deadlines.points import Context, last_day

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = "MO,TU,WE,TH,FR"


@dataclass(frozen=True, slots=True)
class Repeating:
    """A rule and where it starts.

    ``working`` n stands for the n-th working day of a month (-1: the last one),
    which the calendar decides, the rule only nearly; ``after``: not on or before
    that day; ``why`` is the rule in Thai.
    """

    rrule: str
    why: str
    doubt: str | None = None
    working: int = 0
    after: date | None = None

    def first(self, context: Context, at: time | None) -> date | datetime | None:
        """The first one after receipt, or after the letter's date; at ``at`` of that day."""
        now = context.received
        if now is None and context.dated is not None:
            now = datetime.combine(context.dated, time())
        if now is None:
            return None
        if self.after is not None:
            now = max(now, datetime.combine(self.after, time.max))
        if at is None:
            now = datetime.combine(now.date(), time.max)
        day = self._next(now, at or time(), context)
        return day if at is not None or day is None else day.date()

    def _next(self, now: datetime, at: time, context: Context) -> datetime | None:
        # fiscal years begin in October, so rhythms of several months end with September
        rule = rrulestr(self.rrule, dtstart=datetime.combine(date(now.year - 2, 9, 30), at))
        if not self.working:
            return rule.after(now)
        found = rule.after(now - timedelta(days=32))
        while found is not None:
            day = datetime.combine(self._working_day(found.date(), context), at)
            if day > now:
                return day
            found = rule.after(found)
        return None

    def _working_day(self, day: date, context: Context) -> date:
        """The working day of the month of ``day`` that ``working`` counts to."""
        step = timedelta(days=1 if self.working > 0 else -1)
        at = day.replace(day=1) if self.working > 0 else last_day(day.year, day.month)
        left = abs(self.working)
        while True:
            left -= context.calendar.is_working_day(at)
            if left <= 0:
                return at
            at += step


def on_days(days: list[int], *, following: bool, dated: date | None) -> Repeating:
    """Every month on ``days``; ``following``: for the month before, so not in the letter's own."""
    after = last_day(dated.year, dated.month) if following and dated else None
    rule = "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(str(d) for d in days)
    doubt = "บางเดือนไม่มีวันที่นี้ โปรดตรวจ" if max(days) > 28 else None
    return Repeating(rule, "ทุกเดือน", doubt, after=after)


def on_dates(days: Iterable[tuple[int, int]]) -> str:
    """The yearly rule for (month, day) pairs."""
    pairs = sorted(set(days))
    at = ",".join(str(month) for month, _ in pairs)
    if all(day == last_day(2024, month).day for month, day in pairs):
        return f"FREQ=YEARLY;BYMONTH={at};BYMONTHDAY=-1"
    if len({day for _, day in pairs}) == 1:
        return f"FREQ=YEARLY;BYMONTH={at};BYMONTHDAY={pairs[0][1]}"
    # counted from the year's end, a day after February keeps its number in leap years
    leap = [date(2024, month, day).timetuple().tm_yday for month, day in pairs]
    return _on_year_days([place if place < 60 else place - 367 for place in leap])


def after_ends(ends: Iterable[int], days: int) -> str:
    """The rule for ``days`` after the ends of the months ``ends``, exact in leap years too."""
    common, leap = ([last_day(y, m) + timedelta(days=days) for m in ends] for y in (2025, 2024))
    pairs = [(day.month, day.day) for day in common]
    if pairs == [(day.month, day.day) for day in leap]:
        return on_dates(pairs)
    places = []
    for one, other in zip(common, leap, strict=True):
        place = one.timetuple().tm_yday
        length = 366 if one.year % 4 == 0 else 365
        places.append(place if place == other.timetuple().tm_yday else place - length - 1)
    return _on_year_days(places)


def _on_year_days(places: list[int]) -> str:
    return "FREQ=YEARLY;BYYEARDAY=" + ",".join(
        str(place) for place in sorted(places, key=lambda place: place % 367)
    )
