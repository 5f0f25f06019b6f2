"""Help from a dictionary for doubtful letters of words; never for digits, numbers or Latin.

A run of Thai letters in which some are in doubt is read as the likeliest chain
of words: what the network says of every letter is weighed against how much of
the run stands in PyThaiNLP's dictionary. A sure letter is never touched, nor
one for which the network itself named no other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from ingest.recogniser.alphabet import DIGITS
from ingest.recogniser.decode import Glyph

#: A letter below this is in doubt; another reading below the second is none.
_DOUBT, _LIKELY = 0.9, 0.02
#: Costs in units of log probability: a letter outside of any word, a word, a word of one letter.
_STRANGE, _WORD, _SHORT = 3.5, 3.0, 4.0
_LONGEST_WORD = 22
#: Behind a title a name is expected: by so much it is likelier than a word.
_NAMED = 2.5
_TITLES = frozenset(("นาย", "นาง", "นางสาว", "คุณ", "เด็กชาย", "เด็กหญิง"))
#: What a word is worth as evidence for a letter that the network did not see.
_EXCHANGED = 0.7

#: A choice for one letter: what it is ("" for nothing) and its cost.
Choice = tuple[str, float]
#: Words, and all their beginnings.
Vocabulary = tuple[frozenset[str], frozenset[str]]


@cache
def _words() -> Vocabulary:
    """The words, and all their beginnings."""
    from pythainlp.corpus import thai_words

    return _with_beginnings(thai_words())


@cache
def _given_names() -> Vocabulary:
    from pythainlp.corpus import thai_female_names, thai_male_names

    return _with_beginnings(thai_male_names() | thai_female_names())


def _with_beginnings(said: Iterable[str]) -> Vocabulary:
    words = frozenset(word for word in said if len(word) <= _LONGEST_WORD)
    return words, frozenset(word[:end] for word in words for end in range(1, len(word) + 1))


def _is_thai(character: str) -> bool:
    return "ก" <= character <= "์" and character not in DIGITS and character != "฿"


def mended(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """The glyphs with doubtful letters exchanged where only that makes words."""
    fixed: list[Glyph] = []
    for run in _runs(glyphs):
        if any(len(_choices(glyph)) > 1 for glyph in run):
            run = _best(run)
        fixed += run
    return tuple(glyph for glyph in fixed if glyph.character)


def _runs(glyphs: tuple[Glyph, ...]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        last = next((g.character for g in reversed(run) if g.character), glyph.character)
        if run and glyph.character and _is_thai(last) != _is_thai(glyph.character):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _choices(glyph: Glyph) -> list[Choice]:
    if not glyph.character:
        said = [(other, -math.log(share)) for other, share in glyph.others]
        return [("", -math.log(glyph.confidence)), *said]
    if not _is_thai(glyph.character):
        return [(glyph.character, 0.0)]
    found = [(glyph.character, -math.log(max(glyph.confidence, 1e-4)))]
    if glyph.confidence < _DOUBT:
        found += [
            (other, -math.log(share))
            for other, share in glyph.others
            if share >= _LIKELY and (other == "" or _is_thai(other))
        ]
    return found


def _best(run: list[Glyph]) -> list[Glyph]:
    """Dijkstra's way along the run, a word or a strange letter at a step."""
    choices = [_choices(glyph) for glyph in run]
    best: list[tuple[float, list[str]]] = [(math.inf, [])] * (len(run) + 1)
    best[0] = (0.0, [])
    for start in range(len(run)):
        cost, said = best[start]
        for picked, more in choices[start]:
            _offer(best, start + 1, cost + more + (_STRANGE if picked else 0.0), [*said, picked])
        for end, picks, more in _walk(choices, start, _words()):
            _offer(best, end, cost + more, [*said, *picks])
        if "".join(said) in _TITLES:
            for end, picks, more in _walk(choices, start, _given_names()):
                _offer(best, end, cost + more - _NAMED, [*said, *picks])
    return [
        glyph if picked == glyph.character else _exchanged(glyph, picked)
        for glyph, picked in zip(run, best[-1][1], strict=True)
        if picked
    ]


def _offer(best: list[tuple[float, list[str]]], at: int, cost: float, said: list[str]) -> None:
    if cost < best[at][0]:
        best[at] = (cost, said)


def _walk(
    choices: list[list[Choice]], start: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, list[str], float]]:
    """All words that begin at ``start``: where they end, their letters, their cost."""
    words, beginnings = vocabulary
    open_: list[tuple[str, list[str], float]] = [("", [], 0.0)]
    for at in range(start, len(choices)):
        longer = []
        for text, picks, cost in open_:
            for picked, more in choices[at]:
                if text + picked in beginnings:
                    longer.append((text + picked, [*picks, picked], cost + more))
        for text, picks, cost in longer:
            if text in words:
                yield at + 1, picks, cost + (_WORD if len(text) > 1 else _SHORT)
        open_ = longer
        if not open_:
            return


def _exchanged(glyph: Glyph, picked: str) -> Glyph:
    """The glyph as another letter, never quite sure: a word speaks for it, the picture less so."""
    share = max(_EXCHANGED, dict(glyph.others)[picked])
    rest = tuple((c, p) for c, p in glyph.others if c != picked)
    others = ((glyph.character, glyph.confidence), *rest)
    return replace(glyph, character=picked, confidence=share, others=others)
