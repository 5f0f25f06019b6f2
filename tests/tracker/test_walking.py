"""The board counts what is open or went out lately; all else stands under its year."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

from sqlalchemy import Date, Engine, Integer, String, bindparam, cast
from sqlmodel import select

from tests.tracker.office import Office
from tests.tracker.test_circulation import held, office_id, send
from tracker import board, circulation, db, delivery_rules, matters, walking
from tracker.actor import Actor
from tracker.circulation import To
from tracker.models import Delivery
from tracker.vocabulary import Action, DeliveryState

TOWN = "เทศบาลตำบลชำฆ้อ"


def shown(engine: Engine, actor: Actor, now: datetime, year: int | None = None) -> list[int]:
    with db.look(engine) as session:
        found = matters.overview(session, actor, now=now, year=year)
        if year is None:
            lines = board.lines(session, actor, now=now)
            whole = board.spread(session, actor, now=now).tally.total
            assert {x.matter.letter_id for x in lines.items} == {x.letter_id for x in found.items}
            assert (lines.total, whole) == (
                found.total,
                sum(one.tally.total for one in found.items),
            ), "what is counted together is what is listed"
    return sorted(one.letter_id for one in found.items)


def answered(engine: Engine, house: Office, now: datetime, letter_id: int) -> None:
    with db.begin(engine) as session:
        wanted = select(Delivery).where(Delivery.letter_id == letter_id)
        for one in session.exec(wanted).all():
            circulation.move(
                session, house.district, now, delivery_id=one.id or 0,
                to_state=DeliveryState.ANSWERED, note="โทรแจ้ง", version=one.version,
            )  # fmt: skip


def test_what_is_done_long_ago_stands_under_its_year(
    engine: Engine, house: Office, now: datetime
) -> None:
    later = now + timedelta(days=walking.LATELY + 1)
    town = To(office_id(engine, "lao.5210701"), TOWN)
    open_one, done, fresh = (held(engine, house.district, now, f"ว {n}") for n in (1, 2, 3))
    for letter_id, moment in ((open_one, now), (done, now), (fresh, later)):
        send(engine, house.district, moment, letter_id, town)
    for letter_id in (done, fresh):
        answered(engine, house, later, letter_id)
    assert shown(engine, house.district, later) == [open_one, fresh]
    year = now.year + 543
    assert shown(engine, house.district, later, year) == [open_one, done]
    assert shown(engine, house.district, later, year + 1) == [fresh]
    # The municipality has nobody below it, and the same holds of what it sent itself.
    own = [held(engine, house.clerk, now, f"ว {n}") for n in (7, 8)]
    for letter_id in own:
        send(engine, house.clerk, now, letter_id, To(house.district.office_id, "อำเภอเขาชะเมา"))
    answered(engine, house, later, own[0])
    assert house.clerk.office_ids == {house.clerk.office_id}
    assert shown(engine, house.clerk, now) == own
    assert shown(engine, house.clerk, later) == own[1:]
    # One in no list who was only to know never says that he has it: he is waited for lately,
    # with a day or a wish to answer until it is done.
    told, dated = (held(engine, house.district, now, f"ว {n}", action="know") for n in (4, 5))
    asked = held(engine, house.district, now, "ว 6")
    for letter_id, day in ((told, None), (dated, date(2026, 12, 1)), (asked, None)):
        to = To(None, "โรงเรียนบ้านสมมติ", due_on=day)
        send(engine, house.district, now, letter_id, to)
    known = [open_one, fresh, dated, asked]
    assert [x for x in shown(engine, house.district, later) if x not in own] == sorted(known)
    assert told in shown(engine, house.district, now)


def test_what_is_open_is_read_as_the_rules_say_and_from_its_index(engine: Engine) -> None:
    known = (None, 1), (None, date(2026, 1, 1))
    with engine.connect() as connection:
        for asked, state, office_id, day in product((None, *Action), DeliveryState, *known):
            row = {
                "asked": asked and asked.value,
                "state": state.value,
                "office_id": office_id,
                "due_on": day,
            }
            kinds = (String, String, Integer, Date)
            columns = [cast(bindparam(name, value), kind).label(name)
                       for (name, value), kind in zip(row.items(), kinds, strict=True)]  # fmt: skip
            said = select(*columns).subquery()
            found = connection.execute(select(said.c.state).where(walking.OPEN_NOW)).all()
            heard = asked not in (None, Action.KNOW) or office_id is not None or day is not None
            assert bool(found) == (delivery_rules.silent(state, asked) and heard), row
        wanted = f"SELECT letter_id FROM delivery WHERE {walking.OPEN_NOW}"
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {wanted}").all()
        else:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted}").all()
    assert "ix_delivery_open" in str(plan)


def test_only_years_that_letters_can_be_of(now: datetime) -> None:
    assert [walking.year_asked(one, now) for one in (None, 1, 2568, 2569, 2570, 10**9)] == [
        None, None, 2568, 2569, None, None,
    ]  # fmt: skip


def test_an_office_over_the_whole_country_may_ask(
    engine: Engine, house: Office, now: datetime
) -> None:
    """8,884 offices in one question, many times over, are more than a database takes as values."""
    letter_id = held(engine, house.district, now)
    send(engine, house.district, now, letter_id, To(office_id(engine, "lao.5210701"), TOWN))
    country = house.district.office_ids | set(range(100_000, 108_884))
    assert shown(engine, replace(house.district, office_ids=country), now) == [letter_id]
