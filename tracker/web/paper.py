"""Where on the paper the fields of a letter were read: boxes on a picture, marks in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.draft_view import Box, DraftLetter
from tracker.web import turning

#: Points around a box, so that the marks above and below the line lie inside.
AIR = 3.0


@dataclass(frozen=True, slots=True)
class Lie:
    """How a page is shown. ``upright``: the turn in which its text reads upright; ``turn``: the
    one in which it is shown; ``sheet``: width and height as the file has it, in points."""

    page: int
    upright: int
    turn: int
    sheet: tuple[float, float]

    @property
    def size(self) -> tuple[float, float]:
        return turning.size(*self.sheet, self.turn)

    def shown_at(self, box: Box, turn: int | None = None) -> Box:
        """A box of the upright page, or of the page turned by ``turn``, where it is shown."""
        return turning.moved(box, self.upright if turn is None else turn, self.turn, self.sheet)


@dataclass(frozen=True, slots=True)
class Spot:
    """A box on a page, in points; ``field`` is the path of the field that was read there."""

    field: str
    x: float
    y: float
    width: float
    height: float
    doubt: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; ``field`` where it is what a field was read from."""

    text: str
    field: str | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """Where something was read: ``turn`` of the page as its box lies, None for the upright one."""

    path: str
    page: int | None
    box: Box | None
    raw: str | None
    doubt: bool
    turn: int | None = None


def _read(letter: DraftLetter) -> Iterator[_Found]:
    """All that was read off this letter."""
    for field in letter.fields:
        yield _Found(field.path, field.page, field.box, field.raw, field.doubt_open, field.turn)
    for number, stamp in enumerate(letter.stamps, 1):
        yield _Found(f"stamp-{number}", stamp.page, stamp.box, stamp.raw, bool(stamp.doubt))
    for number, duty in enumerate(letter.duties, 1):
        if duty.due:
            yield _Found(f"duty-{number}", duty.page, duty.box, duty.raw, bool(duty.doubt))


def spots(letter: DraftLetter, lie: Lie) -> tuple[Spot, ...]:
    """The places of a letter's fields on one page, as it is shown."""
    return tuple(
        _spot(one.path, lie.shown_at(one.box, one.turn), one.doubt)
        for one in _read(letter)
        if one.page == lie.page and one.box is not None
    )


def _spot(path: str, box: Box, doubt: bool) -> Spot:
    x0, top, x1, bottom = box
    width, height = x1 - x0 + 2 * AIR, bottom - top + 2 * AIR
    return Spot(
        path, round(x0 - AIR, 1), round(top - AIR, 1), round(width, 1), round(height, 1), doubt
    )


def plain(content: bytes) -> str:
    """The text of a file in one of the encodings of Thai offices; what fits none is marked."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def text_of(letter: DraftLetter) -> str:
    """The text of the letter as read or typed; empty where there is none."""
    return next((field.final or "" for field in letter.fields if field.name == "text"), "")


def parts(letter: DraftLetter, text: str) -> tuple[Part, ...]:
    """The text, cut where the printed form of a field stands (the first place of each)."""
    found: list[tuple[int, int, str, bool]] = []
    for one in _read(letter):
        start = text.find(one.raw) if one.raw and not one.path.endswith(".text") else -1
        end = start + len(one.raw or "")
        if start >= 0 and not any(start < other[1] and other[0] < end for other in found):
            found.append((start, end, one.path, one.doubt))
    pieces, done = [], 0
    for start, end, path, doubt in sorted(found):
        pieces += [Part(text[done:start]), Part(text[start:end], path, doubt)]
        done = end
    return (*pieces, Part(text[done:]))
