"""A province copied from SQLite into PostgreSQL, table by table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine

from tracker.models import Table

#: For this connection alone: without memory the index of three letters was not done in 20 minutes.
_BUILDING = (
    "maintenance_work_mem = '1GB'",
    "max_parallel_maintenance_workers = 2",
    "synchronous_commit = off",
)


def into_postgres(source: Engine, target: Engine) -> None:
    """Copy a province from SQLite into an empty, migrated PostgreSQL database."""
    url = target.url.render_as_string(hide_password=False).replace("+psycopg", "")
    raw = source.raw_connection()
    with _a_long_log(url), psycopg.connect(url) as there:
        for setting in _BUILDING:
            there.execute(f"SET {setting}".encode())
        there.execute("SET session_replication_role = replica")
        there.execute("SET timezone = 'UTC'")
        kept = _indexes_taken(there)
        for table in Table.metadata.sorted_tables:
            columns = [one.name for one in table.columns]
            said = ", ".join(f'"{one}"' for one in columns)
            rows = raw.cursor().execute(f'SELECT {said} FROM "{table.name}"')  # noqa: S608
            there.execute(f'DELETE FROM "{table.name}"'.encode())
            with there.cursor().copy(f'COPY "{table.name}" ({said}) FROM STDIN'.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns and table.c.id.autoincrement is True:
                there.execute(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608
                              f' (SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), false)'
                              .encode())  # fmt: skip
        for statement in kept:
            there.execute(statement.encode())
    raw.close()
    with psycopg.connect(url, autocommit=True) as there:
        there.execute("VACUUM ANALYZE")


@contextmanager
def _a_long_log(url: str) -> Iterator[None]:
    """A setting of the whole server, for as long as the copy takes."""
    with psycopg.connect(url, autocommit=True) as there:
        there.execute("ALTER SYSTEM SET max_wal_size = '16GB'")
        there.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            there.execute("ALTER SYSTEM RESET max_wal_size")
            there.execute("SELECT pg_reload_conf()")


def _indexes_taken(there: psycopg.Connection[Any]) -> list[str]:
    """Drop the indexes that no constraint stands on; the statements that make them again."""
    found = there.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
    ).fetchall()
    for name, _ in found:
        there.execute(f'DROP INDEX "{name}"'.encode())
    return [statement for _, statement in found]
