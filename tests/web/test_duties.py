"""The pages of deadlines and holidays, each checked as HTML on its way."""

from datetime import date, timedelta

import pytest
from huey import MemoryHuey

from tests.tracker.duty_stories import asks, number, owed, register, write
from tests.tracker.test_duty_passing import OUR_DAY, pass_on
from tests.web.conftest import NOW, Browser, House
from tests.web.test_tongue import speak
from tracker import db, duties, holiday_table
from tracker.jobs import Hands, reckon_duties
from tracker.models import Letter
from tracker.queue import Queue
from tracker.vocabulary import DutyState, Secrecy

REPORT = "ขอให้รายงานผลภายในวันที่ ๔ ธันวาคม ๒๕๖๙"
COUNTED = "ขอให้รายงานภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ"


@pytest.fixture
def clerk(house: House) -> Browser:
    return house.browser("chamkho")


@pytest.fixture
def duty(house: House) -> int:
    letter = register(house.engine, house.office.clerk, NOW, asks(REPORT))
    return number(owed(house.engine, letter)[0])


def test_empty_pages_say_where_deadlines_come_from(clerk: Browser) -> None:
    assert "ไม่มีเรื่องค้าง" in clerk.get("/duties").text
    assert "ไม่มีเรื่องที่รอหน่วยงานอื่น" in clerk.get("/duties?side=to").text
    nothing = clerk.get("/duties?state=late&kind=report&q=x&mine=1").text
    assert "ไม่มีรายการที่ตรงกับที่เลือก" in nothing


def test_the_list_shows_the_day_the_reason_and_the_month(clerk: Browser, duty: int) -> None:
    page = clerk.get("/duties?month=2026-12").text
    assert "๔ ธันวาคม ๒๕๖๙" in page
    assert "อีก ๑๑ วัน" in page
    assert "วันที่ระบุไว้ในหนังสือ" in page
    assert "วันรัฐธรรมนูญ" in page
    assert "day=2026-12-04" in page
    assert "◆๑" in page
    assert "เฉพาะวันศุกร์ที่ ๔ ธันวาคม ๒๕๖๙" in clerk.get("/duties?day=2026-12-04").text
    assert f"/duties/{duty}" in clerk.get("/duties", query_string={"q": "๙๑๒"}).text
    for odd in (
        "?month=9999-99",
        "?page=-4",
        "?page=99999",
        "?kind=zzz",
        "?day=x",
        "?month=0001-01",
    ):
        assert clerk.get(f"/duties{odd}").status_code == 200


def test_a_duty_is_closed_with_a_word_and_only_once(
    house: House, clerk: Browser, duty: int
) -> None:
    refused = clerk.submit(f"/duties/{duty}/close", {"version": "1"})
    assert refused.status_code == 422
    assert "หนังสือที่ใช้รายงาน" in refused.text
    form = {"version": "1", "note": "ส่งทางระบบแล้ว"}
    assert clerk.submit(f"/duties/{duty}/close", form).status_code == 302
    page = clerk.get(f"/duties/{duty}").text
    assert "ปิดเรื่องแล้ว" in page
    assert "✓ เสร็จแล้ว" in page
    other = house.browser("chamkho2")
    again = other.submit(f"/duties/{duty}/close", form)
    assert again.status_code == 422
    assert "ปิดแล้ว (เสร็จแล้ว)" in again.text
    assert "✓๑" in clerk.get("/duties?month=2026-12").text
    assert (
        clerk.submit(f"/duties/{duty}/reopen", {"version": "2", "reason": "ปิดผิด"}).status_code
        == 302
    )
    assert "ปิดผิด" in clerk.get(f"/duties/{duty}").text


