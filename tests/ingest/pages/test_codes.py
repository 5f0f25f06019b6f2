"""Addresses in QR codes: found on scans and in born-digital pages, and nowhere else."""

import io
from pathlib import Path

import fpdf
import pytest
import segno
from PIL import Image

from ingest import read
from ingest.pages import codes
from ingest.training.letterpress import image_pdf, pictures, set_text

FORM = "https://forms.example.go.th/water?year=2569"
LETTER = """ที่ ตย ๐๐๒๓.๓/ว ๔๕

จังหวัดตัวอย่าง

๓ พฤศจิกายน ๒๕๖๙

เรื่อง การสำรวจแหล่งน้ำ

เรียน นายอำเภอทุกอำเภอ

ด้วยจังหวัดจะสำรวจแหล่งน้ำ ขอให้อำเภอแจ้งเทศบาลตอบแบบสำรวจตามรหัสคิวอาร์ที่ปรากฏ

จึงเรียนมาเพื่อดำเนินการ

ขอแสดงความนับถือ

(นายสมมุติ ตัวอย่างดี)

ผู้ว่าราชการจังหวัดตัวอย่าง
"""


def code(text: str, scale: int = 6) -> Image.Image:
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=scale)
    return Image.open(drawn).convert("L")


@pytest.fixture
def page() -> Image.Image:
    """The letter as a scanner gives it, with a code of two centimetres at its foot."""
    (sheet,) = pictures(set_text(LETTER), 200)
    sheet = sheet.convert("L")
    sheet.paste(code(FORM).resize((170, 170)), (180, sheet.height - 420))
    return sheet


def test_a_scanned_code_leads_its_letter_to_the_address(tmp_path: Path, page: Image.Image) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(image_pdf([page], 200))
    assert codes.read(scan) == {1: (FORM,)}
    (letter,) = read(scan).letters
    assert letter.urls == (FORM,)


def test_a_crooked_photograph_of_a_code_is_read(tmp_path: Path, page: Image.Image) -> None:
    photograph = tmp_path / "photo.jpg"
    page.rotate(7, fillcolor=230).save(photograph, quality=60)
    assert codes.read(photograph) == {1: (FORM,)}


def test_a_code_pasted_into_a_printed_page_is_read(tmp_path: Path) -> None:
    pdf = fpdf.FPDF(format="A4")
    pdf.add_page()
    pdf.add_page()
    pdf.image(code(FORM), x=30, y=240, w=22)
    path = tmp_path / "printed.pdf"
    pdf.output(str(path))
    assert codes.read(path) == {2: (FORM,)}


def test_pages_without_codes_have_none(tmp_path: Path) -> None:
    printed = tmp_path / "letter.pdf"
    printed.write_bytes(set_text(LETTER))
    assert codes.read(printed) == {}
    assert read(printed).letters[0].urls == ()


def test_text_has_no_codes(tmp_path: Path) -> None:
    text = tmp_path / "letter.txt"
    text.write_text(LETTER, encoding="utf-8")
    assert codes.read(text) == {}
