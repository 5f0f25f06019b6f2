"""Cells to lines: rows by base line, parts of a row by wide gaps, spaces by narrow ones."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.pages import columns
from ingest.pages.cells import Cell
from ingest.pages.page import Line, Span
from ingest.pages.rules import Rule
from ingest.thai import clusters

#: Gaps in units of the letter size: a space, and the end of a part of the row.
SPACE = 0.17
PART = 2.0
#: How far base lines of one row may lie apart, in units of the letter size.
SAME_ROW = 0.3

#: The widest stretched space, and how many rows must end where a justified one does.
MOST_STRETCHED = 12.0
SHARED_EDGE = 3

Run = list[Cell]


@dataclass(slots=True)
class Part:
    """Cells that become one line."""

    cells: list[Cell]
    row: int = 0


def parts(cells: list[Cell], rules: Sequence[Rule] = ()) -> list[Part]:
    """The parts of all rows in reading order, numbered by row; ``rules`` part table cells."""
    rows = [[cell for run in row for cell in run] for row in _rows(_runs(cells))]
    edges = sorted(row[-1].x1 for row in map(_inked, rows))
    split = [_split(row, _crossing(row, rules), edges) for row in rows]
    return [
        Part(part, number) for number, row in enumerate(columns.unfolded(split)) for part in row
    ]


def _crossing(row: list[Cell], rules: Sequence[Rule]) -> list[Rule]:
    """The rules that stand in the row, between its first letter and its last."""
    height, start, end = row[0].y - 0.2 * row[0].size, row[0].x0, row[-1].x1
    return [rule for rule in rules if rule.top <= height <= rule.bottom and start < rule.x < end]


def _inked(row: list[Cell]) -> list[Cell]:
    """The row without the spaces at its end."""
    last = max(index for index, cell in enumerate(row) if not cell.space)
    return row[: last + 1]


def _justified(row: list[Cell], edges: list[float]) -> bool:
    """Whether wide gaps of the row are mere spaces stretched to reach the margin.

    Then all its gaps are alike, and it ends where other rows end.
    """
    inked = [cell for cell in row if not cell.space]
    size = inked[-1].size
    gaps = [b.x0 - a.x1 for a, b in zip(inked, inked[1:], strict=False)]
    spaces = [gap for gap in gaps if gap > SPACE * size]
    if not spaces or max(spaces) <= PART * size or min(gaps) < -1.5 * size:
        return False
    alike = max(spaces) <= min(1.25 * min(spaces) + 0.1 * size, MOST_STRETCHED * size)
    edge = inked[-1].x1
    company = bisect(edges, edge + 0.3 * size) - bisect(edges, edge - 0.3 * size)
    return alike and company >= SHARED_EDGE


def _runs(cells: list[Cell]) -> list[Run]:
    """Cells printed one after the other on one base line, from left to right."""
    runs: list[Run] = []
    for cell in cells:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and abs(cell.y - last.y) <= SAME_ROW * min(cell.size, last.size)
            and -0.5 * cell.size <= cell.x0 - last.x1 <= PART * cell.size
        ):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run for run in runs if not all(cell.space for cell in run)]


def _rows(runs: list[Run]) -> list[list[Run]]:
    """Runs of one height together, from the top; within a row from the left."""
    rows: list[list[Run]] = []
    level = 0.0
    for run in sorted(runs, key=lambda run: run[0].y):
        size = max(cell.size for cell in run)
        if rows and run[0].y - level <= SAME_ROW * size:
            rows[-1].append(run)
        else:
            rows.append([run])
            level = run[0].y
    return [sorted(row, key=lambda run: run[0].x0) for row in rows]


def _split(row: list[Cell], rules: list[Rule], edges: list[float]) -> list[list[Cell]]:
    """The row cut at rules and where a gap is too wide for a space, outer spaces left out."""
    if not rules and _justified(row, edges):
        return [_inked(row)]
    found: list[list[Cell]] = []
    end = float("-inf")
    for cell in row:
        if cell.space:
            if found:
                found[-1].append(cell)
            continue
        gap = cell.x0 - end
        apart = gap > PART * cell.size or gap < -1.5 * cell.size
        if not found or apart or any(end - 1 <= rule.x <= cell.x0 + 1 for rule in rules):
            found.append([])
        found[-1].append(cell)
        end = cell.x1
    return [_inked(part) for part in found]


def line(part: Part, page: int) -> Line:
    """The part as a line: repaired text with a place for each character."""
    raw, spans = _text(part.cells)
    text, trace = clusters.repair_traced(raw)
    sizes = [cell.size for cell in part.cells]
    size = median(sizes)
    return Line(
        text=text,
        page=page,
        box=_box(part.cells),
        row=part.row,
        size=round(size, 2),
        bold="bold" in part.cells[0].font.lower(),
        spans=tuple(spans[index] for index in trace),
        colour=part.cells[0].colour,
    )


def _text(cells: list[Cell]) -> tuple[str, list[Span]]:
    texts: list[str] = []
    spans: list[Span] = []
    previous: Cell | None = None
    spaced = False
    usual = _usual_gap(cells)
    for cell in cells:
        if cell.space:
            spaced = True
            continue
        if previous is not None:
            gap = cell.x0 - previous.x1
            if spaced or gap > usual + SPACE * cell.size:
                texts.append(" ")
                spans.append((previous.x1, cell.x0))
        texts.append(cell.text)
        spans += _spread(cell)
        previous, spaced = cell, False
    return "".join(texts), spans


def _usual_gap(cells: list[Cell]) -> float:
    """The gap between letters of this line: more than nothing where letters are spaced out."""
    gaps = [
        after.x0 - before.x1
        for before, after in zip(cells, cells[1:], strict=False)
        if not before.space and not after.space
    ]
    return max(0.0, median(gaps)) if gaps else 0.0


def _spread(cell: Cell) -> list[Span]:
    """A place for each character: marks stand where their letter stands."""
    letters = [clusters.is_mark(char) for char in cell.text]
    count = max(1, letters.count(False))
    width = (cell.x1 - cell.x0) / count
    spans: list[Span] = []
    position = -1
    for mark in letters:
        position += not mark
        start = cell.x0 + width * max(position, 0)
        spans.append((start, start + width))
    return spans


def _box(cells: list[Cell]) -> tuple[float, float, float, float]:
    descents = [cell.descent or -0.25 * cell.size for cell in cells]
    bottoms = [cell.y - descent for cell, descent in zip(cells, descents, strict=True)]
    tops = [bottom - cell.size for cell, bottom in zip(cells, bottoms, strict=True)]
    x0, x1 = min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)
    return (round(x0, 2), round(min(tops), 2), round(x1, 2), round(max(bottoms), 2))
