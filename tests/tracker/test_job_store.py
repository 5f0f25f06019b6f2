"""Schedulers that share one schedule: each time comes once, whoever looks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine, text, update
from sqlmodel import col, select

from tracker import db
from tracker.job_store import SharedJobStore
from tracker.models import ScheduledJob

SECOND = timedelta(seconds=1)


def a_store(
    engine: Engine,
    schedules: Mapping[str, BaseTrigger],
    run: Callable[[str], None] = lambda name: None,
) -> SharedJobStore:
    """A store whose scheduler is not started: the test looks at the clock instead."""
    store = SharedJobStore(engine, schedules, run)
    store.start(BackgroundScheduler(timezone=UTC), "default")
    return store


def names(store: SharedJobStore, now: datetime) -> list[str]:
    return [job.id for job in store.get_due_jobs(now)]


def kept(engine: Engine) -> dict[str, float]:
    with db.look(engine) as session:
        return {row.id: row.next_run_time or 0 for row in session.exec(select(ScheduledJob))}


def test_two_schedulers_do_each_job_once(engine: Engine) -> None:
    done: Counter[tuple[str, int]] = Counter()
    lock = threading.Lock()

    def run(name: str) -> None:
        with lock:
            done[name, round(time.time() * 5)] += 1

    schedules = {f"job {n}": IntervalTrigger(seconds=1) for n in range(4)}
    running = []
    for _ in range(3):
        store = SharedJobStore(engine, schedules, run)
        running.append(BackgroundScheduler(timezone=UTC, jobstores={"default": store}))
    for one in running:
        one.start()
    time.sleep(3.4)
    for one in running:
        one.shutdown()
    each = Counter(name for name, _ in done.elements())
    assert set(each) == set(schedules)
    assert all(2 <= times <= 4 for times in each.values()), each
    assert set(done.values()) == {1}


def test_a_due_job_is_found_by_one_of_many_who_look_at_once(engine: Engine) -> None:
    schedules = {"a": IntervalTrigger(minutes=1), "b": IntervalTrigger(hours=1)}
    stores = [a_store(engine, schedules) for _ in range(6)]
    now = datetime.now(UTC) + timedelta(hours=2)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda store=store: found.extend(names(store, now)))
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["a", "b"]


def test_a_start_does_not_put_off_what_is_due(engine: Engine) -> None:
    """Whoever is started every hour must still get to what happens every six."""
    schedules = {"sweep": IntervalTrigger(hours=6)}
    a_store(engine, schedules)
    before = kept(engine)
    a_store(engine, {"sweep": IntervalTrigger(hours=6)})
    assert kept(engine) == before
    a_store(engine, {"sweep": IntervalTrigger(hours=1)})
    assert kept(engine)["sweep"] < before["sweep"] - 4 * 3600
    a_store(engine, {"other": IntervalTrigger(hours=1)})
    assert set(kept(engine)) == {"other"}


@pytest.mark.parametrize(
    "schedule", [IntervalTrigger(seconds=10), CronTrigger(hour=3, timezone="Asia/Bangkok")]
)
def test_after_days_without_a_scheduler_it_runs_once(engine: Engine, schedule: BaseTrigger) -> None:
    store = a_store(engine, {"job": schedule})
    later = datetime.now(UTC) + timedelta(days=9)
    assert names(store, later) == ["job"]
    assert names(store, later + SECOND) == []
    assert kept(engine)["job"] > later.timestamp()


@pytest.mark.parametrize(
    ("schedule", "wait"),
    [
        (IntervalTrigger(minutes=10), timedelta(minutes=1)),
        (CronTrigger(minute=0, timezone="Asia/Bangkok"), timedelta(minutes=1)),
    ],
)
def test_a_clock_set_back_does_not_stop_it(
    engine: Engine, schedule: BaseTrigger, wait: timedelta
) -> None:
    store, now = a_store(engine, {"job": schedule}), datetime.now(UTC)
    ahead = now + timedelta(days=30)
    assert names(store, ahead) == ["job"]
    assert names(store, now + wait) == ["job"]
    assert names(store, now + wait + SECOND) == []


def test_nothing_in_the_table_is_run_as_code(engine: Engine) -> None:
    """A row that somebody wrote there is a name that we know, or nothing."""
    ran: list[str] = []
    store = a_store(engine, {"known": IntervalTrigger(hours=1)}, ran.append)
    poison = b"cos\nsystem\n(S'echo poisoned'\ntR."
    with db.begin(engine) as session:
        session.execute(update(ScheduledJob).values(job_state=poison, next_run_time=1.0))
        session.add(ScheduledJob(id="unknown", next_run_time=1.0, job_state=poison))
    jobs = store.get_due_jobs(datetime.now(UTC))
    assert [job.id for job in jobs] == ["known"]
    jobs[0].func(*jobs[0].args)
    assert ran == ["known"]


def test_a_database_that_is_away_does_not_end_the_clock(engine: Engine) -> None:
    store = a_store(engine, {"job": IntervalTrigger(seconds=1)})
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE scheduled_job RENAME TO away"))
    try:
        again = store.get_next_run_time()
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO scheduled_job"))
    assert again is not None and again > datetime.now(UTC)
    with db.look(engine) as session:
        assert session.exec(select(col(ScheduledJob.id))).all() == ["job"]
