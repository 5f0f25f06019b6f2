"""Letters of one file: which encloses which, what they say of each other, in any order."""

import pytest

from tests.ingest.letters import PAGE_END, chain, letter, reading, value

ORDERS = ("ABC", "CBA", "BAC", "CAB")
NUMBERS = {"A": "รย 0023.8/ว 333", "B": "รย 0021/ว 1234", "C": "มท 0617/ว 567"}


def _links(found: dict) -> set[tuple[str, str]]:  # type: ignore[type-arg]
    return {(link["from"], link["to"]) for link in found["links"]}


def _expected(order: str) -> set[tuple[str, str]]:
    place = {name: str(number) for number, name in enumerate(order, 1)}
    return {(place["A"], place["B"]), (place["B"], place["C"])}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("between", [PAGE_END, "\n\n\n\n", "\n", "\n---\n"])
def test_a_chain_is_linked_in_any_order_of_pages(order: str, between: str) -> None:
    found = reading(chain(order, between))
    assert [value(one["ref_no"]) for one in found["letters"]] == [NUMBERS[name] for name in order]
    assert _links(found) == _expected(order)
    roles = {name: one["role"] for name, one in zip(order, found["letters"], strict=True)}
    assert roles == {"A": "cover", "B": "enclosure", "C": "enclosure"}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("changed", "name", "field", "expected"),
    [
        ({"own_b": "๑๒๓ฮ"}, "B", "ref_no", "รย 0021/ว 1234"),
        ({"own_b": ""}, "B", "ref_no", "รย 0021/ว 1234"),
        ({"own_b_date": "    มีนาคม ๒๕๖๒"}, "B", "date", "2019-03-15"),
        ({"own_c_date": ""}, "C", "date", "2019-03-08"),
    ],
)
def test_what_is_broken_is_taken_from_its_citation(
    order: str, changed: dict[str, str], name: str, field: str, expected: str
) -> None:
    found = reading(chain(order, **changed))
    mended = found["letters"][order.index(name)][field]
    assert mended["value"] == expected
    assert mended["doubt"] and mended["confidence"] < 0.95
    assert _links(found) == _expected(order)


def test_one_digit_apart_is_doubted_in_the_letter_and_in_the_link() -> None:
    found = reading(chain("AB", own_b="๑๒๘๔"))
    assert "1234" in found["letters"][1]["ref_no"]["doubt"]
    assert [link["doubt"] is not None for link in found["links"]] == [True]


def test_dates_that_contradict_each_other_keep_the_printed_one_with_a_doubt() -> None:
    found = reading(chain("BC", own_c_date="๑๑ มีนาคม ๒๕๖๒"))
    assert found["letters"][1]["date"]["value"] == "2019-03-11"
    assert "8 มีนาคม 2562" in found["letters"][1]["date"]["doubt"]


def test_a_citation_that_two_letters_answer_to_is_left_to_the_clerk() -> None:
    torn = [chain("A"), chain("B", own_b="๑๒๓๕"), chain("B", own_b="๑๒๓๖")]
    found = reading(PAGE_END.join(torn))
    assert not any(link["from"] == "1" for link in found["links"])
    assert "1235" in found["letters"][0]["references"][0]["doubt"]


def test_the_same_number_of_another_year_is_another_letter() -> None:
    text = PAGE_END.join([chain("A"), chain("B"), chain("B", own_b_date="๑๕ มีนาคม ๒๕๖๑")])
    assert {link for link in _links(reading(text)) if link[0] == "1"} == {("1", "2")}


def test_two_matters_in_one_file_are_two_covers_without_a_link() -> None:
    other = letter(number="ที่ ศธ ๐๔๐๔๗.๑๐๙/๒๐๖", subject="เรื่อง ขอเชิญเป็นวิทยากร")
    found = reading(letter() + PAGE_END + other)
    assert [one["role"] for one in found["letters"]] == ["cover", "cover"]
    assert found["links"] == []


def test_a_reply_answers_what_it_cites() -> None:
    reply = letter(
        number="ที่ รย ๗๕๓๐๑/๘๘", date="๒๐ มิถุนายน ๒๕๖๒", subject="เรื่อง ส่งข้อมูลตลาด",
        cites="อ้างถึง หนังสือจังหวัดระยอง ที่ รย ๐๐๒๓.๓/ว ๔๑๒ ลงวันที่ ๕ มิถุนายน ๒๕๖๒",
    )  # fmt: skip
    found = reading(letter() + PAGE_END + reply)
    assert [(link["from"], link["to"], link["via"]) for link in found["links"]] == [
        ("2", "1", "reference")
    ]
    assert [one["role"] for one in found["letters"]] == ["enclosure", "cover"]


def test_an_attached_list_names_the_addressees() -> None:
    text = letter(to="เรียน นายกองค์การบริหารส่วนตำบล ตามบัญชีแนบท้าย") + PAGE_END
    text += (
        "บัญชีรายชื่อแนบท้ายหนังสือจังหวัดระยอง ที่ รย ๐๐๒๓.๓/ว ๔๑๒ ลงวันที่ ๕ มิถุนายน ๒๕๖๒\n\n"
        "๑. นายกองค์การบริหารส่วนตำบลกร่ำ\n๒. นายกองค์การบริหารส่วนตำบลชากพง\n"
    )
    found = reading(text)
    assert _links(found) == {("1", "2")}
    (item,) = found["letters"][0]["recipients"]
    assert item["scope"] == "listed"
    assert item["listed"] == ["นายกองค์การบริหารส่วนตำบลกร่ำ", "นายกองค์การบริหารส่วนตำบลชากพง"]
