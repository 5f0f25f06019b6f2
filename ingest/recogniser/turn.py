"""Which way up a page stands, judged by how surely its lines can be read."""

from __future__ import annotations

from PIL import Image

from ingest.recogniser import reader
from ingest.recogniser.reader import Found

#: Mean confidence of a few long lines above which a page is taken to stand upright.
SURE = 0.8
_SAMPLE = 5

_TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def turned(image: Image.Image, angle: int) -> Image.Image:
    """The picture turned ``angle`` degrees anticlockwise (a multiple of 90)."""
    how = _TURNS[angle]
    return image if how is None else image.transpose(how)


def upright(grey: Image.Image, found: list[Found]) -> int:
    """The angle by which an evenly lit page must be turned anticlockwise to stand upright.

    ``found`` is what was read of the page as it is. A page that cannot be read
    any way round stays as it is.
    """
    longest = sorted(found, key=lambda f: (f.strip.x0 - f.strip.x1) / f.strip.base)[:_SAMPLE]
    best, angle = reader.mean(longest), 0
    if best >= SURE:
        return 0
    small = grey.reduce(2) if max(grey.size) > 2600 else grey
    for candidate in (180, 90, 270):
        page = turned(small, candidate)
        value = reader.mean(_sample(page))
        if value > best + 0.08:
            best, angle = value, candidate
    return angle


def _sample(grey: Image.Image) -> list[Found]:
    strips = sorted(reader.strips(grey), key=lambda s: (s.x0 - s.x1) / s.base)
    return reader.read_strips(grey, strips[:_SAMPLE])
