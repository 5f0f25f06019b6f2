"""What every page stands on: settings, database, queue, clock; and one transaction at a time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app
from sqlalchemy import Engine
from sqlmodel import Session

from tracker import db
from tracker.config import Settings


def clock() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Edge:
    """``wake`` has a worker look for files to read; ``now`` is the clock of this server."""

    settings: Settings
    engine: Engine
    wake: Callable[[], None]
    now: Callable[[], datetime] = clock


def edge() -> Edge:
    return cast(Edge, current_app.extensions["wian"])


def settings() -> Settings:
    return edge().settings


def begin() -> AbstractContextManager[Session]:
    """One transaction that may write."""
    return db.begin(edge().engine)


def look() -> AbstractContextManager[Session]:
    """One transaction that only reads."""
    return db.look(edge().engine)


def now() -> datetime:
    return edge().now()
