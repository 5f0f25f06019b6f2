"""Receive stamps read by themselves: turned level, their colours parted, every line put to a vote.

A stamp stands askew, its letters are worn, its fields are filled in by hand
or by a machine over dotted leaders, and letters of the page may lie below it.
So each place where one may be is cut out, turned level, seen in several ways
(all ink, black ink, coloured ink), and read anew; what does not read like a
stamp is left as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from ingest.reading import Box
from ingest.recogniser import bands, blobs, ink, islands, paper, reader, tilt, votes
from ingest.recogniser.paper import Sheet
from ingest.recogniser.reader import Found
from ingest.recogniser.rows import Strip
from ingest.thai import stamp_words

#: Degrees: how far stamps are sought askew, and in which steps.
_MOST, _STEP = 8.0, 0.5
#: Lines of a stamp at most: office on two lines, number, date, time, a note.
_LINES = 9
#: Millimetres around a place that are cut out with it.
_AIR = 2.2
#: Mean confidence below which a line of a stamp is dirt.
_DIRT = 0.5
#: Share of a row or column of pixels at the edge that is ink where a frame runs along it.
_FRAME = 0.4
#: Mean confidence from which a line below a stamp is one of the letter.
_LETTERS = 0.93
#: Confidence of every line of a stamp that needs no other view.
_CLEAR = 0.93
#: Pixels of the side in which the slope is measured.
_SIDE = 480


def again(sheet: Sheet, found: Sequence[Found]) -> list[Found]:
    """The lines of the page, those of its stamps read anew and marked with their stamp's number."""
    lines = list(found)
    taken: list[Box] = []
    for box in islands.places(sheet, found):
        if any(islands.share(box, other) > 0.4 for other in taken):
            continue
        seen = _read(sheet, box)
        if not seen:
            continue
        taken.append(_around(seen))
        number = len(taken)
        held = [line for line in lines if not _replaced(line, seen)]
        lines = held + [replace(line, stamp=number) for line in seen]
    return reader.in_order(lines) if taken else lines


def _read(sheet: Sheet, box: Box) -> list[Found]:
    """The lines of the stamp in a place, on the page; none where none is."""
    air = _AIR * max(sheet.size) / islands.LONGER
    corner = (max(0, int(box[0] - air)), max(0, int(box[1] - air)))
    edge = (min(sheet.grey.width, int(box[2] + air)), min(sheet.grey.height, int(box[3] + air)))
    if edge[0] - corner[0] < 40 or edge[1] - corner[1] < 20:
        return []
    frame = (*corner, *edge)
    piece = Sheet(
        sheet.grey.crop(frame), None if sheet.colour is None else sheet.colour.crop(frame)
    )
    askew = _slope(piece.grey)
    level = tilt.levelled(piece, askew) if askew else piece
    lines = _elected(views(level), max(sheet.size) / islands.LONGER)
    if askew:
        lines = tilt.turned_back(lines, piece, level, askew)
    return [_moved(line, *corner) for line in lines]


def _slope(grey: Image.Image) -> float:
    small = grey.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    dark = Image.fromarray(paper.bits(small).astype(np.uint8) * 255)
    steps = np.arange(-_MOST, _MOST + _STEP / 2, _STEP).tolist()
    return float(max(steps, key=lambda step: tilt.sharpness(dark, step)))


def views(piece: Sheet) -> list[Image.Image]:
    """The place in grey; where it has colours also its black ink and its coloured ink alone."""
    seen = [piece.grey]
    if piece.colour is not None and ink.coloured(piece.colour):
        seen += [ink.layers(piece.colour)["black"], ink.hue(piece.colour)]
    return [_without_leaders(grey) for grey in seen]


