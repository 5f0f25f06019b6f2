"""Sending, receiving, answering, closing: what each side may do, and what never happens twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, func, select

from tests.tracker.bundles import cite, drop, letter, province, reading
from tests.tracker.office import Office
from tracker import audit, circulation, db, delivery_views, desk, intake, offices
from tracker.actor import Actor
from tracker.circulation import To
from tracker.delivery_views import DeliveryView
from tracker.errors import AlreadySettled, BadValue, NotAllowed, NotFound, Stale
from tracker.models import Arrival, Book, Delivery, Dispatch, Duty, Entry
from tracker.vocabulary import Capacity, DeliveryState, Way

S = DeliveryState


def settle(
    engine: Engine, actor: Actor, now: datetime, *letters: dict[str, object], **more: object
) -> int:
    """Drop a file with these letters in and register its cover; the cover's id."""
    links = more.pop("links", ())
    read = reading(*letters, links=links)  # type: ignore[arg-type]
    arrival = drop(engine, actor, now, read, name=f"{id(read)}.pdf")
    with db.begin(engine) as session:
        done = intake.settle(session, actor, now, arrival_id=arrival, **more)  # type: ignore[arg-type]
    return done.letter_id


def office_id(engine: Engine, key: str) -> int:
    with db.look(engine) as session:
        found = offices.office(session, key)
    assert found is not None
    assert found.id is not None
    return found.id


def held(engine: Engine, actor: Actor, now: datetime, number: str = "ว 70", **more: object) -> int:
    """A letter of the district, in its own hands: what it will send."""
    own = letter("1", f"รย 0818/{number}", "2026-11-20", "อำเภอเขาชะเมา",
                 "ขอให้รายงานแหล่งน้ำ", role="cover", **{"action": "report", **more})  # type: ignore[arg-type]  # fmt: skip
    return settle(engine, actor, now, own)


def send(engine: Engine, actor: Actor, now: datetime, letter_id: int, *to: To) -> Dispatch:
    with db.begin(engine) as session:
        return circulation.send(session, actor, now, letter_id=letter_id, to=to)


def states(engine: Engine, actor: Actor, now: datetime, letter_id: int) -> dict[str, S]:
    return {x.name: x.state for x in seen(engine, actor, now, letter_id)}


def seen(engine: Engine, actor: Actor, now: datetime, letter_id: int) -> list[DeliveryView]:
    with db.look(engine) as session:
        return circulation.deliveries(session, actor, letter_id=letter_id, now=now)


@pytest.fixture
def municipality(engine: Engine) -> To:
    return To(office_id(engine, "lao.5210701"), "เทศบาลตำบลชำฆ้อ")


@pytest.fixture
def sent(engine: Engine, house: Office, now: datetime, municipality: To) -> int:
    """A letter that the district has sent to the municipality, asking for a report."""
    letter_id = held(engine, house.district, now)
    send(engine, house.district, now, letter_id, municipality)
    return letter_id


def of(engine: Engine, actor: Actor, now: datetime, letter_id: int, name: str) -> DeliveryView:
    return next(x for x in seen(engine, actor, now, letter_id) if x.name == name)


