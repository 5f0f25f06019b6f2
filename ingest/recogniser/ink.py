"""The colours of ink: what was stamped or written over the print, and how to see below it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from ingest.recogniser.rows import Strip

_SPREAD = 45


def colour_of(page: Image.Image | None, strip: Strip) -> str:
    """black, blue, red, green or purple: the colour of most of a strip's ink."""
    if page is None:
        return "black"
    box = (
        int(strip.x0),
        int(max(0, strip.y - 1.3 * strip.base + min(0, strip.slope * (strip.x1 - strip.x0)))),
        int(strip.x1) + 1,
        int(strip.y + 0.2 * strip.base) + 1,
    )
    return colour_in(page, box)


def colour_in(page: Image.Image, box: tuple[int, int, int, int]) -> str:
    """The colour of most of the ink in a box of the page (pixels)."""
    part = np.asarray(page.crop(box).convert("RGB"), dtype=np.int16).reshape(-1, 3)
    paper = np.percentile(part, 90, axis=0) if len(part) else np.zeros(3)
    dark = part[(paper - part).max(axis=1) > 70]
    if len(dark) < 6:
        return "black"
    # Ink against its paper: a yellow sheet under black print is not coloured ink.
    shade = dark * (255.0 / np.maximum(paper, 60))
    vivid = shade[np.ptp(shade, axis=1) > _SPREAD]
    if len(vivid) < 0.45 * len(dark):
        return "black"
    return _name(vivid)


def _name(shade: NDArray[np.float64]) -> str:
    red, green, blue = (float(v) for v in shade.mean(axis=0))
    if blue >= max(red, green):
        return "purple" if red > green + 30 and red > 0.75 * blue else "blue"
    if red >= max(green, blue):
        return "purple" if blue > green + 40 else "red"
    return "green"


def layers(page: Image.Image) -> dict[str, Image.Image]:
    """Grey pictures of a coloured page: ``black`` without coloured ink, ``stamp`` without black.

    Coloured ink is as bright as paper in its brightest channel; what is left in
    that channel is black. The other layer keeps only pixels of a clear hue.
    """
    top, low = _extremes(page)
    vivid = ImageChops.difference(top, low).point(lambda spread: 255 if spread > _SPREAD else 0)
    stamp = Image.new("L", page.size, 255)
    stamp.paste(low, (0, 0), vivid)
    return {"black": top, "stamp": stamp}


def hue(page: Image.Image) -> Image.Image:
    """Coloured ink alone, as dark as it is colourful, whatever the tint of the paper."""
    return Image.fromarray((255 - np.clip((_spread(page) - 18) * 3, 0, 255)).astype(np.uint8))


def _spread(page: Image.Image) -> NDArray[np.float32]:
    """How colourful every pixel is beside its paper (0 to 255)."""
    values = np.asarray(page, np.float32)
    tint = np.percentile(values[::4, ::4].reshape(-1, 3), 90, axis=0)
    values = np.minimum(values * (255 / np.maximum(tint, 60)).astype(np.float32), 255)
    spread: NDArray[np.float32] = values.max(axis=2) - values.min(axis=2)
    return spread


def _extremes(page: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The brightest and the darkest channel of every pixel."""
    red, green, blue = page.split()
    return (
        ImageChops.lighter(ImageChops.lighter(red, green), blue),
        ImageChops.darker(ImageChops.darker(red, green), blue),
    )


def coloured(page: Image.Image) -> bool:
    """Whether a page (RGB) has coloured ink worth telling apart; a speck is not."""
    small = page.reduce(4) if min(page.size) >= 16 else page
    return int((_spread(small) > 40).sum()) > 40
