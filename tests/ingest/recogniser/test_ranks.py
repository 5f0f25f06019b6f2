"""The quick median and maximum give what Pillow's filters give, and light is divided out evenly."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ingest.recogniser import paper, ranks

SHAPES = [(1, 1), (1, 7), (9, 4), (48, 50), (97, 131)]


@pytest.mark.parametrize("shape", SHAPES)
def test_ranks_are_those_of_pillow(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, shape, dtype=np.uint8)
    image = Image.fromarray(pixels)
    assert (
        np.asarray(ranks.median(image)) == np.asarray(image.filter(ImageFilter.MedianFilter(3)))
    ).all()
    for reach in (3, 5, 7, 13):
        wanted = np.asarray(image.filter(ImageFilter.MaxFilter(reach)))
        assert (ranks.brightest(pixels, reach) == wanted).all()


def test_a_shadow_goes_and_ink_stays() -> None:
    light = np.linspace(230, 120, 300)[None, :] * np.ones((400, 1))
    light[200:206, 40:260] *= 0.2
    lit = np.asarray(paper.even(Image.fromarray(light.astype(np.uint8))))
    assert lit[:150].min() > 225
    assert lit[201:205, 45:255].max() < 80
