"""When copies of the office were made, what came of them, and when the next one is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from tracker import audit
from tracker.accounts import only_admin
from tracker.actor import Actor
from tracker.errors import BadValue
from tracker.models import BackupRun
from tracker.sentences import noted, sentence

#: The hour from which the day's copy is due. A machine that sleeps then makes it once awake.
HOUR = 2
#: A copy that has not ended after so long was cut off.
LONGEST = timedelta(hours=6)
#: An administrator is warned when the last whole copy is older.
OLD = timedelta(hours=36)
_CUT_OFF = noted("การสำรองหยุดกลางคัน เครื่องอาจดับหรือโปรแกรมถูกปิด ระบบจะสำรองใหม่เอง")


@dataclass(frozen=True, slots=True)
class State:
    """``good``: the last copy without a problem; ``last``: the last one that was begun.

    ``lines``: all that are told, newest first; ``late``: nobody should rely on ``good``.
    """

    good: BackupRun | None
    last: BackupRun | None
    asked: bool
    running: bool
    late: bool
    lines: list[BackupRun]


def state(session: Session, actor: Actor, now: datetime, *, limit: int = 30) -> State:
    """What an administrator must know of the copies."""
    only_admin(actor)
    newest = select(BackupRun).order_by(col(BackupRun.id).desc())
    lines = list(session.exec(newest.limit(limit)))
    whole = col(BackupRun.ended_at).is_not(None) & col(BackupRun.problem).is_(None)
    good = session.exec(newest.where(whole)).first()
    last = session.exec(newest.where(col(BackupRun.begun_at).is_not(None))).first()
    return State(
        good=good,
        last=last,
        asked=any(one.begun_at is None for one in lines),
        running=_running(last, now),
        late=good is None or good.ended_at is None or now - good.ended_at > OLD,
        lines=lines,
    )


def _running(last: BackupRun | None, now: datetime) -> bool:
    return last is not None and last.ended_at is None and not _cut_off(last, now)


def _cut_off(run: BackupRun, now: datetime) -> bool:
    return run.begun_at is not None and run.ended_at is None and now - run.begun_at > LONGEST


def ask(session: Session, actor: Actor, now: datetime) -> BackupRun:
    """A copy is wanted now; the clockwork makes it within minutes."""
    found = state(session, actor, now)
    if found.asked or found.running:
        raise BadValue(sentence("มีการสำรองที่รอหรือกำลังทำอยู่แล้ว กรุณารอให้เสร็จก่อน"))
    made = BackupRun(asked_at=now, asked_by=actor.account_id)
    session.add(made)
    session.flush()
    audit.record(session, actor, now, "ask_backup", ("backup", made.id))
    return made


def due(session: Session, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a copy is to be made: one was asked for, or today's hour has come without one."""
    newest = select(BackupRun).order_by(col(BackupRun.begun_at).desc(), col(BackupRun.id).desc())
    last = session.exec(newest.where(col(BackupRun.begun_at).is_not(None))).first()
    if _running(last, now):
        return False
    if session.exec(select(BackupRun.id).where(col(BackupRun.begun_at).is_(None))).first():
        return True
    here = now.astimezone(zone)
    hour = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    hour = hour if hour <= here else hour - timedelta(days=1)
    return last is None or last.begun_at is None or last.begun_at < hour or _cut_off(last, now)


def begin(session: Session, now: datetime) -> int:
    """A copy begins: the one that was asked for, or a new one. What was cut off is said to be."""
    open_ = select(BackupRun).where(col(BackupRun.ended_at).is_(None)).order_by(col(BackupRun.id))
    waiting: BackupRun | None = None
    for one in session.exec(open_):
        if one.begun_at is None:
            waiting = waiting or one
        elif _cut_off(one, now):
            one.ended_at, one.problem = now, _CUT_OFF
    run = waiting or BackupRun(asked_at=now)
    run.begun_at = now
    session.add(run)
    session.flush()
    assert run.id is not None
    return run.id


def end(
    session: Session, now: datetime, *, run_id: int,
    folder: str | None = None, files: int = 0, size: int = 0, problem: str | None = None,
) -> None:  # fmt: skip
    run = session.get_one(BackupRun, run_id)
    run.ended_at, run.folder, run.files, run.size = now, folder, files, size
    run.problem = problem
    session.flush()
