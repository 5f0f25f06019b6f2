"""Whether a line was broken off by the right margin, so that the next one goes on with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.fields.rows import Row
from ingest.pages.page import Line

_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
#: Columns of a row of full width where the text itself does not show it (A4, 16 points).
_USUAL = 62
#: A wrapped page has no rows longer than this; longer ones are whole paragraphs.
_LONGEST_WRAPPED = 125
#: Columns of the longest word that a typesetter would have carried over.
_WORD = 14
#: A line may also end before a space, some way from the margin.
_SHORT_WORD = 8


def columns(text: str) -> int:
    """How many columns the text takes: marks above and below take none."""
    return len(_MARKS.sub("", text.strip()))


def width(rows: Sequence[Row]) -> int:
    """The columns of a full row of this text, as its longest rows show."""
    lengths = sorted(columns(row.text) for row in rows if len(row.lines) == 1)
    if len(lengths) < 6 or lengths[-1] > _LONGEST_WRAPPED:
        return _USUAL
    near = lengths[-max(2, len(lengths) // 8)]  # a few rows may be longer than the margin
    wrapped = sum(length >= 0.8 * near for length in lengths) >= 4
    return near if near >= 30 and wrapped else _USUAL


def spaced(rows: Sequence[Row]) -> bool:
    """Whether blank rows stand between most rows, so that they part nothing."""
    gaps = [row.gap for row in rows[1:]]
    return bool(gaps) and sum(gap >= 1 for gap in gaps) > 0.7 * len(gaps)


def broken_off(line: Line, after: str, rows: Sequence[Row]) -> bool:
    """Whether the first word of ``after`` had no room left on ``line``."""
    words = after.split()
    first = min(max(columns(words[0]), _SHORT_WORD), _WORD) if words else 0
    if line.box is not None:
        letter = (line.box[2] - line.box[0]) / max(columns(line.text), 1)
        return line.box[2] + first * letter >= _right_margin(line, rows)
    return columns(line.text) + first >= 0.92 * width(rows)


def _right_margin(line: Line, rows: Sequence[Row]) -> float:
    """Where the rows of the page end, without the few that stick out."""
    ends = sorted(
        row.lines[-1].box[2] for row in rows if row.page == line.page and row.lines[-1].box
    )
    return ends[-max(1, len(ends) // 10)] if ends else float("inf")
