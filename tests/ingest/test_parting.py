"""Letters that begin where a person says, lines that are kept, readings that are offered."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import Parting, kept, part, read, to_json
from ingest.alternatives import offered
from ingest.pages import read_pages
from ingest.pages.page import Line, Page
from ingest.reading import Field, Kind, Letter, Role

LETTERS = Path(__file__).parent.parent / "letters"
BUNDLE = LETTERS / "bundle-three-levels.txt"
SCAN = Path(__file__).parent / "recogniser" / "scans" / "clean.jpg"


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return read_pages(LETTERS / "pdf-bundle-any-order.pdf")


def test_without_a_word_of_a_person_the_letters_are_those_of_the_reading(
    pages: list[Page],
) -> None:
    alone, again = part(pages, None), part(pages, Parting())
    assert to_json(alone) == to_json(again)
    assert len(alone.letters) > 1


def test_a_letter_joined_becomes_the_end_of_the_one_before(pages: list[Page]) -> None:
    found = part(pages, None).letters
    joined = part(pages, Parting(joined=frozenset({"2"})))
    ids = [letter.id for letter in joined.letters]
    assert ids == [letter.id for letter in found if letter.id != "2"]
    first = joined.letters[0]
    assert first.pages == (found[0].pages[0], found[1].pages[1])
    assert first.ref_no is not None and found[0].ref_no is not None
    assert first.ref_no.value == found[0].ref_no.value
    assert all({link.source, link.target} <= set(ids) for link in joined.links)


def test_a_joined_letter_parts_again_at_its_page(pages: list[Page]) -> None:
    found = part(pages, None).letters
    page = found[1].pages[0]
    again = part(pages, Parting(frozenset({page}), frozenset({"2"})))
    assert [letter.pages for letter in again.letters] == [letter.pages for letter in found]
    assert again.letters[1].id == f"p{page}"
    assert again.letters[1].ref_no is not None and found[1].ref_no is not None
    assert again.letters[1].ref_no.value == found[1].ref_no.value


def test_a_file_without_a_letter_is_parted_all_the_same() -> None:
    pages = [Page(n, (Line(f"ข้อความหน้า {n}", page=n),)) for n in (1, 2, 3)]
    assert part(pages, None).letters == ()
    read_so = part(pages, Parting(begins=frozenset({1, 3}))).letters
    assert [(x.id, x.pages, x.kind) for x in read_so] == [
        ("p1", (1, 2), Kind.ANNEX),
        ("p3", (3, 3), Kind.ANNEX),
    ]
    assert part(pages, Parting(begins=frozenset({99}))).letters == ()


def test_kept_lines_are_read_like_the_file_itself() -> None:
    told: list[Page] = []
    straight = read(SCAN, lines=told.extend)
    content = kept.pack(told)
    again = part(kept.unpack(content), None)
    assert len(content) < 20_000
    for one, other in zip(straight.letters, again.letters, strict=True):
        assert one.ref_no and other.ref_no and one.date and other.date
        assert (one.ref_no.value, one.date.value) == (other.ref_no.value, other.date.value)
        assert one.text == other.text
    (sheet,) = straight.pages
    assert (sheet.source, sheet.turn) == ("ocr", 0)
    assert sheet.width and sheet.height and sheet.width > 500


words = st.text(st.sampled_from("กขค่้ีู๐๑๙ /.abc"), min_size=1, max_size=12)


@given(st.lists(words, max_size=6), st.sampled_from([0, 90, 180, 270]))
@settings(max_examples=40)
def test_what_is_packed_is_what_comes_out(said: list[str], turn: int) -> None:
    chance = random.Random(len(said))
    lines = tuple(
        Line(
            text,
            box=(1.5, 2.0, 30.25, 4.0),
            row=row,
            spans=tuple((float(i), i + 1.0) for i in range(len(text))),
            confidences=tuple(round(chance.random(), 3) for _ in text),
            alternatives=((text + "ก", 0.25),),
            colour="blue",
        )
        for row, text in enumerate(said)
    )
    page = Page(3, lines, "ocr", 595.0, 842.0, ("คำเตือน",), turn)
    (again,) = kept.unpack(kept.pack([page]))
    assert (again.number, again.source, again.turn, again.warnings) == (3, "ocr", turn, ("คำเตือน",))
    for line, other in zip(page.lines, again.lines, strict=True):
        assert (other.text, other.spans, other.confidences) == (
            line.text, line.spans, line.confidences,
        )  # fmt: skip
        assert (other.alternatives, other.colour) == (line.alternatives, line.colour)


def doubtful(field: Field) -> Letter:
    return Letter("1", (1, 1), Kind.EXTERNAL, Role.COVER, ref_no=field)


def test_other_readings_stand_beside_a_doubtful_number_only() -> None:
    line = Line(
        "ที่ รย ๐๐๒๓.๓/ว ๕๒๖๗",
        box=(70.0, 60.0, 210.0, 80.0),
        alternatives=(("ที่ รย ๐๐๒๓.๓/ว ๕๒๖๙", 0.3), ("ที่ รย ๐๐๒๓.๓/ว ๕๒๖๗", 0.2), ("ที่ รย", 0.1)),
    )
    page = Page(1, (line,), "ocr", 595.0, 842.0)
    field = Field(
        value="รย 0023.3/ว 5267",
        confidence=0.5,
        page=1,
        box=(90.0, 61.0, 200.0, 79.0),
        doubt="ไม่ชัด",
    )
    (letter,) = offered([doubtful(field)], [page])
    assert letter.ref_no is not None
    assert [(x.value, x.confidence) for x in letter.ref_no.others] == [("รย 0023.3/ว 5269", 0.3)]
    assert letter.ref_no.value == "รย 0023.3/ว 5267", "nothing is concluded from what is offered"
    sure = Field(value="รย 0023.3/ว 5267", confidence=0.99, page=1, box=field.box)
    (letter,) = offered([doubtful(sure)], [page])
    assert letter.ref_no is not None and letter.ref_no.others == ()
