"""Boxes on a page that is shown turned by quarters.

``turn``: the direction of writing on the file's own sheet, in degrees anticlockwise,
for which the page is shown upright. Points from the top left.
"""

from __future__ import annotations

from tracker.draft_view import Box

QUARTERS = (0, 90, 180, 270)


def size(width: float, height: float, turn: int) -> tuple[float, float]:
    """The size of a sheet of ``width`` × ``height`` once it is shown turned."""
    return (width, height) if turn % 180 == 0 else (height, width)


def moved(box: Box, start: int, end: int, sheet: tuple[float, float]) -> Box:
    """A box of the page shown for ``start`` where it lies once it is shown for ``end``.

    ``sheet``: width and height of the sheet as the file has it.
    """
    width, height = size(*sheet, start)
    for _ in range((end - start) % 360 // 90):  # each quarter turns the page clockwise
        x0, top, x1, bottom = box
        box = (height - bottom, x0, height - top, x1)
        width, height = height, width
    return box
