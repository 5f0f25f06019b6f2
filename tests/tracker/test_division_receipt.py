"""A unit that takes up work gets its number in its own book, once."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.tracker.bundles import drop, letter, reading
from tests.tracker.office import Office
from tracker import assignments, book_settings, db, division_receipt, endorsements, intake, posts
from tracker.actor import Actor
from tracker.assignments import Holder
from tracker.errors import BadValue
from tracker.models import Assignment, Book, Entry
from tracker.vocabulary import BookKind, BookUse, Post


def given_to_unit(engine: Engine, house: Office, now: datetime) -> Assignment:
    """The mayor has given a registered letter to กองคลัง, where the clerk works."""
    mayor = house.colleague
    paper = letter("1", "รย 0023.3/412", "2026-11-20", "จังหวัดระยอง", role="cover",
                   to=("นายกเทศมนตรีตำบลชำฆ้อ",))  # fmt: skip
    arrival = drop(engine, house.clerk, now, reading(paper))
    with db.begin(engine) as session:
        unit = posts.add_unit(session, house.admin, now, office_id=mayor.office_id, name="กองคลัง")
        for who, post, where in (
            (mayor, Post.HEAD, None), (house.clerk, Post.MEMBER, unit.id),
        ):  # fmt: skip
            posts.appoint(
                session, house.admin, now, office_id=mayor.office_id, post=post, unit_id=where,
                account_id=who.account_id, name="นายสมมติ", first_day=date(2026, 1, 1),
            )  # fmt: skip
        taken = intake.settle(session, house.clerk, now, arrival_id=arrival)
        endorsements.order(
            session, mayor, now, letter_id=taken.letter_id, text="มอบกองคลัง", to=[Holder(unit.id)]
        )
        return session.exec(select(Assignment)).one()


def book_for(session: Session, actor: Actor, now: datetime, unit_id: int | None) -> Book:
    return book_settings.open_new(
        session, actor, now, kind=BookKind.RECEIVE, use=BookUse.GENERAL, name="กองคลัง",
        unit_id=unit_id,
    )  # fmt: skip


def accept(session: Session, actor: Actor, now: datetime, version: int, act: str) -> None:
    work = session.exec(select(Assignment)).one()
    assignments.move(session, actor, now, assignment_id=work.id or 0, act=act, version=version)


def test_the_unit_that_accepts_receives_on_once(
    engine: Engine, house: Office, now: datetime
) -> None:
    work = given_to_unit(engine, house, now)
    with db.begin(engine) as session:
        book = Book(office_id=work.office_id, kind=BookKind.RECEIVE, use=BookUse.GENERAL,
                    name="กองคลัง", unit_id=work.unit_id)  # fmt: skip
        session.add(book)
        session.flush()
        accept(session, house.clerk, now, work.version, "accept")
        line = division_receipt.line_of(session, work)
        assert line is not None and line[0].id == book.id
        central = session.get_one(Entry, line[1].parent_entry_id)
        assert (line[1].number, line[1].letter_id, central.number) == (1, work.letter_id, 1)
        accept(session, house.clerk, now, work.version + 1, "done")
        mine = session.exec(select(Entry).where(col(Entry.parent_entry_id).is_not(None))).all()
        assert [one.number for one in mine] == [1]


def test_a_unit_without_a_book_gets_no_number(engine: Engine, house: Office, now: datetime) -> None:
    work = given_to_unit(engine, house, now)
    with db.begin(engine) as session:
        accept(session, house.clerk, now, work.version, "accept")
        assert division_receipt.line_of(session, work) is None


def test_a_book_is_no_other_offices_units(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        unit = posts.add_unit(
            session, house.admin, now, office_id=house.clerk.office_id, name="กองคลัง"
        )
        with pytest.raises(BadValue, match="ไม่พบกอง"):
            book_for(session, house.province, now, unit.id)
        own = posts.add_unit(
            session, house.admin, now, office_id=house.province.office_id, name="กลุ่มงานปกครอง"
        )
        assert book_for(session, house.province, now, own.id).unit_id == own.id
