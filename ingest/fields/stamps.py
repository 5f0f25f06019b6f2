"""Receive stamps (ตรารับหนังสือ, form 12): found among the rows and read.

A stamp holds the office, เลขรับ, วันที่ and เวลา in a box of its own, put onto
the letter wherever there was room; so its lines are taken out of the letter
before anything else is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import signs
from ingest.fields.passage import Passage
from ingest.fields.rows import Row
from ingest.pages.page import Line
from ingest.reading import Box, Stamp
from ingest.thai.dates import find_dates
from ingest.thai.digits import to_arabic
from ingest.thai.text import neat, squash

_NUMBER = re.compile(
    r"(?:เลข(?:ที่)?\s*รับ(?:ที่|เลขที่|หนังสือ)?|รับ(?:เลข)?ที่|(?:เลข)?ทะเบียน(?:หนังสือ)?รับ(?:ที่|เลขที่)?"
    r"|รับเลข(?:ที่)?|เลขทึ่?รับ|Rec(?:eived?|\.)?\s?No\.?)\s*[:.…_\s]*(?P<number>.*)",
    re.I,
)
#: A stamp that electronic registries print on one line: office, number, date, time.
_INLINE = re.compile(
    r"(?P<office>[\u0e01-\u0e4e .()/-]{3,45}?)\s(?="
    + _NUMBER.pattern.replace("(?P<number>.*)", r"[0-9๐-๙]+[^\n]*(?:วันที่|เวลา))")
)
_LONGEST_INLINE = 110
#: A label whose value stands in the next cell or row.
_LABEL_ALONE = re.compile(
    r"(?:เลข(?:ที่)?\s?รับ(?:ที่)?|รับที่|เลขที่|(?:เลข)?ทะเบียนรับ(?:ที่)?|(?:ลง|รับ)?วันที่|เวลา|Date|Time|Rec\w*\.?\s?No\.?)[\s:.…]*",
    re.I,
)
_BARE_NUMBER = re.compile(r"เลขที่\s*[:.…_\s]*(?P<number>[0-9๐-๙]{1,7})\s*$")
_DATE = re.compile(r"(?:ลง|รับ)?วันที่|(?:วันท|วนที่)|Date\b", re.I)
_TIME = re.compile(r"เวลา|Time\b|เรื่อง(?=\s*[0-9๐-๙]{1,2}[.:])")
_CLOCK = re.compile(r"([0-9๐-๙]{1,2})\s?[.:]\s?([0-9๐-๙]{2})(?:\s?[.:]\s?([0-9๐-๙]{2}))?")
#: How many points or rows two lines of one stamp may lie apart, and how long they are.
_REACH = 2.0
_LONGEST = 60
#: Lines before and after its number among which a stamp's other lines are sought.
_WINDOW = 16


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one stamp and the row (index in all rows) it begins in."""

    lines: tuple[Line, ...]
    row: int
    anchor: Line


@dataclass(frozen=True, slots=True)
class _Place:
    line: Line
    row: int
    gap: float


def find(rows: Sequence[Row]) -> list[Block]:
    """Every stamp of the file, by its number line and what stands around it."""
    places = [
        _Place(line, index, row.gap if number == 0 else 0.0)
        for index, row in enumerate(rows)
        for number, line in enumerate(row.lines)
    ]
    taken: set[int] = set()
    blocks: list[Block] = []
    anchors = [i for i, place in enumerate(places) if _anchors(places, i)]
    for anchor in anchors:
        if anchor in taken:
            continue
        members = _members(places, anchor, taken | (set(anchors) - {anchor}))
        if _BARE_NUMBER.match(neat(places[anchor].line.text)) and len(members) < 3:
            continue
        taken |= members
        ordered = sorted(members)
        lines = tuple(places[i].line for i in ordered)
        blocks.append(Block(lines, places[ordered[0]].row, places[anchor].line))
    return blocks


def _anchors(places: list[_Place], index: int) -> bool:
    text = neat(places[index].line.text)
    if len(text) <= _LONGEST_INLINE and _INLINE.match(text) and signs.label_of(text) is None:
        return True
    if len(text) > _LONGEST:
        return False
    if _NUMBER.match(text) and not re.match(r"รับที่(?!\s*(?:[\d๐-๙:.…]|$))", text):
        return True
    if not _BARE_NUMBER.match(text):
        return False
    near = [p.line.text for p in places[max(0, index - 2) : index + 4]]
    return any(_DATE.match(neat(t)) and len(neat(t)) < 30 for t in near)


