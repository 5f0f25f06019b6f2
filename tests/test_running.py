"""The office as processes: first start, stop, start again; one machine or several."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from sqlmodel import select

from tests.running import ROOT, Program, free_port
from tests.tracker import redis_server
from tests.tracker.letters import LETTER, LONG
from tests.visitor import Visitor
from tracker import accounts, config, db, files, first_start, intake
from tracker.models import Account, Arrival, AuditLine, ReadingJob
from tracker.vocabulary import ArrivalState, Channel, JobState

_INVITED = re.compile(r"^    (\S+) +(\S+) +\S", re.MULTILINE)


def invited(said: str) -> dict[str, str]:
    """User name -> password, as the first start shows them."""
    return dict(_INVITED.findall(said))


def settings(folder: Path, **more: str) -> dict[str, str]:
    return {"INSTANCE": str(folder / "instance"), "PORT": str(free_port())} | more


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def children(program: Program, part: str) -> list[psutil.Process]:
    found = []
    for one in psutil.Process(program.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it may end while we look
            if part in one.cmdline():
                found.append(one)
    return found


def test_first_start_second_start(tmp_path: Path) -> None:
    """Sign-in is shown once; Ctrl-C ends everything; nothing is lost."""
    chosen = settings(tmp_path)
    with Program("all", tmp_path, chosen) as office:
        first = office.wait_for_words("Ctrl-C")
        people = invited(first)
        assert len(people) == 3
        assert f"http://127.0.0.1:{office.port}/" in first
        family = psutil.Process(office.process.pid).children(recursive=True)
        for username, password in people.items():
            assert "ออกจากระบบ" in Visitor(office.address).sign_in(username, password)
        assert office.stop(signal.SIGINT) == 0
        assert not [one for one in family if one.is_running()]

    instance = tmp_path / "instance"
    assert instance.stat().st_mode & 0o077 == 0
    assert (instance / "secret_key").stat().st_mode & 0o077 == 0
    kept = b"".join(path.read_bytes() for path in instance.rglob("*") if path.is_file())
    assert not [one for one in people.values() if one.encode() in kept]

    with Program("all", tmp_path, chosen) as office:
        again = office.wait_for_words("Ctrl-C")
        assert not invited(again)
        username, password = next(iter(people.items()))
        assert "ออกจากระบบ" in Visitor(office.address).sign_in(username, password)
    with sqlite3.connect(instance / "wian.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "run.py"], cwd=ROOT, capture_output=True, text=True,
            env=os.environ | settings(tmp_path, PORT=port),
        )  # fmt: skip
    assert done.returncode == 1
    assert f"พอร์ต {port}" in done.stderr
    assert "กรุณา" in done.stderr
    assert not (tmp_path / "instance").exists()


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "eighty"), ("QUEUE_URL", "amqp://x"), ("TIMEZONE", "Siam")]
)
def test_a_wrong_setting_is_said(tmp_path: Path, variable: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "run.py", "scheduler"], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | settings(tmp_path) | {variable: value},
    )  # fmt: skip
    assert done.returncode == 2
    assert variable in done.stderr
    assert "Traceback" not in done.stderr


def test_a_part_that_dies_is_started_again_and_none_outlives_the_whole(tmp_path: Path) -> None:
    with Program("all", tmp_path, settings(tmp_path)) as office:
        office.wait_for_words("Ctrl-C")
        for part in ("worker", "scheduler", "web"):
            (old,) = children(office, part)
            old.kill()
            until(
                lambda part=part, old=old: (
                    [  # type: ignore[misc]
                        one for one in children(office, part) if one.pid != old.pid
                    ]
                    != []
                )
            )
        office.wait_for_page()
        family = psutil.Process(office.process.pid).children(recursive=True)
        office.process.kill()
        office.process.wait()
        gone, alive = psutil.wait_procs(family, timeout=20)
        assert not alive


@pytest.fixture
def network(tmp_path: Path, postgres_url: str) -> dict[str, str]:
    """Settings that several machines share: database and queue on a server, one store of files."""
    return {
        "DATABASE_URL": postgres_url.replace("+psycopg", ""),
        "FILES_URL": (tmp_path / "store").as_uri(),
        "SECRET_KEY": "the same on all machines",
    }


def test_several_machines_read_an_upload(tmp_path: Path, network: dict[str, str]) -> None:
    """Web, worker and scheduler know each other only through the servers."""

    def machine(name: str) -> dict[str, str]:
        (tmp_path / name).mkdir()
        return settings(tmp_path / name, **network)

    with Program("prepare", tmp_path, machine("first")) as first:
        assert first.process.wait(timeout=60) == 0, first.said
    username, password = next(iter(invited(first.said).items()))
    with (
        Program("web", tmp_path, machine("web")) as web,
        Program("worker", tmp_path, machine("worker")),
        Program("scheduler", tmp_path, machine("scheduler")),
    ):
        web.wait_for_page()
        visitor = Visitor(web.address)
        visitor.sign_in(username, password)
        visitor.post("/arrivals", {}, file=("files", ("หนังสือ.txt", LETTER.encode())))
        until(lambda: _states(network["DATABASE_URL"]) == [JobState.DONE])
        assert "รย" in visitor.get("/")


@pytest.fixture(params=["one machine", "several"])
def queued(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty office: on SQLite alone, and on PostgreSQL with a queue on Redis."""
    chosen = settings(tmp_path, LEASE_SECONDS="3", SAMPLES="0")
    if request.param == "one machine":
        yield chosen | {"DATABASE_URL": f"sqlite:///{tmp_path / 'instance' / 'wian.sqlite3'}"}
        return
    with redis_server.serve() as address:
        network: dict[str, str] = request.getfixturevalue("network")
        yield chosen | network | {"QUEUE_URL": address}


