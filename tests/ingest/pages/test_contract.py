"""Every page reader keeps the contract of ``ingest.pages``."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import ReadError
from ingest.pages import READERS, read_pages
from ingest.pages.page import Page
from ingest.pages.sniff import FileType
from ingest.thai import clusters
from tests.ingest.pages import forge

_FORBIDDEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\ufeff\ue000-\uf8ff]")


def pdf(path: Path) -> None:
    path.write_bytes(forge.letter())


def text(path: Path) -> None:
    path.write_text(forge.SOURCE + "\fหน้าสอง   ท้ายแถว\n", encoding="utf-8")


def picture(path: Path) -> None:
    sheet = Image.new("L", (1240, 1754), 255)
    font = ImageFont.truetype(forge.SARABUN, 40)
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(forge.LETTER):
        pen.text((150, 150 + 80 * number), line, font=font, fill=0)
    sheet.save(path, format="PNG", dpi=(150, 150))


SAMPLES: dict[FileType, Callable[[Path], None]] = {
    FileType.PDF: pdf,
    FileType.TEXT: text,
    FileType.PICTURE: picture,
}


@pytest.fixture(params=list(READERS), ids=str)
def pages(request: pytest.FixtureRequest, tmp_path: Path) -> list[Page]:
    path = tmp_path / "sample"
    SAMPLES[request.param](path)
    told: list[tuple[int, int]] = []
    found = read_pages(path, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(found), len(found))
    return found


def test_pages_are_numbered_and_lines_know_their_page(pages: list[Page]) -> None:
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert all(line.page == page.number for page in pages for line in page.lines)
    assert any(page.lines for page in pages)


def test_rows_run_down_the_page(pages: list[Page]) -> None:
    for page in pages:
        numbers = [line.row for line in page.lines]
        assert numbers == sorted(numbers)


def test_text_is_clean_and_in_typing_order(pages: list[Page]) -> None:
    for line in (line for page in pages for line in page.lines):
        assert line.text.strip() == line.text != ""
        assert not _FORBIDDEN.search(line.text)
        assert clusters.repair(line.text) == line.text


def test_places_lie_on_the_page_and_match_the_text(pages: list[Page]) -> None:
    for page in pages:
        for line in page.lines:
            assert len(line.spans) in (0, len(line.text))
            assert len(line.confidences) in (0, len(line.text))
            if line.box is None:
                assert page.width is None
                continue
            assert page.width is not None and page.height is not None
            x0, top, x1, bottom = line.box
            assert -1 <= x0 < x1 <= page.width + 1
            assert -1 <= top < bottom <= page.height + 1


def test_every_reader_refuses_with_a_read_error(tmp_path: Path) -> None:
    path = tmp_path / "broken"
    for start in (b"%PDF-1.4\n%broken", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xfe\x00\xd8\x00\xd8"):
        path.write_bytes(start)
        with pytest.raises(ReadError):
            read_pages(path)
