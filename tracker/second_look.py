"""Looking once more at a file that was read: a box, other letters, a searchable copy.

Each look is a process of its own within limits, as every opening of a file from
outside is. What stands in the file's lines is handed over packed; where none
were kept, the file is read once more.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger
from pathlib import Path
from typing import Any

from tracker import tidying
from tracker.errors import TrackerError
from tracker.reader import environment
from tracker.sentences import sentence

#: Seconds that a person waits for a box, and for a whole file.
SOON, LATER = 30, 240
MEMORY = 2 * 1024**3
#: Looks at once: each takes a core and half a gigabyte.
AT_ONCE = 2
PATIENCE = 20.0
_ROOT = Path(__file__).resolve().parent.parent
_turnstile = threading.BoundedSemaphore(AT_ONCE)

Box = tuple[float, float, float, float]
log = getLogger(__name__)


class NoLook(TrackerError):
    default = sentence("อ่านจุดนี้ใหม่ไม่สำเร็จ กรุณาลากกรอบให้เล็กลงแล้วลองอีกครั้ง หรือพิมพ์ค่าเอง")


class Busy(TrackerError):
    default = sentence("เครื่องกำลังอ่านให้ผู้อื่นอยู่ กรุณารอสักครู่แล้วลองอีกครั้ง")


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page: points of the page turned so that its writing had the direction ``turn``."""

    page: int
    box: Box
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One line in a box. ``source``: text_layer for what the file itself says, else ocr."""

    text: str
    confidence: float
    source: str
    box: Box
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A number or day in a box, in normal form, as printed, how sure, and its whole line."""

    value: str
    raw: str
    confidence: float
    line: str


@dataclass(frozen=True, slots=True)
class Look:
    """What stands in a box, line by line; ``values``: what a field would take from it."""

    lines: tuple[Reading, ...]
    values: tuple[Value, ...]


def region(file: Path, place: Place, *, field: str = "", lines: bytes | None = None) -> Look:
    """Read a box again for a field. Raises ``NoLook`` or ``Busy``."""
    with _as_file(lines) as packed:
        said = _ask(SOON, do="region", file=str(file), field=field, lines=packed, **_asked(place))
    return Look(
        tuple(
            Reading(
                one["text"], one["confidence"], one["source"], _box(one["box"]),
                tuple((text, share) for text, share in one["alternatives"]),
            )
            for one in said["lines"]
        ),
        tuple(Value(*value) for value in said["values"]),
    )  # fmt: skip


def crop(file: Path, place: Place) -> bytes | None:
    """The line in a box as a PNG that training takes; ``None`` where there is no line."""
    said = _ask(SOON, do="crop", file=str(file), **_asked(place))
    return base64.b64decode(said["picture"]) if said["picture"] else None


def part(
    lines: bytes,
    *,
    begins: Sequence[int],
    joined: Sequence[str],
    received: datetime | None,
    name: str,
) -> dict[str, Any]:
    """The reading with letters beginning where a person says (see ``ingest.parting``)."""
    with _as_file(lines) as packed:
        said = _ask(
            LATER, do="part", lines=packed, begins=list(begins), joined=list(joined),
            received=received and received.isoformat(), name=name,
        )  # fmt: skip
    reading: dict[str, Any] = said["reading"]
    return reading


def searchable(file: Path, lines: bytes, target: Path) -> None:
    """Write the file as a PDF whose recognised pages can be searched."""
    with _as_file(lines) as packed:
        _ask(LATER, do="searchable", file=str(file), lines=packed, target=str(target))


def lines_of(file: Path) -> bytes:
    """The packed lines of a file of which none were kept."""
    with tidying.temporary_folder("lines") as folder:
        target = folder / "lines"
        _ask(LATER, do="read", file=str(file), target=str(target))
        return target.read_bytes()


def _asked(place: Place) -> dict[str, Any]:
    return {"page": place.page, "box": list(place.box), "turn": place.turn}


def _box(values: Sequence[float]) -> Box:
    x0, top, x1, bottom = values
    return x0, top, x1, bottom


@contextmanager
def _as_file(lines: bytes | None) -> Iterator[str | None]:
    if lines is None:
        yield None
        return
    with tidying.temporary_folder("lines") as folder:
        packed = folder / "lines"
        packed.write_bytes(lines)
        yield str(packed)


def _ask(seconds: int, **task: Any) -> dict[str, Any]:
    if not _turnstile.acquire(timeout=PATIENCE):
        raise Busy
    try:
        task |= {"memory": MEMORY, "seconds": seconds, "parent": os.getpid()}
        done = subprocess.run(
            [sys.executable, "-m", "tracker.second_look_process"],
            input=json.dumps(task).encode(),
            capture_output=True,
            cwd=_ROOT,
            env=environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise NoLook from slow
    finally:
        _turnstile.release()
    if done.returncode:
        complaints = done.stderr.decode(errors="replace")[-2000:]
        log.error("a second look ended with %s: %s", done.returncode, complaints)
        raise NoLook
    said: dict[str, Any] = json.loads(done.stdout)
    if "error" in said:
        raise NoLook(said["error"])
    return said
