"""From a group of mentions to the duty or date that is printed out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from ingest.calendar import next_working_day, previous_working_day
from ingest.deadlines.group import Group
from ingest.deadlines.kinds import Clause, is_plain
from ingest.deadlines.mentions import Limit, Mention
from ingest.deadlines.periods import PeriodPoint
from ingest.deadlines.points import Context, When
from ingest.deadlines.repeating import Repeating
from ingest.deadlines.wording import long_day, long_moment, moment, short_day
from ingest.reading import Deadline

#: Kinds whose day somebody has to keep.
DUTIES = ("due", "recurring", "window", "silence")

_KIND_WORDS = {
    "due": "ครบกำหนด", "recurring": "ครบกำหนดครั้งแรก", "window": "ครบกำหนด",
    "silence": "หากไม่ตอบภายใน", "event": "กำหนดจัด", "effective": "มีผลตั้งแต่",
    "delivery": "ต้องส่งถึงภายใน", "as_of": "อ้างถึงวันที่",
}  # fmt: skip
_SHIFT = re.compile(
    r"(?:(?:ทั้งนี้\s?)?(?:หาก|กรณี|ถ้า|เดือนใด|เมื่อ)[^\n]{0,50}?)?"
    r"(?:ตรงกับ|เป็น)\s?(?P<what>วันหยุด(?:ราชการ|ทำการ|นักขัตฤกษ์)?|วันเสาร์\s?(?:-|หรือ|และ|,)?\s?(?:วัน)?อาทิตย์(?:[^\n]{0,20}?วันหยุด\S{0,14})?|วันเสาร์|วันอาทิตย์|วันที่ไม่ใช่วันทำการ)"
    r"[^\n]{0,40}?(?:ให้)?\s?(?:เลื่อน|ส่ง|รายงาน|ถือ|ดำเนินการ|จัดส่ง|นับ)(?P<to>[^\n]{0,24}?(?:วันทำการ\S{0,14}|วันจันทร์\S{0,10}|วันศุกร์\S{0,10}|ถัดไป|ก่อน\S{0,20})(?:\s?แทน)?)"
)


@dataclass(frozen=True, slots=True)
class Shift:
    """The letter's own rule for a day that is no working day."""

    forward: bool
    weekends_only: bool
    start: int
    end: int

    def apply(self, day: date, context: Context) -> date:
        if self.weekends_only and day.weekday() < 5:
            return day
        move = next_working_day if self.forward else previous_working_day
        return move(context.calendar, day)


