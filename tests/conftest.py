"""What every test may ask for: a database server, a browser, the folder of real letters."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from werkzeug.routing import Rule

from tests import compiled, postgres
from tracker import accounts

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NOT_SHARED = "the folder ../shared is not here"
#: Modules that take a minute and more: begun last, one of them would run on when all else is done.
SLOW = (
    "test_every_page", "test_running", "test_province_day", "test_clerk_morning",
    "test_circulation_story",
)  # fmt: skip
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


# Forty chances each time the suite runs, and no bound on one of them on a busy machine.
settings.register_profile("suite", max_examples=40, deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def cheap_hashing() -> Iterator[None]:
    """Signing in hundreds of times must not cost 64 MiB and half a second each time."""
    costly = accounts._HASHER
    accounts._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    accounts._HASHER = costly


@pytest.fixture(scope="session", autouse=True)
def known_addresses() -> Iterator[None]:
    """Making an application for each test must not compile its addresses each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled.known_addresses())
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real letters beside the checkout; tests that need it run where it is."""
    if not SHARED.is_dir():
        pytest.skip(NOT_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.serve() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A fresh, empty PostgreSQL database, as DATABASE_URL wants it."""
    with postgres_server.database() as name:
        yield postgres_server.url(name, driver="postgresql+psycopg")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'wian.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def find_chromium() -> Path | None:
    """The browser's program: CHROMIUM, Debian's package, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        caches = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
        found = str(caches[-1]) if caches else None
    return Path(found) if found and Path(found).exists() else None


@pytest.fixture(scope="session")
def chromium() -> Path:
    found = find_chromium()
    if found is None:
        pytest.fail("no Chromium here: run `make setup-test`")
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow modules first, so that several processes end at about the same time."""
    items.sort(key=lambda item: item.path.stem not in SLOW)


def _refuse_skip(report: Report) -> Report:
    """Under CI a skipped test is a failed one, unless what it needs cannot be there."""
    reason = str(report.longrepr)
    if os.environ.get("CI") and report.outcome == "skipped" and NOT_SHARED not in reason:
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skip((yield))
