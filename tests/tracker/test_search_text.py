import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.search_forgiving import candidates, faults, near
from tracker.search_text import LETTERS, Sought, bones, plain, terms

_THAI = st.text(alphabet="กขคงจชดตทนบปผพมยรลวสหอะัาำิีึืุูเแโใไ็่้๊๋์ ๐๑๔๕๘0458/.-มท\n", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("มท ๐๘๑๐.๓/ว ๗๕๐๙", "มท.0810.3/ว7509"),
        ("เเผน", "แผน"),
        ("นํา", "นำ"),
        ("Smart City", "smart  city"),
        ("ท้อง\u200bถิ่น", "ท้องถิ่น"),
        ("ท้อง\nถิ่น", "ท้องถิ่น"),
    ],
)
def test_what_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other) != ""


@pytest.mark.parametrize(("one", "other"), [("ท้องถิ่น", "ทองถิน"), ("ที่", "ทิ"), ("ผู้ว่า", "ผุวา")])
def test_marks_are_no_bones(one: str, other: str) -> None:
    assert plain(one) != plain(other)
    assert bones(one) == bones(other)


@given(st.text(max_size=60) | _THAI)
def test_bones_are_made_of_known_letters_and_stay_themselves(text: str) -> None:
    assert set(bones(text)) <= set(LETTERS)
    assert bones(bones(text)) == bones(text)
    assert bones(plain(text)) == bones(text)


@given(_THAI, _THAI, _THAI)
def test_every_find_covers_what_was_sought(before: str, middle: str, after: str) -> None:
    sought = Sought(before + middle + after)
    wanted = bones(middle)
    if wanted and wanted in sought.bones:
        for start, end in sought.all(wanted):
            assert bones(sought.text[start:end]) == wanted


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("เมือง ระยอง", ["เมือง", "ระยอง"]),
        ("มท 0810.3/ว 7509", ["มท", "0810.3/ว", "7509"]),
        ("ที่ ว 7509", ["ที่", "ว 7509"]),
        ("“ว 12”", ["ว 12"]),
        ('"ขอ เชิญ" ประชุม', ["ขอ เชิญ", "ประชุม"]),
        ("/ - ่", []),
        ("ก", ["ก"]),
        ("เมือง ก", ["เมือง"]),
        ("เมือง เมือง", ["เมือง"]),
    ],
)
def test_words_of_a_query(query: str, words: list[str]) -> None:
    assert [one.typed for one in terms(query)] == words


@given(st.text(alphabet="กขคงจชดตทนบปผพมยรลวสหอาเแ", min_size=4, max_size=24), st.data())
def test_one_wrong_letter_is_found_again(word: str, data: st.DataObject) -> None:
    """One letter changed into a look-alike, or lost, in a text that goes on around it."""
    place = data.draw(st.integers(0, len(word) - 1))
    read = word[:place] + data.draw(st.sampled_from(["", "ด" if word[place] == "ต" else ""]))
    read = f"ฮฮ{read}{word[place + 1 :]}ฮฮ"
    assert faults(word) >= 1
    assert any(piece in read for piece in candidates(word))
    assert near(word, read) is not None


def test_numbers_forgive_look_alikes_only() -> None:
    assert "8509" in candidates("4509")
    assert "450" not in candidates("4509")
    assert candidates("45") == ("45",)
