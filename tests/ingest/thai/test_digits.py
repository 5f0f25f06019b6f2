import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import num_to_thaiword

from ingest.thai import digits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("สิบห้า", 15), ("หกสิบ", 60), ("หนึ่ง", 1), ("ยี่สิบเอ็ด", 21), ("หนึ่งร้อยยี่สิบ", 120),
        ("๓๐", 30), ("๑,๕๐๐", 1500), ("สองพันห้าร้อยหกสิบแปด", 2568), ("สาม สิบ", 30),
        ("ห้าหก", None), ("สิบร้อย", None), ("วัน", None), ("", None), ("๓๐ วัน", None),
    ],
)  # fmt: skip
def test_number_in_digits_or_words(text: str, value: int | None) -> None:
    assert digits.number_words(text) == value


@given(st.integers(min_value=0, max_value=99_999_999))
def test_words_of_any_number_are_read_back(number: int) -> None:
    assert digits.number_words(num_to_thaiword(number)) == number


@given(st.text())
def test_digits_keep_their_places(text: str) -> None:
    assert len(digits.to_arabic(text)) == len(text)
    assert digits.to_arabic(digits.to_thai(text)) == digits.to_arabic(text)
