"""An office to work in: a migrated, seeded database, on SQLite and on PostgreSQL.

Made once for each of the two; every test finds it as it was made.
"""

import shutil
from collections.abc import Callable, Iterator
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


#: A table that a test has changed becomes what it was; most tables it has not touched.
_AS_IT_WAS = """
    IF EXISTS (
        (SELECT one::text FROM public.{table} one EXCEPT ALL SELECT one::text FROM seed.{table} one)
        UNION ALL
        (SELECT one::text FROM seed.{table} one EXCEPT ALL SELECT one::text FROM public.{table} one)
    ) THEN
        DELETE FROM public.{table};
        INSERT INTO public.{table} SELECT * FROM seed.{table};
    END IF;
"""


@pytest.fixture(scope="session")
def postgres_office(
    postgres_server: postgres.Server,
) -> Iterator[tuple[str, Office, Callable[[], object]]]:
    """One database for all tests, and what takes it back to what it held at first.

    That is kept aside in the schema ``seed``. One connection takes it back each time: it has its
    questions planned, and the guards of the trail look away from it.
    """
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE wian_office")
    url = postgres_server.url("wian_office")
    house = _fill(url)
    with psycopg.connect(url, autocommit=True) as connection:
        _keep_aside(connection)
        counters = _counters(connection)
        connection.execute("SET session_replication_role = replica")
        yield url, house, lambda: connection.execute(f"SELECT seed.restore(){counters}".encode())


def _keep_aside(connection: psycopg.Connection[tuple[str]]) -> None:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = [table for (table,) in found.fetchall()]
    connection.execute("CREATE SCHEMA seed")
    for table in tables:
        connection.execute(f"CREATE TABLE seed.{table} AS TABLE public.{table}".encode())
    steps = "".join(_AS_IT_WAS.format(table=table) for table in tables)
    connection.execute(
        "CREATE FUNCTION seed.restore() RETURNS void LANGUAGE plpgsql "
        f"AS $$ BEGIN {steps} END $$".encode()
    )


def _counters(connection: psycopg.Connection[tuple[str]]) -> str:
    """What sets every counter of rows back to the next number at first."""
    found = connection.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'id' AND column_default LIKE 'nextval%'"
    )
    return "".join(
        f", setval(pg_get_serial_sequence('public.{table}', 'id'), "
        f"(SELECT coalesce(max(id), 0) + 1 FROM seed.{table}), false)"
        for (table,) in found.fetchall()
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Office]]:
    if request.param == "sqlite":
        source, house = request.getfixturevalue("sqlite_template")
        url = f"sqlite:///{shutil.copy(source, tmp_path / 'wian.db')}"
    else:
        url, house, restore = request.getfixturevalue("postgres_office")
        restore()
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
