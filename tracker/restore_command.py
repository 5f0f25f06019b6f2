"""``python -m tracker restore FOLDER``: brings a copy back. Ends with 1 where it could not."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from tracker import config, restoring
from tracker.db import engine, upgrade
from tracker.errors import TrackerError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="โฟลเดอร์ของสำเนาชุดหนึ่ง (ที่มี manifest.json)")
    parser.add_argument("--replace", action="store_true", help="แทนที่ฐานข้อมูลที่มีอยู่ ของเดิมถูกเก็บไว้ข้าง ๆ")


def run(arguments: argparse.Namespace) -> int:
    settings = config.settings()
    found = engine()
    try:
        done = restoring.restore(
            settings, found, arguments.folder, datetime.now(UTC), replace=arguments.replace
        )
        upgrade(found)
    except (TrackerError, OSError) as wrong:
        print(f"กู้คืนไม่สำเร็จ: {wrong}", file=sys.stderr)
        return 1
    print(f"กู้คืนฐานข้อมูลและไฟล์ต้นฉบับ {done.files:,} ไฟล์แล้ว เปิดระบบได้")
    if done.aside:
        print(f"ฐานข้อมูลก่อนกู้คืนอยู่ที่ {done.aside}")
    for sha256 in done.lost:
        print(f"ไม่มีไฟล์ต้นฉบับในสำเนา: {sha256}", file=sys.stderr)
    return 1 if done.lost else 0
