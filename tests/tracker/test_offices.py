from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from tracker import db, offices
from tracker.models import Office
from tracker.vocabulary import AccountRole, Level


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.begin(engine) as opened:
        yield opened


def key(office: Office | None) -> str | None:
    return office.key if office else None


def test_seeding_again_adds_nothing(session: Session) -> None:
    before = session.exec(select(func.count()).select_from(Office)).one()
    assert before == 154
    assert offices.seed(session) == 0


def test_an_office_bears_the_name_of_the_day(session: Session) -> None:
    maptaphut = offices.office(session, "lao.4210103")
    assert maptaphut is not None
    assert maptaphut.id is not None
    assert offices.name_on(session, maptaphut.id, date(2018, 11, 16)) == "เทศบาลเมืองมาบตาพุด"
    assert offices.name_on(session, maptaphut.id, date(2026, 11, 16)) == "เทศบาลนครมาบตาพุด"
    assert offices.name_on(session, maptaphut.id, None) == "เทศบาลนครมาบตาพุด"
    assert offices.head_on(session, maptaphut.id, date(2018, 1, 1)) == "นายกเทศมนตรีเมืองมาบตาพุด"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("นายกเทศมนตรีตำบลชำฆ้อ", "lao.5210701"),
        ("สำนักงานเทศบาลเมืองมาบตาพุด", "lao.4210103"),
        ("ทต.ชำฆ้อ", "lao.5210701"),
        ("องค์การบริหารส่วนตำบล เขาชะเมา", "lao.6210703"),
        ("อำเภอเขาชะเมา", "rayong.khao-chamao"),
        ("ที่ว่าการอำเภอเขาชะเมา", "rayong.khao-chamao"),
        ("สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอเขาชะเมา (ที่ว่าการอำเภอเขาชะเมา)", "rayong.khao-chamao"),
        ("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดระยอง", "rayong"),
        ("กระทรวงมหาดไทย สำนักงานปลัดกระทรวง", "moi"),
        ("อธิบดีกรมส่งเสริมการปกครองท้องถิ่น", "dla"),
        ("เทศบาลตำบลบ้านค่าย", "lao.5210501"),
        ("เทศบาลตำบลบ้านค่ายพัฒนา", "lao.5210504"),
        ("เทศบาลตำบลบ้านค่ายใหม่", None),
        ("เทศบาลเมืองแกลง", None),
        ("กลุ่มงานส่งเสริมฯ", None),
        ("", None),
    ],
)  # fmt: skip
def test_an_office_is_found_by_what_letters_call_it(
    session: Session, text: str, expected: str | None
) -> None:
    assert key(offices.find_by_name(session, text, date(2018, 11, 16))) == expected


@pytest.mark.parametrize(
    ("ref_no", "expected"),
    [
        ("รย 0023.8/ว 533", "rayong.khao-chamao"),
        ("รย 0023.3/ว 5269", "rayong"),
        ("มท 0810.4/ว 3598", "dla"),
        ("มท 0211.5/17617", "moi"),
        ("รย 00231/1", None),
        ("ชบ 0023.3/1", "chon-buri"),
        (None, None),
    ],
)
def test_an_office_is_found_by_its_letter_number(
    session: Session, ref_no: str | None, expected: str | None
) -> None:
    assert key(offices.by_prefix(session, ref_no)) == expected


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("กระทรวงคมนาคม", Level.MINISTRY),
        ("กรมการปกครอง", Level.DEPARTMENT),
        ("จังหวัดชลบุรี", Level.PROVINCE),
        ("ที่ว่าการอำเภอศรีราชา จังหวัดชลบุรี", Level.DISTRICT),
        ("เทศบาลเมืองศรีราชา", Level.LOCAL),
        ("บริษัทแห่งหนึ่ง", None),
    ],
)
def test_the_wording_of_an_unknown_office_tells_its_level(text: str, level: Level | None) -> None:
    assert offices.level_by_wording(text) == level


@pytest.mark.parametrize(
    ("ref_no", "level"),
    [
        ("มท 0310.1/10566", Level.DEPARTMENT),
        ("คค 0100/ว 275", Level.MINISTRY),
        ("ชบ 0023.3/1", Level.PROVINCE),
        ("ชบ 52001/9", Level.LOCAL),
        ("ชบ 0218/9", Level.DISTRICT),
        ("1/2561", None),
    ],
)
def test_a_letter_number_tells_the_level(ref_no: str, level: Level | None) -> None:
    assert offices.level_by_number(ref_no) == level


def test_a_clerk_sees_his_office_and_staff_the_offices_below(session: Session) -> None:
    district = offices.office(session, "rayong.khao-chamao")
    assert district is not None
    assert district.id is not None
    assert offices.visible_ids(session, district.id, AccountRole.CLERK) == {district.id}
    seen = offices.visible_ids(session, district.id, AccountRole.STAFF)
    assert len(seen) == 5
    assert seen == {district.id} | {office.id for office in offices.below(session, district.id)}
