"""Who names number, day and sender of a letter has not shown that he holds it."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.tracker.bundles import drop, letter, reading
from tests.tracker.office import Office
from tracker import db, intake, letters
from tracker.actor import Actor
from tracker.errors import NotFound
from tracker.models import Letter

NUMBER, DAY, SENDER = "รย 0023.3/512", "2026-03-20", "จังหวัดระยอง"
SUBJECT = "ผลการสอบข้อเท็จจริงเรื่องร้องเรียนที่ดิน"
TEXT = f"ที่ {NUMBER} เรื่อง {SUBJECT} " + "พยานคนที่หนึ่งให้ถ้อยคำเรื่องแนวเขตที่ดินไว้ว่า " * 8


def theirs(to: str = "นายกเทศมนตรีตำบลชำฆ้อ") -> dict[str, object]:
    return letter("1", NUMBER, DAY, SENDER, SUBJECT, to=(to,), role="cover", text=TEXT)


def settle(engine: Engine, actor: Actor, now: datetime, read: dict[str, object], name: str) -> int:
    arrival = drop(engine, actor, now, reading(read), name=name)
    with db.begin(engine) as session:
        return intake.settle(session, actor, now, arrival_id=arrival).letter_id


def by_hand(engine: Engine, actor: Actor, now: datetime, **more: str) -> int:
    arrival = drop(engine, actor, now, None, error="อ่านไม่ได้", name="blank.pdf")
    values = {"ref_no": NUMBER, "date": DAY, "issuer": SENDER, **more}
    with db.begin(engine) as session:
        done = intake.settle_by_hand(session, actor, now, arrival_id=arrival, values=values)
    return done.letter_id


def seen(session: Session, actor: Actor) -> str:
    """All that the actor is told of any letter he may see."""
    ids = session.exec(select(Letter.id).order_by(col(Letter.id))).all()
    views = []
    for one in ids:
        assert one is not None
        try:
            views.append(letters.letter(session, actor, one))
        except NotFound:
            continue
    assert views
    return " ".join(f"{v.letter.subject} {v.letter.text} {v.recipients}" for v in views)


@pytest.mark.parametrize("more", [{}, {"subject": "ผลการสอบข้อเท็จจริงเรื่องร้องเรียนที่ดิน"}])
def test_typing_number_day_and_sender_opens_nothing(
    engine: Engine, house: Office, now: datetime, more: dict[str, str]
) -> None:
    first = settle(engine, house.clerk, now, theirs(), "a.pdf")
    assert by_hand(engine, house.stranger, now, **more) != first
    with db.look(engine) as session:
        told = seen(session, house.stranger)
        assert "พยาน" not in told
        assert "ชำฆ้อ" not in told
        assert "พยาน" in seen(session, house.clerk)


def test_a_text_made_up_for_the_number_opens_nothing(
    engine: Engine, house: Office, now: datetime
) -> None:
    first = settle(engine, house.clerk, now, theirs(), "a.pdf")
    forged = letter("1", NUMBER, DAY, SENDER, None, role="cover", text="ข้อความที่แต่งขึ้นเอง " * 20)
    assert settle(engine, house.stranger, now, forged, "b.txt") != first
    with db.look(engine) as session:
        assert "พยาน" not in seen(session, house.stranger)


def test_the_same_text_with_misread_letters_is_the_same_letter(
    engine: Engine, house: Office, now: datetime
) -> None:
    first = settle(engine, house.clerk, now, theirs(), "a.pdf")
    misread = {**theirs("นายกเทศมนตรีตำบลเนินพระ"), "text": TEXT.replace("คำ", "ค่า")}
    assert settle(engine, house.stranger, now, misread, "b.pdf") == first


def test_an_office_that_is_addressed_joins_by_hand(
    engine: Engine, house: Office, now: datetime
) -> None:
    first = settle(engine, house.stranger, now, theirs(), "a.pdf")
    assert by_hand(engine, house.clerk, now) == first


def test_an_office_above_joins_what_one_below_holds(
    engine: Engine, house: Office, now: datetime
) -> None:
    first = settle(engine, house.clerk, now, theirs(), "a.pdf")
    assert by_hand(engine, house.district, now) == first
