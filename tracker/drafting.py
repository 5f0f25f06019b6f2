"""The review: what was read with what was typed over it, and the changes a person makes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select as many
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session, col, select

from tracker import arrivals as arriving
from tracker import (
    audit,
    doubles,
    drafts,
    fields,
    following_originals,
    letter_store,
    page_lines,
    readings,
    registers,
)
from tracker.actor import Actor
from tracker.draft_view import DraftLetter, DraftView, Kept
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.fields import Values
from tracker.models import Arrival, Draft, ReadingJob, StoredFile
from tracker.sentences import Sentence, sentence

#: Changes that can be taken back, one by one.
STEPS = 60
#: Characters that they may take together; the last one is kept however long.
MOST_HISTORY = 400_000


def draft(session: Session, actor: Actor, arrival_id: int) -> DraftView:
    """The review page's values: what was read, what was typed, what may be a double."""
    arrived = arriving.seen(session, actor, arrival_id)
    stored, job = arriving.file_of(session, arrived)
    view = drafts.view(arrived, stored, job, current(session, arrival_id))
    letters = {one["id"]: one for one in drafts.final_letters(job, current(session, arrived.id))}
    book = registers.book_of(session, arrived.office_id, open_it=False)
    year = registers.year_of(book.year_rule, arrived.arrived_at)
    lines = (_kept(session, actor, arrived, letters[x.id]) for x in view.letters if x.registers)
    return replace(
        view,
        letters=tuple(
            replace(one, doubles=doubles.of(session, actor, arrived, letters[one.id]))
            for one in view.letters
        ),
        same_file=doubles.same_file(session, arrived),
        next_number=registers.next_number(session, actor, book.id, year) if book.id else 1,
        next_year=year,
        kept=tuple({one.letter_id: one for one in lines if one is not None}.values()),
    )


def _kept(session: Session, actor: Actor, arrived: Arrival, letter: Values) -> Kept | None:
    """The line of the copy whose paper this letter is."""
    known = letter_store.known(
        session, letter_store.Copy(arrived, letter, actor.account_id, arrived.arrived_at)
    )
    if known is None or known.id is None:
        return None
    line = following_originals.line_to_keep(session, arrived.office_id, known.id)
    return Kept(known.id, line.number, line.year) if line else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft as a list shows it. ``first``: its letter that gets a number; ``double``: file or
    letter may be known already."""

    view: DraftView
    first: DraftLetter
    double: bool


def waiting(session: Session, actor: Actor, arrival_ids: Collection[int]) -> dict[int, Waiting]:
    """Many drafts by the arrival's id, all looked up together: a stack has as few questions
    as one file."""
    found = session.execute(
        many(Arrival, StoredFile, ReadingJob, Draft)
        .join(StoredFile, col(StoredFile.sha256) == col(Arrival.sha256))
        .join(ReadingJob, col(ReadingJob.sha256) == col(Arrival.sha256))
        .outerjoin(Draft, col(Draft.arrival_id) == col(Arrival.id))
        .where(col(Arrival.id).in_(arrival_ids), col(Arrival.office_id).in_(actor.office_ids))
    ).all()
    views, letters = {}, []
    for arrived, stored, job, kept in found:
        view = drafts.view(arrived, stored, job, kept)
        first = next(one for one in view.letters if one.registers)
        views[view.arrival_id] = (view, first)
        final = {one["id"]: one for one in drafts.final_letters(job, kept)}
        letters.append((arrived, final[first.id]))
    known = doubles.doubled(session, actor, letters)
    return {key: Waiting(view, first, key in known) for key, (view, first) in views.items()}


def current(session: Session, arrival_id: int | None) -> Draft | None:
    """What was typed so far over the reading of an arrival."""
    return session.exec(select(Draft).where(Draft.arrival_id == arrival_id)).one_or_none()


def present(session: Session, arrived: Arrival) -> list[Values]:
    """The letters of the draft as the machine read them."""
    _, job = arriving.file_of(session, arrived)
    return drafts.machine_letters(job, current(session, arrived.id))


def changing(session: Session, actor: Actor, now: datetime, arrival_id: int, version: int) -> Draft:
    """The draft for a change; the arrival's row is locked already."""
    kept = current(session, arrival_id) or Draft(arrival_id=arrival_id, version=0, updated_at=now)
    if kept.version != version:
        raise Stale
    kept.version += 1
    kept.updated_by, kept.updated_at = actor.account_id, now
    return kept


def keep(session: Session, kept: Draft, said: Sentence, path: str = "") -> None:
    """Store a change of the draft with what stood before it. ``said``: what the change is."""
    before = {name: _was(kept, name) for name in ("values", "settled_doubts", "parting")}
    old: Values = before["values"] or {}
    changed = {
        key for key in old.keys() | kept.values.keys() if old.get(key) != kept.values.get(key)
    }
    settled = before["settled_doubts"] or []
    if changed or settled != kept.settled_doubts or before["parting"] != kept.parting:
        step = {
            "said": said,
            "pattern": said.pattern,
            "named": dict(said.values),
            "path": path,
            "values": {key: old.get(key) for key in sorted(changed)},
            "settled": settled,
            "parting": before["parting"],
        }
        kept.history = _recent([*kept.history, step])
    session.add(kept)
    session.flush()


def _recent(steps: list[Values]) -> list[Values]:
    """The last steps, as many as are worth keeping."""
    steps, size = steps[-STEPS:], 0
    for place, step in enumerate(reversed(steps)):
        size += len(str(step))
        if size > MOST_HISTORY and place:
            return steps[-place:]
    return steps


