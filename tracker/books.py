"""The books of an office: which there are, in which year they count, which number is next.

Receive books (form 13), send books (form 14), and the books of orders,
announcements, memos and certificates, which are kept like send books. The
central book of each kind is opened when first needed; others are opened by hand.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Book, BookYear
from tracker.models.once import insert_once
from tracker.said import said
from tracker.sentences import sentence
from tracker.vocabulary import (
    AccountRole,
    BookKind,
    BookUse,
    YearRule,
)

BANGKOK = ZoneInfo("Asia/Bangkok")
#: Name of the one book that every office has of each kind.
MAIN_BOOK = "ทั่วไป"
#: Largest number that a line may bear: what the database holds, far beyond any book.
LAST_NUMBER = 999_999
#: Books that only some offices keep: opened by the program under these names.
OWN_NAMES = {BookUse.CIRCULAR: "หนังสือเวียน", BookUse.SECRET: "หนังสือลับ"}


def year_of(rule: YearRule, moment: datetime) -> int:
    """The Buddhist year of a book in which a moment falls, by Bangkok's calendar."""
    day = moment.astimezone(BANGKOK)
    return day.year + 543 + (1 if rule is YearRule.FISCAL and day.month >= 10 else 0)


def number_word(book: Book) -> str:
    """How the numbers of a book are called: ``เลขรับ``, ``เลขส่ง``, ``เลขที่คำสั่ง``…"""
    if book.kind is BookKind.RECEIVE:
        return sentence("เลขรับ")
    letters = book.use in (BookUse.GENERAL, BookUse.CIRCULAR, BookUse.SECRET)
    return sentence("เลขส่ง") if letters else sentence("เลขที่%(what)s", what=said(book.use))


def book_of(
    session: Session,
    office_id: int,
    kind: BookKind = BookKind.RECEIVE,
    *,
    year_rule: YearRule | None = None,
    open_it: bool = True,
    use: BookUse = BookUse.GENERAL,
) -> Book:
    """The office's central book of that kind and use, opened when first asked for.

    ``year_rule``: of a book that is opened now; the installation's without one.

    With ``open_it=False`` a book that is not there yet comes without id, unsaved.
    """
    name = OWN_NAMES.get(use, MAIN_BOOK if use is BookUse.GENERAL else said(use))
    wanted = select(Book).where(Book.office_id == office_id, Book.kind == kind, Book.name == name)
    book = session.exec(wanted).one_or_none()
    rule = year_rule or session.info.get("year_rule", YearRule.CALENDAR)
    if book is None and not open_it:
        return Book(office_id=office_id, kind=kind, name=name, year_rule=rule, use=use)
    if book is None:
        values = {"office_id": office_id, "kind": kind, "name": name, "year_rule": rule, "use": use}
        insert_once(session, Book, values | {"circular_apart": True})
        book = session.exec(wanted).one()
    return book


def books(session: Session, actor: Actor) -> list[Book]:
    """The books of all offices that the actor may see, own office first, central book first."""
    found = session.exec(select(Book).where(col(Book.office_id).in_(actor.office_ids))).all()
    return sorted(
        found,
        key=lambda book: (book.office_id != actor.office_id, book.name != MAIN_BOOK, book.id or 0),
    )


def kept_for(session: Session, office_id: int, kind: BookKind, use: BookUse) -> Book | None:
    """The office's open central book for that use, where it keeps one apart."""
    wanted = select(Book).where(
        Book.office_id == office_id,
        Book.kind == kind,
        Book.use == use,
        col(Book.unit_id).is_(None),
        col(Book.closed_at).is_(None),
    )
    return session.exec(wanted.order_by(col(Book.id))).first()


def seen_book(session: Session, actor: Actor, book_id: int) -> Book:
    """A book of an office that the actor may see."""
    book = session.get(Book, book_id)
    if book is None or book.office_id not in actor.office_ids:
        raise NotFound
    return book


def own_book(session: Session, actor: Actor, book_id: int | None) -> Book:
    """Only the office that keeps a book writes in it; without an id, its receive register."""
    if book_id is None:
        return book_of(session, actor.office_id)
    book = seen_book(session, actor, book_id)
    if book.office_id != actor.office_id:
        raise NotAllowed(sentence("ลงทะเบียนได้เฉพาะในทะเบียนของหน่วยงานตนเอง"))
    return book


def open_book(session: Session, actor: Actor, book_id: int | None) -> Book:
    """The own book, for a new line: not one that was closed."""
    book = own_book(session, actor, book_id)
    if book.closed_at is not None:
        raise BadValue(
            sentence(
                "ทะเบียน “%(name)s” ปิดแล้ว กรุณาเลือกทะเบียนอื่น หรือเปิดใช้ใหม่ที่หน้าตั้งค่าทะเบียน", name=book.name
            )
        )
    return book


def may_set(actor: Actor, book: Book) -> bool:
    """Settings of a book: staff of its office, or an administrator of it or of one above."""
    if actor.role is AccountRole.ADMIN:
        return book.office_id in actor.office_ids
    return book.office_id == actor.office_id and actor.role is not AccountRole.CLERK


def next_number(session: Session, actor: Actor, book_id: int, year: int) -> int:
    """The number that the next line would get: a preview, not a promise."""
    seen_book(session, actor, book_id)
    row = session.get(BookYear, (book_id, year), populate_existing=True)
    return row.next_number if row else 1


def years(session: Session, actor: Actor, book_id: int) -> list[int]:
    """The years of a book, newest first."""
    seen_book(session, actor, book_id)
    found = select(BookYear.year).where(BookYear.book_id == book_id)
    return sorted(session.exec(found), reverse=True)


def locked_year(session: Session, book_id: int, year: int) -> BookYear:
    """The row that gives the numbers of a year, locked until the transaction ends."""
    insert_once(session, BookYear, {"book_id": book_id, "year": year, "next_number": 1})
    return session.exec(
        select(BookYear)
        .where(BookYear.book_id == book_id, BookYear.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def take_numbers(session: Session, book_id: int, year: int, count: int = 1) -> range:
    """Take the next numbers. The row stays locked until commit: none is lost or doubled."""
    insert_once(session, BookYear, {"book_id": book_id, "year": year, "next_number": 1})
    taken = session.execute(
        update(BookYear)
        .where(col(BookYear.book_id) == book_id, col(BookYear.year) == year)
        .values(next_number=col(BookYear.next_number) + count)
        .returning(col(BookYear.next_number))
        .execution_options(synchronize_session=False)
    ).scalar_one()
    if int(taken) - 1 > LAST_NUMBER:
        raise BadValue(
            sentence(
                "เลขทะเบียนเกิน %(most)s กรุณาตรวจเลขเริ่มต้นของทะเบียนปี %(year)s",
                most=format(LAST_NUMBER, ","),
                year=year,
            )
        )
    return range(int(taken) - count, int(taken))
