"""Months, quarters, halves, years: points that mean the end (or a part) of a period.

The government's fiscal year runs from 1 October to 30 September and carries the
number of the year it ends in (budget procedure act of 2561, section 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.calendar import Calendar, next_working_day, previous_working_day
from ingest.deadlines.points import Context, Point, When, day_of, last_day, shifted
from ingest.deadlines.wording import NO_LETTER_DATE, short_day
from ingest.thai import months
from ingest.thai.dates import read_year
from ingest.thai.digits import NUMBER_WORDS, number_words

_ORDINAL = {"แรก": 1, "สุดท้าย": -1}
_NTH = rf"(?:แรก|สุดท้าย|ที่\s?(?:\d|{NUMBER_WORDS}))"
_YEAR = (
    r"(?:\s?(?:ของ)?\s?(?:ปี\s?)?(?:พ\.?\s?ศ\.?\s?)?(?P<{0}>\d{{4}}|\d{{2}})"
    r"(?![\d.:/]|\s?(?:คน|วัน|ราย|แห่ง|%)))"
)
_REL = r"(?:นี้|หน้า|ถัดไป|ต่อไป)"

_EDGE = (
    r"(?P<edge>วันสิ้น|สิ้นสุด|สิ้น|ต้น|กลาง|ปลาย"
    r"|วันสุดท้าย|วันแรก|วันทำการสุดท้าย|วันทำการแรก|วันทำการที่\s?\d{1,2}|\d{1,2}\s?วันทำการแรก"
    rf"|วัน\s?(?P<weekday>{months.WEEKDAY_PATTERN})\s?(?P<nth>{_NTH})"
    rf"|สัปดาห์\s?(?P<week>{_NTH})|ครึ่งแรก|ครึ่งหลัง|เดือนแรก|เดือนสุดท้าย|เดือนที่สอง)\s?(?:ของ)?\s?(?:ทุก\s?ๆ?\s?|แต่ละ)?(?:วัน)?\s?"
)
_UNIT = (
    rf"(?:(?:เดือน\s?)?(?P<month>{months.FULL_PATTERN}|{months.SHORT_PATTERN})"
    + _YEAR.format("myear")
    + rf"?(?P<mwhen>\s?(?:ศกนี้|ปีนี้|นี้|ปีหน้า))?"
    rf"|เดือน\s?(?P<mrel>{_REL}|เดียวกัน)?"
    rf"|ไตรมาส\s?(?P<quarter>{_NTH}|นี้|หน้า|ถัดไป|\d)?"
    r"(?P<qof>\s?(?:ของ|แห่ง)?\s?(?:ปีงบประมาณ|ปี))?" + _YEAR.format("qyear") + r"?(?:\s?(?P<qrel>นี้))?"
    r"|(?:ครึ่งปี|รอบ\s?6\s?เดือน|รอบหกเดือน)\s?(?P<half>แรก|หลัง)?(?P<hof>\s?(?:ของ)?\s?(?:ปีงบประมาณ|ปี))?"
    + _YEAR.format("hyear")
    + r"?"
    r"|รอบ\s?(?P<round>9|12)\s?เดือน(?:\s?(?:ของ)?\s?(?:ปีงบประมาณ|ปี))?"
    + _YEAR.format("ryear")
    + r"?"
    rf"|(?P<fiscal>ปีงบประมาณ)(?P<frel>\s?{_REL})?" + _YEAR.format("fyear") + r"?"
    rf"|(?:ภาคเรียนที่\s?(?P<term>[12])\s?(?:ของ)?\s?)?(?P<school>ปีการศึกษา)(?P<srel>\s?{_REL})?"
    + _YEAR.format("syear")
    + r"?"
    rf"|สัปดาห์(?P<wrel>{_REL})"
    rf"|ปี(?:ปฏิทิน)?(?!งบ|การ)(?P<yrel>\s?{_REL})?" + _YEAR.format("year") + r"?)"
)
#: Words that make a period a limit, part of a span or of a list.
_AFTER = (
    "ใน",
    "ใน ",
    "เกิน",
    "ก่อน",
    "ถึง",
    "แต่",
    "ช้า",
    "ทัน",
    "ช่วง",
    "ระหว่าง",
    "และ",
    ", ",
    "- ",
    "-",
)
_PERIOD = re.compile(rf"(?:{_EDGE}|" + "|".join(rf"(?<={word})" for word in _AFTER) + rf"){_UNIT}")


@dataclass(frozen=True, slots=True)
class PeriodPoint(Point):
    """``unit`` month, quarter, half, fiscal, school, year or week; ``number`` which of them.

    ``edge`` is end, begin, middle, late, first-working, last-working, whole or a
    part such as ``week:1`` (first week) or ``nth:4:-1`` (last Friday);
    ``year`` is the year's number in the Common Era (of a fiscal year: the one
    it ends in). ``relative`` counts units from the letter's date.
    """

    unit: str
    edge: str
    number: int | None = None
    year: int | None = None
    relative: int | None = None
    doubt: str | None = None
    bare: bool = False

    @property
    def has_year(self) -> bool:
        return self.year is not None

    @property
    def is_repeating(self) -> bool:
        """``วันสิ้นเดือน`` with nothing that tells which month."""
        return self.bare

    def resolve(self, context: Context) -> When:
        span = self._span(context.dated)
        if span is None:
            return When(None, f"{self.unit}-{self.edge}", doubts=(NO_LETTER_DATE,))
        told = "ไม่ได้ระบุว่าเป็นงวดใด ถือตามวันที่ในหนังสือ โปรดยืนยัน" if self.bare else None
        return pick(self.unit, self.edge, span, context.calendar, self.doubt or told)

    def _span(self, dated: date | None) -> tuple[date, date] | None:
        if self.year is None and dated is None:
            return None
        day = dated or date(self.year or 1, 1, 1)
        if self.year is not None or self.relative is not None:
            return span_of(self.unit, self.number, self.year, self.relative or 0, day)
        span = span_of(self.unit, self.number, None, 0, day)
        if self.number is not None and span[1] < day:  # passed: the same period a year later
            later = day_of(day.year + 1, day.month, min(day.day, 28)) or day
            return span_of(self.unit, self.number, None, 0, later)
        return span


def fiscal_year(day: date) -> int:
    """The fiscal year (Common Era number of the year it ends in) that holds ``day``."""
    return day.year + 1 if day.month >= 10 else day.year


def span_of(
    unit: str, number: int | None, year: int | None, ahead: int, day: date
) -> tuple[date, date]:
    """First and last day of a period; without ``year`` the one that ``day`` points to."""
    if unit == "month":
        at = (year or day.year, number or day.month)
        at = at if number is not None or year is not None else shifted(*at, ahead)
        return date(*at, 1), last_day(*at)
    if unit == "quarter":
        quarter = number or (day.month - 10) % 12 // 3 + 1
        return _months_of(
            year or fiscal_year(day), 3 * (quarter - 1) + 3 * (0 if number else ahead), 3
        )
    if unit == "half":
        half = number or ((day.month - 10) % 12 // 6 + 1)
        return _months_of(year or fiscal_year(day), 6 * (half - 1), 6)
    if unit == "round":
        return _months_of(year or fiscal_year(day), 0, number or 12)
    if unit == "fiscal":
        return _months_of((year or fiscal_year(day)) + (0 if year else ahead), 0, 12)
    if unit == "school":
        return _school(
            year or (day.year if (day.month, day.day) >= (5, 16) else day.year - 1) + ahead, number
        )
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * ahead)
        return monday, monday + timedelta(days=4)
    chosen = year or day.year + ahead
    return date(chosen, 1, 1), date(chosen, 12, 31)


def _months_of(fiscal: int, first: int, count: int) -> tuple[date, date]:
    begin = shifted(fiscal - 1, 10, first)
    return date(*begin, 1), last_day(*shifted(*begin, count - 1))


def _school(year: int, term: int | None) -> tuple[date, date]:
    """Terms of the ministry's regulation on the school year of 2549: 16 May, 1 November."""
    if term == 1:
        return date(year, 5, 16), date(year, 10, 10)
    if term == 2:
        return date(year, 11, 1), date(year + 1, 3, 31)
    return date(year, 5, 16), date(year + 1, 3, 31)


