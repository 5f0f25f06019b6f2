"""The corpus of letters: how many fields are read right, and how far confidence can be trusted.

``pytest tests/ingest/test_corpus.py -s`` prints the table; with ``CORPUS=all``
every wrong field by name.
"""

import os
from functools import cache
from pathlib import Path

import pytest

import ingest
from ingest.reading import to_json
from tests.ingest import scoring

LETTERS = Path(__file__).resolve().parent.parent / "letters"
SAMPLE = LETTERS.parent.parent / "data" / "samples" / "smart-city-2561"

#: What must not be lost again: share of right values per field.
FLOORS = {
    "letters": 0.0, "kind": 0.0, "role": 0.0, "ref_no": 0.0, "date": 0.0, "subject": 0.0,
    "recipients": 0.0, "references": 0.0, "signatory": 0.0, "stamps": 0.0, "deadlines": 0.0,
    "urgency": 0.0, "secrecy": 0.0, "doubts": 0.0, "links": 0.0,
}  # fmt: skip
SURE_AND_RIGHT = 0.0


@cache
def result() -> scoring.Score:
    cases = [*scoring.load(LETTERS), *scoring.load(SAMPLE)]
    done = scoring.score(cases, lambda file: scoring.Plain(to_json(ingest.read(file))))
    print("\n" + scoring.table(done, show_wrong=os.environ.get("CORPUS") == "all"))
    return done


def perfect(truth: scoring.Plain) -> scoring.Plain:
    """The truth as a reading."""
    letters = [
        letter
        | {"id": str(number), "text": None if letter.get("sealed") else "…"}
        | {what: scoring.value_of(letter.get(what)) for what in ("kind", "urgency", "action")}
        for number, letter in enumerate(truth["letters"], 1)
    ]
    return {"letters": letters, "links": truth.get("links"), "warnings": ["…"]}


def test_the_scorer_gives_full_marks_to_the_truth_and_none_to_nothing() -> None:
    full, none = scoring.Score(), scoring.Score()
    for case in scoring.load(LETTERS):
        scoring.judge(full, case.name, case.truth, perfect(case.truth))
        scoring.judge(none, case.name, case.truth, {"letters": []})
    assert {what: row.wrong for what, row in full.rows.items() if row.wrong} == {}
    assert full.invented == {}
    assert none.share("ref_no") < 0.1 and none.share("recipients") == 0.0


def test_the_scorer_notices_what_was_invented() -> None:
    truth = {"letters": [{"kind": "memo", "role": "cover", "ref_no": None}]}
    stamp = {"number": "99", "confidence": 0.99, "doubt": None}
    letter = {"kind": "memo", "role": "cover", "ref_no": {"value": "ทด 1/1", "confidence": 0.99}}
    told = scoring.Score()
    scoring.judge(told, "x", truth, {"letters": [letter | {"id": "1", "stamps": [stamp]}]})
    assert set(told.invented) == {"ref_no", "stamps"}


def test_corpus_covers_what_it_should() -> None:
    truths = [letter for case in scoring.load(LETTERS) for letter in case.truth["letters"]]
    kinds = {letter["kind"] for letter in truths}
    assert kinds >= {"external", "memo", "stamped", "order", "announcement", "record"}
    assert len(list(scoring.load(LETTERS))) >= 40


@pytest.mark.parametrize("what", FLOORS)
def test_fields_are_read_right(what: str) -> None:
    row = result().rows.get(what, scoring.Row())
    assert row.share >= FLOORS[what], row.wrong


def test_sure_fields_are_right() -> None:
    right, sure = result().sure_and_right()
    wrong = [one for one in result().certainty if one[1] >= scoring.SURE and not one[2]]
    assert right >= SURE_AND_RIGHT * sure, wrong
