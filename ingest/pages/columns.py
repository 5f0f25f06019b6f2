"""Columns of prose: read one after the other, where a row-by-row reading would mix them.

Two-column heads and tables stay rows. Prose is told from them by its length,
by lines that fill their column, and by a corridor that no line crosses.
"""

from __future__ import annotations

from itertools import groupby

from ingest.pages.cells import Cell

#: A column of prose has at least this many rows, of this many letters on average.
ROWS = 6
LETTERS = 18
#: Share of left-hand lines that must end at the corridor.
FILLED = 0.7
CORRIDOR = 1.0

Row = list[list[Cell]]


def unfolded(rows: list[Row]) -> list[Row]:
    """``rows`` with each stretch of two prose columns as its left rows, then its right ones."""
    found: list[Row] = []
    for double, group in groupby(rows, key=lambda row: len(row) == 2):
        stretch = list(group)
        if double and _is_prose(stretch):
            found += ([row[0]] for row in stretch)
            found += ([row[1]] for row in stretch)
        else:
            found += stretch
    return found


def _is_prose(rows: list[Row]) -> bool:
    if len(rows) < ROWS:
        return False
    size = rows[0][0][0].size
    left_edge = max(row[0][-1].x1 for row in rows)
    right_edge = min(row[1][0].x0 for row in rows)
    if right_edge - left_edge < CORRIDOR * size:
        return False
    filled = sum(left_edge - row[0][-1].x1 < 2 * size for row in rows[:-1])
    letters = [sum(not cell.space for cell in part) for row in rows for part in row]
    return filled >= FILLED * (len(rows) - 1) and sum(letters) >= LETTERS * len(letters)
