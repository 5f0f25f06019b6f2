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
#: Places looked at for each glyph, and glyphs on either side of it.
#: In so many places a glyph must stand for words alone to rename it.
_PROOF = 3
_SAMPLE = 6
_AROUND = 9
_LONGEST = 60
#: What one impossible sequence weighs against one letter of an unknown word.
_IMPOSSIBLE = 4.0
#: What it costs that two nameless glyphs of a font are the same mark, or one before า no ring.
_TWIN = 0.5
_NO_RING = 1.0
#: What a mark with a name must gain to be given another.
_WORTH = 4.0
_PASSES = 3
#: Share of a mark's places that cannot be Thai, from which on its name is doubted.
_WRONG = 0.05


@dataclass
class Mender:
    """Keeps what was learnt about the fonts of one document."""

    learnt: dict[Code, str] = field(default_factory=dict)

    def mend(self, glyphs: list[Glyph], thorough: bool = False) -> bool:
        """Rename marks in place where the page shows that its fonts misname them.

        True if one that had a name was given another: then the others are doubtful.
        Marks are suspect where they make impossible sequences; ``thorough``
        suspects all, for a page with too many unknown words.
        """
        _complete_rings(glyphs)
        _unmix(glyphs)
        for glyph in glyphs:
            if glyph.code in self.learnt:
                glyph.text = self.learnt[glyph.code]
        chunks = _chunks(glyphs)
        search = _Search(glyphs, chunks, thorough)
        found = search.run()
        named = {glyph.code for glyph in glyphs if glyph.text.strip()}
        for glyph in glyphs:
            if glyph.code in found:
                glyph.text = found[glyph.code]
        self.learnt |= found
        return not named.isdisjoint(found)


