import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import sheets
from tracker.errors import FileRefused


def test_what_is_written_is_read_again() -> None:
    rows = [["๑", 2, datetime(2026, 11, 23), None, "ก\nข"]]
    made = sheets.write("ทะเบียน/2569", ["ก", "ข", "ค", "ง", "จ"], rows, widths=[5], above=["หัว"])
    (sheet,) = sheets.read(made)
    assert sheet.name == "ทะเบียน 2569"
    assert sheet.rows[0][0] == "หัว"
    assert sheet.rows[2] == ("๑", 2, datetime(2026, 11, 23), None, "ก\nข")


@pytest.mark.parametrize("text", ["=1+1", "+66", "-2", "@x", '=HYPERLINK("http://x","y")'])
def test_text_never_becomes_a_formula(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.write("ก", ["ข"], [[text]])))
    assert book.active is not None
    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_comma_lists_in_every_usual_code() -> None:
    text = "เลขรับ,เรื่อง\n1,ขอเชิญประชุม\n\n"
    for code in ("utf-8", "utf-8-sig", "cp874", "utf-16"):
        (sheet,) = sheets.read(text.encode(code))
        assert sheet.rows == (("เลขรับ", "เรื่อง"), ("1", "ขอเชิญประชุม"))
    (sheet,) = sheets.read("เลขรับ;เรื่อง\n1;ก,ข\n".encode())
    assert sheet.rows[1] == ("1", "ก,ข")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04rubbish", b"%PDF-1.7", b"\x00\x01,\x02", b"\xd0\xcf\x11\xe0old", b"x"],
)
def test_what_is_no_table_is_refused_in_thai(content: bytes) -> None:
    with pytest.raises(FileRefused, match="กรุณา"):
        sheets.read(content)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_table_or_a_sentence(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04"):
        try:
            sheets.read(head + content)
        except FileRefused as refusal:
            assert "กรุณา" in str(refusal)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=4))
def test_any_text_can_be_written(rows: list[list[str]]) -> None:
    assert len(sheets.read(sheets.write("ก", ["ก", "ข"], rows))) == 1
