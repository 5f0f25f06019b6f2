"""Pictures of pages: scanned PDF pages, PNG, JPEG, TIFF with several pages, photographs."""

from __future__ import annotations

import logging
import math
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import PdfiumError
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from ingest import recogniser
from ingest.errors import DamagedFile, LimitExceeded, TooManyPages
from ingest.limits import MAX_PAGES, MAX_PICTURE_PIXELS
from ingest.pages.page import Page

log = logging.getLogger(__name__)

#: Pixels of the longer side: A4 at 300 dots per inch. Larger pictures are read reduced.
LONGEST = 3600
#: Pixels below which the longer side of a rendered page does not go.
SHORTEST = 2000
#: The longer side of A4 in points, taken where a picture does not say how large it is.
A4 = 841.9
#: Bytes that one picture may take unpacked; A3 in colour at 600 dots per inch takes 210 million.
_MOST_BYTES = 240_000_000
#: A page with so many lines of which nearly nothing could be read holds another script or scrawl.
_MANY = 5
#: So many lines, read so surely, are a page, whatever else the picture shows.
_CLEAR, _PAGE_OF_LINES = 0.93, 8

#: What Pillow raises over damaged bytes.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error)

NOTHING = "ไม่พบตัวอักษรในภาพหน้านี้ อาจเป็นหน้าเปล่า หน้าดำ หรือรูปถ่าย กรุณาเปิดดูภาพและสแกนใหม่ถ้ามีข้อความ"
UNSURE = "ภาพหน้านี้อ่านได้ไม่ชัด อาจเป็นลายมือ อักษรภาษาอื่น หรือสแกนไม่คมชัด กรุณาตรวจกับภาพทุกช่อง"
BROKEN = "หน้านี้ของไฟล์ภาพเสียหาย จึงไม่ได้อ่าน กรุณาสแกนหน้านี้ใหม่ หรือขอไฟล์ใหม่จากผู้ส่ง"
STILL = "ไฟล์นี้มีหลายภาพซ้อนกัน (ภาพเคลื่อนไหวหรือภาพถ่ายหลายเฟรม) อ่านเฉพาะภาพแรก กรุณาตรวจกับภาพ"
TURNED = "หน้านี้สแกนกลับด้านหรือตะแคง ระบบหมุนภาพให้ตั้งตรงก่อนอ่านแล้ว"


class TooManyPixels(LimitExceeded):
    def __init__(self, width: int, height: int) -> None:
        super().__init__(
            f"ภาพนี้มีขนาด {width:,} × {height:,} จุด ใหญ่เกินกว่าที่รับได้ "
            "กรุณาสแกนใหม่ที่ 300 จุดต่อนิ้ว หรือย่อภาพแล้วส่งใหม่"
        )


def read_pdf_page(pdf_page: pypdfium2.PdfPage, number: int) -> Page:
    """One page of a PDF read from its picture; boxes in points of the page as it is shown."""
    width, height = pdf_page.get_size()
    if width < 1 or height < 1:
        return Page(number, (), "ocr", width, height, (NOTHING,))
    return _page(*pdf_picture(pdf_page), number)


def pdf_picture(pdf_page: pypdfium2.PdfPage) -> tuple[Image.Image, float]:
    """A page of a PDF as it is read, and the points of one of its pixels."""
    scale = _pixels_per_point(pdf_page, max(pdf_page.get_size()))
    try:
        return pdf_page.render(scale=scale).to_pil(), 1 / scale
    except PdfiumError as error:
        raise DamagedFile from error


def _pixels_per_point(page: pypdfium2.PdfPage, longer: float) -> float:
    """The scanner's own pixels where the page is one picture, else 300 dots per inch."""
    best = 0.0
    for thing in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=4):
        x0, y0, x1, y1 = thing.get_bounds()
        if (x1 - x0) * (y1 - y0) > 0.6 * math.prod(page.get_size()):
            best = max(best, max(thing.get_px_size()) / max(x1 - x0, y1 - y0))
    wanted = best * longer if best else LONGEST * 0.975
    return max(SHORTEST if not best else 900, min(LONGEST, wanted)) / longer


