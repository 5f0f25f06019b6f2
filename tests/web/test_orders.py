"""Proposals and orders on pages: forms without script, refusals that keep what was typed."""

from datetime import date

import pytest
from sqlmodel import select

from tests.tracker.bundles import drop, letter, reading
from tests.web.conftest import NOW, House
from tracker import db, intake, posts
from tracker.models import Assignment, Endorsement
from tracker.vocabulary import Post


@pytest.fixture
def letter_id(house: House) -> int:
    paper = letter("1", "รย 0023.3/412", "2026-11-20", "จังหวัดระยอง", role="cover",
                   to=("นายกเทศมนตรีตำบลชำฆ้อ",))  # fmt: skip
    clerk = house.office.clerk
    arrival = drop(house.engine, clerk, NOW, reading(paper))
    with db.begin(house.engine) as session:
        return intake.settle(session, clerk, NOW, arrival_id=arrival).letter_id


@pytest.fixture
def unit_id(house: House) -> int:
    """The colleague is mayor; there is one unit."""
    with db.begin(house.engine) as session:
        admin, colleague = house.office.admin, house.office.colleague
        posts.appoint(
            session, admin, NOW, office_id=colleague.office_id, post=Post.HEAD,
            account_id=colleague.account_id, name="นายสมมติ ตัวอย่าง", title="นายกเทศมนตรีตำบล",
            first_day=date(2026, 1, 1),
        )  # fmt: skip
        made = posts.add_unit(session, admin, NOW, office_id=colleague.office_id, name="กองคลัง")
        assert made.id is not None
        return made.id


def test_from_proposal_to_work_done(house: House, letter_id: int, unit_id: int) -> None:
    clerk, mayor = house.browser("chamkho"), house.browser()
    assert mayor.sign_in("chamkho2").location == "/office/orders"
    page = f"/office/orders/letters/{letter_id}"
    answer = clerk.submit(f"{page}/propose", {"words": "เพื่อโปรดพิจารณา", "text": "เห็นควรมอบกองคลัง"})
    assert answer.location == f"/letters/{letter_id}#orders"
    home = mayor.get("/office/orders").text
    assert "เห็นควรมอบกองคลัง" in home
    assert "เปิดเพื่อสั่งการ" in home
    shown = mayor.get(f"/letters/{letter_id}").text
    assert "รอคำสั่งของท่าน" in shown
    assert "ลงคำสั่งในฐานะ นายกเทศมนตรีตำบล" in shown
    with db.look(house.engine) as session:
        asked = session.exec(select(Endorsement)).one().id
    form = {"proposal": asked, "words": "มอบผู้รับผิดชอบดำเนินการ", "to": [f"unit-{unit_id}"],
            "due_on": "๓๐ พ.ย. ๒๕๖๙"}  # fmt: skip
    assert mayor.submit(f"{page}/order", form).status_code == 302
    again = mayor.submit(f"{page}/order", form)
    assert again.status_code == 409
    assert "ก่อนแล้ว" in again.text
    with db.look(house.engine) as session:
        work = session.exec(select(Assignment)).one()
        assert work.due_on == date(2026, 11, 30)
    told = clerk.get(f"/letters/{letter_id}").text
    assert "ภายใน ๓๐ พฤศจิกายน ๒๕๖๙" in told
    mayor.submit(f"/office/orders/tasks/{work.id}", {"act": "accept", "version": 1,
                                                    "letter": letter_id})  # fmt: skip
    listed = clerk.get("/office/orders").text
    assert "ใครถือเรื่องใด" in listed
    assert "กองคลัง" in listed


def test_a_refused_form_comes_back_with_all_that_was_typed(
    house: House, letter_id: int, unit_id: int
) -> None:
    mayor = house.browser("chamkho2")
    form = {"text": "มอบกองคลังเร่งตรวจสอบ", "to": [f"unit-{unit_id}"], "due_on": "๓๑ ก.พ. ๒๕๗๐",
            "task": "ตรวจสอบ <เอกสาร>"}  # fmt: skip
    answer = mayor.submit(f"/office/orders/letters/{letter_id}/order", form)
    assert answer.status_code == 422
    assert "ไม่ใช่วันที่ที่มีจริง" in answer.text
    assert "มอบกองคลังเร่งตรวจสอบ</textarea>" in answer.text
    assert f'value="unit-{unit_id}" checked' in answer.text
    assert 'value="๓๑ ก.พ. ๒๕๗๐"' in answer.text
    assert "ตรวจสอบ &lt;เอกสาร&gt;" in answer.text
    for odd in ("unit-x", "x-1", "unit-99999999999999"):
        bad = mayor.submit(f"/office/orders/letters/{letter_id}/order", {"text": "x", "to": odd})
        assert bad.status_code == 422


def test_who_has_no_power_is_told_what_to_do(house: House, letter_id: int, unit_id: int) -> None:
    clerk = house.browser("chamkho")
    page = f"/office/orders/letters/{letter_id}"
    refused = clerk.submit(f"{page}/order", {"text": "ทราบ"})
    assert refused.status_code == 422
    assert "รักษาราชการแทน" in refused.text
    paper = {"text": "ทราบ", "written_on": "๒๒ พ.ย. ๒๕๖๙"}
    assert clerk.submit(f"{page}/paper", paper).status_code == 302
    assert "ลงวันที่ ๒๒ พฤศจิกายน ๒๕๖๙ บนต้นฉบับ" in clerk.get(f"/letters/{letter_id}").text
    stranger = house.browser("phla")
    assert stranger.submit(f"{page}/note", {"text": "x"}).status_code == 404
    province = house.browser("rayong")
    assert 'id="orders"' not in province.get(f"/letters/{letter_id}").text
    assert province.submit(f"{page}/note", {"text": "x"}).status_code in (403, 422)


def test_a_stand_in_is_told_that_he_gives_no_orders(
    house: House, letter_id: int, unit_id: int
) -> None:
    form = {"first_day": "23/11/2569", "last_day": "24/11/2569",
            "stand_in": house.office.clerk.account_id}  # fmt: skip
    house.browser("chamkho2").submit("/office/orders/absence", form)
    clerk = house.browser("chamkho")
    clerk.submit(f"/office/orders/letters/{letter_id}/propose", {"text": "เห็นควรมอบกองคลัง"})
    shown = clerk.get(f"/letters/{letter_id}").text
    assert "รอความเห็นของท่าน" in shown and "วันนี้ท่านไม่มีอำนาจสั่งการ" in shown
    assert "ลงคำสั่งในฐานะ" not in shown and "เหตุผลที่ส่งคืน" in shown


def test_days_away_are_entered_and_taken_back(house: House, unit_id: int) -> None:
    mayor = house.browser("chamkho2")
    form = {"first_day": "23/11/2569", "last_day": "24/11/2569",
            "stand_in": house.office.clerk.account_id}  # fmt: skip
    mayor.submit("/office/orders/absence", form)
    shown = mayor.get("/office/orders").text
    assert "วันนี้ท่านบันทึกไว้ว่าไม่อยู่" in shown
    mayor.submit("/office/orders/absence", form)
    assert "ไว้แล้ว" in mayor.get("/office/orders").text
    mayor.submit("/office/orders/absence/1/revoke", {})
    assert "วันนี้ท่านบันทึกไว้" not in mayor.get("/office/orders").text
