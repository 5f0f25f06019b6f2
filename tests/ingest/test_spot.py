"""A box that a person draws is read as the line of the page that it is."""

from pathlib import Path

import numpy as np
import pytest

from ingest import spot
from ingest.errors import ReadError
from ingest.pages import read_pages
from ingest.recogniser import decode, model
from ingest.recogniser.shape import HEIGHT

ROOT = Path(__file__).resolve().parents[2]
SCAN = ROOT / "tests" / "ingest" / "recogniser" / "scans" / "clean.jpg"
BUNDLE = next((ROOT / "data" / "samples").glob("*/bundle.pdf"))


@pytest.mark.parametrize("air", [0.0, 3.0, 7.0])
def test_numbers_of_printed_letters_are_read_whatever_the_air_around_them(air: float) -> None:
    pages = read_pages(BUNDLE)
    for number, words in ((2, "๕๒๖๗"), (4, "๑๗๖๑๗"), (6, "๕๑๑๐")):
        line = next(x for x in pages[number - 1].lines if words in x.text)
        assert line.box is not None
        x0, top, x1, bottom = line.box
        box = (x0 - air, top - air, x1 + air, bottom + air)
        printed, seen = spot.read(BUNDLE, number, box, 0, pages)
        assert (printed.source, seen.source) == ("text_layer", "ocr")
        assert words in printed.text and words in seen.text


def test_part_of_a_line_gives_its_part_of_the_words() -> None:
    (page,) = read_pages(SCAN)
    line = next(x for x in page.lines if x.text.startswith("เรียน"))
    assert line.box is not None and line.spans
    middle = line.spans[len("เรียน ")][0] - 1
    (seen,) = spot.read(SCAN, 1, (middle, line.box[1], line.box[2], line.box[3]))
    assert "วิทยาลัย" in seen.text and "เรียน" not in seen.text


def test_white_paper_says_nothing() -> None:
    assert spot.read(SCAN, 1, (200.0, 40.0, 290.0, 60.0)) == []


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_there_is_refused(number: int) -> None:
    with pytest.raises(ReadError, match="ไม่มีหน้านี้"):
        spot.read(SCAN, number, (0.0, 0.0, 50.0, 50.0))


def test_a_printed_number_is_cut_as_it_reads() -> None:
    line = next(x for x in read_pages(BUNDLE)[3].lines if "๑๗๖๑๗" in x.text)
    assert line.box is not None
    cut = spot.cut(BUNDLE, 4, line.box)
    assert cut is not None and cut.height == HEIGHT
    (glyphs,) = (decode.glyphs(columns) for columns in model.probabilities([np.asarray(cut)]))
    assert "๑๗๖๑๗" in "".join(glyph.character for glyph in glyphs)
