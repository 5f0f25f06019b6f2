"""The day of a duty: from the letter's words, its receipt and a calendar; and again later.

A day that was read is computed anew from the same words whenever the calendar
changes. What a person gave, or what the words no longer yield, stays as it is;
only the working day before it is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from tracker import deadlines
from tracker.deadlines import Deadline, working_day_before
from tracker.holidays import Calendar
from tracker.models import Letter, LetterDuty
from tracker.sentences import noted
from tracker.wording import iso_day, long_date

BANGKOK = ZoneInfo("Asia/Bangkok")
#: Steps in which the next day of a duty that returns is looked for.
_MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A day and why. ``counted_from``: the receipt, where the day counts from it."""

    due: str | None
    suggested: date | None
    explanation: str
    doubt: str | None
    rule: str
    recurrence: str | None = None
    counted_from: str | None = None
    computed: bool = False

    @property
    def due_on(self) -> date | None:
        return iso_day(self.due)


def wall_clock(moment: datetime) -> datetime:
    """Bangkok's time without zone, to the minute, as phrases are counted from it."""
    return moment.astimezone(BANGKOK).replace(tzinfo=None, second=0, microsecond=0)


def tell(letter: Letter, item: LetterDuty, received: datetime | None, calendar: Calendar) -> Told:
    """The day of ``item`` for an office that received the letter then (aware)."""
    at = wall_clock(received) if received is not None else None
    found = _find(letter, item, at, calendar)
    if found is None:
        return _as_read(item, calendar)
    still = _find(letter, item, None, calendar)
    counts = still is None or still.due != found.due or found.recurrence is not None
    told = replace(
        _told(found),
        counted_from=at.isoformat(timespec="minutes") if at is not None and counts else None,
        computed=_moves(letter, item, at, found.due, calendar),
    )
    if counts and at is not None and letter.date is not None and at.date() < letter.date:
        doubt = noted(
            "วันที่รับ (%(day)s) อยู่ก่อนวันที่ในหนังสือ โปรดตรวจว่าวันที่รับถูกต้อง", day=long_date(at.date())
        )
        told = replace(told, doubt=_joined(told.doubt, doubt))
    return told


def again(
    letter: Letter, item: LetterDuty, counted_from: str | None, calendar: Calendar
) -> Told | None:
    """The same day on another calendar; ``None`` where the words do not yield it any more."""
    at = datetime.fromisoformat(counted_from) if counted_from else None
    found = _find(letter, item, at, calendar)
    return None if found is None else replace(_told(found), counted_from=counted_from)


def following(letter: Letter, item: LetterDuty, last: date, calendar: Calendar) -> Told | None:
    """The next day after ``last`` of a duty that returns; ``None`` where it has ended."""
    at = datetime.combine(last, time(23, 59))
    for _ in range(_MOST_STEPS):
        found = _find(letter, item, at, calendar)
        day = iso_day(found.due) if found is not None else None
        if found is None or day is None:
            return None
        if day > last:
            said = at.isoformat(timespec="minutes")
            bound = _moves(letter, item, at, found.due, calendar)
            return replace(_told(found), counted_from=said, computed=bound)
        # Moved back before a holiday, it fell on the last one again: look further on.
        at += timedelta(days=1)
    return None


def by_rule(recurrence: str, last: date, explanation: str, calendar: Calendar) -> Told | None:
    """The next day by the rule alone (RFC 5545), where the words are not at hand any more."""
    if "COUNT=" in recurrence:
        return None  # how many there have been is not known from here
    # Fiscal years begin in October: rhythms of several months end with September.
    rule = rrulestr(recurrence, dtstart=datetime.combine(date(last.year - 2, 9, 30), time()))
    found = rule.after(datetime.combine(last, time.max))
    if found is None:
        return None
    return fixed(found.date().isoformat(), explanation, calendar)


@dataclass(frozen=True, slots=True)
class _OneMoreOff:
    """A calendar with one more day off, to see whether a day hangs on the calendar at all."""

    calendar: Calendar
    off: date

    def is_working_day(self, day: date) -> bool:
        return day != self.off and self.calendar.is_working_day(day)

    def name_of(self, day: date) -> str | None:
        return "วันหยุด" if day == self.off else self.calendar.name_of(day)


