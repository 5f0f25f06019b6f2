"""Registers: books, their years, their lines."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import BookKind, YearRule


class Book(Table, table=True):
    """One register of one office; ``year_rule`` says when its numbers start again."""

    __table_args__ = (UniqueConstraint("office_id", "kind", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: BookKind = Field(sa_type=Word(BookKind))
    name: str = Field(max_length=120)
    year_rule: YearRule = Field(default=YearRule.CALENDAR, sa_type=Word(YearRule))


class BookYear(Table, table=True):
    """The next number of a book in a Buddhist year. Its row is the lock."""

    __tablename__ = "book_year"

    book_id: int = Field(foreign_key="book.id", primary_key=True)
    year: int = Field(primary_key=True)
    next_number: int = 1


class Entry(Table, table=True):
    """A line of a register (form 13). Voided lines stay and keep their number.

    ``received_at`` is the true moment of receipt, ``registered_at`` the moment
    of writing it down; ``practice`` is การปฏิบัติ.
    """

    __table_args__ = (UniqueConstraint("book_id", "year", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    book_id: int = Field(foreign_key="book.id", index=True)
    year: int
    number: int
    letter_id: int = Field(foreign_key="letter.id", index=True)
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
    voided_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    voided_by: int | None = Field(default=None, foreign_key="account.id")
    void_reason: str | None = None
