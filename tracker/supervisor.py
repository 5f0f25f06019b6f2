"""Keeps the office's processes running on one machine: starts, watches, stops them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from logging import getLogger
from pathlib import Path

_RUN = Path(__file__).resolve().parent.parent / "run.py"
#: Seconds: between two looks, until the first page must answer, until who will not stop is killed.
_TICK, _PATIENCE, _GRACE = 0.1, 60.0, 15.0
_LONGEST_PAUSE = 30.0

log = getLogger(__name__)


class DidNotStart(RuntimeError):
    """The web process ended before it answered, or never answered."""


@dataclass(slots=True)
class _Child:
    """One process and how often it had to be started again."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(_RUN), self.name, f"--parent={os.getpid()}"],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours to pass on
        )

    def ended(self) -> int | None:
        return self.process.poll() if self.process else None

    def revive(self) -> None:
        """Start again whoever ended, after a pause that grows with each early end."""
        code = self.ended()
        if code is None:
            return
        lived = time.monotonic() - self.started
        pause = min(2.0**self.failures, _LONGEST_PAUSE)
        if lived < pause:
            return
        self.failures = 0 if lived > _LONGEST_PAUSE else self.failures + 1
        log.warning("%s ended with %s; starting it again", self.name, code)
        self.start()


@dataclass(slots=True)
class Supervisor:
    """``run()`` returns when SIGINT or SIGTERM has come and every child has ended.

    The first of ``names`` is the one that answers at ``address``.
    """

    names: Sequence[str]
    address: tuple[str, int]
    _children: list[_Child] = field(default_factory=list)
    _stopping: bool = False

    def run(self, when_ready: Callable[[], None]) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        try:
            first, *others = self.names
            self._start(first)  # alone: the first page comes sooner
            if self._wait_for_page():
                for name in others:
                    self._start(name)
                when_ready()
            while not self._stopping:
                time.sleep(_TICK)
                for child in self._children:
                    child.revive()
        finally:
            self._stop_all()

    def _start(self, name: str) -> None:
        child = _Child(name)
        self._children.append(child)
        child.start()

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _wait_for_page(self) -> bool:
        until = time.monotonic() + _PATIENCE
        web = self._children[0]
        while not self._stopping:
            if web.ended() is not None or time.monotonic() > until:
                raise DidNotStart
            try:
                socket.create_connection(self.address, timeout=1).close()
            except OSError:
                time.sleep(_TICK / 2)
            else:
                return True
        return False

    def _stop_all(self) -> None:
        running = [c.process for c in self._children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + _GRACE
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("process %s would not stop and was killed", process.pid)
                process.kill()
                process.wait()


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
