"""The shape in which a line is put before the network, in training as in reading.

Thai text is measured by its flat letters (บ, ก): everything else follows from
their height. A crop shows 2.25 such heights above the baseline (a vowel and a
tone mark) and one below it (ุ, ู, the feet of ญ and ฐ).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingest.recogniser import ranks

Grey = NDArray[np.uint8]

#: Pixels: height of the crop, of a flat letter in it, from the crop's top to the baseline.
HEIGHT = 48
BASE = 14.5
BASELINE = 33.0
#: Pixels of width per label column.
STRIDE = 2
#: Rows in which letters stand, pixels to both sides that count as near, and the level of ink
#: below which a stretch is taken for empty paper.
_WRITTEN, _REACH, _FAINTEST = slice(6, 31), 14, 56.0


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


def evened(crop: Grey) -> Grey:
    """An ink crop in which what a light pen wrote is as dark as the print beside it.

    Each stretch is measured by its darkest ink above the baseline: rules and dots, which are
    printed, lie on it. Grain is not taken for ink.
    """
    paper = float(np.median(crop))  # one spread of its grain: a sixth of the paper counts as 0
    soft = np.asarray(Image.fromarray(crop).filter(ImageFilter.BoxBlur(1)))
    near = ranks.highest_of_row(soft[_WRITTEN].max(axis=0), 2 * _REACH + 1)
    edged = np.pad(near.astype(np.float32), _REACH, mode="edge")
    peak = np.convolve(edged, np.full(2 * _REACH + 1, 1 / (2 * _REACH + 1)), "valid")
    gain = 255.0 / np.clip(peak - paper, max(_FAINTEST, 2.5 * paper), 255.0 - paper)
    lifted: Grey = np.clip((crop - paper) * gain, 0, 255).astype(np.uint8)
    return lifted


def _levels(grey: Grey) -> tuple[float, float]:
    """The 85th and the 1st hundredth of the brightness, by counting: several times as fast."""
    below = np.cumsum(np.bincount(grey.ravel(), minlength=256))
    paper, dark = np.searchsorted(below, (0.85 * grey.size, 0.01 * grey.size))
    return float(paper), float(dark)
