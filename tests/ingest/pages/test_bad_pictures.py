"""Picture files that are broken in part, or that move: the rest is read, and all is told."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import ingest
from ingest.calendar import thai_government
from ingest.errors import DamagedFile
from ingest.pages import codes, picture
from ingest.pages.page import Line, Page
from ingest.pipeline import conclude
from ingest.recogniser.searchable import searchable


def tiff(path: Path, *broken: int) -> Path:
    """Three blank pages, the strips of those in ``broken`` (from 0) overwritten."""
    sheets = [Image.new("L", (300, 400), shade) for shade in (255, 250, 245)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    content = bytearray(path.read_bytes())
    with Image.open(path) as image:
        for number in broken:
            image.seek(number)
            start, length = image.tag_v2[273][0], image.tag_v2[279][0]
            content[start : start + length] = b"\xff" * length
    path.write_bytes(content)
    return path


def test_a_broken_page_of_a_tiff_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tiff(tmp_path / "three.tif", 1)
    reading = ingest.read(path)
    assert reading.page_count == 3
    assert f"หน้า 2: {picture.BROKEN}" in reading.warnings
    assert f"หน้า 3: {picture.NOTHING}" in reading.warnings
    document = pypdfium2.PdfDocument(searchable(path, picture.read_image(path)))
    assert len(document) == 3


def test_a_tiff_of_broken_pages_only_is_refused(tmp_path: Path) -> None:
    path = tiff(tmp_path / "three.tif", 0, 1, 2)
    with pytest.raises(DamagedFile, match="กรุณา"):
        picture.read_image(path)
    assert codes.read(path) == {}


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_only_the_first_picture_of_one_that_moves_is_read(kind: str, tmp_path: Path) -> None:
    frames = [Image.new("L", (200, 300), 250 - 40 * n) for n in range(3)]
    frames[0].save(tmp_path / "a", kind, save_all=True, append_images=frames[1:], duration=40)
    (page,) = picture.read_image(tmp_path / "a")
    assert picture.STILL in page.warnings


def scanned(sure: float) -> Page:
    texts = (
        "ที่ รย ๐๐๒๓.๓/ว ๔๑๒", "๕ มิถุนายน ๒๕๖๒", "เรื่อง แนวทางการรายงานผล", "เรียน นายอำเภอ ทุกอำเภอ",
        "ด้วยจังหวัดได้รับแจ้งแนวทางการรายงานผล", "จึงเรียนมาเพื่อทราบ", "ขอแสดงความนับถือ",
        "(นายทดลอง ตัวอย่าง)", "ปลัดจังหวัด",
    )  # fmt: skip
    lines = tuple(
        Line(
            text,
            box=(80.0, 60.0 + 24 * row, 80.0 + 6 * len(text), 78.0 + 24 * row),
            row=row,
            spans=tuple((80.0 + 6 * i, 86.0 + 6 * i) for i in range(len(text))),
            confidences=(sure,) * len(text),
        )
        for row, text in enumerate(texts)
    )
    return Page(1, lines, "ocr", 595, 842)


@pytest.mark.parametrize(("sure", "doubted"), [(0.99, False), (0.7, True), (0.3, True)])
def test_every_field_of_a_page_hardly_read_is_in_doubt(sure: float, doubted: bool) -> None:
    (letter,), _, _ = conclude([scanned(sure)], received=None, calendar=thai_government())
    marks = (letter.ref_no, letter.date, letter.subject, letter.signatory, *letter.recipients)
    assert all(mark is not None and bool(mark.doubt) is doubted for mark in marks)
