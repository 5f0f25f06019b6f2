"""One copy of the office from beginning to end, its outcome written down whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from tracker import backup, backup_runs, db
from tracker.backup import Taken
from tracker.config import Settings

Clock = Callable[[], datetime]


def now(engine: Engine, settings: Settings, clock: Clock) -> Taken:
    """Make a copy and thin out the old ones. Raises what stood in the way, once it is noted."""
    with db.begin(engine) as session:
        run_id = backup_runs.begin(session, clock())
    try:
        with db.look(engine) as session:
            taken = backup.take(settings, session, clock())
        list(backup.thin(settings.backups, settings.backups_kept))
    except Exception as wrong:
        with db.begin(engine) as session:
            backup_runs.end(session, clock(), run_id=run_id, problem=str(wrong))
        raise
    with db.begin(engine) as session:
        backup_runs.end(
            session, clock(), run_id=run_id, folder=taken.folder, files=taken.files,
            size=taken.size, problem=taken.problem,
        )  # fmt: skip
    return taken


def if_due(engine: Engine, settings: Settings, clock: Clock) -> Taken | None:
    """The same, where the day's hour has come or somebody asked for it."""
    with db.look(engine) as session:
        if not backup_runs.due(session, clock(), settings.timezone):
            return None
    return now(engine, settings, clock)
