"""The child that stamps: puts a small PDF onto one page of a copy of a file.

``python -m tracker.stamping_process SOURCE STAMP TARGET PAGE MEMORY SECONDS``

The stamp goes to the top right corner, or to the free place nearest to it: it
never covers what is written if there is any room in the upper half.
"""

from __future__ import annotations

import io
import resource
import sys
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

_MM = 72 / 25.4
#: Points between the stamp and the edges, and around it.
_EDGE, _AROUND = 8 * _MM, 2 * _MM
#: Points of one step of the search, and of a pixel of the picture searched.
_STEP = 6.0
#: Darker than this is ink (0 black, 255 white).
_INK = 200


def main(arguments: list[str]) -> int:
    source, stamp, target, page, memory, seconds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    content = Path(source).read_bytes()
    if b"%PDF-" not in content[:1024]:
        content = _as_pdf(content)
    Path(target).write_bytes(stamped(content, Path(stamp).read_bytes(), int(page) - 1))
    return 0


def _as_pdf(content: bytes) -> bytes:
    """A scan as PNG, JPEG or TIFF as the pages of a PDF."""
    with Image.open(io.BytesIO(content)) as image:
        frames = [
            ImageOps.exif_transpose(frame).convert("RGB") for frame in ImageSequence.Iterator(image)
        ]
        dots = float(image.info.get("dpi", (0, 0))[0] or 0)
    if not 60 <= dots <= 1300:
        dots = max(frames[0].size) / (841.9 / 72)
    kept = io.BytesIO()
    frames[0].save(kept, "PDF", save_all=True, append_images=frames[1:], resolution=dots)
    return kept.getvalue()


def stamped(content: bytes, stamp: bytes, index: int) -> bytes:
    """The same PDF with the stamp on page ``index``, from 0."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter(clone_from=reader)
    index = min(max(0, index), len(writer.pages) - 1)
    page, mark = writer.pages[index], PdfReader(io.BytesIO(stamp)).pages[0]
    size = float(mark.mediabox.width), float(mark.mediabox.height)
    x, y = place(pdfium.PdfDocument(content)[index], size)
    _put(page, mark, x, y)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _put(page: PageObject, mark: PageObject, x: float, y: float) -> None:
    """Merge the mark; ``x``, ``y``: its lower left corner on the page as it is seen."""
    if page.rotation:
        page.transfer_rotation_to_content()
    box = page.cropbox
    where = Transformation().translate(float(box.left) + x, float(box.bottom) + y)
    page.merge_transformed_page(mark, where)


def place(page: pdfium.PdfPage, size: tuple[float, float]) -> tuple[float, float]:
    """Lower left corner for a mark of that size, in points from the seen page's lower left."""
    width, height = page.get_size()
    corner = (max(0.0, width - _EDGE - size[0]), max(0.0, height - _EDGE - size[1]))
    picture = np.asarray(page.render(scale=0.5, grayscale=True).to_pil())
    ink = np.pad((picture < _INK).astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))

    def blots(x: float, y: float) -> int:
        """Dark pixels under the mark and a little around it."""
        left, right = (x - _AROUND) / 2, (x + size[0] + _AROUND) / 2
        top, bottom = (height - y - size[1] - _AROUND) / 2, (height - y + _AROUND) / 2
        rows = [min(max(0, round(one)), ink.shape[0] - 1) for one in (top, bottom)]
        columns = [min(max(0, round(one)), ink.shape[1] - 1) for one in (left, right)]
        sums = ink[np.ix_(rows, columns)]
        return int(sums[1, 1] - sums[0, 1] - sums[1, 0] + sums[0, 0])

    places = [
        (corner[0] - across, corner[1] - down)
        for across in np.arange(0, max(1.0, corner[0] - _EDGE), _STEP)
        for down in np.arange(0, max(1.0, height / 2 - size[1]), _STEP)
    ]
    # Nearest to the corner first; moving down is rather seen than moving to the middle.
    places.sort(key=lambda at: (corner[0] - at[0]) * 1.5 + (corner[1] - at[1]))
    free = next((at for at in places if blots(*at) == 0), corner)
    return float(free[0]), float(free[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
