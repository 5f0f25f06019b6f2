"""Where offices stand on a tile map: every office a square of one size, near its true place."""

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
#: Columns of a map whose offices have no place in the list.
_COLUMNS = 6
#: Column from the west, row from the north, both from 0.
Place = tuple[int, int]


@lru_cache(maxsize=2)
def known(data: Path = DATA) -> dict[str, Place]:
    """Office key -> place on the map of its level."""
    with (data / "map_tiles.csv").open(encoding="utf-8", newline="") as lines:
        return {one["key"]: (int(one["column"]), int(one["row"])) for one in csv.DictReader(lines)}


def places(keys: Sequence[str]) -> dict[str, Place]:
    """A place for each of these offices, the map beginning at the first column and row taken.

    Offices of several maps (provinces, and districts of one) stand one map below
    the other; those that the list does not know stand below the rest of theirs.
    """
    maps: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        maps.setdefault(key.rpartition(".")[0], []).append(key)
    placed: dict[str, Place] = {}
    below = 0
    for name in sorted(maps):
        for key, (column, row) in _one_map(maps[name]).items():
            placed[key] = (column, row + below)
        below = max((row + 1 for _, row in placed.values()), default=0)
    return placed


def _one_map(keys: Sequence[str]) -> dict[str, Place]:
    listed = known()
    found = {key: listed[key] for key in keys if key in listed}
    left = min((column for column, _ in found.values()), default=0)
    top = min((row for _, row in found.values()), default=0)
    placed = {key: (column - left, row - top) for key, (column, row) in found.items()}
    rows = max((row + 1 for _, row in placed.values()), default=0)
    for number, key in enumerate(key for key in keys if key not in listed):
        placed[key] = (number % _COLUMNS, rows + number // _COLUMNS)
    return placed
