"""What hangs on a number that was struck out is told, and follows when the clerk says so."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.office import Office
from tests.tracker.test_chasing import answer
from tests.tracker.writing import drafted, issued, received
from tracker import chasing, db, registers, voiding
from tracker.errors import BadValue
from tracker.models import Book, Delivery, Duty, Entry, Outgoing
from tracker.vocabulary import BookKind, DeliveryState, DutyState

DAY = date(2026, 11, 23)


def test_a_voided_sending_is_taken_back_from_who_has_not_answered(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    entry_id = issued(engine, house.province, now, draft, DAY).entry_id
    with db.look(engine) as session:
        letter_id = session.get_one(Outgoing, draft.id).letter_id or 0
        assert not voiding.left(session, house.province, entry_id=entry_id)
    answer(engine, house.province, now, letter_id, "อำเภอแกลง")
    with db.begin(engine) as session:
        registers.void(session, house.province, now, entry_id=entry_id, reason="พิมพ์ผิด")
    with db.look(engine) as session:
        found = voiding.left(session, house.province, entry_id=entry_id)
    assert (len(found.deliveries), found.beyond) == (14, 1)
    with db.begin(engine) as session:
        said = voiding.follow(session, house.province, now, entry_id=entry_id)
    assert said == "ถอนหนังสือจากผู้รับ 14 รายแล้ว"
    with db.look(engine) as session:
        states = session.exec(select(Delivery.state).where(Delivery.letter_id == letter_id)).all()
        assert not voiding.left(session, house.province, entry_id=entry_id)
        owed = select(Duty).where(Duty.letter_id == letter_id, Duty.state == DutyState.OPEN)
        assert session.exec(owed).all() == []
    assert states.count(DeliveryState.WITHDRAWN) == 14
    with db.begin(engine) as session:
        try:
            voiding.follow(session, house.province, now, entry_id=entry_id)
        except BadValue as refusal:
            assert "ไม่มีผลค้าง" in str(refusal)
        else:
            raise AssertionError


def test_a_voided_receipt_leaves_no_duty_that_nobody_knows_of(
    engine: Engine, house: Office, now: datetime
) -> None:
    received(engine, house.province, now)
    with db.begin(engine) as session:
        entry = session.exec(select(Entry).join(Book).where(Book.kind == BookKind.RECEIVE)).one()
        entry_id = entry.id or 0
        registers.void(session, house.province, now, entry_id=entry_id, reason="ลงซ้ำ")
    with db.look(engine) as session:
        found = voiding.left(session, house.province, entry_id=entry_id)
    assert len(found.duties) == 1 and not found.deliveries
    with db.begin(engine) as session:
        voiding.follow(session, house.province, now, entry_id=entry_id)
    with db.look(engine) as session:
        (duty,) = session.exec(select(Duty)).all()
    assert duty.state is DutyState.CANCELLED and "ลงซ้ำ" in duty.closed_note


def test_a_reminder_sets_its_day_and_ends_with_the_matter(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    issued(engine, house.province, now, draft, DAY)
    later = now + timedelta(days=40)
    with db.look(engine) as session:
        letter_id = session.get_one(Outgoing, draft.id).letter_id or 0
    answer(engine, house.province, now, letter_id, "อำเภอแกลง")
    with db.begin(engine) as session:
        chase = chasing.draft(session, house.province, later, letter_id=letter_id)
        chase.content = {**chase.content, "signatory_name": "นายสมมติ",
                         "signatory_position": "ผู้ว่าราชการจังหวัดระยอง"}  # fmt: skip
    issued(engine, house.province, later, chase, date(2027, 1, 2))
    with db.look(engine) as session:
        chase_id = session.get_one(Outgoing, chase.id).letter_id or 0
        new_day = date.fromisoformat(session.get_one(Outgoing, chase.id).content["due_on"])
        sent = session.exec(select(Delivery).where(Delivery.letter_id == letter_id)).all()
        owed = session.exec(select(Duty).where(Duty.letter_id == letter_id)).all()
    assert {x.due_on for x in sent if x.state is DeliveryState.SENT} == {new_day}
    assert {x.due_on for x in sent if x.state is DeliveryState.ANSWERED} == {date(2026, 12, 25)}
    assert {x.due_on for x in owed if x.state is DutyState.OPEN} == {new_day}
    answer(engine, house.province, later, letter_id, "อำเภอบ้านค่าย")
    answer(engine, house.province, later, chase_id, "อำเภอปลวกแดง")
    with db.look(engine) as session:
        for letter in (letter_id, chase_id):
            found = session.exec(select(Delivery).where(Delivery.letter_id == letter)).all()
            states = {one.name: one.state for one in found}
            assert states["อำเภอบ้านค่าย"] is states["อำเภอปลวกแดง"] is DeliveryState.ANSWERED
