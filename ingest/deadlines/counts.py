"""Counts: ภายใน ๑๕ วัน นับแต่วันที่ได้รับหนังสือ, and what they are counted from.

Days, weeks, months and years leave out the first day (civil code, section
193/3), months and years end on the day before the corresponding one (193/5),
hours run at once. Only working days skip anything in between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingest.calendar import add_working_days, previous_working_day
from ingest.deadlines.periods import PeriodPoint
from ingest.deadlines.points import Context, Point, RelativePoint, When, day_of, last_day, shifted
from ingest.deadlines.wording import ANNOUNCED, NO_LETTER_DATE, NO_RECEIPT, moment, short_day
from ingest.thai.digits import NUMBER_WORDS, number_words, to_thai

UNITS = {
    "วันทำการ": "working-days", "วันทำงาน": "working-days", "วันราชการ": "working-days",
    "วันปฏิทิน": "days", "วัน": "days", "สัปดาห์": "weeks", "อาทิตย์": "weeks", "เดือน": "months",
    "ปี": "years", "ชั่วโมง": "hours", "ชม.": "hours", "นาที": "minutes",
}  # fmt: skip
_UNIT = "|".join(
    re.escape(u).replace("วันทำ", r"วัน\s?ทำ") for u in sorted(UNITS, key=len, reverse=True)
)
_LEAD = (
    r"(?:ภายใน(?:กำหนด(?:เวลา)?|ระยะเวลา|เวลา)?|ใน(?:กำหนด|ระยะ)(?:เวลา)?|ไม่เกิน(?:กว่า)?|ไม่ช้ากว่า|ไม่ล่าช้ากว่า"
    r"|อย่างช้า(?:ที่สุด)?(?:\s?ไม่เกิน)?|(?:เสร็จ|เสร็จสิ้น)(?:ภาย)?ใน|ครบ(?:กำหนด)?(?:ระยะ)?(?:เวลา)?|พ้น(?:กำหนด)?(?:ระยะ)?(?:เวลา)?|กำหนด(?:เวลา)?"
    r"|ล่วงหน้า(?:อย่างน้อย|ไม่น้อยกว่า|ก่อน)?|อย่างน้อย|ไม่น้อยกว่า|(?:ออกไป)?\s?อีก"
    r"|ก่อน(?:ถึง)?(?:วัน)?(?:การ)?(?:จัด)?(?:การ)?(?:ประชุม|อบรม|สัมมนา|ตรวจเยี่ยม|จัดงาน|เดินทาง|แข่งขัน)"
    r"(?:อย่างน้อย|ไม่น้อยกว่า)?)"
)
_COUNT = re.compile(
    rf"(?P<lead>{_LEAD})\s?(?:เป็น(?:ระยะ)?เวลา\s?)?(?P<low>\d{{1,3}}\s?(?:-|ถึง)\s?)?(?P<n>\d{{1,3}}|{NUMBER_WORDS})"
    rf"(?:\s?\((?:{NUMBER_WORDS}|\d{{1,3}})\))?\s?(?P<unit>{_UNIT})(?!ที่\s?\d|ละ|ทำการแรก|แรก)"
)
_FROM = re.compile(
    r"\s?(?:\(?\s?)(?:โดย(?:ให้)?\s?|ทั้งนี้\s?(?:ให้)?\s?)?"
    r"(?P<how>นับ(?:ถัด)?(?:แต่ถัด|ต่อ|ตั้งแต่|ถัด)?(?:แต่|จาก|ตั้งแต่)?(?:ถัดจาก)?|ตั้งแต่|(?:ภาย)?หลัง(?:จาก)?|ถัดจาก|จาก"
    r"|ก่อน(?:ถึง)?|เมื่อ|ล่วงหน้าก่อน)\s?(?P<next>วันถัดจาก\s?)?"
)
_BEFORE = re.compile(
    r"(?:นับ(?:ถัด)?(?:แต่|จาก|ตั้งแต่)|(?:ภาย)?หลัง(?:จาก)?|เมื่อ|ตั้งแต่)\s?(?P<anchor>(?:วัน(?:ที่)?)?\s?[^\s]{3,40}?)\s?(?:แล้ว\s?)?"
    r"(?:ให้\S{0,20}\s?)?$"
)
_DAY = r"(?:วัน(?:ที่)?\s?)?"
_ANCHORS = (
    ("receipt", re.compile(
        rf"{_DAY}(?:ที่\s?)?(?:อปท\.\s?|หน่วยงาน)?(?:ได้\s?)?(?:ลง)?รับ\s?(?:ทราบ|แจ้ง|หนังสือ|เรื่อง(?!ร้อง)|บันทึก|โทรสาร|ประกาศ|คำสั่ง)?(?:คำสั่ง|หนังสือ)?"
        r"(?!\s?(?:เงิน|การ|อนุมัติ|คำ|งบ|มอบ|ใบ|เลือก|แต่งตั้ง|ผล|จัดสรร|ความ|รายงาน|เอกสาร|บรรจุ|สมัคร|ผิด|รอง|เรื่องร้อง))"
        r"(?:(?:ดังกล่าว|ฉบับนี้|นี้|แจ้ง|ที่(?=\s))*)")),
    ("letter", re.compile(
        rf"{_DAY}(?:ที่\s?)?(?:(?:ลง|ใน|ของ|ตาม|ออก|มี|แห่ง)\s?(?:ใน)?\s?หนังสือ|หนังสือ(?:ลง|ฉบับ)|ลงนาม(?:ใน)?(?:หนังสือ|\s|$)|ลงในหนังสือ)"
        r"(?:ฉบับนี้|นี้)?")),
    ("today", re.compile(r"วันนี้|บัดนี้|วันที่ลงใน")),
    ("announcement", re.compile(
        rf"{_DAY}(?:ที่\s?)?(?:มี|ออก|ลง)?\s?(?:ประกาศ|คำสั่ง)(?!ใน|ผล|ราช|ราย)(?:นี้|ฉบับนี้)?")),
    ("event", re.compile(
        rf"{_DAY}(?:ที่\s?)?(?:เสร็จสิ้น|สิ้นสุด|จบ|เริ่ม)?(?:กำหนด)?(?:จัด)?(?:การ)?(?:ประชุม|อบรม|ฝึกอบรม|สัมมนา|ตรวจเยี่ยม|จัดงาน|เดินทาง|แข่งขัน)")),
)  # fmt: skip
_UNKNOWN = re.compile(r"(?P<words>[^\s,;]{2,60}(?:\s[^\s,;]{2,30})?)")
_AHEAD_OF = re.compile(
    r"(?:ล่วงหน้า)?\s?ก่อน(?:ถึง)?(?P<event>(?:วัน)?(?:การ)?(?:จัด)?(?:การ)?"
    r"(?:ประชุม|อบรม|ฝึกอบรม|สัมมนา|ตรวจเยี่ยม|จัดงาน|เดินทาง|แข่งขัน)\S{0,12}?)\s?(?:เป็นเวลา)?\s?$"
)
_ANNOUNCED = re.compile(
    rf"เมื่อ(?:ได้)?(?:ปิด)?ประกาศ[^\n]{{0,40}}?แล้ว\s?(?P<n>\d{{1,3}}|{NUMBER_WORDS})\s?(?P<unit>วัน|เดือน)"
)
_NOT_A_TERM = re.compile(
    r"(?:อายุ|ครั้งละ|คนละ|วันละ|รุ่นละ|ย้อนหลัง|ประสบการณ์|จำคุก|ระยะทาง|ความเร็ว|ประกัน|มาแล้ว|บทละ)[^\s]{0,25}\s?$"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a count starts from. ``kind``: receipt, letter, today, announcement, event,
    point (``point`` says which), unknown or none. ``before`` counts backwards."""

    kind: str
    words: str = ""
    point: Point | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class CountPoint(Point):
    number: int
    unit: str
    anchor: Anchor
    words: str = ""
    ranged: bool = False

    @property
    def has_year(self) -> bool:
        return self.anchor.point is not None and self.anchor.point.has_year

    @property
    def period(self) -> PeriodPoint | None:
        """The period that returns and after whose end the count runs, if any."""
        point = self.anchor.point
        return point if isinstance(point, PeriodPoint) and point.is_repeating else None

    def resolve(self, context: Context) -> When:
        rule = f"count:{self.number}-{self.unit}:{self.anchor.kind}"
        if self.unit in ("hours", "minutes"):
            return self._by_the_clock(context, rule)
        base, name, doubts = self._base(context)
        if base is None:
            return When(None, rule, f"นับ{name}", doubts=doubts)
        day, skipped = counted(base, self.number, self.unit, context, back=self.anchor.before)
        why = f"นับจาก{name} {short_day(base)}"
        why += " ย้อนขึ้นไป" if self.anchor.before else " เริ่มนับวันถัดไป"
        why += f" ครบ {to_thai(str(self.number))} {self.words}ในวันที่ {short_day(day)}"
        if skipped:
            names = ", ".join(
                f"{short_day(d)} {context.calendar.name_of(d) or ''}".strip() for d in skipped
            )
            why += f" ข้ามวันหยุด {names}"
        if self.anchor.kind == "none":
            doubts += self._ambiguous(context)
        if self.ranged:
            doubts += ("ระบุจำนวนวันเป็นช่วง ถือจำนวนมากที่สุด โปรดยืนยัน",)
        return When(day, rule, why, day, doubts=doubts)

    def _base(self, context: Context) -> tuple[date | None, str, tuple[str, ...]]:
        kind = self.anchor.kind
        if kind == "receipt":
            received = context.received
            if received is None:
                return None, "วันที่ได้รับหนังสือ", (NO_RECEIPT,)
            return received.date(), "วันที่ได้รับหนังสือ", ()
        if kind == "point" and self.anchor.point is not None:
            found = self.anchor.point.resolve(context)
            base = found.first if self.anchor.before else found.day
            return base, self.anchor.words or "วันที่ระบุ", found.doubts
        if kind == "event":
            if context.event is None:
                return (
                    None,
                    self.anchor.words,
                    (f"ไม่พบวันที่ของ “{self.anchor.words}” ในข้อความ จึงคำนวณไม่ได้",),
                )
            return context.event, self.anchor.words, ()
        if kind == "unknown":
            return None, self.anchor.words, (f"ต้องนับจาก “{self.anchor.words}” ซึ่งหนังสือไม่ได้ระบุวันที่",)
        if context.dated is None:
            if kind == "none" and context.received is not None:
                return context.received.date(), "วันที่ได้รับหนังสือ", ()
            return None, "วันที่ในหนังสือ", (NO_LETTER_DATE,)
        doubts = (ANNOUNCED,) if kind == "announcement" else ()
        return context.dated, "วันที่ในหนังสือ", doubts

    def _ambiguous(self, context: Context) -> tuple[str, ...]:
        told = "หนังสือไม่ได้ระบุว่านับจากวันใด ถือวันที่ในหนังสือซึ่งเร็วกว่า"
        if context.dated is None:
            return ("หนังสือไม่ได้ระบุว่านับจากวันใด และไม่ทราบวันที่ในหนังสือ จึงนับจากวันที่รับ โปรดยืนยัน",)
        if context.received is None:
            return (f"{told} อาจนับจากวันที่ได้รับหนังสือ โปรดยืนยัน",)
        other, _ = counted(context.received.date(), self.number, self.unit, context)
        return (f"{told} หากนับจากวันที่ได้รับหนังสือจะเป็น {short_day(other)} โปรดยืนยัน",)

    def _by_the_clock(self, context: Context, rule: str) -> When:
        span = timedelta(**{self.unit: self.number})
        if self.anchor.kind in ("receipt", "none"):
            base = context.received
            if base is None:
                return When(None, rule, "นับจากเวลาที่ได้รับหนังสือ", doubts=(NO_RECEIPT,))
            end = base + span
            spell = f"{to_thai(str(self.number))} {self.words}"
            why = f"นับต่อเนื่องจากเวลาที่ได้รับหนังสือ {moment(base)} ครบ {spell}"
            return When(end.date(), rule, f"{why} เมื่อ {moment(end)}", end.date(), moment=end)
        day, name, doubts = self._base(context)
        if day is None:
            return When(None, rule, f"นับจาก{name}", doubts=doubts)
        at = datetime.combine(day, datetime.min.time())
        end = at - span if self.anchor.before else at + span
        doubts += ("ไม่ทราบเวลาเริ่มนับ ถือต้นวัน โปรดยืนยัน",)
        return When(end.date(), rule, f"นับจาก{name}", end.date(), moment=end, doubts=doubts)


