from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from tests.tracker.office import Office
from tracker import audit, db
from tracker.models import AuditLine


def write(engine: Engine, house: Office, now: datetime, number: int) -> None:
    with db.begin(engine) as session:
        audit.record(session, house.clerk, now, "try", ("thing", number), {"a": None}, {"day": now})
        audit.record(session, None, now, "try", ("thing", number), office_id=1)


def test_the_trail_does_not_fork_under_concurrent_writers(
    engine: Engine, house: Office, now: datetime
) -> None:
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda number: write(engine, house, now, number), range(30)))
    with db.look(engine) as session:
        assert audit.verify(session) == []
        tried = session.exec(select(AuditLine).where(AuditLine.act == "try")).all()
        assert len(tried) == 60


@pytest.mark.parametrize("act", ["UPDATE audit_line SET act = 'x'", "DELETE FROM audit_line"])
def test_the_database_refuses_to_change_the_trail(engine: Engine, house: Office, act: str) -> None:
    with pytest.raises(DatabaseError, match="append only"), engine.begin() as connection:
        connection.execute(text(act))


def test_a_line_changed_behind_the_triggers_is_found(engine: Engine, house: Office) -> None:
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_line_keeps_update"))
            connection.execute(text("DROP TRIGGER audit_line_keeps_delete"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE audit_line SET act = 'other' WHERE id = 2"))
        connection.execute(text("DELETE FROM audit_line WHERE id = 4"))
    with db.look(engine) as session:
        problems = audit.verify(session)
    assert any("รายการที่ 2 ถูกแก้ไข" in problem for problem in problems)
    assert any("หลังรายการที่ 3" in problem for problem in problems)


def test_what_was_rolled_back_leaves_no_line(engine: Engine, house: Office, now: datetime) -> None:
    with pytest.raises(RuntimeError), db.begin(engine) as session:
        audit.record(session, house.clerk, now, "try", ("thing", 1))
        raise RuntimeError
    with db.begin(engine) as session:
        audit.record(session, house.clerk, now, "again", ("thing", 1))
    with db.look(engine) as session:
        assert session.exec(select(AuditLine).where(AuditLine.act == "try")).all() == []
        assert audit.verify(session) == []


def test_lines_are_shown_to_those_above_only(engine: Engine, house: Office, now: datetime) -> None:
    write(engine, house, now, 7)
    with db.look(engine) as session:
        subject = ("thing", 7)
        assert len(audit.lines(session, house.district, subject=subject)) == 1
        assert audit.lines(session, house.stranger, subject=subject) == []
