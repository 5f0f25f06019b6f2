"""What a letter makes an office owe, passed down and answered: told as stories on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.tracker import bundles
from tests.tracker.bundles import drop, letter, link, reading
from tests.tracker.office import Office
from tracker import audit, db, duties, intake, offices
from tracker.actor import Actor
from tracker.deadlines import find
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.holidays import government
from tracker.models import Duty, DutyChange, Letter
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState

DAY = date(2026, 10, 1)


def asks(
    text: str,
    *,
    ref: str = "มท 0808.3/ว 912",
    issuer: str = "กรมส่งเสริมการปกครองท้องถิ่น",
    dated: date = DAY,
    action: str = "report",
    **more: Any,
) -> bundles.Values:
    """A letter that says ``text``, with what the reader finds in it."""
    found = find(text, dated=dated, calendar=government())
    names = ("text", "kind", "rule", "actor", "due", "window_from", "recurrence", "suggested",
             "supersedes", "until", "explanation", "raw", "confidence", "doubt")  # fmt: skip
    told = [{name: getattr(one, name) for name in names} for one in found]
    return letter(
        more.pop("key", "1"), ref, dated.isoformat(), issuer, role=more.pop("role", "cover"),
        deadlines=told, text=text, action=action, **more,
    )  # fmt: skip


def register(
    engine: Engine, actor: Actor, now: datetime, *read: bundles.Values,
    received: datetime | None = None, links: Any = (),
) -> int:  # fmt: skip
    """The letter that the actor's office registers; its duties are opened by that."""
    arrival = drop(engine, actor, now, reading(*read, links=links), name=f"{actor.office_id}.pdf")
    with db.begin(engine) as session:
        done = intake.settle(session, actor, now, arrival_id=arrival, received_at=received or now)
    return done.letter_id


def owed(engine: Engine, letter_id: int, office_id: int | None = None) -> list[Duty]:
    with db.look(engine) as session:
        found = select(Duty).where(Duty.letter_id == letter_id).order_by(col(Duty.id))
        if office_id is not None:
            found = found.where(Duty.office_id == office_id)
        return list(session.exec(found))


def history(engine: Engine, duty: Duty) -> list[DutyChangeKind]:
    with db.look(engine) as session:
        found = select(DutyChange.kind).where(DutyChange.duty_id == duty.id)
        return list(session.exec(found.order_by(col(DutyChange.id))))


TWO_LEVELS = (
    "ขอให้ อปท. ส่งข้อมูลให้อำเภอภายในวันที่ ๔ ธันวาคม ๒๕๖๙ และอำเภอรวบรวมส่งจังหวัดภายในวันที่ ๑๑ ธันวาคม ๒๕๖๙"
)


def test_each_level_takes_its_own_date(engine: Engine, house: Office, now: datetime) -> None:
    circular = asks(TWO_LEVELS, ref="รย 0023.3/ว 77", issuer="จังหวัดระยอง")
    at_district = register(engine, house.district, now, circular)
    own, relay = owed(engine, at_district, house.district.office_id)
    assert (own.kind, own.due, own.state) == (DutyKind.REPORT, "2026-12-11", DutyState.OPEN)
    assert "๑๑ ธันวาคม ๒๕๖๙" in own.explanation
    assert own.owed_to_office_id == house.province.office_id
    assert (relay.kind, relay.due) == (DutyKind.RELAY, None)
    assert relay.suggested is not None and relay.suggested < date(2026, 12, 4)
    at_municipality = register(engine, house.clerk, now, circular)
    assert at_municipality == at_district
    (mine,) = owed(engine, at_municipality, house.clerk.office_id)
    assert (mine.kind, mine.due) == (DutyKind.REPORT, "2026-12-04")
