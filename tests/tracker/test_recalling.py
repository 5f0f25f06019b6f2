"""What was stored as Thai is found again by its pattern; what people typed is left alone."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import words
from tracker.recalling import Recaller
from tracker.sentences import NOTED, Day, Sentence, noted
from tracker.wording import long_date

PATTERNS = [str(one.id) for one in words.read("sentences") if one.context == NOTED]
RECALLER = Recaller(PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_stored_sentence_is_found_again(pattern: str) -> None:
    values = {name: f"ค่า{name}" for name in re.findall(r"%\((\w+)\)s", pattern)}
    found = RECALLER.find(noted(pattern, **values))
    assert isinstance(found, Sentence)
    assert (found.pattern, dict(found.values)) == (pattern, values)


def test_days_numbers_and_words_of_ours_are_known_within() -> None:
    day = dt.date(2018, 11, 26)
    found = RECALLER.find("ยกเลิกตามหนังสือที่ มท 0808.2/ว 77")
    assert isinstance(found, Sentence) and isinstance(found.values["letter"], Sentence)
    found = RECALLER.find(f"กำหนดเองเป็น {long_date(day)} เพราะประชุมเลื่อน")
    assert isinstance(found, Sentence) and isinstance(found.values["day"], Day)
    assert found.values["day"].day == day and found.values["why"] == "ประชุมเลื่อน"
    found = RECALLER.find("กำหนดของหนังสือ ๓๐ พ.ย. ๒๕๖๑ เผื่อไว้ ๒ วันทำการ จึงเป็น ๒๘ พ.ย. ๒๕๖๑")
    assert isinstance(found, Sentence) and found.values["buffer"] == "2"
    found = RECALLER.find("ได้รับทางโทรสาร รอฉบับจริง")
    assert isinstance(found, Sentence)
    assert isinstance(word := found.values["Way"], Sentence) and word.context == "Way"


@pytest.mark.parametrize("typed", ["", "แจ้งกองช่างแล้ว", "โปรดกำหนดวัน", "see file", "ที่ 12/2561"])
def test_what_was_typed_is_none_of_ours(typed: str) -> None:
    assert RECALLER.find(typed) is None


@given(st.text(max_size=80))
def test_what_is_found_is_the_same_text(text: str) -> None:
    for one in (text, f"ฉบับจริงมาถึงแล้ว {text}", f"มอบ {text}"):
        found = RECALLER.find(one)
        assert found is None or found == one