def read_image(path: Path) -> list[Page]:
    """All pages of a picture file. Raises ``ReadError`` for a damaged or giant one."""
    try:
        with Image.open(path) as image:
            pages = list(_frames(image))
    except LimitExceeded:
        raise
    except Image.DecompressionBombError as error:
        raise LimitExceeded(
            "ภาพนี้มีจำนวนจุดมากเกินกว่าที่รับได้ กรุณาสแกนใหม่ที่ 300 จุดต่อนิ้ว หรือย่อภาพแล้วส่งใหม่"
        ) from error
    except _DAMAGE as error:
        raise DamagedFile from error
    if all(page.warnings == (BROKEN,) for page in pages):
        raise DamagedFile
    return pages


def _frames(image: Image.Image) -> Iterator[Page]:
    """The pages of a file. Of what is no TIFF only the first picture is one: the others move."""
    count = getattr(image, "n_frames", 1)
    if image.format != "TIFF":
        page = _frame(image, 1)
        yield page if count == 1 else replace(page, warnings=(*page.warnings, STILL))
        return
    if count > MAX_PAGES:
        raise TooManyPages(count, MAX_PAGES)
    for number in range(1, count + 1):
        try:
            image.seek(number - 1)
            page = _frame(image, number)
        except LimitExceeded:
            raise
        except _DAMAGE as error:
            log.info("page %d of a TIFF is damaged: %r", number, error)
            page = Page(number, (), "ocr", warnings=(BROKEN,))
        yield page


def _frame(frame: Image.Image, number: int) -> Page:
    size = frame.width * frame.height
    if size > MAX_PICTURE_PIXELS or size * len(frame.getbands()) > _MOST_BYTES:
        raise TooManyPixels(frame.width, frame.height)
    return _page(*frame_picture(frame), number)


def frame_picture(frame: Image.Image) -> tuple[Image.Image, float]:
    """A picture as it is read, and the points of one of its pixels."""
    scale, full = points_per_pixel(frame), max(frame.size)
    if frame.format == "JPEG":  # decoded at a half or a quarter where that is enough
        frame.draft(frame.mode, (LONGEST * 2 // 3, LONGEST * 2 // 3))
    picture = ImageOps.exif_transpose(_reduced(frame))
    return picture, scale * full / max(picture.size)


def points_per_pixel(image: Image.Image) -> float:
    """By the resolution that the picture tells, else as if its longer side were that of A4."""
    dots = float(image.info.get("dpi", (0, 0))[0] or 0)
    return 72 / dots if 60 <= dots <= 1300 else A4 / max(image.size)


def _reduced(image: Image.Image) -> Image.Image:
    factor = math.ceil(max(image.size) / LONGEST)
    if factor <= 1:
        image.load()
        return image
    if image.mode in ("1", "P", "PA"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    small = image.reduce(factor)
    small.info = {k: v for k, v in image.info.items() if k == "exif"}
    return small


def _page(image: Image.Image, scale: float, number: int) -> Page:
    seen = recogniser.read_picture(image, scale, number)
    return Page(
        number=number,
        lines=seen.lines,
        source="ocr",
        width=seen.width,
        height=seen.height,
        warnings=tuple(_warnings(seen)),
        turn=-seen.angle % 360,
    )


def _warnings(seen: recogniser.Seen) -> Iterator[str]:
    if not seen.lines:
        yield UNSURE if seen.strips >= _MANY else NOTHING
        return
    if seen.angle:
        yield TURNED
    sure = [c for line in seen.lines for c in line.confidences]
    mean, few = sum(sure) / len(sure), len(seen.lines) < 0.4 * seen.strips - _MANY
    letter = mean >= _CLEAR and len(seen.lines) >= _PAGE_OF_LINES
    if mean < 0.8 or (few and not letter):  # around a photographed page a desk shows lines too
        yield UNSURE
