"""The database as one file and back again: SQLite's own copying, or pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine, inspect
from sqlalchemy.engine import make_url

from tracker.errors import ConfigError, TrackerError
from tracker.sentences import noted, sentence

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class NotCopied(TrackerError):
    """The database could not be copied or brought back."""


def name_of(database: str) -> str:
    """The name of the copy's file, which says by what it is brought back."""
    return NAMES[make_url(database).get_backend_name()]


def copy(database: str, target: Path) -> None:
    """The whole database as it was at one moment, while others go on working."""
    address = make_url(database)
    if address.get_backend_name() == "postgresql":
        _run("pg_dump", address, "--format=custom", "--no-owner", f"--file={target}")
    else:
        _copy_sqlite(Path(address.database or ""), target)


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise NotCopied(
            noted("ไม่พบฐานข้อมูลที่ %(source)s ตรวจค่า INSTANCE หรือ DATABASE_URL", source=source)
        )
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)  # in one go: in WAL mode nobody waits, and nobody makes it start anew
            new.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            check_sqlite(new)
    except sqlite3.Error as wrong:
        raise NotCopied(noted("คัดลอกฐานข้อมูลไม่สำเร็จ: %(wrong)s", wrong=str(wrong))) from wrong


def check_sqlite(connection: sqlite3.Connection) -> None:
    """Raise unless the file is whole."""
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise NotCopied(noted("ฐานข้อมูลเสียหาย: %(said)s", said=said))


def is_empty(engine: Engine) -> bool:
    """Whether there is nothing that bringing a copy back could overwrite."""
    address = engine.url
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return True
    return not inspect(engine).get_table_names()


def bring_back(database: str, source: Path) -> None:
    """Put a copy in the place of an empty or outlived database."""
    address = make_url(database)
    if name_of(database) != source.name:
        raise NotCopied(
            noted(
                "สำเนานี้เป็นของฐานข้อมูลอีกชนิดหนึ่ง กรุณาตั้ง DATABASE_URL ให้เป็นชนิดเดียวกับตอนสำรอง (%(name)s)",
                name=source.name,
            )
        )
    if address.get_backend_name() == "postgresql":
        _run(
            "pg_restore", address, "--clean", "--if-exists", "--no-owner", "--single-transaction",
            "--exit-on-error", str(source),
        )  # fmt: skip
        return
    target = Path(address.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(source, waiting)
    with closing(sqlite3.connect(waiting)) as new:
        check_sqlite(new)
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    os.replace(waiting, target)


def _run(program: str, address: URL, *words: str) -> None:
    """``program`` on the database; the password goes by the environment, where no list shows it."""
    found = shutil.which(program)
    if not found:
        raise ConfigError(
            sentence(
                "ไม่พบโปรแกรม %(program)s ที่ใช้สำรองฐานข้อมูล PostgreSQL กรุณาติดตั้ง postgresql-client",
                program=program,
            )
        )
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    done = subprocess.run(
        [found, f"--dbname={bare(address)}", *words],
        env=os.environ | secret, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotCopied(
            noted(
                "%(program)s ทำงานไม่สำเร็จ: %(wrong)s",
                program=program,
                wrong=done.stderr.strip()[-500:],
            )
        )


def bare(address: URL) -> str:
    """The address as PostgreSQL's own programs know it, without password."""
    return address._replace(drivername="postgresql", password=None).render_as_string()
