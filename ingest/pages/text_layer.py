"""The text layer of one PDF page as lines."""

from __future__ import annotations

import time
from collections import Counter

from pdfminer.pdfpage import PDFPage

from ingest.limits import PAGE_SECONDS
from ingest.pages import cells, layout
from ingest.pages.glyphs import Glyph, PageGlyphs
from ingest.pages.mending import Mender
from ingest.pages.page import Line, Page


def read_page(glyph_reader: PageGlyphs, mender: Mender, pdf_page: PDFPage, number: int) -> Page:
    """The page as its text layer has it, good or bad; no lines where there is none."""
    deadline = time.monotonic() + PAGE_SECONDS
    glyphs, width, height = glyph_reader.read(pdf_page, deadline)
    lines: list[Line] = []
    for angle in _angles(glyphs):
        turned = [glyph for glyph in glyphs if glyph.angle == angle]
        mender.mend(turned)
        found = layout.parts(cells.build(turned))
        lines += (layout.line(part, number) for part in found)
    return Page(number, tuple(lines), "text_layer", width, height)


def _angles(glyphs: list[Glyph]) -> list[int]:
    """The directions of writing on the page, the most frequent first; slanted text is none."""
    counts = Counter(glyph.angle for glyph in glyphs)
    return [angle for angle, _ in counts.most_common() if angle >= 0]
