"""The tour of the pages: once for each account, by plain forms, and again when called for."""

import re

import pytest
from flask import url_for

from tests.web.conftest import Browser, House
from tracker.vocabulary import AccountRole
from tracker.web import tour

PANEL = re.compile(r'<section class="card tour".*?</section>', re.DOTALL)


def panel(browser: Browser, page: str) -> str:
    found = PANEL.search(browser.get(page).text)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("username", "role"),
    [("chamkho", AccountRole.CLERK), ("rayong", AccountRole.STAFF), ("admin", AccountRole.ADMIN)],
)
def test_step_by_step_over_the_pages_and_never_again(
    house: House, username: str, role: AccountRole
) -> None:
    browser, steps = house.browser(username), tour.STEPS[role]
    assert 4 <= len(steps) <= 6
    assert str(steps[0].title) in panel(browser, "/")
    if steps[0].endpoint != "desk.show":  # then home leads to the page that it tells of
        assert 'value="next"' not in panel(browser, "/")
    with house.app.test_request_context():
        pages = [url_for(step.endpoint) for step in steps]
    for step, page in zip(steps, pages, strict=True):
        shown = panel(browser, page)
        assert str(step.title) in shown and str(step.text) in shown, page
        assert 'value="next" autofocus' in shown
        browser.submit("/tour", {"act": "next"})
    assert not panel(browser, "/")
    assert not panel(house.browser(username), "/"), "nor after another sign-in"
    browser.submit("/tour", {"act": "again"})
    assert str(steps[0].title) in panel(browser, "/")


def test_skipped_it_stays_away_and_leaves_one_where_one_was(house: House) -> None:
    browser = house.browser("chamkho")
    browser.submit("/tour", {"act": "next"})
    browser.submit("/tour", {"act": "next"})
    assert panel(browser, "/register") and not panel(browser, "/sending")
    assert "พาไปดูหน้านั้น" in panel(browser, "/"), "where one comes to, it tells where it goes on"
    answer = browser.submit("/tour", {"act": "end", "next": "/register?year=2569"})
    assert answer.location == "/register?year=2569"
    assert not panel(browser, "/register")
    assert "เลขที่ให้แล้วอยู่ในสมุดนี้" in browser.get("/guide").text, "the guide says the same"
    assert browser.submit("/tour", {"act": "sideways"}).status_code == 400
    answer = browser.submit("/tour", {"act": "end", "next": "https://elsewhere.example"})
    assert answer.location == "/"
