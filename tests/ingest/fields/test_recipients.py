"""Addressees: one item each, with scope and exceptions."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fields import recipients
from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.pages.page import Line
from ingest.reading import Kind, Recipient
from ingest.signs import Label
from ingest.thai import refno
from ingest.thai.text import squash


def read(text: str, number: str = "รย 0023.3/ว 1") -> tuple[Recipient, ...]:
    anatomy = Anatomy(Kind.EXTERNAL, [])
    lines = (Line(line, row=row) for row, line in enumerate(text.split("\n")))
    anatomy.labels[Label.TO] = Passage.of_lines(lines)
    return recipients.read(
        anatomy, recipients.Circumstance(refno.parse(number), date(2018, 11, 20))
    )


def _short(item: Recipient) -> str:
    mark = {"one": "", "all": "*", "listed": "†"}[item.scope]
    without = "".join(f"-{name}" for name in item.excepted)
    return squash(item.value) + mark + without


CASES = {
    "ผู้ว่าราชการจังหวัด ทุกจังหวัด": "ผู้ว่าราชการจังหวัดทุกจังหวัด*",
    "ผู้ว่าราชการจังหวัดทุกจังหวัด (ยกเว้นจังหวัดภูเก็ต และจังหวัดระนอง)": (
        "ผู้ว่าราชการจังหวัดทุกจังหวัด*-จังหวัดภูเก็ต-จังหวัดระนอง"
    ),
    "นายอำเภอ ทุกอำเภอ ยกเว้นอำเภอเมืองระยอง บ้านค่าย และแกลง": (
        "นายอำเภอทุกอำเภอ*-อำเภอเมืองระยอง-อำเภอบ้านค่าย-อำเภอแกลง"
    ),
    "นายอำเภอทุกอำเภอ และนายกเทศมนตรีนครระยอง": "นายอำเภอทุกอำเภอ* นายกเทศมนตรีนครระยอง",
    "นายกองค์การบริหารส่วนตำบลเขาชะเมา น้ำเป็น และเขาน้อย": (
        "นายกองค์การบริหารส่วนตำบลเขาชะเมา นายกองค์การบริหารส่วนตำบลน้ำเป็น นายกองค์การบริหารส่วนตำบลเขาน้อย"
    ),
    "ผู้ว่าราชการจังหวัดระยอง จันทบุรี และตราด": (
        "ผู้ว่าราชการจังหวัดระยอง ผู้ว่าราชการจังหวัดจันทบุรี ผู้ว่าราชการจังหวัดตราด"
    ),
    "นายกเทศมนตรีเมืองมาบตาพุด / นายกเทศมนตรีเมืองบ้านฉาง": (
        "นายกเทศมนตรีเมืองมาบตาพุด นายกเทศมนตรีเมืองบ้านฉาง"
    ),
    "๑. นายกเทศมนตรีนครระยอง\n๒. นายกเทศมนตรีตำบลทับมา": "นายกเทศมนตรีนครระยอง นายกเทศมนตรีตำบลทับมา",
    "นายกเทศมนตรีนคร นายกเทศมนตรีเมือง และนายกเทศมนตรีตำบล ทุกแห่ง": (
        "นายกเทศมนตรีนคร* นายกเทศมนตรีเมือง* นายกเทศมนตรีตำบลทุกแห่ง*"
    ),
    "หัวหน้าส่วนราชการ (ตามบัญชีแนบท้าย)": "หัวหน้าส่วนราชการ†",
    "ตามบัญชีแนบท้าย": "ตามบัญชีแนบท้าย†",
    "นายกเทศมนตรีตำบลเมืองแกลง (ผ่านปลัดเทศบาล)": "นายกเทศมนตรีตำบลเมืองแกลง",
    "ผู้อำนวยการกองแผนงานและงบประมาณ": "ผู้อำนวยการกองแผนงานและงบประมาณ",
    "ปลัดกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์": "ปลัดกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
    "อธิบดีกรมป้องกันและบรรเทาสาธารณภัย": "อธิบดีกรมป้องกันและบรรเทาสาธารณภัย",
    "ปลัดอำเภอ ท้องถิ่นอำเภอ สาธารณสุขอำเภอ พัฒนาการอำเภอ": (
        "ปลัดอำเภอ ท้องถิ่นอำเภอ สาธารณสุขอำเภอ พัฒนาการอำเภอ"
    ),
    "ผู้จัดการธนาคารทดลอง จำกัด (มหาชน) สาขาระยอง": "ผู้จัดการธนาคารทดลองจำกัด(มหาชน)สาขาระยอง",
    "นายกเทศมนตรีตำบลเมือง แกลง": "นายกเทศมนตรีตำบลเมืองแกลง",
    "ผู้อำนวยการสำนัก / กอง": "ผู้อำนวยการสำนัก/กอง",
}


@pytest.mark.parametrize(("printed", "expected"), CASES.items())
def test_addressees(printed: str, expected: str) -> None:
    assert " ".join(map(_short, read(printed))) == expected


def test_a_place_misread_by_a_letter_is_mended_by_the_directory_with_a_doubt() -> None:
    (item,) = read("นายกเทศมนตรีตำบลชำฉ้อ")
    assert item.value == "นายกเทศมนตรีตำบลชำฆ้อ"
    assert item.doubt and "ชำฉ้อ" in item.doubt and item.confidence < 0.95


def test_a_title_that_lost_its_tone_marks_is_respelt() -> None:
    (item,) = read("ผูวาราชการจังหวัด ทุกจังหวัด")
    assert squash(item.value) == "ผู้ว่าราชการจังหวัดทุกจังหวัด" and item.doubt


@settings(deadline=None)
@given(st.text(alphabet="นายกเทศมนตรีตำบลอำเภอทุกแห่งและ (),/๑.\nยเวผู้", max_size=80))
def test_no_text_breaks_the_addressees(text: str) -> None:
    assert all(item.value for item in read(text))
