"""Numbers kept back: a block is taken at once, each number a line of the book until it is used."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, offices
from tracker.actor import Actor
from tracker.books import take_numbers, year_of
from tracker.errors import BadValue
from tracker.models import Book, Entry
from tracker.numbering import printed
from tracker.sending import line_for, moment_of
from tracker.sentences import sentence

#: A larger block is a mistake of typing.
MOST = 200


@dataclass(frozen=True, slots=True)
class Reserved:
    """A block: ``numbers`` of one book in one year; ``first_ref`` as the first would be printed."""

    book_id: int
    year: int
    numbers: range
    first_ref: str


def reserve(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    count: int,
    purpose: str,
    dated: date,
    circular: bool = False,
    secret: bool = False,
    unit_id: int | None = None,
    book_id: int | None = None,
) -> Reserved:
    """Keep ``count`` outgoing numbers back for letters of that day.

    ``purpose``: for whom or what, so that nobody wonders later. A number is
    used by ``sending.issue(reserved=…)``; one that is not needed is voided.
    """
    if not 1 <= count <= MOST:
        raise BadValue(sentence("จองได้ครั้งละ 1 ถึง %(most)s เลข", most=MOST))
    if not purpose.strip():
        raise BadValue(sentence("กรุณาพิมพ์ว่าจองเลขไว้ให้ใครหรือเรื่องใด"))
    moment = moment_of(dated, now)
    line = line_for(
        session, actor, moment, circular=circular, secret=secret, unit_id=unit_id, book_id=book_id
    )
    assert line.book.id is not None
    year = year_of(line.book.year_rule, moment)
    numbers = take_numbers(session, line.book.id, year, count)
    name = offices.name_on(session, actor.office_id, dated)
    session.add_all(
        Entry(
            book_id=line.book.id, year=year, number=number, received_at=moment,
            registered_at=now, registered_by=actor.account_id, circular=circular,
            from_text=line.label or name, reserved_for=purpose.strip()[:300],
        )
        for number in numbers
    )  # fmt: skip
    session.flush()
    after = {"first": numbers[0], "last": numbers[-1], "year": year, "purpose": purpose.strip()}
    audit.record(session, actor, now, "reserve", ("book", line.book.id), after=after)
    first = printed(line.book, line.prefix, numbers[0], year, circular=circular)
    return Reserved(line.book.id, year, numbers, first)


def waiting(session: Session, actor: Actor) -> list[tuple[Entry, Book]]:
    """The own office's numbers that are kept back and not yet used, oldest first."""
    wanted = (
        select(Entry, Book)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Book.office_id == actor.office_id,
            col(Entry.reserved_for).is_not(None),
            col(Entry.filled_at).is_(None),
            col(Entry.voided_at).is_(None),
        )
        .order_by(col(Entry.year), col(Book.id), col(Entry.number))
    )
    return [(entry, book) for entry, book in session.exec(wanted)]
