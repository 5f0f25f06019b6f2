"""A province's five years, made up and written in bulk: letters, deliveries, duties, registers.

For every letter there are about 2.5 lines of a register, one in five of them of
letters on paper (``LETTERS=1000000`` gives 2,500,000 lines). Everything is made
in SQLite from one seed; ``province_copy`` brings it into PostgreSQL.
"""

import os
import sqlite3

from sqlalchemy import Engine
from sqlmodel import func, select

from tests.bench.bulk import without_indexes
from tests.bench.province_years import NOW, Years
from tests.tracker import bundles
from tests.tracker.office import Office, open_office
from tracker import db, models, offices, search_index, search_line_index
from tracker.models.office import subtree_ids

LETTERS = int(os.environ.get("LETTERS", "10000"))
#: Files that wait for review on the clerk's desk, as on a Monday.
WAITING = 30


def build(engine: Engine, letters: int = LETTERS) -> Office:
    """Fill a new SQLite database with the province; its accounts."""
    db.upgrade(engine)
    with db.begin(engine) as session:
        house = open_office(session, NOW)
        below = sorted(subtree_ids(session, house.province.office_id))
        names = {one: offices.name_on(session, one, NOW.date()) for one in below}
        parents = {one.id: one.parent_id for one in session.exec(select(models.Office))}
        department = offices.office(session, "dla")
        assert department is not None
    raw = engine.raw_connection()
    try:
        connection: sqlite3.Connection = raw.driver_connection  # type: ignore[assignment]
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        kept = without_indexes(connection)
        connection.execute("BEGIN")
        Years(connection, house, below, names, parents, department.id or 0).write(letters)
        connection.execute("COMMIT")
        for statement in kept:
            connection.execute(statement)
        connection.execute("PRAGMA foreign_keys=ON")
    finally:
        raw.close()
    for number in range(WAITING):
        one = bundles.letter(
            "1", f"รย 0023.3/ว {90000 + number}", "2026-11-20", "จังหวัดระยอง",
            f"เรื่องที่รอตรวจ {number}",
            to=("นายกเทศมนตรีตำบลชำฆ้อ",), role="cover", text="ข้อความ " * 80,
        )  # fmt: skip
        bundles.drop(engine, house.clerk, NOW, bundles.reading(one), name=f"{number}.pdf")
    engine.dispose()
    return house


def index(engine: Engine, batch: int = 2000) -> None:
    """Make everything searchable in pieces, as a running office does; SQLite's index at once."""
    raw = engine.raw_connection()
    triggers = raw.cursor().execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'"
    ).fetchall()  # fmt: skip
    for name, _ in triggers:
        raw.cursor().execute(f"DROP TRIGGER {name}")
    below: int | None = letters_above(engine)
    while below is not None:
        with db.begin(engine) as session:
            below = search_index.catch_up(session, below=below, batch=batch)
    left = True
    while left:
        with db.begin(engine) as session:
            left = search_line_index.catch_up(session, batch=batch)
    for words in ("search_words", "search_line_words"):
        raw.cursor().execute(f"INSERT INTO {words}({words}) VALUES ('rebuild')")  # noqa: S608
    for _, statement in triggers:
        raw.cursor().execute(statement)
    raw.close()


def letters_above(engine: Engine) -> int:
    """An id above those of all letters."""
    with db.look(engine) as session:
        return (session.exec(select(func.max(models.Letter.id))).one() or 0) + 1


def counted(engine: Engine) -> str:
    """How much there is of what makes pages slow."""
    said = []
    with engine.connect() as connection:
        for table in ("letter", "entry", "delivery", "duty"):
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            said.append(f"{table} {rows.scalar_one():,}")
    return ", ".join(said)
