"""Confirming an arrival: letters kept, chain drawn, numbers given, all in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from tracker import (
    audit,
    chain_links,
    chains,
    circulation,
    drafts,
    duties,
    following_originals,
    letter_store,
    matching,
    readings,
    registers,
    sealing,
)
from tracker.actor import Actor
from tracker.draft_view import Confirmation, Registered
from tracker.errors import BadValue
from tracker.fields import Values
from tracker.models import Arrival, Book, Draft, Letter, ReadingJob
from tracker.sentences import sentence
from tracker.vocabulary import ArrivalState, Channel, Way


def settle(
    session: Session,
    actor: Actor,
    now: datetime,
    arrived: Arrival,
    job: ReadingJob,
    final: Sequence[Values],
    chosen: Sequence[str],
    *,
    received_at: datetime,
    practice: str = "",
) -> Confirmation:
    """Settle an arrival that the caller has locked. ``chosen``: the letters that get a number."""
    letters = _store(session, actor.account_id, now, arrived, job, final)
    for letter_id in chosen:
        _enough(letters[letter_id])
    written = tuple(
        _register(session, actor, now, letters[one], arrived, received_at, practice)
        for one in chosen
    )
    directives = _close(session, now, arrived, job, letters, actor.account_id)
    for one in written:
        circulation.received(
            session, actor, now, letter_id=one.letter_id, entry_id=one.entry_id,
            received_at=received_at, way=Way.MAIL if arrived.channel is Channel.MAIL else None,
        )  # fmt: skip
        if not one.original:  # its days count from the copy that came first
            duties.open_for(session, actor, now, letter_id=one.letter_id, received_at=received_at)
    after = {
        "letters": [letter.id for letter in letters.values()],
        "entries": [one.entry_id for one in written],
    }
    audit.record(session, actor, now, "settle", ("arrival", arrived.id), after=after)
    first = written[0]
    return Confirmation(
        first.letter_id, first.entry_id, first.number, first.year, first.book,
        entries=written, directive_ids=tuple(directives),
    )  # fmt: skip


def store_only(
    session: Session, now: datetime, arrived: Arrival, job: ReadingJob, final: Sequence[Values]
) -> list[int]:
    """Keep letters and chain without a number, as for the samples; the directives."""
    letters = _store(session, None, now, arrived, job, final)
    directives = _close(session, now, arrived, job, letters, None)
    after = {"letters": [letter.id for letter in letters.values()]}
    audit.record(
        session, None, now, "store", ("arrival", arrived.id), after=after,
        office_id=arrived.office_id,
    )  # fmt: skip
    return directives


def _enough(letter: Letter) -> None:
    if not (letter.ref_no or letter.subject or letter.issuer):
        raise BadValue(sentence("กรุณากรอกเลขที่หนังสือ เรื่อง หรือหน่วยงานที่ส่ง อย่างน้อยหนึ่งช่องก่อนลงรับ"))


def _store(
    session: Session,
    account_id: int | None,
    now: datetime,
    arrived: Arrival,
    job: ReadingJob,
    final: Sequence[Values],
) -> dict[str, Letter]:
    """Keep the letters, those with a number first: papers without are known by who carries them."""
    matching.lock(session, {arrived.sha256} | matching.keys(final))
    readings.seal(session, job, drafts.secret_in_reading(job, list(final)), now)
    carrier = {link["to"]: link["from"] for link in reversed(_links(session, arrived, job))}
    made: dict[str, Letter] = {}
    for letter in sorted(final, key=lambda one: not (one.get("ref_no") or {}).get("value")):
        copy = letter_store.Copy(arrived, letter, account_id, now)
        above = made.get(carrier.get(letter["id"], ""))
        kept = made[letter["id"]] = letter_store.keep(session, copy, above)
        for subject in copy.sealed.values():
            sealing.seal(session, now, kept, subject)
    return {one["id"]: made[one["id"]] for one in final}


def _links(session: Session, arrived: Arrival, job: ReadingJob) -> list[Values]:
    kept = session.exec(select(Draft).where(Draft.arrival_id == arrived.id)).one_or_none()
    return drafts.links(job, kept)


def _register(
    session: Session,
    actor: Actor,
    now: datetime,
    letter: Letter,
    arrived: Arrival,
    received_at: datetime,
    practice: str,
) -> Registered:
    """A line of the book; for the original of a copy that has one, that line."""
    assert letter.id is not None
    first = following_originals.first_line(session, actor, letter.id)
    entry = first or registers.register(
        session, actor, now, letter_id=letter.id, received_at=received_at,
        arrival_id=arrived.id, practice=practice,
    )  # fmt: skip
    book = session.get_one(Book, entry.book_id)
    assert entry.id is not None
    original = first is not None
    return Registered(letter.id, entry.id, entry.number, entry.year, book.name, original=original)


def _close(
    session: Session,
    now: datetime,
    arrived: Arrival,
    job: ReadingJob,
    letters: dict[str, Letter],
    account_id: int | None,
) -> list[int]:
    """Mark the arrival settled; link its letters with each other and with those known."""
    arrived.state, arrived.settled_at, arrived.settled_by = ArrivalState.SETTLED, now, account_id
    session.add(arrived)
    chain_links.link_read(session, _links(session, arrived, job), letters)
    kept = list({one.id: one for one in letters.values()}.values())
    touched = chain_links.link_cited(session, kept)
    chain_links.link_siblings(session, kept)
    directives = chains.gather(session, now, touched | {x.id for x in kept if x.id is not None})
    session.flush()
    for one in kept:
        if one.id is not None:
            circulation.expect(session, now, letter_id=one.id)
    return directives
