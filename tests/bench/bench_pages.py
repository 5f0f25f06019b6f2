"""ms, bytes and queries of the busiest pages over a province's five years (LETTERS, REPEATS)

Through the program itself, as the accounts that use them; then the same pages
without the indexes, in the same run. ``PROVINCE`` names a SQLite file that
``tests.bench.province`` made before. ``cpu`` is what a page costs the processor,
which a busy machine leaves alone.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from tests.bench import province
from tests.bench.bench_search import in_postgres, made
from tests.bench.province_years import NOW
from tests.tracker.office import PASSWORD
from tests.tracker.statements import said
from tests.web.conftest import Browser
from tracker import config
from tracker.app import create_app
from tracker.web.edge import Edge

#: Whether the pages are measured without the indexes too: that takes long of many letters.
UNINDEXED = os.environ.get("UNINDEXED", "yes") != "no"
#: Seconds after which a question of such a page is given up.
GIVEN_UP = float(os.environ.get("UNINDEXED_SECONDS", "20"))
REPEATS = int(os.environ.get("REPEATS", "7"))
DATABASES = os.environ.get("DATABASES", "sqlite postgresql").split()
#: Most bytes of a page beside its pictures.
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one page: milliseconds by the clock and of the processor, bytes, queries."""

    times: tuple[float, ...]
    cpu: float
    size: int
    queries: int


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        source = made(Path(folder))
        if "sqlite" in DATABASES:
            _measure("SQLite", source, Path(folder))
        if "postgresql" in DATABASES:
            with in_postgres(source) as target:
                _measure("PostgreSQL", target, Path(folder))
        source.dispose()


def _measure(name: str, engine: Engine, folder: Path) -> None:
    print(f"   {name}: {province.counted(engine)}")
    app = opened(engine, folder)
    wanted = addresses(engine)
    visitors = {who: visitor(app, who) for who in ("chamkho", "rayong")}
    medians = {}
    for what, (who, address) in wanted.items():
        one = measure(visitors[who], engine, address)
        late = sorted(one.times)[int(0.95 * len(one.times))]
        medians[what] = statistics.median(one.times)
        print(
            f"   {name}, {what}: {medians[what]:.0f} ms, p95 {late:.0f}, cpu {one.cpu:.0f};"
            f" {one.queries} queries, {one.size / 1000:.0f} KB"
            f"{' TOO LARGE' if one.size > LARGEST else ''}",
            flush=True,
        )
    if not UNINDEXED:
        return
    with unindexed(engine):
        for what, (who, address) in wanted.items():
            bare, more = _bare(visitors[who], engine, address)
            said = f"{more}{bare:.0f} ms ({more}{bare / medians[what]:.1f}:1)"
            print(f"   {name}, {what}, without indexes: {said}", flush=True)


def _bare(browser: Browser, engine: Engine, address: str) -> tuple[float, str]:
    """Milliseconds of a page without the indexes; of one given up, those until then, and ``> ``."""
    began = time.perf_counter()
    try:
        return statistics.median(measure(browser, engine, address, 2).times), ""
    except (OperationalError, AssertionError):  # the program may answer with a page that says so
        took = time.perf_counter() - began
        if took < GIVEN_UP:
            raise
        return 1000 * took, "> "


def opened(engine: Engine, folder: Path) -> Flask:
    """The program on that database."""
    os.environ["INSTANCE"] = str(folder)
    config.settings.cache_clear()
    app = create_app(Edge(config.settings(), engine, lambda: None, lambda: NOW))
    app.testing = True
    app.test_client_class = _Visitor
    return app


class _Visitor(Browser):
    """Signs in as the tests do, but does not check each page while it is timed."""

    def open(self, *args: object, **kwargs: object) -> object:
        return FlaskClient.open(self, *args, **kwargs)  # type: ignore[arg-type]


def addresses(engine: Engine) -> dict[str, tuple[str, str]]:
    """What a page is called -> who looks at it, and where it is."""

    def one(question: str) -> int:
        with engine.connect() as connection:
            return int(connection.execute(text(question)).scalar_one())

    clerk = "SELECT office_id FROM account WHERE username = 'chamkho'"
    letter = one(f"SELECT max(letter_id) FROM letter_holding WHERE office_id = ({clerk})")
    waiting = one(f"SELECT min(id) FROM arrival WHERE state = 'review' AND office_id = ({clerk})")
    matter = one("SELECT max(id) FROM directive")
    top = one("SELECT max(root_letter_id) FROM directive")
    return {
        "desk of a clerk": ("chamkho", "/"),
        "review": ("chamkho", f"/arrivals/{waiting}/review"),
        "letter": ("chamkho", f"/letters/{letter}"),
        "receive book": ("chamkho", "/register"),
        "send book": ("chamkho", "/sending"),
        "search": ("chamkho", "/search?q=เมืองอัจฉริยะ"),
        "duties": ("chamkho", "/duties"),
        "messages": ("chamkho", "/messages"),
        "desk of the province": ("rayong", "/"),
        "board of the province": ("rayong", "/board"),
        "matters": ("rayong", "/circulation"),
        "matrix": ("rayong", f"/circulation/{matter}"),
        "directives": ("rayong", "/directives"),
        "chain": ("rayong", f"/directives/{matter}"),
        "letter of a directive": ("rayong", f"/letters/{top}"),
        "receive book of the province": ("rayong", "/register"),
    }


def visitor(app: Flask, who: str) -> Browser:
    """Signed in."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    assert browser.sign_in(who, PASSWORD).status_code == 302
    return browser


def measure(browser: Browser, engine: Engine, address: str, repeats: int = REPEATS) -> Measured:
    with said(engine) as found:
        answer = browser.get(address)
        queries = len(found)
    assert answer.status_code == 200, (address, answer.status_code)
    times, began = [], time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        browser.get(address)
        times.append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (time.process_time() - began) / repeats
    return Measured(tuple(times), cpu, len(answer.data), queries)


@contextmanager
def unindexed(engine: Engine) -> Iterator[None]:
    """Without all indexes that only make reading fast; they are made again at the end."""
    sqlite = engine.dialect.name == "sqlite"
    found = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if sqlite
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
    )
    with engine.begin() as connection:
        kept = connection.execute(text(found)).all()
        for name, _ in kept:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
    try:
        with _impatient(engine):
            yield
    finally:
        with engine.begin() as connection:
            for _, statement in kept:
                connection.exec_driver_sql(statement)


@contextmanager
def _impatient(engine: Engine) -> Iterator[None]:
    """Questions that take longer than ``GIVEN_UP`` are ended."""

    def limit(connection: Connection, cursor: Any, *_: object) -> None:
        if engine.dialect.name == "postgresql":
            cursor.execute(f"SET LOCAL statement_timeout = {int(1000 * GIVEN_UP)}")
            return
        until = time.monotonic() + GIVEN_UP
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(lambda: time.monotonic() > until, 100_000)

    event.listen(engine, "before_cursor_execute", limit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", limit)
        engine.dispose()
