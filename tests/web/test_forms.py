"""The pages of a form: filled in by a municipality, followed by the province."""

import json
import re
from io import BytesIO

import openpyxl
import pytest

from tests.tracker.test_form_rules import SAID, answered
from tests.tracker.test_masking import NUMBER
from tests.web.conftest import NOW, Browser, House
from tracker import db, offices, smart_city

PAGE = "/forms/smart-city"


@pytest.fixture
def clerk(house: House) -> Browser:
    with db.begin(house.engine) as session:
        smart_city.bring(session, NOW, offices.DATA)
    return house.browser("chamkho")


def fill(browser: Browser, act: str = "submit", **more: str) -> tuple[int, str]:
    version = re.search(r'name="version" value="(\d+)"', browser.get(PAGE).text)
    assert version
    form = {**answered(**more), "version": version[1], "act": act}
    answer = browser.submit(PAGE, form, follow_redirects=True)
    return answer.status_code, answer.text


def test_a_draft_then_sent_then_seen_above(house: House, clerk: Browser) -> None:
    assert "ยังไม่เริ่ม" in clerk.get("/forms").text
    assert "บันทึกร่างแล้ว" in fill(clerk, "save", plan__overall="")[1]
    province = house.browser("rayong")
    assert "กำลังร่าง ๑" in re.sub(r"<[^>]+>", "", province.get(f"{PAGE}/board").text)
    assert "ส่งแบบแล้ว" in fill(clerk)[1]
    board = province.get(PAGE, follow_redirects=True).text
    assert "ผ่านทุกเกณฑ์ <strong>๑</strong>" in board
    (answer,) = set(re.findall(r"/forms/answers/\d+", board))
    assert "ทั้งตำบล" in province.get(answer).text
    assert house.browser("phla").get(answer).status_code == 404
    assert "ผ่านทุกเกณฑ์" not in province.get(f"{PAGE}/board?show=silent").text.split("รายหน่วยงาน")[2]


def test_what_is_wrong_is_said_beside_the_field_and_kept(clerk: Browser) -> None:
    status, page = fill(clerk, plan__overall="เยอะ", plan__area="เฉพาะตลาดเก่า")
    assert status == 422
    assert 'value="เยอะ"' in page and "ไม่ใช่ตัวเลข" in page and "บันทึกเป็นร่างไว้แล้ว" in page
    assert "เฉพาะตลาดเก่า" in clerk.get(PAGE).text


def test_two_windows_at_one_form(clerk: Browser) -> None:
    fill(clerk, "save")
    form = {**answered(plan__area="อีกหน้าต่าง"), "version": "0", "act": "save"}
    answer = clerk.submit(PAGE, form)
    assert answer.status_code == 422
    assert "อีกหน้าต่าง" in answer.text and "ยังไม่ได้บันทึก" in answer.text
    assert "อีกหน้าต่าง" not in clerk.get(PAGE).text


def test_the_criteria_while_one_types(clerk: Browser) -> None:
    part = clerk.submit(f"{PAGE}/check", answered(energy__score="๖๙")).text
    assert "พลังงาน ๖๙" in part and "<html" not in part
    assert "ยังไม่เริ่ม" in clerk.get("/forms").text


def test_giving_back_and_noting_a_step(house: House, clerk: Browser) -> None:
    fill(clerk)
    province = house.browser("rayong")
    (answer,) = set(re.findall(r"/forms/answers/\d+", province.get(f"{PAGE}/board").text))

    def post(act: str, **form: str) -> str:
        version = re.search(r'name="version" value="(\d+)"', province.get(answer).text)
        assert version
        form |= {"version": version[1]}
        return province.submit(f"{answer}/{act}", form, follow_redirects=True).text

    assert "ไม่ใช่วันที่" in post("step", step="screened", day="พรุ่งนี้")
    assert "บันทึกขั้นตอนแล้ว" in post("step", step="screened", day="๑๐ พ.ย. ๒๕๖๙", note="ประชุม")
    assert "กรุณาพิมพ์เหตุผล" in post("give-back", reason=" ")
    assert "ตีกลับให้แก้แล้ว: แนบแผน" in post("give-back", reason="แนบแผน")
    assert "ตีกลับให้แก้: แนบแผน" in clerk.get(PAGE).text
    clerk.submit(f"{answer}/give-back", {"reason": "x", "version": "9"})
    assert "แนบแผน" in clerk.get(answer).text


def test_the_workbook_masks_citizen_numbers(house: House, clerk: Browser) -> None:
    fill(clerk, plan__goal=f"ผู้ร่วม {NUMBER}")
    province = house.browser("rayong")
    made = province.get(f"{PAGE}/board.xlsx")
    assert made.headers["Content-Disposition"].endswith('.xlsx"')
    assert openpyxl.load_workbook(BytesIO(made.data)).active is not None
    (answer,) = set(re.findall(r"/forms/answers/\d+", province.get(f"{PAGE}/board").text))
    assert NUMBER not in province.get(answer).text


def test_numbers_with_their_sources(house: House, clerk: Browser) -> None:
    assert "๒๗ กันยายน ๒๕๖๑" in clerk.get(f"{PAGE}/numbers").text
    form = {"name": "overall-percent", "value": "๘๕", "valid_from": "1 ม.ค. 2570", "source": "มติ"}
    assert clerk.submit(f"{PAGE}/numbers", form).status_code == 403
    admin = house.browser("admin")
    wrong = admin.submit(f"{PAGE}/numbers", {**form, "value": "มาก"})
    assert wrong.status_code == 422 and "ไม่ใช่ตัวเลข" in wrong.text and "1 ม.ค. 2570" in wrong.text
    assert "เพิ่มค่าเกณฑ์แล้ว" in admin.submit(f"{PAGE}/numbers", form, follow_redirects=True).text


def test_a_new_form(house: House, clerk: Browser) -> None:
    district = house.browser("khaochamao")
    for typed, told in (("{", "บรรทัด"), ("[]", "JSON"), ('{"key": "x"}', "version")):
        answer = district.submit("/forms/new", {"definition": typed})
        assert answer.status_code == 422 and told in answer.text
    own = json.dumps({**SAID, "key": "water", "title": "แบบสำรวจแหล่งน้ำ"})
    answer = district.submit("/forms/new", {"definition": own}, follow_redirects=True)
    assert "แบบสำรวจแหล่งน้ำ" in answer.text
    assert "แบบสำรวจแหล่งน้ำ" in clerk.get("/forms").text
    assert "แบบสำรวจแหล่งน้ำ" not in house.browser("phla").get("/forms").text
