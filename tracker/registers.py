"""Registers: numbers without gap or double, lines that are voided but never erased.

The receive register is form 13, the send register form 14 (clauses 38 and 44
of the regulation of 2526). Numbers run by office, book and Buddhist year.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, String, cast, or_
from sqlmodel import Session, col, func, select

from tracker import audit, offices
from tracker.actor import Actor
from tracker.book_settings import change_year_rule as change_year_rule
from tracker.book_settings import open_year as open_year
from tracker.books import BANGKOK as BANGKOK
from tracker.books import book_of as book_of
from tracker.books import books as books
from tracker.books import kept_for, open_book, own_book, seen_book, take_numbers
from tracker.books import next_number as next_number
from tracker.books import number_word as number_word
from tracker.books import year_of as year_of
from tracker.books import years as years
from tracker.errors import BadValue, NotFound, Stale
from tracker.models import Book, Entry, Letter, LetterHolding, LetterRecipient
from tracker.sentences import sentence
from tracker.vocabulary import BookKind, BookUse, Secrecy
from tracker.wording import iso_day

_THAI, _ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a longer list; ``page`` counts from 1, ``total`` counts items."""

    items: tuple[T, ...]
    page: int
    pages: int
    total: int


def register(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    received_at: datetime,
    arrival_id: int | None = None,
    practice: str = "",
    remark: str = "",
    book_id: int | None = None,
) -> Entry:
    """Write a letter into the actor's own receive register and give it the next number.

    ``received_at`` is the true moment of receipt and decides the year; it may
    lie in the past (back entry), never in the future. ``now`` is kept beside it.
    """
    if received_at > now:
        raise BadValue(sentence("วันที่รับอยู่ในอนาคต กรุณาตรวจวันและเวลาที่รับ"))
    letter = held_letter(session, actor, letter_id)
    book = receive_book(session, actor, letter, book_id)
    assert book.id is not None
    copy = _own_copy(session, actor, letter, arrival_id)
    year = year_of(book.year_rule, received_at)
    entry = Entry(
        book_id=book.id,
        year=year,
        number=take_numbers(session, book.id, year)[0],
        letter_id=letter_id,
        arrival_id=arrival_id,
        received_at=received_at,
        registered_at=now,
        registered_by=actor.account_id,
        from_text=copy["issuer"] or "",
        to_text=_addressees(session, actor, letter),
        ref_no=copy["ref_no"],
        dated=iso_day(copy["date"]),
        subject=copy["subject"],
        practice=practice.strip(),
        remark=remark.strip(),
        circular=letter.circular,
        secrecy=letter.secrecy,
    )
    session.add(entry)
    session.flush()
    after: dict[str, Any] = {"number": entry.number, "year": year, "letter_id": letter_id}
    after["received_at"] = received_at
    audit.record(session, actor, now, "register", ("entry", entry.id), after=after)
    return entry


def receive_book(
    session: Session, actor: Actor, letter: Letter | None, book_id: int | None = None
) -> Book:
    """The receive book for a letter: the one asked for, or one kept apart for its sort.

    Secret letters and circulars go into the central book only where the office
    keeps no book of their own.
    """
    if book_id is not None:
        book = open_book(session, actor, book_id)
        if book.kind is not BookKind.RECEIVE:
            raise BadValue(sentence("ทะเบียนนี้เป็นทะเบียนออกเลข ลงรับหนังสือไม่ได้ กรุณาเลือกทะเบียนรับ"))
        return book
    secret = letter is not None and letter.secrecy is not Secrecy.NONE
    use = BookUse.SECRET if secret else BookUse.CIRCULAR
    if secret or (letter is not None and letter.circular):
        apart = kept_for(session, actor.office_id, BookKind.RECEIVE, use)
        if apart is not None:
            return apart
    return book_of(session, actor.office_id)


def _own_copy(
    session: Session, actor: Actor, letter: Letter, arrival_id: int | None
) -> dict[str, str | None]:
    """How the office's own copy reads: what its clerk confirmed stands in its book."""
    known = {
        "ref_no": letter.ref_no,
        "date": letter.date.isoformat() if letter.date else None,
        "issuer": letter.issuer,
        "subject": letter.subject,
    }
    held = select(LetterHolding.copy_values).where(
        LetterHolding.letter_id == letter.id,
        LetterHolding.office_id == actor.office_id,
        LetterHolding.arrival_id == arrival_id,
    )
    read = session.exec(held).first() or {}
    copy = {name: read.get(name, value) for name, value in known.items()}
    if letter.secrecy is not Secrecy.NONE:
        copy["subject"] = None
    return copy


