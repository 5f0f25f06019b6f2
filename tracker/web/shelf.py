"""A book as a page shows it: which books there are, the year, the lines found, day by day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import request
from sqlmodel import Session

from tracker import back_entry, books, offices, registers
from tracker.actor import Actor
from tracker.errors import NotFound
from tracker.models import Book, Entry
from tracker.vocabulary import BookKind, BookUse
from tracker.web import thai
from tracker.web.edge import begin, look, now
from tracker.web.tongue import gettext as _

#: Lines on a page of the screen.
LINES = 30
#: No book has a later year; larger numbers would not fit into the database.
LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Shelf:
    """``names``: book id -> how it is called among the books; ``days``: lines under their days.

    ``current``: the year that runs now; ``handed``: line id -> divisions that received it on.
    """

    book: Book
    books: tuple[Book, ...]
    names: dict[int, str]
    year: int
    current: int
    years: tuple[int, ...]
    query: str
    found: registers.Page[Entry]
    days: tuple[tuple[date, tuple[Entry, ...]], ...]
    next_number: int
    handed: dict[int, list[str]]
    word: str
    own: bool

    @property
    def divisions(self) -> list[Book]:
        """Other receive books of the office, for receiving on."""
        return [
            one
            for one in self.books
            if one.office_id == self.book.office_id
            and one.kind is BookKind.RECEIVE
            and one.use is BookUse.GENERAL
            and one.id != self.book.id
            and one.closed_at is None
        ]


def opened(session: Session, who: Actor) -> bool:
    """Whether the office's central books are there; they are opened when first looked at."""
    return all(
        books.book_of(session, who.office_id, kind, open_it=False).id is not None
        for kind in BookKind
    )


def open_books(who: Actor) -> None:
    """Open the central books of the office, so that looking at them holds up nobody."""
    with look() as session:
        if opened(session, who):
            return
    with begin() as session:
        for kind in BookKind:
            books.book_of(session, who.office_id, kind)


def load(session: Session, who: Actor, kind: BookKind | None, *, lines: int = LINES) -> Shelf:
    """The book that the address asks for (``book``, ``year``, ``q``, ``page``).

    ``at``: the page on which that number stands.

    ``kind``: of the books to choose from; ``None``: whatever the book asked for is.
    """
    all_books = registers.books(session, who)
    book = _chosen(all_books, kind)
    same = tuple(one for one in all_books if one.kind is book.kind)
    book_id, today = book.id or 0, thai.local(now()).date()
    current = registers.year_of(book.year_rule, now())
    year = min(max(0, request.args.get("year", current, type=int)), LAST_YEAR)
    query = request.args.get("q", "").strip()
    page, number = request.args.get("page", 1, type=int), request.args.get("at", type=int)
    if number is not None and 0 < number <= books.LAST_NUMBER and not query:
        page = registers.page_of(session, book_id, year, number, per_page=lines)
    found = registers.entries(
        session, who, book_id=book_id, year=year, query=query, page=page, per_page=lines
    )
    known = {*registers.years(session, who, book_id), current}
    return Shelf(
        book=book,
        books=same,
        names={one.id or 0: name(session, one, today) for one in same},
        year=year,
        current=current,
        years=tuple(sorted(known, reverse=True)),
        query=query,
        found=found,
        days=by_day(found.items),
        next_number=registers.next_number(session, who, book_id, current),
        handed=back_entry.handed_on(session, list(found.items)),
        word=books.number_word(book),
        own=book.office_id == who.office_id,
    )


def name(session: Session, book: Book, day: date) -> str:
    """The office, and which of its books where it is not the central one."""
    office = offices.name_on(session, book.office_id, day)
    named = office if book.name == books.MAIN_BOOK else f"{office} · {book.name}"
    return _("%(named)s (ปิดแล้ว)", named=named) if book.closed_at is not None else named


def by_day(entries: tuple[Entry, ...]) -> tuple[tuple[date, tuple[Entry, ...]], ...]:
    """Lines under the day of their receipt or sending, in the order given."""
    grouped = groupby(entries, key=lambda one: thai.local(one.received_at).date())
    return tuple((day, tuple(lines)) for day, lines in grouped)


def _chosen(found: list[Book], kind: BookKind | None) -> Book:
    """The book asked for, if it may be seen; the own central one without a wish."""
    wanted = request.args.get("book", type=int)
    for book in found:
        fits = kind is None or book.kind is kind
        if fits and (book.id == wanted if wanted is not None else True):
            return book
    raise NotFound


def form_key() -> str:
    """A key for one form: sent twice it is known by it."""
    return secrets.token_urlsafe(18)
