"""Where a letter ends and the next begins; and that no text whatever breaks the reading."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import bundle
from ingest.fields.rows import Row, gather
from ingest.pages.plain_text import read_text
from tests.ingest.letters import PAGE_END, letter, reading, value

MEMO = (
    "บันทึกข้อความ\nส่วนราชการ กองทดลอง โทร. ๑๐๒\nที่ รย ๕๒๑๐๒/๔๔ วันที่ ๕ มิถุนายน ๒๕๖๒\n"
    "เรื่อง ขออนุมัติจัดซื้อ\n\nเรียน นายกเทศมนตรี\n\nด้วยกองทดลองมีความประสงค์จะจัดซื้อวัสดุ\n\n"
    "จึงเรียนมาเพื่อโปรดพิจารณา\n\n(นางสาวน้ำ สมมุติคลัง)\nผู้อำนวยการกองทดลอง"
)
SEALED = (
    "ที่ รย ๐๐๒๓.๓/ว ๓๑๐๑\n\nถึง ที่ทำการทดลองอำเภอ ทุกอำเภอ\n\nพร้อมนี้ "
    "ขอส่งแบบรายงานมาเพื่อดำเนินการ "
    "และรายงานภายในวันที่ ๒๘ มิถุนายน ๒๕๖๒\n\nสำนักงานทดลองจังหวัดระยอง\n๖ มิถุนายน "
    "๒๕๖๒\n\nกลุ่มงานทดลอง\nโทร. ๐-๓๘๐๐-๐๐๒๓"
)
ORDER = (
    "คำสั่งเทศบาลตำบลทดลอง\nที่ ๑๒/๒๕๖๒\nเรื่อง "
    "แต่งตั้งคณะกรรมการ\n----------\nด้วยเทศบาลตำบลทดลองจะดำเนินการ "
    "จึงแต่งตั้งคณะกรรมการ\n\nสั่ง ณ วันที่ ๕ มิถุนายน พ.ศ. ๒๕๖๒\n\n(นายดนัย "
    "สมมุติเมือง)\nนายกเทศมนตรีตำบลทดลอง"
)
NEWS = (
    "ประกาศเทศบาลตำบลทดลอง\nเรื่อง การประชุมสภา\n\nด้วยจะมีการประชุมสภาเทศบาล\n\n"
    "ประกาศ ณ วันที่ ๕ มิถุนายน ๒๕๖๒\n\n(นายดนัย สมมุติเมือง)\nนายกเทศมนตรีตำบลทดลอง"
)
PARTS = {
    "external": letter(),
    "memo": MEMO,
    "stamped": SEALED,
    "order": ORDER,
    "announcement": NEWS,
}
#: Words that mean something to the splitter, to be thrown together.
WORDS = (
    "ที่ รย ๐๐๒๓.๓/ว ๔๑๒", "ที่", "เรื่อง การทดสอบ", "เรียน นายอำเภอ", "ถึง จังหวัด", "บันทึกข้อความ",
    "ขอแสดงความนับถือ", "(นายดนัย สมมุติ)", "เลขรับ ๑๒", "วันที่ ๕ มิ.ย. ๖๒", "เวลา ๑๐.๐๐", "ลับ",
    "ด่วนที่สุด",
    "อ้างถึง หนังสือ ที่ มท ๐๘๑๐/ว", "สิ่งที่ส่งมาด้วย ๑. ", "๑๒/๒๕๖๒", "คำสั่งกรมทดลอง",
    "ประกาศ", "รายงานการประชุม",
    "สั่ง ณ วันที่", "โทร. ๐", "๕ มิถุนายน ๒๕๖๒", "บัญชีรายชื่อ", "ยกเว้น",
    "ทุกแห่ง", "|", "**", "#", "(", ")", "/", ".....",
    "- ๒ -", "/๓. หลัง...", "\f", "",
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(["\n", "\n\n", " ", "\t", "   "])),
        max_size=40,
    ).map(lambda pairs: "".join(a + b for a, b in pairs)),
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def rows(text: str) -> list[Row]:
    return gather(read_text(text))


@quick
@given(texts)
def test_sections_cover_all_rows_in_order(text: str) -> None:
    if not text.strip("\ufeff\f \t\r\n\u200b"):
        return
    made = rows(text)
    at = 0
    for section in bundle.split(made):
        assert section.start == at and section.end > at
        at = section.end
    assert at == len(made)


@quick
@given(texts)
def test_no_text_breaks_the_reading(text: str) -> None:
    if not text.strip("\ufeff\f \t\r\n\u200b"):
        return
    found = reading(text)
    ids = {one["id"] for one in found["letters"]}
    assert all({link["from"], link["to"]} <= ids for link in found["links"])
    assert found["letters"] or found["warnings"]


@pytest.mark.parametrize("first", PARTS)
@pytest.mark.parametrize("second", PARTS)
@pytest.mark.parametrize("between", [PAGE_END, "\n\n\n", "\n\n"])
def test_any_two_kinds_are_told_apart(first: str, second: str, between: str) -> None:
    text = PARTS[first] + between + PARTS[second]
    assert [one["kind"] for one in reading(text)["letters"]] == [first, second]


def _concluded(text: str) -> list[tuple[object, ...]]:
    return [
        (
            value(one["ref_no"]), value(one["date"]), value(one["subject"]), one["kind"],
            [item["value"] for item in one["recipients"]], (one["signatory"] or {}).get("name"),
        )
        for one in reading(text)["letters"]
    ]  # fmt: skip


CHANGES = {
    "blank rows": lambda text: text.replace("\n", "\n\n"),
    "no blank rows": lambda text: re.sub(r"\n{2,}", "\n", text),
    "bold labels": lambda text: re.sub(r"(?m)^(ที่|เรื่อง|เรียน|ถึง|ส่วนราชการ)(?=\s)", r"**\1**", text),
    "heading": lambda text: "# " + text,
    "trailing spaces": lambda text: text.replace("\n", "  \n"),
    "colons": lambda text: re.sub(r"(?m)^(เรื่อง|เรียน|ถึง|ส่วนราชการ)\s", r"\1 : ", text),
    "arabic digits": lambda text: text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")),
    "garuda": lambda text: "![ตราครุฑ](img-0.jpeg)\n\n" + text,
    "windows": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", PARTS)
def test_the_dress_of_a_text_changes_nothing(kind: str, change: str) -> None:
    assert _concluded(CHANGES[change](PARTS[kind])) == _concluded(PARTS[kind])


def test_a_letter_goes_on_over_pages() -> None:
    turned = "/๓. หลังจาก...\n\f\n- ๒ -\n๓. หลังจากนี้ให้รายงาน\n\nจึงเรียนมา"
    (one,) = reading(letter().replace("จึงเรียนมา", turned))["letters"]
    assert one["pages"] == [1, 2] and one["signatory"]["name"] == "นายดนัย สมมุติทะเล"


@pytest.mark.parametrize(
    "text",
    [
        "กลอนแปด\n\nยามเมื่อฝนพรำพร่ำรำพัน\nดอกโสนบานสะพรั่งทั้งทุ่งนา",
        "ใบเสนอราคา\nที่ 12/2562\nเรียน ผู้จัดการ\nรายการ กระดาษ 10 รีม\nรวม 1,200 บาท",
        "เรื่องเล่าจากป่า\n\nกาลครั้งหนึ่งมีกระต่ายอยู่ตัวหนึ่ง",
        "แมวไทยชอบนอนตากแดด ที่บ้านมีแมวอยู่ 3 ตัว",
        "Dear Sir,\nThis is no Thai letter.\n",
    ],
)
def test_what_is_no_letter_is_told_with_a_warning(text: str) -> None:
    found = reading(text)
    assert found["letters"] == [] and found["warnings"]


def test_one_long_line_is_taken_apart() -> None:
    text = letter().replace("\n\n", " ").replace("\n", " ")
    assert _concluded(text) == _concluded(letter())
