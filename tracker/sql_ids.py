"""Long lists of ids in a query, and what no index is to be asked for."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Integer, bindparam, case
from sqlalchemy.orm import Mapped


def among(column: Mapped[int] | Mapped[int | None], ids: Iterable[int]) -> ColumnElement[bool]:
    """``column`` is one of ``ids``, which are written into the SQL itself.

    PostgreSQL takes 65,535 parameters, and the offices of the country are
    8,884: a question that names them eight times would be refused.
    """
    listed = bindparam(
        "ids", sorted(ids), Integer, unique=True, expanding=True, literal_execute=True
    )
    return column.in_(listed)


def flag(said: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where it is so, else 0: no index leads to it, so that another leads to the rows."""
    return case((said, 1), else_=0)
