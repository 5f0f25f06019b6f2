"""What may be known already: the same file again, or the same letter in another scan."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from tracker import matching, offices
from tracker.actor import Actor
from tracker.draft_view import Double
from tracker.matching import Facts
from tracker.models import Arrival, Book, Entry, Letter, LetterHolding
from tracker.sentences import Joined, sentence
from tracker.vocabulary import BookKind, Channel, Secrecy


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
    hints = []
    if said.identity is not None:
        hints.append(col(Letter.identity) == said.identity)
    if said.ref_no is not None:
        hints.append(col(Letter.ref_no) == said.ref_no)
    if said.issuer_office_id is not None and said.day is not None:
        hints.append(
            (col(Letter.issuer_office_id) == said.issuer_office_id) & (col(Letter.date) == said.day)
        )
    if not hints:
        return ()
    copy = (
        select(LetterHolding.id)
        .where(
            col(LetterHolding.letter_id) == col(Letter.id),
            col(LetterHolding.office_id).in_(actor.office_ids),
            col(LetterHolding.arrival_id).is_distinct_from(arrived.id),
        )
        .exists()
    )
    sample = arrived.channel is Channel.SAMPLE
    held = select(Letter).where(or_(*hints), copy, col(Letter.is_sample).is_(sample))
    found = [
        _double(session, actor, known, why)
        for known in session.exec(held).all()
        if (why := _why(known, said))
    ]
    return tuple(sorted(found, key=lambda one: one.letter_id))


def _why(known: Letter, said: Facts) -> str | None:
    same_number = known.identity is not None and known.identity == said.identity
    if same_number and matching.agrees(known, said):
        return sentence("เลขที่ ปี และผู้ส่งตรงกับหนังสือที่มีอยู่แล้ว")
    if same_number or (known.ref_no is not None and known.ref_no == said.ref_no):
        return sentence("เลขที่ตรงกับหนังสือที่มีอยู่แล้ว แต่วันที่หรือเรื่องต่างกัน กรุณาตรวจว่าเป็นฉบับเดียวกันหรือไม่")
    if matching.alike(known.subject, said.subject):
        return sentence("ผู้ส่ง วันที่ และเรื่องตรงกับหนังสือที่มีอยู่แล้ว แต่เลขที่ต่างกัน กรุณาตรวจเลขที่")
    return None


def _double(session: Session, actor: Actor, known: Letter, why: str) -> Double:
    assert known.id is not None
    line = session.exec(
        select(Entry, Book)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == known.id,
            col(Book.office_id).in_(actor.office_ids),
            col(Entry.voided_at).is_(None),
            Book.kind == BookKind.RECEIVE,
        )
        .order_by(col(Book.office_id) != actor.office_id, col(Entry.id))
    ).first()
    entry, book = line if line else (None, None)
    office_id = book.office_id if book else actor.office_id
    if entry is not None:
        taken = sentence("ลงรับแล้วที่เลข %(number)s/%(year)s", number=entry.number, year=entry.year)
        why = Joined((why, taken), otherwise=". ")
    return Double(
        letter_id=known.id,
        ref_no=known.ref_no,
        date=known.date,
        subject=known.subject if known.secrecy is Secrecy.NONE else None,
        office_name=offices.name_on(session, office_id),
        why=why,
        entry_number=entry.number if entry else None,
        entry_year=entry.year if entry else None,
    )
