"""Heads of letters: labels apart, glued, misread, in any order, over lines and columns."""

import pytest

from tests.ingest.letters import letter, only, value

EXPECTED = ("รย 0023.3/ว 412", "2019-06-05", "การสำรวจข้อมูลตลาด", ["นายอำเภอทุกอำเภอ"])


def concluded(text: str) -> tuple[object, ...]:
    one = only(text)
    recipients = [item["value"].replace(" ", "") for item in one["recipients"]]
    return value(one["ref_no"]), value(one["date"]), value(one["subject"]), recipients


HEADS = {
    "glued labels": letter(
        subject="เรื่องการสำรวจข้อมูลตลาด", to="เรียนนายอำเภอ ทุกอำเภอ", number="ที่รย๐๐๒๓.๓/ว๔๑๒"
    ),
    "two on a row": letter(subject="เรื่อง การสำรวจข้อมูลตลาด เรียน นายอำเภอ ทุกอำเภอ", to=""),
    "label above": letter(subject="เรื่อง\nการสำรวจข้อมูลตลาด", to="เรียน\nนายอำเภอ ทุกอำเภอ"),
    "marks lost": letter(subject="เรอง การสำรวจข้อมูลตลาด", to="เรยน นายอำเภอ ทุกอำเภอ"),
    "letters misread": letter(subject="เรื่อว การสำรวจข้อมูลตลาด", to="เรียบ นายอำเภอ ทุกอำเภอ"),
    "number over rows": letter(number="ที่ รย ๐๐๒๓.๓/\nว ๔๑๒"),
    "number below": letter(number="ที่\nรย ๐๐๒๓.๓/ว ๔๑๒"),
    "agency apart": letter(number="ที่ รย\n๐๐๒๓.๓/ว ๔๑๒"),
    "day above month": letter(date="๕\nมิถุนายน ๒๕๖๒"),
    "weekday": letter(date="วันพุธที่ ๕ มิถุนายน ๒๕๖๒"),
    "wrapped": letter(subject="เรื่อง การสำรวจ\nข้อมูลตลาด", to="เรียน นายอำเภอ\nทุกอำเภอ"),
    "table": letter(
        number="", sender="| | |\n|---|---|\n| ที่ รย ๐๐๒๓.๓/ว ๔๑๒ | ศาลากลางจังหวัดระยอง<br>รย ๒๑๑๕๐ |"
    ),
    "sender first": letter(top="ศาลากลางจังหวัดระยอง\nถนนสุขุมวิท รย ๒๑๑๕๐", sender=""),
    "date first": letter(top="๕ มิถุนายน ๒๕๖๒", date=""),
}


@pytest.mark.parametrize("form", HEADS)
def test_heads(form: str) -> None:
    assert concluded(HEADS[form]) == EXPECTED


@pytest.mark.parametrize(
    "body",
    [
        "จังหวัดระยองขอให้อำเภอจัดทำบัญชีตลาดให้เป็นปัจจุบัน และรายงานผลให้จังหวัดทราบ",
        "กรมทดลองประสงค์จะปรับปรุงฐานข้อมูลตลาดทั่วประเทศให้เป็นปัจจุบัน",
    ],
)
def test_a_body_may_begin_with_the_name_of_an_office(body: str) -> None:
    for text in (letter(body=body), letter(body=body).replace("\n\n", "\n")):
        assert concluded(text) == EXPECTED


@pytest.mark.parametrize("width", [28, 40, 60, 90])
def test_a_subject_goes_on_as_far_as_the_text_was_wrapped(width: int) -> None:
    words = "การสำรวจ ข้อมูล ตลาดสด และ ตลาดนัด ใน เขต องค์กร ปกครอง ส่วน ท้องถิ่น ประจำ ปี พ.ศ. ๒๕๖๒"
    rows, row = [], "เรื่อง "
    for word in words.split():
        if len(row) + len(word) > width:
            rows.append(row.rstrip())
            row = ""
        row += word + " "
    rows.append(row.rstrip())
    found = only(letter(subject="\n".join(rows)))["subject"]["value"]
    assert found.replace(" ", "") == words.replace(" ", "")


@pytest.mark.parametrize(
    ("date", "raw"),
    [("๓๑ มิถุนายน ๒๕๖๒", "๓๑ มิถุนายน ๒๕๖๒"), ("      มิถุนายน ๒๕๖๒", "มิถุนายน ๒๕๖๒")],
)
def test_a_date_that_cannot_be_true_is_not_concluded(date: str, raw: str) -> None:
    field = only(letter(date=date))["date"]
    assert field["value"] is None and field["doubt"] and raw in field["raw"]


@pytest.mark.parametrize("number", ["ที่ รย ๐๐๒๓.๓/", "ที่ รย ๐๐๒๓.๓/ว ๔๑๒/๓", "ที่ รย OO๒๓.๓/ว ๔l๒"])
def test_blank_and_broken_numbers_are_doubted(number: str) -> None:
    field = only(letter(number=number))["ref_no"]
    assert field["doubt"] and field["confidence"] < 0.95
