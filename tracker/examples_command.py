"""``python -m tracker examples FOLDER``: corrected lines as training takes them.

NAME.png beside NAME.txt, of offices whose administrator agreed, and only what a
person compared with its picture. What an earlier call wrote and is no longer
there is removed, so that a deleted example is gone from the folder too.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tracker import db, teaching

#: Names that this command writes, and may remove.
_NAME = "wian-{:08d}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="โฟลเดอร์ปลายทาง สร้างให้ถ้ายังไม่มี")


def run(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with db.look() as session:
            written = write(folder, teaching.handed_out(session))
    except OSError as wrong:
        print(f"เขียนลงโฟลเดอร์ {folder} ไม่ได้: {wrong.strerror}", file=sys.stderr)
        return 1
    print(f"เขียนตัวอย่าง {written:,} บรรทัดลงใน {folder} แล้ว")
    if not written:
        print("ยังไม่มีตัวอย่างที่ใช้ได้ ผู้ดูแลระบบเปิดการเก็บได้ที่หน้า “ตัวอย่างสำหรับสอนระบบอ่าน”", file=sys.stderr)
    return 0


def write(folder: Path, examples: teaching.Examples) -> int:
    """Write the examples, remove those of earlier calls that are gone; how many there are."""
    names = set()
    for example_id, text, picture in examples:
        name = _NAME.format(example_id)
        (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
        (folder / f"{name}.png").write_bytes(picture)
        names.add(name)
    for old in folder.glob("wian-????????.*"):
        if old.stem not in names and old.suffix in (".png", ".txt"):
            old.unlink()
    return len(names)
