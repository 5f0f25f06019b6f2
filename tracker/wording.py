"""How dates are said in the sentences of the office: Buddhist era, Thai months.

In another tongue they are said otherwise: each is still a day.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from tracker.sentences import Day

BANGKOK = ZoneInfo("Asia/Bangkok")

MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()

SHORT_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()


ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def short_date(day: dt.date | None) -> str:
    """``26 พ.ย. 61``; empty without a day."""
    if day is None:
        return ""
    words = f"{day.day} {SHORT_MONTHS[day.month - 1]} {(day.year + 543) % 100:02d}"
    return Day(words, day, short=True)


def long_date(day: dt.date | None) -> str:
    """``26 พฤศจิกายน 2561``; empty without a day."""
    return Day(f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}", day) if day else ""


def english_date(day: dt.date, *, short: bool = False, year: bool = True) -> str:
    """``26 November 2018``, ``26 Nov 2018``: all digits of the year, for there are two eras."""
    month = ENGLISH_MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month}" + (f" {day.year}" if year else "")


def iso_day(text: str | None) -> dt.date | None:
    """The day of an ISO date or moment; ``None`` where there is none or it is none."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
