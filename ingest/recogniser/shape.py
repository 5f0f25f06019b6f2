"""The shape in which a line is put before the network, in training as in reading.

Thai text is measured by its flat letters (บ, ก): everything else follows from
their height. A crop shows 2.25 such heights above the baseline (a vowel and a
tone mark) and one below it (ุ, ู, the feet of ญ and ฐ).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

#: Pixels: height of the crop, of a flat letter in it, from the crop's top to the baseline.
HEIGHT = 48
BASE = 14.5
BASELINE = 33.0
#: Pixels of width per label column.
STRIDE = 2


def cut(
    image: Image.Image, baseline: float, base: float, left: float, right: float, wide: float = 1.0
) -> Image.Image:
    """The stretch of a grey page between ``left`` and ``right``, scaled to ``HEIGHT``.

    ``baseline`` and ``base`` (the height of a flat letter) are pixels of the page,
    ``wide`` makes the letters so many times as wide. Whatever lies outside of the
    page is white.
    """
    scale = base / BASE
    top = baseline - BASELINE * scale
    bottom = top + HEIGHT * scale
    width = max(8, 4 * round((right - left) * wide / scale / 4))
    x0, y0 = int(np.floor(left)), int(np.floor(top))
    x1, y1 = int(np.ceil(right)) + 1, int(np.ceil(bottom)) + 1
    if x0 < 0 or y0 < 0 or x1 > image.width or y1 > image.height:
        framed = Image.new("L", (x1 - x0, y1 - y0), 255)
        framed.paste(image, (-x0, -y0))
        image, left, right, top, bottom = framed, left - x0, right - x0, top - y0, bottom - y0
    box = (left, top, min(right, image.width), bottom)
    return image.resize((width, HEIGHT), smoothing(base), box=box)


def smoothing(base: float) -> Image.Resampling:
    """How pixels are made between pixels: letters that are enlarged must not be blurred."""
    return Image.Resampling.BICUBIC if base < BASE else Image.Resampling.BILINEAR


def ink(crop: Image.Image | NDArray[Any]) -> Grey:
    """Paper 0, the darkest ink 255: the contrast of a line made independent of its paper."""
    grey = np.asarray(crop)
    paper, dark = _levels(grey) if grey.dtype == np.uint8 else np.percentile(grey, (85, 1))
    span = max(float(paper - dark), 48.0)
    levels: Grey = np.clip((float(paper) - grey) * (255.0 / span), 0, 255).astype(np.uint8)
    return levels


def _levels(grey: Grey) -> tuple[float, float]:
    """The 85th and the 1st hundredth of the brightness, by counting: several times as fast."""
    below = np.cumsum(np.bincount(grey.ravel(), minlength=256))
    paper, dark = np.searchsorted(below, (0.85 * grey.size, 0.01 * grey.size))
    return float(paper), float(dark)
