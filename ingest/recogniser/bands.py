"""Rows of a small level piece by where its ink lies: for worn letters that fall into specks.

Lines of a page are chains of letters; rubber that hardly took leaves no letter
whole. But a stamp has few rows, level once it is turned, with paper between.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from ingest.recogniser import paper
from ingest.recogniser.rows import Strip

#: Shares of a row's densest line of pixels: below the first is paper, above the second letters
#: stand that are neither marks nor tails.
_PAPER, _CORE = 0.12, 0.4
#: Columns with less ink than this part of the core's height hold specks.
_SPECK = 0.12
#: Millimetres: heights that letters and figures of a stamp have.
_LOW, _HIGH = 1.1, 7.0
#: Heights of a flat letter as parts of the core: letters, and figures, which are taller.
_SIZES = (1.0, 0.72)


def find(grey: Image.Image, mm: float) -> list[Strip]:
    """Each row in both sizes; ``mm``: pixels per millimetre."""
    bits = paper.bits(grey)
    bits[:, : round(0.5 * mm)] = False
    ink = np.convolve(bits.sum(axis=1), np.ones(max(1, round(0.3 * mm))), "same")
    strips = []
    for top, bottom in _runs(ink > _PAPER * _usual(ink)):
        core = np.flatnonzero(ink[top:bottom] > _CORE * ink[top:bottom].max())
        high = float(core[-1] - core[0] + 1)
        if not _LOW * mm <= high <= _HIGH * mm:
            continue
        columns = np.flatnonzero(bits[top:bottom].sum(axis=0) > _SPECK * high)
        if not len(columns):
            continue
        x0, x1 = float(columns[0]), float(columns[-1] + 1)
        ground = float(top + core[-1])
        strips += [Strip(x0, x1, ground, 0.0, high * size, 1) for size in _SIZES]
    return strips


def _usual(ink: np.ndarray) -> float:
    """The ink of a row's densest lines; one dark rule does not count."""
    return float(np.percentile(ink, 90))


def _runs(inside: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
