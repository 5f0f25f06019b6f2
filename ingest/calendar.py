"""Working days: the calendar that deadlines are counted on.

A calendar is an argument everywhere; ``thai_government`` is the one that serves
without an office: the ``holidays`` package corrected by ``data/holidays.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

from holidays import country_holidays

#: Days that no cabinet resolution can make disappear from a search for a working day.
_LONGEST_BREAK = 60

#: Public holidays on which government offices work.
_OFFICES_WORK = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")

EXTRA_DAYS = Path(__file__).resolve().parent.parent / "data" / "holidays.csv"
EVERYWHERE = "all"


class Calendar(Protocol):
    """What counting needs to know of a day."""

    def is_working_day(self, day: date) -> bool:
        """Whether government offices are open on ``day``."""
        ...

    def name_of(self, day: date) -> str | None:
        """The Thai name of the holiday on ``day``; ``None`` on other days."""
        ...


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """A day that wins over the package: a holiday, or a working day where it has one.

    ``scope`` is ``all`` or the name of one province; ``source`` the resolution
    or announcement that says so.
    """

    day: date
    name: str
    scope: str = EVERYWHERE
    works: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class FixedCalendar:
    """Weekends and the holidays given, nothing else."""

    holidays: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def name_of(self, day: date) -> str | None:
        return self.holidays.get(day)


@dataclass(frozen=True, slots=True)
class GovernmentCalendar:
    """Thai government offices: the package's days, then the extra days of ``scopes``."""

    extra: Mapping[date, ExtraDay] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        extra = self.extra.get(day)
        if extra is not None:
            return extra.works
        return day.weekday() < 5 and day not in government_days(day.year)

    def name_of(self, day: date) -> str | None:
        extra = self.extra.get(day)
        if extra is not None:
            return None if extra.works else extra.name
        return government_days(day.year).get(day)


@cache
def government_days(year: int) -> Mapping[date, str]:
    """Holidays of government offices in ``year`` (Common Era) as the package has them."""
    listed = country_holidays("TH", years=year, categories=("public", "government"), language="th")
    days: dict[date, str] = {}
    for day, names in listed.items():
        kept = [n for n in names.split("; ") if not any(work in n for work in _OFFICES_WORK)]
        if kept:
            days[day] = kept[0]
    return days


def read_extra_days(path: Path) -> list[ExtraDay]:
    """The rows of a table ``date,name,scope,kind,source``; kind is holiday or working.

    Raises ``ValueError`` with a Thai sentence that names the row to be mended.
    """
    days = []
    with path.open(encoding="utf-8-sig", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), start=2):
            try:
                days.append(_extra_day(row))
            except (KeyError, AttributeError, ValueError) as error:
                raise ValueError(
                    f"ตารางวันหยุด {path.name} แถวที่ {number} อ่านไม่ได้ กรุณาแก้ให้มี "
                    "date (ปปปป-ดด-วว ค.ศ.), name, scope, kind (holiday หรือ working), source"
                ) from error
    return days


def _extra_day(row: Mapping[str, str]) -> ExtraDay:
    kind = row["kind"].strip()
    if kind not in ("holiday", "working"):
        raise ValueError(kind)
    return ExtraDay(
        day=date.fromisoformat(row["date"].strip()),
        name=row["name"].strip(),
        scope=row["scope"].strip() or EVERYWHERE,
        works=kind == "working",
        source=row["source"].strip(),
    )


def thai_government(
    extra: Iterable[ExtraDay] = (), *, province: str | None = None
) -> GovernmentCalendar:
    """The calendar of Thai government offices, of one province where it is named.

    ``extra`` wins over ``data/holidays.csv``, which wins over the package.
    """
    scopes = {EVERYWHERE, province}
    rows = [*_shipped_days(), *extra]
    return GovernmentCalendar({row.day: row for row in rows if row.scope in scopes})


@cache
def _shipped_days() -> tuple[ExtraDay, ...]:
    return tuple(read_extra_days(EXTRA_DAYS))


def previous_working_day(calendar: Calendar, day: date) -> date:
    """The last working day before ``day``; ``day`` itself is not considered."""
    for _ in range(_LONGEST_BREAK):
        day -= timedelta(days=1)
        if calendar.is_working_day(day):
            return day
    return day


def next_working_day(calendar: Calendar, day: date) -> date:
    """The first working day after ``day``; ``day`` itself is not considered."""
    for _ in range(_LONGEST_BREAK):
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            return day
    return day


def add_working_days(calendar: Calendar, start: date, count: int) -> tuple[date, list[date]]:
    """The ``count``-th working day after ``start``, and the holidays (no weekends) skipped."""
    day, skipped = start, []
    while count > 0:
        after = day + timedelta(days=1)
        day = next_working_day(calendar, day)
        while after < day:
            if after.weekday() < 5 or calendar.name_of(after):
                skipped.append(after)
            after += timedelta(days=1)
        count -= 1
    return day, skipped
