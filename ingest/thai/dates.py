"""Dates as Thai official letters print them, found with their place and their doubt.

Years are Buddhist (2568), shortened Buddhist (68) or Common (2025); days,
months and years may be in Thai or Arabic digits, in words, apart, misprinted
or missing. A date that cannot be true is found all the same: its ``value`` is
``None`` and ``doubt`` says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingest.thai import months
from ingest.thai.digits import NUMBER_WORDS, number_words, to_arabic

Era = Literal["BE", "CE"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date of a text. ``text[start:end] == raw``; ``year`` is Common Era.

    ``weekday`` (Monday 0) is the one printed with the date, right or wrong.
    ``value`` needs a day, a month and a year that are possible together.
    """

    start: int
    end: int
    raw: str
    value: date | None
    doubt: str | None
    has_year: bool
    has_day: bool
    era: Era | None
    weekday: int | None
    day: int | None
    month: int | None
    year: int | None
    confidence: float


_GAP = r"[^\S\n]*\n?[^\S\n]*"
#: What may follow digits that count things and are therefore no year.
_COUNTED = (
    r"(?!\s?(?:คน|แห่ง|ราย|ชุด|ฉบับ|บาท|เล่ม|แผ่น|ชั่วโมง|นาที|นาฬิกา|น\.|ครั้ง(?!ที่)|โครงการ|จังหวัด|อำเภอ|%|ร้อยละ"
    rf"|{months.FULL_PATTERN}|{months.SHORT_PATTERN}"
    r"|วัน(?!\s?(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์))|เดือน|ปี(?!การ|งบ)))"
)
_MONTH_WORD = r"(?:\s*(?:ของ)?\s*เดือน)?"
_YEAR = (
    rf"(?:,(?=\s*\d{{4}}|\s*[พค]))?\s*(?:ปี\s?)?(?P<era>พ\s?\.?\s?ศ\s?\.?|พุทธศักราช|ค\s?\.?\s?ศ\s?\.?)?\s*"
    rf"(?P<year>2\s?[456]\s?\d\s?\d(?!\d|[.,:/]\d)|(?:19|20)\d\d(?!\d|[.,:/]\d)"
    rf"|\d{{2,5}}(?!\d|[.,:/]\d|\s?/\s?\d){_COUNTED})"
)
_YEAR_WORDS = (
    r"\s*(?:ปี\s?)?(?:พ\.?\s?ศ\.?|พุทธศักราช)?\s*"
    rf"(?P<yearwords>สองพัน(?:สี่|ห้า|หก)ร้อย(?:{NUMBER_WORDS})?)"
)
_DAY = (
    rf"(?P<day>(?<!\d)\d{{1,2}}(?:\s\d(?=\s?[ก-ฮเ]))?|{NUMBER_WORDS})"
    r"(?:\s?\([ก-๎\d]+\))?(?:st|nd|rd|th)?"
)
_NAMED = "(?P<month>" + "|".join(
    (months.FULL_PATTERN, months.SHORT_PATTERN, months.ENGLISH_PATTERN, months.MISREAD_PATTERN)
) + ")"  # fmt: skip

_DAY_MONTH = re.compile(rf"{_DAY}{_GAP}{_MONTH_WORD}{_GAP}{_NAMED}(?:{_YEAR}|{_YEAR_WORDS})?", re.I)
_MISPRINTED = re.compile(
    rf"(?P<day>(?<!\d)\d{{1,2}}){_GAP}{_MONTH_WORD}{_GAP}(?P<month>[ก-๎]{{4,13}}){_YEAR}"
)
_DAMAGED_DAY = re.compile(
    rf"(?:(?<=วันที่)\s*|(?<![^\n\s|]))(?P<damage>[\dก-ฮOolISB|]{{1,2}})[^\S\n]+"
    rf"(?P<month>{months.FULL_PATTERN}){_YEAR}"
)
_MONTH_YEAR = re.compile(rf"(?P<month>{months.FULL_PATTERN}|{months.SHORT_PATTERN}){_YEAR}")
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})\s?(?P<sep>[./-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<year>\d{4}|\d{2})(?![\d/-]|[.,]\d)"
)
_ISO = re.compile(r"(?<![\d/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_DAY_SLASH_MONTH = re.compile(r"(?<=วันที่)\s*(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])")
_WEEKDAY_BEFORE = re.compile(
    rf"(?:วัน\s?(?P<weekday>{months.WEEKDAY_PATTERN})|(?<![ก-๎])(?P<bare>{months.WEEKDAY_PATTERN}))"
    r"(?:\s*(?:วัน)?\s*ที่?)?\s*$"
)
_WEEKDAY_AFTER = re.compile(rf"\s*\((?:ตรงกับ)?\s*(?:วัน\s?)?(?P<weekday>{months.WEEKDAY_PATTERN})\)")

