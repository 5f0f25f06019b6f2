"""A division takes up work: the letter gets a number in the division's own receive book.

Regulation of B.E. 2526, clause 35 ff.: the central office receives first, the
division that the letter is given to receives on, with a number of its own.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker import back_entry
from tracker.actor import Actor
from tracker.models import Assignment, Book, Entry
from tracker.vocabulary import BookKind, BookUse


def receive(session: Session, actor: Actor, now: datetime, work: Assignment) -> Entry | None:
    """Give the letter its line in the book of the unit that holds the work.

    ``None`` where the unit keeps no book, the letter is in no central book, or
    the unit has received it before.
    """
    book, central = _book(session, work), _central(session, work)
    if book is None or book.id is None or central is None or central.id is None:
        return None
    if _taken(session, book.id, central.id) is not None:
        return None
    return back_entry.receive_on(
        session, actor, now, entry_id=central.id, book_id=book.id,
        received_at=max(now, central.received_at),
    )  # fmt: skip


def line_of(session: Session, work: Assignment) -> tuple[Book, Entry] | None:
    """The line of the work's letter in the book of the unit that holds it."""
    book, central = _book(session, work), _central(session, work)
    if book is None or book.id is None or central is None or central.id is None:
        return None
    taken = _taken(session, book.id, central.id)
    return None if taken is None else (book, taken)


def _book(session: Session, work: Assignment) -> Book | None:
    if work.unit_id is None:
        return None
    wanted = select(Book).where(
        Book.office_id == work.office_id,
        Book.kind == BookKind.RECEIVE,
        Book.use == BookUse.GENERAL,
        Book.unit_id == work.unit_id,
        col(Book.closed_at).is_(None),
    )
    return session.exec(wanted.order_by(col(Book.id))).first()


def _central(session: Session, work: Assignment) -> Entry | None:
    """The first line of the letter in a book of the office that is no division's."""
    wanted = (
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == work.letter_id,
            Book.office_id == work.office_id,
            Book.kind == BookKind.RECEIVE,
            col(Book.unit_id).is_(None),
            col(Entry.parent_entry_id).is_(None),
            col(Entry.voided_at).is_(None),
        )
    )
    return session.exec(wanted.order_by(col(Entry.id))).first()


def _taken(session: Session, book_id: int, central_id: int) -> Entry | None:
    wanted = select(Entry).where(
        Entry.book_id == book_id,
        Entry.parent_entry_id == central_id,
        col(Entry.voided_at).is_(None),
    )
    return session.exec(wanted).first()