def test_a_worker_killed_in_the_middle_leaves_exactly_one_reading(
    tmp_path: Path, queued: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 of the worker: its child ends, its lease lapses, another worker reads the file."""
    chosen, url = queued, queued["DATABASE_URL"]
    _drop(chosen, monkeypatch, LONG)

    with Program("worker", tmp_path, chosen) as doomed:
        until(lambda: JobState.READING in _states(url))
        reading = children(doomed, "tracker.reading_process")
        doomed.process.kill()
        doomed.process.wait()
        psutil.wait_procs(reading, timeout=10)
        assert not [one for one in reading if one.is_running()]
    assert _states(url) == [JobState.READING]

    with Program("worker", tmp_path, chosen), Program("scheduler", tmp_path, chosen):
        until(lambda: _states(url) == [JobState.DONE])
    with db.begin(db.engine(url)) as session:
        (arrival,) = session.exec(select(Arrival).where(Arrival.channel == Channel.UPLOAD)).all()
        (job,) = session.exec(select(ReadingJob).where(ReadingJob.sha256 == arrival.sha256)).all()
        told = select(AuditLine.act).where(
            AuditLine.subject_type == "reading_job", AuditLine.subject_id == str(job.id)
        )
        assert list(session.exec(told)) == ["reading_done"]
    assert job.attempts == 2
    assert job.result is not None
    assert len(job.result["letters"]) == LONG.count(LETTER)
    assert arrival.state is ArrivalState.REVIEW


def _drop(chosen: dict[str, str], monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Make the office and take a file in, in this process."""
    for variable, value in chosen.items():
        monkeypatch.setenv(variable, value)
    config.settings.cache_clear()
    now = datetime.now(UTC)
    first_start.prepare(config.settings(), now)
    stored = files.store(BytesIO(text.encode()), filename="ยาว.txt")
    with db.begin(db.engine(chosen["DATABASE_URL"])) as session:
        accounts.create_samples(session, now=now)
        account = session.exec(select(Account).order_by(Account.id)).first()
        assert account is not None
        actor = accounts.actor_of(session, account.id, account.session_version)
        assert actor is not None
        intake.take_in(session, actor, now, stored=stored, filename="ยาว.txt")
    config.settings.cache_clear()


def _states(url: str) -> list[JobState]:
    """Of the readings of what was dropped in, the sample aside."""
    dropped = select(Arrival.sha256).where(Arrival.channel == Channel.UPLOAD)
    with db.look(db.engine(url)) as session:
        return list(session.exec(select(ReadingJob.state).where(ReadingJob.sha256.in_(dropped))))