def counted(
    base: date, number: int, unit: str, context: Context, *, back: bool = False
) -> tuple[date, list[date]]:
    """The last day of ``number`` units that begin the day after ``base``, and holidays skipped."""
    if unit == "working-days" and back:
        day = base
        for _ in range(number):
            day = previous_working_day(context.calendar, day)
        return day, []
    if unit == "working-days":
        return add_working_days(context.calendar, base, number)
    if unit in ("days", "weeks"):
        days = number * (7 if unit == "weeks" else 1)
        return base + timedelta(days=-days if back else days), []
    count = number * (12 if unit == "years" else 1)
    if back:
        month = shifted(base.year, base.month, -count)
        return day_of(*month, base.day) or last_day(*month), []
    first = base + timedelta(days=1)
    month = shifted(first.year, first.month, count)
    same = day_of(*month, first.day)
    return (same - timedelta(days=1) if same else last_day(*month)), []


def find_counts(text: str, points: list[Point]) -> list[CountPoint]:
    """Every count of ``text`` that limits something; ``points`` may serve as anchors."""
    found = []
    for m in _COUNT.finditer(text):
        if _NOT_A_TERM.search(text, max(0, m.start() - 40), m.start()):
            continue
        anchor, end = _anchor(text, m, points)
        weak = m["lead"] in (
            "อย่างน้อย",
            "ไม่น้อยกว่า",
            "กำหนด",
            "กำหนดเวลา",
            "ครบ",
            "อีก",
            "ไม่เกิน",
            "พ้น",
        )
        if weak and anchor.kind == "none" and not (m["lead"] == "ไม่เกิน" and _is_duty(text, m)):
            continue
        words = m["unit"].replace(" ", "")
        start = m.start("low") if m["low"] else m.start("n")
        found.append(
            CountPoint(
                start, end, number_words(m["n"]) or 0, UNITS[words], anchor, words, bool(m["low"])
            )
        )
    return [*found, *_after_announcing(text)]