def pick(
    unit: str, edge: str, span: tuple[date, date], calendar: Calendar, doubt: str | None
) -> When:
    """The part of ``span`` that ``edge`` means."""
    first, last = span
    doubts: tuple[str, ...] = (doubt,) if doubt else ()
    rule = f"{unit}-{edge}"
    shown = f"ช่วง {short_day(first)} ถึง {short_day(last)}"
    if unit == "week" and edge in ("end", "whole"):
        doubts += ("ระบุเป็นสัปดาห์ ถือวันศุกร์ของสัปดาห์ โปรดยืนยัน",)
        return When(last, rule, shown, first, doubts=doubts, fuzzy=True)
    if edge in ("end", "whole"):
        return When(last, rule, f"วันสุดท้ายของ{shown}", first, doubts=doubts)
    if edge.startswith("month:"):
        ahead = int(edge.partition(":")[2]) - 1
        day = last_day(*shifted(first.year, first.month, ahead))
        return When(day, rule, f"เดือนที่ระบุใน{shown}", day, doubts=doubts)
    if edge == "begin-day":
        return When(first, rule, f"วันแรกของ{shown}", first, doubts=doubts)
    if edge == "last-working":
        day = last if calendar.is_working_day(last) else previous_working_day(calendar, last)
        return When(day, rule, f"วันทำการสุดท้ายของ{shown}", day, doubts=doubts)
    if edge.startswith("working:"):
        day = first - timedelta(days=1)
        for _ in range(int(edge.partition(":")[2])):
            day = next_working_day(calendar, day)
        return When(day, rule, f"นับวันทำการใน{shown}", day, doubts=doubts)
    if edge.startswith("nth:"):
        nth_day = nth_weekday(first, last, *map(int, edge.split(":")[1:]))
        return When(nth_day, rule, f"วันที่ตามลำดับใน{shown}", nth_day, doubts=doubts)
    day = _fuzzy_day(edge, first, last)
    doubts += (f"ถ้อยคำไม่ระบุวันแน่นอน เสนอวันที่ {short_day(day)} โปรดยืนยัน",)
    return When(day, rule, f"ประมาณจาก{shown}", day, doubts=doubts, fuzzy=True)