def held_letter(session: Session, actor: Actor, letter_id: int) -> Letter:
    """A letter of which the actor's own office holds a copy."""
    held = select(LetterHolding.id).where(
        LetterHolding.letter_id == letter_id, LetterHolding.office_id == actor.office_id
    )
    letter = session.get(Letter, letter_id)
    if letter is None or session.exec(held).first() is None:
        raise NotFound
    return letter


def _addressees(session: Session, actor: Actor, letter: Letter) -> str:
    """Column ถึง: the own office where it is among the addressees, else the first as written."""
    found = session.exec(
        select(LetterRecipient)
        .where(LetterRecipient.letter_id == letter.id)
        .order_by(col(LetterRecipient.position))
    ).all()
    mine = [one.value for one in found if one.office_id == actor.office_id]
    if mine:
        return mine[0]
    if len(found) > 3:
        return f"{found[0].value} และอีก {len(found) - 1} ราย"
    head = offices.head_on(session, actor.office_id, letter.named_on)
    return ", ".join(one.value for one in found) or head


def own_entry(session: Session, actor: Actor, entry_id: int) -> tuple[Entry, Book]:
    """A line of a book of the actor's office, locked for a change, and its book."""
    entry = session.exec(
        select(Entry)
        .where(Entry.id == entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if entry is None:
        raise NotFound
    return entry, own_book(session, actor, entry.book_id)


def void(session: Session, actor: Actor, now: datetime, *, entry_id: int, reason: str) -> Entry:
    """Strike a line out. Line and number stay in the book; the number is never given again."""
    entry, book = own_entry(session, actor, entry_id)
    if not reason.strip():
        raise BadValue(sentence("กรุณาพิมพ์เหตุผลที่ยกเลิก%(word)s", word=number_word(book)))
    if entry.voided_at is not None:
        raise BadValue(
            sentence(
                "%(word)s %(number)s/%(year)s ถูกยกเลิกไปแล้ว",
                word=number_word(book),
                number=entry.number,
                year=entry.year,
            )
        )
    entry.voided_at, entry.voided_by, entry.void_reason = now, actor.account_id, reason.strip()
    session.add(entry)
    session.flush()
    after = {"number": entry.number, "year": entry.year, "reason": entry.void_reason}
    audit.record(session, actor, now, "void", ("entry", entry.id), after=after)
    return entry


def note(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    entry_id: int,
    practice: str | None = None,
    remark: str | None = None,
    version: int | None = None,
) -> Entry:
    """Write the columns การปฏิบัติ and หมายเหตุ; ``None`` leaves one as it is.

    ``version``: of the line as it was shown; raises ``Stale`` where it changed since.
    """
    entry, _ = own_entry(session, actor, entry_id)
    if version is not None and version != entry.version:
        raise Stale
    entry.version += 1
    before = {"practice": entry.practice, "remark": entry.remark}
    entry.practice = entry.practice if practice is None else practice.strip()
    entry.remark = entry.remark if remark is None else remark.strip()
    session.add(entry)
    session.flush()
    after = {"practice": entry.practice, "remark": entry.remark}
    audit.record(session, actor, now, "note", ("entry", entry.id), before, after)
    return entry


def entries(
    session: Session,
    actor: Actor,
    *,
    book_id: int,
    year: int,
    query: str = "",
    page: int = 1,
    per_page: int = 50,
) -> Page[Entry]:
    """The lines of a year, newest number first; ``query``: words that must all stand in a line.

    Voided lines are among them. Thai and Arabic digits find each other.
    """
    seen_book(session, actor, book_id)
    wanted = select(Entry).where(Entry.book_id == book_id, Entry.year == year)
    for word in query.split():
        wanted = wanted.where(_says(word))
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    shown = wanted.order_by(col(Entry.number).desc()).limit(per_page).offset((page - 1) * per_page)
    return Page(tuple(session.exec(shown)), page, pages, total)


def page_of(session: Session, book_id: int, year: int, number: int, *, per_page: int) -> int:
    """On which page of ``entries``, without a query, a number stands."""
    after = select(func.count()).where(
        Entry.book_id == book_id, Entry.year == year, Entry.number > number
    )
    return session.exec(after).one() // per_page + 1


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in one of the columns, in Thai or Arabic digits."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    arabic = plain.translate(str.maketrans(_THAI, _ARABIC))
    spellings = {arabic, arabic.translate(str.maketrans(_ARABIC, _THAI))}
    texts = (Entry.subject, Entry.ref_no, Entry.from_text, Entry.to_text, Entry.practice)
    columns = [*map(col, texts), col(Entry.remark), cast(col(Entry.number), String)]
    return or_(*(one.ilike(f"%{spelt}%", escape="\\") for one in columns for spelt in spellings))
