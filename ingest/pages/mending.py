"""Wrong character maps of fonts, mended by what can be Thai and what is a word.

Producers derive a font's character map from whole clusters and get marks
wrong: two marks swapped, one called by the name of another, some left without
a name. Every mark glyph of a font is one unknown; the assignment is sought
that leaves the fewest impossible sequences and unknown words in the places
where the glyph stands. Letters and digits are never touched.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.pages import dictionary
from ingest.pages.glyphs import Glyph
from ingest.thai import clusters

Code = tuple[int, int]
#: The glyphs between two spaces of one printed line, by index.
Chunk = list[int]

_MARKS = tuple("ัิีึืฺุู็่้๊๋์ํ")
_RINGS = ("ํ่", "ํ้", "ํ๊", "ํ๋")
_SAMPLE = 10
_LONGEST = 60
#: What one impossible sequence weighs against one letter of an unknown word.
_IMPOSSIBLE = 4.0
#: What it costs that two nameless glyphs of a font are the same mark, or one before า no ring.
_TWIN = 0.5
_NO_RING = 1.0
_PASSES = 3


@dataclass
class Mender:
    """Keeps what was learnt about the fonts of one document."""

    learnt: dict[Code, str] = field(default_factory=dict)

    def mend(self, glyphs: list[Glyph]) -> bool:
        """Rename marks in place where the page shows that its fonts misname them."""
        for glyph in glyphs:
            if glyph.code in self.learnt:
                glyph.text = self.learnt[glyph.code]
        chunks = _chunks(glyphs)
        search = _Search(glyphs, chunks)
        if not search.suspects:
            return False
        found = search.run()
        for glyph in glyphs:
            if glyph.code in found:
                glyph.text = found[glyph.code]
        self.learnt |= found
        return bool(found)


class _Search:
    """Coordinate descent over the names of suspect mark glyphs."""

    def __init__(self, glyphs: list[Glyph], chunks: list[Chunk]) -> None:
        self._glyphs = glyphs
        self._names: dict[Code, str] = {}
        self._places: dict[Code, list[Chunk]] = {}
        self._rings: set[Code] = set()
        bad: Counter[Code] = Counter()
        seen: Counter[Code] = Counter()
        lost: set[Code] = set()
        for chunk in chunks:
            codes = {glyphs[i].code for i in chunk if _is_mark(glyphs[i])}
            lost |= {glyphs[i].code for i in chunk if is_lost(glyphs[i])}
            self._rings |= {glyphs[i].code for i in chunk if _is_ring(glyphs, i)}
            wrong = self._badness(chunk) > 0
            for code in codes:
                seen[code] += 1
                bad[code] += wrong
                places = self._places.setdefault(code, [])
                if len(places) < _SAMPLE:
                    places.append(chunk)
        self._lost = lost
        self.suspects = [
            code
            for code in sorted(seen, key=lambda code: -bad[code])
            if bad[code] * 3 >= seen[code] or code in lost
        ]

    def run(self) -> dict[Code, str]:
        for _ in range(_PASSES):
            changed = False
            for code in self.suspects:
                best = self._best(code)
                if best != self._name(code):
                    self._names[code] = best
                    changed = True
            if not changed:
                break
        return dict(self._names)

    def _best(self, code: Code) -> str:
        current = self._name(code)
        options = _MARKS + (("", *_RINGS) if code in self._lost else ())
        costs = {name: self._cost(code, name) for name in (current, *options)}
        best = min(costs, key=lambda name: costs[name])
        enough = 0.25 if code in self._lost else max(4.0, 0.4 * costs[current])
        return best if costs[current] - costs[best] >= enough else current

    def _cost(self, code: Code, name: str) -> float:
        before = self._names.get(code)
        self._names[code] = name
        cost = sum(map(self._badness, self._places[code]))
        if before is None:
            del self._names[code]
        else:
            self._names[code] = before
        if code in self._lost and name and self._has_twin(code, name):
            return cost + _TWIN
        return cost + (_NO_RING if code in self._rings and "ํ" not in name else 0.0)

    def _has_twin(self, code: Code, name: str) -> bool:
        return any(
            other != code and other[0] == code[0] and other in self._lost
            and self._name(other) == name
            for other in self._places
        )  # fmt: skip

    def _name(self, code: Code) -> str:
        if code in self._names:
            return self._names[code]
        chunk = self._places[code][0]
        text = next(self._glyphs[i].text for i in chunk if self._glyphs[i].code == code)
        return text.strip()

    def _badness(self, chunk: Chunk) -> float:
        text = "".join(self._names.get(self._glyphs[i].code, self._glyphs[i].text) for i in chunk)
        return _badness(text)


def _badness(text: str) -> float:
    ordered = clusters.ordered(text)
    unknown = sum(map(dictionary.unknown_characters, dictionary.thai_runs(ordered)))
    return _IMPOSSIBLE * clusters.impossible(ordered) + unknown


def is_lost(glyph: Glyph) -> bool:
    """A glyph that takes no room and has no name: a mark whose character was lost."""
    return not glyph.text.strip() and abs(glyph.x1 - glyph.x0) < 0.02 * glyph.size


def _is_ring(glyphs: list[Glyph], index: int) -> bool:
    """A lost mark right before า."""
    following = glyphs[index + 1].text if index + 1 < len(glyphs) else ""
    return is_lost(glyphs[index]) and following == "า"


def _is_mark(glyph: Glyph) -> bool:
    return is_lost(glyph) or (len(glyph.text) == 1 and clusters.is_mark(glyph.text))


def _chunks(glyphs: list[Glyph]) -> list[Chunk]:
    """Stretches of Thai on one base line, cut at spaces, signs and jumps."""
    chunks: list[Chunk] = []
    last: Glyph | None = None
    for index, glyph in enumerate(glyphs):
        if not (is_lost(glyph) or clusters.thai_count(glyph.text)):
            last = None
            continue
        follows = (
            last is not None
            and abs(glyph.y - last.y) <= 0.5 * glyph.size
            and abs(glyph.x0 - last.x1) <= glyph.size
        )
        if not follows or len(chunks[-1]) >= _LONGEST:
            chunks.append([])
        chunks[-1].append(index)
        last = glyph
    return chunks
