"""The child that draws: one page of a file (or the sizes of all its pages).

``python -m tracker.rendering_process SOURCE TARGET PAGE|sizes DPI LONGEST MEMORY SECONDS``
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageSequence

_POINTS = 72.0
#: A picture that does not say how fine it is was most likely scanned so.
_USUAL_DPI = 200.0


def main(arguments: list[str]) -> int:
    source, target, what, dpi, longest, memory, seconds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    content = Path(source).read_bytes()
    pages = _Pdf(content) if b"%PDF-" in content[:1024] else _Images(content)
    if what == "sizes":
        Path(target).write_text(json.dumps(pages.sizes()))
    else:
        picture = pages.draw(int(what) - 1, int(dpi), int(longest))
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
        return self._image.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _points(image: Image.Image) -> tuple[float, float]:
    told = image.info.get("dpi") or (_USUAL_DPI, _USUAL_DPI)
    across, down = (float(one) if float(one) > 30 else _USUAL_DPI for one in told)
    return image.width * _POINTS / across, image.height * _POINTS / down


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
