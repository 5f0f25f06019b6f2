"""Rows: the lines of the pages gathered again as they stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.pages.page import Line, Page


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of one printed row, left to right.

    ``gap`` counts the blank rows before it (plain text) or how many line
    heights lie above it; the first row of a page has ``first`` set.
    """

    lines: tuple[Line, ...]
    gap: float = 0.0
    first: bool = False

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def text(self) -> str:
        return "   ".join(line.text.strip() for line in self.lines)

    @property
    def x0(self) -> float | None:
        return self.lines[0].box[0] if self.lines[0].box else None

    def without(self, lines: Iterable[Line]) -> Row | None:
        left = tuple(line for line in self.lines if line not in set(lines))
        return Row(left, self.gap, self.first) if left else None


def gather(pages: Sequence[Page]) -> list[Row]:
    """The rows of all pages in reading order."""
    rows: list[Row] = []
    for page in pages:
        held: list[Line] = []
        for line in page.lines:
            if not line.text.strip():
                continue
            if held and held[-1].row != line.row:
                rows.append(_row(held, rows))
                held = []
            held.append(line)
        if held:
            rows.append(_row(held, rows))
    return rows


def _row(lines: list[Line], before: list[Row]) -> Row:
    first = not before or before[-1].page != lines[0].page
    if first:
        return Row(tuple(lines), 0.0, True)
    above, here = before[-1].lines[0], lines[0]
    if above.box and here.box:
        height = max(here.box[3] - here.box[1], 1.0)
        return Row(tuple(lines), max(0.0, (here.box[1] - above.box[3]) / height))
    return Row(tuple(lines), float(max(0, here.row - above.row - 1)))
