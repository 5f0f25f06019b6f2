"""A copy of an original with the receive stamp on it, made in a process of its own.

The original stays as it came; a copy is made each time it is asked for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tracker import tidying
from tracker.errors import TrackerError
from tracker.sentences import sentence

SECONDS = 60
MEMORY = 2 * 1024**3
_ROOT = Path(__file__).resolve().parent.parent


class NoStamp(TrackerError):
    default = sentence("ประทับตราลงบนไฟล์นี้ไม่ได้ กรุณาใช้หน้าสำหรับพิมพ์ตราลงบนกระดาษแทน")


def stamped(original: Path, stamp: bytes, *, page: int = 1) -> bytes:
    """The PDF of the file with the stamp on ``page`` (from 1). Raises ``NoStamp``."""
    with tidying.temporary_folder("stamp") as desk:
        mark, made = desk / "stamp.pdf", desk / "made.pdf"
        mark.write_bytes(stamp)
        command = [sys.executable, "-m", "tracker.stamping_process"]
        try:
            subprocess.run(
                [*command, original, mark, made, str(page), str(MEMORY), str(SECONDS)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"PATH": os.environ.get("PATH", "")},
                timeout=SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
            raise NoStamp from failure
        return made.read_bytes()
