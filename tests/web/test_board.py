"""The board of the province and the district: what is out, who is silent, where days go."""

import re
from datetime import date, timedelta

import pytest

from tests.tracker import bundles
from tests.tracker.test_circulation import held, office_id, send, settle
from tests.web.conftest import NOW, House
from tracker import board, circulation, db, hop_days, office_load
from tracker.circulation import To
from tracker.vocabulary import DeliveryState, Level

TOWN = "เทศบาลตำบลชำฆ้อ"


@pytest.fixture
def sent(house: House) -> int:
    """The district's letter, sent to the municipality and to a school that is in no list."""
    letter_id = held(house.engine, house.office.district, NOW)
    town = To(office_id(house.engine, "lao.5210701"), TOWN, due_on=date(2026, 11, 20))
    send(house.engine, house.office.district, NOW, letter_id, town, To(None, "โรงเรียนบ้านสมมติ"))
    return letter_id


def test_an_empty_board_says_what_will_stand_here(house: House) -> None:
    page = house.browser("rayong").get("/board").text
    assert "ไม่มีเรื่องที่เดินอยู่" in page and "ภาพรวม" in page
    assert 'href="/board"' in house.browser("khaochamao").get("/").text
    assert 'href="/board"' not in house.browser("chamkho").get("/").text


def test_a_matter_stands_in_one_line_with_its_reminder(house: House, sent: int) -> None:
    district = house.browser("khaochamao")
    page = district.get("/board").text
    assert "ขอให้รายงานแหล่งน้ำ" in page and "๐/๒" in page
    assert "เฉพาะ " not in page, "offices in no list are no area that was asked for"
    assert "ทวงถาม ๒ ราย" in page and "! ๑" in page
    assert TOWN in page.split('id="silent"')[1]
    drafted = district.submit("/outgoing", {"letter_id": str(sent), "kind": "chase"})
    assert drafted.status_code in (302, 303) and "/outgoing/" in drafted.location


def test_what_an_office_sent_is_not_the_next_district_s(house: House, sent: int) -> None:
    """The province sees the district's matter, without a button: it is not its letter."""
    page = house.browser("rayong").get("/board").text
    assert "ขอให้รายงานแหล่งน้ำ" in page and "ทวงถาม ๒ ราย" not in page
    with db.look(house.engine) as session:
        stranger = house.office.stranger
        assert board.lines(session, stranger, now=NOW).total == 0
        assert not board.spread(session, stranger, now=NOW).silent


def test_what_is_counted_agrees_with_the_circulation(house: House, sent: int) -> None:
    with db.begin(house.engine) as session:
        town = circulation.deliveries(session, house.office.district, letter_id=sent, now=NOW)[0]
        circulation.move(
            session, house.office.clerk, NOW, delivery_id=town.id,
            to_state=DeliveryState.ANSWERED, note="โทรแจ้ง", version=town.version,
        )  # fmt: skip
    with db.look(house.engine) as session:
        counted = board.spread(session, house.office.district, now=NOW)
        line = board.lines(session, house.office.district, now=NOW).items[0]
        assert (counted.tally.total, counted.tally.done) == (2, 1)
        assert [one.name for one in counted.silent] == ["โรงเรียนบ้านสมมติ"]
        assert [one.owing for one in line.chases] == [1]
        district = office_id(house.engine, "rayong.khao-chamao")
        only = board.spread(session, house.office.district, now=NOW, area_id=district)
        assert not only.silent, "the school lies in no district of the list"


def test_days_per_hop_come_from_registers_and_stamps(house: House) -> None:
    town = bundles.province("55", "นายกเทศมนตรีตำบลชำฆ้อ")
    settle(
        house.engine, house.office.clerk, NOW - timedelta(days=3),
        town, bundles.department(), bundles.ministry(), links=bundles.LINKS,
        received_at=NOW - timedelta(days=240),
    )  # fmt: skip
    with db.look(house.engine) as session:
        found = hop_days.by_month(session, house.office.clerk, since=date(2025, 12, 1))
    known = {(one.level, one.month): one for one in found}
    here = known[Level.LOCAL, "2026-03"]
    assert (here.received, here.travel, here.desk) == (1, 8.0, None)
    department = known[Level.DEPARTMENT, "2026-03"]
    assert (department.travel, department.passed_on, department.desk) == (3.0, 1, 6.0)
    page = house.browser("khaochamao").get("/board").text
    chart = page.split('id="hops-title"')[1]
    assert "มี.ค. ๖๙" in chart and "ดูเป็นตาราง" in chart


def test_the_load_counts_what_was_registered_and_is_owed(house: House, sent: int) -> None:
    with db.look(house.engine) as session:
        found, working = office_load.heaviest(session, house.office.province, NOW, today=NOW.date())
    assert working >= 1 and any(one.registered for one in found)
    page = house.browser("rayong").get("/board").text
    assert "ภาระของหน่วยงาน" in page


def test_the_map_leads_to_one_area(house: House, sent: int) -> None:
    page = house.browser("khaochamao").get("/board").text
    area = re.search(r'href="(/board\?area=\d+#silent)"', page)
    assert area, "two areas: the district and offices in no list"
    assert "เฉพาะ " in house.browser("khaochamao").get(area[1].partition("#")[0]).text


@pytest.mark.parametrize(
    "asked", ["page=0", "page=99999999999", "page=x", "area=999999", "area=-1"]
)
def test_odd_questions_show_the_board(house: House, sent: int, asked: str) -> None:
    assert house.browser("khaochamao").get(f"/board?{asked}").status_code == 200
