"""``python -m tracker backup``: a copy of all that the office keeps. Ends with 1 on failure."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from tracker import backing_up, config
from tracker.db import engine
from tracker.errors import TrackerError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # the folder is a setting: whoever looks for copies finds them all in one place


def run(arguments: argparse.Namespace) -> int:
    del arguments
    settings = config.settings()
    try:
        taken = backing_up.now(engine(), settings, lambda: datetime.now(UTC))
    except TrackerError as wrong:
        print(f"สำรองไม่สำเร็จ: {wrong}", file=sys.stderr)
        return 1
    print(f"สำรองแล้วที่ {settings.backups / taken.folder}")
    print(f"ไฟล์ต้นฉบับ {taken.files:,} ไฟล์ เขียนเพิ่ม {taken.size:,} ไบต์")
    if taken.problem:
        print(taken.problem, file=sys.stderr)
    return 1 if taken.problem else 0
