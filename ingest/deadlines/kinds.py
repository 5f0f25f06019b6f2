"""What a group of mentions is: a duty, an event, a day that is only cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.deadlines.counts import CountPoint
from ingest.deadlines.group import Group
from ingest.deadlines.mentions import Limit
from ingest.deadlines.periods import PeriodPoint
from ingest.deadlines.points import DatePoint, Point, RelativePoint

_EVENT = re.compile(
    r"ประชุม|สัมมนา|อบรม|ตรวจเยี่ยม|ตรวจราชการ|ตรวจติดตาม|เดินทาง|แข่งขัน|พิธี|จัดงาน|งานวัน|งานประเพณี|กิจกรรม|รณรงค์|บรรยาย|ลงพื้นที่"
    r"|ศึกษาดูงาน|เปิดซอง|เปิดงาน|ดูสถานที่|สอบข้อเขียน|สอบสัมภาษณ์|สอบคัดเลือก|สอบแข่งขัน|เลือกตั้ง|เข้าร่วม|ประชาคม|เวที|ปฐมนิเทศ"
    r"|มหกรรม|นิทรรศการ|ฝึกซ้อม|ซ้อมแผน|รับเสด็จ|วางพวงมาลา|ถวาย|ทำบุญ|จัดโครงการ|ออกหน่วย|ครบวาระ|พ้นจากตำแหน่ง|หมดวาระ|นัดหมาย|นัดไกล่เกลี่ย"
    r"|นัดพิจารณา|สัมภาษณ์|ประกวด|ทดสอบ|เสวนา|ปฏิบัติธรรม|ทัศนศึกษา|แถลงข่าว|เปิดตัว|ถ่ายทอดสด|รายงานตัว|ขอรับ/ซื้อ|ติดต่อขอรับ|ปิดทำการ|หยุดราชการ"
)
_DUTY = re.compile(
    r"จัดส่ง|นำส่ง|ส่ง(?!เสริม|ผู้แทน|เจ้าหน้าที่|บุคลากร|ผู้เข้า|ตัวแทน)|รายงาน(?!ตัว|การประชุม)|แจ้ง(?!ว่า)|ตอบ|ยื่น|เสนอ|ดำเนินการ|จัดทำ|บันทึก(?!ข้อความ)|กรอก"
    r"|สำรวจ|รวบรวม|ตรวจสอบ|เบิกจ่าย|ชำระ|ลงทะเบียน|แก้ไข|ปรับปรุง|ทบทวน|เร่งรัด|ยืนยัน|จัดเก็บ|โอน(?!เงิน)|คืน|ประเมิน|อัปโหลด|อัพโหลด|นำเข้า"
    r"|เผยแพร่|ปิดประกาศ|จัดซื้อ|จัดจ้าง|ก่อหนี้|เสร็จ|ส่งมอบ|อุทธรณ์|โต้แย้ง|(?<!รับ)สมัคร(?!งาน)|คีย์|จัดตั้ง|แต่งตั้ง|ถือปฏิบัติ|ประชาสัมพันธ์|ขยาย|ชี้แจง|ทำลาย"
)
#: A duty, not its purpose (เพื่อปรับปรุงระบบ).
_FOR_DUTY = re.compile(rf"(?<!เพื่อ)(?:{_DUTY.pattern})")
#: Nouns that hold the words above without anybody meeting or doing anything.
_NOUNS = re.compile(
    r"ห้องประชุม|ที่ประชุม|ประกอบการ(?:ประชุม|อบรม|สัมมนา|พิจารณา|บรรยาย)|รายงาน(?:ผล)?(?:การ)?(?:ประชุม|อบรม|ตรวจเยี่ยม|เดินทาง)|ระเบียบวาระ(?:การประชุม)?|วาระการประชุม"
    r"|ผู้เข้า(?:ร่วม|รับการ)?(?:การ)?(?:ประชุม|อบรม|ฝึกอบรม|สัมมนา|แข่งขัน|ประกวด|กิจกรรม|โครงการ)+|ผล(?:การ|ของการ)?(?:ประชุม|อบรม|แข่งขัน|ตรวจเยี่ยม|ดำเนินการ|ดำเนินงาน|จัดกิจกรรม|ประเมิน|สำรวจ|สอบ\S{0,8})"
    r"|ตอบรับ(?:การ)?(?:เข้าร่วม)?(?:การ)?(?:ประชุม|อบรม|สัมมนา|กิจกรรม|โครงการ|งาน)*|แบบ(?:ตอบรับ|รายงาน|ประเมิน|สำรวจ|เสนอ\S{0,10}|ยืนยัน\S{0,8})|หลัง(?:จาก)?(?:เสร็จสิ้น)?การ(?:ประชุม|อบรม)|ใบสมัคร|ใบเสนอราคา|เสนอราคา|ข้อเสนอ|ค่าลงทะเบียน|ก่อน(?:วัน)?(?:การ)?ประชุม"
    r"|ประสงค์(?:จะ)?(?:สมัคร)?เข้าร่วม\S{0,20}?(?=\s|แจ้ง|ส่ง|ยื่น|สมัคร|ลงทะเบียน|ตอบ)|ยืนยันการเข้าร่วม(?:ประชุม|อบรม|สัมมนา)?|ลงทะเบียน(?:เข้าร่วม|เข้ารับการ)?(?:การ)?(?:ประชุม|อบรม|สัมมนา|ฝึกอบรม)?|ส่ง(?:รายชื่อ|ชื่อ)\S{0,30}?(?:ประชุม|อบรม|สัมมนา|แข่งขัน|กิจกรรม)"
    r"|แจ้ง(?:ชื่อ|รายชื่อ)\S{0,30}?(?:ประชุม|อบรม|สัมมนา|แข่งขัน|กิจกรรม)|สมัครเข้าร่วม(?:การ)?(?:ประกวด|แข่งขัน|อบรม|โครงการ|กิจกรรม)?|เสนอชื่อ\S{0,20}"
)
_PLACE = re.compile(
    r"\s?(?:\([^)]*\)\s?)?(?:ณ(?:\s|ห้อง|โรงแรม|ศาลา|หอ|อาคาร)|ที่(?:ห้องประชุม|โรงแรม|ศาลากลาง|หอประชุม)|ผ่านระบบ(?:วีดิ|วิดี|การประชุม|ประชุม|Zoom|ZOOM))"
)
_ISSUER = re.compile(
    r"(?<!ที่)(?<!ประสงค์)(?<!เพื่อ)(?<!หาก)(?<!พร้อม)(?:จะ|จัก)(?!ต้อง|ถือ|พิจารณา\S{0,10}ส่ง)(?:ได้)?\s?"
    r"(?:ดำเนินการ|แจ้ง|ประกาศ|จัด|โอน|ออก|ส่ง|พิจารณา|เปิด|ปิด|มี|เชิญ|ตรวจ|รวบรวม|สรุป|นำ|เริ่ม|เข้า|ลง|จ่าย|เดินทาง|มา|ไป|หมด|ครบ|สิ้นสุด)"
)
_AIM = re.compile(r"เพื่อ(?:ให้)?\S{0,40}$")
_BIDDING = re.compile(r"ให้(?!ทราบ|แก่|กับ|แล้ว|เป็น|สอดคล้อง|บริการ)|ต้อง(?!การ)|ขอความ|ขอให้|โปรด|กรุณา")
#: What an office has planned for itself: กรมกำหนดปล่อยพันธุ์สัตว์น้ำภายใน…
_PLANNED = re.compile(
    r"(?:กรม|จังหวัด|อำเภอ|เทศบาล|สำนักงาน|กระทรวง)\S{0,40}?(?:ได้|มี)?กำหนด"
    r"(?!ให้|ส่ง|การส่ง|ยื่น|รายงาน|แล้วเสร็จ|ตอบ|แจ้ง|ชำระ|เวลา|ไว้ว่าให้)\S+"
)
_SILENCE = re.compile(r"(?:จะ|ให้)?\s?ถือว่า|ถือเป็นการ(?:สละ|ยินยอม|เห็นชอบ)|ถือเสมือน")
_IF = re.compile(r"หาก|มิฉะนั้น|พ้นกำหนด|เมื่อพ้น|ถ้า|ไม่แจ้ง|ไม่ตอบ|ไม่ส่ง|ไม่ได้รับ|ไม่รายงาน|มิได้|ไม่มีการ")
_REFUSED = re.compile(r"\s?(?:แล้ว\s?)?(?:จะ)?ไม่(?:รับ|พิจารณา|สามารถ|อนุญาต)")
_NO_NEED = re.compile(r"ไม่(?:จำเป็น)?ต้อง(?:ดำเนินการ|รายงาน|ส่ง|แจ้ง|จัดส่ง|ตอบ|กรอก|บันทึก|ยื่น)")
_CASE = re.compile(r"กรณี|หาก|ถ้า|(?:หน่วยงาน|ผู้|แห่ง)ที่|ที่ได้|ซึ่งได้|ยกเว้น|เว้นแต่")
_CITED = re.compile(
    r"(?:เลข(?:ที่)?\s?(?:ทะเบียน)?รับ|ประกาศ|คำสั่ง|หนังสือ|บันทึก|มติ|ระเบียบ|ข้อบังคับ|ราชกิจจานุเบกษา|ฉบับที่|ครั้งที่\s?[\d/]+|เล่ม\s?\d+|ตอน\S{0,6}\s?\d+\s?\S?|พระราชบัญญัติ|พ\.ร\.บ\.|กฎกระทรวง)[^\n]{0,30}$"
)
_PAST_ACT = re.compile(
    r"(?:ได้(?!รับ\S{0,8}หนังสือ)(?:ดำเนินการ|ส่ง|จัดส่ง|รายงาน|แจ้ง|มี|ประกาศ|จัด|กำหนด|ขอ|เสนอ|อนุมัติ|รับ|พ้น|มีมติ|ลงนาม|แต่งตั้ง)|เคย|มีมติ|เห็นชอบ)"
)
_RECITAL = re.compile(
    r"(?:ตามที่|ตามหนังสือ|ตาม(?=มติ|ประกาศ|คำสั่ง)|สืบเนื่องจาก|อนุสนธิ|ตามอ้างถึง|อ้างถึง)[^\n]{0,900}?(?:\sนั้น|แล้ว\s?นั้น|นั้น(?=\s|\n|$))"
)
_PERIOD_OF = re.compile(
    r"(?:ข้อมูล|ผลการ\S{0,24}|(?<!กา)รอบ\S{0,24}|งวด\S{0,16}|สถิติ|ประจำ\S{0,20}|ไตรมาส\S{0,24}|ปีงบประมาณ(?:\sพ\.ศ\.)?(?:\s?\d{4})?|ครึ่งปี\S{0,6}|ภาคเรียน\S{0,16})\s?(?:ใน)?\s?\(?\s?$"
)
#: What is collected, up to the part of a year that it is of: ข้อมูลนักเรียนรายบุคคล ต้นปีการศึกษา ๒๕๕๗.
_COLLECTED = re.compile(r"(?:ข้อมูล|สถิติ|จำนวน|ตัวเลข|ยอด|รายชื่อ|ทะเบียน)\S{0,40}\s?$")
_CHANGED = re.compile(r"ขยาย(?:กำหนด)?(?:ระยะ)?(?:เวลา)?|ผ่อนผัน|เลื่อน(?:กำหนด|วัน|การ|เวลา)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """The words around a group: ``left`` from the clause's start, ``right`` to its end.

    ``previous`` is the kind of the group before it in the same list.
    """

    left: str
    right: str
    recital: bool = False
    more_follows: bool = False
    previous: str | None = None


def recitals(text: str) -> list[tuple[int, int]]:
    """Where earlier letters are retold (ตามที่ … นั้น)."""
    return [m.span() for m in _RECITAL.finditer(text)]


def kind_of(group: Group, clause: Clause, day: date | None, dated: date | None) -> str | None:
    """The kind of the contract; ``None`` for a day that stands for nothing here."""
    limit, point = group.limit, group.points[0]
    if _limits_only(clause):
        return None
    if limit is Limit.DELIVERY:
        return "delivery"
    if _SILENCE.search(clause.right) and _IF.search(clause.left + clause.right):
        return "silence"
    if limit is Limit.AFTER and _REFUSED.match(clause.right):
        return "due"
    if limit in (Limit.FROM, Limit.AFTER) and group.opens is None:
        return _from_kind(group, clause)
    if limit is Limit.FORMER and not group.former:
        return "as_of"
    if limit is Limit.AS_OF and not group.former:
        return None if _idle(group) else "as_of"
    if limit is Limit.ON and _names_what(point) and _COLLECTED.search(clause.left):
        return None
    past = day is not None and dated is not None and day < dated
    if past and (clause.recital or _was_done(clause)):
        return "as_of"
    if group.opens is not None:
        return _span_kind(group, clause, past)
    if limit is Limit.ON and not group.former and _says_nothing(point):
        return None
    if limit in (Limit.BY, Limit.BEFORE, Limit.UNTIL, Limit.BECOMES) or group.former:
        return _limited_kind(group, clause)
    if isinstance(point, RelativePoint) and point.name in ("now", "receipt"):
        return None
    return _open_kind(group, clause, past or (day == dated and group.last.time is None))


def _says_nothing(point: Point) -> bool:
    """A month, a quarter or a damaged day that no word makes a limit."""
    if isinstance(point, PeriodPoint):
        return point.edge == "whole"
    return isinstance(point, DatePoint) and point.day is None


def _names_what(point: Point) -> bool:
    """A part of a named year: with no word that limits, it may belong to the noun before it."""
    part = isinstance(point, PeriodPoint) and point.edge in ("begin", "middle", "late")
    return part and point.has_year


def _limits_only(clause: Clause) -> bool:
    """``กรณี…แล้วก่อนวันที่… ไม่ต้องรายงาน``: no duty but its limit."""
    if re.search(_NO_NEED.pattern + r"[^\n]{0,60}$", clause.left):
        return not re.search(
            r"(?:แต่|โดย)?ให้\S*[^\n]*$", clause.left[_last(_NO_NEED, clause.left) :]
        )
    return bool(_NO_NEED.search(clause.right[:70]) and _CASE.search(clause.left))


def _idle(group: Group) -> bool:
    return (
        isinstance(group.points[0], (PeriodPoint, RelativePoint)) and not group.points[0].has_year
    )


def _from_kind(group: Group, clause: Clause) -> str | None:
    if (
        group.last.onward
        or group.limit is Limit.AFTER
        or isinstance(group.points[0], (DatePoint, PeriodPoint, CountPoint))
    ):
        return "effective"
    return None


def _was_done(clause: Clause) -> bool:
    left = (
        clause.left[_last(_BIDDING, clause.left) :] if _BIDDING.search(clause.left) else clause.left
    )
    return bool(_PAST_ACT.search(left)) or bool(re.match(r"\s?(?:ไป)?แล้ว", clause.right))


def _span_kind(group: Group, clause: Clause, past: bool) -> str:
    if clause.more_follows and _PERIOD_OF.search(clause.left):
        return "as_of"
    if re.search(
        r"(?:ไตรมาส|งวด|(?<!กา)รอบ|ปีงบประมาณ|ครึ่งปี|ภาคเรียน)[^\n(]{0,40}\(\s?$", clause.left
    ):
        return "as_of"
    nearest = _nearest(clause)
    if past and nearest != "duty":
        return "as_of"
    if nearest == "none":
        if clause.previous == "event":
            return "event"
        return "event" if _PLACE.match(clause.right) else "window"
    return "event" if nearest == "event" else "window"


def _limited_kind(group: Group, clause: Clause) -> str:
    if _nearest(clause) == "event" and (group.former or group.limit is Limit.UNTIL):
        return "event"
    planned = _PLANNED.search(clause.left) and not _BIDDING.search(clause.left)
    if planned and not group.former and not _DUTY.search(clause.left):
        return "event"
    if _ISSUER.search(clause.left) and not group.former:
        issuer, bidding = _last(_ISSUER, clause.left), _last(_BIDDING, clause.left)
        spoken_after = re.search(r"\s(?:ให้|ขอ|โปรด|กรุณา|ส่ง|แจ้ง|รายงาน)", clause.left[issuer + 2 :])
        # เพื่อจังหวัดจะได้รวบรวม: what somebody else's sending is for
        aim = _AIM.search(clause.left[:issuer]) and (bidding >= 0 or clause.previous == "due")
        if issuer > bidding and not spoken_after and not aim:
            return "event"
    return "due"


def _open_kind(group: Group, clause: Clause, past: bool) -> str | None:
    """A day with no word that limits anything."""
    nearest = _nearest(clause)
    if nearest == "none" and clause.previous in ("event", "due"):
        return "as_of" if past else clause.previous
    if _CITED.search(clause.left) and (past or nearest == "none"):
        return "as_of"
    if past:
        return "as_of" if isinstance(group.points[0], DatePoint) else None
    point = group.points[0]
    named = isinstance(point, DatePoint) or (isinstance(point, PeriodPoint) and ":" in point.edge)
    if nearest == "event":
        return "event"
    if nearest == "duty":
        return "due"
    if not named and group.last.time is None:
        return None
    return "event"


def is_plain(group: Group, clause: Clause) -> bool:
    """Whether nothing around the day tells what it is for."""
    alone = group.limit is Limit.ON and clause.previous is None
    return alone and _nearest(clause) == "none" and not _PLACE.match(clause.right)


def _nearest(clause: Clause) -> str:
    """Which verb stands nearest before the day, or after it where none stands before."""
    left = _NOUNS.sub(lambda m: _kept(m[0]), clause.left)
    if _ISSUER.search(left) and _last(_ISSUER, left) > _last(_BIDDING, left):
        return "event"
    event, duty = _last(_EVENT, left), _last(_FOR_DUTY, left)
    if event >= 0 or duty >= 0:
        return "event" if event > duty else "duty"
    if _PLACE.match(clause.right):
        return "event"
    right = _NOUNS.sub(lambda m: _kept(m[0]), clause.right[:80])
    event_at, duty_at = _EVENT.search(right), _DUTY.search(right)
    if event_at and (not duty_at or event_at.start() < duty_at.start()):
        return "event"
    return "duty" if duty_at else "none"


def _kept(noun: str) -> str:
    """The same length without events; ``ตอบรับการประชุม`` stays an answer."""
    verb = re.match(r"ตอบรับ|ยืนยัน|ลงทะเบียน|ส่ง|แจ้ง|สมัคร|เสนอ", noun)
    return (verb[0] if verb else "").ljust(len(noun), "_")


def _last(pattern: re.Pattern[str], text: str) -> int:
    at = -1
    for m in pattern.finditer(text):
        at = m.start()
    return at


def changes(left: str) -> bool:
    """Whether the clause moves an earlier day (ขยายเวลา, เลื่อน)."""
    return bool(_CHANGED.search(left))
