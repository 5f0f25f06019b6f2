"""Every setting of the office: name, type, default, meaning. Read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tracker.vocabulary import YearRule


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field is set by the environment variable of the same name in capitals."""

    #: Folder of everything this installation keeps: database, files, secrets.
    instance: Path = Path("instance")
    #: SQLAlchemy address; empty: SQLite in the instance folder.
    database_url: str = ""
    #: huey's store: ``sqlite:///…``, ``postgresql://…``, ``redis://…``; empty: beside the database.
    queue_url: str = ""
    #: Where originals are kept, an fsspec address; empty: ``files`` in the instance folder.
    files_url: str = ""
    #: Folder of the copies, best on another disk; empty: ``backups`` in the instance folder.
    backup_folder: str = ""
    #: Copies that are kept; older ones are thrown away.
    backups_kept: int = 14
    #: Key for signing sessions; empty: made on first start and kept in the instance folder.
    secret_key: str = ""
    #: Folder of offices, samples and other facts that come with the program.
    data: Path = Path(__file__).resolve().parent.parent / "data"
    #: Address and port of the web server.
    host: str = "127.0.0.1"
    port: int = 8000
    #: Address of the reverse proxy whose word on visitor and https is believed; empty: nobody's.
    trusted_proxy: str = ""
    #: Largest file taken in, in bytes.
    max_file_bytes: int = 100 * 1024 * 1024
    #: Most pages of one file.
    max_pages: int = 200
    #: Limits of the process that reads one file: seconds by the clock, bytes of memory.
    read_seconds: int = 1200
    read_memory_bytes: int = 2 * 1024**3
    #: Files that one worker process reads at once, and pages that the web process serves at once.
    readers: int = 1
    web_threads: int = 8
    #: Seconds for which a worker holds a reading before it must renew.
    lease_seconds: int = 60
    #: Sign-in: wrong passwords for a name from one place in a row, then seconds of waiting.
    login_attempts: int = 5
    login_lock_seconds: int = 900
    #: When receive numbers start again: ``calendar`` (1 January) or ``fiscal`` (1 October).
    year_rule: YearRule = YearRule.CALENDAR
    #: Address of this office for links in messages (``https://wian.example.go.th``).
    public_url: str = ""
    #: Mail server: ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``; empty: none.
    smtp_url: str = ""
    #: Sender of mail: ``เวียน <wian@example.go.th>``.
    mail_from: str = ""
    #: Channel access token of the LINE Messaging API; empty: no LINE.
    line_token: str = ""
    #: Most LINE messages in a month; 0: as many as LINE itself allows.
    line_monthly_limit: int = 0
    #: Zone of days and times on the screen.
    timezone: ZoneInfo = ZoneInfo("Asia/Bangkok")
    #: ``1``: sample accounts and a sample chain on first start.
    samples: bool = True

    def __post_init__(self) -> None:
        # Flask looks for a relative file in its package, every other part where it was started.
        object.__setattr__(self, "instance", self.instance.absolute())

    @property
    def database(self) -> str:
        """The database's address, the default filled in."""
        return self.database_url or f"sqlite:///{self.instance / 'wian.sqlite3'}"

    @property
    def queue(self) -> str:
        """The queue's address: its own SQLite file, or the database server if there is one."""
        if self.queue_url:
            return self.queue_url
        if self.database_url.startswith("postgresql"):
            return self.database_url
        return f"sqlite:///{self.instance / 'queue.sqlite3'}"

    @property
    def backups(self) -> Path:
        return Path(self.backup_folder) if self.backup_folder else self.instance / "backups"

    @property
    def files(self) -> str:
        return self.files_url or (self.instance / "files").as_uri()


def _read(kind: type[Any], text: str) -> Any:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    return kind(text)


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Settings as the environment says; a value that cannot be read names its variable."""
    known: dict[str, Any] = {}
    for field in fields(Settings):
        text = environ.get(field.name.upper())
        if not text:
            continue
        try:
            known[field.name] = _read(type(field.default), text)
        except (ValueError, KeyError) as wrong:
            raise ValueError(f"{field.name.upper()}={text!r}: {wrong}") from wrong
    return Settings(**known)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return from_environment(os.environ)
