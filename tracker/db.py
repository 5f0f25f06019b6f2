"""The database: an engine per address, and ``begin()`` = one transaction.

SQLite writes begin with ``BEGIN IMMEDIATE``: a transaction that first reads
and then writes would otherwise be refused when another wrote in between.
PostgreSQL takes row locks where the use cases ask for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from tracker import search_follow
from tracker.config import settings

#: Milliseconds for which SQLite waits for another writer.
BUSY_MS = 30_000
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def connect(url: str, *, durable: bool = False) -> Engine:
    """An engine for the address; a folder that SQLite needs is made.

    ``durable``: SQLite writes each commit to the disk before it goes on, also
    against a loss of power; PostgreSQL does so always.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            # Compiling a question takes longer than answering any of ours.
            connect_args={"options": f"-c jit=off {address.query.get('options', '')}"},
        )
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(address, connect_args={"timeout": BUSY_MS / 1000})
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare_sqlite)
        if durable:
            event.listen(made, "connect", _to_disk)
        event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late to be IMMEDIATE: we send it ourselves.
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _to_disk(raw: Any, _record: Any) -> None:
    raw.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@lru_cache(maxsize=8)
def engine(url: str | None = None) -> Engine:
    """The engine of this process (or of another address), made once.

    A number that was shown to a clerk is on the disk, whatever the power does.
    """
    return connect(url or settings().database, durable=True)


@contextmanager
def begin(on: Engine | None = None) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any error.

    Objects stay readable afterwards.
    """
    with _session(on or engine()) as session:
        search_follow.follow(session)
        with session.begin():
            yield session


def _session(source: Engine) -> Session:
    # What the installation has set for the use cases, which know no settings.
    return Session(source, expire_on_commit=False, info={"year_rule": settings().year_rule})


@contextmanager
def look(on: Engine | None = None) -> Iterator[Session]:
    """One transaction that only reads and holds up nobody; what it changed would be lost.

    Objects stay readable afterwards.
    """
    source = (on or engine()).execution_options(reads_only=True)
    with _session(source) as session:
        try:
            yield session
        finally:
            session.expunge_all()
            session.rollback()


def upgrade(on: Engine | None = None) -> None:
    """Bring the database to the newest numbered script."""
    from alembic import command  # half a second that no other start needs
    from alembic.config import Config

    with (on or engine()).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