#: Latin letters that a picture puts beside digits, and the digits they stand for.
_LOOKALIKE = str.maketrans("OolI|SB", "0011158")
#: Single letters before a month that are words, not damaged digits.
_NO_DAMAGE = {"ณ", "ปี", "ใน", "ลว", "ลง"}


def find_dates(text: str) -> list[FoundDate]:
    """All dates of ``text``, in order, none inside another."""
    flat = to_arabic(text).translate({0x200B: " ", 0xFEFF: " ", 0xA0: " "})
    taken: list[FoundDate] = []
    for pattern in (
        _DAY_MONTH, _MISPRINTED, _DAMAGED_DAY, _ISO, _NUMERIC, _DAY_SLASH_MONTH, _MONTH_YEAR,
    ):  # fmt: skip
        for match in pattern.finditer(flat):
            found = _found(match, text, flat)
            if found and not any(_overlap(found, other) for other in taken):
                taken.append(found)
    return sorted(taken, key=lambda d: d.start)


def _overlap(a: FoundDate, b: FoundDate) -> bool:
    return a.start < b.end and b.start < a.end


def _found(match: re.Match[str], text: str, flat: str) -> FoundDate | None:
    parts = match.groupdict()
    doubts: list[str] = []
    month = _month(parts["month"], doubts)
    if month is None or (not parts.get("year") and _heads_number(flat, match)):
        return None
    day = _day(parts, doubts)
    if day is not None and _is_ordinal(flat, match):
        return None
    if day == 0 or (parts.get("sep") and not _is_numeric_date(parts, day, month, flat, match)):
        return None
    year, era = _year(parts, doubts)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return _concluded(
        FoundDate(
            start=start, end=match.end(), raw=text[start : match.end()], value=None, doubt=None,
            has_year=bool(parts.get("year") or parts.get("yearwords")),
            has_day=bool(parts.get("day") or parts.get("damage")),
            era=era, weekday=_weekday(flat, start, match.end()),
            day=day, month=month, year=year, confidence=0.99,
        ),
        doubts,
    )  # fmt: skip


def _month(name: str | None, doubts: list[str]) -> int | None:
    if name is None:
        return None
    if name.isdigit():
        return int(name)
    known = months.month_number(name)
    if known is None:
        return None
    month, right = known
    if not right:
        doubts.append(f"ชื่อเดือนพิมพ์ไว้ว่า “{name.strip()}” เข้าใจว่าเป็น{months.FULL[month - 1]}")
    return month


def _day(parts: dict[str, str | None], doubts: list[str]) -> int | None:
    """The day of the month; ``None`` where it is damaged or missing, 0 where this is no date."""
    damage = parts.get("damage")
    if damage is not None:
        if damage in _NO_DAMAGE or damage.isdigit():
            return 0
        likely = damage.translate(_LOOKALIKE)
        if likely.isdigit() and re.search(r"\d", damage):
            doubts.append(f"วันที่เห็นเป็น “{damage}” เข้าใจว่าเป็น {likely}")
            return int(likely)
        doubts.append(f"วันที่อ่านไม่ออก (เห็นเป็น “{damage}”)")
        return None
    printed = parts.get("day")
    if printed is None:
        return None
    if re.search(r"\d\s\d", printed):
        doubts.append(f"ตัวเลขวันที่พิมพ์ห่างกัน (“{printed}”)")
        return int(re.sub(r"\s", "", printed))
    return number_words(printed) or 0


def _year(parts: dict[str, str | None], doubts: list[str]) -> tuple[int | None, Era | None]:
    """The year (Common Era) and the era it is printed in."""
    words = number_words(parts.get("yearwords") or "")
    if words is not None:
        return (words - 543, "BE") if words > 2400 else (None, None)
    printed = parts.get("year")
    if printed is None:
        return None, None
    common = (parts.get("era") or "").startswith("ค")
    year, era, doubt = read_year(
        re.sub(r"\s", "", printed), common=common, numeric=parts.get("sep") is not None
    )
    if doubt:
        doubts.append(doubt)
    if " " in printed:
        doubts.append(f"ตัวเลขปีพิมพ์ห่างกัน (“{printed}”)")
    return year, era


