"""Read strips as lines of a page, in points."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from ingest.pages.page import Line
from ingest.reading import Box
from ingest.recogniser import decode, ink
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip

#: Height of a flat letter per letter size in TH Sarabun, the font of official letters.
_BASE_PER_SIZE = 0.39
#: Colours are told in a picture reduced so many times.
_TINT = 3
#: The room of a line's box above and below its baseline, in heights of a flat letter.
ABOVE, BELOW = 2.1, 0.95
#: Mean confidence below which what was read is no text but a picture, a seal or a scrawl.
UNREAD = 0.5


def box_of(strip: Strip, scale: float) -> Box:
    """The box with the room that marks need; ``scale``: points per pixel."""
    ends = (strip.level(strip.x0), strip.level(strip.x1))
    top, bottom = min(ends) - ABOVE * strip.base, max(ends) + BELOW * strip.base
    return (strip.x0 * scale, max(0.0, top) * scale, strip.x1 * scale, bottom * scale)


def _alternatives(line: Found, limit: int = 5) -> tuple[tuple[str, float], ...]:
    """Other readings, best first: those of other sizes, then those of single characters."""
    found: dict[str, float] = {}
    for text, share in (*line.rivals, *decode.readings(list(line.glyphs))):
        if text and text != line.text:
            found[text] = max(share, found.get(text, 0.0))
    return tuple(sorted(found.items(), key=lambda item: -item[1])[:limit])


def as_lines(
    found: Iterable[Found], scale: float, page: int = 1, colours: Image.Image | None = None
) -> list[Line]:
    """Lines with text, places and doubts; those that are no text are left out."""
    lines = []
    tint = None if colours is None else colours.reduce(_TINT)
    for line in found:
        if not line.glyphs or (line.confidence < UNREAD and not line.stamp):
            continue
        lines.append(
            Line(
                text=line.text,
                page=page,
                box=box_of(line.strip, scale),
                row=line.strip.row,
                size=line.strip.base * scale / _BASE_PER_SIZE,
                spans=tuple((g.x0 * scale, g.x1 * scale) for g in line.glyphs),
                confidences=tuple(g.confidence for g in line.glyphs),
                alternatives=_alternatives(line),
                colour=ink.colour_of(tint, line.strip.scaled(1 / _TINT)),
                stamp=line.stamp,
            )
        )
    return lines
