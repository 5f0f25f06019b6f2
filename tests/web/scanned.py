"""A scanned letter, set by the letterpress, whose running number is smudged."""

from __future__ import annotations

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from ingest.training.letterpress import BundleSpec, LetterSpec, image_pdf, pictures, set_bundle

DPI = 200
NUMBER, VALUE = "๖๔๘", "รย 0118/ว 648"
LETTER = LetterSpec(
    ref_no=f"รย ๐๑๑๘/ว {NUMBER}",
    head=("ที่ว่าการอำเภอทดลอง", "ถนนสายทดลอง รย ๒๑๐๐๐"),
    date="๗ มกราคม ๒๕๖๙",
    subject="การสำรวจเครื่องสูบน้ำ",
    recipients="นายกเทศมนตรีตำบลทดลอง",
    body=(
        "ด้วยอำเภอขอให้ทุกหมู่บ้านสำรวจเครื่องสูบน้ำที่ชำรุด และส่งบัญชีให้ที่ทำการปกครองอำเภอ",
        "จึงเรียนมาเพื่อดำเนินการ",
    ),
    signatory="นายทดลอง พิมพ์ดี",
    position=("นายอำเภอทดลอง",),
)
SECOND = LetterSpec(
    ref_no="รย ๐๑๑๘/ว ๖๔๙",
    head=("ที่ว่าการอำเภอทดลอง", "ถนนสายทดลอง รย ๒๑๐๐๐"),
    date="๘ มกราคม ๒๕๖๙",
    subject="การซ่อมเครื่องสูบน้ำ",
    recipients="นายกเทศมนตรีตำบลทดลอง",
    body=("ด้วยอำเภอจะซ่อมเครื่องสูบน้ำที่ชำรุดทุกหมู่บ้าน", "จึงเรียนมาเพื่อทราบ"),
    signatory="นายทดลอง พิมพ์ดี",
    position=("นายอำเภอทดลอง",),
)


def smudged() -> bytes:
    """Two letters as a scanned PDF; over the number of the first lies a stroke of a wet thumb."""
    pdf = set_bundle(BundleSpec((LETTER, SECOND)))
    pages = pictures(pdf, DPI)
    pages[0] = _smudge(pages[0], _place(pdf))
    return image_pdf(pages, DPI)


def _place(pdf: bytes) -> tuple[int, int, int, int]:
    """Where the running number stands, in pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        text = page.get_textpage()
        found = text.search(NUMBER).get_next()
        assert found is not None
        boxes = [text.get_charbox(i) for i in range(found[0], found[0] + found[1])]
        scale, height = DPI / 72, page.get_height()
        return (
            int(min(b[0] for b in boxes) * scale) - 4,
            int((height - max(b[3] for b in boxes)) * scale) - 4,
            int(max(b[2] for b in boxes) * scale) + 4,
            int((height - min(b[1] for b in boxes)) * scale) + 4,
        )
    finally:
        document.close()


def _smudge(page: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    part = page.crop(box).filter(ImageFilter.GaussianBlur(3))
    ink = ImageDraw.Draw(part)
    ink.line((0, part.height * 0.75, part.width, part.height * 0.2), fill=60, width=4)
    page.paste(part, box[:2])
    return page
