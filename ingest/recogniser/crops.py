"""Strips of a page cut out for the network, level and in its size."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.recogniser import shape
from ingest.recogniser.rows import Strip

Grey = NDArray[np.uint8]

#: Letters of white paper left and right of a strip, in heights of a flat letter.
MARGIN = 0.5
#: Lines are shown so much wider than they are: of two equal digits side by side, the labels of
#: narrow ones run together (measured: numbers wrong by half, for nothing more in time).
WIDE = 1.1
#: Pixels: a longer strip would be no line of a letter.
LONGEST = 6000


def cut(grey: Image.Image, strip: Strip, stretch: float = 1.0, wide: float = WIDE) -> Grey:
    """The ink of a strip (48 × W). ``stretch`` > 1 shows the letters smaller, < 1 larger;
    ``wide`` > 1 shows them wider.
    """
    base = strip.base * stretch
    left, right = strip.x0 - MARGIN * strip.base, strip.x1 + MARGIN * strip.base
    right = min(right, left + LONGEST * base / (shape.BASE * wide))
    if abs(strip.slope) * (right - left) < 0.12 * base:
        middle = strip.level((left + right) / 2)
        return shape.ink(shape.cut(grey, middle, base, left, right, wide))
    level, baseline = _levelled(grey, strip, left, right, base)
    return shape.ink(shape.cut(level, baseline, base, 0, level.width, wide))


def _levelled(
    grey: Image.Image, strip: Strip, left: float, right: float, base: float
) -> tuple[Image.Image, float]:
    """The strip sheared upright, and its baseline there."""
    above, below = 3.0 * base, 1.6 * base
    size = (max(4, math.ceil(right - left)), max(4, math.ceil(above + below)))
    top = strip.level(left) - above
    matrix = (1.0, 0.0, left, strip.slope, 1.0, top)
    level = grey.transform(
        size, Image.Transform.AFFINE, matrix, shape.smoothing(base), fillcolor=255
    )
    return level, above


def place(strip: Strip, x: float, stretch: float = 1.0, wide: float = WIDE) -> float:
    """The page's x for a crop's x."""
    return strip.x0 - MARGIN * strip.base + x * strip.base * stretch / (shape.BASE * wide)
