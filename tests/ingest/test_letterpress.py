"""The letterpress: what is given is what both readers of PDF find in the text layer."""

import io
import re

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading import Kind
from ingest.training.letterpress import (
    BundleSpec,
    LetterSpec,
    StampSpec,
    bundle_from_json,
    image_pdf,
    letter_from_json,
    pictures,
    set_bundle,
    set_text,
    to_scan,
)
from ingest.training.letterpress.canvas import WIDTH, Canvas
from ingest.training.letterpress.flow import LEFT, RIGHT
from ingest.training.letterpress.typecase import type_case
from ingest.training.letterpress.wrapping import words, wrap

BODY = (
    "ด้วยกองทุนหมู่บ้านน้ำป่าขอให้ผู้ใหญ่บ้านทุกหมู่บ้านสำรวจเครื่องสูบน้ำที่ชำรุด "
    "และส่งบัญชีให้ที่ทำการปกครองอำเภอ ณ ศาลาประชาคม ภายในวันที่ ๑๕ มกราคม ๒๕๖๒ "
)
STAMP = StampSpec("เทศบาลตำบลทดลอง", "๑๒๓๔", "๙ ม.ค. ๒๕๖๒", "๐๙.๑๕ น.")
LETTER = LetterSpec(
    ref_no="รย ๐๑๑๘/ว ๙๘๗",
    head=("ที่ว่าการอำเภอทดลอง", "ถนนสายทดลอง รย ๒๑๐๐๐"),
    date="๗ มกราคม ๒๕๖๒",
    subject="การสำรวจเครื่องสูบน้ำ",
    recipients="นายกเทศมนตรีตำบลทดลอง",
    references=("หนังสือจังหวัดระยอง ที่ รย ๐๐๑๘/ว ๕๖ ลงวันที่ ๒ มกราคม ๒๕๖๒",),
    enclosures=(("แบบสำรวจเครื่องสูบน้ำ", "จำนวน ๑ ชุด"),),
    body=(BODY * 2, "จึงเรียนมาเพื่อดำเนินการ"),
    signatory="นายทดลอง พิมพ์ดี",
    position=("นายอำเภอทดลอง",),
    owner=("กลุ่มงานปกครอง", "โทร. ๐ ๓๘๐๐ ๐๐๐๐"),
    stamps=(STAMP,),
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def by_pdfium(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def by_plumber(pdf: bytes) -> str:
    """Characters in the order of the content stream."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join(char["text"] for page in document.pages for char in page.chars)


def one_line(text: str, bold: bool = False) -> bytes:
    canvas = Canvas()
    canvas.new_page()
    canvas.text(60, 100, text, bold=bold)
    return canvas.pdf()


HARD = "ที่ ปู่ ป้ำ น้ำ ก่ำ ฟื้นฟู ปั๊ม ฎุ ฐุ ญู กตัญญู ฤๅษี ๐๘๑๐.๔/ว ๓๕๙๘ “เสริม” ฯลฯ ๆ ☑"


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_keeps_its_meaning(bold: bool) -> None:
    pdf = one_line(HARD, bold)
    assert HARD in by_pdfium(pdf)[0]
    assert by_plumber(pdf).strip() == HARD


syllables = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "เ", "แ", "โ", "ใ", "ไ"]),
        st.sampled_from("กขคงจฉชญฎฏฐดตถทนบปผฝพฟมยรลวสหฬอฮ"),
        st.sampled_from(["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็"]),
        st.sampled_from(["", "่", "้", "๊", "๋", "์"]),
        st.sampled_from(["", "า", "น", "ก", " "]),
    ),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(syllables, min_size=1, max_size=25))
def test_any_syllables_come_back(parts: list[str]) -> None:
    text = "ก" + "".join(parts).strip()
    pdf = one_line(text)
    assert squeezed(by_plumber(pdf)) == squeezed(text)


def test_marks_of_no_width_and_advance_of_letters() -> None:
    case = type_case()
    assert case.width("ที่", 10) == case.width("ท", 10)
    assert case.width("น้ำ", 10) > case.width("น้", 10)


def test_letter_has_all_its_parts_in_the_text_layer() -> None:
    text = squeezed("".join(by_pdfium(set_bundle(BundleSpec((LETTER,))))))
    parts = [
        LETTER.ref_no, *LETTER.head, LETTER.date, LETTER.subject, LETTER.recipients,
        *LETTER.references, "แบบสำรวจเครื่องสูบน้ำ", "จำนวน ๑ ชุด", LETTER.closing,
        LETTER.signatory, *LETTER.position, *LETTER.owner, STAMP.office, STAMP.number,
    ]  # fmt: skip
    for part in parts:
        assert squeezed(part) in text, part


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_set(kind: Kind) -> None:
    letter = LetterSpec(
        kind=kind, ref_no="๑/๒๕๖๒", head=("สำนักทดลอง",), title="คำสั่งสำนักทดลอง",
        date="๑ มกราคม พ.ศ. ๒๕๖๒", subject="ทดลอง", recipients="ผู้ทดลอง", body=(BODY,),
        signatory="นายทดลอง พิมพ์ดี", position=("ผู้อำนวยการ",),
    )  # fmt: skip
    text = squeezed("".join(by_pdfium(set_bundle(BundleSpec((letter,))))))
    assert squeezed(BODY)[:40] in text
    assert ("บันทึกข้อความ" in text) == (kind == Kind.MEMO)
    assert ("ขอแสดงความนับถือ" in text) == (kind == Kind.EXTERNAL)


def test_words_are_not_broken_and_lines_fit() -> None:
    case = type_case()
    lines = wrap(BODY * 3, 250, lambda run: case.width(run, 12.5), indent=40)
    assert squeezed("".join(lines)) == squeezed(BODY * 3)
    assert all(case.width(line, 12.5) <= 250 for line in lines)
    pieces = words(BODY * 3)
    assert "".join(pieces) == BODY * 3
    for line in lines:
        assert line.lstrip().startswith(tuple({piece.strip() for piece in pieces if piece.strip()}))


def test_codes_stay_in_one_piece() -> None:
    assert "๐๒๐๘.๒/๑๒๓ " in words("ที่ ทด ๐๒๐๘.๒/๑๒๓ ลงวันที่ ๑ มกราคม ๒๕๖๒")
    assert "www.example.go.th" in words("ดูที่www.example.go.th")


def test_long_letter_turns_pages_with_mark_and_catchword() -> None:
    letter = letter_from_json({"ref_no": "ทด ๐๑/๑", "recipients": "ทุกแห่ง", "body": [BODY] * 25})
    pages = by_pdfium(set_bundle(BundleSpec((letter,))))
    assert len(pages) > 1
    assert "- ๒ -" in pages[1]
    assert "/" in pages[0].strip().splitlines()[-1]


def test_bundle_keeps_blank_pages_and_is_always_the_same() -> None:
    bundle = BundleSpec((LETTER, None, LETTER))
    pdf = set_bundle(bundle)
    pages = by_pdfium(pdf)
    assert [bool(page.strip()) for page in pages] == [True, False, True]
    assert pdf == set_bundle(bundle)
    assert len(pdf) < 100_000


def test_specs_from_json_refuse_what_they_do_not_know() -> None:
    bundle = bundle_from_json({"letters": [{"kind": "memo", "head": "กองทดลอง"}, None]})
    assert bundle.letters[0] == LetterSpec(kind=Kind.MEMO, head=("กองทดลอง",))
    assert bundle.letters[1] is None
    with pytest.raises(ValueError, match="recipient"):
        letter_from_json({"recipient": "ผิด"})


def test_text_is_set_with_boxes_for_tables() -> None:
    text = "# บันทึกข้อความ\n\n|   |\n|---|\n| กองทดลอง |\n| เลขรับ ๙๙ |\n\nเรื่อง การทดลองพิมพ์\n"
    pdf = set_text(text)
    found = squeezed("".join(by_pdfium(pdf)))
    for part in ("บันทึกข้อความ", "กองทดลอง", "เลขรับ๙๙", "เรื่องการทดลองพิมพ์"):
        assert part in found
    assert "|" not in found and "#" not in found


def test_nothing_leaves_the_page() -> None:
    with pdfplumber.open(io.BytesIO(set_text(BODY * 40))) as document:
        for page in document.pages:
            for char in page.chars:
                assert char["x0"] > LEFT - 1 and char["x1"] < RIGHT + 1 < WIDTH


def test_scan_is_a_picture_that_repeats_and_differs_by_seed() -> None:
    pdf = set_bundle(BundleSpec((LETTER,)))
    one, again, other = (to_scan(pdf, 100, 0.6, seed)[0] for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes() != other.tobytes()
    clean = np.asarray(pictures(pdf, 100)[0], dtype=float)
    harm = np.abs(np.asarray(one, dtype=float) - clean).mean()
    assert 2 < harm < 120
    assert by_pdfium(image_pdf([one], 100))[0].strip() == ""