def test_what_was_typed_is_there_again_after_a_refusal(clerk: Browser, duty: int) -> None:
    form = {"version": "1", "due": "32 ธ.ค. 2569", "reason": "ผู้ว่าฯ <อนุญาต>"}
    refused = clerk.submit(f"/duties/{duty}/extend", form)
    assert refused.status_code == 422
    assert "ไม่ใช่วันที่ที่มีจริง" in refused.text
    assert "ผู้ว่าฯ &lt;อนุญาต&gt;" in refused.text
    stale = clerk.submit(
        f"/duties/{duty}/extend", {"version": "9", "due": "18/12/69", "reason": "ก"}
    )
    assert stale.status_code == 409
    good = clerk.submit(
        f"/duties/{duty}/extend", {"version": "1", "due": "18/12/69", "reason": "อนุญาตแล้ว"}
    )
    assert good.status_code == 302
    assert "ขยายเวลาจาก ๔ ธันวาคม ๒๕๖๙ เป็น ๑๘ ธันวาคม ๒๕๖๙" in clerk.get(f"/duties/{duty}").text


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("suspend", {"reason": "รอผลอุทธรณ์"}),
        ("day", {"due": "๒ ธ.ค. ๒๕๖๙", "reason": "เร่งขึ้น"}),
        ("assign", {"account": "1"}),
        ("cancel", {"reason": "อ่านผิด"}),
    ],
)
def test_each_form_does_its_work(clerk: Browser, duty: int, act: str, form: dict[str, str]) -> None:
    assert clerk.submit(f"/duties/{duty}/{act}", {"version": "1", **form}).status_code == 302
    assert clerk.get(f"/duties/{duty}").status_code == 200
    assert clerk.submit(f"/duties/{duty}/{act}", {"version": "x", **form}).status_code == 422


def test_answers_are_offered_and_kept(house: House, clerk: Browser, duty: int) -> None:
    with db.begin(house.engine) as session:
        first = write(session, house.office.clerk, NOW, "รย 52701/3", NOW.date())
        second = write(session, house.office.clerk, NOW, "รย 52701/4", NOW.date())
    assert "รย ๕๒๗๐๑/๓" in clerk.get(f"/duties/{duty}").text
    assert clerk.submit(f"/duties/{duty}/close", {"answer": str(first)}).status_code == 302
    assert clerk.submit(f"/duties/{duty}/answer", {"answer": str(second)}).status_code == 302
    assert "ตอบเพิ่ม" in clerk.get(f"/duties/{duty}").text
    assert clerk.submit(f"/duties/{duty}/answer", {"answer": "9" * 30}).status_code == 422


def test_strangers_get_nothing(house: House, clerk: Browser, duty: int) -> None:
    stranger = house.browser("phla")
    assert stranger.get(f"/duties/{duty}").status_code == 404
    assert stranger.submit(f"/duties/{duty}/close", {"note": "ก"}).status_code == 404
    assert stranger.get(f"/duties?office={house.office.clerk.office_id}").status_code == 404
    assert clerk.submit(f"/duties/{duty}/explode", {}).status_code == 404
    seen = house.browser("khaochamao").get(f"/duties/{duty}").text
    assert "ดูได้แต่แก้ไม่ได้" in seen


