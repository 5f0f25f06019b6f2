"""Duties without a day: rhythms that name none (รายงานทุกเดือน), and urgency (โดยด่วน)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.deadlines.actors import Actors
from ingest.deadlines.clauses import trim
from ingest.deadlines.conclude import Case, repeat
from ingest.deadlines.group import Group
from ingest.deadlines.mentions import Limit, Mention
from ingest.deadlines.points import Context, RelativePoint
from ingest.deadlines.recurring import Frequency
from ingest.deadlines.rhythms import unplaced
from ingest.deadlines.source import Source
from ingest.deadlines.times import read_time
from ingest.reading import Deadline

Placed = tuple[int, Deadline]

_ASKED = re.compile(
    r"รายงาน|ส่ง|จัดทำ|บันทึก|แจ้ง|ดำเนินการ|ตรวจสอบ|สำรวจ|จัดเก็บ|ปรับปรุง|ทบทวน|ติดตาม|ประเมิน|สรุป|นำเข้า"
)
_PRIORITY = re.compile(
    r"โดยด่วน(?:ที่สุด)?|โดยเร็ว(?:ที่สุด)?|(?:โดย|ใน)?ทันที(?!ที่|เมื่อ)|โดยพลัน|โดย(?:ไม่|มิ)ชักช้า|โดยไม่รอช้า"
    r"|(?:อย่าง|โดย)?เร่งด่วน|เป็นการด่วน|ในโอกาสแรก|ให้เร็วที่สุด|ทันที(?:ที่|เมื่อ)\S{0,30}|อย่างรวดเร็วที่สุด"
)
_NOT_ASKED = re.compile(r"(?:เพื่อให้|เพื่อจะ|จะได้|กรณี|เรื่อง|ความ|ปัญหา|มีผล\S{0,20}|สามารถ)\S{0,60}$")
_GRADES = re.compile(r"\s*(?:ด่วนที่สุด|ด่วนมาก|ด่วน)\s*")


def rhythms(
    source: Source,
    context: Context,
    groups: Sequence[Group],
    frequencies: Iterable[Frequency],
    actors: Actors,
) -> list[Placed]:
    """Frequencies that no day belongs to, where the clause asks for something."""
    text = source.text
    used = {group.frequency for group in groups}
    found: list[Placed] = []
    for frequency in frequencies:
        inside = any(g.start < frequency.end and frequency.start < g.end for g in groups)
        if frequency in used or inside or not _asks(source, frequency):
            continue
        low = max(source.paragraph_start(frequency.start), frequency.start - 60)
        mention, end = _with_time(text, frequency)
        case = Case(
            "recurring", source.as_printed(*trim(text, low, end)),
            source.as_printed(frequency.start, end), actors.at(frequency.start), context,
        )  # fmt: skip
        found.append((frequency.start, repeat(case, unplaced(frequency), mention)))
    return found


def _asks(source: Source, frequency: Frequency) -> bool:
    text = source.text
    if not text[: frequency.start].strip() and not re.search(r"[ก-ฮ]", text[frequency.end :]):
        return True
    if not text[: frequency.start].strip() and read_time(text, frequency.end + 1):
        return True
    low = source.paragraph_start(frequency.start)
    reach = 30 if frequency.weak else 60
    return bool(_ASKED.search(text, max(low, frequency.start - reach), frequency.start))


def _with_time(text: str, frequency: Frequency) -> tuple[Mention | None, int]:
    gap = re.match(r"\s?(?:ของ\S{2,8}\s)?", text[frequency.end :])
    clock = read_time(text, frequency.end + (gap.end() if gap else 0))
    if clock is None:
        return None, frequency.end
    point = RelativePoint(frequency.start, frequency.end, "today")
    return Mention(point, Limit.EVERY, frequency.start, clock.end, clock), clock.end


def priorities(source: Source, taken: Sequence[int], actors: Actors) -> list[Placed]:
    """Words of urgency in clauses that name no day; ``taken``: where items stand already."""
    text = source.text
    found: list[Placed] = []
    last_end = -100
    for m in list(_PRIORITY.finditer(text)) or _alone(text):
        low = max(source.paragraph_start(m.start()), m.start() - 120)
        high = min(source.paragraph_end(m.end()), m.end() + 90)
        near, last_end = m.start() - last_end < 12, m.end()
        if near or any(low <= at <= high for at in taken):
            continue
        if not _NOT_ASKED.search(text[low : m.start()]):
            found.append((m.start(), _priority(source, low, m, actors)))
    return found


def _priority(source: Source, low: int, m: re.Match[str], actors: Actors) -> Deadline:
    printed = source.as_printed(m.start(), m.end())
    return Deadline(
        text=source.as_printed(*trim(source.text, low, m.end())), kind="priority", rule="priority",
        actor=actors.at(m.start()), raw=printed, confidence=0.95,
        explanation=f"“{printed}” บอกความเร่งด่วน ไม่ได้กำหนดวัน",
    )  # fmt: skip


def _alone(text: str) -> list[re.Match[str]]:
    """A grade of speed counts as priority only where it is the whole text."""
    m = _GRADES.fullmatch(text)
    return [m] if m else []
