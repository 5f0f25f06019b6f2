"""What a light pen wrote beside the print of a head: lines drawn out to all that belongs to them.

One level parts ink from paper on a whole page, and bold print sets it: the
running number or the day that a clerk wrote in lightly falls below it, whole or
in part, and with it the end of its line. So beside a head the paper is looked
at by itself: whatever rises out of its own grain is writing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingest.recogniser import blobs, reader
from ingest.recogniser.alphabet import DIGITS
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip
from ingest.thai import months

#: A number's head at the end of its line: after the stroke perhaps a series, some digits.
_NUMBER = re.compile(r"[0-9๐-๙)][ .]*/\s*[ก-ฮ]{0,2}\s*[0-9๐-๙./ ]*$")
#: A date that begins with its month, or with what may be half a day.
_DATE = re.compile(rf"\s*[0-9๐-๙.]?\s*(?:{months.FULL_PATTERN}|{months.SHORT_PATTERN})")
#: In heights of a flat letter: how far beside a line writing is sought, the widest gap within
#: it, the room above and below the baseline, and what no digit is narrower or higher than.
_ROOM, _GAP, _ABOVE, _BELOW = 20.0, 4.0, 2.4, 0.5
_LOW, _WIDE = 0.45, 5.0
#: Letters that a line has at most which is a piece of such writing.
_PIECE = 4
#: The confidence that one figure among what was added has at least.
_READ = 0.3
#: Spreads of the paper's grain above which a pixel is ink, and the least difference that is.
_SPREADS, _LEAST = 4.5, 9.0


def completed(grey: Image.Image, found: Sequence[Found]) -> list[Found]:
    """The lines, heads read anew with what is written beside them; pieces of that are no lines."""
    lines = list(found)
    for line in found:
        strip = _drawn_out(grey, line, found)
        if strip is None:
            continue
        (anew,) = reader.read_strips(grey, [strip])
        if not _reads(anew, line.strip):
            continue
        lines = [anew if o is line else o for o in lines if o is line or not _lies_in(o, strip)]
    return lines


def _reads(anew: Found, before: Strip) -> bool:
    """Whether what was added reads like figures, not like grain or a scratch."""
    added = [
        g for g in anew.glyphs if g.character.strip() and not before.x0 < g.x1 <= before.x1 + 2
    ]
    return any(g.character in DIGITS and g.confidence >= _READ for g in added)


def _drawn_out(grey: Image.Image, line: Found, others: Sequence[Found]) -> Strip | None:
    """The strip of a head with the writing beside it; None where there is none."""
    strip, walls = line.strip, [o.strip for o in others if o.strip.letters > _PIECE]
    if _NUMBER.search(line.text):
        stop = min((o.x0 for o in walls if _right_of(o, strip)), default=grey.width)
        end = _written(grey, strip, strip.x1, min(stop, strip.x1 + _ROOM * strip.base))
        return None if end is None else replace(strip, x1=end)
    if _DATE.match(line.text):
        stop = max((o.x1 for o in walls if _right_of(strip, o)), default=0.0)
        end = _written(grey, strip, strip.x0, max(stop, strip.x0 - _ROOM * strip.base / 2))
        return None if end is None else replace(strip, x0=end, y=strip.level(end))
    return None


def _right_of(one: Strip, other: Strip) -> bool:
    """Whether ``one`` begins behind the end of ``other`` on its level."""
    level = one.y - other.level(one.x0)
    return one.x0 > other.x1 - other.base and abs(level) < 1.3 * other.base


def _lies_in(line: Found, strip: Strip) -> bool:
    """Whether a short line is a piece of what a strip now holds."""
    middle = (line.strip.x0 + line.strip.x1) / 2
    level = abs(line.strip.y - strip.level(middle))
    return line.strip.letters <= _PIECE and strip.x0 < middle < strip.x1 and level < strip.base


def _written(grey: Image.Image, strip: Strip, edge: float, stop: float) -> float | None:
    """How far writing goes on from ``edge`` towards ``stop``; None where nothing is written."""
    base, ahead = strip.base, stop > edge
    left, right = (edge, stop) if ahead else (stop, edge)
    level = strip.level((left + right) / 2)
    frame = (
        max(0, int(left)),
        max(0, int(level - _ABOVE * base)),
        min(grey.width, int(right)),
        min(grey.height, int(level + _BELOW * base)),
    )
    if frame[2] - frame[0] < 0.5 * base or frame[3] - frame[1] < base:
        return None
    seen = blobs.find(_ink(grey.crop(frame), base))
    seen = seen[
        (seen.height >= _LOW * base)
        & (seen.width <= _WIDE * base)
        & (seen.y0 + frame[1] < level - 0.4 * base)
        & (seen.y1 + frame[1] > level - 1.4 * base)
    ]
    end = edge
    for x0, x1 in sorted(zip(seen.x0, seen.x1, strict=True), reverse=not ahead):
        near, far = (x0, x1) if ahead else (x1, x0)
        if abs(near + frame[0] - end) > _GAP * base:
            break
        end = max(end, far + frame[0]) if ahead else min(end, far + frame[0])
    return float(end) if abs(end - edge) > 0.3 * base else None


def _ink(piece: Image.Image, base: float) -> NDArray[np.bool_]:
    """What is darker than the grain of the piece's own paper, without rules; broken strokes met."""
    soft = piece.filter(ImageFilter.BoxBlur(max(0.6, base / 18)))
    values = np.asarray(soft, np.float32)
    paper = float(np.median(values))
    spread = 1.4826 * float(np.median(np.abs(values - paper)))
    dark = values < paper - max(_LEAST, _SPREADS * spread)
    dark = blobs.without_rules(dark, int(2.5 * base))
    size = 2 * round(base / 14) + 1
    return np.asarray(Image.fromarray(dark).convert("L").filter(ImageFilter.MaxFilter(size))) > 0
