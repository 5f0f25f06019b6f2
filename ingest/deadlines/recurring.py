"""Duties that return: ทุกวันที่ ๕, ทุกไตรมาส, ปีละ ๒ ครั้ง; each as an RFC 5545 rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from ingest.deadlines.counts import CountPoint
from ingest.deadlines.finders import DAY_WORD
from ingest.deadlines.periods import PeriodPoint
from ingest.deadlines.points import (
    Context,
    DatePoint,
    DayPoint,
    Point,
    WeekdayPoint,
    When,
    last_day,
    shifted,
)
from ingest.thai import months
from ingest.thai.digits import NUMBER_WORDS, number_words

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "MO,TU,WE,TH,FR"
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
class Repeating:
    """``rrule`` with the words it stands for; ``days_before`` and ``working`` tell
    how the first instance is moved to a working day of its month, if the words ask for it."""

    rrule: str
    why: str
    doubt: str | None = None
    working: int = 0
    after: date | None = None

    def first(self, context: Context, at: time | None) -> date | datetime | None:
        """The first one after receipt, or after the letter's date."""
        now = context.received or (
            datetime.combine(context.dated, time()) if context.dated else None
        )
        if now is None:
            return None
        if self.after is not None and now.date() <= self.after:
            now = datetime.combine(self.after, time.max)
        if at is None:
            now = datetime.combine(now.date(), time.max)
        start = datetime.combine(date(now.year - 1, 1, 1), at or time())
        rule = rrulestr(self.rrule, dtstart=start)
        found = rule.after(now)
        while found is not None and self.working:
            day = self._working_day(found.date(), context)
            if datetime.combine(day, at or time.max) > now:
                found = datetime.combine(day, at or time())
                break
            found = rule.after(found)
        if found is None:
            return None
        return found if at is not None else found.date()

    def _working_day(self, day: date, context: Context) -> date:
        """The first or last working day of the month by the calendar, holidays included."""
        step = timedelta(days=1 if self.working > 0 else -1)
        at = day.replace(day=1) if self.working > 0 else last_day(day.year, day.month)
        left = abs(self.working)
        while True:
            left -= context.calendar.is_working_day(at)
            if left == 0:
                return at
            at += step


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
    return on_days(days or [1], following=False, dated=None)


def on_days(days: list[int], *, following: bool, dated: date | None) -> Repeating:
    """Every month on ``days``; ``following``: for the month before, so not in the letter's own."""
    after = last_day(dated.year, dated.month) if following and dated else None
    rule = "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(str(d) for d in days)
    doubt = "บางเดือนไม่มีวันที่นี้ โปรดตรวจ" if max(days) > 28 else None
    return Repeating(rule, "ทุกเดือน", doubt, after=after)


def _ends(m: re.Match[str]) -> Repeating:
    edge, unit = m["edge"], m["unit"]
    if unit == "สัปดาห์":
        return Repeating("FREQ=WEEKLY;BYDAY=FR", "ทุกสัปดาห์", "ถือวันศุกร์เป็นวันสุดท้ายของสัปดาห์ โปรดยืนยัน")
    which = {"ไตรมาส": "BYMONTH=3,6,9,12;", "ปีงบประมาณ": "BYMONTH=9;", "ปี": "BYMONTH=12;"}.get(
        unit, ""
    )
    head = "FREQ=YEARLY;" + which if which else "FREQ=MONTHLY;"
    if "ทำการสุดท้าย" in edge:
        return Repeating(
            f"{head}BYDAY={_WORKDAYS};BYSETPOS=-1", f"ทุก{unit}", working=-1 if not which else 0
        )
    if "ทำการแรก" in edge:
        return Repeating(
            f"{head}BYDAY={_WORKDAYS};BYSETPOS=1", f"ทุก{unit}", working=1 if not which else 0
        )
    fuzzy = {"ต้น": 10, "กลาง": 15}.get(edge)
    if fuzzy and not which:
        return Repeating(f"{head}BYMONTHDAY={fuzzy}", f"ทุก{unit}", "ถ้อยคำไม่ระบุวันแน่นอน โปรดยืนยัน")
    return Repeating(f"{head}BYMONTHDAY=-1", f"ทุก{unit}")