class _Search:
    """Coordinate descent over the names of suspect mark glyphs."""

    def __init__(self, glyphs: list[Glyph], chunks: list[Chunk], thorough: bool) -> None:
        self._glyphs = glyphs
        self._names: dict[Code, str] = {}
        self._places: dict[Code, list[Chunk]] = {}
        self._lost = {glyph.code for glyph in glyphs if is_lost(glyph)}
        self._rings = {g.code for i, g in enumerate(glyphs) if _is_ring(glyphs, i)}
        wrong = self._survey(chunks)
        settled = self._only_rings()
        self._names.update((code, "ํ") for code in settled)
        self.suspects = [
            code
            for code, places in self._places.items()
            if (code in self._lost and code not in settled)
            or thorough
            or wrong[code] >= max(1, _WRONG * len(places))
        ]

    def _survey(self, chunks: list[Chunk]) -> Counter[Code]:
        """Note where each mark stands, and how often it takes part in what cannot be Thai."""
        wrong: Counter[Code] = Counter()
        for chunk in chunks:
            text, owners = "", []
            for index in chunk:
                text += self._glyphs[index].text
                owners += [index] * len(self._glyphs[index].text)
            doubtful = clusters.impossible_places(clusters.ordered(text))
            near = {owners[i] for start, end in doubtful for i in range(start, end)}
            for place, index in enumerate(chunk):
                if _is_mark(self._glyphs[index]):
                    code = self._glyphs[index].code
                    wrong[code] += index in near
                    window = chunk[max(0, place - _AROUND) : place + _AROUND + 1]
                    self._places.setdefault(code, []).append(window)
        return wrong

    def _only_rings(self) -> set[Code]:
        """Nameless glyphs that stand before า only, one in its font: the ring of ำ for sure."""
        fonts = Counter(code[0] for code in self._lost)
        rings = {code for code in self._rings & self._lost if fonts[code[0]] == 1}
        named = {g.code[0] for g in self._glyphs if "ํ" in g.text or "ำ" in g.text}
        return {
            code
            for code in rings
            if code[0] not in named
            and all(_is_ring(self._glyphs, i) for i, g in enumerate(self._glyphs)
                    if g.code == code and is_lost(g))
        }  # fmt: skip

    def run(self) -> dict[Code, str]:
        queue = list(self.suspects)
        for _ in range(_PASSES):
            changed = {code for code in queue if self._rename(code) or self._swap(code)}
            if not changed:
                break
            misnamed = {code[0] for code in changed - self._lost}
            queue += (c for c in self._places if c[0] in misnamed and c not in queue)
        return dict(self._names)

    def _rename(self, code: Code) -> bool:
        if code not in self._lost and self._cost({code: self._name(code)}) < _WORTH:
            return False
        if code not in self._lost and not self._proven(code):
            return False
        best = self._best(code)
        changed = best != self._name(code)
        if changed:
            self._names[code] = best
        return changed

    def _proven(self, code: Code) -> bool:
        """Whether more speaks against a name than one strange word, which may be a person's."""
        places = self._places[code]
        texts = [self._text(place, {}) for place in places]
        return len(places) >= _PROOF or any(map(clusters.impossible, texts))

    def _swap(self, code: Code) -> bool:
        """Exchange the names of two marks of one font where both are then better placed."""
        name = self._name(code)
        if code in self._lost or self._cost({code: name}) < _WORTH:
            return False
        holders = {
            self._name(other): other
            for other in self._places
            if other[0] == code[0] and other not in self._lost and other != code
        }
        for second in self._likeliest(code, holders.keys() - {name}):
            other = holders[second]
            before = self._cost({code: name, other: second})
            after = self._cost({code: second, other: name})
            if before - after >= max(_WORTH, 0.4 * before):
                self._names |= {code: second, other: name}
                return True
        return False

    def _likeliest(self, code: Code, names: set[str]) -> list[str]:
        """The names under which most words round this glyph are words."""
        places = _spread(self._places[code], _SAMPLE)
        texts = {name: [self._text(place, {code: name}) for place in places] for name in names}
        return sorted(names, key=lambda name: (_unknown(texts[name]), name))[:2]

    def _cost(self, names: dict[Code, str]) -> float:
        """How badly the places of these glyphs read under these names."""
        texts = [
            self._text(place, names)
            for code in names
            for place in _spread(self._places[code], _SAMPLE)
        ]
        return _IMPOSSIBLE * sum(map(clusters.impossible, texts)) + _unknown(texts)

    def _best(self, code: Code) -> str:
        current = self._name(code)
        options = {current, *_MARKS, *(("", *_RINGS) if code in self._lost else ())}
        places = _spread(self._places[code], _SAMPLE)
        texts = {name: [self._text(place, {code: name}) for place in places] for name in options}
        wrong = {name: sum(map(clusters.impossible, texts[name])) for name in options}
        least = min(wrong.values())
        costs = {
            name: _IMPOSSIBLE * wrong[name] + _unknown(texts[name]) + self._price(code, name)
            for name in options
            if wrong[name] == least or name == current
        }
        best = min(costs, key=lambda name: (costs[name], name))
        enough = 0.25 if code in self._lost else max(_WORTH, 0.4 * costs[current])
        return best if costs[current] - costs[best] >= enough else current

    def _text(self, chunk: Chunk, names: dict[Code, str]) -> str:
        names = self._names | names
        glyphs = (self._glyphs[index] for index in chunk)
        return clusters.ordered("".join(names.get(g.code, g.text) for g in glyphs))

    def _price(self, code: Code, name: str) -> float:
        if code not in self._lost:
            return 0.0
        if name and self._has_twin(code, name):
            return _TWIN
        return _NO_RING if code in self._rings and "ํ" not in name else 0.0

    def _has_twin(self, code: Code, name: str) -> bool:
        return any(
            other != code and other[0] == code[0] and self._name(other) == name
            for other in self._lost & self._places.keys()
        )

    def _name(self, code: Code) -> str:
        if code in self._names:
            return self._names[code]
        texts = (
            self._glyphs[i].text for i in self._places[code][0] if self._glyphs[i].code == code
        )
        return next(texts).strip()


def _spread(places: list[Chunk], count: int) -> list[Chunk]:
    """``count`` of the places, from all over the page."""
    step = max(1, len(places) // count)
    return places[::step][:count]


def _unknown(texts: list[str]) -> int:
    return sum(
        dictionary.unknown_characters(run) for text in texts for run in dictionary.thai_runs(text)
    )


def _complete_rings(glyphs: list[Glyph]) -> None:
    """A ring as wide as a letter is a whole ำ; a nameless letter after a ring is its half."""
    last = ""
    for glyph in glyphs:
        if glyph.x1 - glyph.x0 > 0.2 * glyph.size:
            if glyph.text == "ํ":
                glyph.text = "ำ"
            elif not glyph.text and last.endswith("ํ"):
                glyph.text = "า"
        last = glyph.text


def _unmix(glyphs: list[Glyph]) -> None:
    """Fonts that call every า by the name of ำ, and ำ a ring and ำ."""
    named: dict[int, Counter[str]] = {}
    before: Glyph | None = None
    for glyph in glyphs:
        if glyph.text in ("า", "ำ"):
            count = named.setdefault(glyph.code[0], Counter())
            count[glyph.text] += 1
            count["apart"] += before is not None and (is_lost(before) or before.text == "ํ")
        before = glyph
    mixed = {f for f, n in named.items() if n["ำ"] >= 3 and not n["า"] and n["apart"]}
    for glyph in glyphs:
        if glyph.text == "ำ" and glyph.code[0] in mixed and glyph.x1 > glyph.x0:
            glyph.text = "า"


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
