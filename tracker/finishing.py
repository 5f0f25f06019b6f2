"""Finishing what goes in pieces: letters to very many, days that move with the calendar.

Each piece is one short transaction, and between two of them others get at the
database. A kill in between costs nothing: what is left is found again.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from logging import getLogger

from sqlalchemy import Engine
from sqlmodel import Session

from tracker import db, duties, errands, outgoing_onward, reminders
from tracker.errors import TrackerError

log = getLogger(__name__)
#: Recipients or days of a first piece, and the most of any.
SIZE, MOST = 50, 400
#: No piece is made smaller than that: each costs something by itself, however slow the machine.
LEAST = 50
#: Seconds that a piece should take: pieces grow below the first, shrink above the second.
QUICK, SLOW = 0.2, 0.6
#: Seconds between two pieces, longer than SQLite's longest wait between two tries.
PAUSE = 0.15


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many days moved; ``more``: the rest goes on by itself."""

    moved: int = 0
    more: bool = False


def send_on(engine: Engine, now: datetime, stop: threading.Event) -> None:
    """Take every letter to very many to the rest of its recipients."""
    with db.look(engine) as session:
        ids = [one.id for one in errands.waiting(session) if one.id is not None]
    for errand_id in ids:
        try:
            _send_on(engine, now, errand_id, stop)
        except TrackerError as wrong:
            log.error("errand %s waits: %s", errand_id, wrong)


def _send_on(engine: Engine, now: datetime, errand_id: int, stop: threading.Event) -> None:
    def piece(session: Session, size: int) -> bool:
        held = errands.held(session, errand_id)
        return held is not None and outgoing_onward.go_on(session, *held, now, size) > 0

    _in_pieces(engine, stop, piece)


def reckon(
    engine: Engine, now: datetime, *, stop: threading.Event | None = None, most: int | None = None
) -> Reckoned:
    """Move the open days as the calendar stands now, at least ``most`` if so many move."""
    with db.look(engine) as session:
        moves = duties.to_move(session)
    moved = 0

    def piece(session: Session, size: int) -> bool:
        nonlocal moved
        moved += len(duties.move(session, now, moves, most=size))
        return bool(moves) and (most is None or moved < most)

    if moves:
        _in_pieces(engine, stop or threading.Event(), piece)
    return Reckoned(moved, bool(moves))


def tell_moved(
    engine: Engine, now: datetime, *, day: date, address: str, stop: threading.Event | None = None
) -> None:
    """Tell those concerned which days moved, office by office, each person once."""
    with db.look(engine) as session:
        offices = duties.untold_offices(session)
    for office_id in offices:
        if stop is not None and stop.is_set():
            return
        with db.begin(engine) as session:
            moved = duties.take_untold(session, office_id)
            reminders.tell_moved(session, now, moved=moved, day=day, address=address)


def _in_pieces(
    engine: Engine, stop: threading.Event, piece: Callable[[Session, int], bool]
) -> None:
    """One transaction after the other while ``piece`` (session, size) says that there is more."""
    size, more = SIZE, True
    while more and not stop.is_set():
        began = time.monotonic()
        with db.begin(engine) as session:
            more = piece(session, size)
        size = fitting(size, time.monotonic() - began)
        if more:
            stop.wait(PAUSE)


def fitting(size: int, took: float) -> int:
    """The size of the next piece, after one of ``size`` took so many seconds."""
    if took < QUICK:
        return min(MOST, size * 2)
    return min(size, max(LEAST, size // 2)) if took > SLOW else size
