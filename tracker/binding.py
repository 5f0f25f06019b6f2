"""Pages that came as several files, bound into one PDF in a process of its own.

The pictures go in as they are: a JPEG byte for byte, others without loss.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.errors import FileRefused
from tracker.sentences import sentence

SECONDS = 120
MEMORY = 2 * 1024**3
#: Most files of one letter.
MOST = 200
_ROOT = Path(__file__).resolve().parent.parent


class Leaf(NamedTuple):
    """One file of a letter; ``name`` as its sender calls it."""

    path: Path
    name: str


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key by which ``หน้า 10`` comes after ``หน้า 9``."""
    parts = re.findall(r"\d+|\D+", name.lower())
    return tuple((int(one), "") if one.isdecimal() else (-1, one) for one in parts)


def bound(leaves: Sequence[Leaf], target: Path) -> None:
    """Write all pages into the PDF ``target``, in this order. Raises ``FileRefused``."""
    if len(leaves) > MOST:
        raise FileRefused(sentence("รวมได้ไม่เกิน %(most)s ไฟล์ต่อเรื่อง กรุณาแบ่งส่งเป็นหลายเรื่อง", most=MOST))
    command = [sys.executable, "-m", "tracker.binding_process"]
    try:
        ended = subprocess.run(
            [*command, target, str(MEMORY), str(SECONDS), *(one.path for one in leaves)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", "")},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise FileRefused(
            sentence("รวมหน้าไม่สำเร็จ ภาพใหญ่เกินไป กรุณาถ่ายให้เล็กลงหรือส่งครั้งละน้อยหน้า")
        ) from late
    if ended.returncode or not target.is_file():
        number = ended.stdout.decode().strip()
        which = leaves[int(number)].name if number.isdecimal() else sentence("บางหน้า")
        raise FileRefused(
            sentence("รวมหน้าไม่สำเร็จ เปิด %(which)s เป็นภาพหรือ PDF ไม่ได้ เอาออกแล้วส่งใหม่", which=which)
        )


def name(leaves: Sequence[Leaf]) -> str:
    """What the bound file is called: after its first page."""
    stem = leaves[0].name.rpartition(".")[0] or leaves[0].name
    return f"{stem} รวม {len(leaves)} หน้า.pdf"
