"""The lines of receive stamps (ตรารับหนังสือ, form 12), found among the rows.

A stamp holds the office, เลขรับ, วันที่ and เวลา in a box of its own, put onto
the letter wherever there was room; so its lines are taken out of the letter
before anything else is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import signs
from ingest.fields.rows import Row
from ingest.pages.page import Line
from ingest.reading import Box
from ingest.thai.dates import find_dates
from ingest.thai.text import neat, squash

NUMBER = re.compile(
    r"(?:เลข(?:ที่)?\s*รับ(?:ที่|เลขที่|หนังสือ)?|รับ(?:เลข)?ที่|(?:เลข)?ทะเบียน(?:หนังสือ)?รับ(?:ที่|เลขที่)?"
    r"|รับเลข(?:ที่)?|เลขทึ่?รับ|Rec(?:eived?|\.)?\s?No\.?)\s*[:.…_\s]*(?P<number>.*)",
    re.I,
)
#: A stamp that electronic registries print on one line: office, number, date, time.
INLINE = re.compile(
    r"(?P<office>[\u0e01-\u0e4e .()/-]{3,45}?)\s(?="
    + NUMBER.pattern.replace("(?P<number>.*)", r"[0-9๐-๙]+[^\n]*(?:วันที่|เวลา))")
)
_LONGEST_INLINE = 110
#: A label whose value stands in the next cell or row.
LABEL_ALONE = re.compile(
    r"(?:เลข(?:ที่)?\s?รับ(?:ที่)?|รับที่|เลขที่|(?:เลข)?ทะเบียนรับ(?:ที่)?|(?:ลง|รับ)?วันที่|เวลา|Date|Time|Rec\w*\.?\s?No\.?)[\s:.…]*",
    re.I,
)
BARE_NUMBER = re.compile(r"เลขที่\s*[:.…_\s]*(?P<number>[0-9๐-๙]{1,7})\s*$")
DATE = re.compile(r"(?:ลง|รับ)?วันที่|(?:วันท|วนที่)|Date\b", re.I)
TIME = re.compile(r"เวลา|Time\b|เรื่อง(?=\s*[0-9๐-๙]{1,2}[.:])")
CLOCK = re.compile(r"([0-9๐-๙]{1,2})\s?[.:]\s?([0-9๐-๙]{2})(?:\s?[.:]\s?([0-9๐-๙]{2}))?")
#: How many points or rows two lines of one stamp may lie apart, and how long they are.
_REACH = 2.0
_LONGEST = 60
#: Words of a stamp inside a line of the letter that it was put over.
_STAMPED_OVER = re.compile(r"(?<=\S)\s*(?:เวลา|วันที่|เลขรับ)\s*[:.…]*\s*[0-9๐-๙]")
#: Points that a stamp is high, and by which its lines may begin beside each other.
_TALL, _EDGE = 70.0, 8.0
#: Letters of one stamp differ in size by no more.
_SAME_SIZE = 0.08
#: Lines before and after its number among which a stamp's other lines are sought.
_WINDOW = 16
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


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


def part(rows: Sequence[Row]) -> list[Row]:
    """The rows, with lines of the letter cut where a stamp over them begins."""
    anchors = [
        line for row in rows for line in row.lines if line.box and NUMBER.match(neat(line.text))
    ]
    return (
        [
            Row(tuple(p for line in row.lines for p in _cut(line, anchors)), row.gap, row.first)
            for row in rows
        ]
        if anchors
        else list(rows)
    )


def _cut(line: Line, anchors: Sequence[Line]) -> list[Line]:
    m = _STAMPED_OVER.search(line.text) if line.spans and line.box else None
    if (
        m is None
        or line.stamp
        or line.box is None
        or not any(_column(line, m.start(), a) for a in anchors)
    ):
        return [line]
    return [_slice(line, 0, m.start()), _slice(line, m.start(), len(line.text))]


def _column(line: Line, at: int, anchor: Line) -> bool:
    """Whether the character stands at the left edge of the stamp, close to its number."""
    assert line.box and anchor.box
    near = line.page == anchor.page and abs(line.box[1] - anchor.box[1]) < _TALL
    return near and abs(line.spans[at][0] - anchor.box[0]) < _EDGE


def _slice(line: Line, start: int, end: int) -> Line:
    end = start + len(line.text[start:end].rstrip())
    return replace(
        line,
        text=line.text[start:end],
        box=line.box_of(start, end),
        spans=line.spans[start:end],
        confidences=line.confidences[start:end],
        alternatives=(),
    )


def find(rows: Sequence[Row]) -> list[Block]:
    """Every stamp of the file, by its number line and what stands around it."""
    places = [
        _Place(line, index, row.gap if number == 0 else 0.0)
        for index, row in enumerate(rows)
        for number, line in enumerate(row.lines)
    ]
    blocks, taken = _known(places)
    anchors = [i for i, place in enumerate(places) if i not in taken and _anchors(places, i)]
    for anchor in anchors:
        if anchor in taken:
            continue
        members = _members(places, anchor, taken | (set(anchors) - {anchor}))
        if BARE_NUMBER.match(neat(places[anchor].line.text)) and len(members) < 3:
            continue
        taken |= members
        ordered = sorted(members)
        lines = tuple(places[i].line for i in ordered)
        blocks.append(Block(lines, places[ordered[0]].row, places[anchor].line))
    return blocks


def _known(places: Sequence[_Place]) -> tuple[list[Block], set[int]]:
    """The stamps that the recogniser found on the picture, and their places."""
    held: dict[tuple[int, int], list[int]] = {}
    for index, place in enumerate(places):
        if place.line.stamp:
            held.setdefault((place.line.page, place.line.stamp), []).append(index)
    blocks = []
    for members in held.values():
        lines = sorted(
            (places[i].line for i in members), key=lambda line: (line.box or _NOWHERE)[1]
        )
        blocks.append(Block(tuple(lines), places[members[0]].row, lines[0]))
    return blocks, {i for members in held.values() for i in members}


def _anchors(places: list[_Place], index: int) -> bool:
    text = neat(places[index].line.text)
    if len(text) <= _LONGEST_INLINE and INLINE.match(text) and signs.label_of(text) is None:
        return True
    if len(text) > _LONGEST:
        return False
    if NUMBER.match(text) and not re.match(r"รับที่(?!\s*(?:[\d๐-๙:.…]|$))", text):
        return True
    if not BARE_NUMBER.match(text):
        return False
    near = [p.line.text for p in places[max(0, index - 2) : index + 4]]
    return any(DATE.match(neat(t)) and len(neat(t)) < 30 for t in near)


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
    above = [i for i in free if i not in below and _near(places, i, {anchor})]
    offices = [i for i in above if _belongs(places[i].line, below=False)]
    if offices:  # of two that overlie each other, the one set in the stamp's own letters
        members.add(min(offices, key=lambda i: (_resized(places, i, anchor), -_top(places[i]))))
    return members


def _resized(places: list[_Place], at: int, anchor: int) -> bool:
    """Whether the line is set larger or smaller than the number of the stamp."""
    one, other = places[at].line.size, places[anchor].line.size
    return bool(one and other and abs(one - other) > _SAME_SIZE * other)


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
            if not _near(places, at, members) and not _right_above(places, at, anchor, step):
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
            if step < 0 and not DATE.match(neat(places[at].line.text)):
                break
    return members


def _right_above(places: list[_Place], at: int, anchor: int, step: int) -> bool:
    """A row of its own above the row that holds the number in its second column."""
    first = next(place for place in places if place.row == places[anchor].row)
    return step < 0 and places[at].row == first.row - 1 and first.gap == 0


def _is_value(places: list[_Place], at: int, members: set[int]) -> bool:
    """A number, date or time whose label stands alone right before it."""
    if at - 1 not in members or not LABEL_ALONE.fullmatch(neat(places[at - 1].line.text)):
        return False
    text = neat(places[at].line.text)
    return bool(re.fullmatch(r"[0-9๐-๙ /.-]{1,12}", text)) or _is_date(text) or is_clock(text)


def _second_date(places: list[_Place], at: int, members: set[int]) -> bool:
    """A date without its word, below a stamp that has one: the letter's own."""
    text = neat(places[at].line.text)
    if DATE.match(text) or not _is_date(text):
        return False
    return any(DATE.match(t) and _is_date(t) for i in members if (t := neat(places[i].line.text)))


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
        return bool(DATE.match(text) or TIME.match(text) or is_clock(text) or _is_date(text))
    if DATE.match(text):
        return True
    found = signs.label_of(text)
    return is_office(text) and found is None


def is_clock(text: str) -> bool:
    return bool(CLOCK.match(text)) and len(squash(text)) <= 10


def _is_date(text: str) -> bool:
    dates = find_dates(text)
    return bool(dates) and len(squash(text)) <= len(squash(dates[0].raw)) + 6


def is_office(text: str) -> bool:
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
    return bool(TIME.match(text) or DATE.match(text)) and _near(places, after, joined)
