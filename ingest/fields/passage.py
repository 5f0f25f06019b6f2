"""A passage: text gathered from pieces of lines that still knows where each character stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.pages.page import Line
from ingest.reading import Box, Mark
from ingest.thai.text import seam


@dataclass(frozen=True, slots=True)
class Piece:
    """``line.text[start:end]``."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @classmethod
    def whole(cls, line: Line) -> Piece:
        return cls.of(line, 0, len(line.text))

    @classmethod
    def of(cls, line: Line, start: int, end: int) -> Piece:
        """The part without white space at its ends."""
        part = line.text[start:end]
        start += len(part) - len(part.lstrip())
        return cls(line, start, max(start, start + len(part.strip())))


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces in reading order, joined as Thai joins lines (see ``thai.text.seam``)."""

    pieces: tuple[Piece, ...]

    @classmethod
    def of_lines(cls, lines: Iterable[Line]) -> Passage:
        return cls(tuple(Piece.whole(line) for line in lines))

    @property
    def text(self) -> str:
        return "".join(char for char, _, _ in self._chars())

    def _chars(self) -> list[tuple[str, int, int]]:
        """(character, index of its piece, index in its line); joints belong to the piece before."""
        chars: list[tuple[str, int, int]] = []
        for number, piece in enumerate(self.pieces):
            if chars and piece.text:
                joint = seam(chars[-1][0], piece.text)
                chars += [(c, chars[-1][1], chars[-1][2]) for c in joint]
            chars += [(c, number, piece.start + i) for i, c in enumerate(piece.text)]
        return chars

    def mark(self, start: int = 0, end: int | None = None, confidence: float = 1.0) -> Mark:
        """Where ``text[start:end]`` stands. The box is that on the first page touched."""
        chars = self._chars()[start:end]
        if not chars:
            return Mark(raw=None, confidence=confidence)
        raw = "".join(c for c, _, _ in chars).strip()
        touched: dict[int, tuple[int, int]] = {}
        for _, number, at in chars:
            low, high = touched.get(number, (at, at))
            touched[number] = (min(low, at), max(high, at))
        first = self.pieces[min(touched)].line
        boxes = []
        for number, (low, high) in touched.items():
            line = self.pieces[number].line
            confidence = min(confidence, line.confidence_of(low, high + 1))
            if line.page == first.page and (box := line.box_of(low, high + 1)):
                boxes.append(box)
        return Mark(raw=raw, confidence=confidence, page=first.page, box=union(boxes))

    def part(self, start: int, end: int) -> Passage:
        """The passage that holds ``text[start:end]`` only."""
        touched: dict[int, tuple[int, int]] = {}
        for _, number, at in self._chars()[start:end]:
            low, high = touched.get(number, (at, at))
            touched[number] = (min(low, at), max(high, at))
        pieces = (Piece(self.pieces[n].line, low, high + 1) for n, (low, high) in touched.items())
        return Passage(tuple(pieces))


def union(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))
