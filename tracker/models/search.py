"""What is searched: one row a letter or line, made of it and kept in step with it."""

from sqlalchemy import Index
from sqlmodel import Field

from tracker.models.columns import Table


class SearchRow(Table, table=True):
    """``scope``: whose the letter is, and its year and kind, as codes of three letters.

    ``head`` (number, subject, issuer) and ``body`` (all else): their bones.
    ``version``: of the making; rows of an older one are made anew.
    """

    __tablename__ = "search_row"

    letter_id: int = Field(
        foreign_key="letter.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    scope: str
    head: str
    body: str
    version: int = Field(index=True)


class SearchLine(Table, table=True):
    """A line of a register that says something which no letter here says.

    A line without a letter in full; of one with a letter only what the office
    wrote beside it. Lines that add nothing have no row. ``office_id``: whose book it is.
    """

    __tablename__ = "search_line"
    __table_args__ = (Index("ix_search_line_office_id_entry_id", "office_id", "entry_id"),)

    entry_id: int = Field(
        foreign_key="entry.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    office_id: int = Field(foreign_key="office.id")
    scope: str
    head: str
    body: str


class SearchBacklog(Table, table=True):
    """What is still to be made searchable: all of ``what`` with an id below ``below``.

    Lines that add nothing have no row, so that rows cannot tell what is missing.
    """

    __tablename__ = "search_backlog"

    what: str = Field(primary_key=True, max_length=20)
    below: int
