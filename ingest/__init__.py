"""The door of the reader: a file in, a ``Reading`` out. No database, no web, no network."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ingest import calendar as calendars
from ingest.errors import MissingFile, ReadError
from ingest.pages import codes, read_pages
from ingest.pages.page import Page
from ingest.parting import Parting
from ingest.pipeline import conclude
from ingest.reading import Reader, Reading, Sheet, to_json

__all__ = ["Parting", "ReadError", "Reading", "part", "read", "to_json"]


def read(
    path: Path,
    *,
    received: datetime | None = None,
    calendar: calendars.Calendar | None = None,
    progress: Callable[[int, int], None] | None = None,
    lines: Callable[[Sequence[Page]], None] | None = None,
) -> Reading:
    """Reads one file. ``progress(done, total)`` counts pages; ``lines`` is told what they hold.

    Raises ``ReadError``, whose text is one Thai sentence for the clerk.
    """
    began = time.perf_counter()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MissingFile from error
    pages = read_pages(path, progress)
    if lines is not None:
        lines(pages)
    reading = part(
        pages, None, received=received, calendar=calendar, codes=codes.read(path), source=path.name
    )
    seconds = round(time.perf_counter() - began, 3)
    return replace(reading, sha256=digest, reader=replace(reading.reader, seconds=seconds))


def part(
    pages: Sequence[Page],
    parting: Parting | None,
    *,
    received: datetime | None = None,
    calendar: calendars.Calendar | None = None,
    codes: Mapping[int, Sequence[str]] | None = None,
    source: str = "",
) -> Reading:
    """The reading of pages whose lines are known, letters beginning where ``parting`` says."""
    letters, links, told = conclude(
        pages,
        received=received,
        calendar=calendar or calendars.thai_government(),
        codes=codes,
        parted=parting,
    )
    by = [page.source for page in pages]
    return Reading(
        source=source,
        sha256="",
        page_count=len(pages),
        reader=Reader(text_layer=by.count("text_layer"), ocr=by.count("ocr")),
        letters=letters,
        links=links,
        pages=tuple(Sheet(p.number, p.source, p.turn, p.width, p.height) for p in pages),
        warnings=told,
    )
