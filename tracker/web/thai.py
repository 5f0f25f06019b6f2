"""How numbers, days and times look on a Thai page, and how typed dates are understood.

Days are shown in the Buddhist era (the Common Era + 543), times in Bangkok's.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
ERA = 543

MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
SHORT_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split()

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MONTH_KEYS = {
    re.sub(r"[.\s]", "", name): index % 12 + 1
    for index, name in enumerate([*MONTHS, *SHORT_MONTHS])
}
_WRITTEN = re.compile(r"(\d{1,2})\s*([ก-๙.]+?)\s*(?:พ\.?ศ\.?)?\s*(\d{2,4})")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{2,4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def digits(value: object) -> str:
    """The same text with Thai numerals."""
    return str(value).translate(_TO_THAI)


def arabic(text: str) -> str:
    """The same text with Arabic numerals."""
    return text.translate(_TO_ARABIC)


def count(number: int) -> str:
    """A number with thousands marked, in Thai numerals."""
    return digits(f"{number:,}")


def local(moment: datetime) -> datetime:
    """Bangkok's wall clock. A moment without zone is what SQLite gives back: UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BANGKOK)


def _day(value: date | datetime | str) -> date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
        return value.date() if value.tzinfo is None else local(value).date()
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | str | None) -> str:
    """๑๒ ตุลาคม ๒๕๖๑; an empty string for ``None``."""
    if value is None or value == "":
        return ""
    d = _day(value)
    return digits(f"{d.day} {MONTHS[d.month - 1]} {d.year + ERA}")


def short_day(value: date | datetime | str | None, *, year: bool = True) -> str:
    """๑๒ ต.ค. ๖๑, or without the year."""
    if value is None or value == "":
        return ""
    d = _day(value)
    tail = f" {(d.year + ERA) % 100:02d}" if year else ""
    return digits(f"{d.day} {SHORT_MONTHS[d.month - 1]}{tail}")


def weekday(value: date | datetime | str) -> str:
    return WEEKDAYS[_day(value).weekday()]


def clock(moment: datetime) -> str:
    """๑๔.๐๕ น."""
    return digits(f"{local(moment):%H.%M}") + " น."


def span(first: date, last: date) -> str:
    """๑๒ ต.ค. – ๒๖ พ.ย. ๒๕๖๑; one day stands alone."""
    end = f"{last.day} {SHORT_MONTHS[last.month - 1]} {last.year + ERA}"
    if first == last:
        return digits(end)
    start = f"{first.day} {SHORT_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year + ERA}"
    return digits(f"{start} – {end}")


def _year(number: int) -> int:
    """Common Era year of a typed one: 2561 or 61 are Buddhist, 2018 is Common."""
    if number < 100:
        number += 2500
    return number - ERA if number >= 2400 else number


def parse_day(text: str) -> date:
    """The day a clerk typed: ๑๒ ต.ค. ๒๕๖๑, 12/10/61, 2018-10-12.

    Raises ValueError with a Thai sentence when it is no date.
    """
    plain = " ".join(arabic(text).replace("วันที่", " ").split())
    try:
        if found := _ISO.fullmatch(plain):
            year, month, day_ = (int(part) for part in found.groups())
            return date(_year(year), month, day_)
        if found := _NUMERIC.fullmatch(plain):
            day_, month, year = (int(part) for part in found.groups())
            return date(_year(year), month, day_)
        if found := _WRITTEN.fullmatch(plain):
            month = _MONTH_KEYS[re.sub(r"[.\s]", "", found[2])]
            return date(_year(int(found[3])), month, int(found[1]))
    except (KeyError, ValueError):
        pass
    raise ValueError(f"“{text}” ไม่ใช่วันที่ที่มีจริง พิมพ์เช่น ๑๒ ต.ค. ๒๕๖๑ หรือ 12/10/2561")


def parse_clock(text: str) -> time:
    """The time a clerk typed: ๑๔.๐๕, 14:05 น., 9. Raises ValueError with a Thai sentence."""
    plain = arabic(text).replace("น.", "").replace("น", "").strip()
    found = _CLOCK.fullmatch(plain)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise ValueError(f"“{text}” ไม่ใช่เวลา พิมพ์เช่น ๑๔.๐๕")
