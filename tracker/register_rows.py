"""The lines of a year as they are printed and exported: in the order of their numbers, masked.

Numbers that are in no line stood in the paper book before: they are said as
one row, so that no number of the year is missing from the print.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from tracker import back_entry, books
from tracker.actor import Actor
from tracker.masking import mask
from tracker.models import Book, Entry
from tracker.said import said
from tracker.sentences import Joined, sentence
from tracker.vocabulary import (
    Secrecy,
)
from tracker.wording import short_date

_AT_ONCE = 500


class RowState(StrEnum):
    WRITTEN = ""
    VOID = "void"
    RESERVED = "reserved"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or with ``last`` several numbers that only the paper book holds."""

    number: int
    state: RowState
    moment: datetime | None = None
    ref_no: str = ""
    dated: date | None = None
    from_text: str = ""
    to_text: str = ""
    subject: str = ""
    practice: str = ""
    remark: str = ""
    last: int | None = None

    @property
    def day(self) -> date | None:
        """The day under whose heading the line stands."""
        return self.moment.astimezone(books.BANGKOK).date() if self.moment else None


def rows(
    session: Session,
    actor: Actor,
    *,
    book_id: int,
    year: int,
    between: tuple[date, date] | None = None,
) -> Iterator[Row]:
    """The rows of a year of a book that the actor may see, lowest number first.

    ``between``: only lines of these days, first and last included; gaps are
    then left out.
    """
    book = books.seen_book(session, actor, book_id)
    due = 1
    for entry, handed in _lines(session, book, year):
        if between is None and entry.number > due:
            yield _gap(due, entry.number - 1)
        due = entry.number + 1
        row = _row(entry, handed)
        if between is None or (row.day is not None and between[0] <= row.day <= between[1]):
            yield row
    following = books.next_number(session, actor, book_id, year)
    if between is None and following > due:
        yield _gap(due, following - 1)


def _gap(first: int, last: int) -> Row:
    return Row(
        first, RowState.PAPER, remark=sentence("อยู่ในสมุดทะเบียนกระดาษ หรือข้ามเมื่อตั้งเลข"), last=last
    )


def _lines(session: Session, book: Book, year: int) -> Iterator[tuple[Entry, list[str]]]:
    after = 0
    while True:
        wanted = select(Entry).where(
            Entry.book_id == book.id, Entry.year == year, Entry.number > after
        )
        found = list(session.exec(wanted.order_by(col(Entry.number)).limit(_AT_ONCE)))
        handed = back_entry.handed_on(session, found)
        for entry in found:
            yield entry, handed.get(entry.id or 0, [])
        if len(found) < _AT_ONCE:
            return
        after = found[-1].number


def _row(entry: Entry, handed: list[str]) -> Row:
    state, remark = RowState.WRITTEN, entry.remark
    if entry.voided_at is not None:
        state = RowState.VOID
        day = entry.voided_at.astimezone(books.BANGKOK).date()
        remark = sentence(
            "ยกเลิก %(day)s: %(reason)s", day=short_date(day), reason=entry.void_reason or ""
        )
    elif entry.is_open_reservation:
        state, remark = RowState.RESERVED, sentence("จองไว้: %(whom)s", whom=entry.reserved_for)
    subject = entry.subject or ""
    if entry.secrecy is not Secrecy.NONE:
        subject = Joined(("(", said(entry.secrecy), ")"), "", "")
    practice = "; ".join(part for part in (entry.practice, *handed) if part)
    return Row(
        number=entry.number,
        state=state,
        moment=entry.received_at,
        ref_no=entry.ref_no or "",
        dated=entry.dated,
        from_text=mask(entry.from_text),
        to_text=mask(entry.to_text),
        subject=mask(subject),
        practice=mask(practice),
        remark=mask(remark),
    )
