"""The door of the reader: a file in, a ``Reading`` out. No database, no web, no network."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ingest import calendar as calendars
from ingest.errors import MissingFile, ReadError
from ingest.pages import codes, read_pages
from ingest.pipeline import conclude
from ingest.reading import Reader, Reading, to_json

__all__ = ["ReadError", "Reading", "read", "to_json"]


def read(
    path: Path,
    *,
    received: datetime | None = None,
    calendar: calendars.Calendar | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Reads one file. ``progress(done, total)`` counts pages.

    Raises ``ReadError``, whose text is one Thai sentence for the clerk.
    """
    began = time.perf_counter()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MissingFile from error
    pages = read_pages(path, progress)
    letters, links, told = conclude(
        pages,
        received=received,
        calendar=calendar or calendars.thai_government(),
        codes=codes.read(path),
    )
    sources = [page.source for page in pages]
    return Reading(
        source=path.name,
        sha256=digest,
        page_count=len(pages),
        reader=Reader(
            text_layer=sources.count("text_layer"),
            ocr=sources.count("ocr"),
            seconds=round(time.perf_counter() - began, 3),
        ),
        letters=letters,
        links=links,
        warnings=told,
    )
