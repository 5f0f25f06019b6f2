"""The three processes of the office. Each runs until SIGINT or SIGTERM, here or on its machine."""

import signal
import threading
from datetime import UTC, datetime
from logging import getLogger

from apscheduler.schedulers.background import BackgroundScheduler

from tracker import db, queue, tidying
from tracker.config import Settings
from tracker.job_store import SharedJobStore
from tracker.jobs import JOBS, Hands, Job
from tracker.worker import Worker

#: Seconds that a worker is given to put back what it was reading.
_GRACE = 10

log = getLogger(__name__)


def clock() -> datetime:
    """This moment, aware: the one clock that the processes hand down."""
    return datetime.now(UTC)


def web(settings: Settings) -> None:
    """Serve the pages."""
    from tracker.app import create_app  # the other processes need no Flask
    from tracker.web import server

    signal.signal(signal.SIGTERM, _leave)
    tidying.sweep_temporary()
    server.serve(create_app(), settings)


def worker(settings: Settings) -> None:
    """Read what is dropped in."""
    stop = _stop_when_asked()
    tidying.sweep_temporary()
    reader = Worker(settings, db.engine(settings.database), clock, stop)
    calls = queue.connect(settings.queue, reader.read_waiting)
    consumer = calls.huey.create_consumer(
        workers=settings.readers, periodic=False, max_delay=1.0, shutdown_timeout=_GRACE
    )
    calls.wake()  # what was left when the last worker stopped
    consumer.start()
    _stop_when_asked(stop)  # huey has put its own handlers there
    while not stop.wait(consumer._health_check_interval):
        consumer.check_worker_health()
    consumer.stop(graceful=True)


def scheduler(settings: Settings) -> None:
    """Do what is due by the clock. Several may run: the database keeps one schedule for all."""
    stop = _stop_when_asked()
    engine = db.engine(settings.database)
    hands = Hands(engine, queue.connect(settings.queue), stop)
    jobs = {job.name: job for job in JOBS}
    kept = SharedJobStore(
        engine,
        {name: job.schedule for name, job in jobs.items()},
        lambda name: _do(jobs[name], hands),
    )
    by_clock = BackgroundScheduler(timezone=settings.timezone, jobstores={"default": kept})
    by_clock.start()
    stop.wait()
    by_clock.shutdown()


def _do(job: Job, hands: Hands) -> None:
    job.function(hands, clock())


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _stop_when_asked(stop: threading.Event | None = None) -> threading.Event:
    """An event that SIGINT and SIGTERM set."""
    event = stop or threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: event.set())
    return event
