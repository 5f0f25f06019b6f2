"""How much of a text is no Thai word, by PyThaiNLP's dictionary: the measure of a good layer."""

from __future__ import annotations

import re
from functools import lru_cache

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize

#: The tokenizer's work grows faster than its input where a text is ambiguous.
_LONGEST = 120
_THAI_RUN = re.compile("[ก-ฺเ-ๅ็-๎]+")


@lru_cache(maxsize=20_000)
def unknown_characters(run: str) -> int:
    """Characters of ``run`` (Thai letters only) that belong to no word of two letters or more."""
    words = thai_words()
    unknown = 0
    for start in range(0, len(run), _LONGEST):
        for word in word_tokenize(run[start : start + _LONGEST], engine="newmm"):
            if word not in words:
                unknown += len(word)
    return unknown


def thai_runs(text: str) -> list[str]:
    """The stretches of Thai letters in ``text``, digits and signs left out."""
    return _THAI_RUN.findall(text)


def unknown_share(text: str, sample: int) -> float:
    """Share of the first ``sample`` Thai letters of ``text`` that belong to no word."""
    letters = unknown = 0
    for run in thai_runs(text):
        letters += len(run)
        unknown += unknown_characters(run)
        if letters >= sample:
            break
    return unknown / letters if letters else 0.0