def on_dates(days: list[tuple[int, int]]) -> str:
    """A yearly rule for (month, day) pairs that cannot be told apart by one BYMONTHDAY."""
    days = sorted(set(days))
    at = ",".join(str(month) for month, _ in days)
    if len({day for _, day in days}) == 1:
        return f"FREQ=YEARLY;BYMONTH={at};BYMONTHDAY={days[0][1]}"
    if all(day == last_day(2025, month).day for month, day in days):
        return f"FREQ=YEARLY;BYMONTH={at};BYMONTHDAY=-1"
    # counted from the year's end a day after February keeps its number in leap years
    places = [
        date(2025, month, day).timetuple().tm_yday - (0 if month <= 2 else 366)
        for month, day in days
    ]
    return "FREQ=YEARLY;BYYEARDAY=" + ",".join(str(place) for place in places)


def repeating_of(
    points: list[Point], frequency: Frequency | None, context: Context
) -> Repeating | None:
    """The rule that ``points`` follow under ``frequency``; ``None`` if they do not return."""
    first = points[0]
    if isinstance(first, RecurringPoint):
        return first.repeating
    if isinstance(first, CountPoint):
        return _after_period(first, frequency, context)
    if isinstance(first, DayPoint):
        return _monthly(points, first, frequency, context)
    if frequency is None:
        return None
    if isinstance(first, WeekdayPoint) and frequency.weeks:
        days = ",".join(BYDAY[p.weekday] for p in points if isinstance(p, WeekdayPoint))
        every = f"INTERVAL={frequency.weeks};" if frequency.weeks > 1 else ""
        return Repeating(f"FREQ=WEEKLY;{every}BYDAY={days}", "ทุกสัปดาห์")
    if isinstance(first, DatePoint) and all(isinstance(p, DatePoint) for p in points):
        pairs = [(p.month, p.day) for p in points if isinstance(p, DatePoint)]
        if any(m is None or d is None or d > last_day(2024, m).day for m, d in pairs):
            return None
        return Repeating(on_dates([(m or 1, d or 1) for m, d in pairs]), "ทุกปี")
    if isinstance(first, PeriodPoint):
        return _period(first, frequency, context)
    return None


def _monthly(
    points: list[Point], first: DayPoint, frequency: Frequency | None, context: Context
) -> Repeating | None:
    days = [p.day for p in points if isinstance(p, DayPoint)]
    if first.scope in ("following", "every") or frequency:
        rule = on_days(days, following=first.scope == "following", dated=context.dated)
        step = frequency.months if frequency else 1
        if step in (3, 6) and first.scope != "every":
            at = "1,4,7,10" if step == 3 else "4,10"
            return Repeating(f"FREQ=YEARLY;BYMONTH={at};" + rule.rrule.partition(";")[2], "ทุกงวด")
        return rule
    return None


def _after_period(
    count: CountPoint, frequency: Frequency | None, context: Context
) -> Repeating | None:
    """N days after every month's, quarter's or year's end."""
    period = count.period
    if period is None or count.unit not in ("days", "weeks", "months", "working-days"):
        if frequency is None or count.anchor.kind != "none" or count.unit != "days":
            return None
        period = PeriodPoint(
            0, 0, {1: "month", 3: "quarter", 6: "half", 12: "year"}.get(frequency.months, ""), "end"
        )
    ends = {
        "month": range(1, 13),
        "quarter": (3, 6, 9, 12),
        "half": (3, 9),
        "round": (9,),
        "fiscal": (9,),
        "year": (12,),
    }
    if period.unit not in ends:
        return None
    why = "นับจากวันสิ้นงวดทุกงวด"
    if count.unit == "working-days":
        months_after = ",".join(str(m % 12 + 1) for m in ends[period.unit])
        rule = f"FREQ=YEARLY;BYMONTH={months_after};BYDAY={_WORKDAYS};BYSETPOS={count.number}"
        if period.unit == "month":
            rule = f"FREQ=MONTHLY;BYDAY={_WORKDAYS};BYSETPOS={count.number}"
        return Repeating(rule, why, working=count.number)
    days = count.number * (7 if count.unit == "weeks" else 1)
    if count.unit == "months" or days > 366:
        at = [shifted(2025, m, count.number)[1] for m in ends[period.unit]]
        return Repeating(on_dates([(m, last_day(2025, m).day) for m in at]), why)
    if period.unit == "month" and days <= 28:
        return Repeating(f"FREQ=MONTHLY;BYMONTHDAY={days}", why)
    return Repeating(_yeardays(ends[period.unit], days), why)


