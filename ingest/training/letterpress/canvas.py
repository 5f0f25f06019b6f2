"""A pile of A4 sheets to draw on; one PDF in the end.

Points from the top left; the height of a text is its baseline. Marks are kept
until ``pdf()`` so that the founts hold just the sorts that were used.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.fonts import Glyph, SubsetMap

from .typecase import Fount, type_case

WIDTH, HEIGHT = 595.28, 841.89
CM = 72 / 2.54

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
RED: Colour = (200, 16, 16)
BLUE: Colour = (28, 52, 150)
GREY: Colour = (120, 120, 120)


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    text: str
    size: float
    bold: bool
    colour: Colour


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    colour: Colour
    round: bool


@dataclass(frozen=True, slots=True)
class Rule:
    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour
    dotted: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """Marks turned by ``angle`` degrees (anticlockwise) around a point."""

    angle: float
    x: float
    y: float
    marks: tuple[Mark, ...]


Mark = Text | Box | Rule | Turned


class Canvas:
    def __init__(self) -> None:
        self.pages: list[list[Mark]] = []
        self._into: list[Mark] | None = None

    def new_page(self) -> int:
        """Lay a new sheet on top; its number, from 1."""
        self.pages.append([])
        return len(self.pages)

    @contextlib.contextmanager
    def turned(self, angle: float, x: float, y: float, page: int) -> Iterator[None]:
        """What is drawn inside is turned around (x, y) on ``page``."""
        kept, self._into = self._into, []
        yield
        marks, self._into = tuple(self._into), kept
        self._add(Turned(angle, x, y, marks), page)

    def text(
        self, x: float, y: float, text: str, size: float = 12.5, bold: bool = False,
        colour: Colour = BLACK, align: str = "left", page: int | None = None,
    ) -> None:  # fmt: skip
        """Set one run; ``align`` says whether x is its left, centre or right."""
        if not text:
            return
        width = type_case(bold).width(text, size)
        x -= {"left": 0.0, "centre": width / 2, "right": width}[align]
        self._add(Text(x, y, text, size, bold, colour), page)

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour = BLACK,
        round: bool = False, page: int | None = None,
    ) -> None:  # fmt: skip
        self._add(Box(x, y, width, height, colour, round), page)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, colour: Colour = BLACK,
        dotted: bool = False, page: int | None = None,
    ) -> None:  # fmt: skip
        self._add(Rule(x0, y0, x1, y1, colour, dotted), page)

    def _add(self, mark: Mark, page: int | None) -> None:
        if self._into is not None:
            self._into.append(mark)
        else:
            self.pages[(page or len(self.pages)) - 1].append(mark)

    def pdf(self, title: str = "") -> bytes:
        """The finished file; the same marks give the same bytes."""
        with tempfile.TemporaryDirectory() as folder:
            return bytes(_Printer(self, Path(folder), title).file.output())


class _Meaning(SubsetMap):
    """Tells fpdf2 which letter a private code point stands for."""

    def __init__(self, font: Any, meanings: dict[int, str]) -> None:
        self._meanings = meanings
        super().__init__(font)

    @cache  # noqa: B019 - fpdf2 empties this cache when it is done
    def get_glyph(
        self, glyph: int | None = None, unicode: Any = None, *rest: Any, **more: Any
    ) -> Glyph | None:
        found = super().get_glyph(glyph, unicode, *rest, **more)
        if found is None or unicode not in self._meanings:
            return found
        letter = (ord(self._meanings[unicode]),)
        return Glyph(found.glyph_id, letter, found.glyph_name, found.glyph_width)


class _Printer:
    def __init__(self, canvas: Canvas, folder: Path, title: str) -> None:
        self.file = FPDF(unit="pt", format="A4")
        self.file.set_auto_page_break(False)
        self.file.set_creation_date(datetime(2018, 1, 1, tzinfo=UTC))
        self.file.set_producer("Wian letterpress")
        if title:
            self.file.set_title(title)
        self._founts = {bold: Fount(type_case(bold)) for bold in (False, True)}
        for page in canvas.pages:
            self._compose(page)
        self._load(folder)
        for page in canvas.pages:
            self.file.add_page()
            self._draw(page)

    def _compose(self, marks: Any) -> None:
        for mark in marks:
            if isinstance(mark, Turned):
                self._compose(mark.marks)
            elif isinstance(mark, Text):
                self._founts[mark.bold].compose(mark.text)

    def _load(self, folder: Path) -> None:
        for bold, fount in self._founts.items():
            path = folder / f"{'bold' if bold else 'regular'}.ttf"
            fount.cast(path)
            self.file.add_font("letter", "B" if bold else "", str(path))
            font: Any = self.file.fonts["letterB" if bold else "letter"]
            font.subset = _Meaning(font, fount.meanings())

    def _draw(self, marks: Any) -> None:
        for mark in marks:
            if isinstance(mark, Turned):
                with self.file.rotation(mark.angle, mark.x, mark.y):
                    self._draw(mark.marks)
            elif isinstance(mark, Text):
                self.file.set_font("letter", "B" if mark.bold else "", mark.size)
                self.file.set_text_color(*mark.colour)
                self.file.text(mark.x, mark.y, self._founts[mark.bold].compose(mark.text))
            elif isinstance(mark, Box):
                self.file.set_draw_color(*mark.colour)
                self.file.set_line_width(0.8)
                shape = self.file.ellipse if mark.round else self.file.rect
                shape(mark.x, mark.y, mark.width, mark.height)
            else:
                self._rule(mark)

    def _rule(self, mark: Rule) -> None:
        self.file.set_draw_color(*mark.colour)
        self.file.set_line_width(0.5)
        if mark.dotted:
            self.file.set_dash_pattern(dash=0.7, gap=2)
        self.file.line(mark.x0, mark.y0, mark.x1, mark.y1)
        self.file.set_dash_pattern()