def move(
    engine: Engine, actor: Actor, now: datetime, view: DeliveryView, to: S, note: str = "ทดสอบ",
    **more: object,
) -> None:  # fmt: skip
    with db.begin(engine) as session:
        circulation.move(
            session, actor, now, delivery_id=view.id, to_state=to, note=note,
            version=view.version, **more,  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_list_with_doubles_sends_to_each_once(
    engine: Engine, house: Office, now: datetime, municipality: To
) -> None:
    letter_id = held(engine, house.district, now)
    twice = [
        To(municipality.office_id, "ทต.ชำฆ้อ", Capacity.INFO, date(2026, 12, 9)),
        To(None, "โรงเรียนบ้านชำฆ้อ"),
        To(None, "โรงเรียน บ้านชำฆ้อ "),
        To(municipality.office_id, municipality.name, Capacity.TO, date(2026, 12, 1)),
    ]
    send(engine, house.district, now, letter_id, *twice)
    views = {x.office_id: x for x in seen(engine, house.district, now, letter_id)}
    assert len(views) == 2, "the municipality and the school"
    mine = views[municipality.office_id]
    assert (mine.capacity, mine.due_on) == (Capacity.TO, date(2026, 12, 1))
    assert mine.state is S.SENT
    with db.look(engine) as session:
        assert len(delivery_views.history(session, house.district, mine.id, now=now)) == 1
        assert audit.verify(session) == []


def test_sending_again_reaches_only_those_it_did_not_reach(
    engine: Engine, house: Office, now: datetime, sent: int, municipality: To
) -> None:
    school = To(None, "โรงเรียนบ้านชำฆ้อ")
    send(engine, house.district, now, sent, school)
    move(engine, house.district, now, of(engine, house.district, now, sent, school.name), S.LOST)
    move(
        engine, house.clerk, now, of(engine, house.clerk, now, sent, municipality.name), S.RECEIVED
    )
    later = now + timedelta(days=2)
    send(engine, house.district, later, sent, school, municipality)
    assert states(engine, house.district, later, sent)[school.name] is S.SENT
    assert states(engine, house.district, later, sent)[municipality.name] is S.RECEIVED


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ((), "ยังไม่มีผู้รับ"),
        ((To(None, "  "),), "ไม่มีชื่อ"),
        ((To(999_999, "ไม่มี"),), "ไม่อยู่ในรายชื่อ"),
    ],
)
def test_a_bad_list_is_refused_as_a_whole(
    engine: Engine, house: Office, now: datetime, wrong: tuple[To, ...], says: str
) -> None:
    letter_id = held(engine, house.district, now)
    with pytest.raises(BadValue, match=says):
        send(engine, house.district, now, letter_id, *wrong)
    with pytest.raises(BadValue, match="หน่วยงานของท่านเอง"):
        send(engine, house.district, now, letter_id, To(house.district.office_id, "อำเภอ"))


def test_dates_before_the_letter_or_in_the_future_are_refused(
    engine: Engine, house: Office, now: datetime, sent: int, municipality: To
) -> None:
    for at, says in ((now - timedelta(days=30), "ก่อนวันที่"), (now + timedelta(days=1), "อนาคต")):
        with pytest.raises(BadValue, match=says), db.begin(engine) as session:
            circulation.send(
                session, house.district, now, letter_id=sent, to=[municipality], sent_at=at
            )
        view = of(engine, house.clerk, now, sent, municipality.name)
        with pytest.raises(BadValue, match=says):
            move(engine, house.clerk, now, view, S.RECEIVED, at=at)


def test_each_side_may_do_its_part_only(
    engine: Engine, house: Office, now: datetime, sent: int, municipality: To
) -> None:
    def view(actor: Actor) -> DeliveryView:
        return of(engine, actor, now, sent, municipality.name)

    assert S.LOST in view(house.district).moves
    assert S.LOST not in view(house.clerk).moves
    with pytest.raises(NotAllowed):
        move(engine, house.clerk, now, view(house.clerk), S.LOST)
    with pytest.raises(NotFound):
        move(engine, house.stranger, now, view(house.clerk), S.RECEIVED)
    with pytest.raises(NotAllowed):  # above both, but neither sender nor recipient
        move(engine, house.province, now, view(house.province), S.RECEIVED)
    with pytest.raises(BadValue, match="เหตุผล"):  # in another's place, without saying how known
        move(engine, house.district, now, view(house.district), S.RECEIVED, note=" ")
    move(engine, house.clerk, now, view(house.clerk), S.RECEIVED, note="")
    move(engine, house.clerk, now, view(house.clerk), S.ASSIGNED, note="กองช่าง")
    assert S.CLOSED not in view(house.clerk).moves, "who asked for a report closes"
    with pytest.raises(NotAllowed, match="ผู้ส่งเป็นผู้ปิดเรื่อง"):
        move(engine, house.clerk, now, view(house.clerk), S.CLOSED)
    move(engine, house.clerk, now, view(house.clerk), S.ANSWERED, note="ส่งแล้ว")
    move(engine, house.district, now, view(house.district), S.INCOMPLETE, note="ขาดข้อ 3")
    assert view(house.district).owing
    move(engine, house.clerk, now, view(house.clerk), S.ANSWERED, note="ส่งใหม่")
    move(engine, house.district, now, view(house.district), S.CLOSED)
    assert not view(house.district).owing


