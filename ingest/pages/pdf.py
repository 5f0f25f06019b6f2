"""PDF files: each page by its text layer where that is good, else by its picture."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pypdfium2 import PdfiumError
from pypdfium2.raw import FPDF_ERR_PASSWORD

from ingest.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    TooDense,
    TooManyPages,
    TooSlow,
)
from ingest.limits import FILE_SECONDS, MAX_PAGES, PAGE_SECONDS
from ingest.pages import pdfium_glyphs, preflight, scans, text_layer
from ingest.pages.judge import Fault
from ingest.pages.mending import Mender
from ingest.pages.page import Page, Progress
from ingest.pages.printed import PageGlyphs, Print
from ingest.pages.text_layer import Layer

log = logging.getLogger(__name__)

#: Faults that another reading of the same bytes may mend.
_WORTH_A_SECOND = (
    Fault.EMPTY,
    Fault.IMPOSSIBLE,
    Fault.UNKNOWN,
    Fault.MISNAMED,
    Fault.GARBAGE,
    Fault.RINGLESS,
)


def read(path: Path, progress: Progress | None = None) -> list[Page]:
    """The pages of a PDF; raises ``ReadError`` for one that cannot be opened or is too large."""
    read_so_far = []
    with _opened(path) as (reader, pages):
        for number, page in enumerate(pages, start=1):
            read_so_far.append(reader.read(page, number))
            if progress is not None:
                progress(number, reader.count)
    return read_so_far


def layers(path: Path) -> list[Layer | None]:
    """The text layers alone, good and bad: for measuring the judge."""
    with _opened(path) as (reader, pages):
        return [reader.layer(page, number) for number, page in enumerate(pages, start=1)]


@contextmanager
def _opened(path: Path) -> Iterator[tuple[_Reader, Iterator[PDFPage | None]]]:
    pictures = _open(path)
    try:
        count = len(pictures)
        if count == 0:
            raise EmptyFile
        if count > MAX_PAGES:
            raise TooManyPages(count, MAX_PAGES)
        with path.open("rb") as file:
            with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
                preflight.check(data)
            yield _Reader(pictures), _text_pages(file, count)
    finally:
        pictures.close()


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise EncryptedFile from None
        raise DamagedFile from None


def _text_pages(file: object, count: int) -> Iterator[PDFPage | None]:
    """pdfminer's pages, ``None`` for those that only PDFium could find."""
    found = 0
    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(file))):  # type: ignore[arg-type]
            if found == count:
                return
            found += 1
            yield page
    except Exception as error:  # noqa: BLE001  damaged bytes raise anything
        log.info("pdfminer found %d of %d pages: %r", found, count, error)
    for _ in range(count - found):
        yield None


class _Reader:
    """Reads the pages of one document by layer or by picture."""

    def __init__(self, pictures: pypdfium2.PdfDocument) -> None:
        self._pictures = pictures
        self.count = len(pictures)
        self._glyphs = PageGlyphs()
        self._mender = Mender()
        self._second_mender = Mender()
        self._end = time.monotonic() + FILE_SECONDS

    def read(self, pdf_page: PDFPage | None, number: int) -> Page:
        first = self.layer(pdf_page, number)
        if first is not None and first.verdict.good:
            return first.page
        sheet = self._pictures[number - 1]
        try:
            if first is None or first.verdict.fault in _WORTH_A_SECOND:
                second = self._second_layer(sheet, number, first)
                if second is not None and second.verdict.faultless:
                    return second.page
            return scans.read_pdf_page(sheet, number)
        finally:
            sheet.close()

    def layer(self, pdf_page: PDFPage | None, number: int) -> Layer | None:
        """The layer by pdfminer; ``None`` where it stumbles over the page."""
        if pdf_page is None:
            return None
        try:
            found = self._glyphs.read(pdf_page, self._deadline())
            return text_layer.layer(found, self._mender, number)
        except TooDense:
            raise
        except Exception as error:  # noqa: BLE001  PDFium may read on
            log.info("page %d has no usable text layer: %r", number, error)
            return None

    def _second_layer(
        self, sheet: pypdfium2.PdfPage, number: int, first: Layer | None
    ) -> Layer | None:
        """The layer by PDFium, judged beside the same pictures."""
        width, height = sheet.get_size()
        pictured = first.pictured if first else 0.0
        try:
            glyphs = pdfium_glyphs.read(sheet, self._deadline())
        except (PdfiumError, TooSlow) as error:
            log.info("page %d has no second text layer: %r", number, error)
            return None
        return text_layer.layer(Print(glyphs, width, height, pictured), self._second_mender, number)

    def _deadline(self) -> float:
        return min(time.monotonic() + PAGE_SECONDS, self._end)
