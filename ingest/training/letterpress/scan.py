"""Pages as a scanner or a telephone would deliver them."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter


def pictures(pdf: bytes, dpi: int = 300) -> list[Image.Image]:
    """Every page, clean, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def to_scan(pdf: bytes, dpi: int = 200, damage: float = 0.3, seed: int = 0) -> list[Image.Image]:
    """Every page with the harm of a scan: ``damage`` from 0 (clean) to 1 (barely legible)."""
    rng = np.random.default_rng(seed)
    return [_harm(page, damage, rng) for page in pictures(pdf, dpi)]


def image_pdf(pages: list[Image.Image], dpi: int = 200) -> bytes:
    """Pictures as a PDF without any text layer."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=80)
    return file.getvalue()


def _harm(page: Image.Image, damage: float, rng: np.random.Generator) -> Image.Image:
    if damage <= 0:
        return page
    angle = float(rng.normal(0, 1.0 * damage))
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    shrink = 1 - 0.45 * damage * float(rng.random())
    small = (max(1, int(page.width * shrink)), max(1, int(page.height * shrink)))
    page = page.resize(small, Image.Resampling.BILINEAR).resize(page.size, Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(damage * float(rng.uniform(0.4, 1.6))))
    grey = np.asarray(page, dtype=np.float32)
    light = 1 - 0.2 * damage * np.linspace(-1, 1, grey.shape[1], dtype=np.float32) * rng.choice(
        [-1, 1]
    )
    paper = 255 - 45 * damage * float(rng.random())
    ink = 90 * damage * float(rng.random())
    grey = (ink + grey / 255 * (paper - ink)) * light
    grey += rng.normal(0, 22 * damage, grey.shape).astype(np.float32)
    specks = rng.random(grey.shape) < 0.0006 * damage
    grey[specks] = rng.choice([20.0, 250.0])
    if rng.random() < 0.35 * damage:
        grey = np.where(grey > rng.uniform(120, 175), 255.0, 0.0)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
