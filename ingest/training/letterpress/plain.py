"""A plain text set into pages: what an OCR wrote, in print again.

A page begins at a form feed, at a heading of the first two levels, where a
number follows a wide gap (the way an OCR parts the letters of a bundle), and
wherever a page is full. Markdown is understood as far as OCR writes it: tables
become boxes with rows, headings bold lines, links their address. All other
lines are set as they stand, wrapped between words.
"""

from __future__ import annotations

import re

from .canvas import CM, Canvas
from .flow import BOTTOM, CENTRE, LEFT, RIGHT, SIZE, Flow
from .typecase import type_case
from .wrapping import wrap

_PAGE_END = re.compile(r"\f|\n(?=\s*##?\s)|\n[ \t]*\n[ \t]*\n\s*\n?(?=ที่[ ]?[ก-ฮ])")
_RULE = re.compile(r"^\|[\s:|-]*\|?$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?[a-z][^>]*>")
_HEADING = re.compile(r"^#+\s*")
_STAMP_CELL = 42


def set_text(text: str, size: float = SIZE) -> bytes:
    """``text`` as a PDF. Spaces at line ends and empty table rows are all that is not kept."""
    canvas = Canvas()
    for page in _pages(text):
        flow = Flow(canvas, size, marks=False)
        for block in _blocks(page):
            if block[0].startswith("|"):
                _table(flow, block)
            else:
                for line in block:
                    _line(flow, line)
            flow.down(0.4)
    return canvas.pdf()


def _pages(text: str) -> list[str]:
    return [page for page in _PAGE_END.split(text) if page.strip()] or [""]


def _blocks(page: str) -> list[list[str]]:
    """Runs of lines without an empty line between them; tables apart from text."""
    blocks: list[list[str]] = []
    last = ""
    for line in page.split("\n"):
        if line.strip():
            if last and line.startswith("|") == last.startswith("|"):
                blocks[-1].append(line.strip())
            else:
                blocks.append([line.strip()])
        last = line.strip()
    return blocks


def _line(flow: Flow, line: str) -> None:
    bold = line.startswith("#")
    text = _LINK.sub(r"\1", _HEADING.sub("", line))
    case = type_case(bold)
    for part in wrap(text, RIGHT - LEFT, lambda run: case.width(run, flow.size)):
        flow.line(LEFT, part, bold)


def _table(flow: Flow, rows: list[str]) -> None:
    cells = [
        tuple(cell.strip() for cell in row.strip("|").split("|"))
        for row in rows
        if not _RULE.match(row)
    ]
    cells = [row for row in cells if any(row)]
    if all(len(row) == 1 for row in cells):
        _boxed(flow, [row[0] for row in cells])
        return
    for row in cells:
        parts = [[_TAG.sub(" ", line).strip() for line in cell.split("<br>")] for cell in row]
        for line in (line for part in parts for line in part if line):
            _line(flow, line)


def _boxed(flow: Flow, rows: list[str]) -> None:
    """A column of cells is a stamp: a frame with its rows under each other."""
    flow.need(len(rows) + 1)
    width = max(type_case().width(row, flow.size) for row in rows) + 16
    left = RIGHT - width if width < RIGHT - CENTRE + CM else LEFT
    flow.canvas.box(left, flow.y - flow.size, width, len(rows) * flow.leading + 6)
    for row in rows:
        flow.line(left + 8, row)
    flow.y = min(flow.y, BOTTOM)
