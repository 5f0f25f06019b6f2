"""The sample chain of a first start: read by the same pipeline as any file.

Sample letters are marked as such and are never taken for real ones, even
where their numbers are the same.
"""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from tracker import accounts, db, files, intake, offices
from tracker.errors import TrackerError
from tracker.models import Arrival
from tracker.models.arrival import Stored
from tracker.vocabulary import ArrivalState, Channel

_OWNER = "samples"
_LEASE = timedelta(minutes=10)


def load(engine: Engine, data: Path, *, now: datetime) -> list[int]:
    """Take in, read and keep every ``samples/*/*.pdf`` not there yet; the directives they make.

    No transaction is open while a file is read. A sample that cannot be read
    stays as an arrival that says so.
    """
    made: list[int] = []
    for path in sorted((data / "samples").glob("*/*.pdf")):
        with path.open("rb") as stream:
            stored = files.store(stream, filename=path.name)
        made += _load_one(engine, path, stored, now)
    return made


def _load_one(engine: Engine, path: Path, stored: Stored, now: datetime) -> list[int]:
    with db.begin(engine) as session:
        if _arrived(session, stored.sha256) is not None:
            return []
        office = offices.office(session, accounts.SAMPLE_OFFICE)
        if office is None or office.id is None:
            return []
        arrival = intake.take_in_for(
            session, now, office_id=office.id, stored=stored,
            filename=f"ตัวอย่าง {path.parent.name}.pdf", channel=Channel.SAMPLE,
        )  # fmt: skip
        job = intake.claim(session, owner=_OWNER, now=now, lease=_LEASE, sha256=stored.sha256)
    result, error = None, None
    if job is not None:
        try:
            result = intake.read_now(path, received=now)
        except TrackerError as wrong:
            error = str(wrong)
    with db.begin(engine) as session:
        if job is not None:
            intake.finish(session, job.id, _OWNER, now=now, result=result, error=error)
        kept = session.get_one(Arrival, arrival.id)
        session.refresh(kept)
        if kept.state is not ArrivalState.REVIEW or kept.id is None:
            return []
        return intake.store_only(session, now, arrival_id=kept.id)


def _arrived(session: Session, sha256: str) -> Arrival | None:
    return session.exec(
        select(Arrival).where(Arrival.sha256 == sha256, Arrival.channel == Channel.SAMPLE)
    ).first()
