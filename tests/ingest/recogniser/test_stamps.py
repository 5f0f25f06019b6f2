"""Receive stamps put on askew, in colour and over the text, read from a picture of the page."""

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from ingest.calendar import thai_government
from ingest.pages import picture
from ingest.pages.page import Page
from ingest.pipeline import conclude
from ingest.reading import Kind, Letter
from ingest.recogniser import islands, paper, stamps
from ingest.training.letterpress import BundleSpec, LetterSpec, StampSpec, set_bundle

DPI = 200
BODY = (
    "ด้วยอำเภอได้รับแจ้งจากจังหวัดว่ากรมส่งเสริมการปกครองท้องถิ่นได้กำหนดแนวทางการรายงานผลการดำเนินงาน "
    "ขององค์กรปกครองส่วนท้องถิ่นเพื่อให้เป็นไปในแนวทางเดียวกัน จึงขอให้ดำเนินการตามแนวทางดังกล่าว",
)
LETTER = LetterSpec(
    kind=Kind.EXTERNAL,
    ref_no="รย ๐๐๒๓.๓/ว ๔๑๒",
    head=("ศาลากลางจังหวัดระยอง", "ถนนสุขุมวิท รย ๒๑๑๕๐"),
    date="๕ มิถุนายน ๒๕๖๒",
    subject="แนวทางการรายงานผลการดำเนินงาน",
    recipients="นายอำเภอ ทุกอำเภอ",
    body=BODY * 3,
    signatory="นายทดลอง ตัวอย่าง",
    position=("รองผู้ว่าราชการจังหวัด",),
    stamps=(
        StampSpec("อำเภอแกลง", "881", "6 มิ.ย. 2562", "10.35", angle=4.0, colour="blue"),
        StampSpec(
            "เทศบาลตำบลชำฆ้อ", "๒๗๐๙", "๗ มิ.ย. ๒๕๖๒", "๐๙.๒๐",
            angle=-3.0, colour="red", x=11.0, y=13.2,
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """The letter in colour, softened and with grain."""
    document = pypdfium2.PdfDocument(set_bundle(BundleSpec((LETTER,))))
    image = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    document.close()
    noise = np.random.default_rng(3).normal(0, 4, (image.height, image.width, 3))
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.7)), np.float32) * 0.96
    return Image.fromarray(np.clip(soft + noise, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def read(page: Image.Image) -> tuple[Page, Letter]:
    seen = picture._page(page, 72 / DPI, 1)
    (letter,), _, _ = conclude([seen], received=None, calendar=thai_government())
    return seen, letter


def test_both_stamps_are_found_and_read(read: tuple[Page, Letter]) -> None:
    said = {(s.office, s.number, s.date, s.time) for s in read[1].stamps}
    assert ("อำเภอแกลง", "881", "2019-06-06", "10:35") in said
    over_text = next(s for s in read[1].stamps if s.office != "อำเภอแกลง")
    assert len(said) == 2 and over_text.box is not None and over_text.box[0] > 290
    for got, wanted in ((over_text.number, "2709"), (over_text.date, "2019-06-07")):
        assert got == wanted or over_text.doubt


def test_the_letter_itself_is_read_as_without_them(read: tuple[Page, Letter]) -> None:
    letter = read[1]
    assert letter.ref_no and letter.ref_no.value == "รย 0023.3/ว 412"
    assert letter.date and letter.date.value == "2019-06-05"
    assert [one.value for one in letter.recipients] == ["นายอำเภอ ทุกอำเภอ"]
    assert letter.signatory and letter.signatory.name == "นายทดลอง ตัวอย่าง"


def test_lines_of_a_stamp_lie_in_it(read: tuple[Page, Letter]) -> None:
    first = [line for line in read[0].lines if line.stamp and "อำเภอ" in line.text]
    assert first and all(line.box and line.box[0] > 420 and line.box[3] < 60 for line in first)
    assert all(not line.stamp for line in read[0].lines if "จังหวัดระยอง" in line.text)


def test_a_page_without_a_stamp_has_no_place_that_is_read_as_one(page: Image.Image) -> None:
    below = page.crop((0, page.height // 2 + 60, page.width, page.height))
    assert stamps.again(paper.sheet(below), []) == []
    assert islands.places(paper.sheet(Image.new("L", (800, 1100), 255)), []) == []
