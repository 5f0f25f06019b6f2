"""The child that looks once more at a file: ``python -m tracker.second_look_process``.

It is told its task as JSON on standard input and bounds itself before it opens
anything; it prints one JSON object. It knows no database and is given no secret.
``tracker.second_look`` is its parent.
"""

from __future__ import annotations

import base64
import io
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.lifeline import end_with

Task = dict[str, Any]


def main() -> int:
    task: Task = json.load(sys.stdin)
    # What the libraries print is no part of the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    end_with(task["parent"], signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (task["memory"], task["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (task["seconds"], task["seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from ingest import ReadError  # only now, so that the limits hold for the libraries too

    try:
        said = TASKS[task["do"]](task)
    except ReadError as refusal:
        said = {"error": str(refusal)}
    print(json.dumps(said, ensure_ascii=False), file=answer, flush=True)
    return 0


def _region(task: Task) -> Any:
    from ingest import kept, spot
    from ingest.alternatives import READERS
    from ingest.reading import to_json

    known = kept.unpack(_lines(task)) if task.get("lines") else []
    found = spot.read(Path(task["file"]), task["page"], _box(task), task["turn"], known)
    said: dict[str, Any] = {"lines": to_json(found), "values": []}
    read = READERS.get(task.get("field") or "")
    for one in found if read else []:
        for text, share in ((one.text, one.confidence), *one.alternatives):
            value = read(text) if read else None
            if value is not None:
                said["values"].append([value[0], value[1], share, text])
    return said


def _crop(task: Task) -> Any:
    from ingest import spot

    image = spot.cut(Path(task["file"]), task["page"], _box(task), task["turn"])
    if image is None:
        return {"picture": None}
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return {"picture": base64.b64encode(out.getvalue()).decode()}


def _part(task: Task) -> Any:
    from ingest import Parting, kept, part
    from ingest.reading import to_json

    received = datetime.fromisoformat(task["received"]) if task.get("received") else None
    parting = Parting(frozenset(task["begins"]), frozenset(task["joined"]))
    reading = part(kept.unpack(_lines(task)), parting, received=received, source=task["name"])
    return {"reading": to_json(reading)}


def _searchable(task: Task) -> Any:
    from ingest import kept
    from ingest.recogniser.searchable import searchable

    Path(task["target"]).write_bytes(searchable(Path(task["file"]), kept.unpack(_lines(task))))
    return {}


def _read(task: Task) -> Any:
    """The lines of a file of which none were kept."""
    from ingest import kept
    from ingest.pages import read_pages

    Path(task["target"]).write_bytes(kept.pack(read_pages(Path(task["file"]))))
    return {}


def _lines(task: Task) -> bytes:
    return Path(task["lines"]).read_bytes()


def _box(task: Task) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = task["box"]
    return x0, top, x1, bottom


TASKS: dict[str, Callable[[Task], Any]] = {
    "region": _region,
    "crop": _crop,
    "part": _part,
    "searchable": _searchable,
    "read": _read,
}

if __name__ == "__main__":
    sys.exit(main())
