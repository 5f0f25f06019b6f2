"""Registers: numbers without gap or double, lines that are voided but never erased.

The receive register is form 13, the send register form 14 (clauses 38 and 44
of the regulation of 2526). Numbers run by office, book and Buddhist year.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, or_, update
from sqlmodel import Session, col, func, select

from tracker import audit, offices
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Book, BookYear, Entry, Letter, LetterHolding, LetterRecipient
from tracker.models.once import insert_once
from tracker.vocabulary import AccountRole, BookKind, YearRule
from tracker.wording import iso_day

BANGKOK = ZoneInfo("Asia/Bangkok")
#: Name of the one book that every office has of each kind.
MAIN_BOOK = "ทั่วไป"
_THAI, _ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a longer list; ``page`` counts from 1, ``total`` counts items."""

    items: tuple[T, ...]
    page: int
    pages: int
    total: int


def year_of(rule: YearRule, moment: datetime) -> int:
    """The Buddhist year of a book in which a moment falls, by Bangkok's calendar."""
    day = moment.astimezone(BANGKOK)
    return day.year + 543 + (1 if rule is YearRule.FISCAL and day.month >= 10 else 0)


def book_of(
    session: Session,
    office_id: int,
    kind: BookKind = BookKind.RECEIVE,
    *,
    year_rule: YearRule | None = None,
    open_it: bool = True,
) -> Book:
    """The office's book of that kind, opened when first asked for.

    ``year_rule``: of a book that is opened now; the installation's without one.

    With ``open_it=False`` a book that is not there yet comes without id, unsaved.
    """
    wanted = select(Book).where(
        Book.office_id == office_id, Book.kind == kind, Book.name == MAIN_BOOK
    )
    book = session.exec(wanted).one_or_none()
    rule = year_rule or session.info.get("year_rule", YearRule.CALENDAR)
    if book is None and not open_it:
        return Book(office_id=office_id, kind=kind, name=MAIN_BOOK, year_rule=rule)
    if book is None:
        values = {"office_id": office_id, "kind": kind, "name": MAIN_BOOK, "year_rule": rule}
        insert_once(session, Book, values)
        book = session.exec(wanted).one()
    return book


def books(session: Session, actor: Actor) -> list[Book]:
    """The books of all offices that the actor may see, own office first."""
    found = session.exec(select(Book).where(col(Book.office_id).in_(actor.office_ids))).all()
    return sorted(found, key=lambda book: (book.office_id != actor.office_id, book.id or 0))


def _seen_book(session: Session, actor: Actor, book_id: int) -> Book:
    book = session.get(Book, book_id)
    if book is None or book.office_id not in actor.office_ids:
        raise NotFound
    return book


def _own_book(session: Session, actor: Actor, book_id: int | None) -> Book:
    """Only the office that keeps a book writes in it; without an id, its receive register."""
    if book_id is None:
        return book_of(session, actor.office_id)
    book = _seen_book(session, actor, book_id)
    if book.office_id != actor.office_id:
        raise NotAllowed("ลงทะเบียนได้เฉพาะในทะเบียนของหน่วยงานตนเอง")
    return book


def next_number(session: Session, actor: Actor, book_id: int, year: int) -> int:
    """The number that the next line would get: a preview, not a promise."""
    _seen_book(session, actor, book_id)
    row = session.get(BookYear, (book_id, year), populate_existing=True)
    return row.next_number if row else 1


def years(session: Session, actor: Actor, book_id: int) -> list[int]:
    """The years of a book, newest first."""
    _seen_book(session, actor, book_id)
    found = select(BookYear.year).where(BookYear.book_id == book_id)
    return sorted(session.exec(found), reverse=True)


