"""A small mutation fuzzer: sound files, damaged at random, must be read or refused with a sentence.

Every mutation follows from its number alone, so that a failure can be repeated.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ReadError

_TOKENS = (
    b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"<<", b">>", b"[", b"]",
    b"/Length -1", b"/Length 99999999999", b"/Count 1000000", b"/Kids [3 0 R 3 0 R]", b"null",
    b"/Rotate 45", b"/MediaBox [0 0 1e30 -1e30]", b"/Filter /LZWDecode", b"1e308", b"-2147483649",
    b"q ", b"Q ", b"BT ", b"ET ", b" Tf", b"0 0 0 0 0 0 Tm ", b"() Tj ", b"\x00", b"\xff\xfe",
)  # fmt: skip
_SIGNS = "กำิี่้์ะเแ๑2/|<>[]()#*\\\t\n\f\u200b\ufeff\uf70b\ufffd\x00𝟘 "


@dataclass
class Outcome:
    """What became of the mutations; times in seconds, memory in bytes above the start."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    memory: int = 0


def mutated_bytes(data: bytes, number: int) -> bytes:
    """``data`` with one to eight wounds: bits, cuts, copies, tokens, a torn end."""
    chance = random.Random(number)
    wounded = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(wounded) + 1)
        length = chance.choice((1, 1, 4, 40, 400))
        kind = chance.randrange(7)
        if kind == 0:
            wounded[at : at + 1] = bytes((chance.randrange(256),))
        elif kind == 1:
            del wounded[at : at + length]
        elif kind == 2:
            wounded[at:at] = wounded[max(0, at - length) : at]
        elif kind == 3:
            wounded[at : at + length] = chance.randbytes(length)
        elif kind == 4:
            wounded[at:at] = chance.choice(_TOKENS)
        elif kind == 5:
            _change_number(wounded, at, chance)
        elif chance.random() < 0.3:
            del wounded[at:]
    return bytes(wounded)


def _change_number(data: bytearray, at: int, chance: random.Random) -> None:
    """The first digits after ``at`` become another number."""
    start = next((i for i in range(at, len(data)) if 48 <= data[i] <= 57), len(data))
    end = next((i for i in range(start, len(data)) if not 48 <= data[i] <= 57), len(data))
    data[start:end] = chance.choice((b"0", b"1", b"7", b"65536", b"999999999", b"-5"))


def mutated_text(text: str, number: int) -> str:
    """``text`` with one to thirty characters changed, lost, doubled or put in."""
    chance = random.Random(number)
    letters = list(text)
    for _ in range(chance.choice((1, 2, 5, 30))):
        at = chance.randrange(len(letters) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            letters[at : at + 1] = chance.choice(_SIGNS)
        elif kind == 1:
            del letters[at : at + chance.choice((1, 3, 30))]
        elif kind == 2:
            letters[at:at] = chance.choice(_SIGNS) * chance.choice((1, 2, 50))
        else:
            letters[at:at] = letters[max(0, at - 20) : at]
    return "".join(letters)


def run(
    files: Sequence[bytes],
    mutate: Callable[[bytes, int], bytes],
    read: Callable[[Path], object],
    numbers: range,
    folder: Path,
) -> Outcome:
    """Read mutation after mutation with ``read``; anything but a ``ReadError`` is raised on."""
    outcome = Outcome()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = folder / "mutation"
    for number in numbers:
        path.write_bytes(mutate(files[number % len(files)], number))
        start = time.monotonic()
        try:
            read(path)
            outcome.read += 1
        except ReadError:
            outcome.refused += 1
        except Exception as error:
            error.add_note(f"mutation {number} of file {number % len(files)}")
            raise
        outcome.slowest = max(outcome.slowest, time.monotonic() - start)
    outcome.memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return outcome


def mutated_utf8(data: bytes, number: int) -> bytes:
    """``mutated_text`` for a UTF-8 file; surrogates and the like stay as they come."""
    return mutated_text(data.decode("utf-8"), number).encode("utf-8", "surrogatepass")
