"""What follows from an order: circulation, the register, messages to those who were given work."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.bundles import drop, letter, reading
from tests.tracker.office import Office
from tracker import (
    db,
    deciding,
    delivery_moves,
    deputies,
    endorsements,
    intake,
    posts,
    work_messages,
)
from tracker.assignments import Holder
from tracker.models import Account, Assignment, Entry, Message
from tracker.vocabulary import Post


@pytest.fixture
def letter_id(engine: Engine, house: Office, now: datetime) -> int:
    """A registered letter; the colleague is mayor, and both have mail addresses."""
    paper = letter("1", "รย 0023.3/412", "2026-11-20", "จังหวัดระยอง", role="cover",
                   to=("นายกเทศมนตรีตำบลชำฆ้อ",))  # fmt: skip
    arrival = drop(engine, house.clerk, now, reading(paper))
    with db.begin(engine) as session:
        for who in (house.clerk, house.colleague):
            session.get_one(Account, who.account_id).email = f"{who.name}@example.go.th"
        posts.appoint(
            session, house.admin, now, office_id=house.clerk.office_id, post=Post.HEAD,
            account_id=house.colleague.account_id, title="นายกเทศมนตรี",
            first_day=date(2026, 1, 1),
        )  # fmt: skip
        return intake.settle(session, house.clerk, now, arrival_id=arrival).letter_id


def messages(session: Session) -> list[Message]:
    return list(session.exec(select(Message).order_by(Message.id)))


def test_an_order_fills_the_register_moves_the_circulation_and_tells_the_holder(
    engine: Engine, house: Office, now: datetime, letter_id: int
) -> None:
    with db.begin(engine) as session:
        deciding.order(
            session, house.colleague, now, letter_id=letter_id, text="มอบ",
            to=[Holder(account_id=house.clerk.account_id)], task="จัดทำบัญชี",
            due_on=date(2026, 11, 30), address="https://wian.example",
        )  # fmt: skip
        (told,) = messages(session)
        assert told.to == "chamkho@example.go.th"
        assert "https://wian.example/letters/1" in told.body
        assert "๓๐ พฤศจิกายน ๒๕๖๙" in told.body
        assert "งาน: จัดทำบัญชี" in told.body
        assert session.exec(select(Entry.practice)).one() == "มอบ chamkho"
        delivery = delivery_moves.of_office(session, letter_id, house.clerk.office_id)
        assert delivery is not None
        assert delivery.state == "assigned"


def test_what_a_clerk_wrote_into_the_register_stays(
    engine: Engine, house: Office, now: datetime, letter_id: int
) -> None:
    with db.begin(engine) as session:
        session.exec(select(Entry)).one().practice = "เก็บแฟ้มที่ ๓"
        session.flush()
        deciding.order(session, house.colleague, now, letter_id=letter_id, text="ทราบ")
        assert session.exec(select(Entry.practice)).one() == "เก็บแฟ้มที่ ๓"
        delivery = delivery_moves.of_office(session, letter_id, house.clerk.office_id)
        assert delivery is not None
        assert delivery.state == "acknowledged"


def test_work_is_reminded_of_once_a_day_then_weekly_and_the_head_of_what_waits(
    engine: Engine, house: Office, now: datetime, letter_id: int
) -> None:
    def remind(moment: datetime) -> int:
        with db.begin(engine) as session:
            return work_messages.remind(session, moment, address="")

    with db.begin(engine) as session:
        made = deciding.order(
            session, house.colleague, now, letter_id=letter_id, text="มอบ",
            to=[Holder(account_id=house.clerk.account_id)], due_on=date(2026, 11, 25),
        )  # fmt: skip
        endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="เสนอ")
    assert made.id is not None
    assert (remind(now), remind(now)) == (1, 0)
    assert remind(now + timedelta(hours=20, minutes=29)) == 0
    tomorrow = now + timedelta(days=1)
    assert (remind(tomorrow), remind(tomorrow)) == (2, 0)
    assert [remind(now + timedelta(days=days)) for days in (2, 3, 4, 5, 7, 10)] == [
        2, 2, 1, 0, 1, 2,
    ]  # fmt: skip
    with db.look(engine) as session:
        subjects = [one.subject.partition(":")[0] for one in messages(session)]
        assert subjects.count("งานเกินกำหนด") == 2
        assert subjects.count("มีเรื่องรอคำสั่งของท่าน ๑ เรื่อง") == 7


def test_the_stand_in_is_told_and_done_work_is_not_reminded_of(
    engine: Engine, house: Office, now: datetime, letter_id: int
) -> None:
    with db.begin(engine) as session:
        deputies.leave(
            session, house.clerk, now, account_id=house.clerk.account_id,
            first_day=now.date(), last_day=now.date(), stand_in_id=house.colleague.account_id,
        )  # fmt: skip
        deciding.order(
            session, house.colleague, now, letter_id=letter_id, text="มอบ",
            to=[Holder(account_id=house.clerk.account_id)], due_on=now.date(),
        )  # fmt: skip
        assert [one.to for one in messages(session)] == ["chamkho2@example.go.th"]
        assert work_messages.remind(session, now, address="") == 1
        session.exec(select(Assignment)).one().state = "done"
        session.flush()
        assert work_messages.remind(session, now + timedelta(days=1), address="") == 0
