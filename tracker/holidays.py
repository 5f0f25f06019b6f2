"""The office's calendar: government holidays with the office's own table on top.

The table is data that an administrator edits (days the cabinet adds, days off
in one province, days on which the office works after all); each row says where
it comes from and wins over what the program brings along.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ingest.calendar import (
    EVERYWHERE,
    Calendar,
    ExtraDay,
    GovernmentCalendar,
    government_days,
    read_extra_days,
    thai_government,
)

__all__ = [
    "EVERYWHERE", "Calendar", "ExtraDay", "GovernmentCalendar", "days_of", "government",
    "missing_years", "read_extra_days",
]  # fmt: skip

#: Names that every complete year of Thai government holidays holds; the first
#: three follow the moon and are the first to be missing.
_EXPECTED = (
    "วันมาฆบูชา", "วันวิสาขบูชา", "วันอาสาฬหบูชา", "วันขึ้นปีใหม่", "วันสงกรานต์", "วันปิยมหาราช", "วันรัฐธรรมนูญ",
)  # fmt: skip


def government(
    extra: Iterable[ExtraDay] = (), *, province: str | None = None
) -> GovernmentCalendar:
    """The calendar that an office of ``province`` counts on; ``extra`` is its own table."""
    return thai_government(extra, province=province)


def days_of(
    year: int, extra: Iterable[ExtraDay] = (), *, province: str | None = None
) -> list[tuple[date, str]]:
    """The holidays of a year (Common Era) in order, as the pages list them."""
    calendar = government(extra, province=province)
    days = set(government_days(year)) | {day for day in calendar.extra if day.year == year}
    named = ((day, calendar.name_of(day)) for day in sorted(days))
    return [(day, name) for day, name in named if name is not None]


def missing_years(years: Iterable[int]) -> list[int]:
    """The years whose holidays are not known in full; reminders say so instead of guessing."""
    return [
        year for year in years
        if not all(any(name in had for had in government_days(year).values()) for name in _EXPECTED)
    ]  # fmt: skip
