"""The sender: takes up what waits in the outbox, hands it over, writes down what became of it.

Many may run at once, on one machine or several; the lease and the mark before
the last step keep them apart. No transaction is open while the other side is
waited for.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import getLogger

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from tracker import db, outbox
from tracker.channels import Outcome, Verdict, Way, mail, mail_server
from tracker.channels.line import Line
from tracker.channels.other import Other
from tracker.config import Settings
from tracker.errors import LeaseLost
from tracker.message_words import MessageChannel
from tracker.outbox import Parcel

#: Longer than any one step takes: a sender that lives never loses its lease.
LEASE = timedelta(minutes=10)
#: Messages of one round, so that a round ends before the next one but one is due.
ROUND = 500
#: Seconds between tries to write down what the other side said.
_AGAIN = (0.5, 2.0, 5.0)

log = getLogger(__name__)
Ways = dict[MessageChannel, Callable[[], Way]]


def ways(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> Ways:
    """The ways that this installation has been told of. Raises ``ConfigError``."""
    found: Ways = {MessageChannel.OTHER: Other}
    if settings.smtp_url and settings.mail_from:
        server = mail_server.server(settings.smtp_url)
        sender = settings.mail_from
        mail.Mail(server, sender)  # a wrong sender is told now
        found[MessageChannel.MAIL] = lambda: mail.Mail(server, sender)
    if settings.line_token:

        def line() -> Way:
            now = clock().astimezone(settings.timezone)
            month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            with db.look(engine) as session:
                used = outbox.sent_since(session, MessageChannel.LINE, month)
            return Line(settings.line_token, clock, limit=settings.line_monthly_limit, used=used)

        found[MessageChannel.LINE] = line
    return found


@dataclass(slots=True)
class Sender:
    """``send_waiting()`` is one round. Threads and processes may each have one."""

    engine: Engine
    ways: Ways
    clock: Callable[[], datetime]
    stop: threading.Event = field(default_factory=threading.Event)
    owner: str = field(
        default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    )

    def send_waiting(self, channel: MessageChannel) -> int:
        """Send what waits for that way until nothing waits, it closes or we are to stop."""
        if channel not in self.ways or not self._waits(channel):
            return 0
        way, done = self.ways[channel](), 0
        try:
            while done < ROUND and not self.stop.is_set():
                outcome = self._one(way, channel)
                if outcome is None:
                    break
                done += 1
                if outcome.closed:
                    break
        finally:
            way.close()
        return done

    def _waits(self, channel: MessageChannel) -> bool:
        with db.look(self.engine) as session:
            return outbox.waiting(session, now=self.clock(), channel=channel) > 0

    def _one(self, way: Way, channel: MessageChannel) -> Outcome | None:
        with db.begin(self.engine) as session:
            parcel = outbox.claim(
                session, owner=self.owner, now=self.clock(), lease=LEASE, channel=channel
            )
        if parcel is None:
            return None
        try:
            outcome = way.deliver(parcel, lambda: self._hand(parcel))
        except LeaseLost:
            log.warning("message %s went to another sender", parcel.id)
            return Outcome(Verdict.LATER)
        self._write(parcel, outcome)
        return outcome

    def _hand(self, parcel: Parcel) -> None:
        with db.begin(self.engine) as session:
            outbox.hand(session, parcel.id, self.owner, now=self.clock(), lease=LEASE)

    def _write(self, parcel: Parcel, outcome: Outcome) -> None:
        """Write it down, and try again while the database is away: the message has gone."""
        for pause in (*_AGAIN, None):
            try:
                with db.begin(self.engine) as session:
                    self._record(session, parcel, outcome)
                return
            except LeaseLost:
                log.warning("message %s was taken from us while it was sent", parcel.id)
                return
            except OperationalError:
                if pause is None:
                    raise
                time.sleep(pause)

    def _record(self, session: Session, parcel: Parcel, outcome: Outcome) -> None:
        now, row = self.clock(), parcel.id
        told = {"error": outcome.sentence, "reply": outcome.reply}
        match outcome.verdict:
            case Verdict.ACCEPTED:
                outbox.sent(session, row, self.owner, now=now, reply=outcome.reply)
            case Verdict.REFUSED:
                outbox.refused(session, row, self.owner, now=now, **told)
            case Verdict.UNKNOWN:
                outbox.unsure(session, row, self.owner, now=now, **told)
            case Verdict.LATER:
                outbox.put_off(session, row, self.owner, now=now, **told)


def tidy(engine: Engine, now: datetime) -> None:
    """Take back what dead senders hold, and give up what waited for too long."""
    with db.begin(engine) as session:
        again, unclear = outbox.take_back(session, now=now)
        stale = outbox.expire(session, now=now)
    if again or unclear or stale:
        log.warning("messages: %s wait again, %s uncertain, %s given up", again, unclear, stale)
