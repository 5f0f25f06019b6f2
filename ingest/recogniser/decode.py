"""From label probabilities to text: characters, their places and confidences, other readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ingest.recogniser.alphabet import ALPHABET, DIGITS, MARKS
from ingest.recogniser.shape import STRIDE

Floats = NDArray[np.float32]

#: A character below this is worth a second reading.
DOUBTFUL = 0.9
#: A letter that comes second with this share was nearly seen.
NEARLY = 0.06
_THAI = np.array([False] + ["ก" <= c <= "์" and c not in DIGITS and c != "฿" for c in ALPHABET])
_NARROW = frozenset(".,:;'|!-/()[]ilIjtfr1 เ")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its confidence, its pixels in the crop, and what else it may be.

    ``others`` holds (character, probability), best first; ``""`` means nothing there.
    A glyph whose own ``character`` is ``""`` is a letter that was nearly seen: only a
    word can bring it out (``ingest.recogniser.lexicon``), else it is dropped.
    """

    character: str
    confidence: float
    x0: float
    x1: float
    others: tuple[tuple[str, float], ...] = ()


def glyphs(columns: Floats) -> list[Glyph]:
    """The best path: one glyph for each run of a label."""
    best = columns.argmax(axis=1)
    edges = np.flatnonzero(np.concatenate([[True], best[1:] != best[:-1], [True]]))
    share = columns[np.arange(len(best)), best]
    peaks = np.maximum.reduceat(share, edges[:-1]).tolist()
    found = []
    for start, end, confidence in zip(edges[:-1].tolist(), edges[1:].tolist(), peaks, strict=True):
        label = int(best[start])
        if label == 0:
            continue
        doubtful = confidence < DOUBTFUL
        others = _others(columns[start + share[start:end].argmax()], label) if doubtful else ()
        found.append(
            Glyph(
                ALPHABET[label - 1], confidence, float(start * STRIDE), float(end * STRIDE), others
            )
        )
    return _spaced(_single(found) + _missed(columns, best, share, found))


def _missed(
    columns: Floats, best: NDArray[np.int64], share: Floats, found: list[Glyph]
) -> list[Glyph]:
    """Thai letters that came second where nothing, or another mark, came first."""
    unsure = np.flatnonzero(share < 1 - NEARLY)
    shadow = columns[unsure] * _THAI
    shadow[np.arange(len(unsure)), best[unsure]] = 0
    missed: list[Glyph] = []
    for place, label in np.argwhere(shadow > NEARLY):
        column = unsure[place]
        second, x = float(shadow[place, label]), float(column * STRIDE)
        character = ALPHABET[label - 1]
        near = [g for g in (*found, *missed) if g.x0 - 8 < x < g.x1 + 8]
        if best[column] and character not in MARKS:
            continue
        if any(character in (g.character, *(c for c, _ in g.others)) for g in near):
            continue
        missed.append(Glyph("", 1 - second, x, x + STRIDE, ((character, second),)))
    return missed


def _single(found: list[Glyph]) -> list[Glyph]:
    """Without echoes: the same letter twice in less room than one takes is one letter."""
    kept: list[Glyph] = []
    for glyph in found:
        last = kept[-1] if kept else None
        if last is not None and glyph.character == last.character:
            apart = (glyph.x0 + glyph.x1 - last.x0 - last.x1) / 2
            if apart < _room(glyph.character):
                kept[-1] = replace(max(last, glyph, key=lambda g: g.confidence), x0=last.x0)
                continue
        kept.append(glyph)
    return kept


def _room(character: str) -> float:
    """Pixels that a letter takes at least, with a margin."""
    if character in MARKS:
        return 8.0
    return 2.0 if character in _NARROW else 5.5


def _others(scores: Floats, label: int, count: int = 3) -> tuple[tuple[str, float], ...]:
    order = np.argsort(scores)[::-1][: count + 1]
    return tuple(
        (ALPHABET[i - 1] if i else "", float(scores[i]))
        for i in order
        if i != label and scores[i] > 0.02
    )


def _spaced(found: list[Glyph]) -> list[Glyph]:
    """Places that fill the line; no space twice, at an end or before a hanging mark."""
    kept: list[Glyph] = []
    found = sorted(found, key=lambda g: g.x0 + g.x1)
    for i, glyph in enumerate(found):
        after = found[i + 1].character if i + 1 < len(found) else " "
        if glyph.character == " " and (not kept or after == " " or after in MARKS):
            continue
        kept.append(glyph)
    return _placed(kept)


def _placed(found: list[Glyph]) -> list[Glyph]:
    """Peaks are narrow: a letter reaches halfway to its neighbours, a mark lies on its letter."""
    stems = [g for g in found if g.character and g.character not in MARKS]
    if not stems:
        return []
    middles = [(g.x0 + g.x1) / 2 for g in stems]
    spans = []
    for i, middle in enumerate(middles):
        left = (middles[i - 1] + middle) / 2 if i else middle - 10
        right = (middles[i + 1] + middle) / 2 if i + 1 < len(middles) else middle + 10
        spans.append((max(left, middle - 12), min(right, middle + 12)))
    placed, stem = [], -1
    for glyph in found:
        if glyph.character and glyph.character not in MARKS:
            stem += 1
        x0, x1 = spans[max(stem, 0)]
        placed.append(Glyph(glyph.character, glyph.confidence, x0, x1, glyph.others))
    return placed


def readings(found: list[Glyph], limit: int = 4) -> list[tuple[str, float]]:
    """Other readings of the whole line, best first: doubtful digits and signs exchanged."""
    doubts = [
        i
        for i, g in enumerate(found)
        if g.character and g.others and (_matters(g) or g.confidence < 0.5)
    ]
    doubts = sorted(sorted(doubts, key=lambda i: found[i].confidence)[:4])
    if not doubts:
        return []
    choices = [((found[i].character, found[i].confidence), *found[i].others[:3]) for i in doubts]
    text = [g.character for g in found]
    ranked = []
    for choice in product(*choices):
        chance = 1.0
        for i, (character, share) in zip(doubts, choice, strict=True):
            text[i] = character
            chance *= share
        ranked.append((" ".join("".join(text).split()), chance))
    ranked.sort(key=lambda r: -r[1])
    said = "".join(g.character for g in found)
    return [r for r in ranked if r[0] != said][:limit]


def _matters(glyph: Glyph) -> bool:
    return glyph.character in DIGITS or any(c in DIGITS for c, _ in glyph.others if c)
