"""What the office does by the clock: a list of (name, schedule, function)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from tracker import db, readings, tidying
from tracker.config import settings
from tracker.queue import Queue


@dataclass(frozen=True, slots=True)
class Hands:
    """What a job may reach for."""

    engine: Engine
    queue: Queue


class Job(NamedTuple):
    """``function(hands, now)`` is called by the schedule; to call it twice does no harm."""

    name: str
    schedule: BaseTrigger
    function: Callable[[Hands, datetime], None]


def wake_for_waiting(hands: Hands, now: datetime) -> None:
    """Have a worker look where a file waits unread: a lost call, or a lease that lapsed."""
    with db.look(hands.engine) as session:
        waiting = readings.claimable(session, now=now)
    if waiting and not hands.queue.waiting():
        hands.queue.wake()


def sweep(hands: Hands, now: datetime) -> None:
    """Throw away pictures of pages that nobody has looked at for long."""
    tidying.sweep_pictures(settings().instance / "pictures")


JOBS = [
    Job("wake for waiting", IntervalTrigger(seconds=10), wake_for_waiting),
    Job("sweep", IntervalTrigger(hours=6), sweep),
]
