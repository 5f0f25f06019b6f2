"""The child that draws: one page of a file (or the sizes of all its pages).

``python -m tracker.rendering_process SOURCE TARGET PAGE|sizes DPI LONGEST MEMORY SECONDS TURN``
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

_POINTS = 72.0
#: A scanner's dots per inch; a picture that names none such is taken for an A4 page.
_COARSEST, _FINEST, _A4 = 60, 1300, 841.9
#: Turns the picture so that writing of that direction (anticlockwise) reads upright.
_UPRIGHT = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def main(arguments: list[str]) -> int:
    source, target, what, dpi, longest, memory, seconds, turn = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    content = Path(source).read_bytes()
    pages = _Pdf(content) if b"%PDF-" in content[:1024] else _Images(content)
    if what == "sizes":
        Path(target).write_text(json.dumps(pages.sizes()))
    else:
        picture = pages.draw(int(what) - 1, int(dpi), int(longest))
        if how := _UPRIGHT.get(int(turn)):
            picture = picture.transpose(how)
        picture.convert("RGB").save(target, "WEBP", quality=78, method=4)
    return 0


class _Pdf:
    def __init__(self, content: bytes) -> None:
        self._document = pdfium.PdfDocument(content)

    def sizes(self) -> list[tuple[float, float]]:
        return [page.get_size() for page in self._document]

    def draw(self, index: int, dpi: int, longest: int) -> Image.Image:
        page = self._document[index]
        scale = min(dpi / _POINTS, longest / max(page.get_size()))
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture


class _Images:
    """A scan as PNG, JPEG or TIFF of one or more pages."""

    def __init__(self, content: bytes) -> None:
        self._image = Image.open(io.BytesIO(content))

    def sizes(self) -> list[tuple[float, float]]:
        return [_points(frame) for frame in ImageSequence.Iterator(self._image)]

    def draw(self, index: int, dpi: int, longest: int) -> Image.Image:
        self._image.seek(index)
        width, height = _points(self._image)
        scale = min(dpi / _POINTS, longest / max(width, height))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        upright = ImageOps.exif_transpose(self._image)
        return upright.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _points(image: Image.Image) -> tuple[float, float]:
    """The size that the reader of letters takes a picture to have: its boxes must fit."""
    dots = float(image.info.get("dpi", (0, 0))[0] or 0)
    scale = _POINTS / dots if _COARSEST <= dots <= _FINEST else _A4 / max(image.size)
    width, height = ImageOps.exif_transpose(image).size
    return width * scale, height * scale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
