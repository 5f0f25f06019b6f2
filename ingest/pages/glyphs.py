"""The glyphs a PDF page prints, in the order it prints them.

pdfplumber sorts characters by place and so puts marks without width on the
wrong letter; the content stream has them in the right order. Its engine,
pdfminer, is therefore asked directly, which also tells what pdfplumber hides:
render modes, replacement texts (ActualText) and glyphs without a character.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFResourceManager,
    PDFStackT,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, decode_text, mult_matrix

from ingest.errors import TooDense, TooSlow
from ingest.limits import MAX_PAGE_CHARACTERS
from ingest.pages.rules import Rules
from ingest.pages.turning import upright
from ingest.thai import clusters

#: Render modes that print nothing: the hidden text of scanners.
_HIDDEN_MODES = (3, 7)
_CLOCK_EVERY = 512


@dataclass(slots=True)
class Glyph:
    """One printed glyph; ``text`` is empty where the file does not say what character it is.

    ``angle`` is its direction of writing on the sheet (see ``turning``), -1 for a
    slanted one. ``x0``, ``x1`` (after the advance) and ``y`` (the base line) are
    points in the frame where that direction reads upright.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    angle: int
    font: str
    hidden: bool
    colour: str
    descent: float
    #: Which glyph of which font it is; equal codes look alike.
    code: tuple[int, int]


@dataclass(slots=True)
class _Style:
    size: float
    angle: int
    font: str
    hidden: bool
    colour: str
    descent: float
    face: int


class GlyphCollector(PDFTextDevice):
    """A pdfminer device that keeps the glyphs of one page after another."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.glyphs: list[Glyph] = []
        self.pictured = 0.0
        self.rules = Rules()
        self.sheet: Matrix = (1, 0, 0, 1, 0, 0)
        self._width = self._height = 0.0
        self._known: dict[int, dict[int, tuple[str, float]]] = {}
        self._replacements: list[tuple[str, int] | None] = []
        self._deadline = math.inf
        self._calls = 0
        self._colours: dict[object, str] = {}

    def start(self, width: float, height: float, deadline: float) -> None:
        """Forget the last page. ``deadline`` is a ``time.monotonic()`` moment."""
        self.glyphs = []
        self.pictured = 0.0
        self.rules = Rules()
        self._width, self._height = width, height
        self._deadline, self._calls = deadline, 0
        self._replacements = []

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.sheet = ctm

    def set_ctm(self, ctm: Matrix) -> None:
        super().set_ctm(ctm)
        self.tick()

    def tick(self) -> None:
        """Raise ``TooSlow`` when the page's time is over; cheap enough for every operand."""
        self._calls += 1
        if self._calls % _CLOCK_EVERY == 0 and time.monotonic() > self._deadline:
            raise TooSlow

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:
        actual = props.get("ActualText") if isinstance(props, dict) else None
        text = decode_text(actual) if isinstance(actual, bytes) else None
        self._replacements.append(None if text is None else (text, len(self.glyphs)))

    def end_tag(self) -> None:
        replacement = self._replacements.pop() if self._replacements else None
        if replacement is None:
            return
        text, start = replacement
        covered = self.glyphs[start:]
        if covered and all(glyph.angle == covered[0].angle for glyph in covered):
            covered[0].text = clusters.unshifted(text)
            covered[0].code = (covered[0].code[0], -1 - crc32(text.encode()))
            covered[0].x1 = max(glyph.x1 for glyph in covered)
            del self.glyphs[start + 1 :]

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        font = textstate.font
        if font is None or self.ctm is None:
            return
        if time.monotonic() > self._deadline:
            raise TooSlow
        matrix = mult_matrix(textstate.matrix, self.ctm)
        size = textstate.fontsize * math.hypot(matrix[2], matrix[3])
        if not math.isfinite(size):
            return
        style = _Style(
            size=abs(size),
            angle=_angle(matrix, textstate.fontsize),
            font=_font_name(font),
            hidden=textstate.render in _HIDDEN_MODES,
            colour=self._colour(graphicstate.ncolor),
            descent=font.get_descent() * size,
            face=id(font),
        )
        textstate.linematrix = self._place(textstate, seq, font, matrix, style)

    def _place(
        self,
        state: PDFTextState,
        seq: PDFTextSeq,
        font: PDFFont,
        matrix: Matrix,
        style: _Style,
    ) -> tuple[float, float]:
        """Put down each glyph of ``seq``; the text position after the last one."""
        known = self._known.setdefault(id(font), {})
        scale = state.scaling * 0.01
        charspace, wordspace = state.charspace * scale, state.wordspace * scale
        if font.is_multibyte():
            wordspace = 0.0
        a, b, c, d, e, f = matrix
        x, y = state.linematrix
        rise = y + state.rise
        spaced = False
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * 0.001 * state.fontsize * scale
                spaced = True
            elif isinstance(item, bytes):
                if len(self.glyphs) + len(item) / 2 > MAX_PAGE_CHARACTERS:
                    raise TooDense
                for cid in font.decode(item):
                    if spaced:
                        x += charspace
                    text, width = known.get(cid) or _learn(font, cid, known)
                    advance = width * state.fontsize * scale
                    self._add(
                        text,
                        cid,
                        (a * x + c * rise + e, b * x + d * rise + f),
                        (a * advance, b * advance),
                        style,
                    )
                    x += advance + (wordspace if cid == 32 else 0.0)
                    spaced = True
        return x, y

    def _add(
        self,
        text: str,
        cid: int,
        origin: tuple[float, float],
        advance: tuple[float, float],
        style: _Style,
    ) -> None:
        size = self._width, self._height
        x, y = origin[0], self._height - origin[1]
        x0, base = upright((x, y), style.angle, *size)
        x1, _ = upright((x + advance[0], y - advance[1]), style.angle, *size)
        self.glyphs.append(
            Glyph(
                text, x0, x1, base, style.size, style.angle, style.font, style.hidden,
                style.colour, style.descent, (style.face, cid),
            )
        )  # fmt: skip

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        if self.ctm is not None:
            self.rules.add(path, self.ctm, self._height)

    def render_image(self, name: str, stream: PDFStream) -> None:
        if self.ctm is None:
            return
        a, b, c, d, e, f = self.ctm
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        across = min(max(xs), self._width) - max(min(xs), 0.0)
        down = min(max(ys), self._height) - max(min(ys), 0.0)
        self.pictured += max(0.0, across) * max(0.0, down)

    def _colour(self, value: object) -> str:
        try:
            if value not in self._colours:
                self._colours[value] = colour_name(value)
            return self._colours[value]
        except TypeError:
            return "black"


