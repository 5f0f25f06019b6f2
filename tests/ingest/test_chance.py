"""Chains of letters by chance, faults and all, are read as they were meant."""

from pathlib import Path

import pytest

import ingest
from ingest.reading import to_json
from ingest.thai import refno
from ingest.training.letterpress import set_bundle
from tests.ingest import chance, scoring


@pytest.mark.parametrize("first", [0, 1000])
def test_chains_by_chance(first: int, tmp_path: Path) -> None:
    told = scoring.Score()
    for seed in range(first, first + 5):
        bundle, truth = chance.chain(seed)
        file = tmp_path / f"{seed}.pdf"
        file.write_bytes(set_bundle(bundle))
        scoring.judge(told, str(seed), truth, to_json(ingest.read(file)))
    wrong = {what: row.wrong for what, row in told.rows.items() if row.share < 0.97}
    assert wrong == {}
    assert "ref_no" not in told.invented and "links" not in told.invented
    right, sure = told.sure_and_right()
    assert right >= 0.98 * sure


def test_the_same_seed_gives_the_same_chain() -> None:
    assert chance.chain(7) == chance.chain(7) != chance.chain(8)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("รย ๐๐๒๓.๓/ว ๑ธ๙๐", "รย 0023.3/ว 1390"), ("มท 0810.4/ว 35น8", "มท 0810.4/ว 3568")],
)
def test_a_letter_inside_the_number_is_noise(printed: str, value: str) -> None:
    found = refno.parse(printed)
    assert found is not None
    assert (found.value, bool(found.noise)) == (value, True)


def test_words_glued_to_a_number_are_no_part_of_it() -> None:
    found = refno.parse("รย ๐๐๒๓.๓/ว ๑๒๙๐ลงวันที่ ๕ มกราคม ๒๕๖๑")
    assert found is not None
    assert found.value == "รย 0023.3/ว 1290"
