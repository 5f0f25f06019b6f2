"""Blobs against a plain flood fill, pixel by pixel."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.recogniser import blobs

Box = tuple[int, int, int, int, int]


def flood(bits: np.ndarray) -> set[Box]:
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(bits), strict=True)}
    found = set()
    while left:
        todo, blob = [left.pop()], []
        while todo:
            y, x = todo.pop()
            blob.append((y, x))
            for near in [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]:
                if near in left:
                    left.remove(near)
                    todo.append(near)
        ys, xs = [y for y, _ in blob], [x for _, x in blob]
        found.add((min(xs), min(ys), max(xs) + 1, max(ys) + 1, len(blob)))
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 14), st.integers(1, 18), st.randoms(use_true_random=False))
def test_blobs_are_those_of_a_flood_fill(height: int, width: int, rng) -> None:
    bits = np.array([[rng.random() < 0.4 for _ in range(width)] for _ in range(height)])
    found = blobs.find(bits)
    boxes = zip(found.x0, found.y0, found.x1, found.y1, found.area, strict=True)
    assert sorted(tuple(int(v) for v in box) for box in boxes) == sorted(flood(bits))


def test_an_empty_picture_has_no_blobs() -> None:
    assert len(blobs.find(np.zeros((5, 7), bool))) == 0


def test_rules_go_and_letters_stay() -> None:
    bits = np.zeros((60, 200), bool)
    bits[30, 5:190] = True
    bits[2:58, 100] = True
    bits[10:20, 40:48] = True
    kept = blobs.without_rules(bits, 40)
    assert kept.sum() == 80 and kept[10:20, 40:48].all()
