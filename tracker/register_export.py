"""A year of a book as a spreadsheet, in the columns of the form; it can be brought in again."""

from datetime import datetime

from sqlmodel import Session

from tracker import books, offices, sheets
from tracker.actor import Actor
from tracker.register_rows import Row, RowState, rows
from tracker.said import said
from tracker.vocabulary import (
    BookKind,
)
from tracker.wording import short_date

WIDTHS = (10, 12, 8, 20, 13, 30, 30, 50, 30, 30, 12)
_STATES = {
    RowState.WRITTEN: "",
    RowState.VOID: "ยกเลิก",
    RowState.RESERVED: "จองไว้",
    RowState.PAPER: "สมุดกระดาษ",
}


def heads(kind: BookKind, word: str) -> tuple[str, ...]:
    """The heads of the columns; the day of the heading and the time have columns of their own."""
    day = "วันที่รับ" if kind is BookKind.RECEIVE else "วันที่ส่ง"
    return (
        word, day, "เวลา", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ", "สถานะ",
    )  # fmt: skip


def workbook(session: Session, actor: Actor, now: datetime, *, book_id: int, year: int) -> bytes:
    """The .xlsx of a year of a book that the actor may see."""
    book = books.seen_book(session, actor, book_id)
    office = offices.name_on(session, book.office_id, now.astimezone(books.BANGKOK).date())
    word = books.number_word(book)
    name = f"{said(book.kind)} {book.name} พ.ศ. {year}"
    return sheets.write(
        f"{word} {year}",
        heads(book.kind, word),
        (_cells(row) for row in rows(session, actor, book_id=book_id, year=year)),
        widths=WIDTHS,
        above=(f"{name} · {office}",),
    )


def _cells(row: Row) -> list[sheets.Cell]:
    number: sheets.Cell = row.number if row.last is None else f"{row.number}-{row.last}"
    moment = row.moment.astimezone(books.BANGKOK) if row.moment else None
    return [
        number,
        short_date(row.day),
        f"{moment:%H.%M}" if moment else "",
        row.ref_no,
        short_date(row.dated),
        row.from_text,
        row.to_text,
        row.subject,
        row.practice,
        row.remark,
        _STATES[row.state],
    ]
