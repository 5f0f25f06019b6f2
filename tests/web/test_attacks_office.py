"""Every address of the office, with numbers that no row can have and with other offices' rows."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select
from werkzeug.routing import Rule

from tests.tracker.duty_stories import write
from tests.tracker.writing import drafted, received
from tests.web.conftest import NOW, House
from tracker import circulation, db, endorsements, sheets
from tracker.models import AuditLine, Delivery, Entry, Letter, Outgoing
from tracker.vocabulary import Action
from tracker.web import circulation_moves

FAR = str(10**30)
MARK = "เฉพาะสำนักงานนี้เท่านั้น"
SCRIPT = "<script>alert(1)</script>"
#: Every name under which a page takes a number.
NUMBERS = (
    "reserved", "given", "book", "office", "version", "delivery", "part", "page", "year", "turn",
    "list", "letter_id", "letter", "before", "number", "unit", "account", "to", "from", "here",
    "area", "list_id", "account_id", "unit_id", "office_id", "proposal", "proposal_id", "answers",
    "rank", "digest_hour", "days", "count", "last", "stand_in", "parent", "assignee", "by_duty",
    "buffer_days", "answer", "answer_letter_id", "sheet", "deputy", "person", "holder", "by", "due",
    "stand_in_id", "to_account_id", "value", "letter_ids", "rotate",
)  # fmt: skip
#: What ends the visit.
LEFT_OUT = {"static", "signin.leave", "signin.sign_out"}


def rules(house: House, method: str) -> Iterator[Rule]:
    for rule in house.app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in LEFT_OUT:
            yield rule


def address(house: House, rule: Rule, number: int, word: str = "x") -> str:
    values: dict[str, Any] = {
        name: number if "Number" in type(converter).__name__ else word
        for name, converter in rule._converters.items()
    }
    with house.app.test_request_context():
        found = house.app.url_map.bind("localhost").build(rule.endpoint, values)
    return str(found)


@pytest.fixture
def filled(house: House) -> int:
    """An office with a letter, a draft, an order; all of it bears the mark. The letter's id."""
    actor = house.office.province
    letter_id = received(house.engine, actor, NOW, subject=f"{MARK} {SCRIPT}")
    drafted(house.engine, actor, NOW, letter_id, subject=f"{MARK} {SCRIPT}")
    with db.begin(house.engine) as session:
        endorsements.note(session, actor, NOW, letter_id=letter_id, text=f"{MARK} {SCRIPT}")
    return letter_id


@pytest.mark.parametrize("username", ["rayong", "admin"])
def test_no_number_is_too_large_for_any_page(house: House, filled: int, username: str) -> None:
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    house.app.testing = False
    browser = house.browser(username)
    broken = []
    far = dict.fromkeys(NUMBERS, FAR)
    for rule in rules(house, "GET"):
        place = address(house, rule, 1)
        if browser.get(place, query_string=far).status_code >= 500:
            broken.append(f"GET {place}")
    token = browser.token("/")
    for rule in rules(house, "POST"):
        place = address(house, rule, 1)
        words = {"csrf_token": token, "q": "ก", "reason": "ก", "text": "ก", "note": "ก",
                 "act": "x", "dated": "23/11/2569", "day": "23/11/2569", "subject": "ก",
                 "kind": "relay", "name": "ก", "purpose": "ก", "source": "ก",
                 "valid_from": "1/1/2569", "first_day": "23/11/2569"}  # fmt: skip
        if browser.post(place, data={**far, **words}).status_code >= 500:
            broken.append(f"POST {place}")
    assert broken == []


