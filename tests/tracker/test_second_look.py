"""Looking once more at a file, each look in a process of its own."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ingest import kept
from tests.tracker.letters import LETTER
from tracker import second_look
from tracker.reader import Limits, ReadingProcess
from tracker.second_look import Busy, NoLook, Place

SCAN = Path(__file__).parents[1] / "ingest" / "recogniser" / "scans" / "clean.jpg"
NUMBER = Place(1, (80.0, 12.0, 190.0, 40.0))


@pytest.fixture(scope="module")
def lines() -> bytes:
    return second_look.lines_of(SCAN)


def test_a_reading_brings_the_lines_it_stands_on(tmp_path: Path) -> None:
    path = tmp_path / "หนังสือ.txt"
    path.write_text(LETTER, encoding="utf-8")
    with ReadingProcess(path, Limits(60, 2 * 1024**3)) as process:
        outcome = None
        while outcome is None:
            outcome = process.wait(1)
    assert outcome.reading is not None and outcome.lines is not None
    (page,) = kept.unpack(outcome.lines)
    assert page.lines[0].text.startswith("ที่ รย ๐๐๒๓.๓/๔๑๒")
    again = second_look.part(outcome.lines, begins=[], joined=[], received=None, name="x")
    assert again["letters"] == outcome.reading["letters"]


def test_a_box_is_read_with_the_values_a_field_would_take() -> None:
    seen = second_look.region(SCAN, NUMBER, field="ref_no")
    (line,) = seen.lines
    assert line.source == "ocr" and 0 < line.confidence <= 1
    assert seen.values[0].value == "ภก 7921.218/24" and seen.values[0].line == line.text
    assert second_look.region(SCAN, NUMBER, field="subject").values == ()
    x0, top, x1, bottom = line.box
    assert 80 < x0 < x1 < 192 and 8 < top < bottom < 42


def test_what_a_text_layer_says_comes_before_what_is_seen(tmp_path: Path) -> None:
    bundle = next((Path(__file__).parents[2] / "data" / "samples").glob("*/bundle.pdf"))
    packed = second_look.lines_of(bundle)
    line = next(x for x in kept.unpack(packed)[3].lines if "๑๗๖๑๗" in x.text)
    assert line.box is not None
    x0, top, x1, bottom = line.box
    place = Place(4, (x0 - 2, top - 3, x1 + 2, bottom + 3))
    seen = second_look.region(bundle, place, field="ref_no", lines=packed)
    assert [one.source for one in seen.lines] == ["text_layer", "ocr"]
    assert {one.value for one in seen.values if one.confidence > 0.9} == {"มท 0211.5/17617"}


def test_a_line_is_cut_as_training_takes_it() -> None:
    with Image.open(io.BytesIO(second_look.crop(SCAN, NUMBER) or b"")) as image:
        assert image.height == 48 and image.width > 150
    assert second_look.crop(SCAN, Place(1, (0.0, 0.0, 5.0, 5.0))) is None


def test_a_searchable_copy_is_written(lines: bytes, tmp_path: Path) -> None:
    target = tmp_path / "made.pdf"
    second_look.searchable(SCAN, lines, target)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert "สาธารณสุข" in text.replace(" ", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LETTER.encode(), "ไม่มีภาพให้อ่าน"),
        (b"%PDF-1.7 broken", "."),
        (b"\x89PNG\r\n\x1a\n nothing", "."),
        (b"", "."),
    ],
)
def test_what_cannot_be_looked_at_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(NoLook, match=words):
        second_look.region(path, NUMBER)


def test_too_many_looks_at_once_wait_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_look, "PATIENCE", 0.01)
    for _ in range(second_look.AT_ONCE):
        second_look._turnstile.acquire()
    try:
        with pytest.raises(Busy, match="รอสักครู่"):
            second_look.region(SCAN, NUMBER)
    finally:
        for _ in range(second_look.AT_ONCE):
            second_look._turnstile.release()
