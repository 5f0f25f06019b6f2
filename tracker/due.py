"""``python -m tracker due``: a phrase or paragraph in, a JSON list of duties and dates out."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from typing import Any

from ingest.calendar import Calendar, FixedCalendar
from ingest.reading import Deadline
from tracker import deadlines, holidays

#: The fields that are printed, in their order.
FIELDS = (
    "text", "kind", "rule", "actor", "due", "window_from", "recurrence", "suggested", "doubt",
    "supersedes", "until", "explanation", "raw", "confidence",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="PHRASE", help="ถ้อยคำหรือย่อหน้าจากหนังสือ (- อ่านจาก stdin)")
    parser.add_argument(
        "--dated", type=_day, required=True, metavar="YYYY-MM-DD", help="วันที่ในหนังสือ (ค.ศ.)"
    )
    parser.add_argument(
        "--received", type=_moment, metavar="YYYY-MM-DDTHH:MM", help="วันและเวลาที่รับหนังสือ (ค.ศ.)"
    )
    parser.add_argument(
        "--holiday", type=_day, action="append", metavar="YYYY-MM-DD",
        help="วันหยุด ใช้แทนปฏิทินวันหยุดราชการทั้งหมด ระบุได้หลายครั้ง",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    text = sys.stdin.read() if arguments.text == "-" else arguments.text
    calendar: Calendar = holidays.government()
    if arguments.holiday:
        calendar = FixedCalendar(dict.fromkeys(arguments.holiday, "วันหยุดราชการ"))
    found = deadlines.find(
        text, dated=arguments.dated, received=arguments.received, calendar=calendar
    )
    print(json.dumps([as_json(item) for item in found], ensure_ascii=False, indent=1))
    return 0


def as_json(item: Deadline) -> dict[str, Any]:
    return {name: getattr(item, name) for name in FIELDS}


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}” ไม่ใช่วันที่แบบ ปปปป-ดด-วว เช่น 2025-10-31"
        ) from error
    return _common_era(text, day)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}” ไม่ใช่วันเวลาแบบ ปปปป-ดด-ววTชช:นน เช่น 2025-10-06T14:10"
        ) from error
    _common_era(text, moment)
    return moment


def _common_era(text: str, day: date) -> date:
    if day.year >= 2400:
        raise argparse.ArgumentTypeError(f"“{text}” เป็นปี พ.ศ. กรุณาใช้ปี ค.ศ. ({day.year - 543})")
    return day