def test_no_page_shows_a_neighbour_what_an_office_keeps(house: House, filled: int) -> None:
    neighbour = house.browser("phla")
    told = []
    for rule in rules(house, "GET"):
        for number in (1, 2, 3):
            place = address(house, rule, number, word="1")
            if MARK.encode() in neighbour.get(place, query_string={"q": MARK[:4]}).data:
                told.append(place)
            if not rule._converters:
                break
    assert told == []
    token = neighbour.token("/")
    with db.look(house.engine) as session:
        draft = session.exec(select(Outgoing)).one()
    for rule in rules(house, "POST"):
        if not rule._converters:
            continue
        place = address(house, rule, 1, word="1")
        answer = neighbour.post(place, data={
            "csrf_token": token, "version": "1", "reason": "ก", "text": "ก", "note": "ก",
            "act": "cancel", "letter_id": "1", "dated": "23/11/2569", "subject": "ก"})  # fmt: skip
        if MARK.encode() in answer.data:
            told.append(place)
    assert told == []
    with db.look(house.engine) as session:
        kept = session.get_one(Outgoing, draft.id)
        assert (kept.version, kept.content) == (draft.version, draft.content)
        theirs = select(AuditLine).where(AuditLine.account_id == house.office.stranger.account_id)
        acts = {(x.act, x.subject_type) for x in session.exec(theirs)}
    assert {act for act, _ in acts} <= {"sign_in", "open_book"}, acts


def test_no_page_lets_a_script_through(house: House, filled: int) -> None:
    browser = house.browser("rayong")
    shown = 0
    for rule in rules(house, "GET"):
        page = browser.get(address(house, rule, 1), query_string={"q": SCRIPT})
        if page.mimetype in ("text/html", "image/svg+xml"):
            text = page.text
            assert SCRIPT not in text, rule.rule
            shown += "&lt;script&gt;alert" in text
    assert shown >= 3


def test_nobody_waits_while_a_large_sheet_is_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = sheets.write(
        "ทะเบียน", ["เลขทะเบียนรับ", "วันที่รับ", "ที่", "เรื่อง"],
        [[1, "๗ ม.ค. ๒๕๖๙", "รย 0023/1", "สำรวจบ่อน้ำ"]],
    )  # fmt: skip
    seldom, reads = sheets.read, []

    def slow(given: bytes) -> list[sheets.Sheet]:
        with house.engine.connect() as other:
            other.exec_driver_sql("PRAGMA busy_timeout=100")
            other.exec_driver_sql("UPDATE audit_head SET last_id = last_id")
            other.commit()
        reads.append(len(given))
        return seldom(given)

    monkeypatch.setattr(sheets, "read", slow)
    browser = house.browser("chamkho")
    browser.get("/register")
    sent = {"file": (io.BytesIO(content), "เก่า.xlsx"), "book": "1", "year": "2569"}
    plan = browser.submit("/register/import", sent)
    assert plan.status_code == 302
    assert "/register" in browser.submit(plan.location, {}).location
    assert len(reads) == 2
    with db.look(house.engine) as session:
        assert session.exec(select(Entry)).one().subject == "สำรวจบ่อน้ำ"


def test_more_time_for_many_is_given_in_short_transactions(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.begin(house.engine) as session:
        actor = house.office.district
        letter_id = write(session, actor, NOW, "รย 0818/ว 3", NOW.date())
        to = [circulation.To(None, f"โรงเรียนที่ {x}") for x in range(7)]
        circulation.send(session, actor, NOW, letter_id=letter_id, to=to)
        session.get_one(Letter, letter_id).action = Action.REPORT
        for one in session.exec(select(Delivery)):
            one.asked = Action.REPORT
    monkeypatch.setattr(circulation_moves, "PART", 3)
    browser = house.browser("khaochamao")
    form = {"due": "31/12/2569", "note": "ผู้รับขอขยาย"}
    page = f"/circulation/letters/{letter_id}"
    assert browser.submit(f"{page}/extend", form).status_code == 302
    assert "ขยายเวลาให้ผู้รับ ๗ ราย" in browser.get(page).text
    assert browser.submit(f"{page}/extend", form).status_code == 302
    assert "ไม่มีผู้รับที่ขยายเวลาให้ได้" in browser.get(page).text
