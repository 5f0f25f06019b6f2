"""Settings of the books: beginnings of outgoing numbers, series, years, division books."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from tracker import audit
from tracker.actor import Actor
from tracker.books import (
    LAST_NUMBER,
    MAIN_BOOK,
    OWN_NAMES,
    book_of,
    locked_year,
    may_set,
    number_word,
    own_book,
    seen_book,
    years,
)
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Book, BookPrefix, Office, Unit
from tracker.numbering import begins, clean_mark, clean_prefix, prefixes, refuse_same_series
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole, BookKind, BookUse, YearRule


def set_prefix(
    session: Session, actor: Actor, now: datetime, *, prefix: str, office_id: int | None = None
) -> Office:
    """How the letter numbers of an office begin (``รย 0023.8``).

    Anybody of the office may say it once; what is set is changed by staff, or
    by an administrator of the office or of one above it.
    """
    wanted = actor.office_id if office_id is None else office_id
    own, admin = wanted == actor.office_id, actor.role is AccountRole.ADMIN
    if wanted not in actor.office_ids or not (own or admin):
        raise NotAllowed
    office = session.exec(select(Office).where(Office.id == wanted).with_for_update()).one()
    if office.letter_prefix and own and actor.role is AccountRole.CLERK:
        raise NotAllowed(sentence("เลขประจำของหน่วยงานตั้งไว้แล้ว กรุณาให้ผู้ดูแลระบบเป็นผู้แก้ไข"))
    before = {"letter_prefix": office.letter_prefix}
    office.letter_prefix = clean_prefix(prefix)
    session.add(office)
    session.flush()
    after = {"letter_prefix": office.letter_prefix}
    audit.record(session, actor, now, "set_prefix", ("office", wanted), before, after)
    return office


def add_prefix(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    book_id: int,
    prefix: str,
    label: str,
    unit_id: int | None = None,
) -> BookPrefix:
    """Let a division with a code of its own count in this book (``รย 0023.3``, one series)."""
    book = _settable(session, actor, book_id)
    clean, named = clean_prefix(prefix), label.strip()[:120]
    if not named:
        raise BadValue(sentence("กรุณาพิมพ์ชื่อกลุ่มหรือกองที่ใช้เลขนี้"))
    if clean in {one.prefix for one in prefixes(session, book_id)}:
        raise BadValue(sentence("%(name)s มีในทะเบียนนี้แล้ว", name=clean))
    refuse_same_series(session, book, clean)
    _own_unit(session, book.office_id, unit_id)
    made = BookPrefix(book_id=book_id, label=named, prefix=clean, unit_id=unit_id)
    session.add(made)
    session.flush()
    after = {"prefix": clean, "label": named, "unit_id": unit_id}
    audit.record(session, actor, now, "add_prefix", ("book", book_id), after=after)
    return made


def _own_unit(session: Session, office_id: int, unit_id: int | None) -> None:
    """The division must be one of the office that keeps the book."""
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    if unit_id is not None and (unit is None or unit.office_id != office_id):
        raise BadValue(sentence("ไม่พบกองหรือกลุ่มนี้ในหน่วยงาน กรุณาเลือกจากรายการ"))


def drop_prefix(session: Session, actor: Actor, now: datetime, *, prefix_id: int) -> None:
    """Take a beginning out of use; numbers that were given with it stay as they are."""
    gone = session.get(BookPrefix, prefix_id)
    if gone is None:
        raise NotFound
    book = _settable(session, actor, gone.book_id)
    before = {"prefix": gone.prefix, "label": gone.label}
    session.delete(gone)
    session.flush()
    audit.record(session, actor, now, "drop_prefix", ("book", book.id), before=before)


def _settable(session: Session, actor: Actor, book_id: int) -> Book:
    book = seen_book(session, actor, book_id)
    if not may_set(actor, book):
        raise NotAllowed
    return book


def open_new(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    kind: BookKind,
    use: BookUse,
    name: str,
    prefix: str = "",
    mark: str | None = None,
    unit_id: int | None = None,
    year_rule: YearRule | None = None,
) -> Book:
    """Open a further book: secret letters, orders, a division below the central one…"""
    named = " ".join(name.split())[:120]
    if not named:
        raise BadValue(sentence("กรุณาพิมพ์ชื่อทะเบียน เช่น คำสั่ง หรือ กองคลัง"))
    if kind is BookKind.RECEIVE and use not in (BookUse.GENERAL, BookUse.CIRCULAR, BookUse.SECRET):
        raise BadValue(
            sentence("ทะเบียนคำสั่ง ประกาศ บันทึกข้อความ และหนังสือรับรอง เป็นทะเบียนออกเลข ไม่ใช่ทะเบียนรับ")
        )
    book = Book(
        office_id=actor.office_id, kind=kind, use=use, name=named, unit_id=unit_id,
        year_rule=year_rule or session.info.get("year_rule", YearRule.CALENDAR),
        prefix=clean_prefix(prefix) if prefix.strip() else None,
        mark=None if mark is None else clean_mark(mark), circular_apart=False,
    )  # fmt: skip
    if actor.role is AccountRole.CLERK:
        raise NotAllowed
    _own_unit(session, actor.office_id, unit_id)
    twin = select(Book.id).where(
        Book.office_id == actor.office_id, Book.kind == kind, Book.name == named
    )
    if session.exec(twin).first() is not None:
        raise BadValue(sentence("มีทะเบียนชื่อ “%(name)s” อยู่แล้ว กรุณาใช้ชื่ออื่น", name=named))
    refuse_same_series(session, book, begins(session, book))
    session.add(book)
    session.flush()
    after: dict[str, Any] = {"kind": kind, "use": use, "name": named, "unit_id": unit_id}
    after |= {"prefix": book.prefix, "mark": book.mark}
    audit.record(session, actor, now, "open_book", ("book", book.id), after=after)
    return book


def close_book(
    session: Session, actor: Actor, now: datetime, *, book_id: int, closed: bool = True
) -> Book:
    """Take a book out of use, or into use again. Its lines stay and can always be read."""
    book = _settable(session, actor, book_id)
    if book.unit_id is None and book.name in (MAIN_BOOK, *OWN_NAMES.values()):
        raise BadValue(sentence("ทะเบียนกลางของหน่วยงานปิดไม่ได้"))
    before = {"closed_at": book.closed_at}
    if not closed:
        refuse_same_series(session, book, begins(session, book))
    book.closed_at = now if closed else None
    session.add(book)
    session.flush()
    after = {"closed_at": book.closed_at}
    audit.record(session, actor, now, "close_book", ("book", book_id), before, after)
    return book


def open_year(
    session: Session, actor: Actor, now: datetime, *, book_id: int, year: int, next_number: int
) -> None:
    """Go on from a paper book: the next number of a year. It can only be raised."""
    book = own_book(session, actor, book_id)
    if actor.role is AccountRole.CLERK and years(session, actor, book_id).count(year):
        raise NotAllowed(sentence("ปีนี้เปิดทะเบียนแล้ว กรุณาให้ผู้ดูแลระบบตั้งเลขเริ่มต้น"))
    if not 1 <= next_number <= LAST_NUMBER:
        raise BadValue(
            sentence(
                "%(word)sถัดไปต้องเป็นเลข 1 ถึง %(most)s",
                word=number_word(book),
                most=format(LAST_NUMBER, ","),
            )
        )
    row = locked_year(session, book_id, year)
    if next_number < row.next_number:
        raise BadValue(
            sentence(
                "ตั้ง%(word)sถัดไปต่ำกว่า %(number)s ไม่ได้ เพราะเลขก่อนหน้านั้นใช้ไปแล้ว",
                word=number_word(book),
                number=row.next_number,
            )
        )
    before = {"next_number": row.next_number}
    row.next_number = next_number
    session.add(row)
    session.flush()
    after = {"year": year, "next_number": next_number}
    audit.record(session, actor, now, "open_year", ("book", book_id), before, after)


def change_year_rule(
    session: Session, actor: Actor, now: datetime, *, book_id: int, rule: YearRule
) -> Book:
    """Let the numbers of a book start again on another day from now on.

    Years that have begun go on with their next number, so none is given twice.
    """
    book = own_book(session, actor, book_id)
    if actor.role is AccountRole.CLERK:
        raise NotAllowed
    before = {"year_rule": book.year_rule}
    book.year_rule = rule
    session.add(book)
    session.flush()
    after = {"year_rule": rule}
    audit.record(session, actor, now, "change_year_rule", ("book", book_id), before, after)
    return book


def count_circulars(session: Session, actor: Actor, now: datetime, *, apart: bool) -> Book:
    """Whether circulars count in a series of their own (clause 32 allows both).

    A year whose first circular was numbered goes on as it began.
    """
    main = book_of(session, actor.office_id, BookKind.SEND)
    if actor.role is AccountRole.CLERK:
        raise NotAllowed
    before = {"circular_apart": main.circular_apart}
    main.circular_apart = apart
    session.add(main)
    session.flush()
    after = {"circular_apart": apart}
    audit.record(session, actor, now, "count_circulars", ("book", main.id), before, after)
    return main
