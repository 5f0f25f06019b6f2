"""From a picture to evenly lit grey paper: shadows, tinted paper and coloured ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingest.recogniser import ink, ranks

Grey = NDArray[np.uint8]
Bits = NDArray[np.bool_]
Light = NDArray[np.float32]

#: Rows that are worked on together: as many as the processor's cache holds.
_BAND = 16
#: Of so many bands one is looked at for specks: they are everywhere where they are a plague.
_SAMPLED = 3
#: The darkest thousandth of a page whose print is faint lies between these.
_FAINT = (150, 205)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a picture: ``grey`` evenly lit (paper 255), ``hue`` its colours (or None)."""

    grey: Image.Image
    colour: Image.Image | None

    @property
    def size(self) -> tuple[int, int]:
        return self.grey.size


def sheet(image: Image.Image) -> Sheet:
    """The page without shadows; transparent parts become white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        image = Image.alpha_composite(white, clear).convert("RGB")
    if image.mode in ("1", "L", "I;16", "I", "F"):
        return Sheet(even(_to_grey(image)), None)
    rgb = image.convert("RGB")
    return Sheet(even(rgb.convert("L")), rgb if ink.coloured(rgb) else None)


def _to_grey(image: Image.Image) -> Image.Image:
    if image.mode in ("I;16", "I", "F"):
        values = np.asarray(image, dtype=np.float32)
        top = max(float(values.max()), 1.0)
        return Image.fromarray((values * (255.0 / top)).astype(np.uint8))
    return image if image.mode == "L" else image.convert("L")


def even(grey: Image.Image) -> Image.Image:
    """Brightness divided by that of the paper around, which letters are too small to change.

    The paper is the brightest of a neighbourhood about a line and a half high.
    A page lit evenly already is returned as it is.
    """
    cell = 16 if min(grey.size) > 1200 else 8
    if min(grey.size) < 4 * cell:
        return grey
    small = grey.reduce(cell)
    reach = 2 * max(2, min(small.size) // 60) + 1
    paper = Image.fromarray(ranks.brightest(np.asarray(small), reach))
    lit = np.asarray(paper.filter(ImageFilter.GaussianBlur(reach / 2)))
    low, high = (float(v) for v in np.percentile(lit, (1, 99)))
    if low >= 236:
        return grey
    floor = max(40.0, 0.25 * high)  # darker neighbourhoods are black areas, not shadow
    return Image.fromarray(_divided(np.asarray(grey), np.maximum(lit, floor).astype(np.float32)))


def _divided(source: Grey, lamp: Light) -> Grey:
    """The picture over the light of its neighbourhoods, which is drawn out between them.

    In bands: whole pages of floats are large, and slow to leave Pillow.
    """
    height, width = source.shape
    wide = np.asarray(Image.fromarray(lamp).resize((width, len(lamp)), Image.Resampling.BILINEAR))
    rise = np.diff(wide, axis=0, append=wide[-1:])
    at = np.clip((np.arange(height) + 0.5) * (len(lamp) / height) - 0.5, 0, len(lamp) - 1)
    above = at.astype(np.int64)
    share = (at - above).astype(np.float32)[:, None]
    result = np.empty_like(source)
    for top in range(0, height, _BAND):
        band = slice(top, top + _BAND)
        light = rise[above[band]] * share[band]
        light += wide[above[band]]
        np.divide(np.float32(255), light, out=light)
        np.multiply(source[band], light, out=light)
        result[band] = np.minimum(light, 255, out=light)
    return result


def bits(grey: Image.Image) -> Bits:
    """Ink pixels. A page full of specks is smoothed before."""
    values = np.asarray(grey)
    found = _dark(values)
    for smooth in (ranks.middles, _blurred):
        if _specks(found) < 0.02:
            break
        values = smooth(values)
        found = _dark(values)
    return found


def _blurred(values: Grey) -> Grey:
    return np.asarray(Image.fromarray(values).filter(ImageFilter.GaussianBlur(1.2)))


def _specks(found: Bits) -> float:
    """Share of the ink pixels that have no ink above, below, left or right; by bands of a page."""
    alone = ink = 0
    for top in range(0, len(found), _SAMPLED * _BAND):
        band = found[top : top + _BAND]
        near = np.zeros_like(band)
        near[1:] |= band[:-1]
        near[:-1] |= band[1:]
        near[:, 1:] |= band[:, :-1]
        near[:, :-1] |= band[:, 1:]
        inner = slice(1, -1) if len(band) > 2 else slice(None)
        alone += int(np.count_nonzero(band[inner] & ~near[inner]))
        ink += int(np.count_nonzero(band[inner]))
    return alone / max(1, ink)


def _dark(values: Grey) -> Bits:
    """Pixels below the level that divides paper and ink best."""
    counts = np.bincount(values.ravel()[:: max(1, values.size // 400_000)], minlength=256)
    found: Bits = values < max(_between(counts), _faint(counts))
    return found


def _faint(counts: NDArray[np.int64]) -> int:
    """The level for print that is nowhere dark: halfway to the paper, clear of its grain; else 0.

    Thin strokes worn to a light grey are too few to part a page by; what shines through from
    its back is lighter still.
    """
    share = np.cumsum(counts) / max(1, counts.sum())
    dark, low, middle = (int(np.searchsorted(share, part)) for part in (0.001, 0.25, 0.5))
    if not _FAINT[0] < dark < _FAINT[1]:
        return 0
    grain = max(2.0, (middle - low) / 0.674)
    return int(min((dark + middle) / 2, middle - 6 * grain))


def _between(counts: NDArray[np.int64]) -> int:
    """Otsu's level, kept within sane bounds: the split with the widest gap between both sides."""
    weight = np.cumsum(counts)
    mass = np.cumsum(counts * np.arange(256))
    total, whole = weight[-1], mass[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = (whole * weight / total - mass) ** 2 / (weight * (total - weight))
    level = int(np.nanargmax(np.where(np.isfinite(gap), gap, -1)))
    return max(110, min(205, level + 15))
