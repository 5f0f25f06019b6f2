"""Connected blobs of ink, by runs: no loop over pixels, no library for pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Blobs:
    """Boxes (x0, y0, x1, y1: exclusive ends) and ink pixels of all blobs of a picture."""

    x0: Ints
    y0: Ints
    x1: Ints
    y1: Ints
    area: Ints

    def __len__(self) -> int:
        return len(self.x0)

    def __getitem__(self, chosen: Ints | Bits) -> Blobs:
        return Blobs(
            *(values[chosen] for values in (self.x0, self.y0, self.x1, self.y1, self.area))
        )

    @property
    def width(self) -> Ints:
        return self.x1 - self.x0

    @property
    def height(self) -> Ints:
        return self.y1 - self.y0


def runs(bits: Bits) -> tuple[Ints, Ints, Ints]:
    """Row, first and past-the-last column of every horizontal run of ink, row by row."""
    width = bits.shape[1] + 1
    edged = np.zeros((bits.shape[0], width), bool)  # an empty column parts the rows
    edged[:, :-1] = bits
    flat = edged.ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    if flat.size and flat[0]:
        turns = np.concatenate([[0], turns])
    rows, starts = np.divmod(turns[::2], width)
    return rows, starts, starts + (turns[1::2] - turns[::2])


def without_rules(bits: Bits, longest: int) -> Bits:
    """The picture without rules and frames: runs across or down longer than ``longest``."""
    kept = bits.copy()
    for source, turned in ((bits, kept), (bits.T, kept.T)):
        rows, starts, ends = runs(source)
        long = np.flatnonzero(ends - starts > longest)
        for row, start, end in zip(rows[long], starts[long], ends[long], strict=True):
            turned[row, start:end] = False
    return kept


def find(bits: Bits) -> Blobs:
    """All blobs (8-connected)."""
    rows, starts, ends = runs(bits)
    count = len(rows)
    if count == 0:
        none = np.zeros(0, np.int64)
        return Blobs(none, none, none, none, none)
    width = bits.shape[1] + 3
    # Runs of the next row that touch: their end lies past our start, their start before our end.
    first = np.searchsorted(rows * width + ends, (rows + 1) * width + starts, "left")
    past = np.searchsorted(rows * width + starts, (rows + 1) * width + ends, "right")
    touching = np.maximum(past - first, 0)
    upper = np.repeat(np.arange(count), touching)
    offset = np.arange(len(upper)) - np.repeat(np.cumsum(touching) - touching, touching)
    label = join(count, upper, np.repeat(first, touching) + offset)
    _, label = np.unique(label, return_inverse=True)
    size = int(label.max()) + 1
    x0 = np.full(size, bits.shape[1], np.int64)
    y0 = np.full(size, bits.shape[0], np.int64)
    x1, y1 = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.minimum.at(x0, label, starts)
    np.maximum.at(x1, label, ends)
    np.minimum.at(y0, label, rows)
    np.maximum.at(y1, label, rows + 1)
    area = np.bincount(label, weights=ends - starts, minlength=size).astype(np.int64)
    return Blobs(x0, y0, x1, y1, area)


def join(count: int, a: Ints, b: Ints) -> Ints:
    """For each of ``count`` things the least thing it is connected with by the pairs (a, b)."""
    label = np.arange(count)
    while len(a):
        least = np.minimum(label[a], label[b])
        new = label.copy()
        np.minimum.at(new, label[a], least)
        np.minimum.at(new, label[b], least)
        while True:
            jumped = new[new]
            if np.array_equal(jumped, new):
                break
            new = jumped
        label = new
        open_ = label[a] != label[b]
        a, b = a[open_], b[open_]
    return label
