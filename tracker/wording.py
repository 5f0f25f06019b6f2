"""How dates are said in the sentences of the office: Buddhist era, Thai months."""

import datetime as dt
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")

MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()


def long_date(day: dt.date | None) -> str:
    """``26 พฤศจิกายน 2561``; empty without a day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}" if day else ""


def iso_day(text: str | None) -> dt.date | None:
    """The day of an ISO date or moment; ``None`` where there is none or it is none."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
