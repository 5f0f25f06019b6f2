"""The send books (form 14, clause 44): outgoing numbers without gap or double.

A number is given only when a letter is signed. What is voided stays, what was
kept back (``tracker.reservations``) is a line of the book from the beginning.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from tracker import audit, offices, registers
from tracker.actor import Actor
from tracker.books import (
    BANGKOK,
    MAIN_BOOK,
    book_of,
    kept_for,
    locked_year,
    number_word,
    open_book,
    take_numbers,
    year_of,
)
from tracker.errors import BadValue, NotFound
from tracker.models import Book, Entry, Letter, Unit
from tracker.numbering import begins, code_of, prefixes, printed
from tracker.sentences import sentence
from tracker.vocabulary import BookKind, BookUse, Secrecy


@dataclass(frozen=True, slots=True)
class Issued:
    """A number that was given. ``ref_no``: whole, as printed, in Arabic digits."""

    entry_id: int
    number: int
    year: int
    ref_no: str


@dataclass(frozen=True, slots=True)
class Line:
    """Where a number comes from and how it begins."""

    book: Book
    prefix: str | None
    label: str


def issue(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int | None,
    dated: date,
    circular: bool,
    to_text: str,
    subject: str,
    unit_id: int | None = None,
    secret: bool = False,
    reserved: int | None = None,
    book_id: int | None = None,
    prefix: str | None = None,
    secrecy: Secrecy | None = None,
    practice: str = "",
    remark: str = "",
    form_key: str | None = None,
) -> Issued:
    """Give a letter of the actor's own office its outgoing number and write it into the send book.

    ``dated``, never in the future, decides the year. Circulars may count in a
    series of their own; secret letters do, their subject is not kept. ``unit_id``:
    the division that sends; ``prefix``: one of those set for the book; ``reserved``:
    a number kept back; ``letter_id``: the own office holds a copy, ``None`` on
    paper only; ``form_key``: the same form asks again for the same number.
    """
    moment = moment_of(dated, now)
    letter = _not_issued_yet(session, actor, letter_id)
    grade = _grade(letter, secret, secrecy)
    line = line_for(
        session, actor, moment, circular=circular, secret=grade is not Secrecy.NONE,
        unit_id=unit_id, book_id=book_id, prefix=prefix,
    )  # fmt: skip
    assert line.book.id is not None
    year = year_of(line.book.year_rule, moment)
    if (given := given_before(session, line.book, year, form_key)) is not None:
        return Issued(given.id or 0, given.number, given.year, given.ref_no or "")
    entry = _numbered(session, line.book, year, now, reserved)
    entry.letter_id, entry.received_at, entry.dated = letter_id, moment, dated
    entry.registered_at, entry.registered_by = now, actor.account_id
    entry.ref_no = printed(line.book, line.prefix, entry.number, year, circular=circular)
    entry.from_text = line.label or offices.name_on(session, actor.office_id, dated)
    entry.to_text = to_text.strip()
    entry.subject = subject.strip() if grade is Secrecy.NONE else None
    entry.practice, entry.remark = practice.strip(), remark.strip()
    entry.circular, entry.secrecy, entry.form_key = circular, grade, form_key
    return _written(session, actor, now, entry, reserved is not None)


def _numbered(
    session: Session, book: Book, year: int, now: datetime, reserved: int | None
) -> Entry:
    """A line with the next number, or the one that was kept back."""
    assert book.id is not None
    if reserved is not None:
        kept = _reserved(session, book, year, reserved)
        kept.filled_at = now
        kept.version += 1
        return kept
    number = take_numbers(session, book.id, year)[0]
    return Entry(book_id=book.id, year=year, number=number, received_at=now, registered_at=now)


def _written(
    session: Session, actor: Actor, now: datetime, entry: Entry, was_reserved: bool
) -> Issued:
    session.add(entry)
    session.flush()
    assert entry.id is not None
    given = Issued(entry.id, entry.number, entry.year, entry.ref_no or "")
    after: dict[str, Any] = {"number": entry.number, "year": entry.year, "ref_no": entry.ref_no}
    after |= {"letter_id": entry.letter_id, "dated": entry.dated, "reserved": was_reserved}
    audit.record(session, actor, now, "issue", ("entry", entry.id), after=after)
    return given


def given_before(session: Session, book: Book, year: int, form_key: str | None) -> Entry | None:
    """The line that this form made before. The year is locked first: a second click waits."""
    if form_key is None:
        return None
    locked_year(session, book.id or 0, year)
    known = session.exec(select(Entry).where(Entry.form_key == form_key)).one_or_none()
    if known is not None and session.get_one(Book, known.book_id).office_id != book.office_id:
        raise BadValue(sentence("แบบฟอร์มนี้ใช้ไม่ได้ กรุณาเปิดหน้านี้ใหม่แล้วทำรายการอีกครั้ง"))
    return known


def void(session: Session, actor: Actor, now: datetime, *, entry_id: int, reason: str) -> Entry:
    """Strike an outgoing number out; it stays in the book and is never given again."""
    entry, book = registers.own_entry(session, actor, entry_id)
    if book.kind is not BookKind.SEND:
        raise NotFound
    return registers.void(session, actor, now, entry_id=entry.id or 0, reason=reason)


def preview(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    dated: date,
    circular: bool,
    secret: bool = False,
    unit_id: int | None = None,
) -> str:
    """How the next outgoing number would read: a preview, not a promise. Opens a missing book."""
    moment = moment_of(dated, now)
    line = line_for(session, actor, moment, circular=circular, secret=secret, unit_id=unit_id)
    assert line.book.id is not None
    year = year_of(line.book.year_rule, moment)
    number = registers.next_number(session, actor, line.book.id, year)
    return printed(line.book, line.prefix, number, year, circular=circular)


def line_for(
    session: Session,
    actor: Actor,
    moment: datetime,
    *,
    circular: bool,
    secret: bool = False,
    unit_id: int | None = None,
    book_id: int | None = None,
    prefix: str | None = None,
) -> Line:
    """The book that a letter is numbered in, and how its number begins."""
    book = _book(session, actor, secret, unit_id, book_id)
    if circular and book.use is BookUse.GENERAL:
        book = _for_circulars(session, book, moment)
    if book.use.by_year:
        return Line(book, None, "")
    further = prefixes(session, book.id or 0)
    if book.use is not BookUse.GENERAL and book.unit_id is None:
        # Codes of divisions are set once, at the central send book, for all its series.
        further += prefixes(session, book_of(session, actor.office_id, BookKind.SEND).id or 0)
    own = begins(session, book)
    if prefix is not None and prefix != own:
        for one in further:
            if one.prefix == prefix:
                return Line(book, prefix, one.label)
        raise BadValue(
            sentence(
                "ไม่มีเลขประจำ %(prefix)s ในทะเบียน “%(name)s” กรุณาตั้งที่หน้าตั้งค่าทะเบียน",
                prefix=prefix,
                name=book.name,
            )
        )
    for one in further:
        if prefix is None and unit_id is not None and one.unit_id == unit_id:
            return Line(book, one.prefix, one.label)
    if prefix is None and book.unit_id is None:
        code = code_of(session, actor.office_id, unit_id)
        if code is not None:
            return Line(book, code, session.get_one(Unit, unit_id).name)
    if own is None:
        raise BadValue(
            sentence("ยังไม่ได้ตั้งเลขประจำของหน่วยงาน (เช่น รย 0023.8) กรุณาตั้งที่หน้าตั้งค่าทะเบียนก่อนออกเลข")
        )
    return Line(book, own, book.name if book.unit_id is not None else "")


def _book(
    session: Session,
    actor: Actor,
    secret: bool,
    unit_id: int | None,
    book_id: int | None,
) -> Book:
    use = BookUse.SECRET if secret else BookUse.GENERAL
    if book_id is not None:
        book = open_book(session, actor, book_id)
        if book.kind is not BookKind.SEND:
            raise BadValue(sentence("ทะเบียนนี้เป็นทะเบียนรับ กรุณาเลือกทะเบียนส่ง"))
        if secret and book.use in (BookUse.GENERAL, BookUse.CIRCULAR):
            book = book_of(session, actor.office_id, BookKind.SEND, use=BookUse.SECRET)
    else:
        own = _of_unit(session, actor, unit_id, use) if unit_id is not None else None
        central = kept_for(session, actor.office_id, BookKind.SEND, use)
        book = own or central or book_of(session, actor.office_id, BookKind.SEND, use=use)
    return book


def _for_circulars(session: Session, book: Book, moment: datetime) -> Book:
    """The book itself, or the one that circulars count in (clause 32 allows both).

    A series that has begun goes on to the end of its year, whatever is set
    meanwhile: so no circular number of a year is given twice, none is left out.
    """
    if book.unit_id is not None or book.name != MAIN_BOOK:
        return book
    year = year_of(book.year_rule, moment)
    locked_year(session, book.id or 0, year)
    begun = session.exec(
        select(Book.use)
        .join(Entry, col(Entry.book_id) == col(Book.id))
        .where(
            Book.office_id == book.office_id,
            Book.kind == BookKind.SEND,
            col(Book.unit_id).is_(None),
            col(Book.use).in_((BookUse.GENERAL, BookUse.CIRCULAR)),
            Entry.year == year,
            col(Entry.circular).is_(True),
        )
    ).first()
    if not (book.circular_apart if begun is None else begun is BookUse.CIRCULAR):
        return book
    apart = kept_for(session, book.office_id, BookKind.SEND, BookUse.CIRCULAR)
    return apart or book_of(session, book.office_id, BookKind.SEND, use=BookUse.CIRCULAR)


def _of_unit(session: Session, actor: Actor, unit_id: int, use: BookUse) -> Book | None:
    wanted = select(Book).where(
        Book.office_id == actor.office_id,
        Book.kind == BookKind.SEND,
        Book.use == use,
        Book.unit_id == unit_id,
        col(Book.closed_at).is_(None),
    )
    return session.exec(wanted.order_by(col(Book.id))).first()


def moment_of(dated: date, now: datetime) -> datetime:
    """The moment under whose day a letter stands in the book: now, or the day it bears."""
    here = now.astimezone(BANGKOK)
    if dated > here.date():
        raise BadValue(sentence("วันที่ของหนังสืออยู่ในอนาคต ออกเลขได้เมื่อลงนามแล้วเท่านั้น กรุณาตรวจวันที่"))
    return now if dated == here.date() else datetime.combine(dated, time(), BANGKOK)


def _not_issued_yet(session: Session, actor: Actor, letter_id: int | None) -> Letter | None:
    """The letter, locked, so that two clerks cannot number it at once."""
    if letter_id is None:
        return None
    session.exec(select(Letter).where(Letter.id == letter_id).with_for_update()).one_or_none()
    letter = registers.held_letter(session, actor, letter_id)
    line = session.exec(
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == letter_id,
            Book.office_id == actor.office_id,
            Book.kind == BookKind.SEND,
            col(Entry.voided_at).is_(None),
        )
    ).first()
    if line is not None:
        raise BadValue(
            sentence(
                "หนังสือฉบับนี้ออกเลขแล้วที่ %(ref_no)s หากต้องการออกใหม่ กรุณายกเลิกเลขเดิมก่อน",
                ref_no=line.ref_no,
            )
        )
    return letter


def _grade(letter: Letter | None, secret: bool, secrecy: Secrecy | None) -> Secrecy:
    known = letter.secrecy if letter is not None else Secrecy.NONE
    if known is not Secrecy.NONE:
        return known
    return (secrecy or Secrecy.CONFIDENTIAL) if secret else secrecy or Secrecy.NONE


def _reserved(session: Session, book: Book, year: int, number: int) -> Entry:
    entry = session.exec(
        select(Entry)
        .where(Entry.book_id == book.id, Entry.year == year, Entry.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if entry is None or not entry.is_open_reservation:
        word = number_word(book)
        raise BadValue(
            sentence(
                "%(word)s %(number)s/%(year)s ไม่ใช่เลขที่จองไว้ในทะเบียน “%(name)s” หรือใช้ไปแล้ว "
                "กรุณาเลือกเลขอื่น",
                word=word,
                number=number,
                year=year,
                name=book.name,
            )
        )
    return entry
