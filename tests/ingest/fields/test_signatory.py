"""Who signed, in which position, for whom: as offices really set it."""

import pytest

from ingest import people
from tests.ingest.letters import letter, only

NAME = "นายดนัย สมมุติทะเล"
HEAD = "ผู้ว่าราชการจังหวัดระยอง"
CASES: dict[str, tuple[str, str | None, str | None]] = {
    f"({NAME})\nรองอธิบดี รักษาราชการแทน\nอธิบดีกรมทดลอง": (NAME, "รองอธิบดี", "อธิบดีกรมทดลอง"),
    f"({NAME})\nรองปลัดเทศบาล รักษาการในตำแหน่งปลัดเทศบาล\nปฏิบัติหน้าที่ นายกเทศมนตรีตำบลทดลอง": (
        NAME, "รองปลัดเทศบาล", "นายกเทศมนตรีตำบลทดลอง",
    ),
    f"({NAME})\nหัวหน้าฝ่ายบริหาร ปฏิบัติหน้าที่แทน ผู้อำนวยการโรงเรียน": (
        NAME, "หัวหน้าฝ่ายบริหาร", "ผู้อำนวยการโรงเรียน",
    ),
    f"({NAME})\nปลัดจังหวัด\nปฏิบัติราชการแทน{HEAD}": (NAME, "ปลัดจังหวัด", HEAD),
    f"({NAME}) ปลัดจังหวัด ปฏิบัติราชการแทน {HEAD}": (NAME, "ปลัดจังหวัด", HEAD),
    f"{NAME}\nปลัดจังหวัด ปฏิบัติราชการแทน\n{HEAD}": (NAME, "ปลัดจังหวัด", HEAD),
    f"(ลงชื่อ) {NAME}\nปลัดจังหวัด": (NAME, "ปลัดจังหวัด", None),
    f"ลงชื่อ......................\n( {NAME} )\nปลัดจังหวัด": (NAME, "ปลัดจังหวัด", None),
    f"(ลงชื่อ) ดนัย สมมุติทะเล\n({NAME})\nปลัดจังหวัด": (NAME, "ปลัดจังหวัด", None),
    "พันตำรวจเอก\n(ดนัย สมมุติทะเล)\nผู้กำกับการสถานีตำรวจภูธรทดลอง": (
        "พันตำรวจเอก ดนัย สมมุติทะเล", "ผู้กำกับการสถานีตำรวจภูธรทดลอง", None,
    ),
    "(รองศาสตราจารย์ ดร.ดนัย สมมุติทะเล)\nคณบดี": ("รองศาสตราจารย์ ดร.ดนัย สมมุติทะเล", "คณบดี", None),
    "(ว่าที่ร้อยตรี ดนัย สมมุติทะเล)\nนายอำเภอทดลอง": ("ว่าที่ร้อยตรี ดนัย สมมุติทะเล", "นายอำเภอทดลอง", None),
    "(พระครูดนัย สมมุติโต)\nเจ้าคณะอำเภอทดลอง": ("พระครูดนัย สมมุติโต", "เจ้าคณะอำเภอทดลอง", None),
    # strokes of a signature that were read as a digit, a bracket
    f"({NAME})\n๕\nปลัดจังหวัด\n(\nปฏิบัติราชการแทน {HEAD}": (NAME, "ปลัดจังหวัด", HEAD),
    # a short date ends the position, whatever stands below
    f"({NAME})\nปลัดจังหวัด\n๒ ก.ค. ๖๒\nรองปลัดจังหวัด": (NAME, "ปลัดจังหวัด", None),
    f"**({NAME})**\n\n**ปลัดจังหวัด**": (NAME, "ปลัดจังหวัด", None),
}  # fmt: skip
DESK = """เรียน นายกเทศมนตรี
- เพื่อโปรดทราบ

(นางสาวเกศรา สมมุติงาน)
เจ้าพนักงานธุรการ
๒ ก.ค. ๖๒

ทราบ แจ้งกองทดลอง

(นายยงยุทธ สมมุตินาย)
นายกเทศมนตรี"""


@pytest.mark.parametrize(("signature", "expected"), CASES.items())
def test_signatures(signature: str, expected: tuple[str, str | None, str | None]) -> None:
    found = only(letter(signature=signature))["signatory"]
    assert (found["name"], found["position"], found["acting_for"]) == expected


@pytest.mark.parametrize("note", [DESK, "สำเนาถูกต้อง\n\n(นายวิทยา สมมุติสำเนา)\nนิติกร"])
def test_those_who_endorse_or_certify_are_not_the_signatory(note: str) -> None:
    found = only(letter(bottom=note))
    assert found["signatory"]["name"] == NAME
    assert found["date"]["value"] == "2019-06-05"
    assert [item["value"] for item in found["recipients"]] == ["นายอำเภอ ทุกอำเภอ"]


def test_the_unit_below_is_no_part_of_the_position() -> None:
    text = letter(
        signature=f"({NAME})\nรองปลัดกระทรวง\nปฏิบัติราชการแทนปลัดกระทรวงทดลอง",
        foot="สำนักงานปลัดกระทรวง\nกองทดลอง",
    )
    assert only(text.replace("\n\n", "\n"))["signatory"]["acting_for"] == "ปลัดกระทรวงทดลอง"


@pytest.mark.parametrize(
    ("text", "name"),
    [("(นายทดลอง ตัวอย่าง", "นายทดลอง ตัวอย่าง"), ("พ.ต.ท.ทดลอง ตัวอย่าง)", "พ.ต.ท.ทดลอง ตัวอย่าง"),
     ("(ทดลอง ตัวอย่าง", None), ("(นายทดลอง ตัวอย่าง)", None), ("นายทดลอง ตัวอย่าง", None),
     ("(นาย ๑๒", None)],
)  # fmt: skip
def test_a_name_with_one_bracket(text: str, name: str | None) -> None:
    assert people.half_bracketed(text) == name


def test_a_name_whose_end_a_signature_hid_is_told_in_doubt() -> None:
    found = only(letter(signature="(นายทดลอง ตัวอย่าง"))["signatory"]
    assert found["name"] == "นายทดลอง ตัวอย่าง"
    assert "ข้างเดียว" in found["doubt"] and found["confidence"] <= 0.5
