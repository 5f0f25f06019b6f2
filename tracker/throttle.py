"""Slows down whoever guesses passwords, without locking anybody out of his own account.

Failures are counted for a name and the place they come from, so one who
guesses elsewhere closes that place only. Where many places guess at one name,
new places must wait as well; a place from which the name signed in before
stays open. Names that no account bears are counted alike: the answer does not
tell which exist.
"""

from datetime import datetime, timedelta
from typing import cast

from sqlmodel import Session, col, delete, func, select

from tracker.errors import Locked
from tracker.models import SignInTrial
from tracker.models.once import insert_once
from tracker.sentences import sentence

#: Failures at one name from all unfamiliar places together, as a multiple of those from one.
MANY_PLACES = 10
#: How long a place where nothing happens is remembered: without a success, and with one.
FORGET, FORGET_FAMILIAR = timedelta(days=1), timedelta(days=400)


def check(
    session: Session, username: str, origin: str, now: datetime, attempts: int, lock: timedelta
) -> SignInTrial:
    """The count of this name at this place, held until the transaction ends; or ``Locked``."""
    name, place = username[:80], origin[:80]
    insert_once(
        session, SignInTrial, {"username": name, "origin": place, "failures": 0, "last_at": now}
    )
    trial = session.exec(
        select(SignInTrial)
        .where(SignInTrial.username == name, SignInTrial.origin == place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if trial.locked_until is not None and trial.locked_until > now:
        raise Locked(_wait(trial.locked_until - now))
    if trial.locked_until is not None or trial.last_at < now - lock:
        trial.failures, trial.locked_until = 0, None
    if trial.succeeded_at is None:
        _refuse_many_places(session, name, now, attempts, lock)
    return trial


def _wait(left: timedelta) -> str:
    minutes = max(1, round(left.total_seconds() / 60))
    return sentence("ลงชื่อเข้าใช้ผิดหลายครั้ง กรุณารออีก %(minutes)s นาทีแล้วลองใหม่", minutes=minutes)


def _refuse_many_places(
    session: Session, name: str, now: datetime, attempts: int, lock: timedelta
) -> None:
    strange = select(func.sum(SignInTrial.failures)).where(
        SignInTrial.username == name,
        col(SignInTrial.succeeded_at).is_(None),
        SignInTrial.last_at > now - lock,
    )
    # An empty sum is NULL.
    if (cast("int | None", session.exec(strange).one()) or 0) >= attempts * MANY_PLACES:
        raise Locked(
            sentence(
                "มีผู้พยายามลงชื่อเข้าใช้ด้วยชื่อนี้จากหลายที่ กรุณาใช้เครื่องที่เคยลงชื่อเข้าใช้ หรือรอสักครู่แล้วลองใหม่ "
                "หรือให้ผู้ดูแลระบบปลดล็อก"
            )
        )


def failed(
    session: Session, trial: SignInTrial, now: datetime, attempts: int, lock: timedelta
) -> bool:
    """Count a wrong password; whether this place must wait now."""
    trial.failures += 1
    trial.last_at = now
    if trial.failures >= attempts:
        trial.locked_until = now + lock
    session.add(trial)
    session.flush()
    return trial.locked_until is not None


def succeeded(session: Session, trial: SignInTrial, now: datetime) -> None:
    """The right password: the place is familiar from now on."""
    trial.failures, trial.locked_until = 0, None
    trial.last_at = trial.succeeded_at = now
    session.add(trial)


def familiar(session: Session, username: str, origin: str, now: datetime) -> None:
    """Remember a place from which the name has just signed in."""
    insert_once(
        session,
        SignInTrial,
        {"username": username[:80], "origin": origin[:80], "failures": 0, "last_at": now,
         "succeeded_at": now},
    )  # fmt: skip


def unlock(session: Session, username: str) -> int:
    """Open every place to a name again; how many were closed or counted."""
    found = session.exec(
        select(SignInTrial).where(SignInTrial.username == username, SignInTrial.failures > 0)
    ).all()
    for trial in found:
        trial.failures, trial.locked_until = 0, None
        session.add(trial)
    session.flush()
    return len(found)


def locked(session: Session, usernames: list[str], now: datetime) -> set[str]:
    """Those of the names that some place must wait for."""
    found = select(SignInTrial.username).where(
        col(SignInTrial.username).in_(usernames), col(SignInTrial.locked_until) > now
    )
    return set(session.exec(found))


def forget(session: Session, now: datetime) -> None:
    """Drop places where nothing has happened for long: no name tried once is kept for ever."""
    old = (col(SignInTrial.succeeded_at).is_(None)) & (col(SignInTrial.last_at) < now - FORGET)
    session.exec(delete(SignInTrial).where(old))
    session.exec(delete(SignInTrial).where(col(SignInTrial.last_at) < now - FORGET_FAMILIAR))
    session.flush()
