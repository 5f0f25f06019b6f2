"""Arrivals: what was dropped in, for which office, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tracker import audit, following_originals
from tracker.actor import Actor
from tracker.errors import AlreadySettled, BadValue, NotAllowed, NotFound
from tracker.models import Account, Arrival, Book, Entry, ReadingJob, StoredFile
from tracker.models.arrival import Stored
from tracker.models.once import insert_once
from tracker.registers import BANGKOK
from tracker.sentences import Joined, sentence
from tracker.vocabulary import ArrivalState, Channel, JobState
from tracker.wording import long_date

_OF_JOB = {
    JobState.WAITING: ArrivalState.WAITING,
    JobState.READING: ArrivalState.READING,
    JobState.DONE: ArrivalState.REVIEW,
    JobState.FAILED: ArrivalState.FAILED,
}


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """An arrival as listed. ``copies``: how often the same file came to this office before."""

    id: int
    office_id: int
    filename: str
    sha256: str
    media_type: str
    size: int
    channel: Channel
    arrived_at: datetime
    state: ArrivalState
    note: str
    pages_done: int
    pages_total: int
    error: str | None
    letters: int
    copies: int
    settled_at: datetime | None


def take_in(
    session: Session,
    office_id: int,
    account_id: int | None,
    now: datetime,
    *,
    stored: Stored,
    filename: str,
    channel: Channel,
) -> Arrival:
    """Note that a file arrived. A file known already is not read again."""
    insert_once(
        session,
        StoredFile,
        {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type,
         "first_name": filename, "stored_at": now},
    )  # fmt: skip
    insert_once(
        session,
        ReadingJob,
        {"sha256": stored.sha256, "state": JobState.WAITING, "attempts": 0, "pages_done": 0,
         "pages_total": 0, "reader_version": "", "queued_at": now},
    )  # fmt: skip
    job = session.exec(
        select(ReadingJob).where(ReadingJob.sha256 == stored.sha256).with_for_update()
    ).one()
    arrival = Arrival(
        office_id=office_id,
        account_id=account_id,
        filename=filename,
        sha256=stored.sha256,
        channel=channel,
        arrived_at=now,
        state=_OF_JOB[job.state],
    )
    session.add(arrival)
    session.flush()
    return arrival


def listed(
    session: Session, actor: Actor, *, state: ArrivalState | None = None, limit: int | None = 200
) -> list[ArrivalView]:
    """The arrivals of all offices that the actor may see, newest first; ``None``: all of them."""
    wanted = _rows().where(col(Arrival.office_id).in_(actor.office_ids))
    if state is not None:
        wanted = wanted.where(col(Arrival.state) == state)
    found = session.execute(wanted.order_by(col(Arrival.id).desc()).limit(limit)).all()
    return [_view(*row) for row in found]


def _rows() -> Select[Any]:
    """Arrival, its file, its reading, and how often the file came to the office before."""
    before = aliased(Arrival)
    copies = (
        many(func.count())
        .where(
            col(before.sha256) == col(Arrival.sha256),
            col(before.office_id) == col(Arrival.office_id),
            col(before.id) < col(Arrival.id),
        )
        .correlate(Arrival)
        .scalar_subquery()
    )
    return (
        many(Arrival, StoredFile, ReadingJob, copies)
        .join(StoredFile, col(StoredFile.sha256) == col(Arrival.sha256))
        .join(ReadingJob, col(ReadingJob.sha256) == col(Arrival.sha256))
    )


def _view(arrival: Arrival, stored: StoredFile, job: ReadingJob, copies: int) -> ArrivalView:
    assert arrival.id is not None
    return ArrivalView(
        id=arrival.id,
        office_id=arrival.office_id,
        filename=arrival.filename,
        sha256=arrival.sha256,
        media_type=stored.media_type,
        size=stored.size,
        channel=arrival.channel,
        arrived_at=arrival.arrived_at,
        state=arrival.state,
        note=arrival.note,
        pages_done=job.pages_done,
        pages_total=job.pages_total,
        error=job.error,
        letters=len((job.result or {}).get("letters") or []),
        copies=copies,
        settled_at=arrival.settled_at,
    )


def one(session: Session, actor: Actor, arrival_id: int) -> ArrivalView:
    """One arrival, if the actor may see it."""
    seen(session, actor, arrival_id)
    return _view(*session.execute(_rows().where(col(Arrival.id) == arrival_id)).one())


def seen(session: Session, actor: Actor, arrival_id: int) -> Arrival:
    arrival = session.get(Arrival, arrival_id)
    if arrival is None or arrival.office_id not in actor.office_ids:
        raise NotFound
    return arrival


def file_of(session: Session, arrival: Arrival) -> tuple[StoredFile, ReadingJob]:
    """The file of an arrival and its one reading."""
    stored = session.get_one(StoredFile, arrival.sha256)
    job = session.exec(select(ReadingJob).where(ReadingJob.sha256 == arrival.sha256)).one()
    return stored, job


def own(session: Session, actor: Actor, arrival_id: int) -> Arrival:
    """The arrival, locked for change: only its own office works on it, and only until settled."""
    seen(session, actor, arrival_id)
    arrival = session.exec(
        select(Arrival)
        .where(Arrival.id == arrival_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if arrival.office_id != actor.office_id:
        raise NotAllowed(sentence("แก้ไขและลงรับได้เฉพาะหนังสือที่ส่งถึงหน่วยงานของท่านเอง"))
    if arrival.state in (ArrivalState.SETTLED, ArrivalState.DISMISSED):
        raise _settled(session, arrival)
    return arrival


def _settled(session: Session, arrival: Arrival) -> AlreadySettled:
    found = session.exec(
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(Entry.arrival_id == arrival.id, Book.office_id == arrival.office_id)
        .order_by(col(Entry.id))
    ).first()
    told = _by_and_when(session, arrival)
    if found is None:
        found = next(
            iter(following_originals.lines(session, arrival.id or 0, [arrival.office_id])), None
        )
    if found is None:
        return AlreadySettled(sentence("เรื่องนี้ปิดไปแล้วโดยไม่ลงรับ%(by_and_when)s", by_and_when=told))
    refusal = sentence(
        "เรื่องนี้ลงรับแล้ว เลขรับ %(number)s/%(year)s%(by_and_when)s จึงไม่ออกเลขซ้ำ",
        number=found.number,
        year=found.year,
        by_and_when=told,
    )
    return AlreadySettled(refusal, number=found.number, year=found.year)


def _by_and_when(session: Session, arrival: Arrival) -> str:
    """With a space before it; empty where neither is known."""
    who = session.get(Account, arrival.settled_by) if arrival.settled_by else None
    parts = [sentence(" โดย %(name)s", name=who.display_name)] if who else []
    if arrival.settled_at:
        moment = arrival.settled_at.astimezone(BANGKOK)
        parts.append(
            sentence(
                " เมื่อ %(day)s เวลา %(hour)s.%(minute)s น.",
                day=long_date(moment.date()),
                hour=format(moment, "%H"),
                minute=format(moment, "%M"),
            )
        )
    return Joined(parts, "", "")


def dismiss(
    session: Session, actor: Actor, now: datetime, *, arrival_id: int, reason: str
) -> Arrival:
    """Close an arrival without a number (a double, a stray page). The file is kept."""
    arrival = own(session, actor, arrival_id)
    if not reason.strip():
        raise BadValue(sentence("กรุณาพิมพ์เหตุผลที่ไม่ลงรับ เช่น ซ้ำกับเลขรับเดิม"))
    arrival.state, arrival.note = ArrivalState.DISMISSED, reason.strip()
    arrival.settled_at, arrival.settled_by = now, actor.account_id
    session.add(arrival)
    session.flush()
    after = {"reason": arrival.note}
    audit.record(session, actor, now, "dismiss", ("arrival", arrival.id), after=after)
    return arrival
