"""Text that flows down the pages of one letter."""

from __future__ import annotations

from functools import partial

from .canvas import BLACK, CM, WIDTH, Canvas, Colour
from .specs import Table
from .typecase import type_case
from .wrapping import words, wrap

LEFT = 3 * CM
RIGHT = WIDTH - 2 * CM
CENTRE = WIDTH / 2
BOTTOM = 27.2 * CM
TOP = 2.6 * CM
#: What 16 pt of TH Sarabun, the font of official letters, look like in this wider cut.
SIZE = 12.5
LEADING = 18.5
INDENT = 2.5 * CM

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def thai(number: int) -> str:
    return str(number).translate(_THAI)


class Flow:
    """A pen that moves down; a new page gets its mark (- ๒ -), the old one the catchword."""

    def __init__(self, canvas: Canvas, size: float = SIZE, marks: bool = True) -> None:
        self.canvas = canvas
        self.first = canvas.new_page()
        self.y = TOP
        self.size = size
        self.leading = LEADING * size / SIZE
        self._marks = marks

    @property
    def page(self) -> int:
        """The page of this letter that is being set, from 1."""
        return len(self.canvas.pages) - self.first + 1

    def down(self, lines: float = 1.0) -> None:
        self.y += lines * self.leading

    def need(self, lines: float) -> None:
        """Turn the page unless ``lines`` more lines fit on this one."""
        if self.y + (lines - 1) * self.leading > BOTTOM:
            self.turn("")

    def turn(self, following: str) -> None:
        if following and self._marks:
            catchword = "/" + "".join(words(following)[:3]).strip() + "..."
            self.canvas.text(RIGHT, BOTTOM + 22, catchword, self.size, align="right")
        self.canvas.new_page()
        self.y = TOP
        if self._marks:
            self.canvas.text(CENTRE, 1.7 * CM, f"- {thai(self.page)} -", self.size, align="centre")
            self.y += self.leading

    def put(
        self, x: float, text: str, bold: bool = False, align: str = "left",
        size: float | None = None, colour: Colour = BLACK,
    ) -> None:  # fmt: skip
        """Set a run at the pen's height; the pen stays."""
        self.canvas.text(x, self.y, text, size or self.size, bold, colour, align)

    def line(self, x: float, text: str, bold: bool = False, align: str = "left") -> None:
        if self.y > BOTTOM:
            self.turn(text)
        self.put(x, text, bold, align)
        self.down()

    def paragraph(self, text: str, indent: float = INDENT, left: float = LEFT) -> None:
        """A paragraph with its first line indented; ``\\n`` begins a new line."""
        for part in text.split("\n"):
            lines = wrap(part, RIGHT - left, self._measure(), indent)
            for number, line in enumerate(lines):
                self.line(left + (indent if number == 0 else 0), line)
            indent = 0

    def labelled(
        self, label: str, text: str, left: float = LEFT, column: float = 1.4 * CM
    ) -> float:
        """``label`` in bold, the text hanging beside it; where its last line ends (x)."""
        case = type_case(bold=True)
        start = left + max(column, case.width(label + "  ", self.size))
        if self.y > BOTTOM:
            self.turn(label)
        self.put(left, label, bold=True)
        lines = wrap(text, RIGHT - start, self._measure())
        for line in lines:
            self.line(start, line)
        return start + self._measure()(lines[-1])

    def table(self, rows: Table) -> None:
        """Rules around cells of equal width; a row is never broken over pages."""
        columns = max(len(row) for row in rows)
        width = (RIGHT - LEFT) / columns
        measure = self._measure()
        for number, row in enumerate(rows):
            cells = [wrap(cell, width - 10, measure) for cell in row]
            height = max(len(cell) for cell in cells)
            self.need(height)
            top = self.y - self.size
            for index, cell in enumerate(cells):
                x = LEFT + index * width
                self.canvas.box(x, top, width, height * self.leading + 4)
                for offset, text in enumerate(cell):
                    y = self.y + offset * self.leading
                    self.canvas.text(x + 5, y, text, self.size, bold=number == 0)
            self.down(height)
            self.y += 4
        self.down(0.5)

    def _measure(self) -> partial[float]:
        return partial(type_case().width, size=self.size)
