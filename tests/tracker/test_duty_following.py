"""Deliveries and duties are one obligation seen twice: what moves the one shows in the other."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.duty_stories import asks, history, owed, register, write
from tests.tracker.office import Office
from tests.tracker.test_duty_passing import OUR_DAY
from tracker import circulation, db, delivery_by_hand, delivery_moves, duties
from tracker.circulation import To
from tracker.delivery_moves import Step
from tracker.models import Delivery, Letter
from tracker.vocabulary import Action, DeliveryState, DutyChangeKind, DutyState


@pytest.fixture
def passed(engine: Engine, house: Office, now: datetime) -> int:
    """The district's letter to one municipality: delivered and owed; registered there."""
    source = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    with db.begin(engine) as session:
        letter = write(session, house.district, now, "รย 0023.8/ว 9", now.date())
        session.get_one(Letter, letter).action = Action.REPORT
        duties.hand_down(
            session, house.district, now, letter_id=source, successor_letter_id=letter,
            to=[house.clerk.office_id],
        )  # fmt: skip
        town = To(house.clerk.office_id, "เทศบาลตำบลชำฆ้อ", due_on=date(2026, 12, 4))
        circulation.send(session, house.district, now, letter_id=letter, to=[town])
    paper = asks(
        "ขอให้รายงานอำเภอภายในวันที่ ๔ ธันวาคม ๒๕๖๙", ref="รย 0023.8/ว 9", issuer="อำเภอเขาชะเมา",
        dated=now.date(),
    )  # fmt: skip
    assert register(engine, house.clerk, now, paper) == letter
    return letter


def move(
    engine: Engine, house: Office, now: datetime, letter: int, to: DeliveryState, **more: object
) -> None:
    with db.begin(engine) as session:
        delivery = session.exec(
            select(Delivery).where(
                Delivery.letter_id == letter, Delivery.office_id == house.clerk.office_id
            )
        ).one()
        delivery_by_hand.move(
            session, house.district, now, delivery_id=delivery.id or 0, to_state=to,
            note="โทรศัพท์แจ้ง", version=delivery.version, **more,  # type: ignore[arg-type]
        )  # fmt: skip


def test_an_answer_by_circulation_closes_what_is_owed_once(
    engine: Engine, house: Office, now: datetime, passed: int
) -> None:
    with db.begin(engine) as session:
        answer = write(session, house.clerk, now, "รย 52701/3", now.date())
        circulation.answered(session, house.clerk, now, letter_id=passed, answer_letter_id=answer)
        # The way of a letter that goes out closes as well: nothing is said twice.
        assert not duties.close_for_letter(
            session, house.clerk, now, letter_id=passed, office_id=house.clerk.office_id,
            answer_letter_id=answer,
        )  # fmt: skip
    (duty,) = owed(engine, passed, house.clerk.office_id)
    assert (duty.state, duty.closed_letter_id) == (DutyState.DONE, answer)
    kinds = history(engine, duty)
    assert kinds.count(DutyChangeKind.CLOSED) == 1
    assert DutyChangeKind.ANSWERED_AGAIN not in kinds


def test_an_answer_closes_what_stands_in_place_of_the_duty(
    engine: Engine, house: Office, now: datetime, passed: int
) -> None:
    paper = asks("ขอให้รายงานอำเภอภายในวันที่ ๘ ธันวาคม ๒๕๖๙", ref="รย 0023.8/ว 10",
                 issuer="อำเภอเขาชะเมา", dated=now.date())  # fmt: skip
    amending = register(engine, house.clerk, now, paper, name="แก้ไข")
    (old,), (new,) = (owed(engine, one, house.clerk.office_id) for one in (passed, amending))
    with db.begin(engine) as session:
        duties.supersede(
            session, house.clerk, now, duty_id=old.id or 0, by_duty_id=new.id or 0
        )  # fmt: skip
    with db.begin(engine) as session:
        answer = write(session, house.clerk, now, "รย 52701/4", now.date())
        circulation.answered(session, house.clerk, now, letter_id=passed, answer_letter_id=answer)
    states = [owed(engine, one, house.clerk.office_id)[0].state for one in (passed, amending)]
    assert states == [DutyState.SUPERSEDED, DutyState.DONE]


def test_the_senders_word_counts_and_an_answer_may_be_sent_back(
    engine: Engine, house: Office, now: datetime, passed: int
) -> None:
    move(engine, house, now, passed, DeliveryState.NO_DATA)
    (duty,) = owed(engine, passed, house.clerk.office_id)
    assert (duty.state, duty.closed_note) == (DutyState.NO_DATA, "โทรศัพท์แจ้ง")
    move(engine, house, now, passed, DeliveryState.INCOMPLETE)
    (duty,) = owed(engine, passed, house.clerk.office_id)
    assert (duty.state, duty.closed_at) == (DutyState.OPEN, None)


def test_more_time_for_all_is_more_time_for_each(
    engine: Engine, house: Office, now: datetime, passed: int
) -> None:
    with db.begin(engine) as session:
        delivery_by_hand.extend_all(
            session, house.district, now, letter_id=passed, due_on=date(2026, 12, 18),
            note="ตามที่ร้องขอ",
        )  # fmt: skip
    (duty,) = owed(engine, passed, house.clerk.office_id)
    assert (duty.due, duty.state) == ("2026-12-18", DutyState.OPEN)
    assert "4 ธันวาคม 2569 เป็น 18 ธันวาคม 2569" in duty.explanation
    assert history(engine, duty)[-1] is DutyChangeKind.EXTENDED


def test_a_day_that_is_brought_forward_takes_the_duty_along(
    engine: Engine, house: Office, now: datetime, passed: int
) -> None:
    with db.begin(engine) as session:
        delivery = delivery_moves.of_office(session, passed, house.clerk.office_id)
        assert delivery is not None
        step = Step(delivery.state, now, "หนังสือแก้ไข", due_on=date(2026, 12, 1), either_way=True)
        delivery_moves.apply(session, house.clerk, now, delivery, step)
    (duty,) = owed(engine, passed, house.clerk.office_id)
    assert (duty.due, duty.state) == ("2026-12-01", DutyState.OPEN)
    assert "จาก 4 ธันวาคม 2569 เป็น 1 ธันวาคม 2569 (หนังสือแก้ไข)" in duty.explanation
    assert history(engine, duty)[-1] is DutyChangeKind.DATED
