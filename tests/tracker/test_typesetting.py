import io
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pdfplumber
import psutil
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import typesetting
from tracker.typesetting import compile_pdf, flow, thai_digits

COLUMN = """
#set page(width: 34mm, height: auto, margin: 2mm)
#set par(leading: .8em)
#words(given.text)
"""


def lines(pdf: bytes) -> list[str]:
    """The lines of the first page as PDFium reads them."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return str(page.get_textpage().get_text_bounded()).split("\r\n")


def test_words_are_not_broken_in_the_middle() -> None:
    text = "ขอความอนุเคราะห์ประชาสัมพันธ์โครงการอบรมหลักสูตรเมืองอัจฉริยะ"
    broken = lines(compile_pdf(COLUMN, {"text": flow(text)}))
    assert len(broken) > 2
    assert "".join(broken) == text
    for word in ("อนุเคราะห์", "ประชาสัมพันธ์", "โครงการ", "หลักสูตร", "อัจฉริยะ"):
        assert any(word in line for line in broken), (word, broken)


@pytest.mark.parametrize("width", range(24, 44, 3))
def test_long_compounds_end_a_line_between_their_words(width: int) -> None:
    text = "องค์การบริหารส่วนตำบลห้วยทับมอญและองค์การบริหารส่วนจังหวัดระยอง"
    source = COLUMN.replace("34mm", f"{width}mm")
    broken = lines(compile_pdf(source, {"text": flow(text)}))
    assert "".join(broken) == text
    ends = {0}
    for line in broken:
        ends.add(max(ends) + len(line))
    for word in ("องค์การ", "บริหาร", "ส่วน", "ตำบล", "จังหวัด", "ระยอง"):
        for found in re.finditer(word, text):
            assert not ends & set(range(found.start() + 1, found.end())), (word, broken)


def test_names_that_no_dictionary_holds_stay_whole() -> None:
    text = "องค์การบริหารส่วนตำบลห้วยทับมอญ องค์การบริหารส่วนตำบลน้ำเป็น"
    broken = lines(compile_pdf(COLUMN, {"text": flow(text, ["ห้วยทับมอญ", "น้ำเป็น"])}))
    assert any("ห้วยทับมอญ" in line for line in broken)


def test_what_is_given_is_never_source() -> None:
    text = '#read("/etc/passwd") $x$ \\ *bold* "quoted" <b> @ref'
    with pdfplumber.open(io.BytesIO(compile_pdf(COLUMN, {"text": flow(text)}))) as pdf:
        shown = (pdf.pages[0].extract_text() or "").replace("\n", "").replace(" ", "")
    assert "read(" in shown and "root:" not in shown


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_set(text: str) -> None:
    assert compile_pdf(COLUMN, {"text": flow(text)}).startswith(b"%PDF-")


def test_a_file_outside_of_the_font_folder_is_refused() -> None:
    with pytest.raises(RuntimeError):
        compile_pdf('#read("/etc/hostname")', {})


def test_what_takes_too_long_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 1)
    with pytest.raises(typesetting.NotSet, match="ยาวเกินไป"):
        compile_pdf("#for i in range(1000) { for j in range(10000) { [#(i * j)] } }", {})


def test_what_takes_too_much_memory_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MEMORY", 64 * 1024**2)
    with pytest.raises(typesetting.NotSet, match="ยาวเกินไป"):
        compile_pdf(COLUMN, {"text": flow("คำ " * 1000)})


def test_long_papers_are_set_one_behind_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may take three gigabytes: together they would take the machine."""
    at_once = [0, 0]

    def set_slowly(_asked: bytes) -> bytes:
        at_once[0] += 1
        at_once[1] = max(at_once)
        time.sleep(0.05)
        at_once[0] -= 1
        return b""

    monkeypatch.setattr(typesetting, "_in_a_process", set_slowly)
    long = {"text": "ก" * typesetting.LONG}
    with ThreadPoolExecutor(4) as threads:
        for paper in [threads.submit(typesetting.compile_pictures, COLUMN, long) for _ in "four"]:
            assert paper.result() == []
    assert at_once == [0, 1]


def test_whoever_waits_too_long_for_a_long_paper_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "PATIENCE", 0.01)
    with typesetting._turn(typesetting.LONG + 1):
        with pytest.raises(typesetting.Busy, match="กำลังจัดพิมพ์.*ลองใหม่"):
            compile_pdf(COLUMN, {"text": "ก" * typesetting.LONG})
        assert compile_pdf(COLUMN, {"text": flow("สั้น")}), "a short one does not wait"
    assert compile_pdf(COLUMN, {"text": flow("สั้น")})
    with typesetting._turn(typesetting.LONG + 1):
        pass  # the turn was given back


def test_a_server_does_not_grow_by_what_it_sets() -> None:
    compile_pdf(COLUMN, {"text": flow("เริ่ม")})
    before = psutil.Process().memory_info().rss
    for number in range(3):
        compile_pdf(COLUMN, {"text": flow(f"ข้อความที่ {number} " * 3000)})
    assert psutil.Process().memory_info().rss - before < 50_000_000


def test_numerals() -> None:
    assert thai_digits("รย 0023.8/ว 12") == "รย ๐๐๒๓.๘/ว ๑๒"
