"""Glyphs to cells: a letter with the marks above and below it, as one thing with one place.

Producers write marks without width before, after or beside their letter, print
twice what shall look bold, and leave glyphs without a character (the ring of
ำ most of all). What is left here is one cell per printed letter.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ingest.pages.glyphs import Glyph
from ingest.thai import clusters

_MARK = re.compile(f"[{clusters.MARKS}]")
_HIGH_LATIN = re.compile("[\u0080-\u00fb\u0152-\u0192\u02c6-\u2122]")
NIKHAHIT = "ํ"
UNKNOWN = "\ufffd"
#: Share of impossible sequences up to which Latin letters are believed to be Thai.
_TOLERATED = 0.1
#: How far a second printing may lie from the first, in units of the letter size.
_SHADOW = 0.1
_AROUND = tuple((i, j) for i in (0, -1, 1) for j in (0, -1, 1))


@dataclass(slots=True)
class Cell:
    """A letter with its marks. ``y`` is the base line; points from the top left."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str
    colour: str
    descent: float
    hidden: bool
    #: Its text tells of more than its glyphs have shown so far.
    owing: bool = False

    @property
    def space(self) -> bool:
        return not self.text.strip()


def build(glyphs: list[Glyph]) -> list[Cell]:
    """Cells in the order they were printed; all glyphs must be written in one direction."""
    mend_fonts(glyphs)
    glyphs = _printed_once(glyphs)
    cells: list[Cell] = []
    base: Cell | None = None
    for index, glyph in enumerate(glyphs):
        text = glyph.text
        if clusters.invisible(text):
            continue
        if _is_lost_mark(glyph):
            text = NIKHAHIT if _before_sara_aa(glyphs, index) else ""
        elif base is not None and _belongs_to_last(base, glyph):
            base.x1 = max(base.x1, glyph.x1)
            continue
        elif not text:
            text = UNKNOWN
        if not text:
            continue
        if _MARK.match(text) or (text[0] == "ำ" and _narrow(glyph)):
            owner = base if base and _near(base, glyph) else _owner(cells, glyph)
            if owner is not None:
                owner.text += text
                owner.x1 = max(owner.x1, glyph.x1)
                owner.owing = "ำ" in text and _narrow(glyph)
                continue
        base = Cell(
            text, min(glyph.x0, glyph.x1), max(glyph.x0, glyph.x1), glyph.y, glyph.size,
            glyph.font, glyph.colour, glyph.descent, glyph.hidden,
        )  # fmt: skip
        cells.append(base)
    return cells


def _narrow(glyph: Glyph) -> bool:
    return abs(glyph.x1 - glyph.x0) < 0.02 * glyph.size


def _belongs_to_last(base: Cell, glyph: Glyph) -> bool:
    """A further glyph of the cluster whose whole text the first glyph already gave.

    HarfBuzz names a cluster as a whole: producers give its text to the first
    glyph and nothing, or the same text again, to the others.
    """
    if not _near(base, glyph):
        return False
    if not glyph.text:
        return base.owing
    return _narrow(glyph) and len(glyph.text) > 1 and base.text == glyph.text


def _is_lost_mark(glyph: Glyph) -> bool:
    """A space or an unknown glyph that takes no room: a mark whose character was lost."""
    return _narrow(glyph) and not glyph.text.strip()


def _before_sara_aa(glyphs: list[Glyph], index: int) -> bool:
    """Whether า follows, with at most a tone mark between."""
    for glyph in glyphs[index + 1 : index + 3]:
        if glyph.text.startswith("า"):
            return True
        if glyph.text and glyph.text not in clusters.TONES:
            return False
    return False


def _near(cell: Cell, glyph: Glyph) -> bool:
    """A mark belongs to the letter just printed where it stands over it or at its end."""
    reach = 0.5 * cell.size
    return cell.x0 - reach <= glyph.x0 <= cell.x1 + reach and abs(cell.y - glyph.y) <= cell.size


def _owner(cells: list[Cell], glyph: Glyph) -> Cell | None:
    """The latest letter that stands where the mark was put, for marks printed apart."""
    centre = (glyph.x0 + glyph.x1) / 2
    for cell in reversed(cells[-400:]):
        if (
            cell.x0 <= centre <= cell.x1 + 0.1 * cell.size
            and abs(cell.y - glyph.y) < 0.5 * cell.size
        ):
            return cell
    return None


def mend_fonts(glyphs: list[Glyph]) -> None:
    """Fonts that call Thai letters by the Latin ones of the same byte (cp874 as Latin-1)."""
    latin: Counter[str] = Counter()
    thai: Counter[str] = Counter()
    for glyph in glyphs:
        if glyph.text > "\x7f":
            (latin if _HIGH_LATIN.match(glyph.text) else thai)[glyph.font] += 1
    for font in (font for font, count in latin.items() if count >= 8 and count > 5 * thai[font]):
        own = [glyph for glyph in glyphs if glyph.font == font]
        meant = ["".join(map(_as_cp874, glyph.text)) for glyph in own]
        whole = clusters.ordered("".join(meant))
        if clusters.impossible(whole) > _TOLERATED * clusters.thai_count(whole):
            continue
        for glyph, text in zip(own, meant, strict=True):
            glyph.text = text


def _as_cp874(char: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return char.encode(encoding).decode("cp874")
        except UnicodeError:
            continue
    return char


def _printed_once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second printing of the same glyph in the same place (fake bold, shadows)."""
    seen: dict[tuple[tuple[int, int], int, int], Glyph] = {}
    kept = []
    for glyph in glyphs:
        reach = max(_SHADOW * glyph.size, 0.5)
        column, row = int(glyph.x0 / reach), int(glyph.y / reach)
        near = (seen.get((glyph.code, column + i, row + j)) for i, j in _AROUND)
        if any(
            other and abs(other.x0 - glyph.x0) < reach and abs(other.y - glyph.y) < reach
            for other in near
        ):
            continue
        seen[glyph.code, column, row] = glyph
        kept.append(glyph)
    return kept
