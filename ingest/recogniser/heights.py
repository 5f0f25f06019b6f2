"""How high the letters of a page are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.recogniser.blobs import Blobs

Floats = NDArray[np.float64]

#: A flat letter's height as parts of that of one with a mark stuck to it; its pixels at least.
_STUCK = (0.62, 0.71)
_LEAST = 9


def typical(found: Blobs) -> float | None:
    """The height of a flat letter: the commonest height of letter-shaped blobs; None: no text."""
    shape = found.width / np.maximum(found.height, 1)
    fits = (found.height >= 5) & (shape > 0.35) & (shape < 2.2) & (found.area >= 8)
    heights = found.height[fits]
    heights = heights[heights <= 90]
    if len(heights) < 4:
        return None
    counts = np.bincount(heights, minlength=95).astype(float)
    # Tone marks and specks are many and small: a height counts by the area it stands for,
    # but a few large blobs are no letters either.
    support = np.convolve(counts, np.ones(7), "same")
    smooth = _smooth(counts * np.arange(len(counts)) ** 2)
    smooth[support < min(12.0, 0.25 * len(heights))] = 0
    return float(_bare(counts, int(np.argmax(smooth))))


def _smooth(counts: Floats) -> Floats:
    return np.convolve(counts, [0.5, 1, 1, 1, 0.5], "same")


def _bare(counts: Floats, height: int) -> int:
    """The height, or that of the letters below the marks where these stick to most of them.

    In bold print and in blurred one letters with their marks may stand for more area than the
    others, but these are more, and lower ones few: Thai digits are higher, specks many.
    """
    low, high = round(_STUCK[0] * height), int(_STUCK[1] * height)
    lower = low + int(np.argmax(counts[low : high + 2]))
    if not _LEAST <= lower <= high:
        return height
    many = _smooth(counts)
    letters = many[lower] > 1.2 * many[height] and many[lower] > 3 * many[lower - 4]
    return lower if letters else height
