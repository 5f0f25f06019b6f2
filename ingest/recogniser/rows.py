"""Where the lines of a page are: chains of letter-sized blobs, each with its baseline.

A Thai line is found by its letters, not by its ink: marks above and below are
blobs of their own, so the chain gives the baseline and the height of a flat
letter (ก, บ), and the crop leaves room for what hangs over and under it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ingest.recogniser import blobs, joined
from ingest.recogniser.blobs import Bits, Blobs, Ints
from ingest.recogniser.heights import typical

Floats = NDArray[np.float64]

#: In heights of a flat letter: the widest gap within a line, and blobs too high for a letter.
GAP = 6.0
TALLEST = 3.2
#: Heights of a flat letter: the widest single letter or word that hangs together; the highest of
#: those that a coarse scan let run together to half a line, and how much of one is ink.
_WIDEST = 14.0
_RUN, _RUN_FULL = 2.4, 0.7
#: Blobs of a line that are too few to measure it by if they are words, not letters.
_WORDS = 3
#: No page of a letter has so many lines and pieces of lines.
CROWD = 220


@dataclass(frozen=True, slots=True)
class Strip:
    """A line: from ``x0`` to ``x1`` its baseline runs at ``y`` (at ``x0``) with ``slope``.

    ``base`` is the height of a flat letter, ``row`` the printed row; all in pixels.
    """

    x0: float
    x1: float
    y: float
    slope: float
    base: float
    letters: int
    row: int = 0

    def level(self, x: float) -> float:
        return self.y + (x - self.x0) * self.slope

    def scaled(self, factor: float) -> Strip:
        return replace(
            self,
            x0=self.x0 * factor,
            x1=self.x1 * factor,
            y=self.y * factor,
            base=self.base * factor,
        )


def find(bits: Bits) -> list[Strip]:
    """The lines of a page picture (about 150 dots per inch serves best), in reading order."""
    first = blobs.find(bits)
    base = typical(first)
    if base is None:
        return []
    longest = int(max(24, 7 * base))
    whole = not ((first.width > longest) | (first.height > longest)).any()
    marks = first if whole else blobs.find(blobs.without_rules(bits, longest))
    marks = marks[(marks.area >= 2) & (marks.height <= 6 * base) & _no_wider(marks, base)]
    letters = marks[_is_letter(marks, base)]
    chains = _chains(letters, base)
    if len(chains) > CROWD:  # specks, a photograph, a texture: only what looks like lines
        chains = sorted(chains, key=len, reverse=True)[:CROWD]
    parts = [part for chain in chains for part in _parts(letters[chain], base)]
    tilt = _tilt(parts, base)
    if len(parts) > CROWD:
        parts = sorted(parts, key=len, reverse=True)[:CROWD]
    strips = [_fit(_to_measure(part, bits, base), base, tilt) for part in parts]
    strips = _apart([_widened(strip, marks) for strip in _apart(strips)])
    return in_order([s for s in strips if s.x1 - s.x0 >= 0.7 * s.base])


def _to_measure(part: Blobs, bits: Bits, base: float) -> Blobs:
    """The letters of a line; of one or two words that hang together, slices of them."""
    return joined.parted(part, bits, base) if len(part) <= _WORDS else part


def _is_letter(found: Blobs, base: float) -> NDArray[np.bool_]:
    tall = (found.height >= 0.58 * base) & (found.height <= TALLEST * base)
    wide = (found.width >= 0.16 * base) & _no_wider(found, base)
    # Solid black bars and frames are no letters.
    thin = found.area <= 0.9 * found.width * found.height + 20
    found_letters: NDArray[np.bool_] = tall & wide & (thin | (found.width < base))
    return found_letters


def _no_wider(found: Blobs, base: float) -> NDArray[np.bool_]:
    """What is no wider than letters are, or is as high as a line and as full as print."""
    run = (found.height >= 0.8 * base) & (found.height <= _RUN * base)
    run &= found.area <= _RUN_FULL * found.width * found.height
    narrow: NDArray[np.bool_] = found.width <= _WIDEST * base
    return narrow | run


def _chains(letters: Blobs, base: float) -> list[Ints]:
    """Letters linked with the nearest one to the right on the same level."""
    count = len(letters)
    if count == 0:
        return []
    order = np.argsort(letters.y1, kind="stable")
    ordered = letters[order]
    reach = TALLEST * base
    left, right = [], []
    step = 160
    for start in range(0, count, step):  # from the top in blocks, each against its own height only
        stop = min(count, start + step)
        low = int(np.searchsorted(ordered.y1, ordered.y1[start] - reach))
        high = int(np.searchsorted(ordered.y1, ordered.y1[stop - 1] + reach, "right"))
        own, best = _links(ordered[np.arange(start, stop)], ordered[np.arange(low, high)], base)
        left.append(own + start)
        right.append(best + low)
    label = blobs.join(count, np.concatenate(left), np.concatenate(right))
    chains: dict[int, list[int]] = {}
    for number, root in enumerate(label):
        chains.setdefault(int(root), []).append(int(order[number]))
    return [np.array(chain) for chain in chains.values()]


def _links(own: Blobs, others: Blobs, base: float) -> tuple[Ints, Ints]:
    """For each of ``own`` the nearest of ``others`` to its right, where there is one."""
    size = np.minimum(own.height[:, None], others.height[None, :])
    gap = others.x0[None, :] - own.x1[:, None]
    overlap = np.minimum(own.y1[:, None], others.y1[None, :]) - np.maximum(
        own.y0[:, None], others.y0[None, :]
    )
    foot = np.abs(own.y1[:, None] - others.y1[None, :])
    head = np.abs(own.y0[:, None] - others.y0[None, :])
    scale = np.maximum(size, 0.7 * base)
    level = (overlap >= 0.55 * size) & ((foot <= 0.35 * scale) | (head <= 0.25 * scale))
    near = (gap <= GAP * scale) & (gap >= -0.7 * scale)
    follows = others.x0[None, :] > own.x0[:, None]
    cost = np.where(level & near & follows, gap + 2.0 * foot, np.inf)
    best = np.argmin(cost, axis=1)
    ok = np.isfinite(cost[np.arange(len(own)), best])
    return np.flatnonzero(ok), best[ok]


def _parts(chain: Blobs, base: float) -> list[Blobs]:
    """The chain, cut where gaps are wide."""
    chain = chain[np.argsort(chain.x0, kind="stable")]
    reach = np.maximum.accumulate(chain.x1)
    size = _middle(chain.height)
    breaks = np.flatnonzero(chain.x0[1:] - reach[:-1] > GAP * max(size, 0.6 * base)) + 1
    return [chain[part] for part in np.split(np.arange(len(chain)), breaks)]


def _long(letters: Blobs, base: float) -> bool:
    """Whether a line is long enough to have a slope of its own."""
    return len(letters) >= 20 and float(letters.x1.max() - letters.x0.min()) > 25 * base


def _tilt(parts: list[Blobs], base: float) -> float:
    """The slope of the page: that of its long lines, else of the longest of the short ones."""
    slopes = [_slope(*_feet(part)) for part in parts if _long(part, base)]
    if not slopes:
        slopes = [_slope(*_feet(part)) for part in parts if len(part) >= 10]
    return _middle(np.array(slopes)) if slopes else 0.0


def _middle(values: Floats | Ints) -> float:
    """The median."""
    return _ranked(values, 0.5)


def _ranked(values: Floats | Ints, share: float) -> float:
    """The value below which a share of them lies, drawn out between two: NumPy's own is slow."""
    ordered = np.sort(values)
    below, part = divmod(share * (len(ordered) - 1), 1.0)
    low = float(ordered[int(below)])
    return low + part * (float(ordered[int(below) + 1]) - low) if part else low