def _elected(seen: Sequence[Image.Image], mm: float) -> list[Found]:
    """The lines of the view that reads most like a stamp, each put to the vote of all views."""
    read: list[list[Found]] = []
    for grey in seen:
        read.append(_lines(grey, mm))
        if _plain(read[-1]):
            break
    best = max(range(len(read)), key=lambda i: _worth(read[i]))
    texts = [line.text for line in read[best]]
    if not texts or not stamp_words.is_stamp(texts):
        return []
    elected = []
    for line in read[best][stamp_words.extent(texts)]:
        cast = [line.glyphs]
        for grey, lines in zip(seen, read, strict=False):
            if not _agrees(line, lines):
                continue
            cast += votes.ballots(grey, line.strip)
            if votes.may_be_by_hand(line):
                cast += votes.ballots(grey, line.strip, votes.BY_HAND, by_hand=True)
        elected.append(votes.elected(line, cast))
    return elected


def _plain(lines: Sequence[Found]) -> bool:
    """Whether a view reads so well that no other is needed."""
    parts = {part for line in lines if (part := stamp_words.part_of(line.text))}
    return len(parts) >= 2 and min(line.confidence for line in lines) >= _CLEAR


def _agrees(line: Found, others: Sequence[Found]) -> bool:
    """Whether a view saw a line in the same place, as surely or nearly so."""
    return any(
        abs(other.strip.y - line.strip.y) < 0.6 * line.strip.base
        and min(other.strip.x1, line.strip.x1) > max(other.strip.x0, line.strip.x0)
        and other.confidence > line.confidence - 0.15
        for other in others
    )


def _lines(grey: Image.Image, mm: float) -> list[Found]:
    """The rows of a level piece, pieces of one row joined, each in the way it reads best."""
    strips = reader.strips(grey)
    rows = _rows(strips) if len(strips) <= 4 * _LINES else []
    seen = _best_of_levels(_sized(grey, [*rows, *bands.find(grey, mm)]))
    return [
        line
        for line in seen
        if line.confidence >= _DIRT
        and line.text.strip(" .-_•")
        and line.strip.x0 > 0.6 * line.strip.base  # else it comes from outside
    ]


def _best_of_levels(lines: Sequence[Found]) -> list[Found]:
    """Of rows found in two ways on one level the one that reads better."""
    kept: list[Found] = []
    for line in sorted(lines, key=_promise, reverse=True):
        if line.glyphs and not any(_same_row(line.strip, other.strip) for other in kept):
            kept.append(line)
    return sorted(kept, key=lambda line: line.strip.y)


def _sized(grey: Image.Image, rows: Sequence[Strip]) -> list[Found]:
    """The rows in the size in which each reads best.

    What is written in by hand stands higher than the label before it, so that a row's letters
    are measured too high or too low for one of the two.
    """
    usual = float(np.median([row.base for row in rows])) if rows else 0.0
    others = (usual, 1.3 * usual)
    ways = [
        replace(row, base=base)
        for row in rows
        for base in (row.base, *(b for b in others if abs(b - row.base) > 0.12 * b))
    ]
    return reader.read_strips(grey, ways)


def _promise(line: Found) -> float:
    length = min(1.0, 0.7 + 0.03 * len(line.text))
    return length * line.confidence + (0.15 if stamp_words.label(line.text) else 0.0)


def _rows(strips: Sequence[Strip]) -> list[Strip]:
    """Strips on one level as one: a label and what is written behind it."""
    rows: list[Strip] = []
    for strip in sorted(strips, key=lambda s: -s.letters):
        for i, row in enumerate(rows):
            base = max(strip.base, row.base)
            if abs(strip.y - 0.5 * strip.base - row.y + 0.5 * row.base) < 0.6 * base:
                x0, x1 = min(strip.x0, row.x0), max(strip.x1, row.x1)
                rows[i] = replace(row, x0=x0, x1=x1, letters=row.letters + strip.letters)
                break
        else:
            rows.append(replace(strip, slope=0.0, y=strip.level((strip.x0 + strip.x1) / 2)))
    return sorted(rows, key=lambda s: s.y)


def _worth(lines: Sequence[Found]) -> float:
    """How much a view reads like a stamp: the parts that it shows, then how surely."""
    texts = [line.text for line in lines]
    labels = {part for text in texts if (part := stamp_words.part_of(text))}
    found = {part for part in stamp_words.parts(texts) if part}
    sure = sum(line.confidence for line in lines) / max(len(lines), 1)
    return 2.0 * len(labels) + len(found) + sure


