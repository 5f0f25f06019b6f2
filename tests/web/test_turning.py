"""Boxes keep their place on the paper, however the page is turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pages import turning as reader
from tracker.web import turning

turns = st.sampled_from(turning.QUARTERS)
SHEET = (600.0, 850.0)


@given(turns, turns, turns)
def test_turning_goes_round(first: int, second: int, third: int) -> None:
    width, height = turning.size(*SHEET, first)
    box = (10.0, 20.0, width / 2, height / 3)
    there = turning.moved(box, first, second, SHEET)
    again = turning.moved(there, second, third, SHEET)
    assert again == pytest.approx(turning.moved(box, first, third, SHEET))
    x0, top, x1, bottom = there
    assert 0 <= x0 < x1 <= turning.size(*SHEET, second)[0]
    assert 0 <= top < bottom <= turning.size(*SHEET, second)[1]


@given(turns)
def test_the_page_and_the_reader_turn_alike(turn: int) -> None:
    box = (10.0, 20.0, 110.0, 40.0)
    assert turning.moved(box, 0, turn, SHEET) == reader.upright_box(box, turn, *SHEET)
