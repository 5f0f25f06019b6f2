"""Keeping the searched lines of the registers in step with the books.

A letter is searched by its own row; a line has one only for what it adds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_
from sqlmodel import Session, col, func, select

from tracker.models import Book, Entry, Letter, SearchBacklog, SearchLine
from tracker.search_scope import ancestors, code, holders, laid_out, put, scope
from tracker.vocabulary import Secrecy

LINES = "lines"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its book. ``sealed``: the line or its letter is secret."""

    entry: Entry
    book: Book
    sealed: bool

    @property
    def head(self) -> list[str]:
        """Number, subject, from whom, to whom; of a secret line its number only."""
        one = self.entry
        if one.letter_id is not None:
            return []
        open_texts = () if self.sealed else (one.subject, one.from_text, one.to_text)
        said = [one.ref_no, *open_texts]
        return [text for text in said if text]

    @property
    def body(self) -> list[str]:
        """What the office wrote beside it."""
        if self.sealed:
            return []
        one = self.entry
        said = [one.practice, one.remark, one.void_reason, one.reserved_for]
        return [text for text in said if text]


def lines(session: Session, entry_ids: Iterable[int]) -> list[Line]:
    """The lines with their books, in the order of their ids."""
    wanted = (
        select(Entry, Book, Letter.secrecy)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .outerjoin(Letter, col(Letter.id) == col(Entry.letter_id))
        .where(col(Entry.id).in_(list(entry_ids)))
        .order_by(col(Entry.id))
        .execution_options(populate_existing=True)
    )
    return [
        Line(entry, book, any(one not in (None, Secrecy.NONE) for one in (entry.secrecy, of)))
        for entry, book, of in session.exec(wanted)
    ]


def keep(session: Session, entry_ids: Iterable[int]) -> None:
    """Make the rows of these lines anew; those that add nothing lose theirs."""
    found = lines(session, sorted(entry_ids))
    above = ancestors(session, {one.book.office_id for one in found})
    rows = [row for one in found if (row := _row(one, above))["head"] or row["body"]]
    kept = {row["entry_id"] for row in rows}
    gone = [one.entry.id for one in found if one.entry.id not in kept]
    if gone:
        session.execute(delete(SearchLine).where(col(SearchLine.entry_id).in_(gone)))
    put(session, SearchLine, "entry_id", rows, over=True)


def _row(line: Line, above: dict[int, list[int]]) -> dict[str, Any]:
    office = line.book.office_id
    return {
        "entry_id": line.entry.id,
        "office_id": office,
        "scope": scope({*holders([office], above), code("Y", line.entry.year)}),
        "head": laid_out(line.head),
        "body": laid_out(line.body),
    }


def of_letters(session: Session, letter_ids: Iterable[int]) -> set[int]:
    """The lines of these letters that are searched by what stands beside them."""
    wanted = (
        select(SearchLine.entry_id)
        .join(Entry, col(Entry.id) == col(SearchLine.entry_id))
        .where(col(Entry.letter_id).in_(list(letter_ids)))
    )
    return set(session.exec(wanted))


#: A line says something that no letter says, in the words of the database.
_ADDS = or_(
    col(Entry.letter_id).is_(None), col(Entry.practice) != "", col(Entry.remark) != "",
    col(Entry.void_reason).is_not(None),
)  # fmt: skip


def adds(entry: Entry) -> bool:
    """A new line says something that no letter says."""
    return entry.letter_id is None or bool(entry.practice or entry.remark)


def behind(session: Session) -> int:
    """How many lines are not looked through yet."""
    below = _below(session)
    if below <= 1:
        return 0
    return session.exec(select(func.count()).where(col(Entry.id) < below)).one()


def _below(session: Session) -> int:
    wanted = select(SearchBacklog.below).where(SearchBacklog.what == LINES)
    return session.exec(wanted).first() or 0


def catch_up(session: Session, *, batch: int = 2000) -> bool:
    """Look through up to ``batch`` lines of the backlog, newest first; whether some are left."""
    wanted = select(SearchBacklog).where(SearchBacklog.what == LINES).with_for_update()
    state = session.exec(wanted.execution_options(populate_existing=True)).one_or_none()
    if state is None or state.below <= 1:
        return False
    older = select(Entry.id).where(col(Entry.id) < state.below).order_by(col(Entry.id).desc())
    ids = [one for one in session.exec(older.limit(batch)) if one is not None]
    saying = select(Entry.id).where(col(Entry.id).in_(ids), _ADDS)
    keep(session, [one for one in session.exec(saying) if one is not None])
    state.below = min(ids) if len(ids) == batch else 0
    session.add(state)
    session.flush()
    return state.below > 1
