"""Points in time that a phrase can name, each of which resolves to a day.

A point knows where it stands in the plain text; what it means may depend on the
letter's date, on its receipt and on the calendar, which come as a ``Context``.
"""

from __future__ import annotations

import calendar as months_of
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingest.calendar import Calendar, next_working_day
from ingest.deadlines.wording import ANNOUNCED, NO_LETTER_DATE, NO_RECEIPT, short_day
from ingest.thai.months import FULL, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Context:
    """``received`` is Bangkok time without zone; ``event`` the only event the text names."""

    dated: date | None
    received: datetime | None
    calendar: Calendar
    event: date | None = None


@dataclass(frozen=True, slots=True)
class When:
    """What a point means: ``first`` to ``day``, both the same for a single day.

    ``moment`` is set where the clock counts; ``why`` says in Thai how the day
    was found, ``fuzzy`` that the phrase leaves room.
    """

    day: date | None
    rule: str
    why: str = ""
    first: date | None = None
    moment: datetime | None = None
    doubts: tuple[str, ...] = ()
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    start: int
    end: int

    def resolve(self, context: Context) -> When:
        raise NotImplementedError

    @property
    def has_year(self) -> bool:
        """Whether the point stands for one day whatever the letter's date."""
        return False


@dataclass(frozen=True, slots=True)
class DatePoint(Point):
    """A day and a month, with a year or without.

    ``whose_year``: printed, shared (with a later date), this (ศกนี้), next or open.
    ``doubt`` is what the reading of the date left open.
    """

    day: int | None
    month: int | None
    year: int | None
    whose_year: str = "open"
    weekday: int | None = None
    doubt: str | None = None

    @property
    def has_year(self) -> bool:
        return self.whose_year in ("printed", "shared")

    def resolve(self, context: Context) -> When:
        doubts: tuple[str, ...] = (self.doubt,) if self.doubt else ()
        if self.day is None or self.month is None or (self.has_year and self.year is None):
            return When(None, "date", "วันที่อ่านได้ไม่ครบ", doubts=doubts)
        year = self.year
        if year is None:
            if context.dated is None:
                return When(None, "date-without-year", doubts=(*doubts, NO_LETTER_DATE))
            year = self._open_year(context.dated)
        value = day_of(year, self.month, self.day)
        rule = "date" if self.has_year else f"date-year-{self.whose_year}"
        if value is None:
            shown = f"{self.day} {FULL[self.month - 1] if 0 < self.month < 13 else self.month}"
            doubts = doubts or (f"ไม่มีวันที่ {shown} ในปฏิทิน",)
            return When(None, f"{rule}:impossible", "วันที่เป็นไปไม่ได้", doubts=doubts)
        if self.year is None and self.weekday not in (None, value.weekday()):
            printed = WEEKDAYS[self.weekday or 0]
            doubts += (f"พิมพ์ว่าวัน{printed} แต่วันที่นี้ตรงกับวัน{WEEKDAYS[value.weekday()]}",)
        return When(value, rule, self._why(), value, doubts=doubts)

    def _open_year(self, dated: date) -> int:
        if self.whose_year == "next":
            return dated.year + 1
        if self.whose_year == "this" or self.month is None or self.day is None:
            return dated.year
        value = day_of(dated.year, self.month, self.day)
        return dated.year + 1 if value is not None and value < dated else dated.year

    def _why(self) -> str:
        return {
            "open": "ไม่ได้ระบุปี ถือตามปีของหนังสือ หากผ่านไปแล้วเป็นปีถัดไป",
            "this": "ปีเดียวกับวันที่ในหนังสือ",
            "next": "ปีถัดจากวันที่ในหนังสือ",
            "shared": "ใช้ปีร่วมกับวันที่ที่พิมพ์ต่อกัน",
        }.get(self.whose_year, "วันที่ระบุไว้ในหนังสือ")


