"""A PostgreSQL server of the tests' own: in a temporary folder, gone when they end.

PostgreSQL refuses to run as root, so under root it runs as ``postgres`` (the
user that Debian's package makes) or ``nobody``. It listens on a socket file
only: no port to collide with, nothing to reach from outside.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

_PR_SET_PDEATHSIG = 1
_START_SECONDS = 60


class NoPostgres(RuntimeError):
    """No PostgreSQL server programs on this machine."""


@dataclass(frozen=True)
class Server:
    """A running server. ``folder`` holds its data and its socket."""

    folder: Path

    def url(self, database: str, driver: str = "postgresql") -> str:
        return f"{driver}://wian@/{database}?host={self.folder}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The name of a fresh, empty database, dropped at the end with whoever still uses it."""
        name = f"wian_{uuid.uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def serve() -> Iterator[Server]:
    """Make a cluster, serve it, stop it, remove it."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="wian-pg-"))
    who = _unprivileged()
    if who:
        os.chown(folder, who["user"], who["group"])
    try:
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "wian", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **who,
        )  # fmt: skip
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
             "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"],
            stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"), cwd=folder,
            preexec_fn=_die_with_parent, **who,
        )  # fmt: skip
        server = Server(folder)
        try:
            _wait(process, server)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast": roll back, close, end
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of ``initdb`` and ``postgres``; Debian keeps it off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if not versions:
        raise NoPostgres("PostgreSQL is not installed: run `make setup-test`")
    return versions[-1].parent


def _version(initdb: Path) -> float:
    return float(initdb.parts[-3])


def _unprivileged() -> dict[str, Any]:
    """The user and group to start the server as: empty unless we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgres("neither a user `postgres` nor `nobody` to run PostgreSQL as")


def _die_with_parent() -> None:
    """So that a killed test run leaves no server behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait(process: subprocess.Popen[bytes], server: Server) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
            return
        except psycopg.OperationalError:
            log = (server.folder / "log").read_text(errors="replace")
            if process.poll() is not None or time.monotonic() > until:
                raise NoPostgres(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.05)