def _was(kept: Draft, name: str) -> Any:
    """A column of the draft as it was before this transaction changed it."""
    change = get_history(kept, name)
    return change.deleted[0] if change.deleted else None if change.added else getattr(kept, name)


def forget_secrets(session: Session, now: datetime, arrived: Arrival, final: list[Values]) -> None:
    """Take out of the draft what was typed of a letter before it was marked secret."""
    kept = current(session, arrived.id)
    secret = {one["id"] for one in final if drafts.is_secret(one)}
    if not secret:
        return
    page_lines.forget(session, now, sha256=arrived.sha256)
    if kept is None:
        return
    kept.values = {
        path: value
        for path, value in kept.values.items()
        if (place := drafts.split(path.removeprefix("looks."))) is None
        or place[0] not in secret
        or (place[1] in fields.SEALED and not path.startswith("looks."))
    }
    kept.history = []
    if kept.parting is not None:
        kept.parting = {**kept.parting, "reading": _without(kept.parting["reading"], secret)}
    session.add(kept)
    session.flush()


def _without(reading: Values, secret: set[str]) -> Values:
    """A parted reading that says of its secret letters only that they exist."""
    letters = [
        readings.sealed({**one, "secrecy": "secret"}) if one["id"] in secret else one
        for one in reading["letters"]
    ]
    return {**reading, "letters": letters}


def settle_doubt(
    session: Session, actor: Actor, now: datetime, *, arrival_id: int, path: str, version: int
) -> DraftView:
    """The person has looked: the machine's value is right."""
    arriving.own(session, actor, arrival_id)
    if drafts.split(path) is None:
        raise NotFound
    kept = changing(session, actor, now, arrival_id, version)
    kept.settled_doubts = sorted({*kept.settled_doubts, path})
    keep(session, kept, sentence("ตรวจช่อง %(field)s", field=label(path)), path)
    audit.record(session, actor, now, "settle_doubt", ("arrival", arrival_id), after={"path": path})
    return draft(session, actor, arrival_id)


def add_letter(
    session: Session, actor: Actor, now: datetime, *, arrival_id: int, version: int
) -> DraftView:
    """One more letter in this file, which the reader did not see; it is filled in by hand."""
    arrived = arriving.own(session, actor, arrival_id)
    kept = current(session, arrival_id)
    # One that was taken out keeps its id: else the new letter would be out as well.
    marked = [key.split(".")[1] for key in (kept.values if kept else {}) if key.count(".") == 2]
    ids = [one["id"] for one in present(session, arrived)] + marked
    number = 1 + max((int(one.lstrip("hp")) for one in ids), default=0)
    key = f"letters.h{number}.added"
    return _mark(session, actor, now, arrival_id, version, key, sentence("เพิ่มฉบับ"))


def drop_letter(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    arrival_id: int,
    letter_id: str,
    version: int,
) -> DraftView:
    """What was read as a letter of its own is none. At least one letter stays."""
    arrived = arriving.own(session, actor, arrival_id)
    ids = [one["id"] for one in present(session, arrived)]
    if letter_id not in ids:
        raise NotFound
    if len(ids) == 1:
        raise BadValue(sentence("ต้องมีหนังสืออย่างน้อยหนึ่งฉบับ หากไม่ต้องการลงรับ ให้เลือก “ไม่ลงรับ”"))
    key = f"letters.{letter_id}.dropped"
    return _mark(session, actor, now, arrival_id, version, key, sentence("เอาฉบับออก"))


def label(path: str) -> str:
    """What a field is called on the screen."""
    place = drafts.split(path)
    return fields.BY_NAME[place[1]].label if place else ""


def _mark(
    session: Session,
    actor: Actor,
    now: datetime,
    arrival_id: int,
    version: int,
    key: str,
    said: Sentence,
) -> DraftView:
    kept = changing(session, actor, now, arrival_id, version)
    kept.values = {**kept.values, key: True}
    keep(session, kept, said)
    audit.record(session, actor, now, "mark_letter", ("arrival", arrival_id), after={"mark": key})
    return draft(session, actor, arrival_id)


def sealed_file(session: Session, actor: Actor, sha256: str) -> None:
    """Guard of an original and the pictures of its pages.

    Raises ``NotFound`` where no office of the actor holds the file, and
    ``NotAllowed`` where it holds a secret letter: only its existence shows.
    """
    held = select(Arrival).where(
        Arrival.sha256 == sha256, col(Arrival.office_id).in_(actor.office_ids)
    )
    found = session.exec(held).all()
    if not found:
        raise NotFound
    every = session.exec(select(Arrival).where(Arrival.sha256 == sha256)).all()
    if any(_secret(session, one) for one in every):
        raise NotAllowed(sentence("ไฟล์นี้มีหนังสือชั้นความลับ ระบบแสดงเฉพาะว่ามีหนังสือ กรุณาดูต้นฉบับกับนายทะเบียน"))


def _secret(session: Session, arrived: Arrival) -> bool:
    _, job = arriving.file_of(session, arrived)
    return any(
        drafts.is_secret(letter)
        for letter in drafts.final_letters(job, current(session, arrived.id))
    )


def result_of(session: Session, actor: Actor, arrival_id: int) -> dict[str, Any] | None:
    """The reading as the reader printed it, for those who may see the arrival."""
    _, job = arriving.file_of(session, arriving.seen(session, actor, arrival_id))
    return job.result
