"""Letters to very many and days that move go in pieces; a kill between two costs nothing."""

import threading
import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert
from sqlmodel import Session, col, func, select

from tests.tracker.office import Office
from tests.tracker.writing import SIGNED, drafted, issued, received
from tracker import (
    chasing,
    circulation,
    db,
    dispatching,
    duties,
    errands,
    finishing,
    outgoing,
    registers,
    voiding,
)
from tracker.circulation import To
from tracker.models import (
    Account,
    Delivery,
    DeliveryEvent,
    Duty,
    Errand,
    Holiday,
    Letter,
    LetterAddressee,
    Message,
    MovedDay,
    Outgoing,
)
from tracker.vocabulary import DeliveryState, DutyKind, DutyState

STOP = threading.Event()


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "FIRST", 3)
    monkeypatch.setattr(finishing, "SIZE", 2)
    monkeypatch.setattr(finishing, "MOST", 2)
    monkeypatch.setattr(finishing, "PAUSE", 0.01)


class Killed(Exception):
    pass


def dying(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """The process dies behind the so many-eth piece from now."""
    fitting, pieces = finishing.fitting, Counter[str]()

    def die(size: int, took: float) -> int:
        pieces["done"] += 1
        if pieces["done"] >= after:
            raise Killed
        return fitting(size, took)

    monkeypatch.setattr(finishing, "fitting", die)


def passed_on(engine: Engine, house: Office, now: datetime) -> Outgoing:
    """The province passes the department's letter on to all its fifteen offices."""
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    issued(engine, house.province, now, draft, date(2026, 11, 23))
    with db.look(engine) as session:
        return session.get_one(Outgoing, draft.id)


def sent(session: Session, letter_id: int | None) -> list[Delivery]:
    return list(session.exec(select(Delivery).where(Delivery.letter_id == letter_id)))


def test_a_letter_reaches_all_though_the_sender_is_killed_in_between(
    engine: Engine, house: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_id = passed_on(engine, house, now).letter_id or 0
    with db.look(engine) as session:
        assert (len(sent(session, letter_id)), errands.unsent(session, letter_id)) == (3, 12)
    with monkeypatch.context() as patched:
        dying(patched, 2)
        with pytest.raises(Killed):
            finishing.send_on(engine, now, STOP)
    with db.look(engine) as session:
        assert (len(sent(session, letter_id)), errands.unsent(session, letter_id)) == (7, 8)
    finishing.send_on(engine, now, STOP)
    finishing.send_on(engine, now, STOP)
    with db.look(engine) as session:
        assert errands.waiting(session) == []
        to = [one.office_id for one in sent(session, letter_id)]
        assert len(to) == len(set(to)) == 15
        told = session.exec(
            select(DeliveryEvent.delivery_id).where(DeliveryEvent.after == DeliveryState.SENT)
        ).all()
        assert len(told) == len(set(told))
        owed = session.exec(select(Duty.office_id).where(Duty.letter_id == letter_id)).all()
        addressed = session.exec(
            select(LetterAddressee.office_id).where(LetterAddressee.letter_id == letter_id)
        ).all()
        assert sorted(owed) == sorted(addressed) == sorted(one for one in to if one)


def test_a_chase_reminds_each_of_the_silent_once(
    engine: Engine, house: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = passed_on(engine, house, now)
    finishing.send_on(engine, now, STOP)
    later = now + timedelta(days=40)

    with db.look(engine) as session:
        ready = chasing.prepare(session, house.province, later, letter_id=first.letter_id or 0)
    with db.begin(engine) as session:
        draft = chasing.draft(
            session, house.province, later, letter_id=first.letter_id or 0, prepared=ready
        )
        draft = outgoing.save(session, house.province, later, outgoing_id=draft.id or 0,
                              version=draft.version, values=SIGNED)  # fmt: skip
    issued(engine, house.province, later, draft, later.date())
    with monkeypatch.context() as patched:
        dying(patched, 3)
        with pytest.raises(Killed):
            finishing.send_on(engine, later, STOP)
    finishing.send_on(engine, later, STOP)
    with db.look(engine) as session:
        reminded = session.exec(
            select(DeliveryEvent.delivery_id)
            .join(Delivery, col(Delivery.id) == col(DeliveryEvent.delivery_id))
            .where(DeliveryEvent.how == "remind", Delivery.letter_id == first.letter_id)
        ).all()
        assert len(reminded) == len(set(reminded)) == 15


def test_a_number_that_was_struck_out_goes_to_nobody_else(
    engine: Engine, house: Office, now: datetime
) -> None:

    draft = passed_on(engine, house, now)
    with db.begin(engine) as session:
        registers.void(session, house.province, now, entry_id=draft.entry_id or 0, reason="ผิดฉบับ")
        voiding.follow(session, house.province, now, entry_id=draft.entry_id or 0)
    finishing.send_on(engine, now, STOP)
    with db.look(engine) as session:
        states = {one.state for one in sent(session, draft.letter_id)}
        assert len(sent(session, draft.letter_id)) == 3 and states == {DeliveryState.WITHDRAWN}


def test_a_clerk_confirms_while_a_letter_goes_to_very_many(
    engine: Engine, house: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    source = received(engine, house.province, now)
    to = [To(None, f"ชมรมที่ {number}") for number in range(800)]
    with db.begin(engine) as session:
        circulation.send(session, house.province, now, letter_id=source, to=to)
    work = threading.Thread(target=finishing.send_on, args=(engine, now, STOP))
    work.start()
    waited = []
    while work.is_alive() and len(waited) < 5:
        began = time.monotonic()
        received(engine, house.clerk, now, subject=f"เรื่องที่ {len(waited)}")
        waited.append(time.monotonic() - began)
    work.join()
    assert len(waited) >= 3 and max(waited) < 20
    with db.look(engine) as session:
        count = select(func.count(col(Delivery.id))).where(Delivery.letter_id == source)
        assert session.exec(count).one() >= 800
        assert session.exec(select(Errand)).all() == []


def owing(engine: Engine, house: Office, now: datetime) -> list[int]:
    """Seven duties of two offices on the 9th of December, a Wednesday."""
    with db.begin(engine) as session:
        for account in session.exec(select(Account)):
            account.email = f"{account.username}@example.go.th"
        letter = Letter(ref_no="มท 0808.3/ว 5", subject="การสำรวจ", created_at=now)
        session.add(letter)
        session.flush()
        offices = [house.clerk.office_id] * 4 + [house.district.office_id] * 3
        session.execute(insert(Duty), [
            {"letter_id": letter.id, "office_id": one, "kind": DutyKind.REPORT, "due": "2026-12-09",
             "due_on": date(2026, 12, 9), "state": DutyState.OPEN, "opened_at": now, "text": "",
             "explanation": "", "basis": {}, "computed": False, "instance": 1, "version": 1,
             "owed_to": "", "closed_note": ""}
            for one in offices
        ])  # fmt: skip
        return [one for one in session.exec(select(Duty.id)) if one is not None]


def test_moved_days_are_told_once_though_the_reckoner_is_killed(
    engine: Engine, house: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing(engine, house, now)
    with db.begin(engine) as session:
        session.add(Holiday(day=date(2026, 12, 9), name="วันหยุดพิเศษ", added_at=now))
    with monkeypatch.context() as patched:
        dying(patched, 2)
        with pytest.raises(Killed):
            finishing.reckon(engine, now)
    with db.look(engine) as session:
        assert len(session.exec(select(MovedDay)).all()) == 4 and duties.would_move(session)
    assert finishing.reckon(engine, now) == finishing.Reckoned(3)
    for _ in range(2):
        finishing.tell_moved(engine, now, day=now.date(), address="https://wian.example")
    assert finishing.reckon(engine, now) == finishing.Reckoned()
    with db.look(engine) as session:
        assert session.exec(select(MovedDay)).all() == []
        told = [(one.to, one.subject) for one in session.exec(select(Message))]
    assert len(told) == len(set(told)) == 3  # two clerks of the municipality, one of the district
    assert {subject for _, subject in told} == {
        "กำหนดเปลี่ยนตามปฏิทินวันหยุด ๔ เรื่อง", "กำหนดเปลี่ยนตามปฏิทินวันหยุด ๓ เรื่อง",
    }  # fmt: skip


def test_a_day_that_moved_and_came_back_is_not_told(
    engine: Engine, house: Office, now: datetime
) -> None:
    owing(engine, house, now)
    with db.begin(engine) as session:
        holiday = Holiday(day=date(2026, 12, 9), name="วันหยุดพิเศษ", added_at=now)
        session.add(holiday)
    finishing.reckon(engine, now)
    with db.begin(engine) as session:
        session.delete(session.get_one(Holiday, holiday.id))
    finishing.reckon(engine, now)
    finishing.tell_moved(engine, now, day=now.date(), address="")
    with db.look(engine) as session:
        assert session.exec(select(Message)).all() == []
        assert session.exec(select(MovedDay)).all() == []
