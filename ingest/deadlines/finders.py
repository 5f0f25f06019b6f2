"""Finds the points of a plain text that are single days: dates, days of a month or week, วันนี้."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.deadlines.points import DatePoint, DayPoint, Point, RelativePoint, WeekdayPoint
from ingest.thai import months
from ingest.thai.dates import FoundDate, find_dates, read_year
from ingest.thai.digits import NUMBER_WORDS, number_words

#: ``วันที่`` with marks lost or doubled, as bad layers and pictures have it.
DAY_WORD = r"ว[ัิ้]{0,2}น\s?ท[ีิ]?[่้]?"
_WEEKDAY_LEAD = (
    rf"(?:(?:ว[ัิ]?น\s?)?{months.WEEKDAY_PATTERN}\s?(?:ที่?\s?)?|(?<![ก-๎.])(?:จ|อ|พ|พฤ|ศ|ส|อา)\.\s?)"
)
_LEAD = re.compile(rf"(?:{_WEEKDAY_LEAD}|{DAY_WORD}\s?)(?:{_WEEKDAY_LEAD})?(?:{DAY_WORD}\s?)?$")
_YEAR_AFTER = re.compile(
    r"\s?(?:,\s?)?(?:(?P<this>ศก\s?นี้|ศกนี้|(?:ของ)?ปีนี้|นี้(?![ก-๎]))|(?P<next>(?:ของ)?ปี(?:หน้า|ถัดไป)))"
)
_WEEKDAY_AFTER = re.compile(rf"\s?\((?:ตรงกับ)?\s?(?:วัน)?{months.WEEKDAY_PATTERN}\)")
_MORE_MONTHS = re.compile(
    rf"\s?(?:,|และ|กับ)?\s?(?:เดือน)?(?P<month>{months.FULL_PATTERN}|{months.SHORT_PATTERN})"
    r"(?:\s?(?:พ\.?ศ\.?\s?)?(?P<year>\d{4}))?"
)
_BLANK_DAY = re.compile(rf"{DAY_WORD}[\s._…]{{1,40}}$")
_SCOPE = (
    r"(?:(?P<this>\s?(?:ของ)?\s?เดือน(?:นี้|เดียวกัน)|\s?(?:ศกนี้|นี้(?![ก-๎])))"
    r"|(?P<following>\s?(?:ของ|ใน)?\s?เดือน(?:ถัดไป|ต่อไป|ถัดจาก[^\s]{0,20}))"
    r"|(?P<next>\s?(?:ของ|ใน)?\s?เดือนหน้า)"
    r"|(?P<quarter>\s?(?:ของ|ใน)?\s?เดือนแรก\s?(?:ของ|ใน)(?:แต่ละ|ทุก)?\s?ไตรมาส(?:ถัดไป)?)"
    r"|(?P<every>\s?(?:ของ|ใน)\s?(?:ทุก\s?ๆ?\s?เดือน|แต่ละเดือน|เดือน(?![ก-๎]))|\s?ทุก\s?ๆ?\s?เดือน))"
)
_DAY = re.compile(
    rf"(?:{DAY_WORD}|วัน\s?(?P<weekday>{months.WEEKDAY_PATTERN})\s?ที่)\s?(?P<day>\d{{1,2}}|{NUMBER_WORDS})(?![\d/:]|[.,]\d|\s?-\s?\d{{1,2}}\s?-)"
    rf"(?:\s?\([ก-๎\d]+\))?(?:{_SCOPE}|(?P<more>(?:\s?(?:,|-|ถึง|และ|กับ|หรือ)\s?(?:{DAY_WORD}\s?)?\d{{1,2}})+)"
    rf"(?={_SCOPE.replace('?P<', '?P<more_')}))?"
)
_LISTED_DAYS = re.compile(
    r"(?:(?<![\d.:/])(?P<first>\d{1,2})\s?(?:,|-|และ(?:วันที่)?|ถึง(?:วันที่)?|กับ|หรือ)\s?)$"
)
_WEEKDAY = re.compile(
    rf"(?:วัน)(?P<weekday>{months.WEEKDAY_PATTERN})"
    r"(?P<scope>\s?(?:นี้|ที่จะถึง(?:นี้)?|หน้า|ของสัปดาห์(?:นี้|หน้า|ถัดไป)|สัปดาห์(?:นี้|หน้า|ถัดไป)|ถัดไป))?"
    r"(?!\s?(?:ที่|แรก|สุดท้าย|-\s?วัน|-\s?(?:พุธ|ศุกร์)|ถึงวัน|และวัน(?:พฤหัส|ศุกร์|อาทิตย์)|,|ของเดือน))"
)
_RELATIVE = (
    ("receipt", re.compile(r"(?:วัน(?:ที่)?\s?(?:ได้)?รับ(?:หนังสือ|แจ้ง|ทราบ)(?!ผล)(?:ฉบับนี้|นี้)?)")),
    ("overmorrow", re.compile(r"มะรืน(?:นี้)?")),
    ("tomorrow", re.compile(r"(?:วัน)?พรุ่งนี้|วันรุ่งขึ้น")),
    ("next-working-day", re.compile(r"วันทำการ(?:ถัดไป|รุ่งขึ้น)|วันถัดไป")),
    ("gazette", re.compile(r"(?:วันถัดจาก)?วัน(?:ที่)?ประกาศในราชกิจจานุเบกษา")),
    ("day-after-announcement", re.compile(r"วันถัดจากวัน(?:ที่)?(?:มี|ออก)?(?:ประกาศ|คำสั่ง)(?!ใน)")),
    ("announcement", re.compile(r"วัน(?:ที่)?(?:มี|ออก)?(?:ประกาศ|คำสั่ง)(?=\s|$|เป็นต้น|นี้)")),
    ("today", re.compile(r"วันนี้|วันเดียวกัน(?:นี้)?")),
    ("now", re.compile(r"บัดนี้|วันที่ในหนังสือ(?:ฉบับ)?(?:นี้)?|วันที่ลงนาม(?:เป็นต้นไป)?")),
)  # fmt: skip


def find_days(text: str) -> list[Point]:
    """Dates first, then days of a month, of a week, and relative days; none overlap."""
    taken: list[Point] = []
    for found in find_dates(text):
        if found.has_day:
            taken += _dated(text, found)
        elif blank := _BLANK_DAY.search(text[max(0, found.start - 50) : found.start]):
            start, told = found.start - len(blank[0]), "ไม่ได้พิมพ์วันที่ไว้ มีแต่เดือนและปี"
            whose = ("printed", None, told)
            taken.append(DatePoint(start, found.end, None, found.month, found.year, *whose))
    _add(taken, [point for m in _DAY.finditer(text) for point in _days(m)])
    _add(taken, [_weekday(m) for m in _WEEKDAY.finditer(text)])
    for name, pattern in _RELATIVE:
        _add(taken, [RelativePoint(m.start(), m.end(), name) for m in pattern.finditer(text)])
    return sorted(_merged_today(taken, text), key=lambda p: p.start)


def _add(taken: list[Point], more: list[Point]) -> None:
    taken += [p for p in more if not any(p.start < t.end and t.start < p.end for t in taken)]


def _dated(text: str, found: FoundDate) -> list[Point]:
    """The date, and the days before it that share its month (``๑ - ๓๐ พ.ย. ๒๕๖๘``)."""
    end, whose = found.end, "printed" if found.has_year else "open"
    if not found.has_year and (m := _YEAR_AFTER.match(text, end)):
        end, whose = m.end(), "this" if m["this"] else "next"
    if m := _WEEKDAY_AFTER.match(text, end):
        end = m.end()
    date = DatePoint(
        _lead(text, found.start), end, found.day, found.month, found.year, whose,
        found.weekday, found.doubt,
    )  # fmt: skip
    days: list[Point] = [date]
    while not date.has_year and (m := _MORE_MONTHS.match(text, days[-1].end)):
        days.append(_in_month(date, m))
    if isinstance(days[-1], DatePoint) and days[-1].year is not None:
        days = [_of_year(day, days[-1]) for day in days]
    at = date.start
    while (m := _LISTED_DAYS.search(text, max(0, at - 20), at)) and 1 <= int(m["first"]) <= 31:
        first = int(m["first"])
        at = _lead(text, m.start("first"))
        days.insert(0, _sharing(replace(date, start=at, end=m.end("first"), weekday=None), first))
    return days


def _in_month(date: DatePoint, m: re.Match[str]) -> DatePoint:
    """The same day of a further month: ``วันที่ ๑๕ ของเดือนมกราคม เมษายน และกรกฎาคม``."""
    known = months.month_number(m["month"])
    year = read_year(m["year"])[0] if m["year"] else None
    return replace(
        date, start=m.start("month"), end=m.end(), month=known[0] if known else None, year=year,
        whose_year="printed" if year else date.whose_year, weekday=None,
    )  # fmt: skip


def _of_year(day: Point, last: DatePoint) -> Point:
    """``day`` in the year that is printed once, with the last month of the list."""
    if not isinstance(day, DatePoint) or day.has_year or last.year is None:
        return day
    later = (day.month or 0) > (last.month or 0)
    return replace(day, year=last.year - later, whose_year="shared")


def _sharing(date: DatePoint, day: int) -> DatePoint:
    """An earlier day of the same list: its month, or the month before where it is later in it."""
    if date.day is None or date.month is None or day <= date.day:
        return replace(date, day=day, doubt=None if date.day else date.doubt)
    month = 12 if date.month == 1 else date.month - 1
    year = date.year - 1 if date.year is not None and date.month == 1 else date.year
    return replace(date, day=day, month=month, year=year, doubt="เดือนของวันแรกไม่ได้พิมพ์ไว้ โปรดตรวจ")


def _lead(text: str, start: int) -> int:
    """Where the words วันที่, วันศุกร์ที่ before a date begin."""
    m = _LEAD.search(text, max(0, start - 40), start)
    return m.start() if m else start


def _days(m: re.Match[str]) -> list[Point]:
    """One day, or the days of ``วันที่ ๕ และ ๒๐ ของทุกเดือน``, which share what follows them."""
    names = ("this", "following", "next", "quarter", "every")
    if not m["more"]:
        scope = next((name for name in names if m[name]), "open")
        weekday = months.weekday_number(m["weekday"]) if m["weekday"] else None
        return [DayPoint(m.start(), m.end(), number_words(m["day"]) or 0, scope, weekday)]
    scope = next(name for name in names if m[f"more_{name}"])
    if re.search(r"-|ถึง", m["more"]):  # a span of days every month: its last day limits
        last = int(re.findall(r"\d{1,2}", m["more"])[-1])
        return [DayPoint(m.start(), m.end("more"), last, scope)]
    days: list[Point] = [DayPoint(m.start(), m.end("day"), number_words(m["day"]) or 0, scope)]
    for one in re.finditer(r"\d{1,2}", m["more"]):
        at = m.start("more")
        days.append(DayPoint(at + one.start(), at + one.end(), int(one[0]), scope))
    return days


def _weekday(m: re.Match[str]) -> Point:
    word = m["scope"] or ""
    scope = "open"
    if word:
        scope = "next" if "หน้า" in word or "ถัดไป" in word else "this"
        scope = "coming" if "จะถึง" in word else scope
    return WeekdayPoint(m.start(), m.end(), months.weekday_number(m["weekday"]) or 0, scope)


def _merged_today(points: list[Point], text: str) -> list[Point]:
    """``วันนี้ (๓ ตุลาคม ๒๕๖๘)`` is that date."""
    points.sort(key=lambda p: p.start)
    kept: list[Point] = []
    for point in points:
        before = kept[-1] if kept else None
        if (
            isinstance(before, RelativePoint) and before.name == "today"
            and isinstance(point, DatePoint)
            and re.fullmatch(r"\s?[(,]?\s?(?:คือ|ตรงกับ)?\s?", text[before.end : point.start])
        ):  # fmt: skip
            kept[-1] = replace(point, start=before.start)
        else:
            kept.append(point)
    return kept
