"""A point with the words that stand around it: ภายใน, ก่อน, ตั้งแต่, a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.deadlines.counts import CountPoint, find_counts
from ingest.deadlines.finders import find_days
from ingest.deadlines.periods import find_periods
from ingest.deadlines.points import Point
from ingest.deadlines.recurring import RecurringPoint, find_recurring
from ingest.deadlines.times import TimeOfDay, read_time, time_before


class Limit(StrEnum):
    """What the words before a point make of it."""

    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    FROM = "from"
    AFTER = "after"
    BETWEEN = "between"
    AS_OF = "as_of"
    FORMER = "former"
    BECOMES = "becomes"
    DELIVERY = "delivery"
    EVERY = "every"
    ON = "on"


_IN = r"(?:[ภถก]าย\s?[ใไโ]?\s?[นบ])"
_BY = (
    rf"(?:(?:ให้)?(?:ทัน|แล้วเสร็จ|เสร็จสิ้น|เสร็จ)?\s?{_IN}(?:\s?กำหนด(?:เวลา|ระยะเวลา)?|ระยะเวลา|เวลา|ช่วง)?"
    r"|(?:ต้อง)?(?:ไม่|มิ)(?:ให้)?เกิน(?:กว่า)?(?:กำหนด)?|อย่างช้า(?:ที่สุด)?(?:\s?(?:ไม่เกิน|ใน))?|ช้าที่สุด(?:ใน|ไม่เกิน)?"
    r"|ไม่(?:ล่า)?ช้า(?:ไป)?กว่า|ไม่หลัง(?:จาก)?|มิให้ล่วง|ไม่ให้เลย|ทัน(?:ใน)?|(?:แล้ว)?เสร็จ(?:สิ้น)?(?:ใน)?"
    r"|พ้น(?:กำหนด)?(?:ระยะ)?(?:เวลา)?(?:ใน|ของ)?|ครบกำหนด(?:ใน)?|หมดเขต(?:\S{0,20}?ใน|\S{0,12})?|ปิดรับ(?:สมัคร|ลงทะเบียน|เอกสาร)?(?:ใน)?"
    r"|สิ้นสุด(?:การ\S{0,20}?)?(?:ใน)?|(?:กำหนด|นัด)(?:การ)?(?:จัด)?(?:ส่ง|ยื่น|รายงาน|ตอบ|แจ้ง|ชำระ|คืน|แล้วเสร็จ)\S{0,24}?(?:ใน|คือ)?"
    r"|เส้นตาย|กำหนดเวลา|วันสุดท้าย(?:ของการ\S{1,20}|คือ|ใน)?|Deadline|deadline)"
)
_OTHER = (
    (Limit.FORMER, r"(?:(?:จาก|แทน)?\s?(?:กำหนด)?เดิม(?:กำหนด|คือ|ที่กำหนด|ครบกำหนด)?(?:ไว้)?|(?:แทน|ยกเลิก)กำหนด(?:เดิม)?|กำหนดไว้เดิม)"
                   rf"\s?(?:{_IN}|ใน|คือ)?"),
    (Limit.BECOMES, rf"(?:(?:ออก)?ไป|ใหม่)?\s?เป็น\s?(?:{_IN}|ไม่เกิน|ใน|ถึง)?|กำหนด(?:ขึ้น)?ใหม่(?:เป็น|ใน|คือ)?\s?(?:{_IN})?"),
    (Limit.DELIVERY, rf"(?<![ก-๎])ด่วน\s?{_IN}"),
    (Limit.AS_OF, r"(?:(?:ลง|ลว\.?|(?:สั่ง|ประกาศ|ให้ไว้|ข้อมูล|คำสั่ง|แถลง|สถานะ)?\s?ณ|เมื่อ|นับถึง|ฉบับ(?:ลง)?)(?:ใน)?(?:\s?สิ้น)?)"),
    (Limit.FROM, r"(?:(?:นับ)?ตั้งแต่|นับแต่|นับจาก|เริ่ม(?:ต้น)?(?:ใช้|ดำเนินการ|ปฏิบัติ|บังคับ|มีผล)?(?:ใช้)?(?:บังคับ)?(?:ตั้งแต่|ใน)?"
                 r"|มีผล(?:ใช้)?(?:บังคับ)?(?:ใช้)?(?:ตั้งแต่|นับแต่|ใน)?|ใช้บังคับ(?:ตั้งแต่|ใน)?|จาก)(?:\s?ช่วง)?"),
    (Limit.AFTER, r"(?:ใน|นับ)?(?:ภาย)?หลัง(?:จาก)?|(?:ถัด)จาก"),
    (Limit.BETWEEN, r"(?:ใน|ภายใน)?(?:ระหว่าง|ช่วง)(?:ระยะเวลา)?(?:ตั้งแต่)?"),
    (Limit.BEFORE, r"(?:ส่ง)?(?:ล่วงหน้า)?ก่อน(?:ถึง|หน้า)?(?:กำหนด)?"),
    (Limit.UNTIL, r"(?:(?:ไป)?จน(?:กว่า|กระทั่ง)?(?:จะ)?(?:ถึง)?|ถึง)(?:สิ้น)?"),
    (Limit.BY, _BY),
    (Limit.EVERY, r"ทุก\s?ๆ?"),
    (Limit.ON, r"(?:ใน|คือ|ตรงกับ)"),
)  # fmt: skip
_LIMITS = tuple(
    (limit, re.compile(rf"(?:{words})\s?[:(]?\s?(?:ใน\s?)?$")) for limit, words in _OTHER
)
_COUNT_LEAD = re.compile(
    r"(?P<rush>(?<![ก-๎])ด่วน\s?)?(?:(?:ออกไป)?อีก|ภายใน|ไม่เกิน|ล่วงหน้า|อย่างช้า)\S{0,12}\s?(?=$)"
)
_ONWARD = re.compile(r"\s?(?:นี้\s?)?เป็นต้นไป|\s?เป็นต้นมา")


@dataclass(frozen=True, slots=True)
class Mention:
    """``start`` includes the words of the limit, ``end`` the time of day and เป็นต้นไป."""

    point: Point
    limit: Limit
    start: int
    end: int
    time: TimeOfDay | None = None
    onward: bool = False


def find_points(text: str) -> list[Point]:
    """All points of ``text`` in order; anchors belong to their counts."""
    repeating: list[Point] = list(find_recurring(text))
    points = _beside(repeating, find_days(text))
    points = _beside(points, find_periods(text))
    points.sort(key=lambda p: p.start)
    counts: list[Point] = list(find_counts(text, points))
    return sorted(_beside(counts, points), key=lambda p: p.start)


def _beside(taken: list[Point], more: list[Point] | list) -> list[Point]:  # type: ignore[type-arg]
    free = [p for p in more if not any(p.start < t.end and t.start < p.end for t in taken)]
    return [*taken, *free]


def find_mentions(text: str) -> list[Mention]:
    found: list[Mention] = []
    for point in find_points(text):
        low = found[-1].end if found else 0
        if point.start >= low:
            found.append(_mention(text, point, low))
    return found


def _mention(text: str, point: Point, low: int) -> Mention:
    start, time = point.start, None
    if before := time_before(text, point.start):
        time, start = before, max(before.start, low)
    limit, start = _limit(text, start, low, point)
    if time is not None and limit in (Limit.ON, Limit.BEFORE):
        limit = Limit.BY if re.match(r"\s?(?:ก่อน|ภายใน|ไม่เกิน|ไม่ช้า)", text[time.start :]) else limit
    end = point.end
    if time is None and (after := _time_after(text, end)):
        time, end = after, after.end
    onward = _ONWARD.match(text, end)
    return Mention(point, limit, start, onward.end() if onward else end, time, bool(onward))


def _limit(text: str, start: int, low: int, point: Point) -> tuple[Limit, int]:
    """The limit that stands before ``start``, and where its words begin."""
    if isinstance(point, CountPoint):
        lead = _COUNT_LEAD.search(text[:start], max(low, start - 40))
        if lead is None:
            return Limit.BY, start
        return (Limit.DELIVERY if lead["rush"] else Limit.BY), lead.start()
    if isinstance(point, RecurringPoint):
        return Limit.EVERY, start
    window = text[max(low, start - 60) : start]
    for limit, pattern in _LIMITS:
        if m := pattern.search(window):
            return limit, max(low, start - 60) + m.start()
    return Limit.ON, start


def _time_after(text: str, end: int) -> TimeOfDay | None:
    gap = re.match(r"\s?[,(]?\s?(?:ของทุก\S{1,6}\s)?(?:อย่างช้า\s?)?", text[end:])
    return read_time(text, end + (gap.end() if gap else 0))
