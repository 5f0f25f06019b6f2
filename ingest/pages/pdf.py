"""PDF files: each page by its text layer where that is good, else by its picture."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pypdfium2 import PdfiumError
from pypdfium2.raw import FPDF_ERR_PASSWORD

from ingest.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    LimitExceeded,
    TooManyPages,
)
from ingest.limits import MAX_PAGES
from ingest.pages import judge, scans, text_layer
from ingest.pages.glyphs import PageGlyphs
from ingest.pages.mending import Mender
from ingest.pages.page import Page

log = logging.getLogger(__name__)


def read(path: Path) -> list[Page]:
    """The pages of a PDF; raises ``ReadError`` for one that cannot be opened or is too large."""
    with path.open("rb") as file:
        pictures = _open(path)
        try:
            count = len(pictures)
            if count == 0:
                raise EmptyFile
            if count > MAX_PAGES:
                raise TooManyPages(count, MAX_PAGES)
            reader, mender = PageGlyphs(), Mender()
            layers = _text_pages(file, count)
            return [
                _read_page(reader, mender, layer, pictures, number)
                for number, layer in enumerate(layers, start=1)
            ]
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
    except (PDFException, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        log.info("pdfminer found %d of %d pages: %r", found, count, error)
    for _ in range(count - found):
        yield None


def _read_page(
    reader: PageGlyphs,
    mender: Mender,
    layer: PDFPage | None,
    pictures: pypdfium2.PdfDocument,
    number: int,
) -> Page:
    started = time.monotonic()
    page = Page(number, ())
    if layer is not None:
        try:
            page = text_layer.read_page(reader, mender, layer, number)
        except LimitExceeded:
            raise
        except Exception as error:  # noqa: BLE001  damaged bytes raise anything; the picture is left
            log.info("page %d has no usable text layer: %r", number, error)
    log.debug("page %d: %.3f s", number, time.monotonic() - started)
    if judge.judge("\n".join(line.text for line in page.lines)).good:
        return page
    return scans.read_pdf_page(pictures[number - 1], number)