def _take_number(session: Session, book_id: int, year: int) -> int:
    """Take the next number. The row stays locked until commit, so no number is lost or doubled."""
    insert_once(session, BookYear, {"book_id": book_id, "year": year, "next_number": 1})
    taken = session.execute(
        update(BookYear)
        .where(col(BookYear.book_id) == book_id, col(BookYear.year) == year)
        .values(next_number=col(BookYear.next_number) + 1)
        .returning(col(BookYear.next_number))
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return int(taken) - 1


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
        raise BadValue("วันที่รับอยู่ในอนาคต กรุณาตรวจวันและเวลาที่รับ")
    book = _own_book(session, actor, book_id)
    assert book.id is not None
    letter = _held_letter(session, actor, letter_id)
    copy = _own_copy(session, actor, letter, arrival_id)
    year = year_of(book.year_rule, received_at)
    entry = Entry(
        book_id=book.id,
        year=year,
        number=_take_number(session, book.id, year),
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
    )
    session.add(entry)
    session.flush()
    after: dict[str, Any] = {"number": entry.number, "year": year, "letter_id": letter_id}
    after["received_at"] = received_at
    audit.record(session, actor, now, "register", ("entry", entry.id), after=after)
    return entry


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
    return {name: read.get(name, value) for name, value in known.items()}


def _held_letter(session: Session, actor: Actor, letter_id: int) -> Letter:
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
    head = offices.head_on(session, actor.office_id, letter.date)
    return ", ".join(one.value for one in found) or head


def _own_entry(session: Session, actor: Actor, entry_id: int) -> Entry:
    entry = session.exec(select(Entry).where(Entry.id == entry_id).with_for_update()).one_or_none()
    if entry is None:
        raise NotFound
    _own_book(session, actor, entry.book_id)
    return entry


def void(session: Session, actor: Actor, now: datetime, *, entry_id: int, reason: str) -> Entry:
    """Strike a line out. Line and number stay in the book; the number is never given again."""
    entry = _own_entry(session, actor, entry_id)
    if not reason.strip():
        raise BadValue("กรุณาพิมพ์เหตุผลที่ยกเลิกเลขรับ")
    if entry.voided_at is not None:
        raise BadValue(f"เลขรับ {entry.number}/{entry.year} ถูกยกเลิกไปแล้ว")
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
) -> Entry:
    """Write the columns การปฏิบัติ and หมายเหตุ; ``None`` leaves one as it is."""
    entry = _own_entry(session, actor, entry_id)
    before = {"practice": entry.practice, "remark": entry.remark}
    entry.practice = entry.practice if practice is None else practice.strip()
    entry.remark = entry.remark if remark is None else remark.strip()
    session.add(entry)
    session.flush()
    after = {"practice": entry.practice, "remark": entry.remark}
    audit.record(session, actor, now, "note", ("entry", entry.id), before, after)
    return entry


def open_year(
    session: Session, actor: Actor, now: datetime, *, book_id: int, year: int, next_number: int
) -> None:
    """Go on from a paper book: the next number of a year. It can only be raised."""
    _own_book(session, actor, book_id)
    if actor.role is AccountRole.CLERK and years(session, actor, book_id).count(year):
        raise NotAllowed("ปีนี้เปิดทะเบียนแล้ว กรุณาให้ผู้ดูแลระบบตั้งเลขเริ่มต้น")
    insert_once(session, BookYear, {"book_id": book_id, "year": year, "next_number": 1})
    row = session.exec(
        select(BookYear)
        .where(BookYear.book_id == book_id, BookYear.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if next_number < row.next_number:
        raise BadValue(f"ตั้งเลขรับถัดไปต่ำกว่า {row.next_number} ไม่ได้ เพราะเลขก่อนหน้านั้นใช้ไปแล้ว")
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
    book = _own_book(session, actor, book_id)
    if actor.role is AccountRole.CLERK:
        raise NotAllowed
    before = {"year_rule": book.year_rule}
    book.year_rule = rule
    session.add(book)
    session.flush()
    after = {"year_rule": rule}
    audit.record(session, actor, now, "change_year_rule", ("book", book_id), before, after)
    return book


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
    _seen_book(session, actor, book_id)
    wanted = select(Entry).where(Entry.book_id == book_id, Entry.year == year)
    for word in query.split():
        wanted = wanted.where(_says(word))
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    shown = wanted.order_by(col(Entry.number).desc()).limit(per_page).offset((page - 1) * per_page)
    return Page(tuple(session.exec(shown)), page, pages, total)


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in one of the columns, in Thai or Arabic digits."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    arabic = plain.translate(str.maketrans(_THAI, _ARABIC))
    spellings = {arabic, arabic.translate(str.maketrans(_ARABIC, _THAI))}
    texts = (Entry.subject, Entry.ref_no, Entry.from_text, Entry.to_text, Entry.practice)
    columns = [*map(col, texts), col(Entry.remark), cast(col(Entry.number), String)]
    return or_(*(one.ilike(f"%{spelt}%", escape="\\") for one in columns for spelt in spellings))