def shift_in(text: str) -> Shift | None:
    """``หากตรงกับวันหยุดราชการให้เลื่อนไปวันทำการถัดไป``, if the text says so."""
    m = _SHIFT.search(text)
    if m is None or not re.search(
        r"เลื่อน|วันทำการ|วันจันทร์|วันศุกร์|ถัดไป|ก่อน", m[0][m.end("what") - m.start() :]
    ):
        return None
    back = bool(re.search(r"ก่อน|วันศุกร์", m["to"])) and "ถัดไป" not in m["to"]
    return Shift(not back, "วันหยุด" not in m["what"] and "ไม่ใช่" not in m["what"], *m.span())


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one conclusion needs."""

    kind: str
    text: str
    raw: str
    actor: str | None
    context: Context
    shift: Shift | None = None


def conclude(case: Case, group: Group, mention: Mention, clause: Clause) -> Deadline:
    """The item for one mention of a group that does not return."""
    when = mention.point.resolve(case.context)
    value, rule, doubts = _value(case.kind, group, mention, when)
    doubts = [*when.doubts, *doubts]
    if is_plain(group, clause) and case.kind == "event":
        doubts.append("ไม่พบคำที่บอกว่าวันนี้เป็นกำหนดส่งหรือวันจัดงาน โปรดตรวจ")
    if case.kind == "due" and group.limit is Limit.ON:
        rule += ":unlimited"
    opens, until = _span(case, group, doubts)
    if case.kind == "event" and group.opens is not None:
        value = _at(opens, mention.time.first if mention.time else None) if opens else value
    former = group.former.point.resolve(case.context).day if group.former else None
    item = Deadline(
        text=case.text, kind=case.kind, rule=rule, actor=case.actor, due=iso(value),
        window_from=iso(opens) if case.kind == "window" else None,
        supersedes=iso(former), until=iso(until) if case.kind == "event" else None, raw=case.raw,
    )  # fmt: skip
    why = when.why
    if former:
        why += f" แทนกำหนดเดิม {short_day(former)}"
    return finish(item, case, value, why, doubts, fuzzy=when.fuzzy)


def repeat(case: Case, repeating: Repeating, mention: Mention | None) -> Deadline:
    """The item for a duty that returns: its first instance and its rule."""
    at = mention.time.last if mention and mention.time else None
    value = repeating.first(case.context, at)
    doubts = [repeating.doubt] if repeating.doubt else []
    if mention and mention.time and mention.time.doubt:
        doubts.append(mention.time.doubt)
    if value is None:
        doubts.append("ไม่ทราบวันที่ของหนังสือหรือวันที่รับ จึงหาครั้งแรกไม่ได้")
    item = Deadline(
        text=case.text, kind="recurring", rule=f"recurring:{repeating.rrule}", actor=case.actor,
        due=iso(value), recurrence=repeating.rrule, raw=case.raw,
    )  # fmt: skip
    return finish(item, case, value, f"{repeating.why} ครั้งแรกหลังวันที่รับหรือวันที่ในหนังสือ", doubts)


def finish(
    item: Deadline, case: Case, value: date | datetime | None, why: str, doubts: list[str],
    *, fuzzy: bool = False,
) -> Deadline:  # fmt: skip
    """Holidays looked at, doubts gathered, the sentence that explains it all."""
    day = value.date() if isinstance(value, datetime) else value
    suggested: date | None = None
    if day is not None and item.kind in DUTIES:
        value, suggested, told, moved = _on_calendar(case, value or day, day)
        doubts += told
        why += moved
        day = value.date() if isinstance(value, datetime) else value
        doubts += _passed(case.context, value)
        suggested = suggested or (day if fuzzy else None)
    elif value is not None and item.kind == "delivery":
        doubts += _passed(case.context, value)
    told_doubts = tuple(dict.fromkeys(d for d in doubts if d))
    return replace(
        item,
        due=None if item.kind == "as_of" else iso(value),
        suggested=iso(suggested),
        doubt=" · ".join(told_doubts) or None,
        confidence=_confidence(value, told_doubts, item.kind),
        explanation=_explained(item, value, why, suggested),
    )


def _confidence(value: date | None, doubts: tuple[str, ...], kind: str) -> float:
    if value is None and kind not in ("as_of", "priority"):
        return 0.3
    return 0.6 if doubts else 0.95


def _value(
    kind: str, group: Group, mention: Mention, when: When
) -> tuple[date | datetime | None, str, list[str]]:
    """The last day or moment allowed, by the words before the point."""
    day, rule, doubts = when.day, when.rule, []
    clock = mention.time
    if clock and clock.doubt:
        doubts.append(clock.doubt)
    if kind == "effective":
        day = when.first or when.day
        if mention.limit is Limit.AFTER and when.day:
            day = when.day + timedelta(days=1)
        return _at(day, clock.first if clock else None), f"effective:{rule}", doubts
    if when.moment is not None:
        return when.moment, rule, doubts
    if mention.limit is Limit.BEFORE and not (clock and clock.last):
        return _before(mention, when), f"before:{rule}", doubts
    if kind == "event":
        by = mention.limit in (Limit.BY, Limit.BEFORE, Limit.UNTIL)
        held = day if by else when.first or day
        return _at(held, clock.first if clock else None), f"event:{rule}", doubts
    return _at(day, clock.last if clock else None), f"{mention.limit}:{rule}", doubts


def _before(mention: Mention, when: When) -> date | None:
    """The day before; before the *end* of a period is still its last day."""
    if when.day is None:
        return None
    if isinstance(mention.point, PeriodPoint):
        if mention.point.edge == "end":
            return when.day
        return (when.first or when.day) - timedelta(days=1)
    return when.day - timedelta(days=1)


def _span(case: Case, group: Group, doubts: list[str]) -> tuple[date | None, date | None]:
    if group.opens is None:
        return None, None
    opened = group.opens.point.resolve(case.context)
    doubts += opened.doubts
    closed = group.last.point.resolve(case.context)
    if opened.first and closed.day and opened.first > closed.day:
        doubts.append("วันเริ่มอยู่หลังวันสิ้นสุด โปรดตรวจ")
    return opened.first or opened.day, closed.day


def _at(day: date | None, clock: time | None) -> date | datetime | None:
    return datetime.combine(day, clock) if day is not None and clock is not None else day


def _on_calendar(
    case: Case, value: date | datetime, day: date
) -> tuple[date | datetime, date | None, list[str], str]:
    """(value, suggested, doubts, words): moved only where the letter itself says so."""
    calendar = case.context.calendar
    if calendar.is_working_day(day):
        return value, None, [], ""
    name = calendar.name_of(day) or f"วัน{long_day(day).removeprefix('วัน').split('ที่')[0]}"
    if case.shift is not None and (moved := case.shift.apply(day, case.context)) != day:
        clock = value.time() if isinstance(value, datetime) else None
        words = f" ตรงกับ{name} ({short_day(day)}) จึงเลื่อนเป็น {short_day(moved)} ตามที่หนังสือกำหนด"
        return _at(moved, clock) or moved, None, [], words
    earlier = previous_working_day(calendar, day)
    doubt = f"ตรงกับ{name} ซึ่งไม่ใช่วันทำการ ควรดำเนินการภายใน {short_day(earlier)}"
    return value, earlier, [doubt], ""


def _passed(context: Context, value: date | datetime) -> list[str]:
    day = value.date() if isinstance(value, datetime) else value
    received = context.received
    if context.dated is not None and day < context.dated:
        return [f"กำหนดนี้อยู่ก่อนวันที่ในหนังสือ ({short_day(context.dated)}) โปรดตรวจ"]
    if received is None:
        return []
    late = value < received if isinstance(value, datetime) else day < received.date()
    return [f"เลยกำหนดแล้วตั้งแต่เมื่อได้รับหนังสือ ({moment(received)})"] if late else []


def _explained(
    item: Deadline, value: date | datetime | None, why: str, suggested: date | None
) -> str:
    """One Thai sentence: the phrase, the rule, the day."""
    words = _KIND_WORDS.get(item.kind, "วันที่")
    sentence = f"“{item.raw}”"
    if why:
        sentence += f" {why}"
    if value is None:
        return f"{sentence} จึงยังสรุปวันไม่ได้"
    sentence += f" {words} {long_moment(value)}"
    day = value.date() if isinstance(value, datetime) else value
    if suggested is not None and suggested != day:
        sentence += f" (วันทำการก่อนหน้าคือ{long_day(suggested)})"
    return sentence


def iso(value: date | datetime | None) -> str | None:
    """``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM``."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if value else None
