"""What the office does by the clock: a list of (name, schedule, function)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import getLogger
from typing import NamedTuple

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from tracker import (
    backing_up,
    db,
    duties,
    files,
    finishing,
    readings,
    reminder_plan,
    reminders,
    search_index,
    search_line_index,
    second_look,
    sending_mail,
    teaching,
    throttle,
    tidying,
    uploads,
    work_messages,
)
from tracker.config import settings
from tracker.errors import TrackerError
from tracker.message_words import MessageChannel
from tracker.queue import Queue
from tracker.second_look import Busy, Place

log = getLogger(__name__)
#: Pieces of work told of in one transaction.
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Hands:
    """What a job may reach for. ``stop`` is set when the process is to end."""

    engine: Engine
    queue: Queue
    stop: threading.Event = field(default_factory=threading.Event)


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
    """Throw away pictures that nobody has looked at for long, and files that never came whole."""
    tidying.sweep_pictures(settings().instance / "pictures")
    uploads.sweep(now)


def index_letters(hands: Hands, now: datetime) -> None:
    """Make searchable what was not made so when it was written, some hundred at a time."""
    with db.look(hands.engine) as session:
        waiting = search_index.behind(session, exactly=True)
    below = None
    while waiting and not hands.stop.is_set():
        with db.begin(hands.engine) as session:
            below = search_index.catch_up(session, below=below)
        if below is None:
            break
    left = True
    while left and not hands.stop.is_set():
        with db.begin(hands.engine) as session:
            left = search_line_index.catch_up(session)


def remind_of_work(hands: Hands, now: datetime) -> None:
    """Tell people of work that is due or late, and of what waits for their order.

    A few at a time: whoever wants to write in between need not wait for all offices.
    """
    address = settings().public_url.rstrip("/")
    with db.look(hands.engine) as session:
        due, asked = work_messages.due(session, now), work_messages.asked(session, now)
    for tell, ids in ((work_messages.tell_due, due), (work_messages.tell_waiting, asked)):
        for start in range(0, len(ids), _AT_ONCE):
            if hands.stop.is_set():
                return
            with db.begin(hands.engine) as session:
                tell(session, now, ids[start : start + _AT_ONCE], address=address)


def forget_tries(hands: Hands, now: datetime) -> None:
    """Forget from where wrong passwords came, once nothing has come from there for long."""
    with db.begin(hands.engine) as session:
        throttle.forget(session, now)


def send(channel: MessageChannel) -> Callable[[Hands, datetime], None]:
    """A job that sends what waits for that way."""

    def work(hands: Hands, now: datetime) -> None:
        """Send what waits, one message after the other, until nothing is left or we must stop."""
        began = time.monotonic()

        def clock() -> datetime:
            return now + timedelta(seconds=time.monotonic() - began)

        ways = sending_mail.ways(settings(), hands.engine, clock)
        sending_mail.Sender(hands.engine, ways, clock, hands.stop).send_waiting(channel)

    return work


def tidy_messages(hands: Hands, now: datetime) -> None:
    """Take back what dead senders held; give up what waited for too long."""
    sending_mail.tidy(hands.engine, now)


def remind(hands: Hands, now: datetime) -> None:
    """Write everybody's digest for the hours of today that have come."""
    address = settings().public_url.rstrip("/")
    with db.look(hands.engine) as session:
        day, hours = reminders.hours_to_do(session, now, settings().timezone)
        offices = {hour: reminder_plan.offices_at(session, hour) for hour in hours}
    for hour, wanted in offices.items():
        for office_id in wanted:
            if hands.stop.is_set():
                return
            with db.look(hands.engine) as session:
                plans = reminder_plan.plans(session, office_id=office_id, hour=hour, day=day)
            for plan in plans:
                with db.begin(hands.engine) as session:
                    reminders.send(session, now, plan=plan, day=day, address=address)
        with db.begin(hands.engine) as session:
            reminders.done(session, now, day=day, hour=hour)


def reckon_duties(hands: Hands, now: datetime) -> None:
    """Open what returns; where the calendar changed, move the open days and tell those concerned.

    Looked at first without holding anybody up: mostly there is nothing to do.
    """
    with db.look(hands.engine) as session:
        ripe = duties.would_return(session, now)
    if ripe:
        with db.begin(hands.engine) as session:
            duties.next_instances(session, now)
    finishing.reckon(hands.engine, now, stop=hands.stop)
    address = settings().public_url.rstrip("/")
    day = now.astimezone(settings().timezone).date()
    finishing.tell_moved(hands.engine, now, day=day, address=address, stop=hands.stop)


def send_on(hands: Hands, now: datetime) -> None:
    """Take letters to very many to the rest of their recipients."""
    finishing.send_on(hands.engine, now, hands.stop)


def back_up(hands: Hands, now: datetime) -> None:
    """Copy the office, once a day and when asked. A failure is told; the next day tries again."""
    began = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    try:
        backing_up.if_due(hands.engine, settings(), clock)
    except TrackerError as wrong:
        log.error("the office could not be backed up: %s", wrong)


def cut_examples(hands: Hands, now: datetime) -> None:
    """Cut the pictures of corrected lines that may teach the reader."""
    with db.look(hands.engine) as session:
        waiting = [
            (one.id, one.sha256, Place(one.page, _corners(one.box), one.turn))
            for one in teaching.uncut(session)
        ]
    for example_id, sha256, place in waiting:
        if hands.stop.is_set() or example_id is None:
            return
        picture = None
        try:
            with files.local_copy(sha256) as file:
                picture = second_look.crop(file, place)
        except Busy:
            return
        except TrackerError as wrong:
            log.warning("no picture of example %s: %s", example_id, wrong)
        with db.begin(hands.engine) as session:
            teaching.cut(session, example_id=example_id, picture=picture)


def _corners(box: list[float]) -> second_look.Box:
    x0, top, x1, bottom = box
    return x0, top, x1, bottom


JOBS = [
    Job("send mail", IntervalTrigger(seconds=10), send(MessageChannel.MAIL)),
    Job("send by LINE", IntervalTrigger(seconds=10), send(MessageChannel.LINE)),
    Job("send otherwise", IntervalTrigger(seconds=30), send(MessageChannel.OTHER)),
    Job("remind", IntervalTrigger(minutes=5), remind),
    Job("tidy messages", IntervalTrigger(minutes=1), tidy_messages),
    Job("wake for waiting", IntervalTrigger(seconds=10), wake_for_waiting),
    Job("reckon duties", IntervalTrigger(minutes=10), reckon_duties),
    Job("send on", IntervalTrigger(seconds=10), send_on),
    Job("index letters", IntervalTrigger(minutes=5), index_letters),
    Job("cut examples", IntervalTrigger(minutes=1), cut_examples),
    Job("back up", IntervalTrigger(minutes=2), back_up),
    Job("sweep", IntervalTrigger(hours=6), sweep),
    Job("remind of work", IntervalTrigger(minutes=30), remind_of_work),
    Job("forget tries", IntervalTrigger(hours=6), forget_tries),
]