def test_what_was_asked_to_be_known_the_recipient_closes(
    engine: Engine, house: Office, now: datetime, municipality: To
) -> None:
    letter_id = held(engine, house.district, now, action="know")
    send(engine, house.district, now, letter_id, municipality)
    view = of(engine, house.clerk, now, letter_id, municipality.name)
    assert view.owing
    move(engine, house.clerk, now, view, S.RECEIVED)
    view = of(engine, house.clerk, now, letter_id, municipality.name)
    assert not view.owing
    move(engine, house.clerk, now, view, S.CLOSED)


def test_two_at_once_the_second_is_told(
    engine: Engine, house: Office, now: datetime, sent: int, municipality: To
) -> None:
    view = of(engine, house.clerk, now, sent, municipality.name)

    def take(actor: Actor) -> str:
        try:
            move(engine, actor, now, view, S.RECEIVED)
        except Stale as told:
            return str(told)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(take, [house.clerk, house.colleague]))
    assert said[0] == "done"
    assert "ลงรับแล้ว" in said[1]


def test_two_senders_at_once_make_one_delivery(
    engine: Engine, house: Office, now: datetime, municipality: To
) -> None:
    letter_id = held(engine, house.district, now)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: send(engine, house.district, now, letter_id, municipality), "1234"))
    with db.look(engine) as session:
        mine = select(Delivery).where(Delivery.office_id == municipality.office_id)
        assert len(session.exec(mine).all()) == 1


def test_an_extension_needs_a_later_day(
    engine: Engine, house: Office, now: datetime, municipality: To
) -> None:
    letter_id = held(engine, house.district, now)
    to = To(municipality.office_id, municipality.name, due_on=date(2026, 12, 1))
    send(engine, house.district, now, letter_id, to)
    move(engine, house.clerk, now, of(engine, house.clerk, now, letter_id, to.name), S.RECEIVED)
    for day, says in ((None, "วันครบกำหนดใหม่"), (date(2026, 11, 30), "หลังวันเดิม")):
        view = of(engine, house.district, now, letter_id, to.name)
        with pytest.raises(BadValue, match=says):
            move(engine, house.district, now, view, S.EXTENDED, due_on=day)
    with db.begin(engine) as session:
        given = circulation.extend_all(
            session,
            house.district,
            now,
            letter_id=letter_id,
            due_on=date(2026, 12, 15),
            note="น้ำท่วม",
        )
    view = of(engine, house.clerk, now, letter_id, to.name)
    assert (given, view.state, view.due_on) == (1, S.EXTENDED, date(2026, 12, 15))
    late = of(engine, house.district, now + timedelta(days=40), letter_id, to.name)
    assert late.late


def test_an_answer_to_a_closed_matter_is_kept_and_the_matter_stays_closed(
    engine: Engine, house: Office, now: datetime, sent: int, municipality: To
) -> None:
    move(
        engine,
        house.district,
        now,
        of(engine, house.district, now, sent, municipality.name),
        S.CLOSED,
    )
    answer = letter("1", "รย 73101/55", "2026-11-23", "เทศบาลตำบลชำฆ้อ", "รายงานแหล่งน้ำ",
                    to=("นายอำเภอเขาชะเมา",), role="cover",
                    cites=(cite("รย 0818/ว 70", "2026-11-20", "reference"),))  # fmt: skip
    answer_id = settle(engine, house.district, now, answer)
    view = of(engine, house.district, now, sent, municipality.name)
    assert (view.state, view.late_answer_id) == (S.CLOSED, answer_id)
    with db.look(engine) as session:
        told = delivery_views.history(session, house.district, view.id, now=now)
    assert "หลังปิดเรื่อง" in told[-1].note
    move(engine, house.district, now, view, S.ACKNOWLEDGED, note="เปิดใหม่เพราะมีคำตอบ")


