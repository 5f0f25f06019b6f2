"""Whose a date is, seen from the levels; and what kind of thing is owed."""

import pytest
from sqlalchemy import Engine

from tests.tracker.office import Office
from tracker import db, duty_rules
from tracker.duty_rules import Concern
from tracker.vocabulary import Action, DutyKind, Level

#: Who is named, and whose it is for a municipality, its district, its province.
NAMED = [
    (None, "ours", "ours", "ours"),
    ("อปท.", "ours", "below", "below"),
    ("องค์กรปกครองส่วนท้องถิ่นทุกแห่ง", "ours", "below", "below"),
    ("เทศบาลตำบล", "ours", "below", "below"),
    ("องค์การบริหารส่วนตำบล", "others", "below", "below"),
    ("องค์การบริหารส่วนจังหวัด", "others", "below", "below"),
    ("อำเภอ", "above", "ours", "below"),
    ("อำเภอเขาชะเมา", "above", "ours", "below"),
    ("อำเภอแกลง", "others", "others", "below"),
    ("นายอำเภอ", "above", "ours", "below"),
    ("ท้องถิ่นอำเภอ", "above", "ours", "below"),
    ("จังหวัด", "above", "above", "ours"),
    ("ผู้ว่าราชการจังหวัด", "above", "above", "ours"),
    ("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด", "above", "above", "ours"),
    ("กรม", "above", "above", "above"),
    ("ส่วนราชการ", "ours", "ours", "ours"),
    ("นายกเทศมนตรีตำบลชำฆ้อ", "ours", "below", "below"),
    ("เทศบาลตำบลพลา", "others", "others", "below"),
    ("จังหวัดและอำเภอ", "above", "ours", "ours"),
    ("จังหวัด อำเภอ และ อปท.", "ours", "ours", "ours"),
    ("อำเภอและองค์การบริหารส่วนตำบล", "above", "ours", "below"),
    ("คณะกรรมการจัดงาน", "unsure", "unsure", "unsure"),
]


def test_whose_a_date_is(engine: Engine, house: Office) -> None:
    with db.look(engine) as session:
        for actor, *wanted in NAMED:
            who = duty_rules.obliged(session, actor, None)
            seen = [
                duty_rules.concern(who, duty_rules.standing(session, one.office_id, None))
                for one in (house.clerk, house.district, house.province)
            ]
            assert seen == [Concern(one) for one in wanted if one], actor


@pytest.mark.parametrize(
    ("kind", "text", "action", "owed"),
    [
        ("due", "รายงานผลให้จังหวัดทราบภายในวันที่ ๕", Action.ACT, DutyKind.REPORT),
        ("due", "ส่งแบบสำรวจภายในวันที่ ๕", None, DutyKind.REPORT),
        ("due", "ส่งเสริมการท่องเที่ยวให้แล้วเสร็จภายในวันที่ ๕", Action.ACT, DutyKind.ACT),
        ("due", "แจ้งองค์กรปกครองส่วนท้องถิ่นทราบภายในวันที่ ๕", Action.ACT, DutyKind.RELAY),
        ("due", "ดำเนินการให้แล้วเสร็จภายในวันที่ ๕", Action.KNOW, DutyKind.ACT),
        ("due", "พิจารณาให้แล้วเสร็จภายในวันที่ ๕", Action.CONSIDER, DutyKind.CONSIDER),
        ("event", "ประชุมวันที่ ๕", Action.REPORT, DutyKind.EVENT),
        ("silence", "หากพ้นกำหนดถือว่าเห็นชอบ", Action.ACT, DutyKind.CONSIDER),
    ],
)
def test_what_is_owed(kind: str, text: str, action: Action | None, owed: DutyKind) -> None:
    assert duty_rules.kind_of(kind, text, action) is owed


@pytest.mark.parametrize(
    ("text", "level", "owed"),
    [
        ("แจ้งอำเภอทราบภายในวันที่ ๕", Level.PROVINCE, DutyKind.RELAY),
        ("แจ้งอำเภอทราบภายในวันที่ ๕", Level.LOCAL, DutyKind.REPORT),
        ("แจ้งให้จังหวัดทราบภายในวันที่ ๕", Level.DEPARTMENT, DutyKind.RELAY),
        ("แจ้งอำเภอทราบ และรายงานผลให้กรมทราบภายในวันที่ ๕", Level.PROVINCE, DutyKind.REPORT),
    ],
)
def test_a_level_orders_those_below_and_reports_to_those_above(
    text: str, level: Level, owed: DutyKind
) -> None:
    assert duty_rules.kind_of("due", text, Action.ACT, level) is owed
