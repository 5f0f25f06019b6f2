"""The office's own holidays: once each, by those who may, with a trace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from tests.tracker.office import PASSWORD, Office
from tracker import accounts, audit, db, holiday_table, offices
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.holidays import EVERYWHERE
from tracker.vocabulary import AccountRole

DAY = date(2026, 11, 27)


def test_a_day_is_entered_once(engine: Engine, house: Office, now: datetime) -> None:
    def add(_: int) -> str:
        try:
            with db.begin(engine) as session:
                holiday_table.add(
                    session, house.admin, now, day=DAY, name="หยุดพิเศษ", source="มติ ครม."
                )
        except BadValue as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(add, range(4)))
    assert said.count("") == 1
    assert all("27 พฤศจิกายน 2569" in one for one in said if one)
    with db.look(engine) as session:
        assert len(holiday_table.rows(session, year=2026)) == 1
        assert holiday_table.rows(session, year=2025) == []
        assert audit.verify(session) == []


@pytest.mark.parametrize(
    ("day", "more", "said"),
    [
        (date(2026, 12, 10), {}, "เป็นวันหยุดอยู่แล้ว (วันรัฐธรรมนูญ)"),
        (DAY, {"works": True}, "เป็นวันทำการอยู่แล้ว"),
        (DAY, {"name": "  "}, "กรุณาพิมพ์ชื่อ"),
        (date(2569, 11, 27), {}, "อยู่นอกช่วง"),
        (DAY, {"name": "ก" * 201}, "200 ตัวอักษร"),
    ],
)
def test_what_makes_no_sense_is_refused(
    engine: Engine, house: Office, now: datetime, day: date, more: dict[str, object], said: str
) -> None:
    values = {"name": "หยุดพิเศษ", **more}
    with (
        db.begin(engine) as session,
        pytest.raises(BadValue, match=said.replace("(", r"\(").replace(")", r"\)")),
    ):
        holiday_table.add(session, house.admin, now, day=day, **values)  # type: ignore[arg-type]


def test_offices_work_after_all_and_a_weekend_may_be_made_up(
    engine: Engine, house: Office, now: datetime
) -> None:
    saturday, constitution = date(2026, 12, 12), date(2026, 12, 10)
    with db.begin(engine) as session:
        for day in (saturday, constitution):
            holiday_table.add(session, house.admin, now, day=day, name="วันทำการชดเชย", works=True)
        calendar = holiday_table.of_office(session, house.clerk.office_id)
        assert calendar.is_working_day(saturday)
        assert calendar.is_working_day(constitution)


def test_taking_a_day_out_leaves_a_trace(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        made = holiday_table.add(session, house.admin, now, day=DAY, name="หยุดพิเศษ")
        assert made.id is not None
        holiday_table.remove(session, house.admin, now, holiday_id=made.id)
        with pytest.raises(NotFound, match="อาจมีผู้ลบไปแล้ว"):
            holiday_table.remove(session, house.admin, now, holiday_id=made.id)
    with db.look(engine) as session:
        line = audit.lines(session, house.admin, subject=("holiday", made.id))[0]
        assert line.before is not None
        assert line.before["name"] == "หยุดพิเศษ"


def _admin(engine: Engine, now: datetime, key: str) -> Actor:
    with db.begin(engine) as session:
        office = offices.office(session, key)
        assert office is not None
        assert office.id is not None
        made = accounts.create_account(
            session, None, now, username=f"admin-{key}", password=PASSWORD, display_name="ผู้ดูแล",
            role=AccountRole.ADMIN, office_id=office.id, must_change=False,
        )  # fmt: skip
        assert made.id is not None
        actor = accounts.actor_of(session, made.id, made.session_version)
        assert actor is not None
        return actor


def test_days_of_the_country_are_for_the_topmost_administrator(
    engine: Engine, house: Office, now: datetime
) -> None:
    local = _admin(engine, now, "rayong")
    with db.begin(engine) as session:
        assert holiday_table.scopes(session, local) == ["ระยอง"]
        assert holiday_table.scopes(session, house.admin)[0] == EVERYWHERE
        with pytest.raises(NotAllowed, match="ระดับสูงกว่า"):
            holiday_table.add(session, local, now, day=DAY, name="หยุดพิเศษ")
        holiday_table.add(session, local, now, day=DAY, name="หยุดทั้งจังหวัด", scope="ระยอง")
        with pytest.raises(NotAllowed):
            holiday_table.add(session, local, now, day=DAY, name="หยุด", scope="ตราด")
        with pytest.raises(NotAllowed):
            holiday_table.add(session, house.clerk, now, day=DAY, name="หยุด")
