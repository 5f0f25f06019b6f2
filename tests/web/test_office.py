"""The administrator's pages: accounts, posts, names, failures, the trail."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from tests.web.conftest import NOW, House
from tracker import db
from tracker.models import Account, Appointment, Arrival, AuditLine, Deputy, Office
from tracker.vocabulary import ArrivalState, Channel

GIVEN = re.compile(r'class="given-password">([a-z0-9-]{19})<')


def account_id(house: House, username: str) -> int:
    with db.look(house.engine) as session:
        found = session.exec(select(Account.id).where(Account.username == username)).one()
        assert found is not None
        return found


def test_an_account_from_its_beginning_to_its_end(house: House) -> None:
    admin = house.browser("admin")
    office_id = house.office.clerk.office_id
    form = {"username": "somsri", "display_name": "สมศรี", "role": "clerk",
            "office_id": office_id, "email": "somsri@example.go.th"}  # fmt: skip
    made = admin.submit("/office/accounts", form)
    given = GIVEN.search(made.text)
    assert given
    assert made.headers["Cache-Control"] == "no-store"
    again = admin.submit("/office/accounts", form)
    assert again.status_code == 422
    assert "อยู่แล้ว" in again.text
    assert 'value="somsri@example.go.th"' in again.text
    new = house.browser()
    assert new.sign_in("somsri", given[1]).status_code == 302
    assert new.get("/").location == "/password"
    key = account_id(house, "somsri")
    page = f"/office/accounts/{key}"
    changed = {**form, "display_name": "สมศรี ใจดี", "role": "staff", "email": ""}
    assert admin.submit(page, changed).location == page
    assert new.get("/").location.startswith("/sign-in")
    reset = GIVEN.search(admin.submit(f"{page}/password", {}).text)
    assert reset
    assert reset[1] != given[1]
    admin.submit(f"{page}/switch", {"active": "0"})
    assert "ปิดแล้ว" in admin.get(page).text
    assert house.browser().sign_in("somsri", reset[1]).status_code == 401
    admin.submit(f"{page}/switch", {"active": "1"})
    assert house.browser().sign_in("somsri", reset[1]).status_code == 302


def test_a_locked_name_is_shown_and_opened(open_house: Callable[..., House]) -> None:
    house = open_house(LOGIN_ATTEMPTS="2")
    admin, guesser = house.browser("admin"), house.browser()
    for _ in range(3):
        guesser.sign_in("phla", "เดา")
    assert guesser.sign_in("phla").status_code == 401
    assert "มีผู้ใส่รหัสผ่านผิดหลายครั้ง" in admin.get("/office").text
    page = f"/office/accounts/{account_id(house, 'phla')}"
    assert "ปลดล็อก" in admin.get(page).text
    admin.submit(f"{page}/unlock", {})
    assert guesser.sign_in("phla").status_code == 302


def test_ones_own_account_cannot_be_switched_off(house: House) -> None:
    admin = house.browser("admin")
    page = f"/office/accounts/{house.office.admin.account_id}"
    assert "/switch" not in admin.get(page).text
    admin.submit(f"{page}/switch", {"active": "0"})
    assert "ของตนเองไม่ได้" in admin.get(page).text
    admin.submit(f"{page}/password", {})
    assert "หน้าเปลี่ยนรหัสผ่าน" in admin.get(page).text


def test_posts_and_orders_of_an_office(house: House) -> None:
    admin = house.browser("admin")
    office_id = house.office.clerk.office_id
    page = f"/office/people/{office_id}"
    shown = f"/office/people?office={office_id}"
    assert "ยังไม่ได้บันทึกหัวหน้า" in admin.get(shown).text
    head = {"post": "head", "account": house.office.clerk.account_id, "name": "นายสมมติ",
            "title": "นายกเทศมนตรีตำบล", "first_day": "๑ ม.ค. ๒๕๖๙"}  # fmt: skip
    assert admin.submit(f"{page}/posts", head).location == shown
    assert admin.submit(f"{page}/units", {"name": "กองคลัง"}).status_code == 302
    order = {"kind": "acting", "account": house.office.colleague.account_id, "rank": "1",
             "order_no": "๙/๒๕๖๙", "first_day": "๒๓ พ.ย. ๒๕๖๙",
             "last_day": "๒๒ พ.ย. ๒๕๖๙"}  # fmt: skip
    refused = admin.submit(f"{page}/deputies", order)
    assert refused.status_code == 422
    assert "ก่อนวันแรก" in refused.text
    assert 'value="๙/๒๕๖๙"' in refused.text
    admin.submit(f"{page}/deputies", {**order, "last_day": "๒๔ พ.ย. ๒๕๖๙"})
    assert "รักษาราชการแทน นายกเทศมนตรีตำบล" in admin.get(shown).text
    double = admin.submit(f"{page}/deputies", {**order, "last_day": "๓๐ พ.ย. ๒๕๖๙"})
    assert "ลำดับเดียวกัน" in double.text
    away = {"account": house.office.colleague.account_id, "first_day": "๒๓/๑๑/๒๕๖๙",
            "last_day": "๒๔/๑๑/๒๕๖๙", "stand_in": house.office.clerk.account_id}  # fmt: skip
    assert admin.submit(f"{page}/absences", away).status_code == 302
    now_head = admin.get(shown).text
    assert "<strong>นายสมมติ</strong>" in now_head
    with db.look(house.engine) as session:
        deputy = session.exec(select(Deputy)).one()
        post = session.exec(select(Appointment)).one()
    admin.submit(f"{page}/deputies/{deputy.id}/revoke", {})
    assert "ยกเลิก ๒๓ พ.ย." in admin.get(shown).text
    admin.submit(f"{page}/posts/{post.id}/end", {"mistake": "1"})
    assert "ยังไม่ได้บันทึกหัวหน้า" in admin.get(shown).text


def test_a_head_keeps_the_posts_of_his_own_office_and_a_clerk_looks(house: House) -> None:
    clerk = house.browser("chamkho")
    page = f"/office/people/{house.office.clerk.office_id}"
    assert "เพิ่มคำสั่ง" not in clerk.get("/office/people").text
    assert clerk.submit(f"{page}/units", {"name": "กองช่าง"}).status_code == 422
    other = f"/office/people?office={house.office.stranger.office_id}"
    assert clerk.get(other).status_code == 404
    for page in ("/office", "/office/accounts", "/office/offices", "/office/trail"):
        assert clerk.get(page).status_code == 403, page
    assert clerk.submit("/office/trail/verify", {}).status_code == 403


def test_a_new_name_of_an_office(house: House) -> None:
    admin = house.browser("admin")
    office_id = house.office.clerk.office_id
    listed = admin.get("/office/offices?q=ชำฆ้อ").text
    assert f"/office/offices/{office_id}" in listed
    page = f"/office/offices/{office_id}"
    form = {"name": "เทศบาลเมืองชำฆ้อ", "head_title": "นายกเทศมนตรีเมืองชำฆ้อ", "valid_from": "x"}
    refused = admin.submit(f"{page}/names", form)
    assert refused.status_code == 422
    assert 'value="เทศบาลเมืองชำฆ้อ"' in refused.text
    admin.submit(f"{page}/names", {**form, "valid_from": "๑ ม.ค. ๒๕๗๐"})
    assert "ก่อน ๑ มกราคม ๒๕๗๐" in admin.get(page).text
    admin.submit(f"{page}/aliases", {"name": "ทม.ชำฆ้อ"})
    admin.submit(f"{page}/prefix", {"letter_prefix": "รย ๕๒๐๙๙"})
    shown = admin.get(page).text
    assert "ทม.ชำฆ้อ" in shown
    assert 'value="รย ๕๒๐๙๙"' in shown
    with db.begin(house.engine) as session:
        assert session.exec(select(Office.letter_prefix).where(Office.id == office_id)).one() == (
            "รย 52099"
        )
    below = {"name": "ศูนย์ใหม่", "level": "local", "valid_from": "๑ ต.ค. ๒๕๖๙"}
    assert admin.submit(f"{page}/below", below).status_code == 302
    assert "ศูนย์ใหม่" in admin.get("/office/offices?q=ศูนย์ใหม่").text


def test_the_trail_is_searched_and_verified(house: House) -> None:
    admin = house.browser("admin")
    admin.submit("/office/accounts", {
        "username": "somsri", "display_name": "เลข 1101700203450", "role": "clerk",
        "office_id": house.office.clerk.office_id,
    })  # fmt: skip
    shown = admin.get("/office/trail?act=create_account&username=admin&first=23/11/2569").text
    assert "เพิ่มบัญชี" in shown
    assert "somsri" in shown
    assert "ไม่มีรายการ" in admin.get("/office/trail?last=1/1/2560").text
    assert "ไม่ใช่วันที่" in admin.get("/office/trail?first=x").text
    assert "ก่อนวันแรก" in admin.get("/office/trail?first=2/1/2569&last=1/1/2569").text
    assert admin.get(f"/office/trail?office={10**9}").status_code == 404
    assert "บันทึกครบทุกรายการ" in admin.submit("/office/trail/verify", {}).text
    with house.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_line_no_update")
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_line'"
        ).fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE audit_line SET act = 'nothing' WHERE id = 2")
    assert "รายการที่ ๒ ถูกแก้ไขหลังบันทึก" in admin.submit("/office/trail/verify", {}).text


@pytest.mark.parametrize("failed", [False, True])
def test_failures_are_told_and_none_is_said_to_be_none(house: House, failed: bool) -> None:
    if failed:
        with db.begin(house.engine) as session:
            session.connection().exec_driver_sql(
                "INSERT INTO stored_file (sha256, size, media_type, first_name, stored_at) "
                "VALUES ('a', 1, 'application/pdf', 'a.pdf', '2026-11-22 00:00:00')"
            )
            session.add(Arrival(
                office_id=house.office.clerk.office_id, filename="a.pdf", sha256="a",
                channel=Channel.UPLOAD, arrived_at=NOW, state=ArrivalState.FAILED,
            ))  # fmt: skip
    shown = house.browser("admin").get("/office").text
    assert ("ไฟล์ที่อ่านไม่ได้</h3>" in shown) is failed
    assert ("ไม่มีไฟล์ที่อ่านไม่ได้" in shown) is not failed
    with db.look(house.engine) as session:
        assert session.exec(select(AuditLine)).first() is not None
