"""Thai words for days and reasons, as the clerk reads them."""

from __future__ import annotations

from datetime import date, datetime

from ingest.thai.digits import to_thai
from ingest.thai.months import FULL, SHORT, WEEKDAYS

NO_LETTER_DATE = "ไม่ทราบวันที่ของหนังสือ จึงคำนวณไม่ได้"
ANNOUNCED = "ถือเอาวันที่ของหนังสือเป็นวันประกาศหรือวันมีคำสั่ง โปรดตรวจ"
NO_RECEIPT = "ต้องนับจากวันที่ได้รับหนังสือ แต่ยังไม่ทราบวันที่รับ"


def long_day(day: date) -> str:
    """``วันศุกร์ที่ ๓๑ ตุลาคม ๒๕๖๘``."""
    return to_thai(f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {FULL[day.month - 1]} {day.year + 543}")


def short_day(day: date) -> str:
    """``๓๑ ต.ค. ๒๕๖๘``."""
    return to_thai(f"{day.day} {SHORT[day.month - 1]} {day.year + 543}")


def long_moment(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return f"{long_day(when)} {_clock(when)}"
    return long_day(when)


def moment(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return f"{short_day(when)} {_clock(when)}"
    return short_day(when)


def _clock(when: datetime) -> str:
    return f"เวลา {to_thai(f'{when:%H.%M}')} น."
