"""Commands of the office: ``python -m tracker COMMAND``.

Each command is a module with ``add_arguments(parser)`` and ``run(arguments) -> int``
(the exit code: 0 done, 2 usage). To add one, write the module and name it in
``COMMANDS``; only the module of the command that is called gets imported.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn, Protocol


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    module: str
    help: str


class CommandModule(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


COMMANDS: tuple[Command, ...] = (
    Command("due", "tracker.due", "อ่านถ้อยคำกำหนดเวลาในหนังสือ แล้วบอกวันครบกำหนดเป็น JSON"),
    Command(
        "examples", "tracker.examples_command", "เขียนตัวอย่างที่เจ้าหน้าที่แก้ไว้ลงโฟลเดอร์ สำหรับสอนตัวอ่าน"
    ),
    Command("backup", "tracker.backup_command", "สำรองฐานข้อมูลและไฟล์ต้นฉบับทั้งหมดเดี๋ยวนี้"),
    Command("restore", "tracker.restore_command", "กู้คืนจากสำเนาสำรองชุดหนึ่ง: restore FOLDER"),
    Command("audit", "tracker.audit_command", "ตรวจบันทึกการใช้งาน: audit verify"),
)


class _Parser(argparse.ArgumentParser):
    """Says in Thai what is wrong, and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"คำสั่งไม่ถูกต้อง: {message}\nดูวิธีใช้ด้วย {self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    called = words[0] if words else ""
    parser = _Parser(prog="python -m tracker", description="Wian (เวียน): งานของสำนักงาน")
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    modules: dict[str, CommandModule] = {}
    for command in COMMANDS:
        below = choices.add_parser(command.name, help=command.help, description=command.help)
        if command.name == called:
            modules[called] = import_module(command.module)
            modules[called].add_arguments(below)
    arguments = parser.parse_args(words)
    return modules[arguments.command].run(arguments)
