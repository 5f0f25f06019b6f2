"""The way from a text to its duties and dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ingest.calendar import Calendar
from ingest.deadlines.actors import actor_of, continues
from ingest.deadlines.conclude import Case, Shift, conclude, repeat, shift_in
from ingest.deadlines.groups import Group, gather
from ingest.deadlines.kinds import Clause, kind_of, recitals
from ingest.deadlines.mentions import find_mentions
from ingest.deadlines.points import Context
from ingest.deadlines.recurring import Frequency, find_frequencies
from ingest.deadlines.rhythms import repeating_of, unplaced
from ingest.deadlines.source import Source, plain
from ingest.reading import Deadline

BANGKOK = ZoneInfo("Asia/Bangkok")

#: Characters of context looked at on either side of a day.
_LEFT, _RIGHT = 220, 130
_CUT = re.compile(r"\s(?=(?:จึงขอ|โดยขอ|โดยให้|ขอให้|ทั้งนี้|ให้\s|และให้|ในการนี้|ดังนั้น|จึงให้|พร้อมทั้ง))")
_CONNECTOR = re.compile(r"^(?:\s|[,;:.)]|และ(?=\s|ให้|ภายใน|[ก-ฮเแโใไ])|\d{1,2}[.)]\s)+")
_PRIORITY = re.compile(
    r"โดยด่วน(?:ที่สุด)?|โดยเร็ว(?:ที่สุด)?|(?:โดย|ใน)?ทันที(?!ที่|เมื่อ)|โดยพลัน|โดย(?:ไม่|มิ)ชักช้า|โดยไม่รอช้า|(?:อย่าง|โดย)?เร่งด่วน"
    r"|เป็นการด่วน|ในโอกาสแรก|ให้เร็วที่สุด|ทันที(?:ที่|เมื่อ)\S{0,30}|อย่างรวดเร็วที่สุด"
)
_NOT_ASKED = re.compile(r"(?:เพื่อให้|เพื่อจะ|จะได้|กรณี|เรื่อง|ความ|ปัญหา|มีผล\S{0,20}|สามารถ)\S{0,60}$")
_GRADES = re.compile(r"\s*(?:ด่วนที่สุด|ด่วนมาก|ด่วน)\s*")
_ASKED = re.compile(
    r"รายงาน|ส่ง|จัดทำ|บันทึก|แจ้ง|ดำเนินการ|ตรวจสอบ|สำรวจ|จัดเก็บ|ปรับปรุง|ทบทวน|ติดตาม|ประเมิน"
)


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
    context = Context(dated, received, calendar)
    shift = shift_in(source.text)
    open_text = _without(source.text, shift)
    frequencies = find_frequencies(open_text)
    groups = gather(open_text, find_mentions(open_text), frequencies)
    finding = _Finding(source, groups, shift, recitals(source.text))
    context = replace(context, event=finding.only_event(context))
    items = finding.items(context)
    items += finding.unplaced(context, frequencies)
    items += finding.priorities(context, [at for at, _ in items])
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _without(text: str, shift: Shift | None) -> str:
    """The text with the rule for holidays blanked out: its วันทำการถัดไป is no duty."""
    if shift is None:
        return text
    return text[: shift.start] + "_" * (shift.end - shift.start) + text[shift.end :]


class _Finding:
    """One text on its way to items; ``items`` yields (place, item) pairs."""

    def __init__(
        self, source: Source, groups: list[Group], shift: Shift | None, told: list[tuple[int, int]]
    ) -> None:
        self.source, self.groups, self.shift, self.told = source, groups, shift, told

    def only_event(self, context: Context) -> date | None:
        """The day of the event where the text names exactly one."""
        days = set()
        for at, group in enumerate(self.groups):
            day = group.points[0].resolve(context).day
            if day and kind_of(group, self._clause(at), day, context.dated) == "event":
                opened = group.opens.point.resolve(context).day if group.opens else None
                days.add(opened or day)
        return days.pop() if len(days) == 1 else None

    def items(self, context: Context) -> list[tuple[int, Deadline]]:
        found: list[tuple[int, Deadline]] = []
        actor: str | None = None
        for at, group in enumerate(self.groups):
            clause, low = self._clause(at), self._low(at)
            new = actor_of(self.source.text, low, group.start)
            actor = new or (actor if continues(self.source.text, low) else None)
            repeating = repeating_of(group.points, group.frequency, context)
            day = group.last.point.resolve(context).day
            kind = "recurring" if repeating else kind_of(group, clause, day, context.dated)
            if kind is None:
                continue
            case = Case(
                kind, self._text(at, clause), self.source.as_printed(group.start, group.end).strip(),
                actor, context, self.shift,
            )  # fmt: skip
            if repeating is not None:
                found.append((group.start, repeat(case, repeating, group.last)))
                continue
            for mention in group.mentions:
                item = conclude(case, group, mention, clause)
                if not any(same.due == item.due and p >= group.start for p, same in found):
                    found.append((mention.start, item))
        return found

    def unplaced(
        self, context: Context, frequencies: list[Frequency]
    ) -> list[tuple[int, Deadline]]:
        """Rhythms that no day belongs to: รายงานทุกเดือน."""
        text = self.source.text
        used = {g.frequency for g in self.groups}
        found = []
        for frequency in frequencies:
            if frequency in used or any(
                g.start < frequency.end and frequency.start < g.end for g in self.groups
            ):
                continue
            low = max(self.source.paragraph_start(frequency.start), frequency.start - 60)
            before = text[low : frequency.start]
            alone = not text[: frequency.start].strip() and not text[frequency.end :].strip(" .")
            if not alone and (
                frequency.weak and not _ASKED.search(before[-30:]) or not _ASKED.search(before)
            ):
                continue
            raw = self.source.as_printed(frequency.start, frequency.end)
            printed = self.source.as_printed(*_trim(text, low, frequency.end))
            case = Case(
                "recurring", printed, raw, actor_of(text, low, frequency.start), context, self.shift
            )
            found.append((frequency.start, repeat(case, unplaced(frequency), None)))
        return found

    def priorities(self, context: Context, taken: list[int]) -> list[tuple[int, Deadline]]:
        """โดยด่วน and its like, where the clause names no day."""
        text = self.source.text
        found: list[tuple[int, Deadline]] = []
        last_end = -100
        for m in list(_PRIORITY.finditer(text)) or list(_alone(text)):
            low, high = self.source.paragraph_start(m.start()), self.source.paragraph_end(m.end())
            low, high = max(low, m.start() - 120), min(high, m.end() + 90)
            if any(low <= at <= high for at in taken) or _NOT_ASKED.search(text[low : m.start()]):
                continue
            if m.start() - last_end < 12:
                last_end = m.end()
                continue
            last_end = m.end()
            start, end = _trim(text, low, m.end())
            found.append((m.start(), Deadline(
                text=self.source.as_printed(start, end), kind="priority", rule="priority",
                actor=actor_of(text, low, m.start()), raw=self.source.as_printed(m.start(), m.end()),
                confidence=0.95,
                explanation=f"“{self.source.as_printed(m.start(), m.end())}” บอกความเร่งด่วน ไม่ได้กำหนดวัน",
            )))  # fmt: skip
        return found

    def _low(self, at: int) -> int:
        """Where the clause of a group begins at the earliest."""
        start = self.groups[at].start
        low = self.source.paragraph_start(start)
        if at:
            low = max(low, self.groups[at - 1].end)
        return low

    def _clause(self, at: int) -> Clause:
        group, text = self.groups[at], self.source.text
        high = self.source.paragraph_end(group.end)
        following = self.groups[at + 1].start if at + 1 < len(self.groups) else len(text)
        left = text[max(self._low(at), group.start - _LEFT) : group.start]
        right = text[group.end : min(high, following, group.end + _RIGHT)]
        inside = any(start <= group.start < end for start, end in self.told)
        return Clause(left, right, inside, following <= high)

    def _text(self, at: int, clause: Clause) -> str:
        """The clause as printed: what stands before the day, and after it where that says what."""
        group, text = self.groups[at], self.source.text
        start, _ = _trim(text, max(self._low(at), group.start - _LEFT), group.start)
        end = group.end
        if (
            not text[start : group.start].strip()
            or "ถือว่า" in clause.right
            or "เลื่อน" in clause.right
        ):
            tail = clause.right if at + 1 == len(self.groups) else _CUT.split(clause.right)[0]
            end += len(tail.rstrip(" และ,")) if len(tail) < _RIGHT else 0
        return self.source.as_printed(start, max(end, start))


def _alone(text: str) -> list[re.Match[str]]:
    """A grade of speed counts as priority only where it is the whole text."""
    m = _GRADES.fullmatch(text)
    return [m] if m else []


def _trim(text: str, low: int, high: int) -> tuple[int, int]:
    """A clause cut at the last word that opens one, without the connector it begins with."""
    if high - low > 170:
        cuts = [m.end() for m in _CUT.finditer(text, low, high - 10) if high - m.end() <= 190]
        if cuts:
            low = cuts[0]
        else:
            space = text.find(" ", high - 170, high)
            low = space + 1 if space > 0 else high - 170
    if m := _CONNECTOR.match(text[low:high]):
        low += m.end()
    return low, high
