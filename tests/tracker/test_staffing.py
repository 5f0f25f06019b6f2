"""Heads, deputies, absences: who decides and who works on a given day."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.tracker.office import Office
from tracker import db, staffing
from tracker.actor import Actor
from tracker.models import Absence, Appointment, Deputy, Unit
from tracker.vocabulary import DeputyKind, Post

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def appoint(
    session: Session, who: Actor, post: Post, title: str, unit_id: int | None = None
) -> None:
    session.add(
        Appointment(
            office_id=who.office_id, unit_id=unit_id, account_id=who.account_id,
            name=f"นาย{who.name}", title=title, post=post, first_day=date(2026, 1, 1),
        )
    )  # fmt: skip
    session.flush()


def deputise(session: Session, who: Actor, now: datetime, **more: object) -> Deputy:
    values = {
        "office_id": who.office_id, "account_id": who.account_id, "name": f"นาย{who.name}",
        "title": "รองนายกเทศมนตรี", "kind": DeputyKind.ACTING, "order_no": "12/2569",
        "first_day": MONDAY, "last_day": TUESDAY, "made_at": now,
    }  # fmt: skip
    order = Deputy(**{**values, **more})
    session.add(order)
    session.flush()
    return order


def leave(
    session: Session, who: Actor, now: datetime, stand_in: Actor | None, **more: object
) -> None:
    values = {"first_day": TUESDAY, "last_day": TUESDAY, "made_at": now, **more}
    instead = stand_in.account_id if stand_in else None
    session.add(Absence(account_id=who.account_id, stand_in_id=instead, **values))
    session.flush()


def test_an_office_without_posts_has_nobody(engine: Engine, house: Office) -> None:
    with db.look(engine) as session:
        assert staffing.acting_head(session, house.clerk.office_id, MONDAY) is None
        assert not staffing.powers(session, house.clerk.account_id, house.clerk.office_id, MONDAY)


def test_a_dated_order_holds_on_its_days_and_not_after(
    engine: Engine, house: Office, now: datetime
) -> None:
    office_id = house.clerk.office_id
    with db.begin(engine) as session:
        appoint(session, house.clerk, Post.HEAD, "นายกเทศมนตรี")
        deputise(session, house.colleague, now)
        acting = staffing.acting_head(session, office_id, TUESDAY)
        after = staffing.acting_head(session, office_id, WEDNESDAY)
        assert acting is not None
        assert after is not None
        assert acting.account_id == house.colleague.account_id
        assert acting.signs_as == "รองนายกเทศมนตรี\nรักษาราชการแทน นายกเทศมนตรี"
        assert (after.account_id, after.signs_as) == (house.clerk.account_id, "นายกเทศมนตรี")
        colleague = house.colleague.account_id
        assert staffing.powers(session, colleague, office_id, TUESDAY).office == acting
        assert not staffing.powers(session, colleague, office_id, WEDNESDAY)


def test_a_standing_order_holds_only_while_the_head_is_away(
    engine: Engine, house: Office, now: datetime
) -> None:
    office_id = house.clerk.office_id
    with db.begin(engine) as session:
        appoint(session, house.clerk, Post.HEAD, "นายกเทศมนตรี")
        deputise(session, house.colleague, now, standing=True, last_day=None)
        leave(session, house.clerk, now, None)
        on = [staffing.acting_head(session, office_id, day) for day in (MONDAY, TUESDAY)]
        assert [one.account_id for one in on if one] == [
            house.clerk.account_id, house.colleague.account_id,
        ]  # fmt: skip


def test_an_absent_head_without_deputy_is_told_as_away(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        appoint(session, house.clerk, Post.HEAD, "นายกเทศมนตรี")
        leave(session, house.clerk, now, house.colleague)
        head = staffing.acting_head(session, house.clerk.office_id, TUESDAY)
        assert head is not None
        assert (head.account_id, head.away) == (house.clerk.account_id, True)


def test_a_vacant_post_is_filled_by_rank_and_delegation_does_not_fill_it(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        deputise(session, house.clerk, now, kind=DeputyKind.DELEGATED)
        assert staffing.acting_head(session, house.clerk.office_id, MONDAY) is None
        power = staffing.powers(session, house.clerk.account_id, house.clerk.office_id, MONDAY)
        assert power.office is not None
        assert power.office.how is DeputyKind.DELEGATED
        deputise(session, house.clerk, now, standing=True, rank=2)
        first = deputise(session, house.colleague, now, standing=True, rank=1)
        acting = staffing.acting_head(session, house.clerk.office_id, MONDAY)
        assert acting is not None
        assert acting.deputy_id == first.id
        assert acting.acting_for == "นายกเทศมนตรีตำบลชำฆ้อ"


@pytest.mark.parametrize("circle", [False, True])
def test_stand_ins_hand_on_but_not_in_a_circle(
    engine: Engine, house: Office, now: datetime, circle: bool
) -> None:
    a, b, c = house.clerk, house.colleague, house.stranger
    with db.begin(engine) as session:
        leave(session, a, now, b)
        leave(session, b, now, a if circle else c)
        assert staffing.stand_in(session, a.account_id, MONDAY) == a.account_id
        wanted = a if circle else c
        assert staffing.stand_in(session, a.account_id, TUESDAY) == wanted.account_id
        served = staffing.served_by(session, c.account_id, TUESDAY)
        everyone = {a.account_id, b.account_id, c.account_id}
        assert served == ({c.account_id} if circle else everyone)


def test_units_are_headed_like_offices(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        unit = Unit(office_id=house.clerk.office_id, name="กองคลัง")
        closed = Unit(office_id=house.clerk.office_id, name="กองเดิม", closed_on=TUESDAY)
        session.add_all([unit, closed])
        session.flush()
        assert unit.id is not None
        appoint(session, house.colleague, Post.UNIT_HEAD, "ผู้อำนวยการกองคลัง", unit.id)
        head = staffing.unit_head(session, unit.id, MONDAY)
        assert head is not None
        assert head.account_id == house.colleague.account_id
        names = [[one.name for one in staffing.units(session, house.clerk, day=day)]
                 for day in (MONDAY, TUESDAY)]  # fmt: skip
        assert names == [["กองคลัง", "กองเดิม"], ["กองคลัง"]]
        powers = staffing.powers(session, house.colleague.account_id, house.clerk.office_id, MONDAY)
        assert (powers.office, set(powers.units)) == (None, {unit.id})
        shown = {one.account_id: one for one in
                 staffing.people(session, house.clerk.office_id, MONDAY)}  # fmt: skip
        assert shown[house.colleague.account_id].unit_ids == (unit.id,)
