"""Duties that return: ทุกวันที่ ๕, ทุกไตรมาส, ปีละ ๒ ครั้ง; each as an RFC 5545 rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.deadlines.finders import DAY_WORD
from ingest.deadlines.points import Context, Point, When
from ingest.deadlines.repeating import BYDAY, WORKDAYS, Repeating, on_days
from ingest.thai import months
from ingest.thai.digits import NUMBER_WORDS, number_words

_UNIT = r"(?P<unit>วันทำการ|วันราชการ|วัน|สัปดาห์|อาทิตย์|เดือน|ไตรมาส|ปีงบประมาณ|ปี|ครึ่งปี)"
_N = rf"(?P<n>\d{{1,2}}|{NUMBER_WORDS})"
_NTH = rf"(?:แรก|สุดท้าย|ที่\s?(?:\d|{NUMBER_WORDS}))"
_DAYS = rf"(?:\d{{1,2}}|{NUMBER_WORDS})"
_EVERY = r"ทุก\s?ๆ?\s?"

_WEEKDAYS = re.compile(
    rf"{_EVERY}(?:วัน\s?)(?P<days>{months.WEEKDAY_PATTERN}(?:\s?(?:,|และ|กับ|-)?\s?(?:วัน)?{months.WEEKDAY_PATTERN})*)"
    rf"(?:\s?(?P<nth>{_NTH}(?:\s?(?:และ|,)\s?(?:ที่\s?)?(?:\d|{NUMBER_WORDS}|สุดท้าย))*)(?:\s?ของ(?:ทุก)?เดือน)?)?"
    r"(?:\s?ของ(?:ทุก)?สัปดาห์)?"
)
_MONTHDAYS = re.compile(
    rf"{_EVERY}{DAY_WORD}\s?(?P<days>{_DAYS}(?:\s?(?:,|และ|กับ|-)\s?(?:{DAY_WORD}\s?)?{_DAYS})*)"
    r"(?![\d/]|\s?(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา))"
    r"(?:\s?(?:ของ|ใน)\s?(?:ทุก\s?ๆ?\s?|แต่ละ)?เดือน(?:ถัดไป)?)?"
    r"(?P<last>\s?และ(?:ใน)?(?:ทุก)?(?:วัน)?(?:สิ้น|สุดท้ายของ)เดือน)?"
)
_ENDS = re.compile(
    rf"{_EVERY}(?:วัน)?(?P<edge>สิ้น|ต้น|กลาง|ปลาย|วันสุดท้ายของ|วันทำการสุดท้าย(?:ของ)?|วันทำการแรก(?:ของ)?|สุดท้ายของ|ทำการสุดท้าย(?:ของ)?|ทำการแรก(?:ของ)?)"
    r"\s?(?:ทุก)?(?P<unit>เดือน|ไตรมาส|ปีงบประมาณ|ปี|สัปดาห์)"
)
_FREQUENCY = re.compile(
    rf"(?:(?:เป็น)?(?:ประจำ)?{_EVERY}(?:รอบ\s?)?(?:{_N}\s?)?{_UNIT}(?!\s?(?:{months.WEEKDAY_PATTERN}|ที่\s?\d|ทำการสุดท้าย|สุดท้าย|สิ้น))"
    rf"|(?P<per>สัปดาห์|เดือน|ไตรมาส|ปี)ละ\s?(?P<times>\d{{1,2}}|{NUMBER_WORDS})?\s?(?:ครั้ง|รอบ|หน|งวด)"
    r"|(?:เป็น|แบบ)ราย\s?(?:(?P<m>\d{1,2})\s?)?(?P<each>วัน|สัปดาห์|เดือน|ไตรมาส|ปี)"
    r"|เป็นประจำ(?P<always>วัน|สัปดาห์|เดือน|ไตรมาส|ปี)(?!งบ)"
    r"|(?:ของ|ใน)\s?แต่ละ(?P<given>เดือน|ไตรมาส|ปี))"
)
#: months per unit of a frequency
_MONTHS = {"เดือน": 1, "ไตรมาส": 3, "ครึ่งปี": 6, "ปี": 12, "ปีงบประมาณ": 12}


@dataclass(frozen=True, slots=True)
class RecurringPoint(Point):
    """A phrase that names its own days: ทุกวันจันทร์, ทุกวันที่ ๑ และ ๑๖, ทุกสิ้นเดือน."""

    repeating: Repeating

    def resolve(self, context: Context) -> When:
        return When(None, "recurring", self.repeating.why)


@dataclass(frozen=True, slots=True)
class Frequency:
    """``months`` or ``weeks`` or ``days`` between two instances; ``times`` a period."""

    start: int
    end: int
    months: int = 0
    weeks: int = 0
    days: int = 0
    times: int = 1
    weak: bool = False


def find_recurring(text: str) -> list[RecurringPoint]:
    found: list[RecurringPoint] = []
    for pattern, read in ((_WEEKDAYS, _weekdays), (_MONTHDAYS, _monthdays), (_ENDS, _ends)):
        for m in pattern.finditer(text):
            if not any(m.start() < f.end and f.start < m.end() for f in found):
                found.append(RecurringPoint(m.start(), m.end(), read(m)))
    return found


def find_frequencies(text: str) -> list[Frequency]:
    found = []
    for m in _FREQUENCY.finditer(text):
        unit = m["unit"] or m["per"] or m["each"] or m["always"] or m["given"]
        every = number_words(m["n"] or m["m"] or "") or 1
        times = number_words(m["times"] or "") or 1
        weak = bool(m["each"] or m["given"])
        if unit in _MONTHS:
            found.append(
                Frequency(m.start(), m.end(), months=_MONTHS[unit] * every, times=times, weak=weak)
            )
        elif unit in ("สัปดาห์", "อาทิตย์"):
            found.append(Frequency(m.start(), m.end(), weeks=every, times=times, weak=weak))
        else:
            days = 0 if unit != "วัน" else every
            found.append(Frequency(m.start(), m.end(), days=days, times=times, weak=weak))
    return found


def _weekdays(m: re.Match[str]) -> Repeating:
    numbers = [months.weekday_number(d) or 0 for d in re.findall(months.WEEKDAY_PATTERN, m["days"])]
    if "-" in m["days"] and len(numbers) == 2:
        numbers = list(range(numbers[0], numbers[1] + 1))
    if not m["nth"]:
        return Repeating("FREQ=WEEKLY;BYDAY=" + ",".join(BYDAY[n] for n in numbers), "ทุกสัปดาห์")
    nths = [_nth(word) for word in re.findall(rf"แรก|สุดท้าย|\d|{NUMBER_WORDS}", m["nth"])]
    days = ",".join(f"{nth}{BYDAY[n]}" for nth in nths for n in numbers)
    return Repeating(f"FREQ=MONTHLY;BYDAY={days}", "ทุกเดือน")


def _nth(word: str) -> int:
    return {"แรก": 1, "สุดท้าย": -1}.get(word) or number_words(word) or 1


def _monthdays(m: re.Match[str]) -> Repeating:
    words = re.findall(rf"\d{{1,2}}|{NUMBER_WORDS}|-", m["days"])
    days = [number_words(word) or 0 for word in words if word != "-"]
    if "-" in words and len(days) == 2:
        days = days[1:]  # a span of days every month: its last day limits
    days = [day for day in days if 1 <= day <= 31]
    days += [-1] if m["last"] else []
    return on_days(days or [1], following=False, dated=None)


def _ends(m: re.Match[str]) -> Repeating:
    edge, unit = m["edge"], m["unit"]
    if unit == "สัปดาห์":
        return Repeating("FREQ=WEEKLY;BYDAY=FR", "ทุกสัปดาห์", "ถือวันศุกร์เป็นวันสุดท้ายของสัปดาห์ โปรดยืนยัน")
    which = {"ไตรมาส": "BYMONTH=3,6,9,12;", "ปีงบประมาณ": "BYMONTH=9;", "ปี": "BYMONTH=12;"}.get(
        unit, ""
    )
    head = "FREQ=MONTHLY;" + which
    for word, nth in (("ทำการสุดท้าย", -1), ("ทำการแรก", 1)):
        if word in edge:
            rule = f"{head}BYDAY={WORKDAYS};BYSETPOS={nth}"
            return Repeating(rule, f"ทุก{unit}", working=nth)
    fuzzy = {"ต้น": 10, "กลาง": 15}.get(edge)
    if fuzzy and not which:
        return Repeating(f"{head}BYMONTHDAY={fuzzy}", f"ทุก{unit}", "ถ้อยคำไม่ระบุวันแน่นอน โปรดยืนยัน")
    return Repeating(f"{head}BYMONTHDAY=-1", f"ทุก{unit}")
