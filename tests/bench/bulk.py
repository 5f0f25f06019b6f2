"""Rows written into SQLite in bulk, without the program between."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.dialects import sqlite

from tracker.models import Table

_AT_ONCE = 20_000
_DIALECT = sqlite.dialect()


class Rows:
    """Rows of one table that wait to be written; what a row leaves out is as in the model."""

    def __init__(self, raw: sqlite3.Connection, model: type[Table], *given: str) -> None:
        table = model.__table__  # type: ignore[attr-defined]
        fields = model.model_fields
        columns = [one for one in table.columns if one.name in given or not one.primary_key]
        self._raw, self._rows = raw, list[tuple[Any, ...]]()
        self._template = [_kept(one, fields[one.name].get_default(call_default_factory=True))
                          for one in columns]  # fmt: skip
        names = [one.name for one in columns]
        self._at = [names.index(name) for name in given]
        said = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._statement = f'INSERT INTO "{table.name}" ({said}) VALUES ({marks})'  # noqa: S608
        self.count = 0

    def add(self, *values: Any) -> None:
        row = self._template.copy()
        for place, value in zip(self._at, values, strict=True):
            row[place] = value
        self._rows.append(tuple(row))
        self.count += 1
        if len(self._rows) >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        self._raw.executemany(self._statement, self._rows)
        self._rows.clear()


def _kept(column: Any, default: Any) -> Any:
    """A default as SQLite keeps it; what has none is null and must be given."""
    if repr(default) == "PydanticUndefined":
        return None
    process = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return process(default) if process else default


def without_indexes(raw: sqlite3.Connection) -> list[str]:
    """Drop what slows writing down; the statements that make it again."""
    found = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        raw.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def moment(day: datetime) -> str:
    return day.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
