"""Which letter carries which, and the directive behind them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import Via


class Directive(Table, table=True):
    """What came down from the top: the letter that no other letter carries any further up."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    root_letter_id: int = Field(foreign_key="letter.id", unique=True)
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)


class DirectiveLetter(Table, table=True):
    """A letter that belongs to a directive; one cover may carry several directives."""

    __tablename__ = "directive_letter"

    directive_id: int = Field(foreign_key="directive.id", primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", primary_key=True, index=True)


class ChainLink(Table, table=True):
    """``from_letter_id`` carries, cites or stands beside ``to_letter_id``."""

    __tablename__ = "chain_link"
    __table_args__ = (UniqueConstraint("from_letter_id", "to_letter_id"),)

    id: int | None = Field(default=None, primary_key=True)
    from_letter_id: int = Field(foreign_key="letter.id", index=True)
    to_letter_id: int = Field(foreign_key="letter.id", index=True)
    via: Via = Field(sa_type=Word(Via))
    score: float = 1.0
    doubt: str | None = None
