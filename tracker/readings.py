"""Readings as rows with a lease: whoever holds the lease reads, a lapsed lease is free again.

A reading survives the death of its worker, and ends exactly once: a worker
whose lease another has taken is refused when it comes back with a result.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, func, select

from tracker import audit, page_lines
from tracker.errors import LeaseLost
from tracker.models import Arrival, ReadingJob
from tracker.sentences import noted
from tracker.vocabulary import ArrivalState, JobState, Secrecy

#: How often a reading is begun before the file is given up: it kills its readers.
MAX_ATTEMPTS = 3
GIVEN_UP = noted(
    "อ่านไฟล์นี้ไม่สำเร็จหลังลองหลายครั้ง ไฟล์ต้นฉบับยังเก็บไว้ครบ กรุณาลงรับด้วยมือ หรือสแกนใหม่แล้วส่งอีกครั้ง"
)
#: How far the clocks of several machines may be apart.
SKEW = timedelta(minutes=5)
#: What is kept of a secret letter (its existence) and nothing else.
_EXISTENCE = ("id", "pages", "kind", "role", "ref_no", "is_circular", "date", "issuer", "secrecy")


def _claimable(now: datetime) -> ColumnElement[bool]:
    lapsed = or_(
        col(ReadingJob.lease_until) < now,
        # Begun after now: the clock was set back, and that lease would hold for as long.
        col(ReadingJob.started_at) > now + SKEW,
    )
    reading = and_(col(ReadingJob.state) == JobState.READING, lapsed)
    return or_(col(ReadingJob.state) == JobState.WAITING, reading)


def claimable(session: Session, *, now: datetime) -> int:
    """How many readings a worker could take up now."""
    wanted = select(func.count()).select_from(ReadingJob).where(_claimable(now))
    return session.exec(wanted).one()


def claim(
    session: Session, *, owner: str, now: datetime, lease: timedelta, sha256: str | None = None
) -> ReadingJob | None:
    """Take up the reading that waits longest, for the time of the lease; ``None`` if none waits.

    ``sha256``: only the reading of that file.
    """
    wanted = select(ReadingJob).where(_claimable(now))
    if sha256 is not None:
        wanted = wanted.where(ReadingJob.sha256 == sha256)
    while True:
        job = session.exec(
            wanted.order_by(col(ReadingJob.queued_at), col(ReadingJob.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if job is None:
            return None
        if job.attempts < MAX_ATTEMPTS:
            break
        _end(session, job, JobState.FAILED, now, error=GIVEN_UP)
    job.state, job.attempts = JobState.READING, job.attempts + 1
    job.lease_owner, job.lease_until = owner, now + lease
    job.started_at = now
    job.pages_done = job.pages_total = 0
    session.add(job)
    _move(session, job.sha256, [ArrivalState.WAITING], ArrivalState.READING)
    session.flush()
    return job


def _held(session: Session, job_id: int | None, owner: str) -> ReadingJob:
    job = session.exec(
        select(ReadingJob)
        .where(ReadingJob.id == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if job is None or job.state is not JobState.READING or job.lease_owner != owner:
        raise LeaseLost
    return job


def renew(
    session: Session,
    job_id: int | None,
    owner: str,
    *,
    now: datetime,
    lease: timedelta,
    pages: tuple[int, int] | None = None,
) -> None:
    """Hold the reading longer. ``pages``: done and total. Raises ``LeaseLost``."""
    job = _held(session, job_id, owner)
    job.lease_until = now + lease
    job.started_at = min(job.started_at or now, now)
    if pages is not None:
        job.pages_done, job.pages_total = pages
    session.add(job)
    session.flush()


def release(session: Session, job_id: int | None, owner: str, *, now: datetime) -> None:
    """Give the reading back unread, for another worker at once; it does not count as an attempt."""
    job = _held(session, job_id, owner)
    job.state, job.attempts = JobState.WAITING, job.attempts - 1
    job.lease_owner = job.lease_until = None
    session.add(job)
    _move(session, job.sha256, [ArrivalState.READING], ArrivalState.WAITING)
    session.flush()


def finish(
    session: Session,
    job_id: int | None,
    owner: str,
    *,
    now: datetime,
    result: dict[str, Any] | None = None,
    error: str | None = None,
    lines: bytes | None = None,
    reader_version: str = "",
) -> None:
    """End the reading with its result or with a sentence for the clerk. Raises ``LeaseLost``.

    ``lines``: what the pages hold, packed; kept unless a letter of the file is secret.
    """
    job = _held(session, job_id, owner)
    failed = result is None
    job.reader_version = reader_version
    if result is not None:
        result = keepable(result)
        letters = result.get("letters", [])
        job.result = {**result, "letters": [sealed(one) for one in letters]}
        if lines is not None and not any(_is_secret(one) for one in letters):
            page_lines.keep(session, now, sha256=job.sha256, content=lines)
    state = JobState.FAILED if failed else JobState.DONE
    _end(session, job, state, now, error=(error or GIVEN_UP) if failed else None)


def keepable(said: Any) -> Any:
    """The same values without what a database refuses: NULs and halves of characters.

    A broken table of characters in a PDF gives both.
    """
    if isinstance(said, str):
        return said.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(said, list):
        return [keepable(one) for one in said]
    if isinstance(said, dict):
        return {name: keepable(one) for name, one in said.items()}
    return said


def _end(
    session: Session, job: ReadingJob, state: JobState, now: datetime, *, error: str | None
) -> None:
    job.state, job.error, job.finished_at = state, error, now
    job.lease_owner = job.lease_until = None
    session.add(job)
    arrived = ArrivalState.REVIEW if state is JobState.DONE else ArrivalState.FAILED
    _move(session, job.sha256, [ArrivalState.WAITING, ArrivalState.READING], arrived)
    after = {"sha256": job.sha256, "error": error, "attempts": job.attempts}
    audit.record(session, None, now, f"reading_{state.value}", ("reading_job", job.id), after=after)
    session.flush()


def _move(
    session: Session, sha256: str, sources: Sequence[ArrivalState], target: ArrivalState
) -> None:
    session.execute(
        update(Arrival)
        .where(col(Arrival.sha256) == sha256, col(Arrival.state).in_(sources))
        .values(state=target)
        .execution_options(synchronize_session="fetch")
    )


def again(session: Session, job: ReadingJob, now: datetime) -> None:
    """Put a failed reading back into the queue, its attempts forgotten."""
    job.state, job.attempts, job.error = JobState.WAITING, 0, None
    job.queued_at, job.finished_at = now, None
    session.add(job)
    _move(session, job.sha256, [ArrivalState.FAILED], ArrivalState.WAITING)
    session.flush()


def _is_secret(letter: dict[str, Any]) -> bool:
    return (letter.get("secrecy") or Secrecy.NONE) != Secrecy.NONE


def sealed(letter: dict[str, Any]) -> dict[str, Any]:
    """A letter of a reading, reduced to its existence where it is secret."""
    if not _is_secret(letter):
        return letter
    return {name: letter.get(name) for name in _EXISTENCE} | {"text": None}


def seal(session: Session, job: ReadingJob, grades: dict[str, str], now: datetime) -> None:
    """Take out of a reading what a person found to be secret. ``grades``: letter id -> grade."""
    letters = (job.result or {}).get("letters") or []
    open_ids = {one["id"] for one in letters if one.get("text") is not None}
    if job.result is None or not open_ids & grades.keys():
        return
    job.result = {
        **job.result,
        "letters": [
            sealed({**one, "secrecy": grades[one["id"]]}) if one["id"] in grades else one
            for one in letters
        ],
    }
    session.add(job)
    session.flush()
    after = {"letters": sorted(grades)}
    audit.record(session, None, now, "seal_reading", ("reading_job", job.id), after=after)
