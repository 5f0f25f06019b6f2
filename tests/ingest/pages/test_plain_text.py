"""Plain text and the Markdown of other OCR programs as lines."""

import pytest

from ingest.errors import EmptyFile, TooDense
from ingest.pages import plain_text
from ingest.pages.page import Page


def rows(page: Page) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for line in page.lines:
        found.setdefault(line.row, []).append(line.text)
    return [found[row] for row in sorted(found)]


def only_page(text: str) -> Page:
    (page,) = plain_text.read_text(text)
    return page


def test_form_feeds_and_separators_end_pages() -> None:
    pages = plain_text.read_text("หนึ่ง\fสอง\n<!-- page 3 -->\nสาม\n\n--- หน้า ๔ ---\nสี่\n\f\n")
    assert [rows(page) for page in pages] == [[["หนึ่ง"]], [["สอง"]], [["สาม"]], [["สี่"]]]
    assert [page.number for page in pages] == [1, 2, 3, 4]


def test_wide_gaps_split_a_row_and_narrow_ones_do_not() -> None:
    page = only_page("ที่ มท ๐๑๐๑/๑     ศาลากลางจังหวัด\n\nเรื่อง  การทดสอบ\tวันที่ ๑")
    assert rows(page) == [["ที่ มท ๐๑๐๑/๑", "ศาลากลางจังหวัด"], ["เรื่อง  การทดสอบ", "วันที่ ๑"]]
    assert [line.row for line in page.lines] == [0, 0, 2, 2]


def test_tables_become_rows_of_cells() -> None:
    page = only_page("| เลขรับ | ๑๒ |\n|:---|---:|\n| ก<br>ข | <ul><li>ค</li><li>ง</li></ul> |\n")
    assert rows(page) == [["เลขรับ", "๑๒"], ["ก", "ค"], ["ข", "ง"]]


def test_html_tables_become_rows_of_cells() -> None:
    page = only_page("ก่อน\n<table><tr><th>ที่</th><td>รายการ<br/>ต่อ</td></tr></table>\nหลัง")
    assert rows(page) == [["ก่อน"], ["ที่", "รายการ"], ["ต่อ"], ["หลัง"]]


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("## บันทึกข้อความ", "บันทึกข้อความ"),
        ("ดูที่ [www.example.go.th](http://www.example.go.th)", "ดูที่ www.example.go.th"),
        ("[แบบฟอร์ม](https://example.go.th/f)", "แบบฟอร์ม https://example.go.th/f"),
        ("**เรื่อง** *ด่วน*", "เรื่อง ด่วน"),
        ("- ๑.๑ ผู้มีสิทธิ", "๑.๑ ผู้มีสิทธิ"),
        ("* ผู้ขอ", "- ผู้ขอ"),
        ("ข้อ ๑\\. ก&amp;ข  ", "ข้อ ๑. ก&ข"),
        ("ชื่อ ________ วันที่ ........", "ชื่อ ________ วันที่ ........"),
        ("ก ** ข", "ก ** ข"),
        ("![](img.png)ที่ ๑", "ที่ ๑"),
    ],
)
def test_markup_is_taken_off(markup: str, printed: str) -> None:
    assert [line.text for line in only_page(markup).lines] == [printed]


def test_line_breaks_in_html_are_rows() -> None:
    assert rows(only_page("ก<br>ข<br/>ค")) == [["ก"], ["ข"], ["ค"]]


@pytest.mark.parametrize("text", ["", " \n\n\t", "\n" * 100_000, "\ufeff\f\f"])
def test_text_without_text_is_an_empty_file(text: str) -> None:
    with pytest.raises(EmptyFile):
        plain_text.read_text(text)


def test_a_page_of_a_megabyte_is_refused() -> None:
    with pytest.raises(TooDense):
        plain_text.read_text("ก" * 1_000_000)


def test_many_empty_lines_are_no_burden() -> None:
    assert rows(only_page("ก" + "\n" * 100_000 + "ข")) == [["ก"], ["ข"]]


def test_sara_aa_that_is_called_sara_am() -> None:
    """Word processors name both by one glyph; a name of its own is left as it is."""
    apart = "ส ำนักงำนจังหวัด ขอเชิญประชุม กำรประชุมคณะกรรมกำร ก ำหนดกำร ณ ศำลำกลำง"
    assert only_page(apart).lines[0].text == (
        "สำนักงานจังหวัด ขอเชิญประชุม การประชุมคณะกรรมการ กำหนดการ ณ ศาลากลาง"
    )
    together = "สำนักงำนขอเชิญ กำรประชุม ณ ศำลปกครอง ประกำศนี้ อำเภอ"
    assert only_page(together).lines[0].text == "สำนักงานขอเชิญ การประชุม ณ ศาลปกครอง ประกาศนี้ อำเภอ"
    name = "ตำบลท่ามิหรำ อำเภอ ทำการ สำเนา"
    assert only_page(name).lines[0].text == name
