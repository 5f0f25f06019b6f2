"""Letters on paper: what was written stands there in the official order, and can be read again."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tracker import intake, line_breaks, outgoing_docx, outgoing_papers
from tracker.errors import BadValue
from tracker.outgoing_content import (
    DUE_MARK,
    TO_FILL,
    Annex,
    Cited,
    Content,
    Recipient,
    Row,
    cited_lines,
    thai,
    understood,
    unfinished,
)
from tracker.outgoing_papers import Given
from tracker.vocabulary import LetterKind, Urgency
from tracker.web.outgoing_form import trimmed

LETTER = Content(
    urgency=Urgency.VERY_URGENT,
    circular=True,
    sender="ศาลากลางจังหวัดระยอง",
    address="ถนนสุขุมวิท\nอำเภอเมืองระยอง รย 21150",
    subject="การสำรวจแหล่งน้ำขององค์กรปกครองส่วนท้องถิ่น",
    to_text="นายอำเภอ ทุกอำเภอ",
    references=(Cited(text="หนังสือจังหวัดระยอง ที่ รย 0023.3/ว 512 ลงวันที่ 2 พฤศจิกายน 2569"),),
    enclosures=(
        Cited(
            text="สำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท 0810.4/ว 3598 ลงวันที่ 7 พฤศจิกายน 2569",
            count="1 ชุด",
        ),
        Cited(text="แบบสำรวจแหล่งน้ำ", count="1 ฉบับ"),
    ),
    body=f"ด้วยจังหวัดระยองจะสำรวจแหล่งน้ำ จึงขอให้รายงานผลภายในวันที่ {DUE_MARK}\nจึงเรียนมาเพื่อโปรดดำเนินการ",
    signatory_name="นายสมมติ ตัวอย่าง",
    signatory_position="รองผู้ว่าราชการจังหวัด",
    acting_for="รักษาราชการแทน ผู้ว่าราชการจังหวัดระยอง",
    owner_unit="สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดระยอง",
    phone="0-3869-4191",
    due_on=date(2026, 11, 30),
)
GIVEN = Given(number="รย 0023.3/ว 5269", dated=date(2026, 11, 16), names=("ชำฆ้อ",))


def words(pdf: bytes) -> str:
    """The text of a PDF without spaces, in the order of its content."""
    paper = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in paper)


def test_the_reader_of_letters_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(outgoing_papers.pdf(LETTER, GIVEN))
    read = intake.read_now(path)
    letter = read["letters"][0]
    assert letter["kind"] == "external" and letter["urgency"] == "very_urgent"
    assert letter["ref_no"]["value"] == "รย 0023.3/ว 5269"
    assert letter["date"]["value"] == "2026-11-16"
    assert letter["subject"]["value"] == LETTER.subject
    assert [one["value"] for one in letter["recipients"]] == ["นายอำเภอ ทุกอำเภอ"]
    assert letter["recipients"][0]["scope"] == "all"
    cited = {(one["ref_no"], one["how"]) for one in letter["references"]}
    assert {("รย 0023.3/ว 512", "reference"), ("มท 0810.4/ว 3598", "enclosure")} <= cited
    assert letter["signatory"]["name"] == "นายสมมติ ตัวอย่าง"
    assert [one["due"] for one in letter["deadlines"] if one["kind"] == "due"] == ["2026-11-30"]


@pytest.mark.parametrize("form", [LetterKind.EXTERNAL, LetterKind.MEMO, LetterKind.STAMPED])
def test_each_form_has_its_parts_and_one_page(form: LetterKind) -> None:
    content = LETTER.model_copy(update={"form": form})
    pdf = outgoing_papers.pdf(content, GIVEN)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    said = words(pdf)
    assert "๑๖พฤศจิกายน๒๕๖๙" in said
    assert ("ขอแสดงความนับถือ" in said) is (form is LetterKind.EXTERNAL)
    assert ("บันทึกข้อความ" in said) is (form is LetterKind.MEMO)
    assert ("ประทับตรา" in said) is (form is LetterKind.STAMPED)
    assert ("พร้อมนี้ได้แนบ" in said) is (form is not LetterKind.EXTERNAL)
    assert "5269" not in said and "ที่ของตรา" not in said


def test_a_draft_has_room_for_number_and_day() -> None:
    draft = Given(prefix="รย 0023.3/ว", month=date(2026, 11, 1))
    assert outgoing_papers.number_line(draft).startswith("รย ๐๐๒๓.๓/ว ")
    assert outgoing_papers.date_line(draft).strip() == "พฤศจิกายน ๒๕๖๙"
    assert "๑๖" not in words(outgoing_papers.pdf(LETTER, draft)).split("๒๕๖๙")[0]


def test_the_list_of_the_silent_follows_on_pages_of_its_own() -> None:
    rows = tuple(
        Row(district=f"อำเภอที่ {n // 10}", name=f"เทศบาลตำบลที่ {n}", state="ส่งแล้ว", days=n)
        for n in range(100)
    )
    content = LETTER.model_copy(update={"annex": Annex(title="บัญชีรายชื่อ", rows=rows)})
    pdf = outgoing_papers.pdf(content, GIVEN)
    assert len(pypdfium2.PdfDocument(pdf)) >= 3
    assert "จำนวน๑๐๐แห่ง" in words(pdf)
    paper = docx.Document(io.BytesIO(outgoing_docx.docx(content, GIVEN)))
    table = paper.tables[0]
    assert len(table.rows) == 1 + 10 + 100
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[1] == ["อำเภอที่ 0"] * 4  # one cell over all columns
    assert cells[2] == ["๑", "เทศบาลตำบลที่ ๐", "ส่งแล้ว", "๐"]
    assert cells[-1] == ["๑๐๐", "เทศบาลตำบลที่ ๙๙", "ส่งแล้ว", "๙๙"]
    assert table._tbl.xpath("./w:tr[w:trPr/w:tblHeader]") == [table.rows[0]._tr]


def test_the_beginning_of_a_long_list_says_how_long_it_is() -> None:
    rows = tuple(Row(district="", name=f"แห่งที่ {n}", state="ส่งแล้ว", days=n) for n in range(2345))
    whole = LETTER.model_copy(update={"annex": Annex(title="บัญชีรายชื่อ", rows=rows)})
    shown = trimmed(whole)
    assert shown.annex is not None and len(shown.annex.rows) == 60
    assert "จำนวน๒,๓๔๕แห่ง" in words(outgoing_papers.pdf(shown, GIVEN))


@pytest.mark.parametrize("form", [LetterKind.EXTERNAL, LetterKind.MEMO, LetterKind.STAMPED])
def test_the_word_file_holds_the_same_words(form: LetterKind) -> None:
    made = outgoing_docx.docx(LETTER.model_copy(update={"form": form}), GIVEN)
    paper = docx.Document(io.BytesIO(made))
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for part in ("รย ๐๐๒๓.๓/ว ๕๒๖๙", "๑๖ พฤศจิกายน ๒๕๖๙", "นายอำเภอ ทุกอำเภอ", "๓๐ พฤศจิกายน ๒๕๖๙"):
        assert part in said
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = parts.read("word/document.xml").decode()
    assert "thaiDistribute" in xml and "TH Sarabun New" in parts.NameToInfo or "w:jc" in xml


def test_an_office_brings_its_own_garuda(tmp_path: Path) -> None:
    assert outgoing_papers.emblem(tmp_path) is None
    Image.new("RGB", (92, 100), "black").save(tmp_path / "garuda.png")
    painted = outgoing_papers.emblem(tmp_path)
    assert painted is not None and "data:image/png" in painted
    (tmp_path / "garuda.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    )
    drawn = outgoing_papers.emblem(tmp_path)
    for found in (painted, drawn):
        given_ = Given(number="รย 1/1", dated=date(2026, 1, 1), emblem=found)
        assert "ตราครุฑ" not in words(outgoing_papers.pdf(LETTER, given_))


@given(st.text(alphabet="กขคงจชดตนปมยรลวสหอะาิีึืุูเแโใไ่้์ ๐๑๒/.()0123ABC#$[]{}\\*_`@", max_size=80))
def test_no_text_breaks_or_steers_the_typesetter(text: str) -> None:
    assert "".join(piece for piece, _ in line_breaks.pieces(text)) == text


def test_signs_of_the_typesetters_language_are_only_words() -> None:
    rude = r"#panic() $x$ *ก* _ข_ `ค` \ <a> @b //c #import \"/etc/passwd\" {{ [ ] }}"
    content = LETTER.model_copy(update={"subject": rude, "body": rude, "to_text": rude})
    assert "panic" in words(outgoing_papers.pdf(content, GIVEN))


def test_lines_end_between_words() -> None:
    found = [
        one.text for one in line_breaks.pieces("หน่วยงานในอำเภอเขาชะเมา เทศบาลตำบลชำฆ้อ", ["ชำฆ้อ"])
    ]
    assert "หน่วยงาน" in found and "ชำฆ้อ" in found
    whole = line_breaks.pieces("ตามหนังสือ ที่ มท ๐๘๑๐.๔/ว ๓๕๙๘ ลงวันที่ ๗ พฤศจิกายน ๒๕๖๑")
    assert ("ที่ มท ๐๘๑๐.๔/ว ๓๕๙๘", True) in whole and ("๗ พฤศจิกายน", True) in whole
    assert ("๒๔ พ.ย. ๖๙", True) in line_breaks.pieces("ยกเลิก ๒๔ พ.ย. ๖๙ ลงซ้ำ")


def test_what_is_typed_is_understood_or_refused_in_thai() -> None:
    assert (
        thai("มาตรา 7 ที่ a1@b2.go.th และ www.x9.go.th") == "มาตรา ๗ ที่ a1@b2.go.th และ www.x9.go.th"
    )
    kept = cited_lines(
        "แบบ ก จำนวน 2 ชุด\n\nอย่างอื่น", (Cited(text="แบบ ก", count="2 ชุด", letter_id=9),)
    )
    assert [(x.text, x.count, x.letter_id) for x in kept] == [
        ("แบบ ก", "2 ชุด", 9), ("อย่างอื่น", "", None)]  # fmt: skip
    assert understood({"subject": "ก\u202eข\x00"}).subject == "กข"
    for wrong in ({"form": "order"}, {"due_on": "x"}, {"buffer_days": -1}, {"subject": "ก" * 2001}):
        with pytest.raises(BadValue) as refusal:
            understood(wrong)
        assert (
            "กรุณา" in str(refusal.value)
            or "ต้อง" in str(refusal.value)
            or "เลือก" in str(refusal.value)
        )
    left = LETTER.model_copy(update={"body": f"ก {TO_FILL} {DUE_MARK}", "due_on": None})
    said = unfinished(left, (Recipient(name="ก"),))
    assert len(said) == 2 and all(DUE_MARK in x or TO_FILL in x for x in said)
