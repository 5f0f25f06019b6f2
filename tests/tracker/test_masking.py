"""Citizen numbers made up for the tests: their check digits are right, nobody bears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.masking import check_digit, is_citizen_number, mask, spans

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def number(twelve: str = "199990000001") -> str:
    return f"{twelve}{check_digit(twelve)}"


def grouped(digits: str, between: str = "-") -> str:
    return between.join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]))


NUMBER = number()
LAST = NUMBER[-1]
MASKED = f"x-xxxx-xxxxx-xx-{LAST}"


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        grouped(NUMBER),
        grouped(NUMBER, " "),
        grouped(NUMBER, " - "),
        grouped(NUMBER, "–"),
        grouped(NUMBER, "."),
        grouped(NUMBER, "\u00a0"),
        " ".join(NUMBER),
        f"{NUMBER[:6]}-{NUMBER[6:]}",
        f"{grouped(NUMBER)[:12]}\n{grouped(NUMBER)[12:]}",
    ],
)
def test_every_way_of_writing_it(written: str) -> None:
    assert mask(f"นาย ก เลขประจำตัวประชาชน {written} อยู่บ้านเลขที่") == (
        f"นาย ก เลขประจำตัวประชาชน {MASKED} อยู่บ้านเลขที่"
    )
    assert mask(written.translate(_THAI)) == MASKED[:-1] + LAST.translate(_THAI)


def test_several_in_a_list() -> None:
    other = number("334567890123")
    text = f"1. {grouped(NUMBER)}\n2. {other}\n{NUMBER} {other}"
    assert mask(text) == (
        f"1. {MASKED}\n2. x-xxxx-xxxxx-xx-{other[-1]}\n{MASKED} x-xxxx-xxxxx-xx-{other[-1]}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{NUMBER[:-1]}{(int(LAST) + 1) % 10}",  # the check digit is wrong
        f"9{NUMBER}",  # a longer number
        f"{NUMBER}0",
        number("010555800001"),  # a company's
        number("099400016511"),  # a government body's
        "โทร. 0 2223 5242 โทรสาร 0 2222 4160",
        "รย 0023.3/ว 5269 ลงวันที่ 16 พฤศจิกายน 2561",
        "1,999,900,000,012.50 บาท",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text
    assert list(spans(text)) == []


def test_people_without_registered_status() -> None:
    assert is_citizen_number(number("012348900001"))
    assert is_citizen_number(number("012340000001"))


def test_a_figure_in_a_table_row_is_no_citizen_number() -> None:
    row = "12 345 678 901 234 567 890 12 34"
    assert mask(row) == row


@given(st.text(alphabet="0123456789๐๑๒ -.\nกxว", max_size=80))
def test_nothing_else_changes_and_nothing_is_left(text: str) -> None:
    found = list(spans(text))
    masked = mask(text)
    assert masked.count("x-xxxx-xxxxx-xx-") == len(found) + text.count("x-xxxx-xxxxx-xx-")
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))


@given(st.integers(10**11, 9 * 10**11 - 1).map(str), st.sampled_from(["", "-", " "]), st.booleans())
def test_any_citizen_number_is_found(twelve: str, between: str, thai: bool) -> None:
    digits = number(twelve)
    written = grouped(digits, between)
    written = written.translate(_THAI) if thai else written
    assert twelve not in mask(f"ก{written}ข").replace("-", "")
    assert mask(mask(written)) == mask(written)
