"""The glyphs of a page as PDFium names and places them: the second opinion.

PDFium mends files, knows more encodings than pdfminer and gives the characters
of a cluster together. It is asked where the first reader failed.
"""

from __future__ import annotations

import ctypes
import math
import time

import pypdfium2
from pypdfium2 import raw

from ingest.errors import TooDense, TooSlow
from ingest.limits import MAX_PAGE_CHARACTERS
from ingest.pages.glyphs import Glyph
from ingest.pages.turning import upright
from ingest.thai import clusters

_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_CLOCK_EVERY = 256


def read(page: pypdfium2.PdfPage, deadline: float) -> list[Glyph]:
    """The glyphs of ``page`` in PDFium's order; ``deadline`` is a ``time.monotonic()`` moment."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > MAX_PAGE_CHARACTERS:
            raise TooDense
        places = _Places(page, text_page)
        glyphs = []
        for index in range(count):
            if index % _CLOCK_EVERY == 0 and time.monotonic() > deadline:
                raise TooSlow
            glyph = places.glyph(index)
            if glyph is not None:
                glyphs.append(glyph)
        return glyphs
    finally:
        text_page.close()


class _Places:
    """Reads single characters of a text page into points from the top left, as turned."""

    def __init__(self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> None:
        self._text = text_page.raw
        self._turn = page.get_rotation()
        self._left, self._bottom, self._right, self._top = page.get_mediabox()
        across, down = self._right - self._left, self._top - self._bottom
        self._size = (across, down) if self._turn % 180 == 0 else (down, across)
        self._numbers = [ctypes.c_double() for _ in range(2)]
        self._box = raw.FS_RECTF()

    def glyph(self, index: int) -> Glyph | None:
        code = raw.FPDFText_GetUnicode(self._text, index)
        if raw.FPDFText_IsGenerated(self._text, index) == 1 or code in (0, 13, 10, 0xFFFE):
            return None
        x, y = self._numbers
        raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        raw.FPDFText_GetLooseCharBox(self._text, index, self._box)
        angle = round(math.degrees(raw.FPDFText_GetCharAngle(self._text, index)) / 90) * 90
        size = raw.FPDFText_GetFontSize(self._text, index)
        level = angle % 180 == 0
        height = abs(self._box.top - self._box.bottom if level
                     else self._box.right - self._box.left)  # fmt: skip
        width = abs(self._box.right - self._box.left if level
                    else self._box.top - self._box.bottom)  # fmt: skip
        size = height if not 0.3 * height < size < 3 * height else size
        text = clusters.unshifted(chr(code))
        if clusters.is_mark(text[:1]):
            width = 0.0
        start = self._turned(x.value, y.value)
        direction = (-angle - self._turn) % 360
        x0, baseline = upright(start, direction, *self._size)
        hidden = self._mode(index) == _INVISIBLE
        return Glyph(
            text, x0, x0 + width, baseline, size, direction, "", hidden, "black", 0.0, (0, code)
        )

    def _mode(self, index: int) -> int:
        piece = raw.FPDFText_GetTextObject(self._text, index)
        return int(raw.FPDFTextObj_GetTextRenderMode(piece)) if piece else 0

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        width, height = self._right - self._left, self._top - self._bottom
        return {
            0: (x, height - y),
            90: (y, x),
            180: (width - x, y),
            270: (height - y, width - x),
        }[self._turn]
