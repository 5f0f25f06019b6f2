"""Columns of probabilities to characters with places, confidences and other readings."""

import numpy as np

from ingest.recogniser.alphabet import CLASSES, LABELS, plain
from ingest.recogniser.decode import glyphs, readings


def columns(*said: tuple[str, float, int], other: dict[int, tuple[str, float]] | None = None):
    """Each (character, probability, columns); "" is nothing; ``other``: a rival by position."""
    rows = []
    for number, (character, sure, count) in enumerate(said):
        row = np.full(CLASSES, 1e-6, np.float32)
        label = LABELS[character] if character else 0
        row[label] = sure
        if other and number in other:
            rival, share = other[number]
            row[LABELS[rival] if rival else 0] = share
        elif label:
            row[0] = 1 - sure
        rows += [row] * count
    return np.stack(rows)


def text(found) -> str:
    return "".join(g.character for g in found)


def test_repeats_join_and_blanks_part() -> None:
    said = columns(("๑", 0.99, 3), ("", 1.0, 4), ("๑", 0.98, 2), ("", 1.0, 2), ("๒", 0.97, 1))
    found = glyphs(said)
    assert text(found) == "๑๑๒"
    assert [round(g.confidence, 2) for g in found] == [0.99, 0.98, 0.97]
    assert all(a.x1 <= b.x0 + 1e-6 for a, b in zip(found, found[1:], strict=False))


def test_an_echo_too_near_to_be_a_letter_is_one_letter() -> None:
    assert text(glyphs(columns(("จ", 0.9, 1), ("", 1.0, 1), ("จ", 0.8, 1)))) == "จ"


def test_marks_lie_on_their_letter() -> None:
    found = glyphs(
        columns(("ท", 1.0, 2), ("", 1, 1), ("ี", 1.0, 1), ("่", 1.0, 1), ("", 1, 2), ("น", 1, 2))
    )
    assert text(found) == "ที่น"
    assert found[0].x0 == found[1].x0 == found[2].x0 and found[1].x1 == found[0].x1


def test_no_space_at_the_ends_twice_or_before_a_mark() -> None:
    said = columns(
        (" ", 1, 2),
        ("ก", 1, 2),
        (" ", 1, 1),
        ("่", 1, 2),
        (" ", 1, 2),
        ("", 1, 1),
        (" ", 1, 1),
        ("ข", 1, 2),
        (" ", 1, 1),
    )
    assert text(glyphs(said)) == "ก่ ข"


def test_a_doubtful_digit_brings_other_readings_best_first() -> None:
    said = columns(
        ("๕", 0.99, 2),
        ("", 1, 3),
        ("๒", 0.6, 2),
        ("", 1, 3),
        ("๙", 0.99, 2),
        other={2: ("๖", 0.35)},
    )
    found = glyphs(said)
    assert text(found) == "๕๒๙"
    others = readings(found)
    assert others[0][0] == "๕๖๙" and 0.2 < others[0][1] < 0.4


def test_a_sure_line_has_no_other_readings() -> None:
    assert readings(glyphs(columns(("ก", 0.99, 2), ("", 1, 2), ("๑", 0.99, 2)))) == []


def test_plain_text_joins_what_looks_alike() -> None:
    assert plain("สํานัก“ก”  เเละ—\u200b๑") == 'สำนัก"ก" และ–๑'
