"""How much of a text is no Thai word, by PyThaiNLP's dictionary: the measure of a good layer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize

#: The tokenizer's work grows faster than its input where a text is ambiguous.
_LONGEST = 120
#: In how many unknown words a letter must stand to be called misnamed.
_KINDS = 3
_THAI_RUN = re.compile("[ก-ฺเ-ๅ็-๎]+")


@lru_cache(maxsize=20_000)
def unknown_words(run: str) -> tuple[str, ...]:
    """The pieces of ``run`` (Thai letters only) that are no words."""
    words = thai_words()
    return tuple(
        word
        for start in range(0, len(run), _LONGEST)
        for word in word_tokenize(run[start : start + _LONGEST], engine="newmm")
        if word not in words
    )


def unknown_characters(run: str) -> int:
    """How many characters of ``run`` belong to no word."""
    return sum(map(len, unknown_words(run)))


def thai_runs(text: str) -> list[str]:
    """The stretches of Thai letters in ``text``, digits and signs left out."""
    return _THAI_RUN.findall(text)


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
