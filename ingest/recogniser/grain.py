"""Grain: specks of a bad copy that hide where lines and letters are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from PIL import Image, ImageFilter

from ingest.recogniser import measure, paper, ranks, reader, turn
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip

#: Unevenness of the paper (grey levels) from which smoothing may help; a good scan has 2 or 3.
GRAINY = 5.0
#: What is tried, the gentlest first (the median takes a fax's specks and leaves its edges), and
#: by how much one must read better than what went before.
_SMOOTHINGS: tuple[Callable[[Image.Image], Image.Image], ...] = (
    ranks.median,
    lambda grey: grey.filter(ImageFilter.GaussianBlur(0.8)),
    lambda grey: grey.filter(ImageFilter.GaussianBlur(1.2)),
)
_BETTER = 0.04
#: Lines by which a smoothing is judged.
_MOST = 12
T = TypeVar("T")


def smoothed(sheet: paper.Sheet, found: list[Found]) -> tuple[paper.Sheet, list[Found]]:
    """The page and its lines, smoothed if grain kept it from being read well.

    Smoothing also takes strokes from letters that were fine, so it is tried on
    a page that reads badly only, and kept where the page then reads better.
    """
    if reader.mean(found) >= turn.SURE or unevenness(sheet.grey) < GRAINY:
        return sheet, found
    best, chosen = reader.mean(_longest(found, lambda line: line.strip)), None
    for smoothing in _SMOOTHINGS:
        grey = smoothing(sheet.grey)
        tried = reader.read_strips(grey, _longest(reader.strips(grey), lambda strip: strip))
        if (value := reader.mean(tried)) > best + _BETTER:
            best, chosen = value, grey
    if chosen is None:
        return sheet, found
    lines = measure.anew(chosen, reader.read_page(chosen))
    return paper.Sheet(chosen, sheet.colour), lines


def _longest(lines: Sequence[T], strip: Callable[[T], Strip]) -> list[T]:
    """The longest lines: of a page full of specks there may be hundreds."""
    return sorted(lines, key=lambda one: (strip(one).x0 - strip(one).x1) / strip(one).base)[:_MOST]


def unevenness(grey: Image.Image) -> float:
    """How far the brightness of bare paper strays from its surroundings, in grey levels."""
    whole = np.asarray(grey, np.int16)
    rough = whole - np.asarray(grey.filter(ImageFilter.BoxBlur(2)), np.int16)
    bare = rough[whole > 170]
    return float(np.abs(bare).mean() * 1.25) if bare.size else 0.0
