"""Our own reader of Thai lines: a picture of a page in, lines with confidences out."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from ingest.pages.page import Line
from ingest.reading import Box
from ingest.recogniser import (
    crops,
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
    sheet, found = grain.smoothed(sheet, measure.anew(sheet.grey, _read(sheet)))
    angle = turn.upright(sheet.grey, found) if found else 0
    if angle:
        sheet = paper.Sheet(
            turn.turned(sheet.grey, angle),
            None if sheet.colour is None else turn.turned(sheet.colour, angle),
        )
        found = _read(sheet)
    askew = tilt.angle(sheet.grey) if found and not _lies_straight(found) else 0.0
    level = tilt.levelled(sheet, askew) if askew else sheet
    if askew:
        found = _read(level)
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
    return turn.score(found) >= turn.SURE and usual >= 20


def _read(sheet: paper.Sheet) -> list[reader.Found]:
    return reader.read_strips(sheet.grey, reader.strips(sheet.grey))


def read_region(image: Image.Image, box: Box, page: int = 1, scale: float = 1.0) -> list[Line]:
    """The lines within ``box``, read as carefully as can be: for a box that a clerk has drawn.

    ``box`` is in points, ``scale`` points per pixel of ``image`` (1.0: the box is in pixels).
    Boxes of the lines are in points of the whole picture.
    """
    region = _region(image, box, scale)
    if region is None:
        return []
    sheet, x0, y0 = region
    strips = reader.strips(sheet.grey) or looks.whole(sheet.grey)
    found = looks.again(sheet, reader.read_strips(sheet.grey, strips), careful=True)
    return [
        looks.moved(line, x0 * scale, y0 * scale)
        for line in lines.as_lines(found, scale, page, sheet.colour)
    ]


def crop_line(image: Image.Image, box: Box, scale: float = 1.0) -> Image.Image | None:
    """The longest line within ``box`` as the network sees it (ink, 48 pixels high), or None.

    Saved as NAME.png beside NAME.txt it is an example that training can use.
    """
    region = _region(image, box, scale)
    strips = reader.strips(region[0].grey) if region else []
    if region is None or not strips:
        return None
    longest = max(strips, key=lambda strip: strip.x1 - strip.x0)
    return Image.fromarray(crops.cut(region[0].grey, longest))


def _region(image: Image.Image, box: Box, scale: float) -> tuple[paper.Sheet, int, int] | None:
    """The part of a picture within ``box``, evenly lit, and its corner in pixels."""
    edge = tuple(v / scale for v in box)
    x0, y0 = max(0, int(edge[0])), max(0, int(edge[1]))
    x1, y1 = min(image.width, int(edge[2]) + 1), min(image.height, int(edge[3]) + 1)
    if x1 - x0 < 4 or y1 - y0 < 4:
        return None
    return paper.sheet(image.crop((x0, y0, x1, y1))), x0, y0