def _feet(letters: Blobs) -> tuple[Floats, Floats]:
    return (letters.x0 + letters.x1) / 2.0, letters.y1.astype(float)


def _fit(letters: Blobs, base: float, tilt: float) -> Strip:
    """Baseline through the feet of most letters, height by those that stand on it.

    A short line has the slope of the page: what is written in by hand seldom
    stands on the line.
    """
    x, feet = _feet(letters)
    slope = _slope(x, feet) if _long(letters, base) else tilt
    level = feet - slope * x
    middle = _middle(level)
    near = np.abs(level - middle) <= 0.3 * base
    if near.any():
        middle = _middle(level[near])
    heights = letters.height[near] if near.any() else letters.height
    x0, x1 = float(letters.x0.min()), float(letters.x1.max())
    return Strip(x0, x1, middle + slope * x0, slope, _flat(heights, base), len(letters))


def _slope(x: Floats, feet: Floats) -> float:
    """Theil and Sen's slope over pairs that lie far apart."""
    order = np.argsort(x)
    x, feet = x[order], feet[order]
    half = len(x) // 2
    dx = x[-half:] - x[:half]
    slopes = (feet[-half:] - feet[:half])[dx > 0] / dx[dx > 0]
    value = _middle(slopes) if len(slopes) else 0.0
    return value if abs(value) < 0.2 else 0.0


