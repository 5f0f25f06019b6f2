"""How dates are shown to Thai readers."""

from __future__ import annotations

from datetime import date

from ingest.thai.months import FULL


def thai_date(day: date) -> str:
    """``7 พฤศจิกายน 2561``: Buddhist era, Arabic digits as in the normal form of numbers."""
    return f"{day.day} {FULL[day.month - 1]} {day.year + 543}"
