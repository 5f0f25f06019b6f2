"""Quarter turns: from the sheet as viewers show it to the frame in which a text reads upright.

``angle`` is the direction of writing on the sheet in degrees, counter-clockwise:
0 to the right, 90 upwards, 180 upside down, 270 downwards. Points from the top left.
"""

from __future__ import annotations

from ingest.reading import Box

Point = tuple[float, float]


def upright(point: Point, angle: int, width: float, height: float) -> Point:
    """A point of the sheet (``width`` by ``height``) in the frame where ``angle`` is 0."""
    x, y = point
    if angle == 90:
        return height - y, x
    if angle == 180:
        return width - x, height - y
    if angle == 270:
        return y, width - x
    return x, y


def upright_box(box: Box, angle: int, width: float, height: float) -> Box:
    return _around(
        upright((box[0], box[1]), angle, width, height),
        upright((box[2], box[3]), angle, width, height),
    )


def sheet_box(box: Box, angle: int, width: float, height: float) -> Box:
    """A box of the upright frame back on the sheet; ``width`` and ``height`` are the sheet's."""
    if angle % 180 == 90:
        width, height = height, width
    return upright_box(box, -angle % 360, width, height)


def _around(first: Point, second: Point) -> Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[0], second[0]),
        max(first[1], second[1]),
    )
