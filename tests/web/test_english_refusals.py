"""What the office refuses is said in the language of whoever is refused, on real pages."""

from collections.abc import Callable

from tests.web.conftest import Browser, House
from tests.web.test_books import NUMBER, PAPER
from tests.web.test_tongue import speak
from tracker.web import tongue


def both(browser: Browser, page: str, form: dict[str, str]) -> tuple[str, str]:
    """The same wrong form sent in Thai and in English: what each page says."""
    said = []
    for language in ("th", "en"):
        speak(browser, language)
        said.append(browser.submit(page, form, follow_redirects=True).text)
    return said[0], said[1]


WRONG = [
    ({"day": "วันไหนก็ได้"}, "ไม่ใช่วันที่ที่มีจริง", "is not a date that exists"),
    ({"time": "๒๕.๐๐"}, "ไม่ใช่เวลา", "is not a time"),
    ({"number": "๕"}, "เลขรับ ๕/๒๕๖๙ ยังไม่ถึง", "Receive number 5/2569 has not been reached"),
    ({"subject": " "}, "กรุณาพิมพ์เรื่อง", "Please type the subject"),
    ({"dated": "24/11/2569"}, "หนังสือลงวันที่หลัง", "The letter is dated after the day"),
]


def test_wrong_values(house: House) -> None:
    browser = house.browser("chamkho")
    for wrong, thai, english in WRONG:
        told = both(browser, "/register/lines", PAPER | wrong)
        assert thai in told[0] and english not in told[0]
        assert english in told[1] and thai not in told[1]


def test_a_number_voided_twice_and_a_line_changed_by_another(house: House) -> None:
    district = house.browser("khaochamao")
    assert district.submit("/sending/numbers", NUMBER).status_code == 302
    district.submit("/register/1/void", {"reason": "ไม่ใช้"})
    thai, english = both(district, "/register/1/void", {"reason": "ไม่ใช้"})
    assert "เลขส่ง ๑/๒๕๖๙ ถูกยกเลิกไปแล้ว" in thai
    assert "Send number 1/2569 has been cancelled already" in english

    clerk = house.browser("chamkho")
    clerk.submit("/register/lines", PAPER)
    note = {"practice": "แจ้งแล้ว", "remark": "", "version": "1"}
    clerk.submit("/register/2/note", note)
    thai, english = both(clerk, "/register/2/note", note)
    assert "มีผู้แก้ไขรายการนี้ไปก่อนแล้ว" in thai
    assert "Somebody else changed this first" in english


def test_what_was_stored_in_thai_is_found_again(house: House) -> None:
    stored = "ช้ากว่ากำหนดของหนังสือเดิม (26 พฤศจิกายน 2561) · ลายมือไม่ชัด"
    with house.app.test_request_context(headers={"Cookie": "tongue=en"}):
        told = "Later than the due date of the letter (26 November 2018) · ลายมือไม่ชัด"
        assert tongue.recalled(stored) == told
        assert tongue.recalled(None) == ""
    with house.app.test_request_context():
        assert tongue.recalled(stored) == stored


def test_what_is_not_there(house: House) -> None:
    browser = house.browser("chamkho")
    speak(browser, "en")
    assert "Not found, or your account may not see it" in browser.get("/letters/999").text
    speak(browser, "th")
    assert "ไม่พบรายการนี้ หรือบัญชีของท่านไม่มีสิทธิ์เห็น" in browser.get("/letters/999").text


def test_a_locked_sign_in(open_house: Callable[..., House]) -> None:
    browser = open_house(LOGIN_ATTEMPTS="2").browser()
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in browser.sign_in("chamkho", "ผิด").text
    speak(browser, "en", "/sign-in")
    assert "The user name or the password is wrong" in browser.sign_in("chamkho", "ผิด").text
    assert "Too many wrong sign-ins. Please wait 15 minutes" in browser.sign_in("chamkho").text


def test_what_the_reader_doubts_is_read_in_english(house: House) -> None:
    stored = (
        "เลยกำหนดแล้วตั้งแต่เมื่อได้รับหนังสือ (๒๓ พ.ย. ๒๕๖๙ เวลา ๐๙.๓๐ น.) · "
        "พิมพ์ว่าวันจันทร์ แต่วันที่นี้ตรงกับวันศุกร์ · ปีพิมพ์ไว้ว่า “๖๑๙” เข้าใจว่าเป็น พ.ศ. 2619"
    )
    with house.app.test_request_context(headers={"Cookie": "tongue=en"}):
        told = (
            "It was past already when the letter was received (23 November 2026 at 09.30) · "
            "Printed as a Monday, but that date is a Friday · "
            "The year is printed “๖๑๙”; taken for BE 2619"
        )
        assert tongue.of_reader(stored) == told
        assert tongue.of_reader("ช้ากว่ากำหนดของหนังสือเดิม (26 พฤศจิกายน 2561)").startswith("Later")
        assert tongue.recalled(stored) == stored, "where people type nothing is taken for his words"
    with house.app.test_request_context():
        assert tongue.of_reader(stored) == stored
