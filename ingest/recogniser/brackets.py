"""Names in brackets below a signature, read to their ends.

Letters that the pen runs through hang together with the whole signature: they
are too high for letters, and the line is cut off before them. A line that has
one of its two brackets only is read again with more room on the other side.
"""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from ingest.recogniser import ink, reader
from ingest.recogniser.paper import Sheet
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip

#: Heights of a flat letter by which a line may have been cut off, and letters of a name at least.
_ROOM = (8.0, 16.0, 26.0)
_LEAST = 5
#: How much less sure the whole name may be than the part: strokes cross it.
_LOSS = 0.25


def completed(sheet: Sheet, lines: list[Found]) -> list[Found]:
    """The lines, those with a bracket missing read anew if that brings it out."""
    seen: list[Image.Image] | None = None
    for i, line in enumerate(lines):
        side = _missing(line.text)
        if side == 0 or len(line.text) < _LEAST:
            continue
        seen = seen or _views(sheet)
        others = [other.strip for other in lines if other is not line]
        lines[i] = _longer(seen, line, side, others)
    return lines


def _missing(text: str) -> int:
    """-1 where the opening bracket of a name is missing, 1 where the closing one is."""
    text = text.strip()
    if text.startswith("(") and ")" not in text:
        return 1
    return -1 if text.endswith(")") and "(" not in text else 0


def _views(sheet: Sheet) -> list[Image.Image]:
    return [sheet.grey, *([ink.layers(sheet.colour)["black"]] if sheet.colour else [])]


def _longer(seen: list[Image.Image], line: Found, side: int, others: list[Strip]) -> Found:
    """The surest reading with both brackets, or the line as it was."""
    best = line
    for room in _ROOM:
        strip = _stretched(line.strip, side * room * line.strip.base)
        if any(_meet(strip, other) for other in others):
            break
        for grey in seen:
            (read,) = reader.read_strips(grey, [strip])
            text = read.text.strip()
            whole = text.startswith("(") and text.endswith(")")
            if whole and read.confidence > max(line.confidence - _LOSS, _sure(best)):
                best = read
        if best is not line:
            break
    return best


def _sure(best: Found) -> float:
    return best.confidence if _missing(best.text) == 0 else 0.0


def _stretched(strip: Strip, by: float) -> Strip:
    if by > 0:
        return replace(strip, x1=strip.x1 + by)
    x0 = max(0.0, strip.x0 + by)
    return replace(strip, x0=x0, y=strip.level(x0))


def _meet(a: Strip, b: Strip) -> bool:
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return shared > a.base and abs(a.level(b.x0) - b.y) < 1.2 * a.base
