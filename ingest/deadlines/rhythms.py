"""Points and frequencies that together make a duty return."""

from __future__ import annotations

from ingest.deadlines.counts import CountPoint
from ingest.deadlines.periods import PeriodPoint
from ingest.deadlines.points import (
    Context,
    DatePoint,
    DayPoint,
    Point,
    WeekdayPoint,
    last_day,
    shifted,
)
from ingest.deadlines.recurring import Frequency, RecurringPoint
from ingest.deadlines.repeating import BYDAY, WORKDAYS, Repeating, after_ends, on_dates, on_days

#: The months whose last days end a period.
_ENDS: dict[str, tuple[int, ...]] = {
    "month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12), "half": (3, 9), "round": (9,),
    "fiscal": (9,), "year": (12,),
}  # fmt: skip
#: The name of a period that is so many months long.
_LENGTHS = {1: "month", 3: "quarter", 6: "half", 12: "year"}


def repeating_of(
    points: list[Point], frequency: Frequency | None, context: Context
) -> Repeating | None:
    """The rule that ``points`` follow under ``frequency``; ``None`` if they do not return."""
    first = points[0]
    if isinstance(first, RecurringPoint):
        return first.repeating
    if isinstance(first, CountPoint):
        return _after_period(first, frequency)
    if isinstance(first, DayPoint):
        return _monthly(points, first, frequency, context)
    counted = isinstance(first, PeriodPoint) and first.unit == "month" and first.is_repeating
    if counted and isinstance(first, PeriodPoint) and first.edge.startswith(("working:", "nth:")):
        return _period(first)
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
        named = [p.number for p in points if isinstance(p, PeriodPoint) and p.unit == "month"]
        if len(named) > 1 and all(named):
            return Repeating(on_dates((m, last_day(2024, m).day) for m in named if m), "ทุกปี")
        return _period(first)
    return None


def _monthly(
    points: list[Point], first: DayPoint, frequency: Frequency | None, context: Context
) -> Repeating | None:
    days = [p.day for p in points if isinstance(p, DayPoint)]
    if first.scope in ("following", "every", "quarter") or frequency:
        rule = on_days(days, following=first.scope == "following", dated=context.dated)
        step = 3 if first.scope == "quarter" else frequency.months if frequency else 1
        if step in (3, 6) and first.scope != "every":
            at = "1,4,7,10" if step == 3 else "4,10"
            return Repeating(f"FREQ=YEARLY;BYMONTH={at};" + rule.rrule.partition(";")[2], "ทุกงวด")
        return rule
    return None


def _after_period(count: CountPoint, frequency: Frequency | None) -> Repeating | None:
    """N days after every month's, quarter's or year's end."""
    period = count.period
    if period is None or count.unit not in ("days", "weeks", "months", "working-days"):
        if frequency is None or count.anchor.kind != "none" or count.unit != "days":
            return None
        period = PeriodPoint(0, 0, _LENGTHS.get(frequency.months, ""), "end")
    if period.unit not in _ENDS:
        return None
    why = "นับจากวันสิ้นงวดทุกงวด"
    if count.unit == "working-days":
        return _nth_working_day(_ENDS[period.unit], count.number)
    days = count.number * (7 if count.unit == "weeks" else 1)
    if count.unit == "months" or days > 366:
        at = [shifted(2025, m, count.number)[1] for m in _ENDS[period.unit]]
        return Repeating(on_dates([(m, last_day(2025, m).day) for m in at]), why)
    if period.unit == "month" and days <= 28:
        return Repeating(f"FREQ=MONTHLY;BYMONTHDAY={days}", why)
    return Repeating(after_ends(_ENDS[period.unit], days), why)


def _period(period: PeriodPoint) -> Repeating | None:
    """ภายในเดือนธันวาคมของทุกปี, ทุกเดือนภายในสิ้นเดือน, ทุกไตรมาสภายในวันทำการสุดท้ายของไตรมาส."""
    why = "ทุกงวด"
    if period.unit == "month" and period.number is not None:
        return Repeating(f"FREQ=YEARLY;BYMONTH={period.number};BYMONTHDAY=-1", "ทุกปี")
    if period.edge == "last-working" and period.unit == "month":
        return Repeating(f"FREQ=MONTHLY;BYDAY={WORKDAYS};BYSETPOS=-1", why, working=-1)
    if period.edge.startswith("working:") and period.unit == "month":
        nth = int(period.edge.partition(":")[2])
        return Repeating(f"FREQ=MONTHLY;BYDAY={WORKDAYS};BYSETPOS={nth}", why, working=nth)
    if period.edge.startswith("nth:") and period.unit == "month":
        _, weekday, place = period.edge.split(":")
        return Repeating(f"FREQ=MONTHLY;BYDAY={place}{BYDAY[int(weekday)]}", why)
    if period.unit not in _ENDS:
        return None
    if period.unit == "month":
        return Repeating("FREQ=MONTHLY;BYMONTHDAY=-1", why)
    return Repeating(on_dates((m, last_day(2024, m).day) for m in _ENDS[period.unit]), why)


def _nth_working_day(ends: tuple[int, ...], number: int) -> Repeating | None:
    """The ``number``-th working day after the ends of the months ``ends``."""
    if number > 15:
        return None
    months = ",".join(str(month) for month in sorted(end % 12 + 1 for end in ends))
    only = f"BYMONTH={months};" if len(ends) < 12 else ""
    rule = f"FREQ=MONTHLY;{only}BYDAY={WORKDAYS};BYSETPOS={number}"
    return Repeating(rule, "นับวันทำการจากวันสิ้นงวดทุกงวด", working=number)


def unplaced(frequency: Frequency) -> Repeating:
    """A frequency whose day nobody named: the end of each period, doubted."""
    doubt = "ไม่ได้ระบุวันครบกำหนดของแต่ละงวด ถือวันสุดท้ายของงวด โปรดยืนยัน"
    if frequency.weeks:
        every = f"INTERVAL={frequency.weeks};" if frequency.weeks > 1 else ""
        return Repeating(f"FREQ=WEEKLY;{every}BYDAY=FR", "ทุกสัปดาห์", doubt)
    if frequency.months:
        even = frequency.months % frequency.times == 0
        step = frequency.months // frequency.times if even else frequency.months
        if step == 12:
            return Repeating("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-1", "ทุกปี ตามปีงบประมาณ", doubt)
        every = f"INTERVAL={step};" if step > 1 else ""
        return Repeating(f"FREQ=MONTHLY;{every}BYMONTHDAY=-1", "ทุกงวด", doubt)
    if frequency.days == 1:
        return Repeating("FREQ=DAILY", "ทุกวัน")
    if frequency.days == 0:
        return Repeating(f"FREQ=WEEKLY;BYDAY={WORKDAYS}", "ทุกวันทำการ")
    return Repeating(f"FREQ=DAILY;INTERVAL={frequency.days}", "ทุกรอบ", doubt)
