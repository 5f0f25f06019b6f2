"""A point with the words that stand around it: ภายใน, ก่อน, ตั้งแต่, a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.deadlines.counts import CountPoint, find_counts
from ingest.deadlines.finders import find_days
from ingest.deadlines.periods import find_periods
from ingest.deadlines.points import DatePoint, Point, RelativePoint
from ingest.deadlines.recurring import RecurringPoint, find_recurring
from ingest.deadlines.times import TIME, TimeOfDay, read_time, time_before


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
    rf"(?:(?:ให้)?(?:ทัน|แล้วเสร็จ|เสร็จสิ้น|เสร็จ)?\s?{_IN}"
    r"(?:\s?กำหนด(?:เวลา|ระยะเวลา)?|ระยะเวลา|เวลา|ช่วง)?"
    r"|(?:ต้อง)?(?:ไม่|มิ)(?:ให้)?เกิน(?:กว่า)?(?:กำหนด)?"
    r"|อย่างช้า(?:ที่สุด)?(?:\s?(?:ไม่เกิน|ใน))?|ช้าที่สุด(?:ใน|ไม่เกิน)?"
    r"|ไม่(?:ล่า)?ช้า(?:ไป)?กว่า|ไม่หลัง(?:จาก)?|มิให้ล่วง|ไม่ให้เลย|ทัน(?:ใน)?"
    r"|(?:แล้ว)?เสร็จ(?:สิ้น)?(?:ใน)?|พ้น(?:กำหนด)?(?:ระยะ)?(?:เวลา)?(?:ใน|ของ)?"
    r"|ครบกำหนด(?:ใน)?|หมดเขต(?:\S{0,20}?ใน|\S{0,12})?|สิ้นสุด(?:การ\S{0,20}?)?(?:ใน)?"
    r"|ปิดรับ(?:สมัคร|ลงทะเบียน|เอกสาร)?(?:ใน)?"
    r"|(?:กำหนด|นัด)(?:การ)?(?:จัด)?(?:ส่ง|ยื่น|รายงาน|ตอบ|แจ้ง|ชำระ|คืน|แล้วเสร็จ)\S{0,24}?(?:ใน|คือ)?"
    r"|เส้นตาย|กำหนดเวลา|วันสุดท้าย(?:ของการ\S{1,20}|คือ|ใน)?|[Dd]eadline)"
)
_FORMER = (
    r"(?:(?:จาก|แทน)?\s?(?:กำหนด)?เดิม(?:กำหนด|คือ|ที่กำหนด|ครบกำหนด)?(?:ไว้)?"
    rf"|(?:แทน|ยกเลิก)กำหนด(?:เดิม)?|กำหนดไว้เดิม)\s?(?:{_IN}|ใน|คือ)?"
)
_BECOMES = (
    rf"(?:(?:ออก)?ไป|ใหม่)?\s?เป็น\s?(?:{_IN}|ไม่เกิน|ใน|ถึง)?"
    rf"|กำหนด(?:ขึ้น)?ใหม่(?:เป็น|ใน|คือ)?\s?(?:{_IN})?"
)
_AS_OF = (
    r"(?:(?:(?<!แป)(?<!ตก)ลง|ลว\.?|(?:สั่ง|ประกาศ|ให้ไว้|ข้อมูล|คำสั่ง|แถลง|สถานะ)?\s?ณ|เมื่อ|นับถึง|ฉบับ(?:ลง)?)"
    r"(?:ใน)?(?:\s?สิ้น)?)"
)
_FROM = (
    r"(?:(?:นับ)?ตั้งแต่|นับแต่|นับจาก|จาก"
    r"|เริ่ม(?:ต้น)?(?:ใช้|ดำเนินการ|ปฏิบัติ|บังคับ|มีผล)?(?:ใช้)?(?:บังคับ)?(?:ตั้งแต่|ใน)?"
    r"|มีผล(?:ใช้)?(?:บังคับ)?(?:ใช้)?(?:ตั้งแต่|นับแต่|ใน)?|ใช้บังคับ(?:ตั้งแต่|ใน)?)(?:\s?ช่วง)?"
)
#: Tried in this order on the words that end where the point begins.
_WORDS = (
    (Limit.FORMER, _FORMER),
    (Limit.BECOMES, _BECOMES),
    (Limit.DELIVERY, rf"(?<![ก-๎])ด่วน\s?{_IN}"),
    (Limit.AS_OF, _AS_OF),
    (Limit.FROM, _FROM),
    (Limit.AFTER, r"(?:ใน|นับ)?(?:ภาย)?หลัง(?:จาก)?|ถัดจาก"),
    (Limit.BETWEEN, r"(?:ใน|ภายใน)?(?:ระหว่าง|ช่วง)(?:ระยะเวลา)?(?:ตั้งแต่)?"),
    (Limit.BEFORE, r"(?:ล่วงหน้า)?ก่อน(?:ถึง|หน้า)?(?:กำหนด)?"),
    (Limit.UNTIL, r"(?:(?:ไป)?จน(?:กว่า|กระทั่ง)?(?:จะ)?(?:ถึง)?|ถึง)(?:สิ้น)?"),
    (Limit.BY, _BY),
    (Limit.EVERY, r"ทุก\s?ๆ?"),
    (Limit.ON, r"(?:ใน|คือ|ตรงกับ)"),
)
_LIMITS = tuple(
    (limit, re.compile(rf"(?:{words})\s?[:(]?\s?(?:ใน\s?)?$")) for limit, words in _WORDS
)
_ONCE_ANNOUNCED = re.compile(r"เมื่อ(?:ได้)?(?:ปิด)?ประกาศ[^\n]{0,40}?แล้ว\s?$")
_COUNT_LEAD = re.compile(
    r"(?P<rush>(?<![ก-๎])ด่วน\s?)?(?:(?:ออกไป)?อีก|ภายใน|ไม่เกิน|ล่วงหน้า|อย่างช้า)\S{0,12}\s?(?=$)"
)
_LIMITED_TIME = re.compile(rf"(?=(?:ภายใน|ก่อน|ไม่เกิน|ไม่ช้ากว่า)\s?(?:เวลา|เที่ยง)){TIME}")
#: The place of an event between its day and its time.
_PLACE_THEN_TIME = re.compile(
    r"\s?(?:ณ\.?\s?|ที่)(?:(?!วันที่|เวลา|ภายใน|ให้\s|และ\s)[^\n]){2,150}?\s(?=(?:ตั้งแต่|ใน|ระหว่าง)?เวลา\s?\d)"
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
    found = _made_plain(text, found)
    return sorted([*found, *_only_times(text, found)], key=lambda mention: mention.start)


def _made_plain(text: str, mentions: list[Mention]) -> list[Mention]:
    """``ภายใน ๗ วัน (ภายในวันที่ ๘ ตุลาคม ๒๕๖๘)``: the date in brackets says what is meant."""
    out: list[Mention] = []
    for mention in mentions:
        before = out[-1] if out else None
        same = (
            before is not None
            and before.limit in (Limit.BY, Limit.BEFORE, Limit.UNTIL)
            and mention.limit in (Limit.ON, Limit.BY)
            and isinstance(mention.point, DatePoint)
            and not isinstance(before.point, DatePoint | RecurringPoint)
            and re.fullmatch(r"\s?\(\s?(?:คือ|หรือ)?\s?", text[before.end : mention.start])
        )
        if same and before is not None:
            out[-1] = replace(mention, start=before.start, limit=Limit.BY)
        else:
            out.append(mention)
    return out


def _only_times(text: str, found: list[Mention]) -> list[Mention]:
    """``ภายในเวลา ๑๖.๐๐ น.`` with no day beside it: the letter's own day."""
    more = []
    for m in _LIMITED_TIME.finditer(text):
        free = not any(f.start - 3 <= m.end() and m.start() <= f.end + 3 for f in found)
        clock = read_time(text, m.start()) if free else None
        if clock is not None and not re.search(
            r"ทุก\s?(?:ๆ\s?)?วัน(?:ทำการ)?\s?$", text[: m.start()]
        ):
            point = RelativePoint(m.start(), m.end(), "same-day")
            more.append(Mention(point, Limit.BY, m.start(), clock.end, clock))
    return more


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
        if announced := _ONCE_ANNOUNCED.search(text[max(low, start - 60) : start]):
            return Limit.FROM, max(low, start - 60) + announced.start()
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
    if found := read_time(text, end + (gap.end() if gap else 0)):
        return found
    place = _PLACE_THEN_TIME.match(text, end)
    return read_time(text, place.end()) if place else None
