"""Limits that keep one file from holding up the office.

A page of A4 holds some 4,000 characters; each limit leaves the largest honest
letter far below it. What exceeds a limit is refused by a ``ReadError`` that
tells the clerk what to do.
"""

from __future__ import annotations

#: Bytes of a file; larger ones are refused before they are opened.
MAX_FILE_BYTES = 100 * 1024 * 1024

#: Bytes of a plain text; a bundle of 200 pages holds about 2 MB.
MAX_TEXT_BYTES = 8 * 1024 * 1024

#: Pages of one file.
MAX_PAGES = 200

#: Characters of one page of a PDF; a dense A4 page has 6,000.
MAX_PAGE_CHARACTERS = 60_000

#: Characters between two page breaks of a plain text, which often has no breaks at all.
MAX_TEXT_PAGE_CHARACTERS = 300_000

#: Lines with text between two page breaks of a plain text.
MAX_TEXT_PAGE_LINES = 20_000

#: Bytes that one compressed stream of a PDF (text, font, table) may unpack to.
MAX_STREAM_BYTES = 48 * 1024 * 1024

#: Bytes that all streams of a PDF but its pictures may unpack to.
MAX_UNPACKED_BYTES = 512 * 1024 * 1024

#: Bytes of one page's drawing that are interpreted here; larger ones only by PDFium.
MAX_CONTENT_BYTES = 4 * 1024 * 1024

#: Pixels of one picture; an A3 sheet at 600 dots per inch has 70 million.
MAX_PICTURE_PIXELS = 120_000_000

#: Seconds that looking for QR codes may take in one file.
CODE_SECONDS = 10.0

#: Seconds that one page's text layer may take before its picture is read instead.
PAGE_SECONDS = 5.0

#: Seconds that all text layers of one file may take.
FILE_SECONDS = 180.0
