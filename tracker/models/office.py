"""Offices: a stable key, dated names. Names and types change, the office stays."""

from datetime import date

from sqlmodel import Field, Session, col, select

from tracker.models.columns import Table, Word
from tracker.vocabulary import Level


class Office(Table, table=True):
    """One office. ``letter_prefix``: how its letter numbers begin (``รย 0023.8``), if known."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    level: Level = Field(sa_type=Word(Level))
    parent_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    letter_prefix: str | None = Field(default=None, max_length=40, index=True)
    dla_code: str | None = Field(default=None, max_length=16)
    province: str | None = Field(default=None, max_length=60)


class OfficeName(Table, table=True):
    """A name that an office bears or bore; ``valid_to`` is the first day without it."""

    __tablename__ = "office_name"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(index=True)
    type: str = ""
    short: str = ""
    head_title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_alias: bool = False


def subtree_ids(session: Session, office_id: int) -> frozenset[int]:
    """The office and all below it."""
    tree = select(Office.id).where(col(Office.id) == office_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Office.id).join(tree, col(Office.parent_id) == tree.c.id))
    return frozenset(session.exec(select(tree.c.id)).all())
