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

from ingest import recogniser
from ingest.pages.page import Line
from ingest.reading import Box
from ingest.recogniser import crops, lines, looks, paper, reader
from ingest.recogniser.rows import Strip

#: Mean confidence below which the box is also read by itself.
POOR = 0.7
#: Flat letters of paper around the box, for marks and for even light.
_AROUND = 4.0


def read(image: Image.Image, box: Box, page: int, scale: float) -> list[Line]:
    """``box`` in points, ``scale`` points per pixel of ``image``; boxes of the lines in points."""
    drawn = (box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale)
    within = _within(reader.strips(paper.sheet(image).grey), drawn)
    found = _read(image, drawn, within, page, scale) if within else []
    if _confidence(found) >= POOR:
        return found
    alone = recogniser.read_region(image, box, page, scale)
    return max((found, alone), key=_confidence)


def cut(image: Image.Image, box: Box, scale: float) -> Image.Image | None:
    """The longest line of the box as the network sees it, or None where there is none."""
    drawn = (box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale)
    within = _within(reader.strips(paper.sheet(image).grey), drawn)
    if not within:
        return recogniser.crop_line(image, box, scale)
    longest = max(within, key=lambda strip: strip.x1 - strip.x0)
    sheet, (strip,), _ = _piece(image, drawn, [longest])
    return Image.fromarray(crops.cut(sheet.grey, strip))


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