def _flat(heights: Ints, base: float) -> float:
    """The height of a flat letter among those of one line.

    Lower ones are Thai digits (0.73), higher ones have tails or are Latin; a
    line with few letters leans on the page.
    """
    middle = _ranked(heights, 0.4)
    like_page = np.abs(heights - base) <= 0.12 * base
    if 0.6 * base < middle < base and float(np.mean(like_page)) >= 0.15:
        return base
    if len(heights) >= 8:
        return middle
    if 0.6 * base <= middle <= 1.45 * base:
        weight = len(heights) / 12
        return weight * middle + (1 - weight) * base
    return middle


def _apart(strips: list[Strip]) -> list[Strip]:
    """Without strips that are only marks above or below a longer strip."""
    kept: list[Strip] = []
    for strip in sorted(strips, key=lambda s: -s.letters * s.base):
        if any(_only_marks(strip, other) for other in kept):
            continue
        for i, other in enumerate(kept):
            if _continues(strip, other):
                x0, x1 = min(strip.x0, other.x0), max(strip.x1, other.x1)
                kept[i] = replace(other, x0=x0, x1=x1, y=other.level(x0))
                break
        else:
            kept.append(strip)
    return kept


def _continues(strip: Strip, line: Strip) -> bool:
    """Whether ``strip`` is a piece of ``line`` that hangs too high or low for the chain.

    So are numbers written in by hand, and heads in larger type.
    """
    gap = max(strip.x0 - line.x1, line.x0 - strip.x1)
    if line.x0 - strip.x1 > 1.5 * line.base:  # what stands before a line is a note in the margin
        return False
    if gap > (0.35 if strip.letters > 12 else 0.75) * GAP * line.base:
        return False
    middle = (max(strip.x0, line.x0) + min(strip.x1, line.x1)) / 2
    drop = (strip.level(middle) - line.level(middle)) / line.base
    size = strip.base / line.base
    if gap < -0.5 * line.base and strip.letters > 6:
        return abs(drop) < 0.5
    return -0.85 < drop < 0.75 and 0.5 < size < 2.4


def _only_marks(strip: Strip, line: Strip) -> bool:
    """Whether ``strip`` is made of vowels and tone marks of ``line``."""
    middle = (strip.x0 + strip.x1) / 2
    if not line.x0 - line.base <= middle <= line.x1 + line.base or strip.base > 1.3 * line.base:
        return False
    above = (line.level(middle) - strip.level(middle)) / line.base
    if strip.letters <= 2 and strip.x1 - strip.x0 < 2.5 * line.base:
        return -0.9 < above < 2.1
    return -0.55 < above < (1.5 if strip.base < 0.8 * line.base else 0.75)


def _widened(strip: Strip, marks: Blobs) -> Strip:
    """The strip with the small blobs at both ends: dots, dashes, digits, a vowel in front."""
    x0, x1, base = strip.x0, strip.x1, strip.base
    middle = (marks.x0 + marks.x1) / 2
    level = strip.y + (middle - strip.x0) * strip.slope
    height = (marks.y0 + marks.y1) / 2.0
    on = (height < level + 0.25 * base) & (height > level - 1.4 * base)
    on &= (marks.height < 2.6 * base) & (marks.area >= 0.012 * base * base)
    xs0, xs1 = marks.x0[on], marks.x1[on]
    for _ in range(6):
        left = xs0[(xs1 >= x0 - 1.5 * base) & (xs0 < x0)]
        right = xs1[(xs0 <= x1 + 1.5 * base) & (xs1 > x1)]
        if not len(left) and not len(right):
            break
        x0 = float(left.min()) if len(left) else x0
        x1 = float(right.max()) if len(right) else x1
    return replace(strip, x0=x0, x1=x1, y=strip.level(x0))


def in_order(strips: list[Strip]) -> list[Strip]:
    """Rows from the top, in a row from the left; strips of one level share a row."""
    if not strips:
        return []
    slopes = [s.slope for s in strips if s.letters >= 12]
    tilt = _middle(np.array(slopes)) if slopes else 0.0
    level = {id(s): s.y - s.x0 * tilt - 0.4 * s.base for s in strips}
    rows: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda s: level[id(s)]):
        mate = rows[-1][0] if rows else None
        if mate is not None and _same_row(strip, rows[-1], level):
            rows[-1].append(strip)
        else:
            rows.append([strip])
    ordered = []
    for number, row in enumerate(rows):
        for strip in sorted(row, key=lambda s: s.x0):
            ordered.append(replace(strip, row=number))
    return ordered


def _same_row(strip: Strip, row: list[Strip], level: dict[int, float]) -> bool:
    for other in row:
        size = min(strip.base, other.base)
        if abs(level[id(strip)] - level[id(other)]) > 0.6 * size:
            return False
        if min(strip.x1, other.x1) - max(strip.x0, other.x0) > 0.5 * size:
            return False
    return True