def _members(places: list[_Place], anchor: int, barred: set[int]) -> set[int]:
    """The lines of the stamp around its number line."""
    if places[anchor].line.box is None:
        return _members_in_order(places, anchor, barred)
    members = {anchor}
    page = places[anchor].line.page
    near = range(max(0, anchor - _WINDOW), min(len(places), anchor + _WINDOW))
    free = [i for i in near if i != anchor and i not in barred and places[i].line.page == page]
    below = [i for i in free if _top(places[i]) >= _top(places[anchor]) - 2]
    for at in sorted(below, key=lambda i: _top(places[i])):
        if _near(places, at, members) and not _second_date(places, at, members):
            fits = _belongs(places[at].line, below=True)
            members |= {at} if fits or _resumes(places, at, members) else set()
    above = sorted((i for i in free if i not in below), key=lambda i: -_top(places[i]))
    for at in above[:6]:
        if _near(places, at, {anchor}) and _belongs(places[at].line, below=False):
            members.add(at)
            break
    return members


def _top(place: _Place) -> float:
    return place.line.box[1] if place.line.box else 0.0


def _members_in_order(places: list[_Place], anchor: int, barred: set[int]) -> set[int]:
    """The same for plain text, where the lines of a stamp follow each other."""
    members = {anchor}
    for step, limit in ((1, 6), (-1, 2)):
        for at in range(anchor + step, anchor + step * (limit + 1), step):
            if not 0 <= at < len(places) or at in barred:
                break
            if step < 0 and places[at].row == places[anchor].row:
                continue  # the letter's own column, left of the stamp
            if not _near(places, at, members):
                break
            if step > 0 and _is_value(places, at, members):
                members.add(at)
                continue
            fits = _belongs(places[at].line, below=step > 0) and not _second_date(
                places, at, members
            )
            if not fits and not (step > 0 and _resumes(places, at, members)):
                break
            members.add(at)
            if step < 0 and not _DATE.match(neat(places[at].line.text)):
                break
    return members


def _is_value(places: list[_Place], at: int, members: set[int]) -> bool:
    """A number, date or time whose label stands alone right before it."""
    if at - 1 not in members or not _LABEL_ALONE.fullmatch(neat(places[at - 1].line.text)):
        return False
    text = neat(places[at].line.text)
    return bool(re.fullmatch(r"[0-9๐-๙ /.-]{1,12}", text)) or _is_date(text) or _is_clock(text)


def _second_date(places: list[_Place], at: int, members: set[int]) -> bool:
    """A date without its word, below a stamp that has one: the letter's own."""
    text = neat(places[at].line.text)
    if _DATE.match(text) or not _is_date(text):
        return False
    return any(_DATE.match(t) and _is_date(t) for i in members if (t := neat(places[i].line.text)))


def _near(places: list[_Place], at: int, members: set[int]) -> bool:
    box = places[at].line.box
    if places[at].line.page != places[max(members)].line.page:
        return False
    if box is None:
        low, high = min(members), max(members)
        gap = places[at].gap if at > high else places[low].gap
        return gap == 0 and at in (low - 1, high + 1)
    return any(_touch(box, other) for i in members if (other := places[i].line.box))


def _touch(a: Box, b: Box) -> bool:
    height = max(min(a[3] - a[1], b[3] - b[1]), 6.0)
    apart = max(a[1], b[1]) - min(a[3], b[3])
    overlap = min(a[2], b[2]) - max(a[0], b[0])
    return apart < height * (_REACH - 1) and overlap > 0.25 * min(a[2] - a[0], b[2] - b[0])


def _belongs(line: Line, *, below: bool) -> bool:
    text = neat(line.text)
    if len(text) > _LONGEST:
        return False
    if below:
        return bool(_DATE.match(text) or _TIME.match(text) or _is_clock(text) or _is_date(text))
    if _DATE.match(text):
        return True
    found = signs.label_of(text)
    return _is_office(text) and found is None


def _is_clock(text: str) -> bool:
    return bool(_CLOCK.match(text)) and len(squash(text)) <= 10


def _is_date(text: str) -> bool:
    dates = find_dates(text)
    return bool(dates) and len(squash(text)) <= len(squash(dates[0].raw)) + 6


