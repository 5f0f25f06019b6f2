"""The lines within a box that a person drew: found on the whole page, read in the box alone.

What is a line shows by its neighbours: their heights, their places, their
tilt. In a narrow crop that is lost, and marks are taken for letters; so lines
are sought on the page, and only what they hold within the box is read, as
carefully as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from ingest.pages.page import Line
from ingest.reading import Box
from ingest.recogniser import crops, lines, looks, paper, reader
from ingest.recogniser.rows import Strip

#: Mean confidence below which the box is also read by itself.
POOR = 0.7
#: Flat letters of paper around the box, for marks and for even light.
_AROUND = 4.0


def read_region(image: Image.Image, box: Box, page: int = 1, scale: float = 1.0) -> list[Line]:
    """``box`` in points, ``scale`` points per pixel of ``image`` (1.0: the box is in pixels).

    Boxes of the lines are in points of the whole picture.
    """
    drawn = _in_pixels(box, scale)
    within = _within(reader.strips(paper.sheet(image).grey), drawn)
    found = _read(image, drawn, within, page, scale) if within else []
    if _confidence(found) >= POOR:
        return found
    return max((found, _read_alone(image, drawn, page, scale)), key=_confidence)


def crop_line(image: Image.Image, box: Box, scale: float = 1.0) -> Image.Image | None:
    """The longest line of the box as the network sees it (ink, 48 pixels high), or None.

    Saved as NAME.png beside NAME.txt it is an example that training can use.
    """
    drawn = _in_pixels(box, scale)
    within = _within(reader.strips(paper.sheet(image).grey), drawn)
    if within:
        sheet, (strip,), _ = _piece(image, drawn, [max(within, key=_length)])
        return Image.fromarray(crops.cut(sheet.grey, strip))
    part = _part(image, drawn)
    strips = reader.strips(part[0].grey) if part else []
    if part is None or not strips:
        return None
    return Image.fromarray(crops.cut(part[0].grey, max(strips, key=_length)))


def _in_pixels(box: Box, scale: float) -> Box:
    return (box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale)


def _length(strip: Strip) -> float:
    return strip.x1 - strip.x0


def _read_alone(image: Image.Image, box: Box, page: int, scale: float) -> list[Line]:
    """The lines found in the box as if there were nothing else on the page."""
    part = _part(image, box)
    if part is None:
        return []
    sheet, left, top = part
    strips = reader.strips(sheet.grey) or looks.whole(sheet.grey)
    found = looks.again(sheet, reader.read_strips(sheet.grey, strips), careful=True)
    said = lines.as_lines(found, scale, page, sheet.colour)
    return [looks.moved(line, left * scale, top * scale) for line in said]


def _part(image: Image.Image, box: Box) -> tuple[paper.Sheet, int, int] | None:
    """The part of a picture within ``box``, evenly lit, and its corner in pixels."""
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = min(image.width, int(box[2]) + 1), min(image.height, int(box[3]) + 1)
    if x1 - x0 < 4 or y1 - y0 < 4:
        return None
    return paper.sheet(image.crop((x0, y0, x1, y1))), x0, y0


def _within(strips: Sequence[Strip], box: Box) -> list[Strip]:
    """The parts of the lines whose letters stand in the box."""
    held = []
    for strip in strips:
        x0, x1 = max(strip.x0, box[0]), min(strip.x1, box[2])
        if x1 - x0 < strip.base / 2:
            continue
        middle = strip.level((x0 + x1) / 2) - strip.base / 2
        if box[1] <= middle <= box[3]:
            share = (x1 - x0) / max(strip.x1 - strip.x0, 1.0)
            letters = max(1, round(strip.letters * share))
            held.append(replace(strip, x0=x0, x1=x1, y=strip.level(x0), letters=letters))
    return held


def _read(
    image: Image.Image, box: Box, strips: Sequence[Strip], page: int, scale: float
) -> list[Line]:
    sheet, moved, (left, top) = _piece(image, box, strips)
    seen = looks.again(sheet, reader.read_strips(sheet.grey, moved), careful=True)
    said = lines.as_lines(seen, scale, page, sheet.colour)
    placed = [looks.moved(line, left * scale, top * scale) for line in said]
    return [line for line in placed if line.box is not None and _meets(line.box, box, scale)]


def _piece(
    image: Image.Image, box: Box, strips: Sequence[Strip]
) -> tuple[paper.Sheet, list[Strip], tuple[int, int]]:
    """The paper around the box, evenly lit, the strips as they lie on it, and its corner."""
    air = _AROUND * max(strip.base for strip in strips)
    left, top = max(0, int(box[0] - air)), max(0, int(box[1] - air))
    right, bottom = min(image.width, int(box[2] + air)), min(image.height, int(box[3] + air))
    sheet = paper.sheet(image.crop((left, top, right, bottom)))
    moved = [replace(s, x0=s.x0 - left, x1=s.x1 - left, y=s.y - top) for s in strips]
    return sheet, moved, (left, top)


def _meets(line: Box, box: Box, scale: float) -> bool:
    """Whether the middle of a line lies in the box: stamps found beside it are not meant."""
    x, y = (line[0] + line[2]) / 2 / scale, (line[1] + line[3]) / 2 / scale
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _confidence(found: Sequence[Line]) -> float:
    """The mean over all characters; below nothing where nothing was read."""
    seen = [c for line in found for c in line.confidences]
    return sum(seen) / len(seen) if seen else -1.0