def test_the_history_cannot_be_changed(engine: Engine, sent: int) -> None:
    for statement in ("UPDATE delivery_event SET note = 'x'", "DELETE FROM delivery_event"):
        with pytest.raises(DBAPIError, match="append only"), db.begin(engine) as session:
            session.execute(text(statement))


def test_a_fax_waits_for_its_original(
    engine: Engine, house: Office, now: datetime, sent: int
) -> None:
    with db.begin(engine) as session, pytest.raises(NotFound):
        circulation.await_original(session, house.clerk, now, letter_id=sent, way=Way.FAX)
    own = letter("1", "รย 0818/ว 70", "2026-11-20", "อำเภอเขาชะเมา", "ขอให้รายงานแหล่งน้ำ",
                 role="cover", action="report")  # fmt: skip
    assert settle(engine, house.clerk, now, own) == sent
    with db.begin(engine) as session:
        with pytest.raises(BadValue):
            circulation.await_original(session, house.clerk, now, letter_id=sent, way=Way.PAPER)
        circulation.await_original(session, house.clerk, now, letter_id=sent, way=Way.FAX)
    assert next(iter(seen(engine, house.clerk, now, sent))).awaits_original
    with db.look(engine) as session:
        owed = session.exec(select(Duty).where(Duty.office_id == house.clerk.office_id)).all()
    assert settle(engine, house.clerk, now, own) == sent, "the original, dropped in later"
    view = next(iter(seen(engine, house.clerk, now, sent)))
    assert not view.awaits_original
    assert view.entry == "1/2569", "the first number stays its number"
    with db.look(engine) as session:
        arrival = session.exec(select(func.max(col(Arrival.id)))).one()
        assert [x.number for x in desk.numbers_given(session, house.clerk, arrival)] == [1]
        assert desk.numbers_given(session, house.stranger, arrival) == []
        numbers = (
            select(Entry.number)
            .join(Book, col(Book.id) == col(Entry.book_id))
            .where(Entry.letter_id == sent, Book.office_id == house.clerk.office_id)
        )
        assert session.exec(numbers).all() == [1]
        now_owed = session.exec(select(Duty).where(Duty.office_id == house.clerk.office_id)).all()
        assert [x.id for x in now_owed] == [x.id for x in owed], "days count from the copy"
    with pytest.raises(AlreadySettled, match="1/2569"), db.begin(engine) as session:
        intake.settle(session, house.clerk, now, arrival_id=arrival)
    assert settle(engine, house.clerk, now, own) == sent
    with db.look(engine) as session:
        again = session.exec(numbers).all()
    assert again == [1, 2], "nothing is awaited any more: the clerk's own wish"


def test_passing_on_goes_down_and_never_round(
    engine: Engine, house: Office, now: datetime, municipality: To
) -> None:
    """Province → district → municipality, which may not hand it back up as its own."""
    first = settle(engine, house.district, now, province("ว 9", "นายอำเภอเขาชะเมา"))
    second = held(engine, house.district, now, "71")
    own = letter("1", "รย 73101/8", "2026-11-22", "เทศบาลตำบลชำฆ้อ", role="cover")
    third = settle(engine, house.clerk, now, own)
    send(engine, house.district, now, second, municipality)
    with db.begin(engine) as session:
        circulation.passed_on(
            session, house.district, now, letter_id=first, successor_letter_id=second
        )
    assert held(engine, house.clerk, now, "71") == second
    send(engine, house.clerk, now, third, To(house.district.office_id, "อำเภอเขาชะเมา"))
    for successor, says in ((third, "วนกลับ"), (second, "ต้นทาง")):
        with pytest.raises(BadValue, match=says), db.begin(engine) as session:
            circulation.passed_on(
                session, house.clerk, now, letter_id=second, successor_letter_id=successor
            )
    assert states(engine, house.province, now, first)["อำเภอเขาชะเมา"] is S.PASSED_ON