def read_year(
    digits: str, *, common: bool = False, numeric: bool = False
) -> tuple[int | None, Era | None, str | None]:
    """(year of the Common Era, era, doubt) for the digits of a printed year."""
    number, shown = int(digits), f"ปีพิมพ์ไว้ว่า “{digits}”"
    if len(digits) == 4:
        if 2400 <= number <= 2700 and not common:
            return number - 543, "BE", None
        if 1860 <= number <= 2157:
            return number, "CE", None
        return None, None, f"{shown} ซึ่งเป็นไปไม่ได้"
    if len(digits) == 2:
        if common or (numeric and number < 41):
            doubt = None if common else f"{shown} เข้าใจว่าเป็น ค.ศ. 20{digits}"
            return 2000 + number, "CE", doubt
        return 2500 + number - 543, "BE", None
    if len(digits) == 3 and not digits.startswith("25") and 400 <= number <= 700:
        return 2000 + number - 543, "BE", f"{shown} เข้าใจว่าเป็น พ.ศ. 2{digits}"
    return None, None, f"{shown} อ่านปีไม่ได้แน่ชัด"


def _is_numeric_date(
    parts: dict[str, str | None], day: int | None, month: int, flat: str, match: re.Match[str]
) -> bool:
    """Whether d.m.y is a date and no section number, telephone or letter number."""
    said = bool(re.search(r"(?:วัน\s?ที่|ภายใน|ลว\.?|ก่อน|ถึง|ไม่เกิน)\s*$", flat[: match.start()]))
    if said:
        return True
    if not day or day > 31 or not 1 <= month <= 12:
        return False
    return len(parts["year"] or "") == 4 or int(parts["year"] or 0) >= 41


def _heads_number(flat: str, match: re.Match[str]) -> bool:
    """``๓ กค ๐๔๐๖.๖``: letters of an agency before its code, not July."""
    return bool(re.search(r"[\s\d][ก-ฮ]{2}$", match[0]) and re.match(r"\s*\d", flat[match.end() :]))


_ORDINAL = re.compile(r"(?:สัปดาห์|ครั้ง|งวด|รุ่น|สมัย|ไตรมาส|ภาคเรียน|ฉบับ|วาระ|ข้อ)\s?ที่\s?$")


def _is_ordinal(flat: str, match: re.Match[str]) -> bool:
    """``สัปดาห์ที่ ๒ ของเดือน…``, ``วันอังคารที่ ๒ ของเดือน…``: a place in a row, no day."""
    before = flat[max(0, match.start() - 30) : match.start()]
    if _ORDINAL.search(before):
        return True
    return bool(re.search(r"ของ\s*เดือน", match[0]) and _WEEKDAY_BEFORE.search(before))


def _weekday(flat: str, start: int, end: int) -> int | None:
    if m := _WEEKDAY_BEFORE.search(flat[max(0, start - 30) : start]):
        return months.weekday_number(m["weekday"] or m["bare"])
    if m := _WEEKDAY_AFTER.match(flat, end):
        return months.weekday_number(m["weekday"])
    return None


def _concluded(found: FoundDate, doubts: list[str]) -> FoundDate:
    """The same date with its value, its doubts and how far it can be trusted."""
    value: date | None = None
    if found.day is not None and found.month is not None:
        try:
            # a leap year stands in where no year is printed: 29 February may exist
            whole = date(found.year if found.year is not None else 2024, found.month, found.day)
            value = whole if found.year is not None else None
        except ValueError:
            doubts.append("ไม่มีวันนี้ในปฏิทิน")
    if value is not None and found.weekday not in (None, value.weekday()):
        printed, right = months.WEEKDAYS[found.weekday or 0], months.WEEKDAYS[value.weekday()]
        doubts.append(f"พิมพ์ว่าวัน{printed} แต่วันที่นี้ตรงกับวัน{right}")
    confidence = 0.99
    if doubts:
        confidence = 0.6 if value else 0.3
    elif re.search(r"(?<!\d)\d{2}$", to_arabic(found.raw)):
        confidence = 0.95  # a year of two digits
    return replace(found, value=value, doubt=" · ".join(doubts) or None, confidence=confidence)