def _moves(
    letter: Letter, item: LetterDuty, at: datetime | None, due: str | None, calendar: Calendar
) -> bool:
    """Whether the day would be another one if it were a day off.

    So it is where working days are counted, and where the letter has a rule for
    days off; nowhere else does a calendar move a day.
    """
    day = iso_day(due)
    if day is None:
        return False
    found = _find(letter, item, at, _OneMoreOff(calendar, day))
    return found is not None and found.due != due


def fixed(due: str | None, explanation: str, calendar: Calendar, doubt: str | None = None) -> Told:
    """A day that a person gave: it stays; on a day off, the working day before is named."""
    day = iso_day(due)
    before = working_day_before(day, calendar) if day else None
    if day is not None and before is not None:
        name = calendar.name_of(day) or noted("วันหยุดสุดสัปดาห์")
        off = noted(
            "ตรงกับ%(name)s ซึ่งไม่ใช่วันทำการ ควรดำเนินการภายใน %(day)s", name=name, day=long_date(before)
        )
        doubt = _joined(doubt, off)
    return Told(due, before, explanation, doubt, "fixed")


#: What a sentence or doubt says of a day off, and may have to say otherwise later.
_BEFORE = re.compile(r" \(วันทำการก่อนหน้าคือ[^)]*\)")
_OFF = "ซึ่งไม่ใช่วันทำการ"
#: In every doubt of the office's own; the reader's are told anew.
_OURS = "โปรดตรวจว่า"


def restated(explanation: str, doubt: str | None, told: Told) -> tuple[str, str | None]:
    """Explanation and doubts of a duty as they have to be said now.

    A day that was counted again brings its own; of one that stays, only what is
    said of days off is made true again.
    """
    said = (doubt or "").split(" · ")
    if told.explanation:
        return told.explanation, _joined(*(one for one in said if _OURS in one), told.doubt)
    again = _BEFORE.sub("", explanation)
    if told.suggested is not None and told.suggested != told.due_on:
        day = long_date(told.suggested)
        again = noted("%(why)s (วันทำการก่อนหน้าคือ %(day)s)", why=again, day=day)
    return again, _joined(*(one for one in said if _OFF not in one), told.doubt)


def _as_read(item: LetterDuty, calendar: Calendar) -> Told:
    """What stands in the draft, where reading the words again does not give it."""
    said = str(
        item.details.get("explanation") or noted("“%(text)s” ตามที่อ่านไว้เมื่อลงรับ", text=item.text)
    )
    told = fixed(item.due, said, calendar)
    recurrence = item.details.get("recurrence")
    return replace(told, doubt=told.doubt or item.doubt, rule=item.rule, recurrence=recurrence)


def _told(found: Deadline) -> Told:
    return Told(
        due=found.due,
        suggested=iso_day(found.suggested),
        explanation=found.explanation,
        doubt=found.doubt,
        rule=found.rule,
        recurrence=found.recurrence,
    )


def _find(
    letter: Letter, item: LetterDuty, received: datetime | None, calendar: Calendar
) -> Deadline | None:
    """The item as the words yield it now: from the whole letter, or from its clause alone."""
    for text in (letter.text, item.text):
        if not text:
            continue
        found = deadlines.find(text, dated=letter.date, received=received, calendar=calendar)
        fitting = [one for one in found if one.kind == item.kind and _same_words(one, item)]
        if fitting:
            return min(fitting, key=lambda one: _distance(one, item))
    return None


def _same_words(one: Deadline, item: LetterDuty) -> bool:
    raw = item.details.get("raw")
    return one.raw == raw if raw else one.text == item.text


def _distance(one: Deadline, item: LetterDuty) -> tuple[bool, int]:
    """Of items with the same words (two days of one list): by rule, then by day."""
    day, read = iso_day(one.due), iso_day(item.due)
    return one.rule != item.rule, abs((day - read).days) if day and read else 0


def _joined(*doubts: str | None) -> str | None:
    return " · ".join(dict.fromkeys(one for one in doubts if one)) or None
