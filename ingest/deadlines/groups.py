"""Mentions that belong together: a span, a list, an old and a new day, a rhythm."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.deadlines.changes import changed
from ingest.deadlines.counts import CountPoint
from ingest.deadlines.group import Group
from ingest.deadlines.mentions import Limit, Mention
from ingest.deadlines.periods import PeriodPoint
from ingest.deadlines.points import DatePoint, DayPoint, RelativePoint
from ingest.deadlines.recurring import Frequency, RecurringPoint

_TO = re.compile(r"\s?(?:เป็นต้นไป)?\s?(?:,\s?)?(?:-|และ|จน|ไป)?\s?")
_DASH = re.compile(r"\s?-\s?")
_AND = re.compile(r"\s?(?:,|และ|หรือ|กับ|/|รวมทั้ง|และภายใน|,\s?และ)\s?(?:ใน)?\s?")


def gather(text: str, mentions: list[Mention], frequencies: list[Frequency]) -> list[Group]:
    """The groups of ``text`` in order."""
    groups = changed(text, _spans(text, _with_years(text, mentions)))
    groups = [group for group in _listed(text, groups) if not _idle(group)]
    return _in_rhythm(text, groups, frequencies)


def _idle(group: Group) -> bool:
    """A month or quarter that neither limits nor belongs to a span or a list."""
    point = group.points[0]
    whole = isinstance(point, PeriodPoint) and point.edge == "whole" and len(group.points) == 1
    return whole and group.limit is Limit.ON and group.opens is None and group.former is None


def _with_years(text: str, mentions: list[Mention]) -> list[Mention]:
    """A day without month or year takes them from the date that follows in the same paragraph."""
    out = list(mentions)
    for at in range(len(out) - 2, -1, -1):
        here, then = out[at], out[at + 1]
        gap = text[here.end : then.start]
        if isinstance(here.point, PeriodPoint) and isinstance(then.point, PeriodPoint):
            out[at] = replace(here, point=_month_of_year(here.point, then.point, gap))
            continue
        if not isinstance(then.point, DatePoint) or "\n" in gap or len(gap) > 160:
            continue
        if (point := _sharing(here, then, gap)) is not None:
            out[at] = replace(here, point=point)
    return out


def _month_of_year(here: PeriodPoint, then: PeriodPoint, gap: str) -> PeriodPoint:
    """``เดือนตุลาคม - ธันวาคม ๒๕๖๘``: the year is printed once."""
    months = here.unit == then.unit == "month" and here.number is not None
    if not months or here.year is not None or then.year is None or len(gap) > 12:
        return here
    return replace(here, year=then.year - ((here.number or 0) > (then.number or 0)))


def _sharing(here: Mention, then: Mention, gap: str) -> DatePoint | None:
    date, point = then.point, here.point
    if not isinstance(date, DatePoint):
        return None
    close = len(gap) <= 12 or then.limit in (Limit.BECOMES, Limit.UNTIL)
    if isinstance(point, DayPoint) and point.scope == "open" and close and date.month:
        month, year = date.month, date.year
        if date.day is not None and point.day > date.day:
            month, year = (12, year - 1 if year else None) if month == 1 else (month - 1, year)
        whose = "shared" if date.has_year else date.whose_year
        return DatePoint(point.start, point.end, point.day, month, year, whose)
    if isinstance(point, DatePoint) and point.whose_year == "open" and date.has_year and date.year:
        if point.month is None or point.day is None or date.month is None or date.day is None:
            return None
        later = (point.month, point.day) > (date.month, date.day)
        return replace(point, year=date.year - later, whose_year="shared")
    return None


def _spans(text: str, mentions: list[Mention]) -> list[Group]:
    """``ระหว่าง A - B``, ``ตั้งแต่ A จนถึง B``: one group that opens on A."""
    groups: list[Group] = []
    for mention in mentions:
        before = groups[-1] if groups else None
        if before and before.opens is None and _spanned(text, before.last, mention):
            groups[-1] = Group((mention,), opens=before.last)
        else:
            groups.append(Group((mention,)))
    return groups


def _spanned(text: str, first: Mention, second: Mention) -> bool:
    if isinstance(first.point, (CountPoint, RecurringPoint)) or isinstance(
        second.point, RecurringPoint
    ):
        return False
    gap = text[first.end : second.start]
    if first.limit in (Limit.FORMER, Limit.BECOMES, Limit.AS_OF, Limit.DELIVERY):
        return (
            first.limit is not Limit.AS_OF
            and bool(_DASH.fullmatch(gap))
            and second.limit is Limit.ON
        )
    if first.limit is Limit.FROM:
        opened = second.limit in (Limit.UNTIL, Limit.BY) and len(gap) <= 30 and "\n" not in gap
        return (
            opened and bool(re.fullmatch(r"\s?(?:เป็นต้นไป)?\s?(?:,|และ|จน|ไป|-)?\s?(?:ให้)?\s?", gap))
        ) or bool(_DASH.fullmatch(gap))
    if isinstance(first.point, RelativePoint) and first.point.name not in (
        "now",
        "today",
        "tomorrow",
        "receipt",
    ):
        return False
    if second.limit is Limit.UNTIL:
        return bool(_TO.fullmatch(gap))
    if first.limit is Limit.BETWEEN and re.fullmatch(r"\s?(?:และ|กับ)\s?", gap):
        return True
    return second.limit is Limit.ON and bool(_DASH.fullmatch(gap))


def _listed(text: str, groups: list[Group]) -> list[Group]:
    """``ภายในวันที่ A และวันที่ B``: the second shares the words of the first."""
    out: list[Group] = []
    for group in groups:
        before = out[-1] if out else None
        if before and _joined(text, before, group):
            mention = group.mentions[0]
            out[-1] = replace(
                before, mentions=(*before.mentions, replace(mention, limit=before.limit))
            )
        else:
            out.append(group)
    return out


def _joined(text: str, before: Group, group: Group) -> bool:
    if before.opens or group.opens or before.former or group.former or before.last.onward:
        return False
    if isinstance(before.last.point, CountPoint) or isinstance(
        group.points[0], (CountPoint, RecurringPoint)
    ):
        return False
    if group.limit not in (Limit.ON, before.limit) or before.limit is Limit.EVERY:
        return False
    if isinstance(group.points[0], PeriodPoint) is not isinstance(before.points[0], PeriodPoint):
        return False
    gap = text[before.end : group.start]
    return bool(_AND.fullmatch(gap)) or (_same_day(before, group) and not gap.strip())


def _same_day(before: Group, group: Group) -> bool:
    """``วันที่ ๑๕ ของเดือนมกราคม เมษายน``: months follow each other without a word."""
    here, then = before.last.point, group.points[0]
    return isinstance(here, DatePoint) and isinstance(then, DatePoint) and here.day == then.day


def _in_rhythm(text: str, groups: list[Group], frequencies: list[Frequency]) -> list[Group]:
    """Frequencies given to the group they stand beside; the others make groups of their own."""
    out = list(groups)
    for frequency in frequencies:
        at = _beside(text, out, frequency)
        if at is not None:
            out[at] = replace(out[at], frequency=frequency)
            if frequency.months >= 6:
                out = _together(text, out, at)
    return [
        replace(g, frequency=Frequency(g.start, g.start, months=12))
        if g.limit is Limit.EVERY and g.frequency is None and isinstance(g.points[0], DatePoint)
        else g
        for g in out
    ]  # fmt: skip


def _together(text: str, groups: list[Group], at: int) -> list[Group]:
    """``ปีละ ๒ ครั้ง ครั้งที่ ๑ ภายในวันที่ A ครั้งที่ ๒ ภายในวันที่ B``: one rhythm."""
    low = high = at
    while low > 0 and _same_rhythm(text, groups[low - 1], groups[low]):
        low -= 1
    while high + 1 < len(groups) and _same_rhythm(text, groups[high], groups[high + 1]):
        high += 1
    if low == high:
        return groups
    joined = tuple(mention for group in groups[low : high + 1] for mention in group.mentions)
    opens = groups[low].opens
    return [
        *groups[:low],
        Group(joined, opens=opens, frequency=groups[at].frequency),
        *groups[high + 1 :],
    ]


def _same_rhythm(text: str, before: Group, after: Group) -> bool:
    gap = text[before.end : after.start]
    if len(gap) > 40 or "\n" in gap or before.former or after.former:
        return False
    points = (*before.points, *after.points)
    if not all(isinstance(p, DatePoint) and p.whose_year == "open" for p in points):
        return False
    return bool(re.search(r"(?:ครั้ง|งวด|รอบ|ระยะ)(?:ที่)?\s?\S", gap))


def _beside(text: str, groups: list[Group], frequency: Frequency) -> int | None:
    for at, group in enumerate(groups):
        if isinstance(group.points[0], RecurringPoint) or group.former:
            continue
        if group.start <= frequency.start and frequency.end <= group.end:
            return at if _can_return(group) else None
        gap = text[frequency.end : group.start]
        if frequency.end <= group.start and len(gap) <= 45 and "\n" not in gap:
            between = [g for g in groups if frequency.end <= g.start < group.start]
            return at if not between and _can_return(group) else None
        gap = text[group.end : frequency.start]
        if group.end <= frequency.start and re.fullmatch(r"\s?(?:ของ|ใน|เป็นประจำ|และ|,)?\s?", gap):
            return at if _can_return(group) else None
    return None


def _can_return(group: Group) -> bool:
    if group.opens and group.opens.limit is Limit.FROM and group.opens.point.has_year:
        return False
    return not group.last.point.has_year and group.limit not in (
        Limit.FROM,
        Limit.AS_OF,
        Limit.AFTER,
    )
