"""Finished Thai text that a page can say again in another tongue."""

import copy
import datetime as dt
import json
import pickle

import pytest
from jinja2 import Environment

from tracker.errors import BadValue, NotFound, TrackerError
from tracker.sentences import Day, Joined, Sentence, Spoken, counted, sentence, tell, word

GIVEN = sentence("ออกเลข %(number)s แล้ว", number=12)
DAY = Day("26 พฤศจิกายน 2561", dt.date(2018, 11, 26))


class English:
    """The tongue of these tests: a few words and the ISO day."""

    WORDS = {
        ("เลขรับ", None): "receive number",
        ("%(word)s %(number)s ยกเลิกแล้ว", None): "%(word)s %(number)s was cancelled",
        ("ออกเลข %(number)s แล้ว", None): "Number %(number)s given",
        ("ยกเลิก", "state"): "cancelled",
        ("ยกเลิก", "act"): "cancel",
    }

    def words(self, pattern: str, context: str | None) -> str:
        return self.WORDS.get((pattern, context), pattern)

    def counted(self, pattern: str, number: int) -> str:
        return "%(number)s letter" if number == 1 else "%(number)s letters"

    def day(self, day: dt.date, *, short: bool) -> str:
        return day.strftime("%d %b") if short else day.isoformat()


def test_it_is_the_thai_text() -> None:
    assert GIVEN == "ออกเลข 12 แล้ว"
    assert hash(GIVEN) == hash("ออกเลข 12 แล้ว")
    assert json.dumps([GIVEN]) == json.dumps(["ออกเลข 12 แล้ว"])
    assert type(GIVEN + "") is str


def test_a_per_cent_sign_alone_is_no_placeholder() -> None:
    assert sentence("ครบ 100%") == "ครบ 100%"
    assert sentence("ครบ %(share)s%%", share=80) == "ครบ 80%"


def test_it_is_said_again_with_what_stands_in_it() -> None:
    nested = sentence("ออกเลข %(number)s แล้ว", number=DAY)
    assert tell(GIVEN, English()) == "Number 12 given"
    assert tell(nested, English()) == "Number 2018-11-26 given"
    assert tell(Joined([GIVEN, "เทศบาล", DAY]), English()) == "Number 12 given, เทศบาล, 2018-11-26"


def test_a_line_begins_with_a_capital_and_what_stands_within_it_does_not() -> None:
    number = sentence("เลขรับ")
    told = sentence("%(word)s %(number)s ยกเลิกแล้ว", word=number, number=12)
    assert tell(told, English()) == "Receive number 12 was cancelled"
    assert tell(sentence("(%(told)s)", told=told), English()) == "(receive number 12 was cancelled)"
    assert tell(Joined([number, number]), English()) == "Receive number, receive number"
    assert tell(Joined([number, number], otherwise=". "), English()) == (
        "Receive number. Receive number"
    )
    assert tell(sentence("%(name)s ยกเลิกแล้ว", name="somchai"), English()) == "somchai ยกเลิกแล้ว"


def test_one_thing_is_counted_otherwise_than_two() -> None:
    one, two = counted("หนังสือ %(number)s ฉบับ", 1), counted("หนังสือ %(number)s ฉบับ", 2)
    assert (one, two) == ("หนังสือ 1 ฉบับ", "หนังสือ 2 ฉบับ")
    assert (tell(one, English()), tell(two, English())) == ("1 letter", "2 letters")


def test_equal_thai_words_are_told_apart() -> None:
    assert tell(word("ยกเลิก", "state"), English()) == "Cancelled"
    assert tell(word("ยกเลิก", "act"), English()) == "Cancel"


@pytest.mark.parametrize("value", ["ไทย", 7, None, sentence("ไม่มีคำแปล")])
def test_what_cannot_be_said_otherwise_stays(value: object) -> None:
    assert tell(value, English()) == value


@pytest.mark.parametrize("one", [GIVEN, DAY, Joined([GIVEN, DAY], between=" · ")])
def test_a_copy_keeps_what_it_was_made_of(one: Spoken) -> None:
    for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
        assert other == one
        assert tell(other, English()) == tell(one, English())


def test_an_error_keeps_its_sentence() -> None:
    assert str(BadValue(GIVEN)) == GIVEN
    assert tell(str(BadValue(GIVEN)), English()) == "Number 12 given"
    assert tell(BadValue(GIVEN).sentence, English()) == "Number 12 given"


def test_every_refusal_has_words_of_its_own_or_its_kind() -> None:
    assert isinstance(NotFound().sentence, Sentence)
    assert TrackerError("พิมพ์เอง").sentence == "พิมพ์เอง"


def test_a_template_shows_and_escapes_the_thai_text() -> None:
    shown = Environment(autoescape=True).from_string("{{ x }}").render(x=sentence("<%(a)s>", a="ก"))
    assert shown == "&lt;ก&gt;"
