"""A graded letter shows number, date, office and grade; nothing of its content gets out."""

import json

import pytest

from tests.ingest.letters import PAGE_END, letter, reading

SECRETS = ("สำรวจข้อมูลตลาด", "สมมุติทะเล", "นายอำเภอ")


def _leaks(text: str, words: tuple[str, ...] = SECRETS) -> list[str]:
    printed = json.dumps(reading(text), ensure_ascii=False)
    return [word for word in words if word in printed]


@pytest.mark.parametrize(
    ("number", "top", "grade", "urgency"),
    [
        ("ที่ รย ๐๐๒๓.๓/๔๑๒", "ลับ", "confidential", "normal"),
        ("ที่ รย ๐๐๒๓.๓/๔๑๒", "**ลับมาก**", "secret", "normal"),
        ("ที่ รย ๐๐๒๓.๓/๔๑๒", "- ลับที่สุด -\nด่วนที่สุด", "top_secret", "most_urgent"),
        ("ลับ ด่วนมาก ที่ รย ๐๐๒๓.๓/๔๑๒", "", "confidential", "very_urgent"),
        ("ที่ รย ๐๐๒๓.๓/๔๑๒", "ชั้นความลับ : ลับ", "confidential", "normal"),
    ],
)
def test_graded_letters_are_sealed(number: str, top: str, grade: str, urgency: str) -> None:
    text = letter(number=number, top=top, bottom=top)
    found = reading(text)
    (one,) = found["letters"]
    assert one["secrecy"] == grade and one["urgency"] == urgency
    assert one["text"] is None
    assert one["ref_no"]["value"] == "รย 0023.3/412" and one["date"]["value"] == "2019-06-05"
    assert any("ชั้นความลับ" in told for told in found["warnings"])
    assert _leaks(text) == []


def test_further_pages_and_papers_of_a_secret_letter_are_sealed_too() -> None:
    pages = letter(top="ลับ").replace("จึงเรียนมา", f"{PAGE_END}ลับ\n- ๒ -\nความในหน้าสอง\nจึงเรียนมา")
    annex = PAGE_END + "บัญชีรายชื่อแนบท้าย\n\n๑. นายปกปิด สมมุติชื่อ"
    assert _leaks(pages + annex, (*SECRETS, "ความในหน้าสอง", "สมมุติชื่อ")) == []


def test_the_signatory_of_a_secret_letter_is_named_in_no_doubt_of_another() -> None:
    secret = letter(
        top="ลับ", number="ที่ รย ๐๐๒๓.๓/๔๑๓", signature="(นายดนย สมมุติทะเล)\nท้องถิ่นจังหวัดระยอง"
    )
    open_ = letter(signature="(นายดนัย สมมุติทะเล)\nท้องถิ่นจังหวัดระยอง")
    assert _leaks(secret + PAGE_END + open_, ("นายดนย",)) == []


def test_a_grade_that_is_only_spoken_of_seals_nothing() -> None:
    body = "ด้วยเอกสารชั้นความลับ ลับมาก ต้องจัดเก็บแยก และหนังสือ ลับ ที่ มท ๐๑๐๑/๒ ลงวันที่ ๒ มกราคม ๒๕๖๒ ให้ยกเลิก"
    (one,) = reading(letter(body=body))["letters"]
    assert one["secrecy"] == "none" and one["text"]
