"""The registers on paper: form 13 (received) and form 14 (sent) as PDF, a year or some days.

Columns and headings: regulation on saraban work of 2526, clauses 38 and 44,
forms 13 and 14. The day is a heading between the lines, not a column.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from pypdf import PdfWriter
from sqlmodel import Session, col, select

from tracker import books, offices
from tracker.actor import Actor
from tracker.models import Book, Office, OfficeName
from tracker.register_rows import Row, RowState, rows
from tracker.said import said
from tracker.typesetting import compile_pdf, flow, thai_digits
from tracker.vocabulary import (
    BookKind,
)
from tracker.wording import MONTHS, long_date, short_date

#: Lines set at once: the typesetter keeps a whole document in memory.
_AT_ONCE = 200

_SOURCE = """
#set page(
  paper: "a4", flipped: true, margin: (x: 10mm, top: 12mm, bottom: 14mm),
  footer: text(8.5pt, fill: luma(70))[
    #words(given.printed) #h(1fr) หน้า #context numeral(counter(page).get().first())
  ],
)
#counter(page).update(given.first_page)
#set text(size: 10.5pt)
#set par(leading: .62em, spacing: .62em)
#let heading-block = {
  align(right, text(9.5pt, given.form))
  v(-1.3em)
  align(center, text(15pt, weight: "bold", words(given.title)))
  v(-.1em)
  align(center, words(given.subtitle))
}
#let line(row) = {
  let shown(cell) = if row.struck { strike(words(cell)) } else { words(cell) }
  (
    align(center, if row.struck { strike(row.number) } else { row.number }),
    shown(row.ref), shown(row.dated), shown(row.from), shown(row.to),
    shown(row.subject), words(row.practice), words(row.remark),
  )
}
#if given.first_page == 1 { heading-block }
#table(
  columns: (23mm, 38mm, 24mm, 38mm, 38mm, 1fr, 32mm, 27mm),
  stroke: .4pt + luma(60),
  inset: (x: 1.4mm, y: 1.5mm),
  table.header(
    ..given.heads.map(head => table.cell(
      fill: luma(235), align: center + horizon, strong(words(head)),
    )),
  ),
  ..given.rows.map(row => if "day" in row {
    (table.header(level: 2, repeat: false,
      table.cell(colspan: 8, fill: luma(247), strong(words(row.day)))),)
  } else { line(row) }).join(),
)
"""


def pdf(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    book_id: int,
    year: int,
    between: tuple[date, date] | None = None,
) -> bytes:
    """The register as PDF, A4 landscape; every number of the year stands in it."""
    book = books.seen_book(session, actor, book_id)
    found = rows(session, actor, book_id=book_id, year=year, between=between)
    today = now.astimezone(books.BANGKOK).date()
    head = _head(session, book, year, today, between)
    names = _places(session, book)
    whole, pages, day = PdfWriter(), 0, None
    while True:
        part = list(islice(found, _AT_ONCE))
        if not part and pages:
            break
        lines = list(_lines(book, part, day, names)) or [_empty()]
        values = head | {"rows": lines, "first_page": pages + 1}
        whole.append(io.BytesIO(compile_pdf(_SOURCE, values, made_at=now)))
        pages = len(whole.pages)
        day = next((row.day for row in reversed(part) if row.day), day)
        if len(part) < _AT_ONCE:
            break
    whole.add_metadata({"/Title": f"{said(book.kind)} {book.name} {year}"})
    kept = io.BytesIO()
    whole.write(kept)
    return kept.getvalue()


def _head(
    session: Session, book: Book, year: int, today: date, between: tuple[date, date] | None
) -> dict[str, object]:
    office = offices.name_on(session, book.office_id, today)
    received = book.kind is BookKind.RECEIVE
    title = said(book.kind) if received or not book.use.by_year else f"ทะเบียน{said(book.use)}"
    named = "" if book.name == books.MAIN_BOOK else f" ทะเบียน {book.name}"
    span = f" วันที่ {long_date(between[0])} ถึง {long_date(between[1])}" if between else ""
    word = books.number_word(book)
    word = word.replace("เลขรับ", "เลขทะเบียนรับ").replace("เลขส่ง", "เลขทะเบียนส่ง")
    heads = (word, "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ")
    return {
        "form": thai_digits("แบบที่ 13" if received else "แบบที่ 14"),
        "title": flow(title),
        "subtitle": flow(thai_digits(f"{office}{named} พ.ศ. {year}{span}")),
        "heads": [flow(head) for head in heads],
        "printed": flow(thai_digits(f"{title} {office} พ.ศ. {year} พิมพ์เมื่อ {long_date(today)}")),
    }


def _empty() -> dict[str, object]:
    return {"day": flow("ยังไม่มีรายการ")}


def _places(session: Session, book: Book) -> frozenset[str]:
    """Names of places of the office's own province, which no dictionary holds."""
    office = session.get(Office, book.office_id)
    if office is None or not office.province:
        return frozenset()
    found = select(OfficeName.name, OfficeName.type).join(
        Office, col(Office.id) == col(OfficeName.office_id)
    )
    kept = session.exec(found.where(Office.province == office.province, OfficeName.type != ""))
    return frozenset(name.removeprefix(kind) for name, kind in kept)


def _lines(
    book: Book, part: list[Row], day: date | None, names: frozenset[str]
) -> Iterator[dict[str, object]]:
    """The rows with a heading wherever the day changes."""
    title = "ทะเบียนหนังสือรับ" if book.kind is BookKind.RECEIVE else "ทะเบียนหนังสือส่ง"
    if book.use.by_year:
        title = f"ทะเบียน{said(book.use)}"
    for row in part:
        if row.day is not None and row.day != day:
            day = row.day
            month = f"เดือน {MONTHS[day.month - 1]} พ.ศ. {day.year + 543}"
            yield {"day": flow(thai_digits(f"{title} วันที่ {day.day} {month}"))}
        number = f"{row.number}" if row.last is None else f"{row.number}–{row.last}"
        yield {
            "number": thai_digits(number),
            "ref": flow(thai_digits(row.ref_no)),
            "dated": flow(thai_digits(short_date(row.dated))),
            "from": flow(row.from_text, names),
            "to": flow(row.to_text, names),
            "subject": flow(row.subject, names),
            "practice": flow(thai_digits(row.practice)),
            "remark": flow(thai_digits(row.remark)),
            "struck": row.state is RowState.VOID,
        }