def nth_weekday(first: date, last: date, weekday: int, nth: int) -> date | None:
    if nth > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
        return day if day <= last else None
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _fuzzy_day(edge: str, first: date, last: date) -> date:
    length = (last - first).days + 1
    if edge.startswith("week:"):
        week = int(edge.partition(":")[2])
        return last if week < 0 else min(last, first + timedelta(days=7 * week - 1))
    if edge == "begin":  # the first third of a month, the first month of a year
        return first + timedelta(days=9 if length <= 31 else 30)
    if edge in ("middle", "half:1"):
        return first + timedelta(days=14 if length <= 31 else length // 2)
    return last


def find_periods(text: str) -> list[PeriodPoint]:
    """Every period of ``text`` that can limit something."""
    return [point for m in _PERIOD.finditer(text) if (point := _read(m)) is not None]


def _read(m: re.Match[str]) -> PeriodPoint | None:
    edge = _edge(m)
    unit = _unit(m)
    if unit is None or (edge == "whole" and unit[0] in ("month", "year") and not _is_named(unit)):
        return None
    name, number, year, relative, doubt = unit
    bare = number is None and year is None and relative is None
    return PeriodPoint(
        m.start(), m.end() - _tail(m[0]), name, edge, number, year, relative, doubt, bare
    )


def _tail(text: str) -> int:
    return len(text) - len(text.rstrip())


def _is_named(unit: tuple[str, int | None, int | None, int | None, str | None]) -> bool:
    return any(part is not None for part in unit[1:4])


def _edge(m: re.Match[str]) -> str:
    edge = m["edge"]
    if edge is None:
        return "whole"
    if m["weekday"]:
        return f"nth:{months.weekday_number(m['weekday'])}:{_nth(m['nth'])}"
    if m["week"]:
        return f"week:{_nth(m['week'])}"
    if number := re.search(r"\d+", edge):
        return f"working:{number[0]}"
    return {
        "ต้น": "begin", "กลาง": "middle", "ปลาย": "late", "วันแรก": "begin-day",
        "วันทำการสุดท้าย": "last-working", "วันทำการแรก": "working:1", "ครึ่งแรก": "half:1",
        "เดือนแรก": "month:1", "เดือนที่สอง": "month:2", "เดือนสุดท้าย": "end",
    }.get(edge, "end")  # fmt: skip


def _nth(text: str) -> int:
    return _ORDINAL.get(text) or number_words(text.removeprefix("ที่").strip()) or 1


def _ahead(word: str | None) -> int | None:
    if not word or not word.strip():
        return None
    return 1 if word.strip() in ("หน้า", "ถัดไป", "ต่อไป", "ปีหน้า") else 0


def _year_in(digits: str | None) -> int | None:
    return read_year(digits)[0] if digits else None


def _unit(m: re.Match[str]) -> tuple[str, int | None, int | None, int | None, str | None] | None:
    if m["month"]:
        known = months.month_number(m["month"])
        return ("month", known[0] if known else None, _year_in(m["myear"]), None, None)
    if m["quarter"] or "ไตรมาส" in m[0]:
        word = m["quarter"] or ""
        number = None if word in ("", "นี้", "หน้า", "ถัดไป") else _nth(word)
        number = 4 if number == -1 else number
        year = _year_in(m["qyear"])
        unsure = year is not None and "งบ" not in (m["qof"] or "")
        doubt = "ไม่ได้ระบุว่าเป็นปีงบประมาณหรือปีปฏิทิน ถือเป็นไตรมาสของปีงบประมาณ" if unsure else None
        return ("quarter", number, year, _ahead(word) if number is None else None, doubt)
    if re.search(r"ครึ่งปี|รอบ\s?(?:6|หก)", m[0]):
        return ("half", {"แรก": 1, "หลัง": 2}.get(m["half"] or ""), _year_in(m["hyear"]), None, None)
    if m["round"]:
        return ("round", int(m["round"]), _year_in(m["ryear"]), None, None)
    if m["fiscal"]:
        return ("fiscal", None, _year_in(m["fyear"]), _ahead(m["frel"]), None)
    if m["school"]:
        doubt = "วันเปิดปิดภาคเรียนเป็นไปตามประกาศของสถานศึกษา โปรดตรวจ"
        term = int(m["term"]) if m["term"] else None
        return ("school", term, _year_in(m["syear"]), _ahead(m["srel"]), doubt)
    if m["wrel"]:
        return ("week", None, None, _ahead(m["wrel"]), None)
    if "เดือน" in m[0] and "รอบ" not in m[0]:
        return ("month", None, None, _ahead(m["mrel"]), None)
    return ("year", None, _year_in(m["year"]), _ahead(m["yrel"]), None)
