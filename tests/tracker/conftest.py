"""An office to work in: a migrated, seeded database, on SQLite and on PostgreSQL.

Made once for each of the two and copied for every test.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
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
#: A template's address (SQLite: file; PostgreSQL: name of the database) and its accounts.
Template = tuple[str, Office]


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
def template(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], Template]:
    """Gives the filled template of a back end, made when first asked for."""

    @lru_cache
    def make(backend: str) -> Template:
        if backend == "sqlite":
            path = tmp_path_factory.mktemp("template") / "wian.db"
            return str(path), _fill(f"sqlite:///{path}")
        server: postgres.Server = request.getfixturevalue("postgres_server")
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE wian_template")
        return "wian_template", _fill(server.url("wian_template"))

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(
    request: pytest.FixtureRequest, template: Callable[[str], Template], tmp_path: Path
) -> Iterator[tuple[Engine, Office]]:
    source, house = template(request.param)
    if request.param == "sqlite":
        shutil.copy(source, tmp_path / "wian.db")
        engine = db.connect(f"sqlite:///{tmp_path / 'wian.db'}")
        yield engine, house
        engine.dispose()
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = f"copy_{abs(hash(tmp_path)):x}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}".encode())
        engine = db.connect(server.url(name))
        yield engine, house
        engine.dispose()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def engine(opened: tuple[Engine, Office]) -> Engine:
    """A database of the test's own, with offices and accounts."""
    return opened[0]


@pytest.fixture
def house(opened: tuple[Engine, Office]) -> Office:
    """Accounts at several levels."""
    return opened[1]
