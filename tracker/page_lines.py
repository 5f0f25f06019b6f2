"""Lines of files that were read: kept for looking again, never of a secret letter."""

from datetime import datetime

from sqlmodel import Session

from tracker import audit
from tracker.models import PageLines


def keep(session: Session, now: datetime, *, sha256: str, content: bytes) -> None:
    """Keep the packed lines of a file; those of an earlier reading make way."""
    kept = session.get(PageLines, sha256)
    if kept is None:
        session.add(PageLines(sha256=sha256, content=content, kept_at=now))
    else:
        kept.content, kept.kept_at = content, now
        session.add(kept)
    session.flush()


def of(session: Session, sha256: str) -> bytes | None:
    """The packed lines of a file, as ``ingest.kept`` packs them."""
    kept = session.get(PageLines, sha256)
    return kept.content if kept else None


def forget(session: Session, now: datetime, *, sha256: str) -> None:
    """A letter of the file was found to be secret: what it says is kept nowhere but in the file."""
    kept = session.get(PageLines, sha256)
    if kept is None:
        return
    session.delete(kept)
    session.flush()
    audit.record(session, None, now, "forget_lines", ("file", sha256))
