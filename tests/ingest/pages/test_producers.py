"""One letter set by every producer reads the same: the error rate against its source text."""

import re
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from ingest.pages import read_pages
from ingest.pages.page import Page

PRODUCERS = Path(__file__).parents[2] / "fixtures" / "producers"
SOURCE = (PRODUCERS / "source.txt").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(pages: list[Page]) -> str:
    return "\n".join(line.text for page in pages for line in page.lines)


def error_rate(expected: str, read: str) -> float:
    expected, read = squeezed(expected), squeezed(read)
    return Levenshtein.distance(expected, read) / len(expected)


@pytest.mark.parametrize("path", sorted(PRODUCERS.glob("*.pdf")), ids=lambda path: path.stem)
def test_text_layer_equals_the_source(path: Path) -> None:
    pages = read_pages(path)
    assert {page.source for page in pages} == {"text_layer"}
    assert error_rate(SOURCE, text_of(pages)) < 0.001


@pytest.mark.parametrize("path", sorted(PRODUCERS.glob("*.pdf")), ids=lambda path: path.stem)
def test_words_are_not_torn_or_glued(path: Path) -> None:
    """Spaces: every word of a label row stands alone, and the head's columns are apart."""
    page = read_pages(path)[0]
    texts = [line.text for line in page.lines]
    assert texts[0] == "ที่ มท ๐๘๙๙.๒/ว ๔๗๖๐"
    assert texts[1] == "กรมตัวอย่างการปกครอง"
    assert page.lines[0].row == page.lines[1].row
    assert any("เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด" in text for text in texts)
    assert "โทร. ๐ ๒๑๒๓ ๔๕๖๗ ต่อ ๘๙๐๑" in text_of(read_pages(path)).split("\n")


@pytest.mark.parametrize("path", sorted(PRODUCERS.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_character_has_a_place_on_the_page(path: Path) -> None:
    for page in read_pages(path):
        assert page.width and page.height
        for line in page.lines:
            assert len(line.spans) == len(line.text)
            assert line.box is not None
            x0, top, x1, bottom = line.box
            assert 0 <= x0 < x1 <= page.width and 0 <= top < bottom <= page.height
            assert all(x0 - 0.1 <= a <= b <= x1 + 0.1 for a, b in line.spans)
