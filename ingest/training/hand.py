"""Digits as a hand writes them: real samples where they are at hand, stroke models otherwise.

Samples of Thai digits come from the folder that the training script is given
(``thai-digits.npz``: images of 64×64, labels), Arabic ones from scikit-learn.
Every fifth sample of each label is kept for the figures.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from ingest.recogniser.alphabet import ARABIC_DIGITS, THAI_DIGITS
from ingest.training import fonts

_KEPT = 5

Point = tuple[float, float]
Samples = dict[str, list[NDArray[np.uint8]]]

#: Strokes in a box of width 1 and height 1, y downwards; smoothed, bent and slanted at random.
_STROKES: dict[str, list[list[list[Point]]]] = {
    "0": [[[(0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.55, 0)]]],
    "1": [[[(0.5, 0), (0.5, 1)]], [[(0.2, 0.3), (0.5, 0), (0.5, 0.5), (0.5, 1)]],
          [[(0.2, 0.25), (0.5, 0), (0.5, 1)], [(0.15, 1), (0.85, 1)]]],
    "2": [[[(0.1, 0.25), (0.4, 0), (0.85, 0.2), (0.7, 0.55), (0.1, 1), (0.95, 1)]],
          [[(0.1, 0.2), (0.5, 0), (0.85, 0.3), (0.4, 0.8), (0.15, 0.95), (0.3, 0.8), (0.6, 1),
           (1, 0.9)]]],
    "3": [[[(0.1, 0.1), (0.6, 0), (0.8, 0.25), (0.35, 0.47), (0.85, 0.7), (0.55, 1), (0.05, 0.9)]],
          [[(0.1, 0.02), (0.85, 0.02), (0.4, 0.4), (0.9, 0.7), (0.5, 1), (0.05, 0.9)]]],
    "4": [[[(0.6, 0), (0.1, 0.65), (0.95, 0.65)], [(0.65, 0.3), (0.65, 1)]],
          [[(0.2, 0), (0.15, 0.5), (0.9, 0.5)], [(0.8, 0), (0.75, 1)]]],
    "5": [[[(0.85, 0), (0.25, 0), (0.2, 0.45), (0.6, 0.38), (0.85, 0.7), (0.5, 1), (0.1, 0.9)]],
          [[(0.25, 0.05), (0.2, 0.45), (0.7, 0.45), (0.8, 0.8), (0.4, 1), (0.1, 0.9)], [
           (0.25, 0.05), (0.9, 0)]]],
    "6": [[[(0.75, 0), (0.3, 0.35), (0.15, 0.75), (0.5, 1), (0.85, 0.75), (0.5, 0.5), (0.2, 0.7)]]],
    "7": [[[(0.1, 0.02), (0.9, 0.02), (0.5, 0.5), (0.35, 1)]],
          [[(0.1, 0.05), (0.9, 0), (0.4, 1)], [(0.25, 0.5), (0.8, 0.48)]]],
    "8": [[[(0.75, 0.12), (0.4, 0), (0.15, 0.22), (0.75, 0.68), (0.6, 1), (0.2, 0.9),
           (0.25, 0.62), (0.8, 0.2), (0.7, 0.1)]],
          [[(0.5, 0), (0.2, 0.22), (0.5, 0.45), (0.8, 0.2), (0.5, 0)], [(0.5, 0.45),
           (0.12, 0.75), (0.5, 1), (0.88, 0.75), (0.5, 0.45)]]],
    "9": [[[(0.85, 0.2), (0.5, 0), (0.15, 0.25), (0.45, 0.5), (0.85, 0.2), (0.8, 0.6), (0.6, 1)]],
          [[(0.8, 0.1), (0.4, 0), (0.2, 0.3), (0.6, 0.45), (0.85, 0.1), (0.85, 1)]]],
    "ว": [[[(0.2, 0.3), (0.5, 0.02), (0.85, 0.3), (0.8, 0.85), (0.5, 0.95), (0.5, 0.75),
           (0.78, 0.75)]],
          [[(0.15, 0.25), (0.5, 0), (0.85, 0.35), (0.75, 1), (0.5, 0.85)]],
          [[(0.1, 0.3), (0.45, 0), (0.85, 0.25), (0.7, 0.7), (0.4, 1)]],
          [[(0.25, 0.1), (0.7, 0.05), (0.8, 0.5), (0.6, 0.95), (0.35, 0.85), (0.5, 0.7)]]],
    "-": [[[(0, 0.55), (1, 0.5)]]],
    ".": [[[(0.5, 0.97), (0.5, 1)]]],
    "/": [[[(0.9, 0), (0.1, 1)]]],
    ":": [[[(0.5, 0.3), (0.5, 0.34)], [(0.5, 0.9), (0.5, 0.94)]]],
    "๑": [[[(0.5, 0.6), (0.35, 0.75), (0.55, 0.8), (0.65, 0.55), (0.35, 0.4), (0.1, 0.65),
           (0.4, 1), (0.9, 0.8), (0.8, 0.2)]]],
}  # fmt: skip
_TAILED = "๔๕๖๗๘๙"
#: How often a digit is one of type, a tail is drawn out, and a ๕ made of a ๔.
_OF_TYPE, _DRAWN_OUT, _KNOTTED = 0.25, 0.3, 0.35
#: Characters that the digits of type are bent into a hand's for.
_TYPED = ARABIC_DIGITS + THAI_DIGITS + "ว"


@cache
def samples(folder: str | None, kept: bool = False) -> Samples:
    """Ink masks (255 is ink) by character: for training, or those ``kept`` for the figures."""
    found: Samples = {}
    path = Path(folder) / "thai-digits.npz" if folder else None
    if path and path.exists():
        store = np.load(path)
        for label, character in enumerate(THAI_DIGITS):
            images = 255 - store["images"][store["labels"] == label]
            found[character] = _trimmed(images, kept)
    return found | _arabic(kept)


def _arabic(kept: bool) -> Samples:
    """scikit-learn's digits; without it there are the stroke models."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        return {}
    found: Samples = {}
    drawn = load_digits()
    for label, character in enumerate(ARABIC_DIGITS):
        small = drawn.images[drawn.target == label]
        large = [
            np.asarray(
                Image.fromarray((s * 15.9).astype(np.uint8)).resize(
                    (64, 64), Image.Resampling.BICUBIC
                )
            )
            for s in small
        ]
        crisp = np.clip((np.stack(large).astype(np.float32) - 90) * 4, 0, 255).astype(np.uint8)
        found[character] = _trimmed(crisp, kept)
    return found