def _after_announcing(text: str) -> list[CountPoint]:
    """``เมื่อได้ประกาศไว้โดยเปิดเผยแล้วเจ็ดวัน``: the day on which a local rule comes into force."""
    return [
        CountPoint(
            m.start("n"), m.end(), number_words(m["n"]) or 0, UNITS[m["unit"]],
            Anchor("announcement", "วันประกาศ"), m["unit"],
        )
        for m in _ANNOUNCED.finditer(text)
    ]  # fmt: skip


def _is_duty(text: str, m: re.Match[str]) -> bool:
    before = text[max(0, m.start() - 60) : m.start()]
    return not before.strip() or bool(
        re.search(r"(?:ให้|ส่ง|รายงาน|แจ้ง|ดำเนินการ|ตอบ|เสร็จ|โดยเร็ว|ด่วน)", before)
    )


def _anchor(text: str, m: re.Match[str], points: list[Point]) -> tuple[Anchor, int]:
    how = _FROM.match(text, m.end())
    if how:
        anchor, end = _named(text, how, points)
        if anchor is not None:
            return anchor, end
    lead_in = text[max(0, m.start() - 80) : m.start()]
    if ahead := _AHEAD_OF.search(lead_in):
        return Anchor("event", ahead["event"], before=True), m.end()
    left = _BEFORE.search(lead_in)
    if left:
        for kind, pattern in _ANCHORS:
            if pattern.match(left["anchor"]):
                return Anchor(kind, left["anchor"].strip()), m.end()
    if re.match(r"ก่อน|ล่วงหน้า", m["lead"]):
        words = re.sub(r"^(?:ก่อน(?:ถึง)?|ล่วงหน้า)|(?:อย่างน้อย|ไม่น้อยกว่า)$", "", m["lead"])
        return Anchor("event", words or "วันที่จัด", before=True), m.end()
    return Anchor("none"), m.end()


def _named(text: str, how: re.Match[str], points: list[Point]) -> tuple[Anchor | None, int]:
    """What stands after นับแต่: a day or a period, a known act, or words nobody can date."""
    at, before = how.end(), "ก่อน" in how["how"]
    for point in points:
        if isinstance(point, RelativePoint) or not at - 8 <= point.start or point.end <= at:
            continue
        if re.fullmatch(r"\s?(?:วัน|กำหนด|ครบ|เดิม|คือ|\s)*", text[at : point.start]):
            words = text[max(at, point.start) : point.end].strip()
            return Anchor("point", words, point, before), point.end
    for kind, pattern in _ANCHORS:
        found = pattern.match(text, at)
        if found and found[0].strip():
            return Anchor(kind, found[0].strip(), before=before), found.end()
    strong = re.match(r"นับ|ตั้งแต่|(?:ภาย)?หลัง|ถัดจาก|ก่อน", how["how"])
    unknown = _UNKNOWN.match(text, at)
    if strong and unknown:
        return Anchor("unknown", unknown["words"].strip(), before=before), unknown.end()
    return None, at
