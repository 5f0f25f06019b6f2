"""The pages of messages, of one's own reminders, and the calendars that they open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select

from tests.web.conftest import NOW, House
from tracker import db, outbox
from tracker.actor import Actor
from tracker.message_words import MessageChannel, MessageState
from tracker.models import Account, Duty, Letter, Message
from tracker.vocabulary import DutyKind, DutyState, Secrecy

WISHES = {
    "mail_on": "1", "email": "chamkho@example.go.th", "digest_hour": "9",
    "days_before": "๑๐, ๕ และ 1", "line_target": "", "other_target": "", "version": "0",
}  # fmt: skip


def put(house: House, actor: Actor, state: MessageState, key: str = "k") -> int:
    with db.begin(house.engine) as session:
        outbox.put(
            session, NOW, key=f"{key}/mail", account_id=actor.account_id,
            to="old@example.go.th", subject="เรื่องด่วน <b>", text="เนื้อความของเรื่อง",
        )  # fmt: skip
        row = session.exec(select(Message).where(Message.key == f"{key}/mail")).one()
        row.state, row.error = state, "ปลายทางไม่รับอีเมลฉบับนี้"
        row.handed_at = NOW if state is MessageState.UNCERTAIN else None
        session.add(row)
        session.flush()
        return row.id or 0


def row(house: House, message_id: int) -> Message:
    with db.look(house.engine) as session:
        return session.get_one(Message, message_id)


def a_duty(house: House, actor: Actor, subject: str, **more: object) -> None:
    with db.begin(house.engine) as session:
        letter = Letter(
            ref_no="รย 0023.3/ว 5269", subject=subject, created_at=NOW,
            secrecy=more.pop("secrecy", Secrecy.NONE),
        )  # fmt: skip
        session.add(letter)
        session.flush()
        values = {"due": "2026-12-02", "due_on": date(2026, 12, 2), "opened_at": NOW} | more
        session.add(
            Duty(letter_id=letter.id, office_id=actor.office_id, kind=DutyKind.REPORT, **values)
        )


def test_wishes_are_kept_and_shown_again(house: House) -> None:
    browser = house.browser("chamkho")
    assert "ยังไม่มีอีเมล" in browser.get("/me/reminders").text
    assert browser.submit("/me/reminders", WISHES).status_code == 302
    page = browser.get("/me/reminders").text
    assert 'value="chamkho@example.go.th"' in page and 'value="๑๐, ๕, ๑"' in page
    assert 'value="9" selected' in page
    other = house.browser("chamkho2").get("/me/reminders").text
    assert "chamkho@example" not in other


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "not an address", "อีเมล"),
        ("days_before", "สาม", "จำนวนวัน"),
        ("days_before", "99", "จำนวนวัน"),
        ("digest_hour", "25", "เวลา"),
        ("line_target", "@id", "LINE"),
        ("other_target", "json://127.0.0.1/", "ที่อยู่แจ้งเตือน"),
        ("version", "7", "เปิดหน้านี้ใหม่"),
    ],
)
def test_a_wrong_wish_says_why_and_keeps_what_was_typed(
    house: House, field: str, value: str, sentence: str
) -> None:
    browser = house.browser("chamkho")
    answer = browser.submit("/me/reminders", {**WISHES, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text and "ยังไม่ได้บันทึก" in answer.text
    assert 'id="refusal"' in answer.text
    if field not in ("digest_hour", "version"):
        assert value.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in answer.text or (
            value in answer.text
        )
    with db.look(house.engine) as session:
        found = session.exec(select(Account).where(Account.username == "chamkho")).one()
        assert found.email is None


def test_a_test_message_is_put_in_for_oneself(house: House) -> None:
    browser = house.browser("chamkho")
    answer = browser.submit("/me/reminders/test", {}, follow_redirects=True)
    assert "ยังไม่มีช่องทาง" in answer.text
    browser.submit("/me/reminders", WISHES)
    answer = browser.submit("/me/reminders/test", {}, follow_redirects=True)
    assert "ทดสอบการเตือนจากระบบเวียน" in answer.text and "รอส่ง" in answer.text
    assert "SMTP_URL" in answer.text, "it says why it waits"


def test_failures_are_shown_and_sent_again_to_the_address_of_today(house: House) -> None:
    browser = house.browser("chamkho")
    message = put(house, house.office.clerk, MessageState.FAILED)
    page = browser.get("/messages?state=failed").text
    assert "ปลายทางไม่รับอีเมลฉบับนี้" in page and "ส่งไม่ได้" in page
    assert "เรื่องด่วน &lt;b&gt;" in page and "ต้องตัดสินใจ ๑ ฉบับ" in page
    browser.submit("/me/reminders", WISHES)
    answer = browser.submit(f"/messages/{message}/again", {}, follow_redirects=True)
    assert "ส่งอีกครั้งแล้ว" in answer.text
    kept = row(house, message)
    assert (kept.state, kept.to) == (MessageState.WAITING, "chamkho@example.go.th")
    again = browser.submit(f"/messages/{message}/again", {}, follow_redirects=True)
    assert "ไม่ได้ค้างอยู่แล้ว" in again.text


def test_an_uncertain_message_is_not_repeated_unasked(house: House) -> None:
    browser = house.browser("chamkho")
    first = put(house, house.office.clerk, MessageState.UNCERTAIN, "a")
    second = put(house, house.office.clerk, MessageState.UNCERTAIN, "b")
    answer = browser.submit(f"/messages/{first}/again", {}, follow_redirects=True)
    assert "ถามผู้รับก่อน" in answer.text
    assert row(house, first).state is MessageState.UNCERTAIN
    browser.submit(f"/messages/{first}/again", {"asked": "1"})
    browser.submit(f"/messages/{second}/arrived", {})
    assert row(house, first).state is MessageState.WAITING
    assert row(house, second).state is MessageState.SENT


def test_withdrawing_needs_a_reason(house: House) -> None:
    browser = house.browser("chamkho")
    message = put(house, house.office.clerk, MessageState.GIVEN_UP)
    answer = browser.submit(f"/messages/{message}/withdraw", {}, follow_redirects=True)
    assert "เหตุผล" in answer.text and row(house, message).state is MessageState.GIVEN_UP
    browser.submit(f"/messages/{message}/withdraw", {"reason": "แจ้งทางโทรศัพท์แล้ว"})
    assert row(house, message).state is MessageState.WITHDRAWN
    assert "แจ้งทางโทรศัพท์แล้ว" in browser.get("/messages").text


def test_what_others_may_see_and_do(house: House) -> None:
    message = put(house, house.office.clerk, MessageState.FAILED)
    colleague = house.browser("chamkho2")
    page = colleague.get("/messages").text
    assert "เรื่องด่วน" in page and "เนื้อความของเรื่อง" not in page
    district = house.browser("khaochamao")
    assert "เรื่องด่วน" in district.get("/messages").text
    assert district.submit(f"/messages/{message}/again", {}).status_code == 403
    stranger = house.browser("phla")
    assert "เรื่องด่วน" not in stranger.get("/messages").text
    for act in ("again", "arrived", "withdraw"):
        assert stranger.submit(f"/messages/{message}/{act}", {}).status_code == 404
    admin = house.browser("admin")
    assert "เนื้อความของเรื่อง" in admin.get("/messages").text
    assert admin.submit(f"/messages/{message}/again", {}).status_code == 302


def test_many_messages_are_turned_page_by_page(house: House) -> None:
    for number in range(53):
        put(house, house.office.clerk, MessageState.SENT, f"k{number}")
    browser = house.browser("chamkho")
    assert "หน้า ๑ จาก ๒" in browser.get("/messages").text
    assert browser.get("/messages?page=2").text.count('id="message-') == 3
    assert browser.get("/messages?page=99&state=nonsense").status_code == 200


def link(page: str, number: int = 0) -> str:
    return re.findall(r"/calendar/[^<\"]+\.ics", page)[number]


def test_a_calendar_opens_by_its_link_until_it_is_called_back(
    open_house: Callable[..., House],
) -> None:
    house = open_house(PUBLIC_URL="https://wian.example.go.th")
    clerk = house.office.clerk
    a_duty(house, clerk, "รายงานของข้าพเจ้า", assigned_account_id=clerk.account_id)
    a_duty(house, clerk, "ของเพื่อน", assigned_account_id=house.office.colleague.account_id)
    a_duty(house, clerk, "เสร็จแล้ว", state=DutyState.DONE)
    a_duty(house, clerk, "ประชุม", due="2026-12-03T13:30", due_on=date(2026, 12, 3))
    a_duty(house, clerk, "ความลับยิ่ง", secrecy=Secrecy.SECRET, explanation="ลับ")
    browser = house.browser("chamkho")
    browser.submit("/me/calendar", {"whose": "me"})
    page = browser.get("/me/reminders").text
    assert "https://wian.example.go.th/calendar/" in page
    stranger, first = house.browser(), link(page)
    answer = stranger.get(first)
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    events = {str(one["summary"]): one for one in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(events) == {
        "รายงาน: รายงานของข้าพเจ้า", "รายงาน: ประชุม", "รายงาน: (หนังสือมีชั้นความลับ)",
    }  # fmt: skip
    assert events["รายงาน: รายงานของข้าพเจ้า"]["dtstart"].dt == date(2026, 12, 2)
    until = events["รายงาน: ประชุม"]["dtend"].dt
    assert until.isoformat() == "2026-12-03T13:30:00+07:00"
    assert "https://wian.example.go.th/letters/" in events["รายงาน: ประชุม"]["description"]
    browser.submit("/me/calendar", {"whose": "me"})
    assert stranger.get(first).status_code == 404
    second = link(browser.get("/me/reminders").text)
    assert stranger.get(second).status_code == 200
    browser.submit("/me/calendar", {"whose": "me", "act": "close"})
    assert stranger.get(second).status_code == 404
    assert "/calendar/" not in browser.get("/me/reminders").text


def test_the_calendar_of_an_office_holds_everybodys_work(house: House) -> None:
    clerk = house.office.clerk
    a_duty(house, clerk, "ของเพื่อน", assigned_account_id=house.office.colleague.account_id)
    a_duty(house, house.office.stranger, "ของที่อื่น")
    browser = house.browser("chamkho")
    browser.submit("/me/calendar", {"whose": "office"})
    body = house.browser().get(link(browser.get("/me/reminders").text)).text
    assert "ของเพื่อน" in body and "ของที่อื่น" not in body


def test_no_guess_opens_a_calendar(house: House) -> None:
    browser = house.browser("chamkho")
    browser.submit("/me/calendar", {"whose": "me"})
    good = link(browser.get("/me/reminders").text)
    number, serial, secret = good.removeprefix("/calendar/").removesuffix(".ics").split(".")
    stranger = house.browser()
    flipped = ("A" if secret[0] != "A" else "B") + secret[1:]
    for guess in (
        f"{number}.{serial}.{flipped}", f"{int(number) + 1}.{serial}.{secret}",
        f"{number}.{int(serial) + 1}.{secret}", f"99999999999.1.{secret}",
        "x", f"{number}.{serial}.",
    ):  # fmt: skip
        answer = stranger.get(f"/calendar/{guess}.ics")
        assert answer.status_code == 404, guess
    with db.begin(house.engine) as session:
        account = session.get_one(Account, house.office.clerk.account_id)
        account.active = False
        session.add(account)
    assert stranger.get(good).status_code == 404, "an account that is closed shows nothing"


def test_a_closed_way_and_the_age_of_messages_are_said(house: House) -> None:
    message = put(house, house.office.clerk, MessageState.WAITING)
    with db.begin(house.engine) as session:
        parcel = outbox.claim(
            session, owner="a", now=NOW, lease=timedelta(minutes=1), channel=MessageChannel.MAIL
        )
        assert parcel is not None
        outbox.put_off(session, parcel.id, "a", now=NOW, error="ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้", reply="")
    page = house.browser("chamkho").get("/messages").text
    assert "ลองแล้ว ๑ ครั้ง จะลองใหม่" in page and "เวลา ๐๙.๓๑ น." in page
    assert row(house, message).state is MessageState.WAITING
