"""A place on a page that a person points at: read again, or cut out as an example.

Boxes are in points from the top left of the page turned so that it stands as
the person sees it; ``turn`` is the direction of writing on the file's own sheet
then, as in ``ingest.pages.turning``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import PdfiumError

from ingest import recogniser
from ingest.errors import DamagedFile, LimitExceeded, ReadError
from ingest.limits import MAX_PICTURE_PIXELS
from ingest.pages import picture
from ingest.pages.page import Line, Page
from ingest.pages.sniff import FileType, sniff
from ingest.reading import Box
from ingest.recogniser.turn import turned

NO_PICTURE = "ไฟล์ข้อความไม่มีภาพให้อ่าน กรุณาพิมพ์ค่าเอง"
NO_PAGE = "ไม่มีหน้านี้ในไฟล์ กรุณาเปิดหน้านี้ใหม่"


@dataclass(frozen=True, slots=True)
class Said:
    """One line within the box. ``source``: ocr, or text_layer for what the file itself says.

    ``confidence``: the least sure character; ``alternatives``: other readings, best first.
    """

    text: str
    confidence: float
    source: str
    box: Box
    alternatives: tuple[tuple[str, float], ...] = ()


def read(
    path: Path, number: int, box: Box, turn: int = 0, known: Sequence[Page] = ()
) -> list[Said]:
    """What stands in the box: first what the file itself says there, then what is seen.

    ``known``: the lines kept of the file. Raises ``ReadError``.
    """
    said = [one for page in known if page.number == number for one in _printed(page, box, turn)]
    image, scale = page_picture(path, number, turn)
    seen = recogniser.read_region(image, box, number, scale)
    return said + [
        Said(line.text, min(line.confidences, default=0.0), "ocr", line.box, line.alternatives)
        for line in seen
        if line.box is not None and line.text.strip()
    ]


def cut(path: Path, number: int, box: Box, turn: int = 0) -> Image.Image | None:
    """The longest line of the box as training takes it; ``None`` where there is no line."""
    image, scale = page_picture(path, number, turn)
    return recogniser.crop_line(image, box, scale)


def page_picture(path: Path, number: int, turn: int = 0) -> tuple[Image.Image, float]:
    """A page as the reader sees it, turned, and the points of one of its pixels."""
    kind = sniff(path)
    if kind is FileType.TEXT:
        raise ReadError(NO_PICTURE)
    image, scale = _pdf(path, number) if kind is FileType.PDF else _frame(path, number)
    return turned(image, -turn % 360), scale


def _pdf(path: Path, number: int) -> tuple[Image.Image, float]:
    try:
        document = pypdfium2.PdfDocument(path)
    except PdfiumError as error:
        raise DamagedFile from error
    try:
        if not 1 <= number <= len(document):
            raise ReadError(NO_PAGE)
        return picture.pdf_picture(document[number - 1])
    finally:
        document.close()


def _frame(path: Path, number: int) -> tuple[Image.Image, float]:
    try:
        with Image.open(path) as image:
            image.seek(number - 1)
            if image.width * image.height > MAX_PICTURE_PIXELS:
                raise picture.TooManyPixels(image.width, image.height)
            return picture.frame_picture(image)
    except EOFError as error:
        raise ReadError(NO_PAGE) from error
    except Image.DecompressionBombError as error:
        raise LimitExceeded(picture.UNSURE) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DamagedFile from error


def _printed(page: Page, box: Box, turn: int) -> Iterator[Said]:
    """What a text layer says within the box, line by line."""
    if page.source != "text_layer" or page.turn != turn:
        return
    for line in page.lines:
        text = _within(line, box)
        if text and line.box is not None:
            yield Said(text, 1.0, "text_layer", line.box)


def _within(line: Line, box: Box) -> str:
    """The characters whose middle lies in the box."""
    if line.box is None or not box[1] <= (line.box[1] + line.box[3]) / 2 <= box[3]:
        return ""
    if not line.spans:
        inside = box[0] <= (line.box[0] + line.box[2]) / 2 <= box[2]
        return line.text.strip() if inside else ""
    held = [
        letter
        for letter, (x0, x1) in zip(line.text, line.spans, strict=False)
        if box[0] <= (x0 + x1) / 2 <= box[2]
    ]
    return "".join(held).strip()
