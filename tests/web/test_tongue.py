"""Thai and English: who reads what, where the choice is kept, what stays Thai and says so."""

import pickle
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web import html
from tests.web.conftest import Browser, House
from tracker.draft_view import FieldView
from tracker.errors import NotFound
from tracker.said import said
from tracker.sentences import counted, sentence
from tracker.vocabulary import DutyState, RelationKind
from tracker.web import review_form, thai, tongue
from tracker.web.thai_content import marked
from tracker.wording import long_date, short_date


def speak(browser: Browser, language: str, then: str = "/") -> None:
    form = {"language": language, "next": then, "csrf_token": browser.token(then)}
    answer = browser.post("/language", data=form)
    assert (answer.status_code, answer.location) == (302, then)


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(\w+)"', page)
    assert found
    return found[1]


def test_a_stranger_s_choice_stays_in_the_browser(house: House) -> None:
    browser = house.browser()
    assert language_of(browser.get("/sign-in").text) == "th"
    asks = {"Accept-Language": "en"}
    assert language_of(browser.get("/sign-in", headers=asks).text) == "th"
    speak(browser, "en", "/sign-in")
    assert language_of(browser.get("/sign-in").text) == "en"
    speak(browser, "th", "/sign-in")
    assert language_of(browser.get("/sign-in").text) == "th"


def test_an_account_s_choice_follows_it_to_every_browser(house: House) -> None:
    first = house.browser("chamkho")
    speak(first, "en", "/guide")
    assert language_of(first.get("/guide").text) == "en"
    assert language_of(house.browser("chamkho").get("/guide").text) == "en"
    assert language_of(house.browser("rayong").get("/guide").text) == "th"


def test_who_chose_before_signing_in_goes_on_in_it(house: House) -> None:
    browser = house.browser()
    speak(browser, "en", "/sign-in")
    assert browser.sign_in("chamkho").status_code == 302
    assert language_of(browser.get("/guide").text) == "en"


@pytest.mark.parametrize("language", ["", "de", "EN"])
def test_no_other_language_is_taken(house: House, language: str) -> None:
    browser = house.browser("chamkho")
    assert browser.submit("/language", {"language": language, "next": "/"}).status_code == 400


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example"]
)
def test_the_switch_leads_to_no_other_place(house: House, elsewhere: str) -> None:
    browser = house.browser("chamkho")
    answer = browser.submit("/language", {"language": "en", "next": elsewhere})
    assert answer.location == "/"


def test_a_sentence_is_said_in_both_languages(house: House) -> None:
    refused = NotFound()
    day = date(2018, 11, 26)
    told = sentence("%(what)s: %(day)s", what=said(DutyState.CANCELLED), day=long_date(day))
    assert told == "ยกเลิก: 26 พฤศจิกายน 2561"
    assert pickle.loads(pickle.dumps(told)).values == told.values
    with house.app.test_request_context(headers={"Cookie": "tongue=en"}):
        assert tongue.in_tongue(refused).startswith("Not found")
        assert tongue.in_tongue(told) == "Cancelled: 26 November 2018"
        assert tongue.said(RelationKind.CANCELS) == "Cancels"
        assert tongue.in_tongue(short_date(day)) == "26 Nov 2018"
        assert tongue.in_tongue(counted("%(number)s", 3)) == "3"
        with tongue.in_thai():
            assert tongue.in_tongue(refused) == str(refused)
    with house.app.test_request_context():
        assert tongue.in_tongue(told) == told
        assert thai.digits(refused) == str(refused)


def test_days_and_numbers_of_an_english_page(house: House) -> None:
    moment = datetime(2018, 11, 26, 7, 5, tzinfo=UTC)
    with house.app.test_request_context(headers={"Cookie": "tongue=en"}):
        assert thai.day(moment) == "26 November 2018"
        assert thai.short_day(moment, year=False) == "26 Nov"
        assert (thai.weekday(moment), thai.clock(moment)) == ("Monday", "14:05")
        assert thai.span(date(2018, 10, 12), date(2018, 11, 26)) == "12 Oct – 26 Nov 2018"
        assert thai.span(date(2018, 10, 12), date(2018, 10, 12)) == "12 Oct 2018"
        assert (thai.count(12345), thai.digits("รย 0023.3/ว 5269")) == (
            "12,345",
            "รย 0023.3/ว 5269",
        )


@given(st.dates(date(1900, 1, 1), date(2300, 12, 31)), st.booleans())
def test_an_english_day_is_understood_as_it_is_written(day: date, short: bool) -> None:
    written = tongue.english_date(day, short=short)
    assert thai.parse_day(written) == day
    assert thai.parse_day(written.upper()) == day


def test_an_english_month_asks_for_the_whole_year() -> None:
    with pytest.raises(ValueError, match="ไม่ใช่วันที่"):
        thai.parse_day("26 Nov 18")


@pytest.mark.parametrize(
    ("written", "said_to_be_thai"),
    [
        ("<p>From กรมที่ดิน 12 to you</p>", '<p>From <span lang="th">กรมที่ดิน 12</span> to you</p>'),
        ('<p lang="th">กรม <b>ที่ดิน</b></p>', '<p lang="th">กรม <b>ที่ดิน</b></p>'),
        ("<option value=1>กรม</option>", '<option lang="th" value=1>กรม</option>'),
        ('<input value="กรม">', '<input lang="th" value="กรม">'),
        ("<textarea>กรม</textarea>", '<textarea lang="th">กรม</textarea>'),
        ("<svg><text>กรม</text></svg>", '<svg><text lang="th">กรม</text></svg>'),
        ('<div lang="th"><div>ก</div>ข</div><i>ค</i>',
         '<div lang="th"><div>ก</div>ข</div><i><span lang="th">ค</span></i>'),
        ('<a title="a > กรม">b</a><!-- ก -->', '<a title="a > กรม">b</a><!-- ก -->'),
        ("<script>var a = 'ก'</script>", "<script>var a = 'ก'</script>"),
    ],
)  # fmt: skip
def test_thai_in_an_english_page_says_that_it_is_thai(written: str, said_to_be_thai: str) -> None:
    assert marked(written) == said_to_be_thai


def test_a_day_typed_in_the_other_language_is_no_change(house: House) -> None:
    field = FieldView("letters.1.date", "date", "ลงวันที่", "date", final="2018-11-26")
    with house.app.test_request_context(headers={"Cookie": "tongue=en"}):
        for same in ("26 November 2018", "๒๖ พฤศจิกายน ๒๕๖๑"):
            assert not review_form.changed(field, {field.path: same})
        for other in ("27 November 2018", "", "อ่านไม่ออก"):
            assert review_form.changed(field, {field.path: other})


def test_a_register_for_the_printer_is_a_thai_paper(house: House) -> None:
    browser = house.browser("chamkho")
    speak(browser, "en", "/guide")
    paper = browser.get("/register/print").text
    assert language_of(paper) == "th" and "ทะเบียนหนังสือรับ" in paper
    assert "Receive register" in browser.get("/register").text


def test_an_office_s_name_stays_thai_and_says_so(house: House) -> None:
    browser = house.browser("chamkho")
    speak(browser, "en", "/guide")
    tree = html.check(browser.get("/guide").text)
    office = next(one for one in tree.iter() if one.get("class") == "office")
    assert [one.get("lang") for one in office] == ["th"]
