"""Files that are no letters end in one clear Thai sentence, quickly and in little memory."""

import io
import resource
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ingest import errors
from ingest.limits import MAX_FILE_BYTES, MAX_PAGES
from ingest.pages import encoding, read_pages
from ingest.pages.sniff import FileType, sniff
from tests.ingest.pages import forge


@pytest.fixture
def quickly() -> Iterator[None]:
    """At most ten seconds of the processor and 300 MB more than before."""
    start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def pdf_of(content: bytes, filters: bytes = b"/Filter /FlateDecode") -> bytes:
    """A one-page PDF with this content stream, already packed."""
    body = (
        b"1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources <</Font <</F1 5 0 R>>>>>>\nendobj\n"
        b"4 0 obj\n<<%s /Length %d>>\nstream\n%s\nendstream\nendobj\n"
        b"5 0 obj\n<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>\nendobj\n"
        % (filters, len(content), content)
    )
    return b"%PDF-1.5\n" + body + b"trailer\n<</Root 1 0 R /Size 6>>\n%%EOF\n"


def many_pages(count: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def encrypted() -> bytes:
    pdf = forge.sheet()
    forge.put(pdf, 20, 20, "ลับ")
    pdf.set_encryption(owner_password="ก" * 0 + "owner", user_password="user")
    return bytes(pdf.output())


def bomb(size: int) -> bytes:
    machine = zlib.compressobj(9)
    piece = b" " * 1_000_000
    packed = b"".join(machine.compress(piece) for _ in range(size))
    return packed + machine.flush()


REFUSED = {
    "empty": (lambda: b"", errors.EmptyFile),
    "only spaces": (lambda: b"\n" * 100_000, errors.EmptyFile),
    "zeros": (lambda: b"\0" * 5000, errors.EmptyFile),
    "word processor": (lambda: b"PK\x03\x04" + b"x" * 100, errors.OfficeDocument),
    "old word processor": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 100, errors.OfficeDocument),
    "program": (lambda: b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), errors.UnknownType),
    "film": (lambda: b"\x00\x00\x00\x20ftypisom" + b"x" * 100, errors.UnknownType),
    "telephone": (lambda: b"\x00\x00\x00\x18ftypheic" + b"x" * 100, errors.PhonePicture),
    "head only": (lambda: b"%PDF-1.7\n", errors.DamagedFile),
    "cut off": (lambda: forge.letter()[:700], errors.DamagedFile),
    "password": (encrypted, errors.EncryptedFile),
    "too many pages": (lambda: many_pages(MAX_PAGES + 1), errors.TooManyPages),
    "ten thousand pages": (lambda: many_pages(10_000), errors.TooManyPages),
    "bomb": (lambda: pdf_of(bomb(100)), errors.TooDense),
    "bomb in a bomb": (
        lambda: pdf_of(zlib.compress(bomb(100), 9), b"/Filter [/FlateDecode /FlateDecode]"),
        errors.TooDense,
    ),
    "a megabyte of text on a page": (
        lambda: pdf_of(zlib.compress(b"BT /F1 1 Tf " + b"(" + b"x" * 1_000_000 + b") Tj ET")),
        errors.TooDense,
    ),
    "no letters in any encoding": (lambda: bytes(range(128, 256)) * 20, errors.ReadError),
}


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    make, error = REFUSED[name]
    path = tmp_path / "letter.pdf"
    path.write_bytes(make())
    with pytest.raises(error) as caught:
        read_pages(path)
    sentence = str(caught.value)
    assert len(sentence) > 30
    assert "กรุณา" in sentence


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(errors.MissingFile):
            read_pages(path)


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(errors.TooLarge, match="100 MB"):
        read_pages(path)


def test_the_name_says_nothing(tmp_path: Path) -> None:
    picture, text, pdf = tmp_path / "a.pdf", tmp_path / "b.png", tmp_path / "c.txt"
    Image.new("L", (40, 40), 255).save(picture, format="PNG")
    text.write_text("ที่ มท ๐๑๐๑/๑", encoding="utf-8")
    pdf.write_bytes(forge.letter())
    assert sniff(picture) is FileType.PICTURE
    assert [line.text for line in read_pages(text)[0].lines] == ["ที่ มท ๐๑๐๑/๑"]
    assert read_pages(pdf)[0].source == "text_layer"


def test_an_empty_page_has_no_lines_and_is_not_left_out(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(many_pages(2))
    assert [(page.number, page.lines) for page in read_pages(path)] == [(1, ()), (2, ())]


@pytest.mark.usefixtures("quickly")
def test_a_bomb_of_drawings_ends_in_time(tmp_path: Path) -> None:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(pdf_of(zlib.compress(b"0 0 m 1 1 l S\n" * 400_000)))
    (page,) = read_pages(path)
    assert page.lines == ()


LETTER = "ที่ มท ๐๑๐๑/ว ๑๒ เรื่อง ขอส่งสำเนาหนังสือ"


@pytest.mark.parametrize(
    "data",
    [
        LETTER.encode(),
        LETTER.encode("utf-8-sig"),
        LETTER.encode("utf-16"),
        LETTER.encode("utf-16-be").join((b"\xfe\xff", b"")),
        LETTER.encode("cp874"),
        LETTER.encode("cp874").decode("latin-1").encode(),
        LETTER.encode("cp874").decode("latin-1").encode("utf-16"),
    ],
)
def test_every_encoding_of_thai_gives_the_same_text(data: bytes) -> None:
    assert encoding.decode(data) == LETTER


def test_utf8_that_was_read_as_another_encoding_is_undone() -> None:
    assert encoding.mend_mojibake(LETTER.encode().decode("latin-1")) == LETTER


def test_other_languages_are_not_mended() -> None:
    for text in ("Café à la crème, déjà vu", "plain words", "ภาษาไทย und Füße"):
        assert encoding.mend_mojibake(text) == text
