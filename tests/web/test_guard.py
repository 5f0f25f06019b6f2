"""Closed by default: no address answers a stranger, and nobody sees another office's papers."""

from collections.abc import Callable

import pytest
from werkzeug.routing import IntegerConverter, Rule

from tests.web.conftest import NOW, House
from tracker.web.guard import FIRST, OPEN

#: What stands for a variable part of an address; numbers of rows need not be told.
FILLED = {
    "key": "smart-city",
    "filename": "wian.css",
    "token": "AAAAAAGZ0a9v1zYc3hT5pQkLm8sX",
    "act": "close",
}


def addresses(house: House) -> list[tuple[Rule, str, str]]:
    """Every address with every method that it serves."""
    adapter = house.app.url_map.bind("localhost")
    found = []
    for rule in house.app.url_map.iter_rules():
        numbers = {x for x in rule.arguments if isinstance(rule._converters[x], IntegerConverter)}
        unknown = rule.arguments - FILLED.keys() - numbers
        assert not unknown, f"tell FILLED what stands for {unknown} in {rule}"
        values = {name: 1 if name in numbers else FILLED[name] for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append((rule, method, adapter.build(rule.endpoint, values, method=method)))
    return found


@pytest.mark.parametrize("protected", [True, False], ids=["with tokens", "without tokens"])
def test_no_address_answers_a_stranger(house: House, protected: bool) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = protected
    guarded = 0
    for rule, method, address in addresses(house):
        if rule.endpoint in OPEN:
            continue
        answer = house.browser().open(address, method=method)
        assert answer.status_code == 302, f"{method} {address} answers a stranger"
        assert answer.location.startswith("/sign-in"), f"{method} {address}"
        part = house.browser().open(address, method=method, headers={"HX-Request": "true"})
        assert part.status_code == 401 and not part.data
        guarded += 1
    assert guarded >= 15


def test_the_open_addresses_are_few_and_exist(house: House) -> None:
    endpoints = {rule.endpoint for rule in house.app.url_map.iter_rules()}
    assert endpoints >= OPEN | FIRST
    by_signed_link = {"receipts.open_link", "receipts.confirm", "receipts.letter"}
    by_signed_link |= {"reminders.calendar"}
    before = {"signin.show", "signin.enter", "language.choose"}
    assert {"static", "health.show"} | before | by_signed_link == OPEN


def test_every_change_needs_a_token(house: House) -> None:
    browser = house.browser("chamkho")
    for _, method, address in addresses(house):
        if method != "GET":
            answer = browser.open(address, method=method)
            assert answer.status_code in (302, 400), f"{method} {address}"
            if answer.status_code == 302:
                assert answer.location.startswith("/sign-in")


def test_an_unknown_address_says_nothing_to_a_stranger(house: House) -> None:
    assert house.browser().get("/nowhere").status_code == 302
    known = house.browser("chamkho").get("/nowhere")
    assert known.status_code == 404 and "ไม่พบหน้านี้" in known.text


@pytest.mark.parametrize("secure", [True, False])
def test_headers_and_cookies(house: House, secure: bool) -> None:
    base = "https://wian.example" if secure else "http://wian.example"
    browser = house.browser()
    answer = browser.get("/sign-in", base_url=base)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy and answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Strict-Transport-Security" in answer.headers) is secure
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure


def test_signing_in_leads_to_where_one_wanted_but_never_outside(house: House) -> None:
    for wanted, there in (
        ("/register?year=2569", "/register?year=2569"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ):
        browser = house.browser()
        form = {"username": "chamkho", "password": "รหัสผ่านสำหรับทดสอบ", "next": wanted}
        answer = browser.post("/sign-in", data={**form, "csrf_token": browser.token()})
        assert (answer.status_code, answer.location) == (302, there)


def test_wrong_passwords_are_refused_then_locked_in_thai(open_house: Callable[..., House]) -> None:
    house = open_house(LOGIN_ATTEMPTS="3")
    browser = house.browser()
    for _ in range(3):
        answer = browser.sign_in("chamkho", "wrong")
        assert answer.status_code == 401 and "ไม่ถูกต้อง" in answer.text
    assert "รออีก ๑๕ นาที" in browser.sign_in("chamkho").text
    assert browser.get("/").status_code == 302


def test_a_guesser_in_the_same_network_does_not_lock_a_known_browser_out(
    open_house: Callable[..., House],
) -> None:
    house = open_house(LOGIN_ATTEMPTS="3")
    clerk, guesser = house.browser("chamkho"), house.browser()
    clerk.submit("/sign-out", {})
    token = guesser.token()
    form = {"username": "chamkho", "password": "เดา", "csrf_token": token}
    said = [guesser.post("/sign-in", data=form).status_code for _ in range(25)]
    assert said[-1] == 429
    assert clerk.sign_in("chamkho").status_code == 302
    forged = house.browser()
    forged.set_cookie("wian_known", '["chamkho","x"].forged', path="/sign-in")
    assert forged.sign_in("chamkho").status_code == 429
    clerk.submit("/sign-out", {})
    assert clerk.sign_in("chamkho2").status_code == 429
    assert clerk.sign_in("chamkho").status_code == 302


def test_a_flood_of_attempts_is_throttled(house: House) -> None:
    browser = house.browser()
    token = browser.token()
    statuses = []
    for number in range(25):
        form = {"username": f"nobody{number}", "password": "x", "csrf_token": token}
        statuses.append(browser.post("/sign-in", data=form).status_code)
    assert statuses[0] == 401 and statuses[-1] == 429


def test_signing_out_ends_the_session(house: House) -> None:
    browser = house.browser("chamkho")
    assert browser.get("/").status_code == 200
    browser.submit("/sign-out", {})
    assert browser.get("/").status_code == 302


def test_a_changed_password_ends_the_other_sessions(house: House) -> None:
    here, elsewhere = house.browser("chamkho"), house.browser("chamkho")
    new = "รหัสใหม่ของฉันเอง"
    form = {"old": "รหัสผ่านสำหรับทดสอบ", "new": new, "again": new}
    assert here.submit("/password", {**form, "again": "อย่างอื่นไปเลย"}).status_code == 422
    assert here.submit("/password", form).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert NOW.tzinfo is not None


def test_after_signing_in_again_one_is_where_one_was(house: House) -> None:
    headers = {
        "HX-Request": "true",
        "HX-Current-URL": "http://localhost/arrivals/3/review?letter=2",
    }
    answer = house.browser().post("/arrivals/3/field?path=x", headers=headers)
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/arrivals/3/review?letter%3D2"
    for odd in ("http://[", "", "//evil.example//x"):
        answer = house.browser().get("/work", headers={"HX-Request": "true", "HX-Current-URL": odd})
        assert answer.status_code == 401 and "evil" not in answer.headers["HX-Redirect"]
