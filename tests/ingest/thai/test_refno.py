"""Numbers as letters print them, in one form; and that no text breaks their reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.thai import refno
from ingest.thai.text import as_digits

FORMS = {
    "มท ๐๘๑๐.๔/ว ๓๕๙๘": "มท 0810.4/ว 3598",
    "มท.๐๒๐๔.๓/ว๒๗๘๗": "มท 0204.3/ว 2787",
    "มท ๐๘๑๐ . ๔ / ว  ๓๕๙๘": "มท 0810.4/ว 3598",
    "มท 0808.2/ ว 4044": "มท 0808.2/ว 4044",
    "มท ๐๒๑๑.๕/๑๗๖๑๗": "มท 0211.5/17617",
    "อว ๐๒๐๘.ว ๖๑๕๓": "อว 0208/ว 6153",
    "ศธ04047.109/206": "ศธ 04047.109/206",
    "อว 0603.10.18(31)/77": "อว 0603.10.18(31)/77",
    "นร ๐๕๐๓/ว(ล) ๓๓๑๐": "นร 0503/ว(ล) 3310",
    "ตผ ๐๐๔๕ นม/๔๒๑": "ตผ 0045 นม/421",
    "อส ๐๐๔๔(รย)/๑๒๓": "อส 0044(รย)/123",
    "กค (กวจ) 0405.2/ว119": "กค (กวจ) 0405.2/ว 119",
    "นร ๐๕๐๓/(คกก.๖)/๒๘": "นร 0503/(คกก.6)/28",
    "สผ ๐๐๐๘/ผ ๒๒๐": "สผ 0008/ผ 220",
    "ตช ๐๐๒๐.๑๑/ลับ ๕๖": "ตช 0020.11/ลับ 56",
    "สท 52301/บ 412": "สท 52301/บ 412",
    "๐๔๐๒๒ /๓๔๓๘": "04022/3438",
    "นร 0404/2540": "นร 0404/2540",
    "ศธ ๐๒๐๖.๗-๑๒๐": "ศธ 0206.7-120",
    "ขก ๕๒๐๐๑/ว ๑ ๒ ๓": "ขก 52001/ว 123",
    "รย ๐๐๒๓.๓/-ว ๔๑๒": "รย 0023.3/ว 412",
    "ศธ.0514.1.12/": "ศธ 0514.1.12/",
    "กค ๐๔๐๕.๒/พิเศษ๘๙๘๑": "กค 0405.2/พิเศษ 8981",
    "ปช ๐๐ ๑๓/ผ ๒๒๐": "ปช 0013/ผ 220",
    "ตผ ๐๐๔๕ ร ย/๔๒๑": "ตผ 0045 รย/421",
}


@pytest.mark.parametrize(("printed", "expected"), FORMS.items())
def test_numbers_of_the_wild_have_one_form(printed: str, expected: str) -> None:
    found = refno.parse(printed)
    assert found is not None and found.value == expected
    again = refno.parse(found.value)
    assert again is not None and again.value == expected


@pytest.mark.parametrize("text", ["ว่าการอำเภอ", "ประชุมครั้งที่ ๓/๒๕๖๒", "๑๒ มกราคม ๒๕๖๒", "มท", ""])
def test_words_are_no_numbers(text: str) -> None:
    assert refno.parse(text) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [("ชน OO๒3.๔/ว ๕l๘", "ชน 0023.4/ว 518"), ("รย OO๒๓.๓/ว ๔๑๒", "รย 0023.3/ว 412")],
)
def test_latin_letters_are_taken_for_digits_and_said_so(printed: str, value: str) -> None:
    found = refno.parse(printed)
    assert found is not None and found.guessed and found.value == value and found.raw == printed


@pytest.mark.parametrize("printed", ["มท ๐๘๑๐.๔/วธ๕๙๙", "รย ๐๐๒๓.๘/ว ๕๓๓/๓"])
def test_what_clings_to_a_number_is_noise(printed: str) -> None:
    found = refno.parse(printed)
    assert found is not None and found.noise


def test_citations_are_found_behind_their_word_only() -> None:
    text = "หนังสือกรม ที่ มท ๐๘๐๘.๒/ว ๑๐๑๒ และที่ มท ๐๘๐๘.๒/ว ๑๐๑๓ ครั้งที่ ๓/๒๕๖๒ บ้านเลขที่ ๑๒/๓"
    assert [ref.value for ref in refno.find_all(text)] == ["มท 0808.2/ว 1012", "มท 0808.2/ว 1013"]


@given(st.text(alphabet="มทรยว0๘.๓/() -OolB\n", max_size=40))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    assert len(as_digits(text)) == len(text)
    for ref in [refno.parse(text), refno.parse_order(text), *refno.find_all("ที่ " + text)]:
        assert ref is None or ref.value == ref.value.strip()


@given(
    st.sampled_from(["มท", "รย", "ศธ", "กค"]),
    st.integers(1, 99999), st.lists(st.integers(1, 99), max_size=3),
    st.booleans(), st.integers(1, 99999),
)  # fmt: skip
def test_every_regular_number_comes_back(
    agency: str, code: int, parts: list[int], circular: bool, number: int
) -> None:
    unit = ".".join([f"{code:04d}", *map(str, parts)])
    value = f"{agency} {unit}/{'ว ' if circular else ''}{number}"
    found = refno.parse(value)
    assert found is not None
    assert (found.value, found.is_circular, found.number) == (value, circular, str(number))
