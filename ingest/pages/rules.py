"""Upright rules on a page: the lines between the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

#: Rules are thinner than this and longer than that, in points.
THIN = 2.5
LONG = 8.0
#: A drawing of more pieces is a picture, not a table.
MOST = 4_000
_LONGEST_PATH = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line at ``x``; points from the top left."""

    x: float
    top: float
    bottom: float


class Rules:
    """Collects the rules of one page."""

    def __init__(self) -> None:
        self.found: list[Rule] = []

    def add(self, path: Sequence[PathSegment], matrix: Matrix, height: float) -> None:
        """The upright edges of a painted path on a page of this ``height``."""
        if len(path) > _LONGEST_PATH or len(self.found) > MOST:
            return
        points = [apply_matrix_pt(matrix, (p[1], p[2])) for p in path if len(p) == 3]
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            if abs(x1 - x0) < THIN and abs(y1 - y0) > LONG:
                top, bottom = height - max(y0, y1), height - min(y0, y1)
                self.found.append(Rule((x0 + x1) / 2, top, bottom))
