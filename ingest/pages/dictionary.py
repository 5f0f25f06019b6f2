"""How much of a text is no Thai word, by PyThaiNLP's dictionary: the measure of a good layer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize

from ingest.pages.page import Line

#: The tokenizer's work grows faster than its input where a text is ambiguous.
_LONGEST = 120
#: In how many unknown words a letter must stand to be called misnamed.
_KINDS = 3
#: How many letters must become words for ำ to be read as า.
_WORTH = 2
_OFTEN = 3
_RING_RUN = re.compile("[ก-ฺเ-ๅ็-๎]*ำ[ก-ฺเ-ๅ็-๎]*")
_THAI_RUN = re.compile("[ก-ฺเ-ๅ็-๎]+")


@lru_cache(maxsize=20_000)
def _pieces(run: str) -> tuple[str, ...]:
    return tuple(
        word
        for start in range(0, len(run), _LONGEST)
        for word in word_tokenize(run[start : start + _LONGEST], engine="newmm")
    )


@lru_cache(maxsize=20_000)
def unknown_words(run: str) -> tuple[str, ...]:
    """The pieces of ``run`` (Thai letters only) that are no words."""
    words = thai_words()
    return tuple(word for word in _pieces(run) if word not in words)


def unknown_characters(run: str) -> int:
    """How many characters of ``run`` belong to no word."""
    return sum(map(len, unknown_words(run)))


def forget() -> None:
    """Empty the memory of words looked up, as for a page never seen (for measuring)."""
    for remembered in (_pieces, unknown_words, _mended_run):
        remembered.cache_clear()


def thai_runs(text: str) -> list[str]:
    """The stretches of Thai letters in ``text``, digits and signs left out."""
    return _THAI_RUN.findall(text)


def mended(lines: list[Line]) -> list[Line]:
    """The lines of a page with า for ำ (ศำล → ศาล) where the page often mistakes them.

    A single word that would gain may be a name (ท่ามิหรำ) and is left alone.
    """
    runs = [run for line in lines for run in _RING_RUN.findall(line.text)]
    wrong = sum(_mended_run(run) != run for run in runs)
    if wrong < _OFTEN or 3 * wrong < len(runs):
        return lines
    return [
        replace(line, text=_RING_RUN.sub(lambda match: _mended_run(match.group()), line.text))
        for line in lines
    ]


@lru_cache(maxsize=4_000)
def _mended_run(run: str) -> str:
    for place in (index for index, char in enumerate(run) if char == "ำ"):
        strange = unknown_characters(run)
        if not strange:
            break
        candidate = f"{run[:place]}า{run[place + 1 :]}"
        gain = strange - unknown_characters(candidate)
        if gain >= _WORTH or (gain > 0 and len(_pieces(candidate)) < len(_pieces(run))):
            run = candidate
    return run


@dataclass(frozen=True, slots=True)
class Survey:
    """How the words of a text fare: letters looked at, those in no word, and which they are."""

    letters: int
    unknown: int
    #: Letters that stand in unknown words most of the time, and in several of them.
    misnamed: str

    @property
    def share(self) -> float:
        return self.unknown / self.letters if self.letters else 0.0


def survey(text: str, sample: int) -> Survey:
    """The first ``sample`` Thai letters of ``text`` held against the dictionary."""
    letters: Counter[str] = Counter()
    strange: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    for run in thai_runs(text):
        letters.update(run)
        for word in unknown_words(run):
            strange.update(word)
            for letter in word:
                kinds.setdefault(letter, set()).add(word)
        if letters.total() >= sample:
            break
    misnamed = (
        letter
        for letter, count in strange.items()
        if 2 * count > letters[letter] and len(kinds[letter]) >= _KINDS
    )
    return Survey(letters.total(), strange.total(), "".join(sorted(misnamed)))