def _is_office(text: str) -> bool:
    if signs.is_name(text) or find_dates(text) or signs.BODY.match(text) or signs.grade_of(text):
        return False
    if re.search(r"[0-9๐-๙]{5}\b|ถนน|โทร|หมู่ที่|นาย(?!ก|อำเภอ)|เรียน|ขอ", text):
        return False
    return bool(re.fullmatch(r"[\u0e01-\u0e4e\s.,()ฯ/0-9๐-๙\-]{2,50}", text))


def _resumes(places: list[_Place], at: int, members: set[int]) -> bool:
    """Words that fell into the box: its next line is a line of the stamp again."""
    after = at + 1
    if after >= len(places) or len(neat(places[at].line.text)) > 40:
        return False
    joined = members | {at}
    text = neat(places[after].line.text)
    return bool(_TIME.match(text) or _DATE.match(text)) and _near(places, after, joined)


def read(block: Block) -> Stamp:
    """What a stamp says. Raises nothing: what is unreadable stays ``None`` with a doubt."""
    passage = Passage.of_lines(block.lines)
    mark = passage.mark()
    number = date = time = None
    doubts: list[str] = []
    office: str | None = None
    for text, holds_number in _texts(block):
        if holds_number and (inline := _INLINE.match(text)):
            office = inline["office"].strip()
            text = text[inline.end() :]
        found = _NUMBER.match(text) or _BARE_NUMBER.match(text)
        if holds_number and found:
            number, rest = _number(found["number"])
            text = rest
        elif office is None and number is None and not _DATE.match(text) and _is_office(text):
            office = text
            continue
        date, time, doubts = _date_and_time(text, date, time, doubts)
    if number is None:
        doubts.append("อ่านเลขรับในตราไม่ได้ กรุณาดูภาพแล้วพิมพ์เอง")
    if date is None and not any("วันที่" in doubt for doubt in doubts):
        doubts.append("ในตราไม่มีวันที่รับ")
    confidence = 0.97 if not doubts else 0.6
    return Stamp(
        office=office,
        number=number,
        date=date,
        time=time,
        raw=mark.raw,
        page=mark.page,
        box=mark.box,
        confidence=min(confidence, mark.confidence),
        doubt=" · ".join(dict.fromkeys(doubts)) or None,
    )


def _texts(block: Block) -> list[tuple[str, bool]]:
    """The lines of the stamp, a lone label joined with its value; whether it is the number's."""
    texts: list[tuple[str, bool]] = []
    for line in block.lines:
        text, anchor = neat(line.text), line is block.anchor
        waits = texts and not anchor and _LABEL_ALONE.fullmatch(texts[-1][0])
        if waits and not _LABEL_ALONE.match(text):
            texts[-1] = (f"{texts[-1][0]} {text}", texts[-1][1])
            continue
        texts.append((text, anchor))
    return texts


def _number(text: str) -> tuple[str | None, str]:
    """The receive number and the rest of its line."""
    m = re.match(
        r"\s*(?:[A-Za-z]{2,4}\.?\s*)?([0-9๐-๙](?:\s?[0-9๐-๙])*)(?:\s*/\s*[0-9๐-๙]{4})?", text
    )
    if not m:
        return None, text
    return squash(to_arabic(m[1])), text[m.end() :]


def _date_and_time(
    text: str, date: str | None, time: str | None, doubts: list[str]
) -> tuple[str | None, str | None, list[str]]:
    said = _TIME.search(text)
    if said or _is_clock(text):
        clock = _CLOCK.search(text, said.end() if said else 0)
        if clock and time is None:
            time, why = _clock(clock)
            doubts = [*doubts, why] if why else doubts
            if said and said.group() != "เวลา":
                doubts = [*doubts, f"บรรทัด “{text}” ในตราน่าจะเป็นเวลา"]
        text = text[: said.start()] if said else ""
    if date is None and text.strip():
        for found in find_dates(text):
            date = found.value.isoformat() if found.value else None
            if found.doubt:
                doubts = [*doubts, found.doubt]
            elif date is None:
                doubts = [*doubts, f"วันที่ในตรา “{found.raw}” อ่านไม่ครบ กรุณาดูภาพ"]
            break
    return date, time, doubts


def _clock(m: re.Match[str]) -> tuple[str | None, str | None]:
    hour, minute = int(to_arabic(m[1])), int(to_arabic(m[2]))
    if hour > 23 or minute > 59:
        return None, f"เวลา “{m.group()}” ในตราเป็นไปไม่ได้"
    return f"{hour:02d}:{minute:02d}", None