@dataclass(frozen=True, slots=True)
class DayPoint(Point):
    """A day of a month that is not named with it.

    ``scope``: this (เดือนนี้), next (เดือนหน้า), following (ของเดือนถัดไป), every
    (ของเดือน, ของทุกเดือน) or open; in a list the month and year come from the
    date that follows it.
    """

    day: int
    scope: str = "open"
    weekday: int | None = None

    def resolve(self, context: Context) -> When:
        if context.dated is None:
            return When(None, "day-of-month", doubts=(NO_LETTER_DATE,))
        dated = context.dated
        ahead = 1 if self.scope in ("next", "following") else 0
        value = day_of(*shifted(dated.year, dated.month, ahead), self.day)
        doubts: tuple[str, ...] = ()
        if self.scope == "open":
            doubts = ("ระบุแต่วันที่ ไม่ระบุเดือน ถือเป็นเดือนของหนังสือหรือเดือนถัดไป โปรดตรวจ",)
            if value is not None and value < dated:
                value = day_of(*shifted(dated.year, dated.month, 1), self.day)
        elif self.scope == "this":
            doubts = ("เดือนนี้ ถือเป็นเดือนของวันที่ในหนังสือ โปรดตรวจ",)
        if value is not None and self.weekday not in (None, value.weekday()):
            printed, right = WEEKDAYS[self.weekday or 0], WEEKDAYS[value.weekday()]
            doubts += (f"พิมพ์ว่าวัน{printed} แต่วันที่นี้ตรงกับวัน{right}",)
        if value is None:
            return When(None, "day-of-month:impossible", doubts=(f"เดือนนั้นไม่มีวันที่ {self.day}",))
        return When(
            value, f"day-of-month:{self.scope}", "นับเดือนจากวันที่ในหนังสือ", value, doubts=doubts
        )


@dataclass(frozen=True, slots=True)
class WeekdayPoint(Point):
    """A day of the week. ``scope``: this (วันศุกร์นี้), coming (ที่จะถึง), next (หน้า) or open."""

    weekday: int
    scope: str = "open"

    def resolve(self, context: Context) -> When:
        if context.dated is None:
            return When(None, "weekday", doubts=(NO_LETTER_DATE,))
        dated = context.dated
        soon = dated + timedelta(days=(self.weekday - dated.weekday()) % 7)
        if self.scope == "next":
            value = dated + timedelta(days=7 - dated.weekday() + self.weekday)
            unsure = (f"อาจหมายถึงวันที่ {short_day(soon)} โปรดยืนยัน",) if dated < soon < value else ()
            why = "วันนั้นของสัปดาห์ถัดจากวันที่ในหนังสือ"
            return When(value, "weekday:next", why, value, doubts=unsure)
        if self.scope in ("open", "coming") and soon == dated:
            soon += timedelta(days=7)
        told = ("ระบุแต่ชื่อวัน ถือเป็นวันแรกที่ถึง โปรดยืนยัน",) if self.scope == "open" else ()
        why = "วันนั้นที่ถึงก่อนนับจากวันที่ในหนังสือ"
        return When(soon, f"weekday:{self.scope}", why, soon, doubts=told)


#: Days after the letter's date for วันนี้, พรุ่งนี้, มะรืนนี้.
_AHEAD = {"today": 0, "tomorrow": 1, "overmorrow": 2, "day-after-announcement": 1}


@dataclass(frozen=True, slots=True)
class RelativePoint(Point):
    """``name``: today, tomorrow, overmorrow, now, next-working-day, receipt,
    announcement, day-after-announcement or gazette."""

    name: str

    def resolve(self, context: Context) -> When:
        if self.name == "receipt":
            if context.received is None:
                return When(None, "receipt", doubts=(NO_RECEIPT,))
            day = context.received.date()
            return When(day, "receipt", "วันที่ได้รับหนังสือ", day)
        if self.name == "gazette":
            return When(None, self.name, doubts=("ไม่ทราบวันที่ประกาศในราชกิจจานุเบกษา จึงคำนวณไม่ได้",))
        if context.dated is None:
            return When(None, self.name, doubts=(NO_LETTER_DATE,))
        if self.name == "next-working-day":
            day = next_working_day(context.calendar, context.dated)
            doubt = "ไม่ระบุว่าถัดจากวันใด ถือเป็นวันทำการถัดจากวันที่ในหนังสือ"
            return When(day, self.name, "วันทำการถัดไป", day, doubts=(doubt,))
        day = context.dated + timedelta(days=_AHEAD.get(self.name, 0))
        why = "วันนี้หมายถึงวันที่ในหนังสือ" if self.name == "today" else "นับจากวันที่ในหนังสือ"
        told = (ANNOUNCED,) if "announcement" in self.name else ()
        if self.name == "same-day":
            told = ("ระบุแต่เวลา ถือเป็นวันเดียวกับวันที่ในหนังสือ โปรดยืนยัน",)
        return When(day, self.name, why, day, doubts=told)


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_day(year: int, month: int) -> date:
    return date(year, month, months_of.monthrange(year, month)[1])


def shifted(year: int, month: int, months: int) -> tuple[int, int]:
    """The month ``months`` after (year, month)."""
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1
