from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from tests.tracker.office import Office
from tracker import db, offices, offices_admin
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.vocabulary import Level

DAY = date(2027, 1, 1)


def test_a_new_name_holds_from_its_day_and_the_old_one_before(
    engine: Engine, house: Office, now: datetime
) -> None:
    office_id = house.clerk.office_id
    with db.begin(engine) as session:
        old = offices.name_on(session, office_id, date(2026, 12, 31))
        assert offices.find_by_name(session, "เทศบาลเมืองใหม่ชำฆ้อ") is None
        for day, name in ((DAY, "เทศบาลเมืองใหม่ชำฆ้อ"), (date(2026, 12, 1), "เทศบาลตำบลระหว่างทาง")):
            offices_admin.add_name(
                session, house.admin, now, office_id=office_id, name=name, valid_from=day,
                head_title="นายก" + name,
            )  # fmt: skip
        named = [offices.name_on(session, office_id, date(*day)) for day in
                 ((2026, 11, 30), (2026, 12, 1), (2026, 12, 31), (2027, 1, 1))]  # fmt: skip
        assert named == [old, "เทศบาลตำบลระหว่างทาง", "เทศบาลตำบลระหว่างทาง", "เทศบาลเมืองใหม่ชำฆ้อ"]
        found = offices.find_by_name(session, "เรียน นายกเทศมนตรีเทศบาลเมืองใหม่ชำฆ้อ")
        assert found is not None
        assert found.id == office_id
        with pytest.raises(BadValue, match="อยู่แล้ว"):
            offices_admin.add_name(session, house.admin, now, office_id=office_id, name="อื่น",
                                   valid_from=DAY, head_title="นายก")  # fmt: skip
        _, names = offices_admin.office(session, house.admin, now, office_id)
        dated = [one for one in names if not one.is_alias]
        assert dated[0].short == "ทม.ใหม่ชำฆ้อ"
        assert all(a.valid_from == b.valid_to for a, b in zip(dated, dated[1:], strict=False))


def test_aliases_prefixes_and_new_offices(engine: Engine, house: Office, now: datetime) -> None:
    office_id = house.clerk.office_id
    with db.begin(engine) as session:
        for problem in ("ก", "  "):
            with pytest.raises(BadValue):
                offices_admin.add_alias(
                    session, house.admin, now, office_id=office_id, name=problem
                )
        offices_admin.add_alias(session, house.admin, now, office_id=office_id, name="ทต.ชำฆ้อ ๒")
        with pytest.raises(BadValue, match="อยู่แล้ว"):
            offices_admin.add_alias(
                session, house.admin, now, office_id=office_id, name="ทต. ชำฆ้อ๒"
            )
        with pytest.raises(BadValue, match="รย 52001"):
            offices_admin.set_prefix(
                session, house.admin, now, office_id=office_id, letter_prefix="รย 52001/9"
            )
        kept = offices_admin.set_prefix(
            session, house.admin, now, office_id=office_id, letter_prefix="รย ๕๒๐๙๙"
        )
        assert kept.letter_prefix == "รย 52099"
        parent = house.district.office_id
        with pytest.raises(BadValue, match="ระดับสูง"):
            offices_admin.add_office(session, house.admin, now, parent_id=parent, name="กรมใหม่",
                                     level=Level.DEPARTMENT, valid_from=DAY)  # fmt: skip
        made = offices_admin.add_office(
            session, house.admin, now, parent_id=parent, name="เทศบาลตำบลตั้งใหม่",
            level=Level.LOCAL, valid_from=DAY,
        )  # fmt: skip
        assert made.id is not None
        assert offices.find_by_name(session, "เทศบาลตำบลตั้งใหม่", DAY) is made
        with pytest.raises(BadValue, match="อยู่แล้ว"):
            offices_admin.add_office(session, house.admin, now, parent_id=parent,
                                     name="เทศบาลตำบล ตั้งใหม่", level=Level.LOCAL,
                                     valid_from=DAY)  # fmt: skip


def test_only_the_administrator_above_changes_offices(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        with pytest.raises(NotAllowed):
            offices_admin.listing(session, house.province, now)
        with pytest.raises(NotFound):
            offices_admin.office(session, house.admin, now, 10_000)
        with pytest.raises(NotAllowed):
            offices_admin.set_prefix(session, house.clerk, now, office_id=house.clerk.office_id,
                                     letter_prefix="x")  # fmt: skip
        found = offices_admin.listing(session, house.admin, now, query="ชำฆ้อ")
        assert [one.office.key for one in found.items] == ["lao.5210701"]
        assert found.items[0].parent_name
