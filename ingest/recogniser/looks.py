"""Second looks: number and date zones, doubtful lines, print below coloured stamps.

A doubtful line is read in other sizes and the surest reading kept; a zone of
numbers with an unsure digit is put to the vote (``ingest.recogniser.votes``).
At last a dictionary helps with doubtful letters of words; a digit is only ever
read, never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from ingest.pages.page import Line
from ingest.recogniser import brackets, faint, ink, lexicon, reader, votes
from ingest.recogniser.alphabet import DIGITS, MARKS
from ingest.recogniser.decode import Glyph
from ingest.recogniser.paper import Sheet
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip
from ingest.thai import months

#: Mean confidence below which a line is read again in other sizes.
POOR = 0.9
#: A line of numbers whose characters are all above this needs no second look.
SURE = 0.97
#: Lines of numbers, and poor lines, of one page that get a second look at most: the head comes
#: first, and a page of scribbles or grain must not take for ever.
MOST, _POOREST = 24, 12

_ZONE = re.compile(
    r"[0-9๐-๙].{0,3}/|/.{0,4}[0-9๐-๙]|^ที่|วันที่|ลงวัน|รับ|เวลา|เลข|พ\.?ศ|"
    r"[มก]\.?[คพย]\.|าคม|ายน|ภาพันธ์|^[ 0-9๐-๙./:-]+$"
)
#: The letter's own number and its date: a digit that was lost there leaves no doubt behind.
_HEAD = re.compile(
    r"\s*(?:ท[ีิ่้]{1,2}\s.{0,40}[0-9๐-๙]|"
    r"(?:วันที่)?\s*[0-9๐-๙]{1,2}\s*[ก-๎.]{3,12}\s*[0-9๐-๙]{2,4}\s*$|"
    rf"(?:วันที่)?.{{0,5}}{months.FULL_PATTERN}\s*[0-9๐-๙]{{2,4}}\s*$)"
)
#: Signs that numbers are made of, and how many glyphs are looked at on both sides of a doubt.
_SIGNS = frozenset(DIGITS + "/")
_ROOM = 12
_STRETCHES = (0.86, 1.16)
#: Digits of a stamp stand as high as the line: taken for flat letters they are shown too small.
_SMALL = 0.74


def again(sheet: Sheet, found: Sequence[Found], careful: bool = False) -> list[Found]:
    """The lines with those that matter, or that are in doubt, looked at again."""
    lines = list(found)
    poor = [i for i, line in enumerate(lines) if line.glyphs and line.confidence < POOR]
    for i in poor[:_POOREST] if not careful else range(len(lines)):
        lines[i] = _resized(sheet.grey, lines[i])
    if sheet.colour is not None:
        lines = _below_ink(sheet, lines)
    lines = brackets.completed(sheet, _once(lines))
    lines = faint.completed(sheet.grey, lines)
    zones = [i for i, line in enumerate(lines) if careful or _matters(line)]
    for i in zones[:MOST]:
        lines[i] = _voted(sheet.grey, lines[i], careful)
    return [replace(line, glyphs=lexicon.mended(line.glyphs)) for line in lines]


def _once(found: Sequence[Found]) -> list[Found]:
    """The lines; of two in one place (with and without the ink that crosses them) the surer."""
    kept: list[Found] = []
    for line in found:
        twin = next((i for i, other in enumerate(kept) if _same(line, other)), None)
        if twin is None:
            kept.append(line)
        elif line.confidence > kept[twin].confidence:
            kept[twin] = line
    return kept


def _same(a: Found, b: Found) -> bool:
    one, other = a.strip, b.strip
    left, right = max(one.x0, other.x0), min(one.x1, other.x1)
    between = abs(one.level((left + right) / 2) - other.level((left + right) / 2))
    together = right > left and between < 0.6 * max(one.base, other.base)
    return together and len(a.text) > 3 and a.text.split() == b.text.split()


def _matters(line: Found) -> bool:
    """The number of a letter; or numbers and dates with a digit, or a sign beside one, in doubt."""
    if not line.glyphs or line.confidence < 0.4 or not _ZONE.search(line.text):
        return False
    return _HEAD.match(line.text) is not None or bool(_unsure(line))


def _unsure(line: Found) -> list[int]:
    """The glyphs in doubt that are digits or signs of numbers, or stand beside one."""
    return [
        i
        for i, glyph in enumerate(line.glyphs)
        if glyph.character
        and glyph.confidence < SURE
        and any(g.character and g.character in _SIGNS for g in line.glyphs[max(0, i - 1) : i + 2])
    ]


def _voted(grey: Image.Image, line: Found, careful: bool) -> Found:
    """A head put to the vote as a whole, of another line what stands around its doubts."""
    if careful or _HEAD.match(line.text):
        return votes.voted(grey, line, words=careful)
    for start, stop in reversed(_around(line, _unsure(line))):
        line = votes.voted_within(grey, line, start, stop)
    return line


def _around(line: Found, unsure: Sequence[int]) -> list[tuple[int, int]]:
    """The glyphs around each doubt, from ``start`` to before ``stop``; rooms that meet are one."""
    rooms: list[tuple[int, int]] = []
    for i in unsure:
        start, stop = max(0, i - _ROOM), min(len(line.glyphs), i + _ROOM + 1)
        while start > 0 and not _is_stem(line.glyphs[start]):
            start -= 1
        while stop < len(line.glyphs) and not _is_stem(line.glyphs[stop]):
            stop += 1
        if rooms and start <= rooms[-1][1] + _ROOM:
            start = rooms.pop()[0]
        rooms.append((start, stop))
    return rooms


def _is_stem(glyph: Glyph) -> bool:
    """Whether a glyph has a width of its own: a line is not cut off below a mark."""
    return bool(glyph.character) and glyph.character not in MARKS


def _resized(grey: Image.Image, line: Found) -> Found:
    """The best of the line as read and read in other sizes."""
    best = line
    for stretch in _STRETCHES if line.strip.letters > 12 else (_SMALL, *_STRETCHES):
        strip = replace(line.strip, base=line.strip.base * stretch)
        (other,) = reader.read_strips(grey, [strip])
        if _quality(other) > _quality(best) + 0.02:
            best = other
    return best


def _quality(line: Found) -> float:
    """Confidence, less for readings that lost characters."""
    return line.confidence * min(1.0, 0.8 + 0.02 * len(line.text))


def _below_ink(sheet: Sheet, lines: list[Found]) -> list[Found]:
    """Print below coloured ink read without it, and stamps read without the print."""
    assert sheet.colour is not None
    seen = ink.layers(sheet.colour)
    mended = []
    for line in lines:
        if line.confidence < POOR:
            (other,) = reader.read_strips(seen["black"], [line.strip])
            line = other if _quality(other) > _quality(line) + 0.03 else line
        mended.append(line)
    stamps = reader.read_strips(seen["stamp"], reader.strips(seen["stamp"])[: 2 * MOST])
    for stamp in stamps:
        if stamp.confidence < 0.72 or len(stamp.text) < 2:
            continue
        rivals = [i for i, line in enumerate(mended) if _overlap(stamp.strip, line.strip) > 0.5]
        if all(_quality(mended[i]) + 0.05 < _quality(stamp) for i in rivals):
            mended = [line for i, line in enumerate(mended) if i not in rivals]
            mended.append(stamp)
    return reader.in_order(mended)


def _overlap(a: Strip, b: Strip) -> float:
    """Share of the smaller of two strips that lies in the other."""
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y, b.y) - max(a.y - a.base, b.y - b.base)
    least = min((a.x1 - a.x0) * a.base, (b.x1 - b.x0) * b.base)
    return wide * high / least if wide > 0 and high > 0 and least > 0 else 0.0


def whole(grey: Image.Image) -> list[Strip]:
    """The picture taken for one line, where no line was found in it."""
    base = grey.height / 3.0
    return [Strip(2.0, grey.width - 2.0, 0.68 * grey.height, 0.0, base, 1)]


def moved(line: Line, x: float, y: float) -> Line:
    """The line shifted by points."""
    box = line.box
    return replace(
        line,
        box=None if box is None else (box[0] + x, box[1] + y, box[2] + x, box[3] + y),
        spans=tuple((x0 + x, x1 + x) for x0, x1 in line.spans),
    )
