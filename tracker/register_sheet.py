"""What a spreadsheet of an old register says: its columns, its days, its lines. Pure.

Sheets differ: the day is a column or a heading between the lines, numbers are
Thai or Arabic, with or without the year, dates are texts or cells of the
Buddhist or the Common Era. What is not understood is said with its row, never
guessed and never left out silently.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from tracker.sentences import sentence, word
from tracker.sheets import Cell, Sheet
from tracker.typed import ERA, arabic, parse_clock, parse_day
from tracker.vocabulary import Secrecy

#: Fields of a line -> how the heads of their columns are written, the surest first.
HEADS: dict[str, tuple[str, ...]] = {
    "number": (
        "เลขทะเบียนรับ", "เลขทะเบียนส่ง", "เลขรับ", "เลขส่ง", "เลขที่รับ", "เลขที่ส่ง", "ทะเบียนรับ",
        "ทะเบียนส่ง", "เลขทะเบียน", "เลขที่คำสั่ง", "เลขที่ประกาศ", "เลขที่หนังสือรับรอง",
        "เลขที่บันทึกข้อความ", "ลำดับที่", "ลำดับ",
    ),
    "dated": ("ลงวันที่", "ลว", "วันที่หนังสือ", "วันที่ในหนังสือ", "หนังสือลงวันที่"),
    "day": ("วันที่รับ", "วันที่ส่ง", "รับวันที่", "ส่งวันที่", "วันรับ", "วันส่ง", "วันที่ลงทะเบียน",
            "วันที่ลงรับ", "วันเดือนปี", "วันที่"),
    "time": ("เวลารับ", "เวลาส่ง", "เวลา"),
    "ref_no": ("ที่", "เลขที่หนังสือ", "ที่หนังสือ", "หนังสือที่", "เลขหนังสือ", "เลขที่"),
    "from_text": ("จาก", "รับจาก", "หน่วยงานเจ้าของเรื่อง", "ส่วนราชการ", "หน่วยงาน", "ผู้ส่ง"),
    "to_text": ("ถึง", "เรียน", "ผู้รับ"),
    "subject": ("เรื่อง", "ชื่อเรื่อง", "รายการ"),
    "practice": ("การปฏิบัติ", "การดำเนินการ", "ผู้ปฏิบัติ", "ผู้รับผิดชอบ"),
    "remark": ("หมายเหตุ",),
    "state": ("สถานะ",),
    "secrecy": ("ชั้นความลับ", "ความลับ"),
}  # fmt: skip
#: Rows searched for the heads.
_HEAD_ROWS = 30
_NUMBER = re.compile(r"0*(\d{1,6})(?:\s*/\s*(\d{2,4}))?")
_DAY_WORDS = re.compile(r"วัน[ก-๙]{0,10}ที่\s*[\d๐-๙].*")
_VOID = re.compile(r"^[(\s]*ยกเลิก\s*[):]*\s*")
_GRADES = {
    "ลับที่สุด": Secrecy.TOP_SECRET,
    "ลับมาก": Secrecy.SECRET,
    "ลับ": Secrecy.CONFIDENTIAL,
}
#: Rows that an export of ours writes for numbers without a letter.
_NO_LINES = ("สมุดกระดาษ", "จองไว้")
_DAY_OF_BOOK = word("วันที่รับหรือส่ง", "field")
_NO_DAY = sentence("ไม่มีวันที่รับหรือส่ง")
_SAME_DAY = sentence("ไม่มีวันที่รับหรือส่ง ใช้วันเดียวกับรายการก่อนหน้า")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row as understood. ``faults``: why it cannot be a line; ``notes``: what was assumed."""

    row: int
    number: int | None = None
    day: date | None = None
    clock: time | None = None
    ref_no: str = ""
    dated: date | None = None
    from_text: str = ""
    to_text: str = ""
    subject: str = ""
    practice: str = ""
    remark: str = ""
    void_reason: str | None = None
    secrecy: Secrecy = Secrecy.NONE
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """``columns``: place of a column (from 0) -> field; ``heads``: how the columns are headed."""

    head_row: int
    heads: tuple[str, ...]
    columns: dict[int, str]
    lines: tuple[SheetLine, ...]


def understand(sheet: Sheet, columns: Mapping[int, str] | None = None) -> Understood | None:
    """The lines of a sheet; ``None`` where no row looks like the heads of a register.

    ``columns``: what a person said instead of what the heads seem to mean.
    """
    best, found = -1, dict[int, str]()
    for place, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        meant = _columns(row)
        if len(meant) > len(found):
            best, found = place, meant
    if len(found) < 2 or "number" not in found.values():
        return None
    chosen = dict(columns) if columns else found
    heads = tuple(_text(cell) for cell in sheet.rows[best])
    reader = _Reader(chosen)
    for row in sheet.rows[:best]:  # a day may stand above the heads
        reader.line(0, row)
    lines = [
        line
        for place, row in enumerate(sheet.rows[best + 1 :], start=best + 2)
        if (line := reader.line(place, row)) is not None
    ]
    return Understood(best, heads, chosen, tuple(lines))


def _columns(row: Sequence[Cell]) -> dict[int, str]:
    """Which column is which, each field once, whole names before parts of names."""
    heads = [re.sub(r"[\s.:/\u200b()]+", "", _text(cell)) for cell in row]
    meant: dict[int, str] = {}
    for exact in (True, False):
        for field, names in HEADS.items():
            if field in meant.values():
                continue
            for name in names:
                places = [
                    place
                    for place, head in enumerate(heads)
                    if place not in meant
                    and (head == name if exact else len(name) > 3 and head.startswith(name))
                ]
                if places:
                    meant[places[0]] = field
                    break
    return meant


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


