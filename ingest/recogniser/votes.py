"""Several readings of one line in different sizes: the one most agreed on, and how far they agree.

A digit that is read alike in every size is trusted; one that changes, or that
is missing from some readings, loses confidence, and so do its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.recogniser import crops, decode, model, reader, shape
from ingest.recogniser.alphabet import DIGITS
from ingest.recogniser.decode import Glyph
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip

Ballot = tuple[Glyph, ...]

#: How a line is looked at beside as it was: its size as part of the measured one, its width.
Looks = tuple[tuple[float, float], ...]
#: What this look reads alike is right (measured: all but 2 of 412 lines, both in doubt).
FIRST: Looks = ((0.87, 1.0),)
#: Where it differs these decide: letters of few pixels are read better narrow, others wide, and
#: what a hand wrote larger than the print is made smaller.
SMALL: Looks = ((0.93, 1.05), (1.0, 1.0), (1.13, 1.3))
LARGE: Looks = ((1.0, 1.25), (1.13, 1.3))
#: How the reader of figures looks at what a hand may have written.
BY_HAND: Looks = ((1.0, crops.WIDE), (0.87, 1.0), (0.93, 1.05))
#: Figures in print are surer than this, nearly all; of lines written in by hand one in nine is
#: (measured on made-up heads: 26 of 30 printed ones, damaged ones among them; 13 of 117 written).
IN_PRINT = 0.98


#: Pixels beyond a strip's ends where the middle of a thin letter at its edge may lie.
_EDGE = 2.0
#: Figures, the signs among them, and the letters before them: those of an agency, or of a month.
#: The running number at the end of a line: what stands behind the stroke and the series.
_RUNNING = re.compile(r"[0-9๐-๙)][ \0.]*/[ \0ก-ฮ]*([0-9๐-๙][0-9๐-๙. \0]*)$")
_OF_FIGURES = frozenset(DIGITS + "/")
_FIGURES = re.compile(r"[ก-๎]{0,4}[0-9๐-๙][0-9๐-๙./:()ว-]*")


def voted(grey: Image.Image, line: Found, words: bool = False) -> Found:
    """The line as most readings have it; ``rivals`` are the others with their share of votes.

    ``words``: where letters of words differ more looks decide too, not only where figures do.
    """
    cast = [line.glyphs, *ballots(grey, line.strip, FIRST)]
    if not words and may_be_by_hand(line):
        cast += ballots(grey, line.strip, BY_HAND, by_hand=True)
        return elected(line, [_without_leaders(one) for one in cast])
    told = [[_said(one).replace(" ", "")] if words else _figures(one) for one in cast]
    if told[0] != told[1]:
        cast += ballots(grey, line.strip, SMALL if line.strip.base < shape.BASE else LARGE)
    return elected(line, cast)


def voted_within(grey: Image.Image, line: Found, start: int, stop: int) -> Found:
    """The line with its glyphs from ``start`` to before ``stop`` put to the vote, the rest kept.

    Of a long line with one figure in doubt only the room around that is looked at again.
    """
    part = voted(grey, _part(line, start, stop))
    before, after = line.glyphs[:start], line.glyphs[stop:]
    left, right = _said(before), _said(after)
    rivals = (*line.rivals, *((left + text + right, share) for text, share in part.rivals))
    return replace(line, glyphs=(*before, *part.glyphs, *after), rivals=rivals)


def _part(line: Found, start: int, stop: int) -> Found:
    held = line.glyphs[start:stop]
    x0, x1 = held[0].x0, max(glyph.x1 for glyph in held)
    letters = sum(bool(glyph.character.strip()) for glyph in held)
    strip = replace(line.strip, x0=x0, x1=x1, y=line.strip.level(x0), letters=letters)
    return replace(line, strip=strip, glyphs=held, rivals=())


def ballots(
    grey: Image.Image, strip: Strip, looks: Looks = FIRST + LARGE, by_hand: bool = False
) -> list[Ballot]:
    """The strip as it is read in each of the looks; ``by_hand``: by the reader of such figures."""
    sized = [(replace(strip, base=strip.base * size), wide) for size, wide in looks]
    cuts = [crops.cut(grey, s, wide=wide) for s, wide in sized]
    if by_hand:
        cuts = [shape.evened(cut) for cut in cuts]
    columns = model.probabilities(cuts, by_hand)
    read = [
        [reader.placed(s, glyph, wide=wide) for glyph in decode.glyphs(c)]
        for (s, wide), c in zip(sized, columns, strict=True)
    ]
    return [tuple(glyph for glyph in seen if _stands_in(strip, glyph)) for seen in read]


def _stands_in(strip: Strip, glyph: Glyph) -> bool:
    """Not so what a strip's margins show of its neighbours: no letter's middle lies in them."""
    return strip.x0 - _EDGE < (glyph.x0 + glyph.x1) / 2 < strip.x1 + _EDGE


def _said(ballot: Ballot) -> str:
    return "".join(glyph.character for glyph in ballot)


def may_be_by_hand(line: Found) -> bool:
    """Whether a figure of the line, or a sign among them, is not surely print."""
    figures = [g.confidence for g in line.glyphs if g.character in _OF_FIGURES]
    return bool(figures) and min(figures) < IN_PRINT


def _without_leaders(ballot: Ballot) -> Ballot:
    """Without dots among the digits at the end of a reference number: it has none, but is often
    written over a dotted line."""
    text = "".join(glyph.character or "\0" for glyph in ballot)
    running = _RUNNING.search(text)
    if running is None:
        return ballot
    start = running.start(1)
    return tuple(g for i, g in enumerate(ballot) if i < start or g.character != ".")


def _figures(ballot: Ballot) -> list[str]:
    return _FIGURES.findall(_said(ballot).replace(" ", ""))


def elected(line: Found, cast: Sequence[Ballot]) -> Found:
    """The reading of the line that the ballots cast agree on most."""
    texts = [_said(ballot) for ballot in cast]
    chosen = _best(cast, texts)
    if not texts[chosen].strip():
        return line
    count = Counter(" ".join(text.split()) for text in texts)
    rivals = tuple(
        (text, votes / len(texts)) for text, votes in count.most_common() if text != texts[chosen]
    )
    glyphs = _weighed(cast[chosen], texts[chosen], texts)
    return replace(line, glyphs=glyphs, rivals=rivals)


def _best(ballots: Sequence[Ballot], texts: Sequence[str]) -> int:
    """The reading nearest to all others; of equals the surest."""
    flat = [text.replace(" ", "") for text in texts]

    def support(number: int) -> float:
        alike = sum(1 - Levenshtein.normalized_distance(flat[number], other) for other in flat)
        same = flat.count(flat[number])
        return alike + same + 0.5 * Found(_NO_STRIP, ballots[number]).confidence

    return max(range(len(texts)), key=support)


_NO_STRIP = Strip(0, 0, 0, 0, 1, 0)


def _weighed(ballot: tuple[Glyph, ...], text: str, texts: Sequence[str]) -> tuple[Glyph, ...]:
    """The glyphs with their confidence times the share of readings that agree."""
    agree = [1.0] * len(text)
    for other in texts:
        for step in Levenshtein.editops(text, other):
            if step.tag != "insert":
                agree[step.src_pos] -= 1 / len(texts)
            elif other[step.dest_pos] != " ":  # they see a letter here that we do not
                for near in (step.src_pos - 1, step.src_pos):
                    if 0 <= near < len(text):
                        agree[near] -= 0.5 / len(texts)
    shares = iter(agree)
    return tuple(
        replace(glyph, confidence=glyph.confidence * max(0.05, next(shares)))
        if glyph.character
        else glyph
        for glyph in ballot
    )
