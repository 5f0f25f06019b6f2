"""A morning's digests over many open duties, and mails sent to a server on the loopback.

``DUTIES=100000`` measures a smaller house (of a million, a third lies near its
day). Every office has one account with an address.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlmodel import Session, col, func, select

from tests import postgres
from tests.tracker import smtp_server
from tests.tracker.conftest import NOW
from tests.tracker.office import open_office
from tracker import db, jobs, queue, sending_mail
from tracker.config import Settings
from tracker.message_words import MessageChannel, MessageState
from tracker.models import Account, Duty, Letter, Message, ReminderMark
from tracker.models import Office as OfficeRow
from tracker.sending_mail import Sender
from tracker.vocabulary import AccountRole, DutyKind, DutyState

COUNT = int(os.environ.get("DUTIES", "1000000"))
LETTERS = 120
#: Days over which the duties fall: from two months ago to four months ahead.
DAYS = range(-60, 120)


def main() -> None:
    print(f"   {COUNT:,} open duties of {LETTERS} letters")
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", db.connect(f"sqlite:///{Path(folder) / 'wian.db'}"), Path(folder))
        with postgres.serve() as server, server.database() as name:
            _measure("PostgreSQL", db.connect(server.url(name)), Path(folder))


def _measure(name: str, engine: Engine, folder: Path) -> None:
    with _timed(f"{name}: making them"):
        _fill(engine)
    hands = jobs.Hands(engine, queue.connect(f"sqlite:///{folder / 'queue.db'}"))
    for said in ("a first morning, all of it new", "the same again: nothing to do"):
        with _timed(f"{name}: {said}"):
            jobs.remind(hands, NOW)
    with db.look(engine) as session:
        digests = session.exec(select(func.count()).select_from(Message)).one()
        marks = session.exec(select(func.count()).select_from(ReminderMark)).one()
    print(f"      {digests:,} digests that tell of {marks:,} duties")
    with _timed(f"{name}: the next morning"):
        jobs.remind(hands, NOW + timedelta(days=1))
    _send(name, engine)
    engine.dispose()


def _send(name: str, engine: Engine) -> None:
    def clock() -> datetime:
        return NOW + timedelta(days=1, hours=1)

    with smtp_server.serve() as post:
        settings = Settings(smtp_url=post.url, mail_from="wian@example.go.th")
        sender = Sender(engine, sending_mail.ways(settings, engine, clock), clock)
        began, sent = time.perf_counter(), 0
        while done := sender.send_waiting(MessageChannel.MAIL):
            sent += done
        taken = time.perf_counter() - began
        assert set(post.copies.values()) == {1}
    with db.look(engine) as session:
        kept = session.exec(
            select(func.count()).where(col(Message.state) == MessageState.SENT)
        ).one()
    assert kept == sent
    print(f"      {name}: {sent:,} mails sent, {sent / taken:,.0f} a second, by one sender")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"      {what}: {time.perf_counter() - began:.1f} s", flush=True)


def _fill(engine: Engine) -> None:
    db.upgrade(engine)
    with db.begin(engine) as session:
        open_office(session, NOW)
        offices = [one for one in session.exec(select(OfficeRow.id)) if one is not None]
        session.execute(insert(Account), [_account(one) for one in offices])
        letters = _letters(session)
    for start in range(0, COUNT, 20_000):
        rows = [
            _duty(number, letters, offices) for number in range(start, min(start + 20_000, COUNT))
        ]
        with db.begin(engine) as session:
            session.execute(insert(Duty), rows)


def _account(office_id: int) -> dict[str, object]:
    return {
        "username": f"desk{office_id}", "password_hash": "", "display_name": f"โต๊ะ {office_id}",
        "role": AccountRole.CLERK, "office_id": office_id, "active": True, "must_change": False,
        "email": f"desk{office_id}@example.go.th", "session_version": 1, "created_at": NOW,
    }  # fmt: skip


def _letters(session: Session) -> list[int]:
    made = [
        Letter(
            ref_no=f"รย 0023.3/ว {n}", subject=f"เรื่องที่ {n}", date=date(2026, 9, 1), created_at=NOW
        )
        for n in range(LETTERS)
    ]
    session.add_all(made)
    session.flush()
    return [one.id for one in made if one.id is not None]


def _duty(number: int, letters: list[int], offices: list[int]) -> dict[str, object]:
    due = NOW.date() + timedelta(days=DAYS[number // 7 % len(DAYS)])
    return {
        "letter_id": letters[number % len(letters)], "office_id": offices[number % len(offices)],
        "kind": DutyKind.REPORT, "due": due.isoformat(), "due_on": due, "state": DutyState.OPEN,
        "explanation": "ภายในวันที่ที่หนังสือกำหนด", "opened_at": NOW.astimezone(UTC),
        "owed_to": "", "text": "", "rule": "", "basis": {}, "computed": False, "instance": 1,
        "closed_note": "", "version": 1,
    }  # fmt: skip
