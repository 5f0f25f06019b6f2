"""What one PDF page prints: its glyphs, its rules, and how much of it pictures cover."""

from __future__ import annotations

from dataclasses import dataclass

from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager, PDFStackT
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value

from ingest.errors import TooSlow
from ingest.limits import MAX_CONTENT_BYTES
from ingest.pages import notes
from ingest.pages.glyphs import Glyph, GlyphCollector
from ingest.pages.rules import Rule


@dataclass(frozen=True, slots=True)
class Print:
    """What a page prints. ``pictured`` is the share of it that pictures cover (at most 1)."""

    glyphs: list[Glyph]
    width: float
    height: float
    pictured: float
    rules: tuple[Rule, ...] = ()

    @property
    def hidden(self) -> float:
        """Share of the glyphs that are printed invisibly."""
        return sum(glyph.hidden for glyph in self.glyphs) / max(1, len(self.glyphs))


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, under the page's time limit."""

    device: GlyphCollector

    def push(self, obj: PDFStackT) -> None:
        self.argstack.append(obj)
        self.device.tick()

    def do_q(self) -> None:
        super().do_q()
        self.device.tick()


class PageGlyphs:
    """Reads the glyphs of the pages of one document, fonts shared between them."""

    def __init__(self) -> None:
        manager = PDFResourceManager()
        self._device = GlyphCollector(manager)
        self._interpreter = _Interpreter(manager, self._device)

    def read(self, page: PDFPage, deadline: float) -> Print:
        """What ``page`` prints, its form fields and notes included, turned by its /Rotate entry."""
        x0, y0, x1, y1 = page.mediabox
        width, height = abs(x1 - x0), abs(y1 - y0)
        if page.rotate % 180 == 90:
            width, height = height, width
        if sum(len(stream_value(part).get_data()) for part in page.contents) > MAX_CONTENT_BYTES:
            raise TooSlow
        device = self._device
        device.start(width, height, deadline)
        self._interpreter.process_page(page)
        notes.render(self._interpreter, page, device.sheet)
        pictured = min(1.0, device.pictured / max(1.0, width * height))
        return Print(device.glyphs, width, height, pictured, tuple(device.rules.found))
