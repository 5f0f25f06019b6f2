"""A searchable PDF of a scan: the pages unchanged, and over them their text, which is not drawn.

Text of rendering mode 3 is found, marked and copied but never seen. Pages that
have a text layer of their own are left alone. A picture file becomes a PDF of
its pictures, JPEG data as they are.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from ingest.pages.page import Line, Page
from ingest.recogniser.lines import ABOVE, BELOW

_A4 = (595.3, 841.9)
FONT = Path(__file__).resolve().parents[2] / "data" / "fonts" / "Sarabun-Regular.ttf"
#: Height of a flat letter per letter size in that font.
_BASE_PER_SIZE = 0.58


def searchable(path: Path, pages: Iterable[Page]) -> bytes:
    """The file as a PDF whose recognised ``pages`` (source ``ocr``) can be searched."""
    document = _document(path)
    try:
        font = _Font(document)
        for page in pages:
            if page.source == "ocr" and page.number <= len(document):
                sheet = document[page.number - 1]
                _write(sheet, page, font)
                if page.turn:  # shown upright: other programs read level text only
                    sheet.set_rotation((sheet.get_rotation() + page.turn) % 360)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()


class _Font:
    """The font in one document; PDFium keeps the data as long as the document."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        data = _font_data()
        buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        self.document = document
        self.handle = pdfium.FPDFText_LoadFont(
            document, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, True
        )


@cache
def _font_data() -> bytes:
    return FONT.read_bytes()


def _document(path: Path) -> pypdfium2.PdfDocument:
    with path.open("rb") as file:
        if file.read(1024).lstrip().startswith(b"%PDF"):
            return pypdfium2.PdfDocument(path)
    document = pypdfium2.PdfDocument.new()
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1) if image.format == "TIFF" else 1):
            try:
                image.seek(number)
                _append(document, path, image)
            except (OSError, SyntaxError, ValueError, EOFError):  # the page says that it is damaged
                document.new_page(*_A4)
    return document


def _append(document: pypdfium2.PdfDocument, path: Path, frame: Image.Image) -> None:
    """A page of the picture's size with the picture on it."""
    from ingest.pages.picture import points_per_pixel

    upright = ImageOps.exif_transpose(frame)
    scale = points_per_pixel(frame)
    picture = pypdfium2.PdfImage.new(document)
    if frame.format == "JPEG" and upright.size == frame.size:
        picture.load_jpeg(path, inline=True)
    else:
        plain = upright.convert("L" if upright.mode in ("1", "L") else "RGB")
        picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(plain))
    width, height = upright.width * scale, upright.height * scale
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page = document.new_page(width, height)
    page.insert_obj(picture)
    page.gen_content()


def _write(sheet: pypdfium2.PdfPage, page: Page, font: _Font) -> None:
    for line in page.lines:
        for words, x0, x1 in _stretches(line):
            _set(sheet, page, line, words, x0, x1, font)
    sheet.gen_content()


def _stretches(line: Line) -> Iterator[tuple[str, float, float]]:
    """The parts of a line between its spaces, each with the space after it and its place."""
    if line.box is None:
        return
    if not line.spans:
        yield line.text, line.box[0], line.box[2]
        return
    start = 0
    for end in [i for i, c in enumerate(line.text) if c == " "] + [len(line.text)]:
        if end > start:
            box = line.box_of(start, end)
            assert box is not None
            yield line.text[start : end + 1], box[0], box[2]
        start = end + 1


def _set(
    sheet: pypdfium2.PdfPage,
    page: Page,
    line: Line,
    words: str,
    x0: float,
    x1: float,
    font: _Font,
) -> None:
    """Words as an invisible text object, as wide as they are in the picture."""
    assert line.box is not None
    base = (line.box[3] - line.box[1]) / (ABOVE + BELOW)
    foot = line.box[3] - BELOW * base
    thing = pdfium.FPDFPageObj_CreateTextObj(font.document, font.handle, base / _BASE_PER_SIZE)
    code = words.encode("utf-16-le") + b"\0\0"
    units = (ctypes.c_ushort * (len(code) // 2)).from_buffer_copy(code)
    pdfium.FPDFText_SetText(thing, units)
    pdfium.FPDFTextObj_SetTextRenderMode(thing, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    left, right = ctypes.c_float(), ctypes.c_float()
    low, high = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPageObj_GetBounds(thing, left, low, right, high)
    stretch = (x1 - x0) / max(right.value - left.value, 0.1)
    origin = _on_paper(sheet, page, x0, foot)
    along = _on_paper(sheet, page, x0 + 1, foot)
    up = _on_paper(sheet, page, x0, foot - 1)
    pdfium.FPDFPageObj_Transform(
        thing,
        (along[0] - origin[0]) * stretch,
        (along[1] - origin[1]) * stretch,
        up[0] - origin[0],
        up[1] - origin[1],
        *origin,
    )
    pdfium.FPDFPage_InsertObject(sheet, thing)


def _on_paper(sheet: pypdfium2.PdfPage, page: Page, x: float, y: float) -> tuple[float, float]:
    """A point of the upright page in the coordinates of the PDF page's content."""
    sx, sy, _, _ = page.on_sheet((x, y, x, y))
    width, height = sheet.get_size()
    grain = 1000  # PDFium maps whole device pixels: a fine grid keeps fractions of points
    px, py = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDF_DeviceToPage(
        sheet,
        0,
        0,
        round(width * grain),
        round(height * grain),
        0,
        round(sx * grain),
        round(sy * grain),
        px,
        py,
    )
    return px.value, py.value