def _without_leaders(grey: Image.Image) -> Image.Image:
    """Without frame and dotted leaders: rows of specks that would be read as ones."""
    factor = max(1, round(max(grey.size) / 900))
    small = grey.reduce(factor) if factor > 1 else grey
    bits = paper.bits(small)
    clean = grey.copy()
    pencil = ImageDraw.Draw(clean)
    found = blobs.find(bits)
    high = max(3.0, 0.022 * bits.shape[1])
    dots = found[(found.width <= high) & (found.height <= 0.7 * high)]
    level = (dots.y0 + dots.y1) // 2
    slack = max(1.0, 0.2 * high)  # the slope is measured to half a degree
    for at in np.unique(level):
        near = dots[np.abs(level - at) <= slack]
        if len(near) >= 9 and float(near.x1.max() - near.x0.min()) > 9 * high:
            _erase(pencil, near, factor)
    _erase(pencil, found[(found.height <= 1.3 * high) & (found.width >= 4.5 * high)], factor)
    _without_frame(bits, factor, pencil)
    return clean


def _erase(pencil: ImageDraw.ImageDraw, found: blobs.Blobs, factor: int) -> None:
    for x0, y0, x1, y1 in zip(found.x0, found.y0, found.x1, found.y1, strict=True):
        low, high = ((int(x0) - 1) * factor, (int(y0) - 1) * factor), (int(x1) + 1, int(y1) + 1)
        pencil.rectangle((*low, high[0] * factor, high[1] * factor), fill=255)


def _without_frame(bits: blobs.Bits, factor: int, pencil: ImageDraw.ImageDraw) -> None:
    """The edges of the piece painted white where ink runs along most of them, however broken."""
    height, width = bits.shape
    for across in (True, False):
        share = bits.mean(axis=1 if across else 0)
        place = np.arange(len(share)) / len(share)
        outer = (place < 0.14) | (place > 0.86)
        for at in np.flatnonzero((share > _FRAME) & outer).tolist():
            low, high = (at - 1) * factor, (at + 2) * factor
            box = (0, low, width * factor, high) if across else (low, 0, high, height * factor)
            pencil.rectangle(box, fill=255)


def _moved(line: Found, x: float, y: float) -> Found:
    strip = replace(line.strip, x0=line.strip.x0 + x, x1=line.strip.x1 + x, y=line.strip.y + y)
    glyphs = tuple(replace(g, x0=g.x0 + x, x1=g.x1 + x) for g in line.glyphs)
    return replace(line, strip=strip, glyphs=glyphs)


def _around(lines: Sequence[Found]) -> Box:
    strips = [line.strip for line in lines]
    return (
        min(s.x0 for s in strips),
        min(s.y - 2 * s.base for s in strips),
        max(s.x1 for s in strips),
        max(s.y + 0.6 * s.base for s in strips),
    )


def _replaced(line: Found, seen: Sequence[Found]) -> bool:
    """Whether a line of the page is (part of) what the stamp's own reading says.

    A line of the letter that the stamp was put over goes on beyond it, or reads well.
    """
    x0, y0, x1, y1 = _around(seen)
    strip = line.strip
    middle = strip.level((strip.x0 + strip.x1) / 2) - strip.base / 2
    inside = min(strip.x1, x1 + strip.base) - max(strip.x0, x0 - 2 * strip.base)
    if not y0 <= middle <= y1 or inside < 0.6 * (strip.x1 - strip.x0):
        return False
    return line.confidence < _LETTERS or any(_same_row(strip, other.strip) for other in seen)


def _same_row(a: Strip, b: Strip) -> bool:
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    middle = (max(a.x0, b.x0) + min(a.x1, b.x1)) / 2
    return shared > 0 and abs(a.level(middle) - b.level(middle)) < 0.8 * max(a.base, b.base)
