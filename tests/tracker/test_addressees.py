"""Whom ทุกจังหวัด, ทุกอำเภอ and ทุกแห่ง mean, on the day and from the sender's place."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.bundles import drop, letter, reading
from tests.tracker.office import Office as House
from tracker import addressees, db, intake, offices
from tracker.models import Letter, LetterAddressee, LetterRecipient

DAY = date(2018, 11, 26)
Expand = Callable[..., list[str]]


@pytest.fixture
def session(engine: Engine, house: House) -> Iterator[Session]:
    with db.look(engine) as session:
        yield session


@pytest.fixture
def expand(session: Session) -> Expand:
    def names(
        value: str, sender: str = "rayong", day: date = DAY, *, left_out: tuple[str, ...] = ()
    ) -> list[str]:
        office = offices.office(session, sender)
        assert office is not None
        written = LetterRecipient(letter_id=1, value=value, scope="all", excepted=list(left_out))
        meant = addressees.expand(session, written, office.id, day)
        return [offices.name_on(session, one, day) for one in meant]

    return names


def test_every_province_is_seventy_six_and_the_capital_is_none(expand: Expand) -> None:
    names = expand("ผู้ว่าราชการจังหวัด ทุกจังหวัด", "dla")
    assert len(names) == len(set(names)) == 76
    assert "จังหวัดระยอง" in names
    assert not any("กรุงเทพ" in name for name in names)


def test_a_province_that_was_not_yet_is_not_meant(expand: Expand) -> None:
    assert len(expand("ผู้ว่าราชการจังหวัดทุกจังหวัด", "dla", date(2010, 1, 4))) == 75


@pytest.mark.parametrize("left_out", ["จังหวัดระยอง", "ระยอง", "จังหวัด ระยอง"])
def test_who_is_left_out_is_not_meant(expand: Expand, left_out: str) -> None:
    names = expand("ผู้ว่าราชการจังหวัด ทุกจังหวัด", "dla", left_out=(left_out,))
    assert len(names) == 75
    assert "จังหวัดระยอง" not in names


def test_every_district_of_a_province_is_its_own(expand: Expand) -> None:
    assert len(expand("นายอำเภอ ทุกอำเภอ")) == 8
    assert len(expand("ท้องถิ่นอำเภอทุกอำเภอ", left_out=("อำเภอแกลง",))) == 7


def test_every_place_means_the_kinds_that_are_named(expand: Expand) -> None:
    district = expand("นายกเทศมนตรีตำบล และนายกองค์การบริหารส่วนตำบล ทุกแห่ง", "rayong.khao-chamao")
    assert district == [name for name in district if name.startswith(("เทศบาลตำบล", "องค์การ"))]
    assert "เทศบาลตำบลชำฆ้อ" in district
    everyone = expand("องค์กรปกครองส่วนท้องถิ่น ทุกแห่ง")
    assert len(everyone) == 68
    towns = expand("นายกเทศมนตรี ทุกแห่ง")
    assert towns
    assert all(name.startswith("เทศบาล") for name in towns)
    assert set(towns) < set(everyone)


def test_kinds_are_those_of_the_day(expand: Expand) -> None:
    assert "เทศบาลเมืองมาบตาพุด" in expand("นายกเทศมนตรีเมือง ทุกแห่ง")
    assert "เทศบาลนครมาบตาพุด" in expand("นายกเทศมนตรีนคร ทุกแห่ง", day=date(2026, 11, 2))


def test_what_the_tree_does_not_know_is_nobody_rather_than_a_guess(expand: Expand) -> None:
    assert expand("ผู้อำนวยการโรงเรียน ทุกโรงเรียน") == []


def test_a_confirmed_letter_keeps_whom_it_means_once(
    engine: Engine, house: House, now: datetime
) -> None:
    cover = letter(
        "1", "รย 0023.3/ว 77", "2026-11-02", "จังหวัดระยอง", role="cover",
        recipients=[
            {"value": "นายอำเภอ ทุกอำเภอ", "scope": "all", "except": []},
            {"value": "นายอำเภอแกลง", "scope": "one", "except": []},
        ],
    )  # fmt: skip
    arrival = drop(engine, house.province, now, reading(cover))
    with db.begin(engine) as session:
        done = intake.settle(session, house.province, now, arrival_id=arrival)
    with db.look(engine) as session:
        kept = session.exec(
            select(LetterAddressee.office_id).where(LetterAddressee.letter_id == done.letter_id)
        ).all()
        assert len(kept) == len(set(kept)) == 8
        assert session.get_one(Letter, done.letter_id).issuer_office_id is not None


def test_an_attached_list_names_them(engine: Engine, house: House, now: datetime) -> None:
    cover = letter(
        "1", "รย 0023.3/ว 78", "2026-11-02", "จังหวัดระยอง", role="cover",
        recipients=[
            {"value": "นายกเทศมนตรีตำบล (ตามบัญชีแนบท้าย)", "scope": "listed", "except": [],
             "listed": ["เทศบาลตำบลชำฆ้อ", "เทศบาลตำบลพลา", "หน่วยที่ไม่มีในทำเนียบ"]},
        ],
    )  # fmt: skip
    arrival = drop(engine, house.province, now, reading(cover))
    with db.begin(engine) as session:
        done = intake.settle(session, house.province, now, arrival_id=arrival)
    with db.look(engine) as session:
        names = [name for _, name in addressees.of_letter(session, done.letter_id, DAY)]
        assert names == ["เทศบาลตำบลชำฆ้อ", "เทศบาลตำบลพลา"]
