"""Letters that blur or a coarse scan let run together, parted to measure their line."""

from __future__ import annotations

import numpy as np

from ingest.recogniser.blobs import Bits, Blobs, Ints

#: In heights of a flat letter: from which width on a blob is no single letter, how high a line
#: with its marks may stand, and how wide it is cut.
_WIDE, _HIGH, _SLICE = 4.0, 2.4, 0.9


def parted(found: Blobs, bits: Bits, base: float) -> Blobs:
    """The blobs, each row of letters that hangs together cut into slices as wide as a letter.

    A slice reaches as far up and down as the ink in it: most end on the baseline, some have the
    height of a flat letter, as letters do. What is read is the whole line, never a slice.
    """
    row = (found.width > _WIDE * base) & (found.height <= _HIGH * base)
    if not row.any():
        return found
    boxes: list[tuple[int, int, int, int, int]] = []
    for x0, y0, x1, y1 in zip(*(v[row].tolist() for v in _edges(found)), strict=True):
        cuts = np.linspace(x0, x1, max(2, round((x1 - x0) / (_SLICE * base)))).astype(int).tolist()
        for left, right in zip(cuts, cuts[1:], strict=False):
            ink = bits[y0:y1, left:right]
            filled = np.flatnonzero(ink.any(axis=1))
            if len(filled):
                top, foot = y0 + int(filled[0]), y0 + int(filled[-1]) + 1
                boxes.append((left, top, right, foot, int(ink.sum())))
    slices = np.array(boxes, dtype=np.int64).reshape(-1, 5).T
    kept = found[~row]
    both = (*_edges(kept), kept.area)
    return Blobs(*(np.concatenate([old, new]) for old, new in zip(both, slices, strict=True)))


def _edges(found: Blobs) -> tuple[Ints, Ints, Ints, Ints]:
    return found.x0, found.y0, found.x1, found.y1
