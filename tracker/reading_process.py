"""The child that reads one file: ``python -m tracker.reading_process FILE …``.

It bounds itself before it opens anything, and prints one JSON object a line:
``{"pages": [done, total]}`` as it goes on, ``{"lines": "…"}`` once (what the pages
hold, packed, in base64), at the end ``{"reading": {…}}`` or ``{"error": "sentence"}``.
It knows no database and is given no secret, so a file made to break its reader
gains nothing. ``tracker.reader`` is its parent.
"""

import argparse
import base64
import json
import os
import resource
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.lifeline import end_with

OUT_OF_MEMORY = 77


def main() -> int:
    arguments = _arguments()
    # What the libraries print is no part of the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(**said: Any) -> None:
        print(json.dumps(said, ensure_ascii=False), file=answer, flush=True)

    _bound(arguments.memory, arguments.seconds, arguments.parent)
    try:
        _read(arguments.file, arguments.received, say)
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _read(path: Path, received: datetime | None, say: Any) -> None:
    # Only now, so that the limits hold for the libraries too.
    from ingest import ReadError, kept, read
    from ingest.reading import to_json

    try:
        reading = read(
            path,
            received=received,
            progress=lambda done, total: say(pages=[done, total]),
            lines=lambda pages: say(lines=base64.b64encode(kept.pack(pages)).decode()),
        )
    except ReadError as refusal:
        say(error=str(refusal))
        return
    say(reading=to_json(reading))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tracker.reading_process")
    parser.add_argument("file", type=Path)
    parser.add_argument("--received", type=datetime.fromisoformat)
    parser.add_argument("--memory", type=int, required=True, help="bytes of address space")
    parser.add_argument("--seconds", type=int, required=True, help="seconds of processor time")
    parser.add_argument("--parent", type=int, required=True, help="process to end with")
    return parser.parse_args()


def _bound(memory: int, seconds: int, parent: int) -> None:
    """Never larger, longer-lived than allowed, nor alive without the worker."""
    end_with(parent, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
