"""A page picture in, read lines out, in pixels of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from ingest.recogniser import crops, decode, model, paper, rows
from ingest.recogniser.decode import Glyph
from ingest.recogniser.rows import Strip

#: Pixels: the longer side of the picture in which lines are sought (150 dots per inch on A4).
SEARCH = 1800
#: Pieces of lines that few pages have; so many of them are read to tell whether they are text,
#: and what is read of grain is told with a mean confidence below the last.
CROWD, SAMPLE, LIKE_GRAIN = 100, 24, 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was read: its strip and glyphs, places in pixels of the page."""

    strip: Strip
    glyphs: tuple[Glyph, ...]
    #: Other readings of the line as (text, share of the votes).
    rivals: tuple[tuple[str, float], ...] = ()
    #: The receive stamp of its page that the line belongs to, counted from 1; 0: none.
    stamp: int = 0

    @property
    def text(self) -> str:
        return "".join(g.character for g in self.glyphs)

    @property
    def confidence(self) -> float:
        """The mean over the characters; 0 for a line without any."""
        seen = [g.confidence for g in self.glyphs if g.character.strip()]
        return sum(seen) / len(seen) if seen else 0.0


def strips(grey: Image.Image) -> list[Strip]:
    """The lines of an evenly lit page, in its pixels."""
    longer = max(grey.size)
    factor = float(max(1, round(longer / SEARCH)))
    small = grey.reduce(int(factor)) if factor > 1 else grey
    if longer < 0.9 * SEARCH:  # letters of a few pixels run into each other: enlarge before
        factor = max(longer / SEARCH, 1 / 2.5)
        size = (round(grey.width / factor), round(grey.height / factor))
        small = grey.resize(size, Image.Resampling.BICUBIC)
    return [strip.scaled(factor) for strip in rows.find(paper.bits(small))]


def read_strips(grey: Image.Image, lines: Sequence[Strip], stretch: float = 1.0) -> list[Found]:
    """The strips read once, each at ``stretch`` times its measured size."""
    if not lines:
        return []
    cuts = [crops.cut(grey, strip, stretch) for strip in lines]
    return [
        Found(strip, tuple(placed(strip, glyph, stretch) for glyph in decode.glyphs(columns)))
        for strip, columns in zip(lines, model.probabilities(cuts), strict=True)
    ]


def read_page(grey: Image.Image) -> list[Found]:
    """The lines of an evenly lit page; of a crowd that reads like grain only some of the longest.

    A form may have as many pieces of lines as grain has, but these read like text.
    """
    found = strips(grey)
    if len(found) <= CROWD:
        return read_strips(grey, found)
    by_length = sorted(found, key=lambda strip: (strip.x0 - strip.x1) / strip.base)
    read = read_strips(grey, by_length[:SAMPLE])
    if mean(read) >= LIKE_GRAIN:
        read += read_strips(grey, by_length[SAMPLE:])
    return sorted(read, key=lambda line: (line.strip.row, line.strip.x0))


def mean(lines: Sequence[Found]) -> float:
    """The mean confidence, weighed by what was read; 0 where there is next to nothing."""
    said = [(size, line.confidence) for line in lines if (size := len(line.text)) >= 3]
    total = sum(size for size, _ in said)
    if total < 8:
        return 0.0
    return sum(size * confidence for size, confidence in said) / total


def placed(strip: Strip, glyph: Glyph, stretch: float = 1.0, wide: float = crops.WIDE) -> Glyph:
    """The glyph with its place on the page."""
    return Glyph(
        glyph.character,
        glyph.confidence,
        crops.place(strip, glyph.x0, stretch, wide),
        crops.place(strip, glyph.x1, stretch, wide),
        glyph.others,
    )


def in_order(found: Sequence[Found]) -> list[Found]:
    """The lines in reading order, their rows numbered anew."""
    by_place = {(f.strip.x0, f.strip.y, f.strip.base): f for f in found}
    return [
        replace(by_place[(s.x0, s.y, s.base)], strip=s)
        for s in rows.in_order([f.strip for f in by_place.values()])
    ]
