"""The way to the picture reader: pages and files that hold a picture instead of text."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pypdfium2

from ingest.errors import ReadError
from ingest.pages.page import Page, Progress


def _picture_reader() -> ModuleType:
    """The recogniser and its model are loaded for the first picture only."""
    return importlib.import_module("ingest.pages.picture")


def read_pdf_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page read from its picture; without lines and with a warning where that cannot be."""
    try:
        found: Page = _picture_reader().read_pdf_page(page, number)
        return found
    except ReadError as error:
        width, height = page.get_size()
        return Page(number, (), "ocr", width, height, (f"หน้า {number}: {error}",))


def read(path: Path, progress: Progress | None = None) -> list[Page]:
    """The pages of a picture file (a TIFF may have several); raises ``ReadError``."""
    pages: list[Page] = _picture_reader().read_image(path)
    if progress is not None:
        progress(len(pages), len(pages))
    return pages
