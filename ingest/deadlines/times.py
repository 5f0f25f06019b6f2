"""Times of day as letters print them: ๑๖.๓๐ น., 16:30, ๑๖ นาฬิกา ๓๐ นาที, เที่ยงคืน, ในเวลาราชการ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from ingest.thai.digits import NUMBER_WORDS, number_words

#: Office hours (regulation on working hours of 2502): 08.30 to 16.30.
OPENING, CLOSING = time(8, 30), time(16, 30)

_CLOCK = (
    rf"(?:\d{{1,2}}[.:]\d{{2}}(?:[.:]\d{{2}})?(?![\d/])|(?:\d{{1,2}}|{NUMBER_WORDS})(?=\s?(?:น\.|นาฬิกา)))"
    r"(?:\s?(?:น\.?(?![ก-๎])|นาฬิกา(?:\s?\d{1,2}\s?นาที)?))?"
)
_NAMED = r"เที่ยงคืน|เที่ยงวัน|เที่ยงตรง|เที่ยง"
_OFFICE = r"(?:ใน|ภายใน)?(?:วัน(?:และ)?)?\s?เวลา(?:ทำการ|ราชการ)|เวลาเลิกงาน|สิ้นเวลาราชการ"
_ONE = rf"(?:{_CLOCK}|{_NAMED})"
_TO = r"\s?(?:-|ถึง(?:เวลา)?|จนถึง(?:เวลา)?)\s?"

#: A time with the words that lead to it, for use inside other expressions; no groups.
TIME = (
    rf"(?:(?:ตั้งแต่|ระหว่าง|ใน|ก่อน|ภายใน|ไม่เกิน|ไม่ช้ากว่า|จนถึง|ถึง|สิ้นสุด)?\s?(?:ช่วง)?เวลา\s?(?:ประมาณ\s?)?{_ONE}(?:{_TO}{_ONE})?"
    rf"|(?:ก่อน|ภายใน|ไม่เกิน|จนถึง)\s?(?:{_NAMED})"
    rf"|\d{{1,2}}[.:]\d{{2}}\s?(?:น\.?(?![ก-๎])|นาฬิกา)(?:{_TO}{_ONE})?|\d{{1,2}}:\d{{2}}(?!\d)"
    rf"|{_OFFICE})(?:\s?เป็นต้นไป)?"
)
_TIME = re.compile(TIME)
_EACH = re.compile(_ONE)
_OFFICE_TIME = re.compile(_OFFICE)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """``first`` opens and ``last`` ends a span of time; both are the same for one moment."""

    start: int
    end: int
    first: time | None
    last: time | None
    doubt: str | None = None


def read_time(text: str, at: int, end: int | None = None) -> TimeOfDay | None:
    """The time that stands at ``at``, whether it is possible or not."""
    match = _TIME.match(text, at, len(text) if end is None else end)
    return _read(match) if match else None


def time_before(text: str, at: int) -> TimeOfDay | None:
    """A time that leads to a day: ``ภายในเวลา ๑๖.๓๐ น. ของวันที่ …``."""
    low = max(0, at - 60)
    for match in _TIME.finditer(text, low, at):
        if re.fullmatch(r"\s?(?:ของ|ใน|แห่ง)?\s?(?:วัน)?", text[match.end() : at]):
            return _read(match)
    return None


def _read(match: re.Match[str]) -> TimeOfDay:
    if _OFFICE_TIME.search(match[0]):
        return TimeOfDay(match.start(), match.end(), OPENING, CLOSING)
    clocks = [_clock(m[0]) for m in _EACH.finditer(match[0])]
    doubt = None
    if None in clocks or not clocks:
        doubt = f"เวลา “{match[0].strip()}” เป็นไปไม่ได้"
        clocks = [None]
    return TimeOfDay(match.start(), match.end(), clocks[0], clocks[-1], doubt)


def _clock(text: str) -> time | None:
    """24.00 and midnight end the day they are printed with: 23:59."""
    if text.startswith("เที่ยง"):
        return time(23, 59) if text == "เที่ยงคืน" else time(12)
    if m := re.match(r"(\d{1,2})[.:](\d{2})", text):
        hour, minute = int(m[1]), int(m[2])
    else:
        m = re.match(rf"(\d{{1,2}}|{NUMBER_WORDS})", text)
        spare = re.search(r"(\d{1,2})\s?นาที", text)
        hour, minute = number_words(m[1]) or 0 if m else 99, int(spare[1]) if spare else 0
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None
