"""An office to work in: a migrated, seeded database, on SQLite and on PostgreSQL.

Made once for each of the two; every test finds it as it was made.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import Engine

from tests import postgres
from tests.tracker.office import Office, open_office
from tracker import db

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)


@pytest.fixture
def now() -> datetime:
    return NOW


def _fill(url: str) -> Office:
    engine = db.connect(url)
    db.upgrade(engine)
    with db.begin(engine) as session:
        house = open_office(session, NOW)
    engine.dispose()
    return house


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    path = tmp_path_factory.mktemp("template") / "wian.db"
    return path, _fill(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_office(postgres_server: postgres.Server) -> tuple[str, Office]:
    """One database for all tests: what it holds at first is kept aside in the schema ``seed``."""
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE wian_office")
    url = postgres_server.url("wian_office")
    house = _fill(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA seed")
        for table in _tables(connection):
            connection.execute(f"CREATE TABLE seed.{table} AS TABLE public.{table}".encode())
    return url, house


def _tables(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [table for (table,) in found.fetchall()]


def _restore(url: str) -> None:
    """Back to what the database held at first; the guards of the trail look away meanwhile."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in _tables(connection):
            connection.execute(
                f"DELETE FROM public.{table};"
                f"INSERT INTO public.{table} SELECT * FROM seed.{table}".encode()
            )
        for (column,) in connection.execute(
            "SELECT format('%I.id', table_name) FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_default LIKE 'nextval%'"
        ).fetchall():
            table = column.removesuffix(".id")
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('public.{table}', 'id'), "
                f"coalesce(max(id), 0) + 1, false) FROM public.{table}".encode()
            )


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Office]]:
    if request.param == "sqlite":
        source, house = request.getfixturevalue("sqlite_template")
        url = f"sqlite:///{shutil.copy(source, tmp_path / 'wian.db')}"
    else:
        url, house = request.getfixturevalue("postgres_office")
        _restore(url)
    engine = db.connect(url)
    yield engine, house
    engine.dispose()


@pytest.fixture
def engine(opened: tuple[Engine, Office]) -> Engine:
    """A database of the test's own, with offices and accounts."""
    return opened[0]


@pytest.fixture
def house(opened: tuple[Engine, Office]) -> Office:
    """Accounts at several levels."""
    return opened[1]
