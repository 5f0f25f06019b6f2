"""A Redis server of the tests' own, on a socket file in a temporary folder."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis


@contextmanager
def serve() -> Iterator[str]:
    """The server's address, as QUEUE_URL wants it."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("Redis is not installed: run `make setup-test`")
    folder = Path(tempfile.mkdtemp(prefix="wian-redis-"))  # a socket's path must be short
    socket = folder / "socket"
    process = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        address = f"unix://{socket}"
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    with redis.Redis.from_url(address) as client:
        while True:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.02)
