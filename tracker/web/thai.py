"""How numbers, days and times look on a page, and how typed dates are understood.

On a Thai page days are of the Buddhist era (the Common Era + 543) and numerals
Thai; on an English one they are of the Common Era and Arabic. Times are Bangkok's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tracker.typed import arabic as arabic
from tracker.typed import parse_clock as parse_clock
from tracker.typed import parse_day as parse_day
from tracker.web.tongue import english, in_tongue, number
from tracker.wording import MONTHS, SHORT_MONTHS, english_date

BANGKOK = ZoneInfo("Asia/Bangkok")
ERA = 543

WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split()
ENGLISH_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def digits(value: object) -> str:
    """The same text with Thai numerals; in English if it can be and English is read."""
    text = in_tongue(value)
    return text if english() else thai_digits(text)


def thai_digits(text: object) -> str:
    """The same text with Thai numerals, whatever is read: to compare with what is printed."""
    return str(text).translate(_TO_THAI)


def count(value: int) -> str:
    """A number with thousands marked, in the numerals of the page."""
    return number(value)


def local(moment: datetime) -> datetime:
    """Bangkok's wall clock. A moment without zone is what SQLite gives back: UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BANGKOK)


def _day(value: date | datetime | str) -> date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
        return value.date() if value.tzinfo is None else local(value).date()
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | str | None) -> str:
    """๑๒ ตุลาคม ๒๕๖๑, 12 October 2018; an empty string for ``None``."""
    if value is None or value == "":
        return ""
    d = _day(value)
    return english_date(d) if english() else thai_day(d)


def thai_day(value: date | datetime | str) -> str:
    """๑๒ ตุลาคม ๒๕๖๑, whatever is read: to compare with what is printed."""
    d = _day(value)
    return thai_digits(f"{d.day} {MONTHS[d.month - 1]} {d.year + ERA}")


def short_day(value: date | datetime | str | None, *, year: bool = True) -> str:
    """๑๒ ต.ค. ๖๑, 12 Oct 2018, or without the year."""
    if value is None or value == "":
        return ""
    d = _day(value)
    if english():
        return english_date(d, short=True, year=year)
    tail = f" {(d.year + ERA) % 100:02d}" if year else ""
    return digits(f"{d.day} {SHORT_MONTHS[d.month - 1]}{tail}")


def weekday(value: date | datetime | str) -> str:
    return (ENGLISH_WEEKDAYS if english() else WEEKDAYS)[_day(value).weekday()]


def clock(moment: datetime) -> str:
    """๑๔.๐๕ น., 14:05"""
    if english():
        return f"{local(moment):%H:%M}"
    return digits(f"{local(moment):%H.%M}") + " น."


def hour(written: str) -> str:
    """A time of day kept as ``14:05``: ๑๔.๐๕ น., 14:05"""
    return written if english() else digits(written.replace(":", ".")) + " น."


def month(value: date) -> str:
    """ตุลาคม ๒๕๖๑, October 2018"""
    if english():
        return english_date(value).partition(" ")[2]
    return digits(f"{MONTHS[value.month - 1]} {value.year + ERA}")


def era(year: int, last: int | None = None, *, named: bool = True) -> str:
    """A year of the Buddhist era, or from one to another: พ.ศ. ๒๕๖๑–๒๕๖๔, 2018–2021"""
    years = [year] if last is None else [year, last]
    if english():
        return "–".join(str(one - ERA) for one in years)
    return ("พ.ศ. " if named else "") + digits("–".join(str(one) for one in years))


def span(first: date, last: date) -> str:
    """๑๒ ต.ค. – ๒๖ พ.ย. ๒๕๖๑, 12 Oct – 26 Nov 2018; one day stands alone."""
    if english():
        begun = english_date(first, short=True, year=first.year != last.year)
        return ("" if first == last else f"{begun} – ") + english_date(last, short=True)
    end = f"{last.day} {SHORT_MONTHS[last.month - 1]} {last.year + ERA}"
    if first == last:
        return digits(end)
    start = f"{first.day} {SHORT_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year + ERA}"
    return digits(f"{start} – {end}")
