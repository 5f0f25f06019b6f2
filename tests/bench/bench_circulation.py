"""One letter to 7,852 offices, and the pages of circulation over 100 directives sent to all.

``DIRECTIVES=10`` measures a smaller house. On SQLite and on PostgreSQL: the
sending itself, the index of all matters, the matrix of one as the sender sees
it, the whole of it as a spreadsheet, one registering, one expected letter.
"""

import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, insert, literal, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tests import postgres
from tests.tracker.conftest import NOW
from tests.tracker.office import open_office
from tracker import accounts, circulation, db, finishing, matrix, matters, taking
from tracker.actor import Actor
from tracker.circulation import To
from tracker.models import (
    Delivery,
    DeliveryEvent,
    Directive,
    DirectiveLetter,
    Dispatch,
    Letter,
    LetterHolding,
    OfficeName,
)
from tracker.models import Office as OfficeRow
from tracker.vocabulary import (
    AccountRole,
    Action,
    DeliveryState,
    DispatchOrigin,
    LetterKind,
    LetterRole,
    Level,
)
from tracker.web import matrix_sheet

DIRECTIVES = int(os.environ.get("DIRECTIVES", "100"))
#: As many as the country has local governments, in as many districts as they lie in.
OFFICES, DISTRICTS = int(os.environ.get("OFFICES", "7852")), 878


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", db.connect(f"sqlite:///{Path(folder) / 'wian.db'}"))
    with postgres.serve() as server, server.database() as name:
        _measure("PostgreSQL", db.connect(server.url(name)))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"   {what}: {time.perf_counter() - began:.2f} s", flush=True)


def _measure(name: str, engine: Engine) -> None:
    db.upgrade(engine)
    with db.begin(engine) as session:
        sender = open_office(session, NOW).admin
        _country(session)
        sender = accounts.actor_of(session, sender.account_id, 1) or sender
    to = _recipients(engine)
    first = _letter(engine, sender, 0)
    with _timed(f"{name}: a letter to {len(to):,}, the first reached"), db.begin(engine) as session:
        circulation.send(session, sender, NOW, letter_id=first, to=to)
    with _timed(f"{name}: the rest of them, in pieces that let others in between"):
        finishing.send_on(engine, NOW, threading.Event())
    with _timed(f"{name}: {DIRECTIVES - 1} more, copied into the database"):
        for number in range(1, DIRECTIVES):
            _copy(engine, first, _letter(engine, sender, number), sender)
    with db.begin(engine) as session:
        session.execute(text("ANALYZE"))  # as the database does by itself in time
    _come_along(engine)
    _pages(name, engine, sender)
    _register(name, engine, to[0])
    engine.dispose()


def _pages(name: str, engine: Engine, sender: Actor) -> None:
    later = NOW + timedelta(days=30)
    with _timed(f"{name}: index of {DIRECTIVES} matters"), db.look(engine) as session:
        assert matters.overview(session, sender, now=later).total == DIRECTIVES
    with _timed(f"{name}: matrix of one, a page"), db.look(engine) as session:
        shown = matrix.matrix(session, sender, now=later, directive_id=1, state="owing")
        assert shown.tally.total == OFFICES
    with _timed(f"{name}: matrix of one, spreadsheet"), db.look(engine) as session:
        whole = matrix.matrix(session, sender, now=later, directive_id=1, per_page=10**6)
        matrix_sheet.workbook(whole, later)


def _register(name: str, engine: Engine, to: To) -> None:
    assert to.office_id is not None
    clerk = Actor(1, "ผู้วัด", AccountRole.CLERK, to.office_id, frozenset({to.office_id}))
    with _timed(f"{name}: what one office is to register"), db.look(engine) as session:
        waiting = circulation.incoming(session, clerk, now=NOW)
    with _timed(f"{name}: ten of them registered"):
        for view in waiting[:10]:
            with db.begin(engine) as session:
                taking.take(session, clerk, NOW, delivery_id=view.id)


