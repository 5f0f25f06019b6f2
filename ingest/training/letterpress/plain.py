"""A plain text set into pages: what an OCR wrote, in print again.

A page begins at a form feed, at a heading of the first two levels, where a
number follows a wide gap (the way an OCR parts the letters of a bundle), and
wherever a page is full. Markdown and HTML are understood as far as OCR writes
them: tables become boxes with rows, headings bold lines, links their address.
All other lines are set as they stand, wrapped between words; what wide gaps
set apart stays apart.
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
_TAG = re.compile(r"</?[a-z][^>]*>|!\[[^\]]*\]\([^)]*\)|\*\*")
_CELL = re.compile(r"</td>\s*<td[^>]*>")
#: The width of one column of a plain text, in sizes of the type.
_COLUMN = 0.42
_HEADING = re.compile(r"^#+\s*")
_STAMP_CELL = 42


def set_text(text: str, size: float = SIZE) -> bytes:
    """``text`` as a PDF. Spaces at line ends and empty table rows are all that is not kept."""
    canvas = Canvas()
    for page in _pages(_plain(text)):
        flow = Flow(canvas, size, marks=False)
        for block in _blocks(page):
            if block[0].startswith("|"):
                _table(flow, block)
            else:
                for line in block:
                    _line(flow, line)
            flow.down(0.4)
    return canvas.pdf()


def _plain(text: str) -> str:
    """Without the marks of HTML: cells become gaps, breaks new lines."""
    text = re.sub(r"<br\s*/?>(?![^\n]*\|)", "\n", text)
    text = _CELL.sub("\t", text).replace("&emsp;", "    ").replace("\u200b", "")
    return "\n".join(
        line if line.startswith("|") else _TAG.sub("", line) for line in text.split("\n")
    )


def _pages(text: str) -> list[str]:
    return [page for page in _PAGE_END.split(text) if page.strip()] or [""]


def _blocks(page: str) -> list[list[str]]:
    """Runs of lines without an empty line between them; tables apart from text."""
    blocks: list[list[str]] = []
    last = ""
    for line in page.split("\n"):
        if line.strip():
            if last.strip() and line.startswith("|") == last.startswith("|"):
                blocks[-1].append(line.rstrip())
            else:
                blocks.append([line.rstrip()])
        last = line
    return blocks


def _line(flow: Flow, line: str) -> None:
    bold = line.startswith("#")
    text = _LINK.sub(r"\1", _HEADING.sub("", line)).expandtabs(8)
    runs = _runs(flow, text, bold)
    if runs:
        flow.need(1)
        for x, run in runs:
            flow.put(x, run, bold)
        flow.down()
        return
    case = type_case(bold)
    indent = min((len(text) - len(text.lstrip())) * _COLUMN * flow.size, 4 * CM)
    lines = wrap(text.strip(), RIGHT - LEFT, lambda run: case.width(run, flow.size), indent)
    for number, part in enumerate(lines):
        flow.line(LEFT + (indent if number == 0 else 0), part, bold)


def _runs(flow: Flow, text: str, bold: bool) -> list[tuple[float, str]]:
    """The parts of a line that wide gaps set apart, each with its x; none if they do not fit."""
    case, runs, used = type_case(bold), [], LEFT
    for found in re.finditer(r"\S(?:[ \u00a0]{0,3}\S)*", text):
        x = max(LEFT + found.start() * _COLUMN * flow.size, used)
        used = x + case.width(found.group(), flow.size) + flow.size
        runs.append((x, found.group()))
    over = used - flow.size - RIGHT
    if over > 0:
        runs = [(x - over if x > LEFT else x, run) for x, run in runs]
        ends = [x + case.width(run, flow.size) for x, run in runs]
        starts = [*(x - flow.size for x, _ in runs[1:]), RIGHT]
        if runs[0][0] < LEFT or any(a > b for a, b in zip(ends, starts, strict=True)):
            return []
    return runs


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
