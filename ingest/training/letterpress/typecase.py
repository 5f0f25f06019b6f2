"""The type case: Thai set as it should look, with a text layer that reads as it was typed.

HarfBuzz says where every mark belongs. PDF writers then either move the pen for
each mark, which readers take for spaces and new lines, or lose the letter of a
glyph that has none of its own (the two halves of sara am). Here every mark in
every place it is needed becomes a *sort* of its own: a glyph of no width with
the shift cast into it, and with the letter it stands for. A line is then one
run of glyphs in typing order, one letter each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[3] / "data" / "fonts"
REGULAR = FONTS / "Sarabun-Regular.ttf"
BOLD = FONTS / "Sarabun-Bold.ttf"

_SARA_AM = "ำ"
_FIRST_PRIVATE = 0xE000
#: Layout tables: what they say has been cast into the sorts.
_DROPPED = ("GSUB", "GPOS", "GDEF", "DSIG", "kern")

Piece = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Sort:
    """One letter as it is set: glyphs with their shift, advance in font units."""

    char: str
    pieces: tuple[Piece, ...]
    advance: int


class TypeCase:
    """Sets text in one weight of a TrueType font."""

    def __init__(self, path: Path) -> None:
        self.path = path
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        self._font = hb.Font(face)
        self.units_per_em: int = face.upem
        with TTFont(path, lazy=True) as font:
            self._names: list[str] = font.getGlyphOrder()
            self._cmap: dict[int, str] = font.getBestCmap()
            self._advances = {name: width for name, (width, _) in font["hmtx"].metrics.items()}

    def width(self, text: str, size: float) -> float:
        """Width of ``text`` in points at ``size`` points."""
        return sum(s.advance for s in self.sorts(text)) * size / self.units_per_em

    @cache  # noqa: B019 - there are two cases for the life of the process
    def sorts(self, text: str) -> tuple[Sort, ...]:
        """The sorts of ``text``, one for every character, in typing order."""
        if not text:
            return ()
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"kern": False, "liga": False})
        clusters: dict[int, list[tuple[str, Any]]] = {}
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            clusters.setdefault(info.cluster, []).append((self._names[info.codepoint], position))
        starts = [*sorted(clusters), len(text)]
        found: list[Sort] = []
        for start, end in zip(starts, starts[1:], strict=False):
            found += self._cluster(text[start:end], clusters[start])
        return tuple(found)

    def natural(self, char: str) -> Sort:
        """The sort that the font already has for ``char``."""
        name = self._cmap.get(ord(char), ".notdef")
        return Sort(char, ((name, 0, 0),), self._advances[name])

    def has(self, sort: Sort) -> bool:
        return ord(sort.char) in self._cmap and sort == self.natural(sort.char)

    def _cluster(self, chars: str, glyphs: list[tuple[str, Any]]) -> list[Sort]:
        groups = _share_out(chars, len(glyphs))
        if groups is None:
            return [self.natural(char) for char in chars]
        found = []
        for char, members in zip(chars, groups, strict=True):
            pieces, pen = [], 0
            for index in members:
                name, position = glyphs[index]
                pieces.append((name, pen + position.x_offset, position.y_offset))
                pen += position.x_advance
            found.append(Sort(char, tuple(pieces), pen))
        return found


def _share_out(chars: str, glyphs: int) -> list[list[int]] | None:
    """Which glyphs of a cluster stand for which character; ``None`` where it cannot be told.

    Sara am falls into nikhahit, which HarfBuzz puts right after the consonant,
    and sara aa, which stays last; the others are one glyph each, in order.
    """
    if len(chars) == glyphs:
        return [[index] for index in range(glyphs)]
    if chars.endswith(_SARA_AM) and glyphs == len(chars) + 1:
        before = len(chars) - 2
        marks = [[index + 2] for index in range(before)]
        return [[0], *marks, [1, glyphs - 1]] if len(chars) > 1 else [[0, 1]]
    return None


@dataclass
class Fount:
    """A font file with all sorts that a document needs, and what each one means."""

    case: TypeCase
    codes: dict[Sort, int] = field(default_factory=dict)

    def compose(self, text: str) -> str:
        """``text`` in the code points of this fount, casting new sorts as needed."""
        composed = []
        for sort in self.case.sorts(text):
            if self.case.has(sort):
                composed.append(sort.char)
            else:
                composed.append(chr(self.codes.setdefault(sort, _FIRST_PRIVATE + len(self.codes))))
        return "".join(composed)

    def meanings(self) -> dict[int, str]:
        """Private code point -> the letter a reader of the file shall see."""
        return {code: sort.char for sort, code in self.codes.items()}

    def cast(self, path: Path) -> None:
        """Write the font file."""
        with TTFont(self.case.path, recalcTimestamp=False) as font:
            for table in _DROPPED:
                if table in font:
                    del font[table]
            glyphs = font.getGlyphSet()
            for sort, code in self.codes.items():
                _add_glyph(font, glyphs, f"sort{code:04X}", sort)
                for table in font["cmap"].tables:
                    if table.isUnicode():
                        table.cmap[code] = f"sort{code:04X}"
            font.save(path)


def _add_glyph(font: Any, glyphs: Any, name: str, sort: Sort) -> None:
    pen = TTGlyphPen(glyphs)
    for piece, x, y in sort.pieces:
        pen.addComponent(piece, (1, 0, 0, 1, x, y))
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics[name] = (sort.advance, getattr(glyph, "xMin", 0))


@cache
def type_case(bold: bool = False) -> TypeCase:
    return TypeCase(BOLD if bold else REGULAR)
