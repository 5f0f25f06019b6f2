"""Lines with their place on the page: what every way of reading a page delivers.

The written contract of a page reader (see ``ingest.pages``): it yields one
``Page`` per page of the file, in order; lines stand in reading order; a printed
row with a wide gap (the two-column head, a stamp beside the text) comes as
several lines that share a ``row``; text is Unicode in the order Thai is typed
(consonant, vowel above or below, tone mark), Thai digits stay Thai.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.pages.turning import sheet_box
from ingest.reading import Box

Span = tuple[float, float]
#: Told ``(done, total)`` pages while a file is read.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text on one row.

    ``spans`` holds (x0, x1) in points for every character of ``text``;
    ``confidences`` one probability for every character; both are empty where
    the source has none. ``alternatives`` names other readings of the whole
    line, best first, as (text, probability). ``stamp``: the receive stamp of its
    page that a line was found to belong to, counted from 1; 0 where that is unknown.
    """

    text: str
    page: int = 1
    box: Box | None = None
    row: int = 0
    size: float | None = None
    bold: bool = False
    spans: tuple[Span, ...] = ()
    confidences: tuple[float, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()
    colour: str = "black"
    stamp: int = 0

    def box_of(self, start: int, end: int) -> Box | None:
        """The box of ``text[start:end]``; the whole line's where places are unknown."""
        if self.box is None or not self.spans or start >= end:
            return self.box
        part = self.spans[start:end]
        return (min(x0 for x0, _ in part), self.box[1], max(x1 for _, x1 in part), self.box[3])

    def confidence_of(self, start: int, end: int) -> float:
        """The least certain character of ``text[start:end]``; 1.0 for printed text."""
        part = self.confidences[start:end]
        return min(part) if part else 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """``source``: text_layer, ocr or text. Sizes in points, ``None`` for plain text.

    ``turn``: the direction of writing on the sheet as viewers show it (see
    ``ingest.pages.turning``). Boxes, width and height are those of the page
    turned upright; ``on_sheet`` gives the place to light up in a viewer.
    """

    number: int
    lines: tuple[Line, ...]
    source: str = "text"
    width: float | None = None
    height: float | None = None
    warnings: tuple[str, ...] = ()
    turn: int = 0

    def on_sheet(self, box: Box) -> Box:
        """``box`` as it lies on the sheet that viewers show."""
        if self.turn == 0 or self.width is None or self.height is None:
            return box
        width, height = self.width, self.height
        if self.turn % 180 == 90:
            width, height = height, width
        return sheet_box(box, self.turn, width, height)
