"""The parent of a reading: one file in a process of its own, within limits.

A file from outside may be broken, or made to break its reader. The parent
counts the seconds, the kernel the memory, and whichever way the child ends, a
sentence for the clerk remains.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tracker.reading_process import OUT_OF_MEMORY
from tracker.sentences import noted

TOO_SLOW = noted(
    "อ่านไฟล์นี้นานเกินเวลาที่กำหนด จึงหยุดอ่าน กรุณาแยกเป็นหลายไฟล์หรือลดความละเอียดของภาพแล้วส่งใหม่ หรือลงรับด้วยมือ"
)
TOO_BIG = noted(
    "อ่านไฟล์นี้ต้องใช้หน่วยความจำมากเกินกำหนด จึงหยุดอ่าน "
    "กรุณาแยกเป็นหลายไฟล์หรือลดความละเอียดของภาพแล้วส่งใหม่ หรือลงรับด้วยมือ"
)
BROKE_OFF = noted(
    "โปรแกรมอ่านหยุดกลางคันขณะอ่านไฟล์นี้ กรุณาพิมพ์เป็น PDF ใหม่หรือสแกนจากต้นฉบับแล้วส่งใหม่ หรือลงรับด้วยมือ"
)
#: How libraries that are not Python say that memory ran out.
_NO_ROOM = ("bad_alloc", "bad allocation", "failed to map segment", "Cannot allocate memory")
#: What of our environment a child may see: never an address or key of the office.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "PYTHON", "PYTHAINLP",
              "VIRTUAL_ENV", "OPENBLAS_CORETYPE", "LD_LIBRARY_PATH")  # fmt: skip
#: One thread, few heaps: else each core of a large machine takes its share of the memory limit.
_THRIFT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_ROOT = Path(__file__).resolve().parent.parent

log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` by the clock, ``memory`` in bytes of address space."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reading as JSON values, or a Thai sentence saying why there is none.

    ``lines``: what the pages hold, packed by ``ingest.kept``.
    """

    reading: dict[str, Any] | None = None
    error: str | None = None
    lines: bytes | None = None


class ReadingProcess:
    """A child reading ``path``. Leaving the ``with`` ends it, whatever it is doing."""

    def __init__(self, path: Path, limits: Limits, received: datetime | None = None) -> None:
        self.pages = (0, 0)  # done, total
        self._outcome: Outcome | None = None
        self._lines: bytes | None = None
        self._deadline = time.monotonic() + limits.seconds
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  closed on leaving
        self._child = subprocess.Popen(
            _command(path, limits, received),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            cwd=_ROOT,
            env=environment(),
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kill()
        self._complaints.close()

    def wait(self, seconds: float) -> Outcome | None:
        """The outcome, or ``None`` if there is none within ``seconds``."""
        left = self._deadline - time.monotonic()
        self._listener.join(max(0.0, min(seconds, left)))
        if self._listener.is_alive():
            if self._deadline > time.monotonic():
                return None
            self._kill()
            return Outcome(error=TOO_SLOW)
        code = self._child.wait()
        return self._outcome or self._failure(code)

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            said = json.loads(line)
            if "pages" in said:
                done, total = said["pages"]
                self.pages = (done, total)
            elif "lines" in said:
                self._lines = base64.b64decode(said["lines"])
            else:
                self._outcome = Outcome(said.get("reading"), said.get("error"), self._lines)

    def _failure(self, code: int) -> Outcome:
        self._complaints.seek(0)
        complaints = self._complaints.read().decode(errors="replace")
        log.error("reading ended with %s: %s", code, complaints[-4000:])
        if code == -signal.SIGXCPU:
            return Outcome(error=TOO_SLOW)
        # The kernel kills what outgrows the machine; C++ complains when it meets our limit.
        grumbled = any(words in complaints for words in _NO_ROOM)
        if code in (OUT_OF_MEMORY, -signal.SIGKILL) or grumbled:
            return Outcome(error=TOO_BIG)
        return Outcome(error=BROKE_OFF)

    def _kill(self) -> None:
        if self._child.poll() is None:
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()
        self._listener.join()
        if self._child.stdout is not None:
            self._child.stdout.close()


def environment() -> dict[str, str]:
    """What of our environment a child may see that opens a file from outside."""
    return {k: v for k, v in os.environ.items() if k.startswith(_PASSED_ON)} | _THRIFT


def _command(path: Path, limits: Limits, received: datetime | None) -> list[str]:
    processor = int(limits.seconds * (os.cpu_count() or 1)) + 1
    command = [sys.executable, "-m", "tracker.reading_process", str(path)]
    command += [f"--memory={limits.memory}", f"--seconds={processor}", f"--parent={os.getpid()}"]
    if received is not None:
        command.append(f"--received={received.isoformat()}")
    return command
