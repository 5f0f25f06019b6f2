"""Inserting a row that may be there already."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from tracker.models.columns import Table


def insert_once(session: Session, table: type[Table], values: dict[str, Any]) -> None:
    """Insert unless a unique row exists; another transaction that is inserting it is waited for."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(table).values(**values).on_conflict_do_nothing())
