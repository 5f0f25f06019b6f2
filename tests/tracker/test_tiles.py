"""Every office of the list has a tile of its own, and so has one that is in no list."""

import csv

from hypothesis import given
from hypothesis import strategies as st

from tracker import tiles

KEYS = sorted(tiles.known())


def test_all_provinces_and_districts_of_the_list_have_a_tile() -> None:
    with (tiles.DATA / "offices.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    wanted = {x["key"] for x in rows if x["level"] in ("province", "district")}
    assert wanted == set(KEYS)
    provinces = [tiles.known()[key] for key in KEYS if "." not in key]
    assert len(set(provinces)) == 76


@given(st.lists(st.sampled_from(KEYS) | st.text("abc.", min_size=1, max_size=8), max_size=40))
def test_no_two_offices_share_a_tile(keys: list[str]) -> None:
    placed = tiles.places(keys)
    assert placed.keys() == set(keys)
    assert len(set(placed.values())) == len(placed)
    assert all(column >= 0 and row >= 0 for column, row in placed.values())
