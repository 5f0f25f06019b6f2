"""Lines written by hand: paper letters, lines of the paper book, what a division receives on.

A letter on paper is written into the book without a file (``write``); a line of
the old paper book keeps the number that it has there (``number``). A division
below the central registry receives on from a line of the central book and
gives its own number (``receive_on``).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker import audit, registers
from tracker.actor import Actor
from tracker.books import (
    LAST_NUMBER,
    locked_year,
    number_word,
    open_book,
    take_numbers,
    year_of,
)
from tracker.errors import BadValue
from tracker.models import Book, Entry
from tracker.sending import given_before
from tracker.sentences import sentence
from tracker.vocabulary import BookKind, Secrecy


@dataclass(frozen=True, slots=True)
class Line:
    """What a clerk writes into a book; ``moment`` is the true time of receipt or of sending."""

    moment: datetime
    ref_no: str = ""
    dated: date | None = None
    from_text: str = ""
    to_text: str = ""
    subject: str = ""
    practice: str = ""
    remark: str = ""
    circular: bool = False
    secrecy: Secrecy = Secrecy.NONE


def write(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    line: Line,
    book_id: int | None = None,
    number: int | None = None,
    form_key: str | None = None,
) -> Entry:
    """Write a line without a file. Without ``number`` a receive book gives its next one.

    With ``number`` it is a line of the paper book that went before: its number
    must lie below the next one and be free. New outgoing numbers are given by
    ``sending.issue`` alone.
    """
    book = open_book(session, actor, book_id)
    assert book.id is not None
    _check(line, now)
    year = year_of(book.year_rule, line.moment)
    if (known := given_before(session, book, year, form_key)) is not None:
        return known
    if number is None and book.kind is BookKind.SEND:
        raise BadValue(
            sentence("เลขส่งใหม่ออกที่ปุ่ม “ออกเลข” เท่านั้น กรุณาใส่เลขเดิมหากเป็นรายการจากสมุดทะเบียนกระดาษ")
        )
    if number is None:
        number = take_numbers(session, book.id, year)[0]
    else:
        _old_number(session, book, year, number)
    entry = new_entry(book, year, number, line, actor, now)
    entry.form_key = form_key
    session.add(entry)
    session.flush()
    after: dict[str, Any] = {"number": number, "year": year, "received_at": line.moment}
    audit.record(session, actor, now, "write", ("entry", entry.id), after=after)
    return entry


def new_entry(book: Book, year: int, number: int, line: Line, actor: Actor, now: datetime) -> Entry:
    """The row of a line; of secret letters no subject is kept."""
    assert book.id is not None
    return Entry(
        book_id=book.id, year=year, number=number, received_at=line.moment,
        registered_at=now, registered_by=actor.account_id,
        from_text=line.from_text.strip(), to_text=line.to_text.strip(),
        ref_no=line.ref_no.strip() or None, dated=line.dated,
        subject=line.subject.strip() or None if line.secrecy is Secrecy.NONE else None,
        practice=line.practice.strip(), remark=line.remark.strip(),
        circular=line.circular, secrecy=line.secrecy,
    )  # fmt: skip


def _check(line: Line, now: datetime) -> None:
    if line.moment > now:
        raise BadValue(sentence("วันที่รับหรือส่งอยู่ในอนาคต กรุณาตรวจวันและเวลา"))
    if line.dated is not None and line.dated > line.moment.astimezone(registers.BANGKOK).date():
        raise BadValue(sentence("หนังสือลงวันที่หลังวันที่รับหรือส่ง กรุณาตรวจวันที่ทั้งสอง"))
    if line.secrecy is Secrecy.NONE and not line.subject.strip():
        raise BadValue(sentence("กรุณาพิมพ์เรื่อง"))


def _old_number(session: Session, book: Book, year: int, number: int) -> None:
    """The number must be one of the paper book: below the next one, and free."""
    assert book.id is not None
    word = number_word(book)
    if not 1 <= number <= LAST_NUMBER:
        raise BadValue(
            sentence("%(word)s %(number)s ไม่ใช่เลขทะเบียน กรุณาตรวจเลข", word=word, number=number)
        )
    row = locked_year(session, book.id, year)
    if number >= row.next_number:
        raise BadValue(
            sentence(
                "%(word)s %(number)s/%(year)s ยังไม่ถึง เลขถัดไปคือ %(next)s หากต่อจากสมุดกระดาษ "
                "กรุณาตั้งเลขเริ่มต้นที่หน้าตั้งค่าทะเบียนก่อน",
                word=word,
                number=number,
                year=year,
                next=row.next_number,
            )
        )
    twin = select(Entry.id).where(
        Entry.book_id == book.id, Entry.year == year, Entry.number == number
    )
    if session.exec(twin).first() is not None:
        raise BadValue(
            sentence(
                "%(word)s %(number)s/%(year)s มีรายการอยู่แล้ว กรุณาตรวจเลข",
                word=word,
                number=number,
                year=year,
            )
        )


def receive_on(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    entry_id: int,
    book_id: int,
    received_at: datetime,
) -> Entry:
    """A division receives on from the central book and gives its own number."""
    central, _ = registers.own_entry(session, actor, entry_id)
    book = registers.receive_book(session, actor, None, book_id)
    assert book.id is not None
    _refuse_on(session, central, book, received_at, now)
    year = year_of(book.year_rule, received_at)
    entry = Entry(
        book_id=book.id, year=year, number=take_numbers(session, book.id, year)[0],
        received_at=received_at, registered_at=now, registered_by=actor.account_id,
        parent_entry_id=central.id, letter_id=central.letter_id,
        ref_no=central.ref_no, dated=central.dated, subject=central.subject,
        from_text=central.from_text, to_text=central.to_text,
        circular=central.circular, secrecy=central.secrecy,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    after = {"number": entry.number, "year": year, "from_entry": central.id, "book": book.name}
    audit.record(session, actor, now, "receive_on", ("entry", entry.id), after=after)
    return entry


def _refuse_on(
    session: Session, central: Entry, book: Book, received_at: datetime, now: datetime
) -> None:
    """Refuse what a division cannot receive on from this line of the central book."""
    if central.voided_at is not None:
        raise BadValue(
            sentence(
                "เลขรับ %(number)s/%(year)s ยกเลิกแล้ว ส่งต่อให้กองไม่ได้",
                number=central.number,
                year=central.year,
            )
        )
    if central.book_id == book.id:
        raise BadValue(sentence("รายการนี้อยู่ในทะเบียนนี้แล้ว กรุณาเลือกทะเบียนของกองที่รับต่อ"))
    if received_at > now:
        raise BadValue(sentence("วันที่รับอยู่ในอนาคต กรุณาตรวจวันและเวลาที่รับ"))
    if received_at < central.received_at:
        raise BadValue(sentence("กองรับต่อก่อนสารบรรณกลางรับไม่ได้ กรุณาตรวจวันและเวลา"))
    twin = select(Entry).where(
        Entry.book_id == book.id,
        Entry.parent_entry_id == central.id,
        col(Entry.voided_at).is_(None),
    )
    if (known := session.exec(twin).first()) is not None:
        raise BadValue(
            sentence(
                "“%(name)s” รับเรื่องนี้แล้วที่เลข %(number)s/%(year)s",
                name=book.name,
                number=known.number,
                year=known.year,
            )
        )


def handed_on(session: Session, entries: list[Entry]) -> dict[int, list[str]]:
    """Line of the central book -> who received it on and with which number (``กองคลัง 5/2569``)."""
    ids = [entry.id for entry in entries if entry.id is not None]
    found = (
        select(Entry, Book)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(col(Entry.parent_entry_id).in_(ids), col(Entry.voided_at).is_(None))
        .order_by(col(Entry.id))
    )
    said: dict[int, list[str]] = {}
    for entry, book in session.exec(found) if ids else ():
        assert entry.parent_entry_id is not None
        numbered = f"{book.name} {entry.number}/{entry.year}"
        said.setdefault(entry.parent_entry_id, []).append(numbered)
    return said
