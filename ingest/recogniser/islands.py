"""Where on a page a receive stamp may be: islands of ink or of colour, and lines with its words.

Nothing is decided here: what lies in a place is read, and kept only where it
reads like a stamp (``ingest.recogniser.stamps``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ingest.reading import Box
from ingest.recogniser import blobs, ink, paper, ranks
from ingest.recogniser.blobs import Bits
from ingest.recogniser.paper import Sheet
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip
from ingest.thai import stamp_words

#: Millimetres that stamps are wide and high at least and at most, a slope included.
WIDE, HIGH = (24.0, 88.0), (11.0, 48.0)
#: Pixels per millimetre in which islands are sought, and millimetres that join parts of one
#: ink and of coloured ink, of which a page has less.
_FINE, _JOINED, _TINTED = 2.0, (2.2, 4.5), 5.5
#: Pixels of coloured ink are darker than this where all else is left out.
_TINT = 215
#: Millimetres: a page is A4, whatever its file says.
LONGER = 297.0
#: Millimetres around a line with a stamp's word that belong to its stamp.
_LEFT, _RIGHT, _ABOVE, _BELOW = 6.0, 56.0, 14.0, 9.0
#: Places of one page that are looked at.
MOST = 8


def places(sheet: Sheet, found: Sequence[Found]) -> list[Box]:
    """Boxes in pixels of the page, the likeliest first."""
    mm = max(sheet.size) / LONGER
    kept: list[Box] = []
    for box in _islands(sheet, found, mm):
        mate = next((i for i, other in enumerate(kept) if share(box, other) > 0.5), None)
        if mate is None:
            kept.append(box)
        elif _as_large(both := _around(box, kept[mate]), mm):
            kept[mate] = both
    for box in _worded(found, mm):
        if not any(_same(box, other) for other in kept):
            kept.append(box)
    return kept[:MOST]


def _same(a: Box, b: Box) -> bool:
    both, area = _around(a, b), (a[2] - a[0]) * (a[3] - a[1])
    return share(a, b) > 0.8 and area > 0.7 * (both[2] - both[0]) * (both[3] - both[1])


def share(a: Box, b: Box) -> float:
    """The share of the smaller of two boxes that lies in the other."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    least = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return max(0.0, wide) * max(0.0, high) / max(least, 1.0)


def _around(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _as_large(box: Box, mm: float) -> bool:
    return box[2] - box[0] <= WIDE[1] * mm and box[3] - box[1] <= HIGH[1] * mm


def _islands(sheet: Sheet, found: Sequence[Found], mm: float) -> Iterator[Box]:
    """Pieces of coloured ink, then of any ink, that are as large as stamps and stand alone."""
    step = max(1, round(mm / _FINE))
    if sheet.colour is not None:
        tinted = np.asarray(ink.hue(sheet.colour.reduce(step))) < _TINT
        yield from _apart(_pooled(tinted), 2 * step, mm, _TINTED)
    dark = _pooled(paper.bits(sheet.grey.reduce(step)))
    for joined in _JOINED:
        for box in _apart(dark, 2 * step, mm, joined):
            if any(_hints(line) for line in found if _inside(line, box)):
                yield box


def _pooled(bits: Bits) -> Bits:
    """Half as large; ink where any of the four pixels has ink."""
    even = bits[: bits.shape[0] // 2 * 2, : bits.shape[1] // 2 * 2]
    pooled: Bits = even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2]
    return pooled


def _apart(dark: Bits, step: int, mm: float, joined: float) -> Iterator[Box]:
    """Boxes of the pieces that are left when gaps of ``joined`` millimetres are closed."""
    reach = 2 * max(1, round(joined * mm / step / 2)) + 1
    grown = reach // 2
    found = blobs.find(ranks.brightest(dark.view(np.uint8), reach) > 0)
    wide, high = (found.width - 2 * grown) * step / mm, (found.height - 2 * grown) * step / mm
    fits = (wide >= WIDE[0]) & (wide <= WIDE[1]) & (high >= HIGH[0]) & (high <= HIGH[1])
    for i in np.flatnonzero(fits):
        x0, y0 = (found.x0[i] + grown) * step, (found.y0[i] + grown) * step
        x1, y1 = (found.x1[i] - grown) * step, (found.y1[i] - grown) * step
        yield (float(x0), float(y0), float(x1), float(y1))


def _hints(line: Found) -> bool:
    """Whether a line may be one of a stamp: by its words, its shape, or as it reads badly."""
    if not line.glyphs or line.confidence < 0.8:
        return True
    text = line.text
    return stamp_words.label(text) is not None or stamp_words.shape(text) is not None


def _inside(line: Found, box: Box) -> bool:
    x = (line.strip.x0 + line.strip.x1) / 2
    return box[0] <= x <= box[2] and box[1] <= line.strip.level(x) <= box[3]


def _worded(found: Sequence[Found], mm: float) -> Iterator[Box]:
    """Around lines with a stamp's words that have another part of a stamp below or above them."""
    lines = [line for line in found if line.glyphs and len(line.text) < 45]
    known = [(line, stamp_words.label(line.text)) for line in lines]
    shaped = [(line, stamp_words.shape(line.text)) for line in lines]
    for line, labelled in known:
        if labelled is None:
            continue
        mates = [m for m, other in known if other and other.part is not labelled.part]
        mates += [m for m, other in shaped if other and other is not labelled.part]
        mates = [mate for mate in mates if _near(line, mate, mm)]
        if mates or (labelled.part is stamp_words.Part.NUMBER and labelled.likeness > 0.85):
            yield _grown([line.strip, *(mate.strip for mate in mates)], mm)


def _grown(strips: Sequence[Strip], mm: float) -> Box:
    """The room that the stamp of these lines may take."""
    left = min(s.x0 for s in strips)
    right = max(max(s.x1 for s in strips) + 4 * mm, left + _RIGHT * mm)
    top, bottom = min(s.y for s in strips), max(s.y for s in strips)
    return (
        max(0.0, left - _LEFT * mm),
        max(0.0, top - _ABOVE * mm),
        min(right, left + WIDE[1] * mm),
        bottom + _BELOW * mm,
    )


def _near(line: Found, other: Found, mm: float) -> bool:
    """Whether ``other`` stands right above or below ``line``, within one stamp."""
    down = abs(other.strip.y - line.strip.y)
    aside = max(line.strip.x0, other.strip.x0) - min(line.strip.x1, other.strip.x1)
    return 2 * mm < down < 14 * mm and aside < 6 * mm