class _Reader:
    """Goes down the rows and remembers the last day: old books write it once a day."""

    def __init__(self, columns: Mapping[int, str]) -> None:
        self.columns = columns
        self.day: date | None = None

    def line(self, place: int, row: Sequence[Cell]) -> SheetLine | None:
        """The line of a row; ``None`` for an empty row, a heading, a number without a letter."""
        filled = [cell for cell in row if _text(cell)]
        if not filled or len(_columns(row)) >= 3:
            return None
        heading = _heading(filled)
        if heading is not None:
            self.day = heading
            return None
        cells = {field: row[column] for column, field in self.columns.items() if column < len(row)}
        if _text(cells.get("state")) in _NO_LINES:
            return None
        line = _read(place, cells)
        if line.day is not None:
            self.day = line.day
        elif self.day is not None and not any(_DAY_OF_BOOK in fault for fault in line.faults):
            note = () if "day" not in cells else (_SAME_DAY,)
            line = replace(line, day=self.day, notes=line.notes + note)
        elif line.day is None and not line.faults:
            line = replace(line, faults=(_NO_DAY,))
        return line


def _heading(filled: Sequence[Cell]) -> date | None:
    """A row that only says a day: ``ทะเบียนหนังสือรับ วันที่ 7 เดือน พฤษภาคม พ.ศ. 2569``."""
    texts = {_text(cell) for cell in filled}
    if len(texts) != 1:
        return None
    found = _DAY_WORDS.search(texts.pop())
    try:
        return parse_day(found[0]) if found else None
    except ValueError:
        return None


def _read(place: int, cells: Mapping[str, Cell]) -> SheetLine:
    faults: list[str] = []
    number, year_said = _number(cells.get("number"), faults)
    day = _day(cells.get("day"), _DAY_OF_BOOK, faults)
    notes: list[str] = []
    dated = _day(cells.get("dated"), word("ลงวันที่", "field"), notes)
    clock = _time(cells.get("time"), notes)
    subject, remark = _text(cells.get("subject")), _text(cells.get("remark"))
    if year_said is not None and day is not None and year_said not in (
        day.year + ERA, (day.year + ERA) % 100
    ):  # fmt: skip
        notes.append(sentence("ปีที่เขียนหลังเลข (%(year)s) ไม่ตรงกับวันที่", year=year_said))
    secrecy, subject = _grade(_text(cells.get("secrecy")), subject)
    void = _void(_text(cells.get("state")), subject, remark)
    if not subject and secrecy is Secrecy.NONE and void is None:
        notes.append(sentence("ไม่มีเรื่อง"))
    if dated is not None and day is not None and dated > day:
        notes.append(sentence("ลงวันที่หลังวันที่รับหรือส่ง"))
    return SheetLine(
        row=place, number=number, day=day, clock=clock, dated=dated, subject=subject,
        remark=remark, ref_no=arabic(_text(cells.get("ref_no"))),
        from_text=_text(cells.get("from_text")), to_text=_text(cells.get("to_text")),
        practice=_text(cells.get("practice")), void_reason=void, secrecy=secrecy,
        faults=tuple(faults), notes=tuple(notes),
    )  # fmt: skip


def _number(cell: Cell, faults: list[str]) -> tuple[int | None, int | None]:
    found = _NUMBER.fullmatch(arabic(_text(cell)))
    if found and int(found[1]) > 0:
        return int(found[1]), int(found[2]) if found[2] else None
    said = _text(cell)
    faults.append(
        sentence("“%(text)s” ไม่ใช่เลขทะเบียน", text=said) if said else sentence("ไม่มีเลขทะเบียน")
    )
    return None, None


def _day(cell: Cell, what: str, faults: list[str]) -> date | None:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        try:
            # Programs keep Buddhist years as they were typed: 2569 is no Common Era year here.
            return cell.replace(year=cell.year - ERA) if cell.year >= 2400 else cell
        except ValueError:
            faults.append(sentence("%(what)s “%(text)s” ไม่มีจริง", what=what, text=_text(cell)))
            return None
    said = _text(cell)
    if not said or not re.search(r"[\d๐-๙]", said):
        return None
    try:
        return parse_day(said)
    except ValueError:
        faults.append(sentence("%(what)s “%(text)s” อ่านไม่ได้", what=what, text=said))
        return None


def _time(cell: Cell, notes: list[str]) -> time | None:
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    said = f"{cell:.2f}" if isinstance(cell, float) else _text(cell)
    if not said or not re.search(r"[\d๐-๙]", said):
        return None
    try:
        return parse_clock(said)
    except ValueError:
        notes.append(sentence("เวลา “%(text)s” อ่านไม่ได้", text=said))
        return None


def _grade(said: str, subject: str) -> tuple[Secrecy, str]:
    """A grade of secrecy from its column or standing for the subject; the subject then goes."""
    bare = subject.strip(" ()[]")
    for name, grade in _GRADES.items():
        if said.strip(" ()") == name or bare == name:
            return grade, ""
    return Secrecy.NONE, subject


def _void(state: str, subject: str, remark: str) -> str | None:
    """Why the line was struck out; ``None`` where it was not."""
    for text in (remark, subject):
        if _VOID.match(text):
            return _VOID.sub("", text) or "ยกเลิกในทะเบียนเดิม"
    return (remark or "ยกเลิกในทะเบียนเดิม") if state.startswith("ยกเลิก") else None
