"""Registers: books, their years, their lines."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import BookKind, BookUse, Secrecy, YearRule


class Book(Table, table=True):
    """One register of one office; ``year_rule`` says when its numbers start again.

    ``prefix``: how its outgoing numbers begin, the office's own where null;
    ``mark``: the letters between slash and number (ว, บ, ล), the usual ones of
    its use where null. ``circular_apart``: circulars count in a book of their
    own. ``unit_id``: the division that keeps the book, none for the central one
    (no foreign key: divisions come and go in another room, books stay).
    """

    __table_args__ = (UniqueConstraint("office_id", "kind", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: BookKind = Field(sa_type=Word(BookKind))
    name: str = Field(max_length=120)
    year_rule: YearRule = Field(default=YearRule.CALENDAR, sa_type=Word(YearRule))
    use: BookUse = Field(default=BookUse.GENERAL, sa_type=Word(BookUse))
    prefix: str | None = Field(default=None, max_length=40)
    mark: str | None = Field(default=None, max_length=12)
    circular_apart: bool = True
    unit_id: int | None = Field(default=None, index=True)
    closed_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class BookPrefix(Table, table=True):
    """A further beginning of outgoing numbers that count in one book.

    Divisions with codes of their own (``รย 0023.3``) mostly share one central series.
    """

    __tablename__ = "book_prefix"
    __table_args__ = (UniqueConstraint("book_id", "prefix"),)

    id: int | None = Field(default=None, primary_key=True)
    book_id: int = Field(foreign_key="book.id", index=True)
    label: str = Field(max_length=120)
    prefix: str = Field(max_length=40)
    unit_id: int | None = None


class BookYear(Table, table=True):
    """The next number of a book in a Buddhist year. Its row is the lock."""

    __tablename__ = "book_year"

    book_id: int = Field(foreign_key="book.id", primary_key=True)
    year: int = Field(primary_key=True)
    next_number: int = 1


class RegisterImport(Table, table=True):
    """A spreadsheet of an old register that was brought into a book, or is about to be.

    ``found``: what the dry run understood, as it was shown.
    """

    __tablename__ = "register_import"

    id: int | None = Field(default=None, primary_key=True)
    book_id: int = Field(foreign_key="book.id", index=True)
    year: int
    account_id: int | None = Field(default=None, foreign_key="account.id")
    sha256: str = Field(foreign_key="stored_file.sha256", max_length=64)
    filename: str = Field(max_length=200)
    planned_at: dt.datetime = Field(sa_type=Moment)
    done_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    lines: int = 0
    found: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Entry(Table, table=True):
    """A line of a register (forms 13 and 14). Voided lines stay and keep their number.

    ``received_at`` is the true moment of receipt or of sending, ``registered_at``
    the moment of writing it down; ``practice`` is การปฏิบัติ. ``ref_no`` of a sent
    letter is its whole outgoing number. Lines of paper letters have no
    ``letter_id``. ``reserved_for``: the number was kept back for that, until
    ``filled_at``. ``parent_entry_id``: the line of the central book from which
    a division received the letter. ``form_key``: of the form that was sent, so that
    sending it again gives no second number.
    """

    __table_args__ = (
        UniqueConstraint("book_id", "year", "number"),
        # What came or was written lately, counted without the lines themselves.
        Index("ix_entry_received", "book_id", "received_at", "voided_at", "letter_id"),
        Index("ix_entry_registered", "book_id", "registered_at", "voided_at"),
        # Few lines have one above: an index over the others too is one that no planner believes in.
        Index(
            "ix_entry_parent_entry_id",
            "parent_entry_id",
            sqlite_where=sql("parent_entry_id IS NOT NULL"),
            postgresql_where=sql("parent_entry_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    book_id: int = Field(foreign_key="book.id", index=True)
    year: int
    number: int
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    arrival_id: int | None = Field(default=None, foreign_key="arrival.id", index=True)
    received_at: dt.datetime = Field(sa_type=Moment)
    registered_at: dt.datetime = Field(sa_type=Moment)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
    from_text: str = ""
    to_text: str = ""
    ref_no: str | None = None
    dated: dt.date | None = None
    subject: str | None = None
    practice: str = ""
    remark: str = ""
    circular: bool = False
    secrecy: Secrecy = Field(default=Secrecy.NONE, sa_type=Word(Secrecy))
    reserved_for: str | None = None
    filled_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    parent_entry_id: int | None = Field(default=None, foreign_key="entry.id")
    import_id: int | None = Field(default=None, foreign_key="register_import.id", index=True)
    version: int = 1
    form_key: str | None = Field(default=None, max_length=40, unique=True)
    voided_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    voided_by: int | None = Field(default=None, foreign_key="account.id")
    void_reason: str | None = None

    @property
    def is_open_reservation(self) -> bool:
        """The number is kept back and still without a letter."""
        waits = self.reserved_for is not None and self.filled_at is None
        return waits and self.voided_at is None
