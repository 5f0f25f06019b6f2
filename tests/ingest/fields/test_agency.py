"""Agency letters that are nobody's are mended where something speaks for it, and doubted."""

from dataclasses import replace

import pytest

from ingest.calendar import thai_government
from ingest.pages.page import Line, Page
from ingest.pages.plain_text import read_text
from ingest.pipeline import conclude
from ingest.reading import Letter

LETTER = """ที่ {number}                         {sender}

                         ๓ กุมภาพันธ์ ๒๕๖๖

เรื่อง  การสำรวจถนนในความรับผิดชอบ

เรียน  ผู้ว่าราชการจังหวัด

          ขอให้แจ้งผลการสำรวจถนนในความรับผิดชอบของท่านภายในเดือนนี้

          จึงเรียนมาเพื่อโปรดทราบ
"""


def scanned(number: str, sender: str, sure: float, other: str | None = None) -> Letter:
    """The letter as the reader of pictures gives it: every letter of the number ``sure``."""

    def line(one: Line) -> Line:
        shown = replace(one, confidences=(sure,) * len(one.text))
        spoken = one.text.startswith("ที่") and other
        return replace(shown, alternatives=((other, 0.3),)) if spoken and other else shown

    (page,) = read_text(LETTER.format(number=number, sender=sender))
    pages = [Page(1, tuple(line(one) for one in page.lines))]
    letters, _, _ = conclude(pages, received=None, calendar=thai_government())
    return letters[0]


def typed(number: str, sender: str) -> Letter:
    pages = read_text(LETTER.format(number=number, sender=sender))
    letters, _, _ = conclude(pages, received=None, calendar=thai_government())
    return letters[0]


@pytest.mark.parametrize("make", [typed, lambda n, s: scanned(n, s, 0.99)])
def test_the_province_that_the_sender_names_speaks_for_its_letters(make: object) -> None:
    assert callable(make)
    ref_no = make("วย 0023.3/412", "ศาลากลางจังหวัดระยอง").ref_no
    assert ref_no is not None
    assert ref_no.value == "รย 0023.3/412"
    assert ref_no.raw.startswith("วย")
    assert "วย" in ref_no.doubt
    assert ref_no.confidence < 0.95


def test_an_unsure_picture_is_mended_where_one_agency_can_be_meant() -> None:
    ref_no = scanned("มห๐ ๐๐๒๓/๔๑๒", "กรมทางหลวง", 0.6).ref_no
    assert ref_no is None or ref_no.value != "มท 0023/412"  # no letters to mend
    ref_no = scanned("ศฮ 0203/412", "กรมทางหลวง", 0.6, "ที่ ศธ 0203/412").ref_no
    assert ref_no is not None
    assert ref_no.value == "ศฮ 0203/412", "ฮ and ธ do not look alike"
    ref_no = scanned("ดป 0203/412", "กรมทางหลวง", 0.6, "ที่ ลป 0203/412").ref_no
    assert ref_no is not None
    assert ref_no.value == "ลป 0203/412"


@pytest.mark.parametrize("sure", [0.6, 0.99])
def test_letters_of_a_known_agency_stay_and_so_do_strange_ones(sure: float) -> None:
    for number in ("มท 0203/412", "ฐฐ 0203/412"):
        ref_no = scanned(number, "กรมทางหลวง", sure).ref_no
        assert ref_no is not None
        assert ref_no.value == number


def test_a_print_keeps_strange_letters_without_the_province_s_word() -> None:
    ref_no = typed("ดน 0203/412", "กรมทางหลวง").ref_no
    assert ref_no is not None
    assert ref_no.value == "ดน 0203/412"


def test_two_letters_on_a_picture_that_only_one_province_can_bear_are_taken_for_it() -> None:
    ref_no = scanned("นก 0203/412", "กรมทางหลวง", 0.99).ref_no
    assert ref_no is not None
    assert ref_no.value == "นภ 0203/412"
    assert "นก" in ref_no.doubt


SIGNED = (
    LETTER
    + """
                         ขอแสดงความนับถือ


                         (นายสมชาย ใจดี)
                         {post}
"""
)


def signed(number: str, sender: str, post: str, sure: float, other: str | None = None) -> Letter:
    """The letter on a picture that is unsure of nothing but the number's agency letters."""

    def line(one: Line) -> Line:
        at = one.text.find(number)
        shares = [sure if at <= i < at + 2 else 0.99 for i in range(len(one.text))]
        others = ((other, 0.3),) if other and at >= 0 else ()
        return replace(one, confidences=tuple(shares), alternatives=others)

    (page,) = read_text(SIGNED.format(number=number, sender=sender, post=post))
    pages = [Page(1, tuple(line(one) for one in page.lines))]
    letters, _, _ = conclude(pages, received=None, calendar=thai_government())
    return letters[0]


