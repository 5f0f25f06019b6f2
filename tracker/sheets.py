"""Spreadsheets in and out: rows of text, whatever program wrote them.

Read: .xlsx, .csv and .tsv (UTF-8, UTF-16 or the Thai code page). Written:
.xlsx in which no text can become a formula.
"""

import csv
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as OneCell
from openpyxl.packaging.manifest import Manifest
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.xml.constants import ARC_CONTENT_TYPES, SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from tracker.errors import FileRefused
from tracker.sentences import sentence

#: More than any year of any register; a sheet beyond it is something else.
MOST_ROWS, MOST_COLUMNS = 50_000, 60
#: Bytes that a small archive may not unfold into.
MOST_BYTES = 400 * 1024 * 1024
#: Bytes of the list of texts, of which each one takes many times as much while it is read.
MOST_TEXTS = 64 * 1024 * 1024
#: What no XML may hold and no program shows.
_NO_SIGNS = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff]")
_TOP = Alignment(wrap_text=True, vertical="top")
_REFUSED = sentence("อ่านไฟล์นี้เป็นตารางไม่ได้ กรุณาบันทึกเป็น .xlsx หรือ .csv แล้วส่งใหม่")

#: A cell as it was kept: text, number, day.
Cell = str | int | float | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: ``rows`` from the first, cells as they were kept; empty rows stay."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read(content: bytes) -> list[Sheet]:
    """All tables of a file. Raises ``FileRefused`` with a Thai sentence where it is none."""
    if content.startswith(b"PK"):
        return _read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(sentence("ไฟล์นี้เป็น .xls รุ่นเก่าหรือมีรหัสผ่าน กรุณาเปิดแล้วบันทึกเป็น .xlsx ก่อนส่ง"))
    return [Sheet("", _read_text(content))]


def _read_workbook(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_huge(parts)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = [Sheet(sheet.title, _rows(sheet.iter_rows(values_only=True))) for sheet in book]
        if not found:
            raise FileRefused(_REFUSED)
        return found
    except FileRefused:
        raise
    # The library has no one error for what is no workbook, or a broken one.
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError,
            EOFError, AttributeError, IndexError, SyntaxError, RuntimeError, ArithmeticError,
            zlib.error, lzma.LZMAError, struct.error) as wrong:  # fmt: skip
        raise FileRefused(_REFUSED) from wrong


def _refuse_huge(parts: zipfile.ZipFile) -> None:
    sizes = {part.filename: part.file_size for part in parts.infolist()}
    huge = sum(sizes.values()) > MOST_BYTES or sizes.get(ARC_CONTENT_TYPES, 0) > MOST_TEXTS
    if not huge and ARC_CONTENT_TYPES in sizes:
        # Whatever the part is called: this is how the library finds it.
        tree: Any = fromstring(parts.read(ARC_CONTENT_TYPES))
        manifest: Any = Manifest.from_tree(tree)
        texts: Any = manifest.find(SHARED_STRINGS)
        huge = texts is not None and sizes.get(texts.PartName[1:], 0) > MOST_TEXTS
    if huge:
        raise FileRefused(sentence("ตารางนี้ใหญ่เกินไป กรุณาแบ่งเป็นไฟล์ละหนึ่งปี"))


def _rows(found: Iterable[Sequence[object]]) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(found):
        if number >= MOST_ROWS:
            raise FileRefused(
                sentence("ตารางนี้มีเกิน %(most)s แถว กรุณาแบ่งเป็นไฟล์ละหนึ่งปี", most=format(MOST_ROWS, ","))
            )
        rows.append(tuple(_cell(value) for value in row[:MOST_COLUMNS]))
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()
    return tuple(rows)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, (int, float, date, time)):
        return value
    return str(value)


def _read_text(content: bytes) -> tuple[tuple[Cell, ...], ...]:
    text = _decoded(content)
    head = text[:4096]
    marks = max(",\t;", key=head.count)
    if marks not in head:
        raise FileRefused(_REFUSED)
    try:
        return _rows(csv.reader(io.StringIO(text), delimiter=marks))
    except csv.Error as wrong:
        raise FileRefused(_REFUSED) from wrong


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes: tuple[str, ...] = ("utf-16",)
    else:
        codes = ("utf-8-sig", "cp874")
    if b"\x00" in content[:4096] and "utf-16" not in codes:
        raise FileRefused(_REFUSED)
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_REFUSED)


def write(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[float] = (),
    above: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet. ``above``: lines before the heads; ``widths`` in characters."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("".join(" " if x in "[]:*?/\\" else x for x in title)[:31] or "1")
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    start = len(above) + 1
    sheet.freeze_panes = f"A{start + 1}"
    for line in above:
        sheet.append([_styled(sheet, line, bold=True)])
    sheet.append([_styled(sheet, head, bold=True, ground="E8EEF4") for head in heads])
    last = start
    for row in rows:
        sheet.append([_styled(sheet, value) for value in row])
        last += 1
    sheet.auto_filter.ref = f"A{start}:{get_column_letter(max(1, len(heads)))}{last}"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _styled(
    sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False, ground: str = ""
) -> OneCell | int | float | date | datetime | time | None:
    """A cell. Text stays text, also where it begins like a formula."""
    if not isinstance(value, str):
        return value
    text = _NO_SIGNS.sub("", ILLEGAL_CHARACTERS_RE.sub("", value))
    cell = WriteOnlyCell(sheet, value=text[:32_767])
    cell.data_type = "s"
    cell.alignment = _TOP
    # What other programs take for the begin of a formula is marked as text.
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
    if bold:
        cell.font = Font(bold=True)
    if ground:
        cell.fill = PatternFill("solid", fgColor=ground)
    return cell
