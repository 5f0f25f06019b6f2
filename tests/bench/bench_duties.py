"""The hourly computation over a million open duties, on SQLite and PostgreSQL.

``DUTIES=100000`` measures a smaller house. Duties hang on 120 directives; each
office received its letter on one of twenty days, so that days counted from
receipt differ. Three runs: nothing changed; a holiday added that moves the
days counted in working days; what comes back after taking it out again.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, text
from sqlmodel import Session, col, func, select

from tests import postgres
from tests.tracker.conftest import NOW
from tests.tracker.office import open_office
from tracker import db, deadlines, duties, finishing, holiday_table, holidays
from tracker.models import Duty, Holiday, Letter, LetterDuty
from tracker.models import Office as OfficeRow
from tracker.vocabulary import DutyKind, DutyState, Level

COUNT = int(os.environ.get("DUTIES", "1000000"))
DIRECTIVES = 120
#: One in ten letters counts working days from receipt: those move with the calendar.
COUNTED = "ขอให้รายงานภายใน ๑๕ วันทำการ นับแต่วันที่ได้รับหนังสือ"
NAMED = "ขอให้รายงานภายในวันที่ ๒๕ ธันวาคม ๒๕๖๙"
ADDED = date(2026, 12, 9)


def main() -> None:
    print(f"   {COUNT:,} open duties of {DIRECTIVES} letters")
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", db.connect(f"sqlite:///{Path(folder) / 'wian.db'}"))
    with postgres.serve() as server, server.database() as name:
        _measure("PostgreSQL", db.connect(server.url(name)))


def _measure(name: str, engine: Engine) -> None:
    with _timed(f"{name}: making them"):
        _fill(engine)
    with _timed(f"{name}: nothing changed"), db.look(engine) as session:
        assert not duties.would_move(session)
    with _timed(f"{name}: what is open on a day, ten days ahead"), db.look(engine) as session:
        rows = sum(1 for _ in duties.open_on(session, day=date(2026, 12, 1), ahead=10))
    print(f"      {rows:,} rows")
    with db.begin(engine) as session:
        session.add(Holiday(day=ADDED, name="วันหยุดพิเศษ", added_at=NOW))
    with _timed(f"{name}: a holiday added, in pieces that let others in between"):
        reckoned = finishing.reckon(engine, NOW)
    print(f"      {reckoned.moved:,} days moved, each with its line of history")
    with db.look(engine) as session:
        assert not duties.would_move(session)
    engine.dispose()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"   {what}: {time.perf_counter() - began:.2f} s", flush=True)


def _fill(engine: Engine) -> None:
    db.upgrade(engine)
    with db.begin(engine) as session:
        house = open_office(session, NOW)
        offices = session.exec(select(OfficeRow).where(OfficeRow.level == Level.LOCAL)).all()
        letters = [_letter(session, n) for n in range(DIRECTIVES)]
        calendar = holiday_table.calendars(session)("ระยอง")
        rows = []
        days: dict[tuple[bool, int], tuple[str | None, str]] = {}
        for at in range(COUNT):
            letter_id, duty_id = letters[at % DIRECTIVES]
            counted, office = at % DIRECTIVES % 10 == 0, offices[at // DIRECTIVES % len(offices)]
            received = datetime(2026, 11, 2, 10, 0) + timedelta(days=at // DIRECTIVES % 20)  # noqa: DTZ001
            key = (counted, received.day)
            if key not in days:
                days[key] = _day(counted, received, calendar)
            due, explanation = days[key]
            since = received.isoformat(timespec="minutes") if counted else None
            owed_to = house.district.office_id
            rows.append(_row(at, letter_id, duty_id, office, owed_to, due, explanation, since))
            if len(rows) == 20_000:
                session.execute(insert(Duty), rows)
                rows = []
        if rows:
            session.execute(insert(Duty), rows)
        assert session.exec(select(func.count(col(Duty.id)))).one() == COUNT
    with db.begin(engine) as session:
        session.execute(text("ANALYZE"))  # as the database does by itself in time


def _letter(session: Session, number: int) -> tuple[int, int]:
    clause = COUNTED if number % 10 == 0 else NAMED
    body = "เรื่องนี้ให้ดำเนินการตามแนวทางที่กำหนด " * 40 + clause
    letter = Letter(date=date(2026, 10, 30), subject=f"เรื่องที่ {number}", text=body, created_at=NOW,
                    ref_no=f"มท 0808.3/ว {number}")  # fmt: skip
    session.add(letter)
    session.flush()
    (found,) = deadlines.find(clause, dated=letter.date, calendar=holidays.government())
    assert letter.id is not None
    item = LetterDuty(letter_id=letter.id, kind=found.kind, text=found.text, rule=found.rule,
                      due=found.due, details={"raw": found.raw})  # fmt: skip
    session.add(item)
    session.flush()
    assert item.id is not None
    return letter.id, item.id


def _day(counted: bool, received: datetime, calendar: holidays.Calendar) -> tuple[str | None, str]:
    clause = COUNTED if counted else NAMED
    (found,) = deadlines.find(
        clause, dated=date(2026, 10, 30), received=received, calendar=calendar
    )
    return found.due, found.explanation


def _row(
    at: int, letter_id: int, duty_id: int, office: OfficeRow, owed_to: int, due: str | None,
    explanation: str, counted_from: str | None,
) -> dict[str, object]:  # fmt: skip
    return {
        "letter_id": letter_id, "letter_duty_id": duty_id, "office_id": office.id,
        "owed_to_office_id": owed_to, "owed_to": "อำเภอเขาชะเมา", "kind": DutyKind.REPORT,
        "text": NAMED, "rule": "by", "due": due, "due_on": date.fromisoformat(due or ""),
        "explanation": explanation, "basis": {}, "computed": counted_from is not None,
        "counted_from": counted_from, "province": office.province, "state": DutyState.OPEN,
        "instance": at + 1, "opened_at": NOW, "closed_note": "", "version": 1,
    }  # fmt: skip


if __name__ == "__main__":
    main()
