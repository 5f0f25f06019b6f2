"""A copy of the office brought back; nothing that is there now is thrown away."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, make_url

from tracker import backup, backup_database, files
from tracker.backup_database import NotCopied
from tracker.config import Settings
from tracker.errors import FileRefused
from tracker.sentences import sentence


@dataclass(frozen=True, slots=True)
class Restored:
    """``files``: originals put back; ``lost``: those the copy has no whole file of.

    ``aside``: where what was there before lies now.
    """

    files: int
    lost: list[str]
    aside: Path | None


def restore(
    settings: Settings, engine: Engine, copy: Path, now: datetime, *, replace: bool
) -> Restored:
    """Bring a copy back, once it was found whole. The office must not be running.

    ``replace``: also where a database stands already; it is put aside first.
    """
    manifest = check(copy)
    database = copy / backup_database.name_of(settings.database)
    if not database.is_file():
        raise NotCopied(
            sentence("สำเนานี้เป็นของฐานข้อมูลอีกชนิดหนึ่ง กรุณาตั้ง DATABASE_URL ให้เป็นชนิดเดียวกับตอนสำรอง")
        )
    empty = backup_database.is_empty(engine)
    if not empty and not replace:
        raise NotCopied(
            sentence(
                "มีฐานข้อมูลอยู่แล้ว หากต้องการแทนที่ ให้หยุดระบบก่อน แล้วสั่งอีกครั้งพร้อม --replace "
                "ฐานข้อมูลเดิมจะถูกเก็บไว้ข้าง ๆ"
            )
        )
    engine.dispose()
    aside = None if empty else _put_aside(settings, now)
    backup_database.bring_back(settings.database, database)
    _bring_kept(settings.instance, copy / "kept", now)
    lost = list(_bring_originals(manifest["originals"], copy.parent / backup.FILES))
    return Restored(len(manifest["originals"]) - len(lost), lost, aside)


def check(copy: Path) -> dict[str, Any]:
    """What the copy says it holds; raises where a part is missing or was changed."""
    try:
        manifest: dict[str, Any] = json.loads((copy / backup.MANIFEST).read_text(encoding="utf-8"))
        parts = dict(manifest["parts"])
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise NotCopied(
            sentence("ไม่พบสำเนาที่สมบูรณ์ใน %(copy)s (ไม่มี manifest.json ที่อ่านได้)", copy=copy)
        ) from wrong
    for name, wanted in parts.items():
        part = copy / name
        if not part.is_file() or backup.hash_of(part) != wanted:
            raise NotCopied(
                sentence("สำเนาเสียหาย: %(name)s ไม่ตรงกับตอนสำรอง กรุณาใช้สำเนาชุดอื่น", name=name)
            )
    return manifest


def _put_aside(settings: Settings, now: datetime) -> Path:
    """What the database holds now, as a file beside the instance's other files."""
    name = backup_database.name_of(settings.database)
    address = make_url(settings.database)
    stamp = now.astimezone(UTC).strftime(backup.STAMP)
    if address.get_backend_name() == "sqlite":
        target = Path(address.database or "").with_suffix(f".before-{stamp}")
    else:
        target = settings.instance / f"before-{stamp}-{name}"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        backup_database.copy(settings.database, target)
    except NotCopied:
        if address.get_backend_name() != "sqlite":
            raise
        # It may be restored just because it is broken: then its bytes are kept as they are.
        for end in ("", "-wal"):
            source = Path(f"{address.database}{end}")
            if source.is_file():
                shutil.copyfile(source, f"{target}{end}")
    return target


def _bring_kept(instance: Path, kept: Path, now: datetime) -> None:
    for source in sorted(kept.glob("*")):
        target = instance / source.name
        if target.is_file() and target.read_bytes() != source.read_bytes():
            stamp = now.astimezone(UTC).strftime(backup.STAMP)
            os.replace(target, target.with_name(f"{target.name}.before-{stamp}"))
        backup.put(source, target)
        target.chmod(0o600)


def _bring_originals(originals: dict[str, int], place: Path) -> Iterator[str]:
    """Store what the copy has; yields the hash of what it has not, or not whole."""
    for sha256, size in originals.items():
        source = backup.original(place, sha256)
        if not source.is_file() or backup.hash_of(source) != sha256:
            yield sha256
            continue
        with source.open("rb") as stream:
            try:
                files.store(stream, filename=sha256, limit=size)
            except FileRefused:
                yield sha256
