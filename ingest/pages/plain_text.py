"""Plain text and Markdown that another OCR wrote: its lines as pages of lines, without boxes.

Form feeds and the page separators of common OCR programs end a page. A row
with wide gaps, tabs or table cells comes as several lines that share a row;
rows are numbered over the blank lines too, so that a gap stays visible.
"""

from __future__ import annotations

import re
from pathlib import Path

from ingest.errors import EmptyFile, TooDense, TooLarge
from ingest.limits import MAX_TEXT_BYTES, MAX_TEXT_PAGE_CHARACTERS, MAX_TEXT_PAGE_LINES
from ingest.pages import dictionary, encoding, markdown
from ingest.pages.page import Line, Page, Progress
from ingest.thai import clusters

_PAGE_BREAK = re.compile(
    r"\f"
    r"|^[ \t]*<!--\s*(?:page|หน้า)[^>\n]{0,40}-->[ \t]*$"
    r"|^[ \t]*\\(?:newpage|pagebreak|clearpage)[ \t]*$"
    r"|^\{\d{1,4}\}-{10,}[ \t]*$"
    r"|^[ \t]*[-=*]{3,}[ \t]*(?:page|หน้า(?:ที่)?)[ \t]*[0-9๐-๙]{1,4}"
    r"(?:[ \t]*(?:/|of|จาก)[ \t]*[0-9๐-๙]{1,4})?[ \t]*[-=*]{3,}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_GAP = re.compile(r"\t[ \t]*| {3,}")


def read(path: Path, progress: Progress | None = None) -> list[Page]:
    """One page for each page break of the file; raises ``ReadError``."""
    size = path.stat().st_size
    if size > MAX_TEXT_BYTES:
        raise TooLarge(size, MAX_TEXT_BYTES)
    pages = read_text(encoding.decode(path.read_bytes()))
    if progress is not None:
        progress(len(pages), len(pages))
    return pages


def read_text(text: str) -> list[Page]:
    """The same for text that is already decoded."""
    if not text.strip("\ufeff\f \t\r\n\u200b"):
        raise EmptyFile
    text = clusters.unmixed(text.replace("\r\n", "\n").replace("\r", "\n"))
    parts = _PAGE_BREAK.split(text)
    while len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    if len(parts) > 1 and not parts[0].strip():
        parts.pop(0)
    return [Page(number, _lines(part, number)) for number, part in enumerate(parts, start=1)]


def _lines(text: str, page: int) -> tuple[Line, ...]:
    if len(text) > MAX_TEXT_PAGE_CHARACTERS:
        raise TooDense
    lines: list[Line] = []
    for row, (cells, heading) in enumerate(markdown.rows(text)):
        for cell in cells:
            for part in _GAP.split(clusters.repair(cell)):
                if part.strip():
                    lines.append(Line(text=part.strip(), page=page, row=row, bold=heading))
        if len(lines) > MAX_TEXT_PAGE_LINES:
            raise TooDense
    return tuple(dictionary.mended(lines))
