"""What may be known already: the same file again, or the same letter in another scan."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from tracker import matching
from tracker.actor import Actor
from tracker.draft_view import Double
from tracker.matching import Facts
from tracker.models import Arrival, Book, Entry, Letter, LetterHolding
from tracker.sentences import Joined, sentence
from tracker.vocabulary import BookKind, Channel, Secrecy

#: A letter and the arrivals in which the actor's offices hold it.
Known = tuple[Letter, set[int | None]]


def same_file(session: Session, arrived: Arrival) -> tuple[tuple[int, datetime], ...]:
    """Other arrivals of the very same file at this office, oldest first."""
    found = select(Arrival).where(
        Arrival.sha256 == arrived.sha256,
        Arrival.office_id == arrived.office_id,
        col(Arrival.id) != arrived.id,
        (col(Arrival.channel) == Channel.SAMPLE).is_(arrived.channel is Channel.SAMPLE),
    )
    return tuple(
        (one.id, one.arrived_at)
        for one in session.exec(found.order_by(col(Arrival.id)))
        if one.id is not None
    )


def of(
    session: Session, actor: Actor, arrived: Arrival, letter: dict[str, Any]
) -> tuple[Double, ...]:
    """Letters known to the actor's offices that this one may be."""
    said = matching.facts(session, letter)
    found = _matched(arrived, said, _candidates(session, actor, [said]))
    return tuple(_double(session, actor, known, why) for known, why in found)


def doubled(
    session: Session, actor: Actor, arrivals: Sequence[tuple[Arrival, dict[str, Any]]]
) -> set[int | None]:
    """Arrivals whose file came before, or whose letter may be known; all looked up together."""
    said = [matching.facts(session, letter) for _, letter in arrivals]
    known = _candidates(session, actor, said)
    return _same_files(session, [one for one, _ in arrivals]) | {
        arrived.id
        for (arrived, _), facts in zip(arrivals, said, strict=True)
        if any(_matched(arrived, facts, known))
    }


def _same_files(session: Session, arrivals: Sequence[Arrival]) -> set[int | None]:
    """Those of which the office has the very same file once more."""
    hashes = [one.sha256 for one in arrivals]
    wanted = select(Arrival.id, Arrival.sha256, Arrival.office_id, Arrival.channel)
    copies: dict[tuple[str, int, bool], set[int | None]] = defaultdict(set)
    for key, sha256, office_id, channel in session.exec(
        wanted.where(
            col(Arrival.sha256).in_(hashes),
            col(Arrival.office_id).in_({one.office_id for one in arrivals}),
        )
    ):
        copies[sha256, office_id, channel is Channel.SAMPLE].add(key)
    return {
        one.id
        for one in arrivals
        if copies[one.sha256, one.office_id, one.channel is Channel.SAMPLE] - {one.id}
    }


def _candidates(session: Session, actor: Actor, said: Sequence[Facts]) -> list[Known]:
    """Letters that the actor's offices hold, alike in number or in issuer and day."""
    names = {one.identity for one in said if one.identity is not None}
    numbers = {one.ref_no for one in said if one.ref_no is not None}
    hints = [
        and_(col(Letter.issuer_office_id) == office_id, col(Letter.date) == day)
        for office_id, day in {(one.issuer_office_id, one.day) for one in said}
        if office_id is not None and day is not None
    ]
    hints += [col(Letter.identity).in_(names)] if names else []
    hints += [col(Letter.ref_no).in_(numbers)] if numbers else []
    if not hints:
        return []
    ours = col(LetterHolding.office_id).in_(actor.office_ids)
    held = select(LetterHolding.id).where(col(LetterHolding.letter_id) == col(Letter.id), ours)
    found = session.exec(select(Letter).where(or_(*hints), held.exists())).all()
    holders: dict[int | None, set[int | None]] = defaultdict(set)
    copies = select(LetterHolding.letter_id, LetterHolding.arrival_id)
    for letter_id, arrival_id in session.exec(
        copies.where(col(LetterHolding.letter_id).in_([one.id for one in found]), ours)
    ):
        holders[letter_id].add(arrival_id)
    return [(one, holders[one.id]) for one in sorted(found, key=lambda x: x.id or 0)]


def _matched(
    arrived: Arrival, said: Facts, candidates: Sequence[Known]
) -> Iterator[tuple[Letter, str]]:
    """Those that this arrival's letter may be, with why; its own copy is none."""
    sample = arrived.channel is Channel.SAMPLE
    for known, arrivals in candidates:
        other = arrivals - {arrived.id} and known.is_sample is sample
        if other and (why := _why(known, said)):
            yield known, why


def _why(known: Letter, said: Facts) -> str | None:
    same_number = known.identity is not None and known.identity == said.identity
    if same_number and matching.agrees(known, said):
        return sentence("เลขที่ ปี และผู้ส่งตรงกับหนังสือที่มีอยู่แล้ว")
    if same_number or (known.ref_no is not None and known.ref_no == said.ref_no):
        return sentence("เลขที่ตรงกับหนังสือที่มีอยู่แล้ว แต่วันที่หรือเรื่องต่างกัน กรุณาตรวจว่าเป็นฉบับเดียวกันหรือไม่")
    same_day = said.day is not None and known.date == said.day
    issuer = said.issuer_office_id
    same_issuer = issuer is not None and known.issuer_office_id == issuer
    if same_day and same_issuer and matching.alike(known.subject, said.subject):
        return sentence("ผู้ส่ง วันที่ และเรื่องตรงกับหนังสือที่มีอยู่แล้ว แต่เลขที่ต่างกัน กรุณาตรวจเลขที่")
    return None


def _double(session: Session, actor: Actor, known: Letter, why: str) -> Double:
    assert known.id is not None
    entry = session.exec(
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == known.id,
            col(Book.office_id).in_(actor.office_ids),
            col(Entry.voided_at).is_(None),
            Book.kind == BookKind.RECEIVE,
        )
        .order_by(col(Book.office_id) != actor.office_id, col(Entry.id))
    ).first()
    if entry is not None:
        taken = sentence("ลงรับแล้วที่เลข %(number)s/%(year)s", number=entry.number, year=entry.year)
        why = Joined((why, taken), otherwise=". ")
    return Double(
        letter_id=known.id,
        ref_no=known.ref_no,
        date=known.date,
        subject=known.subject if known.secrecy is Secrecy.NONE else None,
        why=why,
        entry_number=entry.number if entry else None,
        entry_year=entry.year if entry else None,
    )
