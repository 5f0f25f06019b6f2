"""Starts the office. ``python run.py`` runs all of it on this machine.

On several machines, with DATABASE_URL, QUEUE_URL and FILES_URL set alike:
``prepare`` once, then ``web``, ``worker`` and ``scheduler`` wherever they are
wanted.
"""

import argparse
import io
import logging
import os
import signal
import sys
import time

from tracker.config import Settings, settings
from tracker.errors import ConfigError
from tracker.lifeline import end_with

PARTS = ("web", "worker", "scheduler")


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # some terminals know no Thai
    arguments = _arguments()
    os.umask(0o077)  # what we write is for this account alone
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    try:
        chosen = settings()
    except ValueError as wrong:
        print(f"ตั้งค่าไม่ถูกต้อง: {wrong}", file=sys.stderr)
        return 2
    if arguments.parent:
        end_with(arguments.parent, signal.SIGTERM)
    try:
        return _start(arguments.part, chosen)
    except ConfigError as wrong:
        print(wrong, file=sys.stderr)
        return 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("all", "prepare", *PARTS), default="all")
    parser.add_argument("--parent", type=int, help="process to end with", default=0)
    return parser.parse_args()


def _start(part: str, chosen: Settings) -> int:
    if part in PARTS:
        from tracker import processes

        getattr(processes, part)(chosen)
        return 0
    return prepare(chosen) if part == "prepare" else run_all(chosen)


def prepare(chosen: Settings) -> int:
    """Make the database and the first accounts; print what was made."""
    for line in _prepared(chosen):
        print(line)
    return 0


def run_all(chosen: Settings) -> int:
    """Everything on this machine, until Ctrl-C."""
    from tracker import supervisor

    if not supervisor.port_is_free(chosen.host, chosen.port):
        print(
            f"พอร์ต {chosen.port} มีโปรแกรมอื่นใช้อยู่ กรุณาปิดโปรแกรมนั้น "
            f"หรือเลือกพอร์ตอื่น เช่น PORT={chosen.port + 80} make run",
            file=sys.stderr,
        )
        return 1
    began = time.monotonic()
    lines = _prepared(chosen)

    def announce() -> None:
        print(f"เวียนพร้อมใช้งานแล้ว ({time.monotonic() - began:.1f} วินาที)")
        print(f"  เปิดเบราว์เซอร์ที่ http://{_answering(chosen.host)}:{chosen.port}/")
        for line in lines:
            print(line)
        print("  หยุดด้วย Ctrl-C", flush=True)

    address = (_answering(chosen.host), chosen.port)
    try:
        supervisor.Supervisor(PARTS, address).run(announce)
    except supervisor.DidNotStart:
        print("เริ่มหน้าเว็บไม่สำเร็จ กรุณาดูข้อความข้างบน", file=sys.stderr)
        return 1
    print("หยุดแล้ว ข้อมูลทั้งหมดยังอยู่ครบ", flush=True)
    return 0


def _answering(host: str) -> str:
    """A name under which a server that listens on ``host`` answers on this machine."""
    return "127.0.0.1" if host in ("", "0.0.0.0", "*") else "localhost" if host == "::" else host


def _prepared(chosen: Settings) -> list[str]:
    """What the person at the terminal must know about this start."""
    from tracker import first_start, processes

    made = first_start.prepare(chosen, processes.clock())
    if not made:
        return []
    return [
        "  บัญชีตัวอย่าง (รหัสผ่านแสดงครั้งนี้ครั้งเดียว กรุณาจดไว้)",
        *(f"    {one.username:<12} {one.password:<20} {one.role}" for one in made),
    ]


if __name__ == "__main__":
    sys.exit(main())
