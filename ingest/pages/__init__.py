"""From a file to pages of lines: one module per way to get them, behind one door.

A page reader is a function ``read(path, progress=None) -> list[Page]``; it calls
``progress(done, total)`` after each page. Its contract:

- one ``Page`` for each page of the file, in order, numbered from 1; a page with
  nothing on it is a ``Page`` without lines, never left out;
- lines in reading order; a printed row with wide gaps comes as several lines
  that share ``row``, from left to right; rows are numbered from the top;
- text in the order Thai is typed (consonant, vowel, tone), digits as printed,
  no private, invisible or control characters, no false spaces before marks;
- boxes in points from the top left of the page as a person sees it (a turned
  page is turned back first); plain text has none;
- what went wrong with one page is a Thai sentence in that page's ``warnings``;
  a file that cannot be read at all raises ``ReadError`` and nothing else;
- time and memory stay within ``ingest.limits``, whatever the bytes are.

To add a way of reading: write the module, add its ``FileType`` to ``sniff``
and its function to ``READERS``; the contract test then runs over it too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.errors import DamagedFile, ReadError, TooDense
from ingest.pages import pdf, plain_text, scans
from ingest.pages.page import Page, Progress
from ingest.pages.sniff import FileType, sniff

PageReader = Callable[[Path, Progress | None], list[Page]]

READERS: dict[FileType, PageReader] = {
    FileType.PDF: pdf.read,
    FileType.PICTURE: scans.read,
    FileType.TEXT: plain_text.read,
}


def read_pages(path: Path, progress: Progress | None = None) -> list[Page]:
    """The pages of any file that can be read, in order; ``ReadError`` for one that cannot."""
    try:
        return READERS[sniff(path)](path, progress)
    except ReadError:
        raise
    except (MemoryError, RecursionError) as error:
        raise TooDense from error
    except Exception as error:
        raise DamagedFile from error
