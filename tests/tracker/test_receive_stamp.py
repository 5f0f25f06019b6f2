import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from sqlalchemy import Engine
from sqlmodel import Session

from tests.tracker.office import Office
from tests.tracker.test_registers import hold
from tracker import db, receive_stamp, registers, stamping
from tracker.errors import BadValue, NotFound
from tracker.receive_stamp import Stamp
from tracker.stamping import NoStamp
from tracker.typesetting import compile_pdf

MM = 72 / 25.4
FULL_CORNER = """
#set page(paper: "a4", margin: 0mm)
#place(top + right, rect(width: 90mm, height: 60mm, fill: black))
"""
PLAIN = '#set page(paper: "a4")\n#place(center + horizon)[หนังสือ]'


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.begin(engine) as opened:
        yield opened


@pytest.fixture
def said(now: datetime) -> Stamp:
    return Stamp("เทศบาลตำบลตัวอย่าง", 12, 2569, now)


def text_of(pdf: bytes, page: int = 0) -> str:
    shown = pdfium.PdfDocument(pdf)[page].get_textpage().get_text_bounded()
    return "".join(str(shown).split())


def blue(pdf: bytes) -> tuple[float, float, float, float]:
    """Where the stamp's ink lies on the first page as it is seen: left, top, right, bottom, mm."""
    picture = np.asarray(pdfium.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")) * 1.0
    rows, columns = np.nonzero(picture[:, :, 2] - picture[:, :, 0] > 60)
    return columns.min() / MM, rows.min() / MM, columns.max() / MM, rows.max() / MM


def put(tmp_path: Path, content: bytes, said: Stamp, page: int = 1) -> bytes:
    source = tmp_path / "source"
    source.write_bytes(content)
    return stamping.stamped(source, receive_stamp.stamp(said), page=page)


def test_the_stamp_says_office_number_day_and_time(said: Stamp) -> None:
    made = receive_stamp.stamp(said)
    for words in ("เทศบาลตำบลตัวอย่าง", "๑๒/๒๕๖๙", "๒๓พฤศจิกายน๒๕๖๙", "๐๙.๓๐น."):
        assert words in text_of(made)
    width, height = pdfium.PdfDocument(made)[0].get_size()
    assert (round(width / MM), round(height / MM)) == (50, 25)


def test_a_long_name_stays_inside(said: Stamp) -> None:
    name = "ศูนย์ปฏิบัติการส่งเสริมการพัฒนาท้องถิ่นและเมืองอัจฉริยะแห่งภาคตะวันออก " * 3
    made = receive_stamp.stamp(replace(said, office=name))
    assert len(pdfium.PdfDocument(made)) == 1
    assert "๐๙.๓๐น." in text_of(made)


def test_it_stands_at_the_top_right_of_the_right_page(tmp_path: Path, said: Stamp) -> None:
    both = compile_pdf('#set page(paper: "a4")\nหนึ่ง\n#pagebreak()\nสอง', {})
    made = put(tmp_path, both, said, page=2)
    assert "๑๒/๒๕๖๙" in text_of(made, 1) and "๑๒/๒๕๖๙" not in text_of(made, 0)
    left, top, right, bottom = blue(put(tmp_path, compile_pdf(PLAIN, {}), said))
    assert (left > 140, right < 205, top < 12, bottom < 40) == (True,) * 4
    assert text_of(put(tmp_path, both, said, page=99), 1) == text_of(made, 1)


def test_it_goes_beside_what_is_written(tmp_path: Path, said: Stamp) -> None:
    left, top, right, bottom = blue(put(tmp_path, compile_pdf(FULL_CORNER, {}), said))
    assert top > 60 or right < 120


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_stamped_as_they_are_seen(tmp_path: Path, said: Stamp, turn: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(compile_pdf(PLAIN, {}))))
    writer.pages[0].rotate(turn)
    kept = io.BytesIO()
    writer.write(kept)
    made = put(tmp_path, kept.getvalue(), said)
    width = pdfium.PdfDocument(made)[0].get_width() / MM
    left, top, right, bottom = blue(made)
    assert (round(right - left), round(bottom - top)) == (50, 25)
    assert (width - right < 12, top < 12) == (True, True)


def test_a_scan_becomes_a_pdf(tmp_path: Path, said: Stamp) -> None:
    kept = io.BytesIO()
    Image.new("L", (1654, 2339), 255).save(kept, "PNG", dpi=(200, 200))
    made = put(tmp_path, kept.getvalue(), said)
    assert round(pdfium.PdfDocument(made)[0].get_width() / MM) == 210
    assert "๑๒/๒๕๖๙" in text_of(made)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"text", b"\x89PNG\r\n\x1a\n"])
def test_what_cannot_be_stamped_is_said(tmp_path: Path, said: Stamp, content: bytes) -> None:
    with pytest.raises(NoStamp, match="พิมพ์ตราลงบนกระดาษ"):
        put(tmp_path, content, said)


def test_the_sheet_has_the_stamp_where_it_is_wanted(said: Stamp) -> None:
    left, top, right, bottom = blue(receive_stamp.sheet(said, right=30, top=50))
    assert (round(right), round(top)) == (180, 50)
    with pytest.raises(BadValue, match="A4"):
        receive_stamp.sheet(said, right=200)


def test_the_stamp_of_a_line_is_for_those_who_see_its_book(
    session: Session, house: Office, now: datetime
) -> None:
    letter = hold(session, house.clerk, now)
    entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert entry.id is not None
    made = receive_stamp.of(session, house.district, entry.id)
    assert (made.number, made.year, made.arrival_id) == (1, 2569, None)
    for wrong in (entry.id, 999):
        with pytest.raises(NotFound):
            receive_stamp.of(session, house.stranger, wrong)
    registers.void(session, house.clerk, now, entry_id=entry.id, reason="ผิด")
    with pytest.raises(BadValue, match="ยกเลิกแล้ว"):
        receive_stamp.of(session, house.clerk, entry.id)
