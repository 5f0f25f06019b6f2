"""Where ink ends and paper begins, on pages whose print is worn to a light grey."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.recogniser import reader

FONT = Path(__file__).resolve().parents[3] / "data" / "fonts" / "Sarabun-Regular.ttf"
WORDS = "ขอเชิญประชุมคณะกรรมการพัฒนาเมืองอัจฉริยะ"


def page(ink: int) -> Image.Image:
    """Three blurred lines of print as dark as ``ink`` on grainy paper of 250."""
    sheet = Image.new("L", (900, 1800), 250)
    pencil = ImageDraw.Draw(sheet)
    for y in (300, 400, 500):
        pencil.text((80, y), WORDS, fill=ink, font=ImageFont.truetype(str(FONT), 32))
    blurred = np.asarray(sheet.filter(ImageFilter.GaussianBlur(1)))
    grain = np.random.default_rng(4).normal(0, 5, (1800, 900))
    return Image.fromarray(np.clip(blurred + grain, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("ink", [20, 150, 185, 190])
def test_faint_print_has_its_lines(ink: int) -> None:
    found = reader.strips(page(ink))
    assert len(found) == 3
    assert all(line.letters >= 25 for line in found)


def test_what_shines_through_from_the_back_has_none() -> None:
    assert reader.strips(page(228)) == []
