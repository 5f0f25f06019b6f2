"""An office that runs in processes of its own, as ``make run`` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Program:
    """``python run.py PART`` with settings of its own. Leaving the ``with`` stops it."""

    def __init__(self, part: str, folder: Path, settings: Mapping[str, str]) -> None:
        self.port = int(settings.get("PORT", "0"))
        self._said = folder / f"{part}.out"
        with self._said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "run.py", part],
                cwd=ROOT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"} | settings,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stop()
        if kind is not None:
            print(f"{self._said.stem} said:\n{self.said}")  # beside the failure

    @property
    def said(self) -> str:
        return self._said.read_text()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_for_page(self, seconds: float = 60) -> float:
        """Seconds until the sign-in page came."""
        began = time.monotonic()
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/sign-in", timeout=5) as answer:
                    assert answer.status == 200
                    return time.monotonic() - began
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None or time.monotonic() - began > seconds:
                    raise AssertionError(f"no page came:\n{self.said}") from None
                time.sleep(0.02)

    def wait_for_words(self, words: str, seconds: float = 60) -> str:
        until = time.monotonic() + seconds
        while words not in self.said:
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"{words!r} was not said:\n{self.said}")
            time.sleep(0.05)
        return self.said

    def stop(self, by: signal.Signals = signal.SIGTERM, seconds: float = 30) -> int:
        """Its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        try:
            return self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"it would not stop:\n{self.said}") from None
