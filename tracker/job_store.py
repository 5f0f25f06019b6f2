"""The clockwork's memory in the database, so that several schedulers share one schedule.

A due job is claimed by moving its next time forward before it is run: of two
schedulers that look at once only one finds the row as it was. What is kept is
a name and two times as text, never code: whoever can write to the database
must not be able to run anything here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from logging import getLogger
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.base import ConflictingIdError, JobLookupError
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.triggers.base import BaseTrigger
from apscheduler.util import datetime_to_utc_timestamp, utc_timestamp_to_datetime
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

#: Seconds by which a next time may lie later than its schedule asks: clocks differ.
SKEW = 300.0
#: Until the database is asked again after it could not be.
PAUSE = timedelta(seconds=10)

log = getLogger(__name__)


class SharedJobStore(SQLAlchemyJobStore):  # type: ignore[misc]  # the library is untyped
    """``schedules``: what each job's name stands for, in this version of the program."""

    def __init__(
        self, engine: Engine, schedules: Mapping[str, BaseTrigger], run: Callable[[str], None]
    ) -> None:
        super().__init__(engine=engine, tablename="scheduled_job")
        self._schedules, self._run = schedules, run
        self._looking = engine.execution_options(reads_only=True)

    def start(self, scheduler: Any, alias: str) -> None:
        """Begin with what was kept; a changed schedule starts anew, a job that is gone goes."""
        super().start(scheduler, alias)
        now = datetime.now(UTC)
        with self.engine.begin() as connection:
            kept = {row.id: row for row in connection.execute(select(self.jobs_t))}
            for name in kept.keys() - self._schedules.keys():
                connection.execute(self.jobs_t.delete().where(self.jobs_t.c.id == name))
        for name, schedule in self._schedules.items():
            first = _first(schedule, now)
            if name not in kept:
                self._insert(name, schedule, first)
            elif kept[name].job_state != _written(schedule):
                self._move(name, first, job_state=_written(schedule))

    def _insert(self, name: str, schedule: BaseTrigger, first: datetime | None) -> None:
        values = {
            "id": name,
            "next_run_time": datetime_to_utc_timestamp(first),
            "job_state": _written(schedule),
        }
        try:
            with self.engine.begin() as connection:
                connection.execute(self.jobs_t.insert().values(**values))
        except IntegrityError:
            pass  # another scheduler started at the same moment

    def _move(self, name: str, to: datetime | None, **more: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                self.jobs_t.update()
                .where(self.jobs_t.c.id == name)
                .values(next_run_time=datetime_to_utc_timestamp(to), **more)
            )

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """The jobs that are due and that no other scheduler has taken; they are ours now."""
        moment = datetime_to_utc_timestamp(now)
        with self._looking.connect() as connection:
            kept = connection.execute(select(self.jobs_t)).all()
        due = []
        for row in kept:
            schedule = self._schedules.get(row.id)
            if schedule is None:
                continue
            if row.next_run_time > moment and not _ahead(schedule, row.next_run_time, now):
                continue
            if self._claimed(row.id, row.next_run_time, _following(schedule, row, now)):
                due.append(self._job(row.id, schedule, now))
        return due

    def _claimed(self, name: str, was: float, following: datetime | None) -> bool:
        with self.engine.begin() as connection:
            moved = connection.execute(
                self.jobs_t.update()
                .where(self.jobs_t.c.id == name, self.jobs_t.c.next_run_time == was)
                .values(next_run_time=datetime_to_utc_timestamp(following))
            )
        return bool(moved.rowcount == 1)

    def _job(self, name: str, schedule: BaseTrigger, at: datetime | None) -> Job:
        job = Job.__new__(Job)
        job.__setstate__(
            {
                "id": name,
                "name": name,
                "func": "tracker.job_store:nothing",
                "trigger": schedule,
                "executor": "default",
                "args": (name,),
                "kwargs": {},
                "misfire_grace_time": None,  # late is better than not at all
                "coalesce": True,
                "max_instances": 1,
                "next_run_time": at,
            }
        )
        job.func = self._run
        job._scheduler, job._jobstore_alias = self._scheduler, self._alias
        return job

    def update_job(self, job: Job) -> None:
        """The scheduler's own word on the next time comes after the claim: it changes nothing."""

    def add_job(self, job: Job) -> None:
        raise ConflictingIdError(job.id)

    def remove_job(self, job_id: str) -> None:
        raise JobLookupError(job_id)

    def lookup_job(self, job_id: str) -> Job | None:
        return next((job for job in self.get_all_jobs() if job.id == job_id), None)

    def get_all_jobs(self) -> list[Job]:
        with self._looking.connect() as connection:
            return [
                self._job(row.id, schedule, utc_timestamp_to_datetime(row.next_run_time))
                for row in connection.execute(select(self.jobs_t))
                if (schedule := self._schedules.get(row.id)) is not None
            ]

    def get_next_run_time(self) -> datetime | None:
        """When to look again: soon, where the database cannot be asked."""
        try:
            with self._looking.connect() as connection:
                return self._soonest(connection)
        except SQLAlchemyError:
            log.exception("the schedule could not be read")
            return datetime.now(UTC) + PAUSE

    def _soonest(self, connection: Connection) -> datetime | None:
        column = self.jobs_t.c.next_run_time
        wanted = select(column).where(column.is_not(None)).order_by(column).limit(1)
        soonest: datetime | None = utc_timestamp_to_datetime(connection.execute(wanted).scalar())
        return soonest

    def shutdown(self) -> None:
        """The engine is not ours to close."""


def nothing(_name: str) -> None:
    """Stands for a job's function where the library wants to know one by name."""


def _written(schedule: BaseTrigger) -> bytes:
    """The schedule as text: a changed one is known by it."""
    return json.dumps(str(schedule)).encode()


def _first(schedule: BaseTrigger, now: datetime) -> datetime | None:
    found: datetime | None = schedule.get_next_fire_time(None, now)
    return found


def _following(schedule: BaseTrigger, row: Any, now: datetime) -> datetime | None:
    """The next time after now: in step with the last one, or from now on where that is long ago."""
    last = utc_timestamp_to_datetime(row.next_run_time)
    following: datetime | None = schedule.get_next_fire_time(min(last, now), now)
    if following is not None and following <= now:
        following = schedule.get_next_fire_time(now, now)
    return following


def _ahead(schedule: BaseTrigger, kept: float, now: datetime) -> bool:
    """Whether the kept time lies later than the schedule can mean: the clock was set back."""
    following = schedule.get_next_fire_time(now, now)
    return following is not None and kept > following.timestamp() + SKEW
