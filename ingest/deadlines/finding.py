"""The way from a text to its duties and dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from ingest.calendar import Calendar
from ingest.deadlines.actors import Actors
from ingest.deadlines.clauses import Clauses
from ingest.deadlines.conclude import Case, Shift, conclude, repeat, shift_in
from ingest.deadlines.group import Group
from ingest.deadlines.groups import gather
from ingest.deadlines.kinds import Clause, kind_of, recitals
from ingest.deadlines.mentions import find_mentions
from ingest.deadlines.points import Context
from ingest.deadlines.recurring import find_frequencies
from ingest.deadlines.rhythms import repeating_of
from ingest.deadlines.source import plain
from ingest.deadlines.undated import Placed, priorities, rhythms
from ingest.reading import Deadline

BANGKOK = ZoneInfo("Asia/Bangkok")

#: Years of the Common Era that an official letter can carry.
_EARLIEST, _LATEST = 1860, 2200

Day = TypeVar("Day", date, datetime)


def find(
    text: str,
    *,
    dated: date | None,
    received: datetime | None = None,
    calendar: Calendar,
) -> list[Deadline]:
    """Every duty and date of ``text``, in the order they are printed.

    ``dated`` is the letter's own date, ``received`` when it came in (a time
    without zone is Bangkok's); what counts from an unknown one has ``due``
    ``None`` and a doubt. Nothing is moved off a holiday but by the letter's words.
    """
    source = plain(text)
    if received is not None and received.tzinfo is not None:
        received = received.astimezone(BANGKOK).replace(tzinfo=None)
    context = Context(_believable(dated), _believable(received), calendar)
    shift = shift_in(source.text)
    open_text = _without(source.text, shift)
    frequencies = find_frequencies(open_text)
    groups = gather(open_text, find_mentions(open_text), frequencies)
    clauses = Clauses(source, groups, recitals(source.text))
    context = replace(context, event=_only_event(clauses, context))
    actors = Actors(
        source.text, [(group.start, clauses.end(at)) for at, group in enumerate(groups)]
    )
    items = _items(clauses, actors, context, shift)
    items += rhythms(source, context, groups, frequencies, actors)
    items += priorities(source, [at for at, _ in items], actors)
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _believable(day: Day | None) -> Day | None:
    """``None`` for a day on which no such letter can have been written."""
    return day if day is not None and _EARLIEST <= day.year <= _LATEST else None


def _without(text: str, shift: Shift | None) -> str:
    """The text with the rule for holidays blanked out: its วันทำการถัดไป is no duty."""
    if shift is None:
        return text
    return text[: shift.start] + "_" * (shift.end - shift.start) + text[shift.end :]


def _only_event(clauses: Clauses, context: Context) -> date | None:
    """The day of the event where the text names exactly one."""
    days = set()
    for at, group in enumerate(clauses.groups):
        day = group.points[0].resolve(context).day
        if day and kind_of(group, clauses.around(at), day, context.dated) == "event":
            days.add(day)
    return days.pop() if len(days) == 1 else None


def _items(clauses: Clauses, actors: Actors, context: Context, shift: Shift | None) -> list[Placed]:
    found: list[Placed] = []
    for at, group in enumerate(clauses.groups):
        found += _of_group(clauses, at, actors.at(group.start), context, shift, found)
    return found


def _of_group(
    clauses: Clauses,
    at: int,
    actor: str | None,
    context: Context,
    shift: Shift | None,
    before: list[Placed],
) -> list[Placed]:
    """The items of one group: one where it returns or spans, one for each day of a list."""
    group, clause = clauses.groups[at], clauses.around(at)
    if (
        before
        and before[-1][0] >= clauses.source.paragraph_start(group.start)
        and len(clause.left) <= 60
    ):
        clause = replace(clause, previous=before[-1][1].kind)
    repeating = repeating_of(group.points, group.frequency, context)
    day = group.last.point.resolve(context).day
    kind = "recurring" if repeating else kind_of(group, clause, day, context.dated)
    if kind is None:
        return []
    if _details(clause, group, context, before):
        return []
    case = Case(
        kind, clauses.printed(at, clause), clauses.source.as_printed(group.start, group.end),
        None if kind in ("as_of", "effective") else actor, context, shift,
    )  # fmt: skip
    if repeating is not None:
        begins = _begins(clauses, at, context)
        return [
            (
                group.start,
                repeat(case, replace(repeating, after=begins or repeating.after), group.last),
            )
        ]
    items: dict[str | None, Placed] = {}
    for mention in group.mentions:
        item = conclude(case, group, mention, clause)
        items.setdefault(item.due if item.due else item.doubt, (mention.start, item))
    return list(items.values())


def _details(clause: Clause, group: Group, context: Context, before: list[Placed]) -> bool:
    """``โดยในวันที่ A - B ให้ยื่น ณ …``: where to hand in during a window named before."""
    if not before or before[-1][1].kind != "window" or not re.match(r"\s?โดย(?:ใน)?", clause.left):
        return False
    window, last = before[-1][1], group.last.point.resolve(context).day
    first = group.opens.point.resolve(context).first if group.opens else None
    if last is None or first is None or not window.window_from or not window.due:
        return False
    return window.window_from <= first.isoformat() and last.isoformat() <= window.due[:10]


def _begins(clauses: Clauses, at: int, context: Context) -> date | None:
    """The day before a rhythm begins, where the paragraph says so (เริ่มตั้งแต่เดือน…)."""
    for beside in (at + 1, at - 1):
        if not 0 <= beside < len(clauses.groups):
            continue
        group: Group = clauses.groups[beside]
        low, high = sorted((clauses.groups[at].start, group.start))
        if "\n" in clauses.source.text[low:high]:
            continue
        when = group.points[0].resolve(context)
        if (
            kind_of(group, clauses.around(beside), when.day, context.dated) == "effective"
            and when.first
        ):
            return when.first - timedelta(days=1)
    return None