def _country(session: Session) -> None:
    """Districts and local governments enough for the whole country."""
    session.execute(text("UPDATE account SET session_version = 1"))
    top = session.exec(select(OfficeRow).where(OfficeRow.key == "rayong")).one()
    areas = [{"key": f"x.{n:04d}", "level": Level.DISTRICT, "parent_id": top.id}
             for n in range(DISTRICTS)]  # fmt: skip
    session.execute(insert(OfficeRow), areas)
    found = select(OfficeRow.id).where(col(OfficeRow.key).like("x.%")).order_by(col(OfficeRow.id))
    parents = session.exec(found).all()
    session.execute(insert(OfficeRow), [
        {"key": f"y.{n:05d}", "level": Level.LOCAL, "parent_id": parents[n % DISTRICTS]}
        for n in range(OFFICES)
    ])  # fmt: skip
    made = session.exec(select(OfficeRow).where(col(OfficeRow.key).like("%.0%"))).all()
    session.execute(insert(OfficeName), [
        {"office_id": one.id, "name": f"หน่วยงาน {one.key}", "type": "", "short": "",
         "head_title": "", "is_alias": False}
        for one in made if one.key[:2] in ("x.", "y.")
    ])  # fmt: skip


def _recipients(engine: Engine) -> list[To]:
    with db.look(engine) as session:
        found = select(OfficeRow).where(col(OfficeRow.key).like("y.%")).order_by(col(OfficeRow.id))
        return [
            To(one.id, f"หน่วยงาน {one.key}", due_on=date(2026, 12, 18))
            for one in session.exec(found)
        ]


def _letter(engine: Engine, sender: Actor, number: int) -> int:
    with db.begin(engine) as session:
        letter = Letter(
            ref_no=f"มท 0200/ว {number}", subject=f"เรื่องที่ {number}", date=NOW.date(),
            issuer_office_id=sender.office_id, action=Action.REPORT, kind=LetterKind.EXTERNAL,
            created_at=NOW,
        )  # fmt: skip
        session.add(letter)
        session.flush()
        assert letter.id is not None
        held = LetterHolding(letter_id=letter.id, office_id=sender.office_id, arrival_id=None,
                             role=LetterRole.COVER, held_since=NOW)  # fmt: skip
        matter = Directive(title=f"เรื่องที่ {number}", root_letter_id=letter.id, created_at=NOW,
                           updated_at=NOW)  # fmt: skip
        session.add_all([held, matter])
        session.flush()
        assert matter.id is not None
        session.add(DirectiveLetter(directive_id=matter.id, letter_id=letter.id))
        return letter.id


def _copy(engine: Engine, first: int, letter_id: int, sender: Actor) -> None:
    """A sending like the first, made inside the database: the fixture is not what is measured."""
    with db.begin(engine) as session:
        dispatch = Dispatch(
            letter_id=letter_id, sender_office_id=sender.office_id, origin=DispatchOrigin.SENT,
            sent_at=NOW, made_by=sender.account_id, made_at=NOW,
        )  # fmt: skip
        session.add(dispatch)
        session.flush()
        others = {"letter_id": literal(letter_id), "dispatch_id": literal(dispatch.id)}
        _again(session, Delivery, others, col(Delivery.letter_id) == first)
        old, new = aliased(Delivery), aliased(Delivery)
        lines = (
            select(DeliveryEvent, new.id)
            .join(old, col(old.id) == col(DeliveryEvent.delivery_id))
            .join(new, (col(new.recipient) == col(old.recipient)))
            .where(old.letter_id == first, new.letter_id == letter_id)
        )
        names = [c.name for c in DeliveryEvent.__table__.columns if c.name != "id"]
        told = lines.with_only_columns(
            *(
                col(new.id) if name == "delivery_id" else getattr(DeliveryEvent, name)
                for name in names
            )
        )
        session.execute(insert(DeliveryEvent).from_select(names, told))


def _again(
    session: Session,
    table: type[Delivery],
    others: dict[str, ColumnElement[Any]],
    which: ColumnElement[bool],
) -> None:
    names = [c.name for c in table.__table__.columns if c.name != "id"]
    columns = [others.get(name, getattr(table, name)) for name in names]
    session.execute(insert(table).from_select(names, select(*columns).where(which)))


def _come_along(engine: Engine) -> None:
    """A month later: some have answered, some have registered, some are silent."""
    chance = random.Random(9)
    with db.begin(engine) as session:
        for state, share in ((DeliveryState.RECEIVED, 3), (DeliveryState.ANSWERED, 5)):
            rest = chance.randrange(share)
            session.execute(
                update(Delivery)
                .where(col(Delivery.id) % share == rest, col(Delivery.id) > 20)
                .values(state=state)
                .execution_options(synchronize_session=False)
            )


if __name__ == "__main__":
    main()
