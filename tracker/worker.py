"""The worker: takes up files that wait to be read, one by one, under a lease.

The lease is a row in the database, renewed while the reading goes on. A worker
that is killed stops renewing; its lease lapses and another takes the file up.
No transaction is open while a file is read.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger
from pathlib import Path

from sqlalchemy import Engine

from tracker import db, files, readings, tidying
from tracker.config import Settings
from tracker.errors import FileRefused, LeaseLost
from tracker.models import ReadingJob, StoredFile
from tracker.reader import Limits, Outcome, ReadingProcess

#: Seconds between two looks at the child: progress, stopping, renewing.
TICK = 0.5
Clock = Callable[[], datetime]

log = getLogger(__name__)


@dataclass(slots=True)
class Worker:
    """Reads what waits. Threads may share it: each holds leases under a name of its own."""

    settings: Settings
    engine: Engine
    clock: Clock
    stop: threading.Event

    def read_waiting(self) -> None:
        """Read until nothing waits or we are to stop: what the queue's task does."""
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        while not self.stop.is_set() and self.read_one(owner):
            pass

    def read_one(self, owner: str) -> bool:
        """Claim, read and finish one file; ``False`` if none waits."""
        with db.begin(self.engine) as session:
            job = readings.claim(session, owner=owner, now=self.clock(), lease=self._lease)
        if job is None:
            return False
        try:
            self._read(job, owner)
        except LeaseLost:
            log.warning("reading %s went to another worker; ours is dropped", job.sha256[:12])
        return True

    def _read(self, job: ReadingJob, owner: str) -> None:
        outcome: Outcome | None
        try:
            with self._local_copy(job) as path, ReadingProcess(path, self._limits) as process:
                outcome = self._watch(process, job, owner)
        except FileRefused as damage:
            outcome = Outcome(error=str(damage))
        with db.begin(self.engine) as session:
            if outcome is None:
                readings.release(session, job.id, owner, now=self.clock())
            else:
                readings.finish(
                    session,
                    job.id,
                    owner,
                    result=outcome.reading,
                    error=outcome.error,
                    lines=outcome.lines,
                    now=self.clock(),
                )

    def _watch(self, process: ReadingProcess, job: ReadingJob, owner: str) -> Outcome | None:
        """The outcome; ``None`` if we are to stop before there is one."""
        shown, renewed = (0, 0), time.monotonic()
        while (outcome := process.wait(TICK)) is None:
            if self.stop.is_set():
                return None
            lapsing = time.monotonic() - renewed > self.settings.lease_seconds / 3
            if lapsing or process.pages != shown:
                shown, renewed = process.pages, time.monotonic()
                with db.begin(self.engine) as session:
                    readings.renew(
                        session, job.id, owner, now=self.clock(), lease=self._lease, pages=shown
                    )
        return outcome

    @contextmanager
    def _local_copy(self, job: ReadingJob) -> Iterator[Path]:
        """The original as a file of this machine under its own name, wherever it is kept."""
        with db.look(self.engine) as session:
            name = session.get_one(StoredFile, job.sha256).first_name
        with (
            files.local_copy(job.sha256) as original,
            tidying.temporary_folder("reading") as folder,
        ):
            path = folder / _as_file(name)
            path.symlink_to(original)
            yield path

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease_seconds)

    @property
    def _limits(self) -> Limits:
        return Limits(self.settings.read_seconds, self.settings.read_memory_bytes)


def _as_file(name: str) -> str:
    """The name as every file system takes it: at most 255 bytes, and no folder.

    Thai letters are three bytes each, so that a name of 90 can be too long.
    """
    path = Path(name)
    if name in (".", ".."):
        return "original"
    ending = path.suffix if len(path.suffix.encode()) <= 20 else ""
    return path.stem.encode()[:200].decode(errors="ignore") + ending
