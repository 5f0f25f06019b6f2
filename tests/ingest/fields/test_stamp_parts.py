"""Stamps whose lines the recogniser read by themselves: values, doubts, impossible ones."""

import pytest

from ingest.fields import stamp_parts
from ingest.pages.page import Line
from ingest.reading import Stamp


def line(row: int, text: str, sure: float = 0.99, others: tuple[str, ...] = ()) -> Line:
    spans = tuple((400.0 + 5 * i, 405.0 + 5 * i) for i in range(len(text)))
    return Line(
        text,
        box=(400.0, 40.0 + 16 * row, 400.0 + 5 * len(text), 56.0 + 16 * row),
        row=row,
        spans=spans,
        confidences=(sure,) * len(text),
        alternatives=tuple((other, 0.3) for other in others),
        stamp=1,
    )


def stamp(*texts: str | Line) -> Stamp:
    return stamp_parts.read([t if isinstance(t, Line) else line(i, t) for i, t in enumerate(texts)])


def test_a_clear_stamp_is_read_without_a_doubt() -> None:
    found = stamp("เทศบาลตำบลชำฆ้อ", "เลขรับ ๐๘๘๑", "วันที่ ๖ มิ.ย. ๒๕๖๒", "เวลา ๑๐.๐๐ น.")
    assert (found.office, found.number, found.date) == ("เทศบาลตำบลชำฆ้อ", "0881", "2019-06-06")
    assert (found.time, found.doubt, found.page) == ("10:00", None, 1)
    assert found.confidence >= 0.95


def test_a_misread_office_is_the_one_it_can_only_be() -> None:
    found = stamp("เทศบาคตำบลชำฆ้อ", "เลขรับ 881", "วันที่ 6 มิ.ย. 2562")
    assert found.office == "เทศบาลตำบลชำฆ้อ"
    assert stamp(line(0, "ละิษาคชตร์ 1", 0.5), "2220", "28 เม.ย. 2553").office is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("เลขรับ ๑ ๒ ๓", "123"), ("เลขรับ 123/2567", "123"), ("เลขรับ ...๑๒๓...", "123")],
)
def test_the_number_stands_alone(text: str, number: str) -> None:
    found = stamp("เทศบาลตำบลชำฆ้อ", text, "วันที่ 6 มิ.ย. 2567")
    assert found.number == number and found.doubt is None


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (line(1, "เลขรับ 881", 0.6), "881"),
        (line(1, "เลขรับ C57", others=("เลขรับ 657",)), "657"),
        (line(1, "เลขรับ 881", others=("เลขรับ 861",)), "881"),
        (line(1, "เลขรับ 881ก"), "881"),
        (line(1, "เลขรับ 12345678"), "12345678"),
        (line(1, "เลขรับ"), None),
    ],
)
def test_an_unsure_number_is_doubted(number: Line, value: str | None) -> None:
    found = stamp("เทศบาลตำบลชำฆ้อ", number, line(2, "วันที่ 6 มิ.ย. 2562"))
    assert found.number == value and found.doubt and found.confidence < 0.95


@pytest.mark.parametrize(
    ("date", "value"),
    [
        (line(2, "วันที่ 14760"), "2017-07-14"),
        (line(2, "วันที่ 14.760"), "2017-07-14"),
        (line(2, "วันที่ 25 พ.ว. 2562", others=("วันที่ 25 พ.ค. 2562",)), "2019-05-25"),
        (line(2, "วันที่ 31 ก.พ. 2562"), None),
        (line(2, "วันที่ 1112"), None),
        (line(2, "วันที่ ...."), None),
    ],
)
def test_a_date_not_read_whole_is_doubted(date: Line, value: str | None) -> None:
    found = stamp("เทศบาลตำบลชำฆ้อ", "เลขรับ 881", date)
    assert found.date == value and found.doubt and found.confidence <= 0.6


@pytest.mark.parametrize(
    ("time", "value", "doubted"),
    [("เวลา 9:05 น.", "09:05", False), ("เวลา 1544", "15:44", True), ("เวลา 25.10", None, True),
     ("เวลา .......น.", None, False), ("เวลา 1๓", None, True)],
)  # fmt: skip
def test_times(time: str, value: str | None, doubted: bool) -> None:
    found = stamp("เทศบาลตำบลชำฆ้อ", "เลขรับ 881", "วันที่ 6 มิ.ย. 2562", time)
    assert found.time == value and bool(found.doubt) is doubted
