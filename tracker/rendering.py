"""Pages of originals as pictures, made once and kept.

A file from outside may be broken, or made to break its reader: it is opened in
a process of its own, with limits of time and memory. Sizes are in points.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from tracker.errors import TrackerError
from tracker.sentences import sentence

#: Sharp enough to tell a ๔ from a ๕ on the screen, small enough for a slow line.
DPI = 160
LONGEST_PIXELS = 2600
SECONDS = 40
MEMORY = 2 * 1024**3
_ROOT = Path(__file__).resolve().parent.parent

Size = tuple[float, float]
Original = Callable[[], AbstractContextManager[Path]]


class NoPicture(TrackerError):
    default = sentence("แสดงภาพหน้านี้ไม่ได้ กรุณาดาวน์โหลดไฟล์ต้นฉบับไปเปิดดู")


class Pictures:
    """Pictures of one file (named by its hash) in a folder of the cache.

    ``original`` opens a copy of the file on this machine; it is only asked for
    what is not kept yet.
    """

    def __init__(self, cache: Path, sha256: str, original: Original) -> None:
        self.folder = cache / sha256[:2] / sha256
        self._original = original

    def sizes(self) -> list[Size]:
        """The size of every page in points. Raises ``NoPicture`` if the file cannot be opened."""
        kept = self._kept("sizes.json", "sizes")
        return [(width, height) for width, height in json.loads(kept.read_text())]

    def page(self, number: int, turn: int = 0) -> Path:
        """The WebP picture of page ``number`` (from 1), turned so that writing of the direction
        ``turn`` (degrees anticlockwise, a multiple of 90) reads upright. Raises ``NoPicture``."""
        name = f"{number}-{turn}.webp" if turn else f"{number}.webp"
        return self._kept(name, str(number), turn)

    def _kept(self, name: str, what: str, turn: int = 0) -> Path:
        target = self.folder / name
        if target.exists():
            with suppress(OSError):  # another machine's folder: looked at all the same
                target.touch()
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._original() as source, tempfile.TemporaryDirectory(dir=self.folder) as desk:
                made = Path(desk) / "made"
                _in_a_process(source, made, what, turn)
                os.replace(made, target)
        return target


def _in_a_process(source: Path, target: Path, what: str, turn: int) -> None:
    command = [sys.executable, "-m", "tracker.rendering_process", str(source), str(target), what]
    try:
        subprocess.run(
            [*command, str(DPI), str(LONGEST_PIXELS), str(MEMORY), str(SECONDS), str(turn)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", "")},
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        raise NoPicture from failure
