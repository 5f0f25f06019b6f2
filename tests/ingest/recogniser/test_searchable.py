"""The searchable PDF: same picture, same size, and the text where it is seen."""

import io
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from ingest.pages import picture
from ingest.pages.page import Line, Page
from ingest.recogniser.searchable import searchable

SCANS = Path(__file__).parent / "scans"


def layer(document: pypdfium2.PdfDocument) -> str:
    return document[0].get_textpage().get_text_range()


@pytest.mark.parametrize("name", ["clean.jpg", "fax.png"])
def test_the_text_is_found_where_it_stands(name: str) -> None:
    pages = picture.read_image(SCANS / name)
    document = pypdfium2.PdfDocument(searchable(SCANS / name, pages))
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (width, height) == pytest.approx((pages[0].width, pages[0].height), abs=1)
    line = next(line for line in pages[0].lines if line.text.startswith("อ้างถึง"))
    assert line.box is not None
    text = document[0].get_textpage()
    index, count = text.search(line.text.split()[0]).get_next()
    x0, low, _, high = text.get_charbox(index, loose=True)
    assert abs(x0 - line.box[0]) < 6
    assert height - line.box[3] - 3 < low and high < height - line.box[1] + 8
    assert count == len(line.text.split()[0])


def test_nothing_is_drawn_over_a_scanned_pdf(tmp_path: Path) -> None:
    with Image.open(SCANS / "clean.jpg") as image:
        image.save(tmp_path / "scan.pdf", resolution=200)
    before = pypdfium2.PdfDocument(tmp_path / "scan.pdf")
    page = picture.read_pdf_page(before[0], 1)
    after = pypdfium2.PdfDocument(io.BytesIO(searchable(tmp_path / "scan.pdf", [page])))
    assert layer(before).strip() == ""
    assert page.lines[0].text.split()[0] in layer(after)
    seen = [np.asarray(d[0].render(scale=1).to_pil()) for d in (before, after)]
    assert np.array_equal(*seen)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["picture.png", "scan.pdf"])
def test_other_programs_find_the_words_of_a_page_that_lay_sideways(
    kind: str, turn: int, tmp_path: Path
) -> None:
    sheet = Image.new("L", (600, 800), 255).rotate(turn, expand=True)
    sheet.save(
        tmp_path / kind, **({"dpi": (72, 72)} if kind == "picture.png" else {"resolution": 72})
    )
    words = ("ที่ รย ๐๐๒๓.๓/ว ๔๑๒", "เรื่อง สำรวจน้ำท่วม")
    lines = tuple(
        Line(said, box=(80.0, 90.0 + 40 * row, 280.0, 110.0 + 40 * row), row=row, size=16)
        for row, said in enumerate(words)
    )
    page = Page(1, lines, "ocr", 600, 800, turn=turn)
    content = searchable(tmp_path / kind, [page])
    with pdfplumber.open(io.BytesIO(content)) as document:
        found = document.pages[0].extract_text()
    by_pdfium = layer(pypdfium2.PdfDocument(content))
    for word in " ".join(words).split():
        assert word in found and word in by_pdfium
    assert pypdfium2.PdfDocument(content)[0].get_size() == pytest.approx((600, 800), abs=1)
