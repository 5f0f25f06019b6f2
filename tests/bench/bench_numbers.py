"""Confirmations per second, numbers without gap, on SQLite and PostgreSQL.

``CONFIRMATIONS=2000`` over the threads of a web server: half of them receive letters, half
give outgoing numbers, all in the books of one office. Then a year of 10,000
lines is printed in form 13, exported and brought in again.
"""

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, select

from tests import postgres
from tests.tracker.conftest import NOW
from tests.tracker.office import Office, open_office
from tracker import (
    back_entry,
    books,
    db,
    register_export,
    register_import,
    register_paper,
    registers,
    sending,
)
from tracker.config import Settings
from tracker.models import Book, Entry
from tracker.vocabulary import BookKind

COUNT = int(os.environ.get("CONFIRMATIONS", "2000"))
LINES = int(os.environ.get("LINES_OF_A_YEAR", "10000"))
#: As many confirm at once as the web server has threads.
THREADS = Settings().web_threads


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", db.connect(f"sqlite:///{Path(folder) / 'wian.db'}"))
    with postgres.serve() as server, server.database() as name:
        _measure("PostgreSQL", db.connect(server.url(name)))


def _measure(title: str, engine: Engine) -> None:
    db.upgrade(engine)
    with db.begin(engine) as session:
        house = open_office(session, NOW)
        for kind in BookKind:
            books.book_of(session, house.district.office_id, kind)
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda turn: _confirm(engine, house, turn), range(COUNT)))
    spent = time.perf_counter() - began
    with db.look(engine) as session:
        for kind in BookKind:
            lines = select(Entry.number).join(Book).where(Book.kind == kind)
            numbers = list(session.exec(lines.order_by(col(Entry.number))))
            assert numbers == list(range(1, len(numbers) + 1)), "a gap or a double"
    print(f"   {title}: {COUNT} confirmations, {THREADS} at once: {COUNT / spent:.0f}/s, no gap")
    _year(title, engine, house)
    engine.dispose()


def _confirm(engine: Engine, house: Office, turn: int) -> None:
    line = back_entry.Line(NOW - timedelta(minutes=turn % 60), subject=f"เรื่องที่ {turn}")
    with db.begin(engine) as session:
        if turn % 2:
            back_entry.write(session, house.district, NOW, line=line)
        else:
            sending.issue(
                session, house.district, NOW, letter_id=None, dated=NOW.date(), circular=False,
                to_text="นายก", subject=line.subject,
            )  # fmt: skip


def _year(title: str, engine: Engine, house: Office) -> None:
    """A year of a book: written, printed, exported, understood again."""
    clerk = house.clerk
    with db.begin(engine) as session:
        book = registers.book_of(session, clerk.office_id)
        assert book.id is not None
        book_id = book.id
        session.add_all(
            back_entry.new_entry(book, 2569, number, _line(number), clerk, NOW)
            for number in range(1, LINES + 1)
        )
    with db.begin(engine) as session:
        registers.open_year(session, clerk, NOW, book_id=book_id, year=2569, next_number=LINES + 1)
    with db.look(engine) as session:
        given = {"book_id": book_id, "year": 2569}
        began = time.perf_counter()
        pdf = register_paper.pdf(session, clerk, NOW, **given)
        printed = time.perf_counter()
        sheet = register_export.workbook(session, clerk, NOW, **given)
        exported = time.perf_counter()
        plan = register_import.plan(session, clerk, NOW, content=sheet, **given)
        read = time.perf_counter()
    assert plan.counts[register_import.Fate.KNOWN] == LINES
    print(
        f"   {title}: {LINES:,} lines: form 13 {printed - began:.1f} s ({len(pdf) / 1e6:.1f} MB), "
        f"spreadsheet {exported - printed:.1f} s, dry run {read - exported:.1f} s"
    )


def _line(number: int) -> back_entry.Line:
    return back_entry.Line(
        NOW - timedelta(days=(LINES - number) // 40),
        f"รย 0023.3/ว {number}",
        NOW.date() - timedelta(days=(LINES - number) // 40 + 3),
        "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดระยอง",
        "นายกเทศมนตรีตำบลชำฆ้อ",
        f"ขอเชิญประชุมซักซ้อมแนวทางการปฏิบัติงานทะเบียน ครั้งที่ {number}",
    )
