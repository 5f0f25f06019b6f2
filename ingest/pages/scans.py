"""The way to the picture reader: pages and files that hold a picture instead of text."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pypdfium2

from ingest.pages.page import Page

UNREAD = "หน้านี้เป็นภาพสแกน ยังอ่านไม่ได้ กรุณาเปิดดูภาพแล้วกรอกข้อมูลด้วยตนเอง"


def _picture_reader() -> ModuleType | None:
    try:
        return importlib.import_module("ingest.pages.picture")
    except ModuleNotFoundError:
        return None


def read_pdf_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page read from its picture; without lines and with a warning where that cannot be."""
    reader = _picture_reader()
    if reader is None:
        width, height = page.get_size()
        return Page(number, (), "ocr", width, height, (UNREAD,))
    found: Page = reader.read_pdf_page(page, number)
    return found


def read(path: Path) -> list[Page]:
    """The pages of a picture file (a TIFF may have several)."""
    reader = _picture_reader()
    if reader is None:
        return [Page(1, (), "ocr", warnings=(UNREAD,))]
    pages: list[Page] = reader.read_image(path)
    return pages
