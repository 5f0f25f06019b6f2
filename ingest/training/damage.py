"""What paper, copiers, fax machines and telephones do to a line: grey image in, grey image out."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Floats = NDArray[np.float32]


def strokes(rng: Random, image: Image.Image, base: float) -> None:
    """A signature, a stamp's frame, a rule of a table or a fold across the text."""
    pencil = ImageDraw.Draw(image)
    w, h = image.size
    for _ in range(rng.choice([1, 1, 2])):
        shade, wide = rng.randint(20, 190), max(1, round(base * rng.uniform(0.04, 0.16)))
        kind = rng.random()
        if kind < 0.4:
            x, y = rng.uniform(0, w), rng.uniform(0, h)
            path = [(x, y)]
            for _ in range(rng.randint(3, 9)):
                x, y = x + rng.gauss(0.8, 2.2) * base, y + rng.gauss(0, 1.4) * base
                path.append((x, y))
            from ingest.training.hand import _smooth

            pencil.line(_smooth(path), fill=shade, width=wide, joint="curve")
        elif kind < 0.65:
            x = rng.uniform(0, w)
            lean = rng.gauss(0, 0.03) * h
            pencil.line((x, -2, x + lean, h + 2), fill=shade, width=wide)
        elif kind < 0.85:
            y, lean = rng.uniform(0, h), rng.gauss(0, 0.02) * w
            pencil.line((-2, y, w + 2, y + lean), fill=shade, width=wide)
        else:
            r, x, y = rng.uniform(2, 6) * base, rng.uniform(0, w), rng.uniform(0, h)
            pencil.ellipse((x - r, y - r, x + r, y + r), outline=shade, width=wide)


def scribble(rng: Random, image: Image.Image, base: float, ground: float) -> None:
    """A running hand that nobody could read: loops and waves along the line."""
    from ingest.training.hand import _smooth

    pencil = ImageDraw.Draw(image)
    x, shade = rng.uniform(0, 4) * base, rng.randint(0, 120)
    wide, tall = max(1, round(base * rng.uniform(0.06, 0.2))), base * rng.uniform(0.5, 1.6)
    end = x + rng.uniform(3, 25) * base
    while x < end:
        path = []
        for _ in range(rng.randint(4, 16)):
            path.append((x, ground - rng.uniform(-0.25, 1.1) * tall))
            x += rng.gauss(0.28, 0.42) * tall
        pencil.line(_smooth(path), fill=shade, width=wide, joint="curve")
        x = max(p[0] for p in path) + rng.uniform(0.1, 1.5) * base


def rules(
    rng: Random, image: Image.Image, left: float, right: float, ground: float, base: float
) -> None:
    """A dotted leader, an underline or a dotted rule at or below the baseline."""
    pencil = ImageDraw.Draw(image)
    y = ground + base * rng.uniform(0.02, 0.55)
    shade = rng.randint(0, 130)
    wide = max(1, round(base * rng.uniform(0.03, 0.12)))
    if rng.random() < 0.65:
        step, x = max(2.0, base * rng.uniform(0.18, 0.5)), left
        r = max(0.5, base * rng.uniform(0.03, 0.13))
        while x < right:
            pencil.ellipse((x - r, y - r, x + r, y + r), fill=shade)
            x += step
    else:
        pencil.line((left, y, right, y), fill=shade, width=wide)


def _noise(rng: np.random.Generator, grey: Floats, strength: float) -> Floats:
    noisy: Floats = grey + rng.normal(0, strength, grey.shape).astype(np.float32)
    if rng.random() < 0.3:  # the grain of paper
        h, w = grey.shape
        coarse = rng.normal(0, strength, (h // 3 + 1, w // 3 + 1)).astype(np.float32)
        noisy += np.kron(coarse, np.ones((3, 3), np.float32))[:h, :w]
    return noisy


def _light(rng: np.random.Generator, grey: Floats) -> Floats:
    """A shadow or a vignette: a slope of brightness along and across the line."""
    h, w = grey.shape
    slope = np.linspace(0, rng.uniform(-0.35, 0.35), w, dtype=np.float32)[None, :]
    slope = slope + np.linspace(0, rng.uniform(-0.2, 0.2), h, dtype=np.float32)[:, None]
    lit: Floats = grey * np.clip(1 - np.abs(slope), 0.3, 1)
    return lit


def _worn(rng: np.random.Generator, grey: Floats) -> Floats:
    """Ink that did not take, or toner spots: blotches lighter or darker."""
    h, w = grey.shape
    size = int(rng.integers(2, 7))
    patches = rng.random((h // size + 1, w // size + 1)).astype(np.float32)
    mask = np.asarray(Image.fromarray(patches).resize((w, h), Image.Resampling.BICUBIC))
    lost = np.clip((mask - rng.uniform(0.55, 0.85)) * 4, 0, 1) * rng.uniform(0.3, 0.85)
    worn: Floats = (grey + (255 - grey) * lost).astype(np.float32)
    return worn


def _pepper(rng: np.random.Generator, grey: Floats) -> Floats:
    share = rng.uniform(0.0005, 0.02)
    spots = rng.random(grey.shape)
    grey[spots < share] = rng.uniform(0, 90)
    grey[spots > 1 - share] = 255
    return grey


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("L")


def spoil(rng: Random, image: Image.Image, base: float, grade: float) -> Image.Image:
    """Damage of ``grade`` 0 (a clean scan) to 1 (a fax of a copy); ``base`` in pixels."""
    noise = np.random.default_rng(rng.getrandbits(48))
    if rng.random() < 0.15 + 0.25 * grade:
        image = (
            image.filter(
                ImageFilter.MinFilter(3)
                if rng.random() < 0.5 and base > 11
                else ImageFilter.MaxFilter(3)
            )
            if base > 13
            else image
        )
    if rng.random() < 0.7:
        image = image.filter(
            ImageFilter.GaussianBlur(base * rng.uniform(0.01, 0.03 + 0.07 * grade))
        )
    grey = np.asarray(image, dtype=np.float32)
    if rng.random() < 0.35 * grade + 0.05:
        grey = _worn(noise, grey)
    if rng.random() < 0.3:  # faint print, grey paper
        paper = rng.uniform(150, 255)
        grey = np.float32(paper) - (255 - grey) * np.float32(rng.uniform(0.35, 1) * paper / 255)
    if rng.random() < 0.2 + 0.2 * grade:
        grey = _light(noise, grey)
    if rng.random() < 0.7:
        grey = _noise(noise, grey, rng.uniform(1, 6 + 22 * grade))
    if rng.random() < 0.25 + 0.2 * grade:  # black and white, as copiers and fax machines send
        level = float(np.percentile(grey, 90)) * rng.uniform(0.62, 0.8 + 0.08 * grade)
        grey = np.where(grey > level, 255.0, 0.0).astype(np.float32)
    if rng.random() < 0.12 + 0.25 * grade:
        grey = _pepper(noise, grey.copy())
    spoilt = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if rng.random() < 0.45:
        spoilt = _jpeg(spoilt, int(rng.uniform(85 - 65 * grade, 95)))
    return spoilt
