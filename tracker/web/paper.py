"""Where on the paper the fields of a letter were read: boxes on a picture, marks in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.draft_view import Box, DraftLetter

#: Points around a box, so that the marks above and below the line lie inside.
AIR = 3.0


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


def _read(letter: DraftLetter) -> Iterator[tuple[str, int | None, Box | None, str | None, bool]]:
    """Path, page, box, printed text and doubt of all that was read off this letter."""
    for field in letter.fields:
        yield field.path, field.page, field.box, field.raw, field.doubt_open
    for number, stamp in enumerate(letter.stamps, 1):
        yield f"stamp-{number}", stamp.page, stamp.box, stamp.raw, bool(stamp.doubt)
    for number, duty in enumerate(letter.duties, 1):
        if duty.due:
            yield f"duty-{number}", duty.page, duty.box, duty.raw, bool(duty.doubt)


def spots(letter: DraftLetter, page: int) -> tuple[Spot, ...]:
    return tuple(
        _spot(path, box, doubt)
        for path, on, box, _, doubt in _read(letter)
        if on == page and box is not None
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
    for path, _, _, raw, doubt in _read(letter):
        start = text.find(raw) if raw and not path.endswith(".text") else -1
        end = start + len(raw or "")
        if start >= 0 and not any(start < other[1] and other[0] < end for other in found):
            found.append((start, end, path, doubt))
    pieces, done = [], 0
    for start, end, path, doubt in sorted(found):
        pieces += [Part(text[done:start]), Part(text[start:end], path, doubt)]
        done = end
    return (*pieces, Part(text[done:]))
