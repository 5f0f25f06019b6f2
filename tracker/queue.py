"""The queue that wakes a worker: one task, on whichever server ``QUEUE_URL`` names.

The queue carries no work. A reading is a row in a table with a lease, and the
task only says "look there": so a lost or doubled task loses and doubles nothing.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from tracker.errors import ConfigError

_NAME = "wian"


class _PlainSerializer(Serializer):  # type: ignore[misc]  # huey is untyped
    """Tasks as JSON: whoever can write to the queue must not be able to run code here."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data._asdict()).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(**json.loads(data))


class Queue:
    """A queue and its one task. Only a worker says what the task does."""

    def __init__(self, huey: Huey, read_waiting: Callable[[], None] | None = None) -> None:
        self.huey = huey
        work = read_waiting or _no_worker

        def wake() -> None:  # the task's name on the queue comes from this module and function
            work()

        self._task = huey.task()(wake)

    def wake(self) -> None:
        """Have some worker look for files that wait to be read. Call it after the commit."""
        self._task()

    def waiting(self) -> int:
        """How many calls no worker has taken up yet."""
        return int(self.huey.pending_count())

    def close(self) -> None:
        self.huey.storage.close()


def connect(url: str, read_waiting: Callable[[], None] | None = None) -> Queue:
    """The queue at ``sqlite:///PATH``, ``postgresql://…`` or ``redis://…``.

    Raises ``ConfigError`` for any other address.
    """
    return Queue(_huey(url), read_waiting)


def _huey(url: str) -> Huey:
    common: dict[str, Any] = {"results": False, "serializer": _PlainSerializer()}
    scheme = urlsplit(url).scheme.partition("+")[0]
    if scheme == "sqlite" and url.startswith("sqlite:///"):
        return SqliteHuey(_NAME, filename=url.removeprefix("sqlite:///"), timeout=30, **common)
    if scheme in ("postgresql", "postgres"):
        dsn = "postgresql://" + url.partition("://")[2]
        return PostgresHuey(_NAME, dsn=dsn, table_prefix="wian_queue", **common)
    if scheme in ("redis", "rediss", "unix"):
        return RedisHuey(_NAME, url=url, **common)
    raise ConfigError("QUEUE_URL ต้องขึ้นต้นด้วย sqlite:/// postgresql:// หรือ redis://")


def _no_worker() -> None:
    raise RuntimeError("this process only wakes workers: start one with `run.py worker`")