def _yeardays(ends: range | tuple[int, ...], days: int) -> str:
    """The rule for ``days`` after the ends of months, exact in leap years too."""
    due = {
        year: [last_day(year, m) + timedelta(days=days) for m in sorted(ends)]
        for year in (2025, 2027)
    }
    pairs = [(d.month, d.day) for d in due[2025]]
    if all(day <= 28 for _, day in pairs) and len({day for _, day in pairs}) == 1:
        return on_dates(pairs)
    places = []
    for month in sorted(ends):
        common, leap = (last_day(y, month) + timedelta(days=days) for y in (2025, 2024))
        fixed = common.timetuple().tm_yday == leap.timetuple().tm_yday
        places.append(common.timetuple().tm_yday if fixed else common.timetuple().tm_yday - 366)
    return "FREQ=YEARLY;BYYEARDAY=" + ",".join(
        str(p) for p in sorted(places, key=lambda p: p % 366)
    )


def _period(period: PeriodPoint, frequency: Frequency, context: Context) -> Repeating | None:
    """ภายในเดือนธันวาคมของทุกปี, ทุกเดือนภายในสิ้นเดือน, ทุกไตรมาสภายในวันทำการสุดท้ายของไตรมาส."""
    why = "ทุกงวด"
    if period.unit == "month" and period.number is not None:
        return Repeating(f"FREQ=YEARLY;BYMONTH={period.number};BYMONTHDAY=-1", "ทุกปี")
    if period.edge == "last-working" and period.unit == "month":
        return Repeating(f"FREQ=MONTHLY;BYDAY={_WORKDAYS};BYSETPOS=-1", why, working=-1)
    if period.edge.startswith("working:") and period.unit == "month":
        nth = int(period.edge.partition(":")[2])
        return Repeating(f"FREQ=MONTHLY;BYDAY={_WORKDAYS};BYSETPOS={nth}", why, working=nth)
    if period.edge.startswith("nth:") and period.unit == "month":
        _, weekday, nth = period.edge.split(":")
        return Repeating(f"FREQ=MONTHLY;BYDAY={nth}{BYDAY[int(weekday)]}", why)
    at = {
        "month": "",
        "quarter": "3,6,9,12",
        "half": "3,9",
        "fiscal": "9",
        "round": "9",
        "year": "12",
    }
    if period.unit not in at:
        return None
    if not at[period.unit]:
        return Repeating("FREQ=MONTHLY;BYMONTHDAY=-1", why)
    return Repeating(f"FREQ=YEARLY;BYMONTH={at[period.unit]};BYMONTHDAY=-1", why)


def unplaced(frequency: Frequency, context: Context) -> Repeating | None:
    """A frequency whose day nobody named: the end of each period, doubted."""
    doubt = "ไม่ได้ระบุวันครบกำหนดของแต่ละงวด ถือวันสุดท้ายของงวด โปรดยืนยัน"
    if frequency.weeks:
        every = f"INTERVAL={frequency.weeks};" if frequency.weeks > 1 else ""
        return Repeating(f"FREQ=WEEKLY;{every}BYDAY=FR", "ทุกสัปดาห์", doubt)
    if frequency.months:
        step = (
            frequency.months // frequency.times
            if frequency.months % frequency.times == 0
            else frequency.months
        )
        at = {3: "BYMONTH=3,6,9,12;", 6: "BYMONTH=3,9;", 12: "BYMONTH=9;"}.get(step)
        if at:
            return Repeating(f"FREQ=YEARLY;{at}BYMONTHDAY=-1", "ทุกงวด ตามปีงบประมาณ", doubt)
        every = f"INTERVAL={step};" if step > 1 else ""
        return Repeating(f"FREQ=MONTHLY;{every}BYMONTHDAY=-1", "ทุกเดือน", doubt)
    if frequency.days == 1:
        return Repeating("FREQ=DAILY", "ทุกวัน")
    if frequency.days == 0:
        return Repeating(f"FREQ=WEEKLY;BYDAY={_WORKDAYS}", "ทุกวันทำการ")
    return Repeating(f"FREQ=DAILY;INTERVAL={frequency.days}", "ทุกรอบ", doubt)