def test_the_letters_page_says_who_owes_what(house: House) -> None:
    letter = register(house.engine, house.office.district, NOW, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    successor = pass_on(house.engine, house.office.district, NOW, letter)
    district = house.browser("khaochamao")
    own = district.get(f"/letters/{letter}").text
    assert "ส่งต่อไป ๔ แห่ง ยังค้าง ๔ แห่ง" in own
    assert "หน่วยงานอื่น ๔ รายการ ยังค้าง ๔" in district.get(f"/letters/{successor}").text
    owed_to = district.get("/duties?side=to").text
    assert "เทศบาลตำบลชำฆ้อ" in owed_to
    mine = owed(house.engine, successor, house.office.clerk.office_id)[0]
    below = house.browser("chamkho").get(f"/duties/{mine.id}").text
    assert "ต้องขอจากอำเภอเขาชะเมา" in below


def test_a_secret_letter_shows_no_words(house: House, clerk: Browser, duty: int) -> None:
    with db.begin(house.engine) as session:
        letter = session.get_one(Letter, 1)
        letter.secrecy, letter.subject = Secrecy.SECRET, "เรื่องที่ต้องไม่เห็น"
        session.add(letter)
    for page in ("/duties", f"/duties/{duty}", "/duties?q=ไม่เห็น"):
        text = clerk.get(page).text
        assert "ที่ต้องไม่เห็น" not in text.replace('value="ไม่เห็น"', "")
        assert "รายงานผล" not in text


def test_the_buffer_is_set_on_the_page(clerk: Browser) -> None:
    assert clerk.submit("/duties/buffer", {"days": "๕"}).status_code == 302
    assert 'value="๕"' in clerk.get("/duties").text
    clerk.submit("/duties/buffer", {"days": "ห้า"})
    assert "ไม่ใช่จำนวน" in clerk.get("/duties").text
    assert clerk.submit("/duties/buffer", {"days": "9999"}).status_code == 302


def test_an_added_holiday_shows_what_moved(house: House) -> None:
    letter = register(house.engine, house.office.clerk, NOW, asks(COUNTED))
    admin = house.browser("admin")
    form = {
        "day": "๒๗ พ.ย. ๒๕๖๙",
        "name": "วันหยุดพิเศษ",
        "scope": "all",
        "works": "0",
        "source": "มติ",
    }
    assert admin.submit("/holidays", form).status_code == 302
    page = admin.get("/holidays?year=2026").text
    assert "กำหนดเปลี่ยน ๑ เรื่อง" in page
    assert "กำหนดจึงเลื่อนจาก ๒ ธันวาคม ๒๕๖๙ เป็น ๓ ธันวาคม ๒๕๖๙" in page
    assert owed(house.engine, letter)[0].due == "2026-12-03"
    twice = admin.submit("/holidays", form)
    assert twice.status_code == 422
    assert "มีวันที่ ๒๗ พฤศจิกายน ๒๕๖๙ ในตารางแล้ว" in twice.text
    assert 'value="วันหยุดพิเศษ"' in twice.text
    assert admin.submit("/holidays", {**form, "day": "๓๑ ก.พ. ๒๕๖๙"}).status_code == 422
    assert admin.submit("/holidays/1/remove", {}).status_code == 302
    assert owed(house.engine, letter)[0].due == "2026-12-02"
    assert admin.submit("/holidays/1/remove", {}).status_code == 302
    assert "อาจมีผู้ลบไปแล้ว" in admin.get("/holidays").text


def test_others_only_look_at_the_holidays(clerk: Browser) -> None:
    page = clerk.get("/holidays").text
    assert "วันรัฐธรรมนูญ" in page
    assert "เป็นหน้าที่ของผู้ดูแลระบบ" in page
    form = {"day": "27/11/69", "name": "หยุด", "scope": "all", "works": "0"}
    assert clerk.submit("/holidays", form).status_code == 403
    assert "ยังไม่รู้วันหยุดของปีนี้ครบ" in clerk.get("/holidays?year=2199").text
    assert clerk.get("/holidays?year=99999999").status_code == 200


def test_the_clock_opens_what_returns(house: House) -> None:
    text = "ให้ อปท. รายงานทุกวันที่ ๒๐ ของเดือน"
    letter = register(house.engine, house.office.clerk, NOW, asks(text, ref="มท 0808/4"))
    hands = Hands(house.engine, Queue(MemoryHuey("duties")))
    reckon_duties(hands, NOW + timedelta(days=30))
    reckon_duties(hands, NOW + timedelta(days=30))
    found = owed(house.engine, letter)
    assert [one.due for one in found] == ["2026-12-20", "2027-01-20"]
    assert found[1].state is DutyState.OPEN


def test_why_a_day_is_the_day_is_told_in_english_on_english_pages(
    house: House, clerk: Browser
) -> None:
    letter = register(house.engine, house.office.clerk, NOW, asks(COUNTED))
    with db.begin(house.engine) as session:
        day = date(2026, 11, 27)
        holiday_table.add(session, house.office.admin, NOW, day=day, name="วันหยุดพิเศษ")
        duties.recompute(session, NOW)
    speak(clerk, "en")
    (duty,) = owed(house.engine, letter)
    shown = clerk.get(f"/duties/{number(duty)}").text
    for page in ("/duties", f"/letters/{letter}", f"/duties/{number(duty)}"):
        told = clerk.get(page).text
        assert "counted from the day after receipt of the letter, 23 November 2026" in told, page
        assert "due on Thursday 3 December 2026" in told and "เริ่มนับ" not in told, page
    assert "The calendar of holidays changed, so the due date moved from 2 December 2026" in shown
    speak(clerk, "th")
    told = clerk.get("/duties").text
    assert "เริ่มนับวันถัดไป ครบ ๗ วันทำการ" in told and "counted from" not in told