@pytest.mark.parametrize(
    ("read", "meant", "sender", "post"),
    [
        ("สห 0023.3/412", "สพ 0023.3/412", "ศาลากลางจังหวัดสุพรรณบุรี", "ผู้ว่าราชการจังหวัดสุพรรณบุรี"),
        ("อบ 0118/31", "จบ 0118/31", "ที่ว่าการอำเภอท่าใหม่", "นายอำเภอท่าใหม่ จังหวัดจันทบุรี"),
        ("รบ 52003/7", "รย 52003/7", "สำนักงานเทศบาลเมืองบ้านฉาง", "นายกเทศมนตรีเมืองบ้านฉาง"),
        ("รย 0808.2/ว 5401", "รง 0808.2/ว 5401", "กระทรวงแรงงาน", "ปลัดกระทรวงแรงงาน"),
        ("สห 71201/9", "สพ 71201/9", "เทศบาลตำบลท่าเสด็จ สพ 72000", "นายกเทศมนตรี"),
    ],
)
def test_letters_of_another_office_give_way_to_those_of_the_writer(
    read: str, meant: str, sender: str, post: str
) -> None:
    ref_no = signed(read, sender, post, 0.6).ref_no
    assert ref_no is not None
    assert ref_no.value == meant
    assert ref_no.raw == read
    assert read[:2] in ref_no.doubt
    assert meant[:2] in ref_no.doubt
    assert ref_no.confidence < 0.95


def test_letters_read_for_sure_stay_but_are_doubted_where_another_province_writes() -> None:
    ref_no = signed("สห 0023/412", "ศาลากลางจังหวัดสุพรรณบุรี", "รองผู้ว่าราชการ", 0.99).ref_no
    assert ref_no is not None
    assert ref_no.value == "สห 0023/412"
    assert "สพ" in ref_no.doubt
    assert ref_no.confidence < 0.95


def test_letters_that_nothing_likens_to_the_writer_s_stay_in_doubt() -> None:
    ref_no = signed("ชม 0023/412", "ศาลากลางจังหวัดสุพรรณบุรี", "รองผู้ว่าราชการ", 0.6).ref_no
    assert ref_no is not None
    assert ref_no.value == "ชม 0023/412"
    assert "สพ" in ref_no.doubt
    offered = signed("ชม 0023/4", "ศาลากลางจังหวัดสุพรรณบุรี", "รองผู้ว่าราชการ", 0.6, "ที่ สพ 0023/4")
    assert offered.ref_no is not None
    assert offered.ref_no.value == "สพ 0023/4"


def test_a_ministry_s_letters_of_an_office_in_a_province_are_its_own() -> None:
    ref_no = signed("ศธ 04012/412", "โรงเรียนวัดป่า จังหวัดสกลนคร", "ผู้อำนวยการ", 0.99).ref_no
    assert ref_no is not None
    assert ref_no.value == "ศธ 04012/412"
    assert ref_no.doubt is None


def test_unsure_letters_that_are_the_writer_s_are_as_sure_as_the_digits() -> None:
    mine = signed("สพ 0023/412", "ศาลากลางจังหวัดสุพรรณบุรี", "รองผู้ว่าราชการ", 0.6).ref_no
    strange = signed("ตผ 0023/412", "สำนักงานการตรวจเงินแผ่นดิน", "ผู้ว่าการ", 0.6).ref_no
    assert mine is not None
    assert strange is not None
    assert (mine.doubt, mine.value) == (None, "สพ 0023/412")
    assert mine.confidence > 0.9 > strange.confidence


CITING = """ที่ ตผ 0001/9                         สำนักงานการตรวจเงินแผ่นดิน

                         ๗ กุมภาพันธ์ ๒๕๖๖

เรื่อง  การสำรวจถนนในความรับผิดชอบ

เรียน  ผู้ว่าราชการจังหวัด

อ้างถึง  หนังสือกรมทางหลวง ที่ {cited} ลงวันที่ ๓ กุมภาพันธ์ ๒๕๖๖

          ตามหนังสือที่อ้างถึง ขอให้แจ้งผลการสำรวจภายในเดือนนี้

          จึงเรียนมาเพื่อโปรดทราบ
"""


@pytest.mark.parametrize(
    ("sure", "cited", "value"),
    [
        (0.6, "มท 0203/412", "มท 0203/412"),
        (0.99, "มท 0203/412", "มห 0203/412"),
        (0.6, "มท 0203/413", "มห 0203/412"),
    ],
)
def test_a_surer_citation_gives_the_letters_but_no_digit(
    sure: float, cited: str, value: str
) -> None:
    texts = (CITING.format(cited=cited), LETTER.format(number="มห 0203/412", sender="กรมทางหลวง"))
    pages = []
    for number, text in enumerate(texts, start=1):
        (page,) = read_text(text)
        lines = (
            replace(one, page=number, confidences=(0.99 if number == 1 else sure,) * len(one.text))
            for one in page.lines
        )
        pages.append(Page(number, tuple(lines)))
    letters, _, _ = conclude(pages, received=None, calendar=thai_government())
    ref_no = letters[1].ref_no
    assert ref_no is not None
    assert ref_no.value == value
    assert cited in ref_no.doubt
    assert ref_no.confidence < 0.95