def _learn(font: PDFFont, cid: int, known: dict[int, tuple[str, float]]) -> tuple[str, float]:
    try:
        text = font.to_unichr(cid)
    except (PDFUnicodeNotDefined, KeyError, TypeError, ValueError):
        text = ""
    known[cid] = (clusters.unshifted(text).replace("\x00", ""), font.char_width(cid))
    return known[cid]


def _font_name(font: PDFFont) -> str:
    name = font.fontname
    return name if isinstance(name, str) else str(name)


def _angle(matrix: Matrix, fontsize: float) -> int:
    """The direction of writing, to the nearest quarter turn; -1 for a slanted one (a watermark)."""
    sign = -1.0 if fontsize < 0 else 1.0
    degrees = math.degrees(math.atan2(sign * matrix[1], sign * matrix[0])) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) < 10 else -1


def colour_name(value: object) -> str:
    """black, blue, red, green or white, for any colour a PDF can name."""
    parts = value if isinstance(value, tuple) else (value,)
    numbers = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(numbers) == 4:
        key = 1 - numbers[3]
        red, green, blue = ((1 - part) * key for part in numbers[:3])
    elif len(numbers) == 3:
        red, green, blue = numbers
    else:
        red = green = blue = numbers[0] if numbers else 0.0
    if min(red, green, blue) > 0.95:
        return "white"
    if max(red, green, blue) - min(red, green, blue) < 0.25:
        return "black"
    return {red: "red", green: "green", blue: "blue"}[max(red, green, blue)]
