"""Letters that ask for something by a day, and the ways in and down; for the tests of duties."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.tracker.bundles import Values, drop, letter, reading
from tracker import db, intake, matching
from tracker.actor import Actor
from tracker.deadlines import find
from tracker.holidays import government
from tracker.models import Duty, DutyChange, Letter, LetterHolding
from tracker.vocabulary import DutyChangeKind, LetterRole

DAY = date(2026, 10, 1)
#: What the reader tells of one date.
_TOLD = ("text", "kind", "rule", "actor", "due", "window_from", "recurrence", "suggested",
         "supersedes", "until", "explanation", "raw", "confidence", "doubt")  # fmt: skip


def asks(
    text: str,
    *,
    ref: str = "มท 0808.3/ว 912",
    issuer: str = "กรมส่งเสริมการปกครองท้องถิ่น",
    dated: date = DAY,
    action: str = "report",
    key: str = "1",
    role: str = "cover",
    **more: Any,
) -> Values:
    """A letter that says ``text``, with what the reader finds in it."""
    found = find(text, dated=dated, calendar=government())
    told = [{name: getattr(one, name) for name in _TOLD} for one in found]
    return letter(
        key, ref, dated.isoformat(), issuer, role=role, deadlines=told, text=text, action=action,
        **more,
    )  # fmt: skip


def register(
    engine: Engine,
    actor: Actor,
    now: datetime,
    *read: Values,
    received: datetime | None = None,
    links: tuple[Values, ...] = (),
    name: str = "",
) -> int:
    """The letter that the actor's office registers; its duties are opened by that."""
    file = f"{name}{actor.office_id}.pdf"
    arrival = drop(engine, actor, now, reading(*read, links=links), name=file)
    with db.begin(engine) as session:
        done = intake.settle(session, actor, now, arrival_id=arrival, received_at=received or now)
    return done.letter_id


def write(session: Session, actor: Actor, now: datetime, ref: str, dated: date) -> int:
    """A letter that the actor's office sends out itself."""
    made = Letter(
        ref_no=ref, identity=matching.identity(ref, dated, None), date=dated,
        subject="การสำรวจข้อมูลแหล่งน้ำ",
        issuer_office_id=actor.office_id, created_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    assert made.id is not None
    session.add(
        LetterHolding(
            letter_id=made.id, office_id=actor.office_id, role=LetterRole.COVER, held_since=now
        )
    )
    session.flush()
    return made.id


def owed(engine: Engine, letter_id: int, office_id: int | None = None) -> list[Duty]:
    """The duties because of a letter, in the order in which they were opened."""
    with db.look(engine) as session:
        found = select(Duty).where(Duty.letter_id == letter_id).order_by(col(Duty.id))
        if office_id is not None:
            found = found.where(Duty.office_id == office_id)
        return list(session.exec(found))


def history(engine: Engine, duty: Duty) -> Sequence[DutyChangeKind]:
    with db.look(engine) as session:
        found = select(DutyChange.kind).where(DutyChange.duty_id == duty.id)
        return list(session.exec(found.order_by(col(DutyChange.id))))


def number(duty: Duty) -> int:
    assert duty.id is not None
    return duty.id
