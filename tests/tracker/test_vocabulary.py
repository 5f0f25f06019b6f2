"""Words on the screen: each has its own Thai, also where two are spelt alike in English."""

from enum import StrEnum

import pytest

from ingest import reading
from tracker import vocabulary
from tracker.said import said
from tracker.vocabulary import (
    LetterRole,
    Via,
)

WORDS = [
    word
    for words in vars(vocabulary).values()
    if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum
    for word in words
]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{type(word).__name__}.{word}")
def test_every_word_that_is_shown_is_said_in_thai(word: StrEnum) -> None:
    if type(word).__name__ == "JobState":
        return  # never shown: the arrival's own state is
    assert all("ก" <= letter <= "๛" or letter == " " for letter in said(word))


def test_an_enclosure_is_said_by_what_it_is() -> None:
    assert (said(LetterRole.ENCLOSURE), said(Via.ENCLOSURE)) == ("สิ่งที่ส่งมาด้วย", "แนบมาด้วย")


@pytest.mark.parametrize(
    ("ours", "readers"),
    [
        (vocabulary.LetterKind, reading.Kind),
        (LetterRole, reading.Role),
        (vocabulary.Urgency, reading.Urgency),
        (vocabulary.Secrecy, reading.Secrecy),
        (vocabulary.Action, reading.Action),
    ],
)
def test_the_office_knows_every_word_of_the_reader(
    ours: type[StrEnum], readers: type[StrEnum]
) -> None:
    """The office may not import the reader's words, so it keeps its own: the same ones."""
    assert [str(word) for word in ours] == [str(word) for word in readers]
