"""Our own reader of Thai lines: a picture of a page in, lines with confidences out."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from ingest.pages.page import Line
from ingest.recogniser import (
    grain,
    lines,
    looks,
    measure,
    paper,
    reader,
    stamps,
    tilt,
    turn,
)
from ingest.recogniser.region import crop_line, read_region

__all__ = ["Seen", "crop_line", "read_picture", "read_region"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was read. ``angle``: degrees it was turned anticlockwise to stand upright.

    ``lines`` lie on the turned page, which is ``width`` × ``height`` points.
    """

    lines: tuple[Line, ...]
    angle: int
    width: float
    height: float
    strips: int


def read_picture(image: Image.Image, scale: float, page: int = 1) -> Seen:
    """All lines of a page picture; ``scale``: points per pixel.

    Raises ``ingest.errors.ReadError`` where the recogniser is not installed.
    """
    sheet = paper.sheet(image)
    found = measure.anew(sheet.grey, reader.read_page(sheet.grey))
    sheet, found = grain.smoothed(sheet, found)
    angle = turn.upright(sheet.grey, found) if found else 0
    if angle:
        sheet = paper.Sheet(
            turn.turned(sheet.grey, angle),
            None if sheet.colour is None else turn.turned(sheet.colour, angle),
        )
        found = reader.read_page(sheet.grey)
    askew = tilt.angle(sheet.grey) if found and not _lies_straight(found) else 0.0
    level = tilt.levelled(sheet, askew) if askew else sheet
    if askew:
        found = reader.read_page(level.grey)
    strips = len(found)
    found = stamps.again(level, looks.again(level, found))
    if askew:
        found = tilt.turned_back(found, sheet, level, askew)
    width, height = sheet.size
    said = lines.as_lines(found, scale, page, sheet.colour)
    return Seen(tuple(said), angle, width * scale, height * scale, strips)


def _lies_straight(found: list[reader.Found]) -> bool:
    """Whether lines came out whole: a page far askew falls into short pieces, or reads badly."""
    letters = [f.strip.letters for f in found]
    usual = sum(n * n for n in letters) / sum(letters)  # the line that a letter finds itself in
    return reader.mean(found) >= turn.SURE and usual >= 20
