"""The corpus of letters: how many fields are read right, and how far confidence can be trusted.

``pytest tests/ingest/test_corpus.py -s`` prints the table; with ``CORPUS=all``
every wrong field by name.
"""

import json
import os
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

import ingest
from ingest.reading import Kind, to_json
from ingest.training.letterpress import bundle_from_json, set_bundle
from tests.ingest import forms, scoring

LETTERS = Path(__file__).resolve().parent.parent / "letters"
SAMPLE = LETTERS.parent.parent / "data" / "samples" / "smart-city-2561"

#: What must not be lost again: share of right values per field.
FLOORS = {
    "letters": 0.98, "kind": 0.98, "role": 0.98, "is_circular": 0.98, "ref_no": 0.98, "date": 0.96,
    "subject": 0.98, "issuer": 0.95, "recipients": 0.98, "recipient exactly": 0.97, "scope": 0.98,
    "except": 1.0, "references": 0.97, "reference date": 0.95, "reference how": 0.97,
    "enclosures": 0.97, "enclosure count": 0.97, "signatory": 0.98, "position": 0.97,
    "acting_for": 0.97, "owner_unit": 0.97, "phones": 0.96, "stamps": 0.95, "stamp date": 0.95,
    "deadlines": 0.97, "action": 0.96, "urgency": 0.98, "secrecy": 1.0, "doubts": 0.95,
    "links": 0.93, "sealed": 1.0, "warnings": 1.0,
}  # fmt: skip
#: What may be made up at most, in all letters together, without a doubt.
INVENTED = {"ref_no": 0, "date": 0, "subject": 0, "references": 1, "stamps": 1, "deadlines": 5}
SURE_AND_RIGHT = 0.98


def read(file: Path) -> scoring.Plain:
    return scoring.Plain(to_json(ingest.read(file)))


@cache
def result() -> scoring.Score:
    cases = [*scoring.load(LETTERS), *scoring.load(SAMPLE)]
    done = scoring.score(cases, read)
    print("\n" + scoring.table(done, show_wrong=os.environ.get("CORPUS") == "all"))
    return done


def texts(file: Path | bytes) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("spec", sorted(LETTERS.glob("specs/*.json")), ids=lambda spec: spec.stem)
def test_pages_are_what_their_description_sets(spec: Path) -> None:
    bundle = bundle_from_json(json.loads(spec.read_text("utf8")))
    assert texts(LETTERS / f"{spec.stem}.pdf") == texts(set_bundle(bundle))


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
    assert kinds >= set(Kind) - {Kind.OTHER}
    assert len(list(scoring.load(LETTERS))) >= 75


@pytest.mark.parametrize("what", FLOORS)
def test_fields_are_read_right(what: str) -> None:
    row = result().rows.get(what, scoring.Row())
    assert row.share >= FLOORS[what], row.wrong


def test_the_same_letters_as_pages(tmp_path: Path) -> None:
    """Set in type: columns, wrapped lines and page ends where the text had none."""
    clean = [case for case in scoring.load(LETTERS) if not case.name.startswith("noise")]
    told = scoring.score(forms.as_pages(clean[::4], tmp_path), read)
    for what in ("letters", "kind", "ref_no", "date", "subject", "recipients", "signatory"):
        assert told.share(what) >= 0.94, told.rows[what].wrong


@pytest.mark.parametrize("what", INVENTED)
def test_nothing_is_made_up(what: str) -> None:
    made_up = result().invented.get(what, [])
    assert len(made_up) <= INVENTED[what], made_up


def test_sure_fields_are_right() -> None:
    right, sure = result().sure_and_right()
    wrong = [one for one in result().certainty if one[1] >= scoring.SURE and not one[2]]
    assert right >= SURE_AND_RIGHT * sure, wrong
