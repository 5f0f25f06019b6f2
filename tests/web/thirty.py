"""A morning's post: thirty files, no two alike, most of them printed letters of one page."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pypdfium2
from playwright.sync_api import FilePayload

from ingest.reading import Kind
from ingest.training.letterpress import BundleSpec, LetterSpec, image_pdf, pictures, set_bundle
from tests.web import scanned
from tracker.outgoing_content import thai

PRINTED = 27
#: A real scan, a bundle of six, and a scan with a smudged number make the thirty; one is broken.
CLEAN = Path(__file__).parents[1] / "ingest" / "recogniser" / "scans" / "clean.jpg"
BROKEN = "สแกนเสีย.pdf"


def subject(number: int) -> str:
    return thai(f"การสำรวจแหล่งน้ำในพื้นที่ ครั้งที่ {number}")


def _letter(number: int) -> LetterSpec:
    return LetterSpec(
        kind=Kind.EXTERNAL, ref_no=thai(f"รย 0023.3/{400 + number}"), date="๑๒ พฤศจิกายน ๒๕๖๙",
        head=("ศาลากลางจังหวัดระยอง", "ถนนสุขุมวิท รย ๒๑๐๐๐"), subject=subject(number),
        recipients="นายกเทศมนตรีตำบลชำฆ้อ",
        body=("ด้วยจังหวัดระยองจะสำรวจแหล่งน้ำในพื้นที่ จึงขอให้ท่านทราบและแจ้งผู้เกี่ยวข้อง",
              "จึงเรียนมาเพื่อโปรดทราบ"),
        signatory="นายสมมติ ตัวอย่าง", position=("ผู้ว่าราชการจังหวัดระยอง",),
    )  # fmt: skip


@cache
def _printed() -> tuple[bytes, ...]:
    """Each letter a PDF of its own, all set at once."""
    whole = pypdfium2.PdfDocument(
        set_bundle(BundleSpec(tuple(_letter(number + 1) for number in range(PRINTED))))
    )
    found = []
    for number in range(len(whole)):
        one, kept = pypdfium2.PdfDocument.new(), io.BytesIO()
        one.import_pages(whole, [number])
        one.save(kept)
        found.append(kept.getvalue())
    assert len(found) == PRINTED, "a letter takes more than its page"
    return tuple(found)


def _scan() -> bytes:
    """One letter, printed and scanned."""
    return image_pdf(pictures(set_bundle(BundleSpec((scanned.SECOND,))), 150), 150)


def morning(bundle: Path) -> list[FilePayload]:
    """All of it, and the broken file in its midst."""

    def file(name: str, data: bytes) -> FilePayload:
        return {"name": name, "mimeType": "application/octet-stream", "buffer": data}

    first, *rest = (
        file(f"หนังสือ {number + 1:02d}.pdf", data) for number, data in enumerate(_printed())
    )
    return [
        first, file("ชุดเมืองอัจฉริยะ.pdf", bundle.read_bytes()), *rest,
        file("สแกน.jpg", CLEAN.read_bytes()), file(BROKEN, b"%PDF-1.7 broken"),
        file("สแกนถ่ายเอกสาร.pdf", _scan()),
    ]  # fmt: skip