@cache
def _typed(known: tuple[fonts.Font, ...], character: str) -> list[NDArray[np.uint8]]:
    """The character as each family draws it, in a thin cut: so many more shapes to bend."""
    families: dict[str, fonts.Font] = {}
    for font in known:
        if character in font.known and "italic" not in font.path.lower():
            families.setdefault(font.family, font)
            if "light" in font.path.lower() or "300" in font.path:
                families[font.family] = font
    drawn = []
    for font in families.values():
        image = Image.new("L", (240, 240), 0)
        pencil = ImageDraw.Draw(image)
        pencil.text((80, 160), character, fill=255, font=fonts.load(font, 44.0), anchor="ls")
        if box := image.getbbox():
            drawn.append(np.asarray(image.crop(box)))
    return drawn


def _trimmed(images: NDArray[np.uint8], kept: bool) -> list[NDArray[np.uint8]]:
    chosen = []
    for number, image in enumerate(images):
        ys, xs = np.nonzero(image > 100)
        if (number % _KEPT == 0) is kept and len(ys) > 20:
            chosen.append(image[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1])
    return chosen


def _smooth(points: list[Point], steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    if len(points) < 3:
        return points
    ring = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for p0, p1, p2, p3 in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for step in range(steps):
            t = step / steps
            a, b, c, d = (
                -t + 2 * t**2 - t**3,
                2 - 5 * t**2 + 3 * t**3,
                t + 4 * t**2 - 3 * t**3,
                t**3 - t**2,
            )
            curve.append(
                tuple(
                    0.5 * (a * w + b * x + c * y + d * z)
                    for w, x, y, z in zip(p0, p1, p2, p3, strict=True)
                )  # type: ignore[arg-type]
            )
    return [*curve, points[-1]]


def _drawn(rng: Random, character: str, height: float, pen: float, slant: float) -> Image.Image:
    """A character of the stroke models as an ink mask (255 is ink)."""
    strokes = rng.choice(_STROKES[character])
    wide = height * rng.uniform(0.45, 0.75) * (0.3 if character in "1.:" else 1.0)
    margin = pen + height * 0.2
    size = (int(wide + 2 * margin + abs(slant) * height), int(height + 2 * margin))
    image = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    pencil = ImageDraw.Draw(image)
    for stroke in strokes:
        bent = [(x + rng.gauss(0, 0.045), y + rng.gauss(0, 0.04)) for x, y in stroke]
        path = [
            (2 * (margin + x * wide + slant * (0.5 - y) * height), 2 * (margin + y * height))
            for x, y in _smooth(bent)
        ]
        pencil.line(path, fill=255, width=max(1, round(2 * pen)), joint="curve")
        for x, y in (path[0], path[-1]):
            pencil.ellipse((x - pen, y - pen, x + pen, y + pen), fill=255)
    return image.resize(size, Image.Resampling.BOX)


def _bent(rng: Random, image: Image.Image, strength: float) -> Image.Image:
    """The mask on rubber: the corners and the middle of a grid of 3 × 3 moved a little."""
    w, h = image.size
    move = {
        (i, j): (
            i * w / 2 + rng.gauss(0, strength) * w,
            j * h / 2 + rng.gauss(0, strength) * h,
        )
        for i in range(3)
        for j in range(3)
    }
    mesh = []
    for i in range(2):
        for j in range(2):
            box = (i * w // 2, j * h // 2, (i + 1) * w // 2, (j + 1) * h // 2)
            corners = (move[i, j], move[i, j + 1], move[i + 1, j + 1], move[i + 1, j])
            mesh.append((box, tuple(v for corner in corners for v in corner)))
    return image.transform((w, h), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def _pen(ink: NDArray[np.uint8]) -> float:
    """The width of the strokes of a mask: twice its area by its outline."""
    dark = ink > 100
    edge = int((dark[:, 1:] != dark[:, :-1]).sum() + (dark[1:] != dark[:-1]).sum())
    return 2.4 * float(dark.sum()) / max(edge, 1)


def _tall(rng: Random, image: Image.Image) -> Image.Image:
    """A tailed digit whose tail, the upper third, is drawn out."""
    cut = round(image.height * 0.38)
    longer = round(cut * rng.uniform(1.0, 2.0))
    tall = Image.new("L", (image.width, image.height - cut + longer), 0)
    tail = image.crop((0, 0, image.width, cut)).resize((image.width, longer))
    tall.paste(tail, (0, 0))
    tall.paste(image.crop((0, cut, image.width, image.height)), (0, longer))
    return tall


def _looped(rng: Random, ink: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """A ๔ made a ๕: a loop, or as quick hands write it a mere knot, halfway up its tail."""
    height = len(ink)
    row = round(height * rng.uniform(0.12, 0.4))
    inked = np.flatnonzero(ink[row] > 100)
    if not len(inked) or inked[-1] < 0.55 * ink.shape[1]:  # the bowl, or a tail that turns back
        return None
    image = ImageOps.expand(Image.fromarray(ink), height // 6)
    across, down = (height * rng.uniform(0.07, 0.15) for _ in range(2))
    x = height // 6 + inked[-1] - rng.uniform(0.0, 1.6) * across
    y = height // 6 + row
    pencil, wide = ImageDraw.Draw(image), max(1, round(2 * _pen(ink) / 2.4))
    pencil.ellipse((x - across, y - down, x + across, y + down), outline=255, width=wide)
    return np.asarray(image.crop(image.getbbox()))


def _sampled(
    rng: Random, ink: NDArray[np.uint8], height: float, pen: float, slant: float
) -> Image.Image:
    """A sample in its new height, written with a pen as wide as the others of its number."""
    image = Image.fromarray(ink)
    image = image.resize((image.width * 2, image.height * 2), Image.Resampling.BILINEAR)
    image = ImageOps.expand(image, 6)
    grow = round((pen * (image.height - 12) / height - 2 * _pen(ink)) / 2)
    if grow > 0:
        image = image.filter(ImageFilter.MaxFilter(2 * min(grow, 4) + 1))
    elif grow < 0:
        image = image.filter(ImageFilter.MinFilter(2 * min(-grow, 2) + 1))
    if rng.random() < 0.7:
        image = _bent(rng, image, rng.uniform(0.02, 0.07))
    wide = min(image.width / image.height, 2.2) * height * rng.uniform(0.75, 1.15)
    lean = abs(slant) * height
    out = (max(3, int(wide + lean)), max(4, int(height)))
    sx, sy = image.width / wide, image.height / height
    shift = lean if slant > 0 else 0.0
    matrix = (sx, sx * slant, -sx * shift, rng.uniform(-0.1, 0.1) * sy, sy, 0.0)
    blur = max(0.0, (sy - 1) * 0.4)
    image = image.filter(ImageFilter.GaussianBlur(blur)) if blur > 0.3 else image
    return image.transform(out, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _mark(
    rng: Random,
    character: str,
    tall: float,
    pen: float,
    slant: float,
    store: Samples,
    lent: tuple[fonts.Font, ...] = (),
) -> tuple[Image.Image, float] | None:
    """A character as an ink mask and how far that reaches below the writing line."""
    known = store.get(character)
    drawn = character in _STROKES
    if lent and character in _TYPED and rng.random() < _OF_TYPE:
        shapes = _typed(lent, character)
        return _sampled(rng, rng.choice(shapes), tall, 2 * pen, slant), 0.0
    share = 0.9 if character in THAI_DIGITS else 0.4
    if known and (not drawn or rng.random() < share):
        ink = rng.choice(known)
        if lent and character == "๕" and rng.random() < _KNOTTED:
            made = _looped(rng, rng.choice(store["๔"]))
            ink = ink if made is None else made
        if lent and character in _TAILED and rng.random() < _DRAWN_OUT:
            image = _tall(rng, Image.fromarray(ink))
            tall *= image.height / len(ink)
            ink = np.asarray(image)
        return _sampled(rng, ink, tall, 2 * pen, slant), 0.0
    if not drawn:
        return None
    flat = {"-": 0.35, "ว": 1.0}.get(character, 1.1)
    mark = _drawn(rng, character, tall * flat, pen, slant)
    return mark, pen + tall * flat * 0.2


def write(
    rng: Random,
    text: str,
    base: float,
    folder: str | None,
    kept: bool = False,
    lent: tuple[fonts.Font, ...] = (),
) -> tuple[Image.Image, float]:
    """``text`` as an ink mask, and how far its baseline lies below its top, in pixels.

    ``base`` is the height of a flat printed letter beside it. Fonts given as ``lent``
    lend their digits, bent, to the hand. What can be neither found among the samples
    nor drawn is left out.
    """
    store = samples(folder, kept)
    size, slant = base * rng.uniform(0.95, 1.9), rng.gauss(0.06, 0.14)
    pen = max(0.6, base * rng.uniform(0.05, 0.12))
    tilt, apart = rng.gauss(0, 0.03), rng.uniform(-0.12, 0.35) * size
    sheet = Image.new("L", (int(len(text) * size * 2.6 + 4 * base), int(size * 5)), 0)
    ground, x = size * 3.2, base * 0.3
    for character in text:
        high = (1.1, 1.45) if character in _TAILED else (0.85, 1.15)
        made = _mark(rng, character, size * rng.uniform(*high), pen, slant, store, lent)
        if made is None:
            x += size * 0.5
            continue
        mark, below = made
        drop = rng.gauss(0, 0.05) * size + tilt * x + below
        sheet.paste(255, (round(x), round(ground - mark.height + drop)), mark)
        x += mark.width + apart * rng.uniform(0.5, 1.5)
    right = min(sheet.width, math.ceil(x + base * 0.2))
    return sheet.crop((0, 0, right, sheet.height)), ground
