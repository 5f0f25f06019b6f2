"""Pages laid down far askew, as photographs are: turned level, and their lines turned back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from ingest.recogniser import paper
from ingest.recogniser.paper import Sheet
from ingest.recogniser.reader import Found

#: Degrees: lines are followed up to some eight; beyond these no page is looked for.
LEAST, MOST, STEP = 6.0, 26.0, 2.0
_SIDE = 700


def angle(grey: Image.Image) -> float:
    """Degrees by which a page must be turned anticlockwise to be level; 0 where it nearly is."""
    small = grey.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    dark = Image.fromarray(paper.bits(small).astype(np.uint8) * 255)
    sharp = {
        step: sharpness(dark, step) for step in np.arange(-MOST, MOST + STEP / 2, STEP).tolist()
    }
    best = max(sharp, key=lambda step: sharp[step])
    return best if abs(best) >= LEAST and sharp[best] > 1.25 * sharp[0.0] else 0.0


def sharpness(dark: Image.Image, degrees: float) -> float:
    """How much the ink changes from one pixel row to the next: most where lines lie level."""
    level = np.asarray(dark.rotate(degrees, expand=True), dtype=np.float32).mean(axis=1)
    return float(np.square(np.diff(level)).sum() * len(level))


def levelled(sheet: Sheet, degrees: float) -> Sheet:
    """The page turned ``degrees`` anticlockwise, with white corners."""
    turned = sheet.grey.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if sheet.colour is None:
        return Sheet(turned, None)
    white = (255, 255, 255)
    colour = sheet.colour.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=white)
    return Sheet(turned, colour)


def turned_back(found: Sequence[Found], sheet: Sheet, level: Sheet, degrees: float) -> list[Found]:
    """Lines of the levelled page with their places on the page as it was."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    (w0, h0), (w1, h1) = sheet.size, level.size

    def back(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - w1 / 2, y - h1 / 2
        return w0 / 2 + dx * cos - dy * sin, h0 / 2 + dx * sin + dy * cos

    moved = []
    for line in found:
        strip = line.strip
        (x0, y0), (x1, y1) = back(strip.x0, strip.y), back(strip.x1, strip.level(strip.x1))
        slope = (y1 - y0) / max(x1 - x0, 1.0)
        share = (x1 - x0) / max(strip.x1 - strip.x0, 1.0)
        glyphs = tuple(
            replace(g, x0=x0 + (g.x0 - strip.x0) * share, x1=x0 + (g.x1 - strip.x0) * share)
            for g in line.glyphs
        )
        strip = replace(strip, x0=x0, x1=x1, y=y0, slope=slope)
        moved.append(replace(line, strip=strip, glyphs=glyphs))
    return moved
