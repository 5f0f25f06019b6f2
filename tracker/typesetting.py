"""Setting Thai pages to PDF with Typst: the font that comes with the program, words kept whole.

Source texts are written in Typst's language; everything that varies comes in
as ``inputs`` and never becomes part of the source, so that no letter can steer
the typesetter. ``PRELUDE`` gives the source four things: ``given`` (the
inputs), ``words(…)`` for a text that went through ``flow``, ``numeral(…)`` for
a number in Thai numerals, and the font.

Each paper is set in a process of its own, with limits of time and memory: the
typesetter remembers all that it ever set, and a server must not grow by it.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError
from tracker.line_breaks import Piece, pieces
from tracker.sentences import sentence
from tracker.typesetting_process import AT_FAULT

#: Ten thousand lines of a list take fifteen seconds and 600 MB.
SECONDS = 120
MEMORY = 3 * 1024**3
#: Papers of more bytes than these are set one at a time: one alone may take all of ``MEMORY``.
LONG = 2_000_000
#: Seconds that one waits for another; whoever asks holds a thread of the server meanwhile.
PATIENCE = 20.0
_turnstile = threading.BoundedSemaphore(1)
_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = str(_ROOT / "data" / "fonts")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: Signs that no printed page has: controls, directions of writing.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufdd0-\ufdef\ufffe\uffff]"
)

#: Typst's own search for the ends of words parts Thai compounds: whole words come in boxes.
PRELUDE = """
#let given = json(bytes(sys.inputs.given))
#let words(flow) = for piece in flow { if piece.at(1) { box(piece.at(0)) } else { piece.at(0) } }
#let numerals = "๐๑๒๓๔๕๖๗๘๙".clusters()
#let numeral(number) = str(number).replace(regex("[0-9]"), d => numerals.at(int(d.text)))
#set text(font: "Sarabun", lang: "th", region: "TH", fallback: true)
"""


def thai_digits(text: object) -> str:
    """The same text in Thai numerals, as printed forms have them."""
    return str(text).translate(_THAI_DIGITS)


@lru_cache(maxsize=4096)
def _flow(text: str, names: frozenset[str]) -> tuple[Piece, ...]:
    return tuple(pieces(_STEERING.sub("", text), names))


def flow(text: str | None, names: Iterable[str] = ()) -> list[Piece]:
    """A text for ``words(…)``: it breaks between words only, and around ``names``."""
    return list(_flow(text or "", frozenset(names)))


class NotSet(TrackerError):
    default = sentence(
        "จัดหน้าเอกสารไม่สำเร็จเพราะยาวเกินไป กรุณาแบ่งเป็นหลายฉบับ หรือเลือกช่วงวันที่ให้สั้นลง แล้วลองอีกครั้ง"
    )


class Busy(NotSet):
    """Another long paper is being set; nothing is wrong with this one."""

    default = sentence("กำลังจัดพิมพ์เอกสารยาวอีกฉบับหนึ่งอยู่ กรุณารอสักครู่แล้วลองใหม่")


def compile_pdf(
    source: str, inputs: Mapping[str, Any], *, made_at: datetime | None = None
) -> bytes:
    """The PDF of a Typst source. ``inputs``: plain values (text, numbers, lists), its ``given``.

    Only files of the program's font folder can be read. A fault in the source
    raises ``RuntimeError``: that is a fault of the program, not of what it was given.
    Raises ``NotSet`` where it takes more time or memory than there is for it, ``Busy`` where
    others are long before it.
    """
    stamp = int(made_at.timestamp()) if made_at else None
    return _compile(source, inputs, format="pdf", timestamp=stamp)[0]


def compile_pictures(source: str, inputs: Mapping[str, Any], *, dpi: int = 96) -> list[bytes]:
    """The same pages as PNG pictures, one each, for the screen; raises the same."""
    return _compile(source, inputs, format="png", ppi=dpi)


def _compile(source: str, inputs: Mapping[str, Any], **wanted: Any) -> list[bytes]:
    given = json.dumps(dict(inputs), ensure_ascii=False)
    wanted |= {"source": PRELUDE + source, "sys_inputs": {"given": given}}
    asked = json.dumps(wanted).encode()
    with _turn(len(asked)):
        return list(_files(_in_a_process(asked)))


@contextmanager
def _turn(size: int) -> Iterator[None]:
    """Short papers go at once, long ones one behind the other."""
    if size <= LONG:
        yield
        return
    if not _turnstile.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turnstile.release()


def _in_a_process(asked: bytes) -> bytes:
    command = [sys.executable, "-m", "tracker.typesetting_process", _FOLDER]
    try:
        done = subprocess.run(
            [*command, str(MEMORY), str(SECONDS)],
            input=asked,
            capture_output=True,
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", "")},
            timeout=SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as failure:
        if failure.returncode == AT_FAULT:
            raise RuntimeError(failure.stderr.decode(errors="replace")) from failure
        raise NotSet from failure
    except subprocess.TimeoutExpired as failure:
        raise NotSet from failure
    return done.stdout


def _files(said: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(said):
        length = int.from_bytes(said[start : start + 8])
        yield said[start + 8 : start + 8 + length]
        start += 8 + length
