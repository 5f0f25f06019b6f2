"""The worker: every file ends in exactly one reading, whatever happens to whoever reads it."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.letters import LETTER, LONG
from tests.tracker.office import Office
from tracker import config, db, files, intake, jobs, queue, readings
from tracker.config import Settings
from tracker.models import Arrival, ReadingJob
from tracker.vocabulary import ArrivalState, JobState
from tracker.worker import Worker


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("INSTANCE", str(tmp_path / "instance"))
    config.settings.cache_clear()
    yield config.settings()
    config.settings.cache_clear()


@pytest.fixture
def worker(settings: Settings, engine: Engine) -> Worker:
    return Worker(settings, engine, lambda: datetime.now(UTC), threading.Event())


def drop(engine: Engine, house: Office, text: str = LETTER, name: str = "หนังสือ.txt") -> str:
    """Take a file in as the page does; its hash."""
    stored = files.store(BytesIO(text.encode()), filename=name)
    with db.begin(engine) as session:
        intake.take_in(session, house.clerk, datetime.now(UTC), stored=stored, filename=name)
    return stored.sha256


def job_of(engine: Engine, sha256: str) -> ReadingJob:
    with db.begin(engine) as session:
        return session.exec(select(ReadingJob).where(ReadingJob.sha256 == sha256)).one()


def states(engine: Engine, sha256: str) -> set[ArrivalState]:
    with db.look(engine) as session:
        return set(session.exec(select(Arrival.state).where(Arrival.sha256 == sha256)))


def test_what_waits_is_read(worker: Worker, engine: Engine, house: Office) -> None:
    sha256 = drop(engine, house)
    assert states(engine, sha256) == {ArrivalState.WAITING}
    worker.read_waiting()
    job = job_of(engine, sha256)
    assert (job.state, job.attempts, job.error) == (JobState.DONE, 1, None)
    assert job.result is not None
    assert job.result["source"] == "หนังสือ.txt"
    assert job.result["letters"][0]["ref_no"]["value"] == "รย 0023.3/412"
    assert (job.pages_done, job.lease_owner) == (job.pages_total, None)
    assert states(engine, sha256) == {ArrivalState.REVIEW}


@pytest.mark.parametrize("name", ["..", ".", "ก" * 196 + ".txt", "." + "ก" * 199])
def test_any_name_that_was_taken_in_can_be_read(
    worker: Worker, engine: Engine, house: Office, name: str
) -> None:
    sha256 = drop(engine, house, name=name)
    worker.read_waiting()
    assert job_of(engine, sha256).state is JobState.DONE


def test_a_file_that_cannot_be_read_fails_with_its_sentence_and_holds_up_nothing(
    worker: Worker, engine: Engine, house: Office
) -> None:
    broken = drop(engine, house, "%PDF-1.7\nrubbish", "ชำรุด.pdf")
    whole = drop(engine, house)
    worker.read_waiting()
    job = job_of(engine, broken)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "กรุณา" in job.error
    assert states(engine, broken) == {ArrivalState.FAILED}
    assert job_of(engine, whole).state is JobState.DONE


def test_a_lost_original_is_said(
    worker: Worker, engine: Engine, house: Office, settings: Settings
) -> None:
    sha256 = drop(engine, house)
    (settings.instance / "files" / sha256[:2] / sha256).unlink()
    worker.read_waiting()
    job = job_of(engine, sha256)
    assert job.state is JobState.FAILED
    assert "สำเนาสำรอง" in (job.error or "")


def test_asked_to_stop_it_gives_back_what_it_was_reading(
    worker: Worker, engine: Engine, house: Office
) -> None:
    sha256 = drop(engine, house, LONG)
    reading = threading.Thread(target=worker.read_waiting)
    reading.start()
    while job_of(engine, sha256).state is not JobState.READING:
        time.sleep(0.01)
    worker.stop.set()
    reading.join(timeout=10)
    assert not reading.is_alive()
    job = job_of(engine, sha256)
    assert (job.state, job.attempts, job.lease_owner) == (JobState.WAITING, 0, None)
    assert states(engine, sha256) == {ArrivalState.WAITING}


def test_a_lapsed_lease_is_taken_up(worker: Worker, engine: Engine, house: Office) -> None:
    sha256 = drop(engine, house)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with db.begin(engine) as session:
        readings.claim(session, owner="dead", now=long_ago, lease=timedelta(minutes=1))
    worker.read_waiting()
    job = job_of(engine, sha256)
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_lease_that_holds_is_left_alone(worker: Worker, engine: Engine, house: Office) -> None:
    sha256 = drop(engine, house)
    with db.begin(engine) as session:
        readings.claim(session, owner="other", now=datetime.now(UTC), lease=timedelta(minutes=1))
    worker.read_waiting()
    assert job_of(engine, sha256).lease_owner == "other"


def test_whose_lease_was_taken_drops_what_it_read(
    worker: Worker, engine: Engine, house: Office
) -> None:
    """As after a night's sleep of the machine: the other's reading stands."""
    sha256 = drop(engine, house, LONG)
    late = threading.Thread(target=worker.read_waiting)
    late.start()
    while job_of(engine, sha256).state is not JobState.READING:
        time.sleep(0.01)
    later = datetime.now(UTC) + timedelta(hours=1)
    with db.begin(engine) as session:
        taken = readings.claim(session, owner="other", now=later, lease=timedelta(minutes=1))
        assert taken is not None
        readings.finish(session, taken.id, "other", now=later, result={"letters": []})
    late.join(timeout=60)
    job = job_of(engine, sha256)
    assert (job.state, job.result) == (JobState.DONE, {"letters": []})


def test_a_lease_is_renewed_while_the_reading_goes_on(
    engine: Engine, house: Office, worker: Worker
) -> None:
    worker.settings = replace(worker.settings, lease_seconds=3)
    sha256 = drop(engine, house, LONG)
    reading = threading.Thread(target=worker.read_waiting)
    reading.start()
    leases = set()
    while (job := job_of(engine, sha256)).state is not JobState.DONE and len(leases) < 2:
        leases |= {job.lease_until} - {None}
        time.sleep(0.05)
    worker.stop.set()
    reading.join(timeout=60)
    assert len(leases) == 2


def test_several_at_once_read_every_file_once(
    worker: Worker, engine: Engine, house: Office
) -> None:
    dropped = [drop(engine, house, LETTER.replace("๔๑๒", str(n)), f"{n}.txt") for n in range(5)]
    crew = [threading.Thread(target=worker.read_waiting) for _ in range(3)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(timeout=60)
    done = [job_of(engine, sha256) for sha256 in dropped]
    assert {(job.state, job.attempts) for job in done} == {(JobState.DONE, 1)}


def test_the_clock_wakes_a_worker_only_while_something_waits(
    engine: Engine, house: Office, worker: Worker, tmp_path: Path
) -> None:
    calls = queue.connect(f"sqlite:///{tmp_path / 'queue.sqlite3'}")
    hands = jobs.Hands(engine, calls)
    now = datetime.now(UTC)
    jobs.wake_for_waiting(hands, now)
    assert calls.waiting() == 0
    drop(engine, house)
    jobs.wake_for_waiting(hands, now)
    jobs.wake_for_waiting(hands, now)
    assert calls.waiting() == 1
    calls.close()


def test_the_schedule_is_a_list_of_named_functions() -> None:
    names = [job.name for job in jobs.JOBS]
    assert len(names) == len(set(names))
    assert all(job.function.__doc__ for job in jobs.JOBS)
