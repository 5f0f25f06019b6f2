"""Deadlines of the office: what ``ingest.deadlines`` finds, and what passing on leaves of it.

A level that passes a letter on keeps a buffer of working days for itself, so
that the level below gets an earlier day, never silently a later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingest.calendar import Calendar, previous_working_day
from ingest.deadlines import find
from ingest.deadlines.levels import depth_of
from ingest.reading import Deadline
from ingest.thai.digits import to_thai
from ingest.thai.months import SHORT
from tracker.sentences import noted, sentence

__all__ = [
    "Deadline", "Moved", "PassedOn", "depth_of", "find", "moved", "on_time", "pass_on",
    "working_day_before",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The day given to the level below; ``doubt`` is a Thai sentence, ``None`` if all is well."""

    due: date
    explanation: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A duty whose day changes when it is computed again."""

    before: str | None
    after: Deadline


def pass_on(
    due: date, *, buffer: int, calendar: Calendar, today: date, chosen: date | None = None
) -> PassedOn:
    """The day for the level below: ``buffer`` working days before ``due``, or ``chosen``.

    A chosen day after ``due`` is kept back to ``due`` and doubted; a day that has
    passed is doubted too.
    """
    if buffer < 0:
        raise ValueError(sentence("จำนวนวันเผื่อต้องไม่ติดลบ"))
    day = (
        due if calendar.is_working_day(due) or buffer == 0 else previous_working_day(calendar, due)
    )
    steps = buffer - (1 if day != due else 0)
    for _ in range(max(0, steps)):
        day = previous_working_day(calendar, day)
    explanation = noted(
        "กำหนดของหนังสือ %(due)s เผื่อไว้ %(buffer)s วันทำการ จึงเป็น %(day)s",
        due=_thai(due),
        buffer=to_thai(str(buffer)),
        day=_thai(day),
    )
    doubt = None
    if chosen is not None:
        day = min(chosen, due)
        explanation = noted(
            "สำนักงานกำหนดเอง %(day)s (กำหนดของหนังสือ %(due)s)", day=_thai(day), due=_thai(due)
        )
        if chosen > due:
            doubt = noted(
                "วันที่เลือก (%(chosen)s) ช้ากว่ากำหนดของหนังสือ จึงใช้ %(due)s",
                chosen=_thai(chosen),
                due=_thai(due),
            )
    if day < today:
        doubt = noted("วันที่ได้ (%(day)s) ผ่านไปแล้ว โปรดกำหนดวันเอง", day=_thai(day))
    return PassedOn(day, explanation, doubt)


def working_day_before(day: date, calendar: Calendar) -> date | None:
    """The working day to do it on where ``day`` is none; ``None`` where ``day`` itself serves."""
    return None if calendar.is_working_day(day) else previous_working_day(calendar, day)


def on_time(due: str, at: datetime) -> bool:
    """Whether something done at ``at`` (Bangkok, no zone) keeps a ``due`` as it is printed."""
    if "T" in due:
        return at <= datetime.fromisoformat(due)
    return at < datetime.combine(date.fromisoformat(due) + timedelta(days=1), datetime.min.time())


def moved(
    text: str, known: list[Deadline], *, dated: date | None, received: datetime | None,
    calendar: Calendar,
) -> list[Moved]:  # fmt: skip
    """The duties of ``text`` whose day or suggestion differs under ``calendar``.

    Items are matched by their printed clause and kind; used when the calendar
    changes, so that those concerned can be told what moved.
    """
    before = {(item.text, item.kind, item.raw): item for item in known}
    again = find(text, dated=dated, received=received, calendar=calendar)
    changes = []
    for item in again:
        old = before.get((item.text, item.kind, item.raw))
        if old is not None and (old.due, old.suggested) != (item.due, item.suggested):
            changes.append(Moved(old.due, item))
    return changes


def _thai(day: date) -> str:
    return to_thai(f"{day.day} {SHORT[day.month - 1]} {day.year + 543}")
