"""A copy of all that the office keeps: database, originals, keys. ``restoring`` brings it back.

In the folder of copies stand ``files/``, where every original is kept once for
all copies (they never change), and a folder for each copy: the database, a
``manifest.json`` with the hash of each part, and ``kept/`` with the small files
of the instance. The database is copied first: whatever it names was stored before.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from tracker import backup_database, files
from tracker.config import Settings
from tracker.errors import TrackerError
from tracker.models import StoredFile
from tracker.sentences import noted

#: Small files of the instance folder that no database holds: without the key old links die.
KEPT = ("secret_key", "garuda.svg", "garuda.png")
MANIFEST, FILES, STAMP = "manifest.json", "files", "%Y%m%dT%H%M%SZ"
_CHUNK, _TOLD = 1024 * 1024, 3


@dataclass(frozen=True, slots=True)
class Taken:
    """``files``: originals in the copy, ``size``: bytes written; ``problem``: what it lacks."""

    folder: str
    files: int
    size: int
    problem: str | None


def take(settings: Settings, session: Session, now: datetime) -> Taken:
    """Make a copy. ``session`` looks at the same database; nothing in it is changed.

    What is not whole in the end bears another name and is never taken for a copy.
    """
    place = settings.backups
    name = now.astimezone(UTC).strftime(STAMP)
    waiting, final = place / f"{name}.part", place / name
    try:
        (place / FILES).mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(mode=0o700)
        database = waiting / backup_database.name_of(settings.database)
        backup_database.copy(settings.database, database)
        _keep(settings.instance, waiting / "kept")
        originals = _originals(session)
        missing, written = _copy_originals(originals, place / FILES)
        parts = {str(one.relative_to(waiting)): hash_of(one) for one in parts_of(waiting)}
        said = {"made": now.isoformat(), "parts": parts, "originals": originals}
        _write(waiting / MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
        size = written + sum(one.stat().st_size for one in parts_of(waiting))
        os.replace(waiting, final)
    except OSError as wrong:
        raise backup_database.NotCopied(
            noted("เขียนสำเนาลง %(place)s ไม่ได้: %(wrong)s", place=place, wrong=wrong.strerror)
        ) from wrong
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return Taken(name, len(originals) - len(missing), size, _said(missing))


def _said(missing: list[str]) -> str | None:
    if not missing:
        return None
    named = ", ".join(missing[:_TOLD])
    return noted(
        "ไฟล์ต้นฉบับ %(count)s ไฟล์หายหรือเสียหาย จึงไม่มีในสำเนา: %(names)s",
        count=len(missing),
        names=named,
    )


def _originals(session: Session) -> dict[str, int]:
    """Bytes of every original by its hash. Asked after the copying: a few may be newer."""
    found = session.exec(
        select(StoredFile.sha256, StoredFile.size).order_by(col(StoredFile.sha256))
    )
    return dict(found.all())


def _keep(instance: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for name in KEPT:
        if (instance / name).is_file():
            shutil.copy2(instance / name, target / name)


def _copy_originals(originals: dict[str, int], place: Path) -> tuple[list[str], int]:
    """Copy what is not there yet; the hashes of those that are lost or damaged, bytes written."""
    missing, written = [], 0
    for sha256, size in originals.items():
        target = original(place, sha256)
        if target.is_file() and target.stat().st_size == size:
            continue
        try:
            with files.local_copy(sha256) as local:
                put(local, target)
        except TrackerError:
            missing.append(sha256)
            continue
        written += size
    return missing, written


def original(place: Path, sha256: str) -> Path:
    """Where an original stands among the copies."""
    return place / sha256[:2] / sha256


def put(source: Path, target: Path) -> None:
    """Copy a file so that it is whole on the disk under its name, or not there."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    waiting = target.with_name(f"{target.name}.part")
    with source.open("rb") as old, waiting.open("wb") as new:
        shutil.copyfileobj(old, new, _CHUNK)
        new.flush()
        os.fsync(new.fileno())
    os.replace(waiting, target)


def _write(target: Path, text: str) -> None:
    with target.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def parts_of(folder: Path) -> list[Path]:
    """The files of one copy, but for its manifest."""
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.name != MANIFEST)


def hash_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copies(place: Path) -> list[Path]:
    """Every whole copy in the folder, the oldest first."""
    return sorted(one.parent for one in place.glob(f"*/{MANIFEST}"))


def thin(place: Path, keep: int) -> Iterator[str]:
    """Throw away all but the newest copies; the names of those gone. Originals stay."""
    for old in copies(place)[: -max(keep, 1)]:
        shutil.rmtree(old)
        yield old.name
