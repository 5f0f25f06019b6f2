"""The receive stamp (form 12, clause 37): office, receive number, day, time; 2.5 × 5 cm.

``stamp`` is the stamp alone, to be put on a copy of the file that arrived
(``tracker.stamping``); ``sheet`` is a page with nothing but the stamp, to be
printed onto the paper itself.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from tracker import books, offices
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import Arrival, Book, Entry, LetterHolding
from tracker.sentences import sentence
from tracker.typesetting import compile_pdf, flow, thai_digits
from tracker.vocabulary import BookKind
from tracker.wording import long_date

#: Millimetres of the stamp (clause 37).
WIDTH, HEIGHT = 50, 25
#: Millimetres between stamp and the edges of the paper, where nobody says otherwise.
RIGHT, TOP = 12, 10
#: A4, millimetres.
_PAPER = (210, 297)

_STAMP = """
#let ink = rgb("#1d3b8f")
#let stamp = box(width: 50mm, height: 25mm, stroke: 1pt + ink, inset: (x: 2mm, y: 1.4mm), {
  set text(fill: ink, size: 10.5pt)
  set par(leading: .5em, spacing: 0pt)
  let head(size) = align(center, text(size: size, weight: "bold", words(given.office)))
  let line(label, value) = block(above: .72em, grid(
    columns: (12mm, 1fr), label,
    box(width: 100%, stroke: (bottom: (paint: ink, thickness: .5pt, dash: "dotted")),
      outset: (bottom: .15em), align(center, value)),
  ))
  layout(room => {
    // A long name is set smaller until it needs two lines at most.
    let size = (12pt, 11pt, 10pt, 9pt, 8pt, 7pt, 6pt).find(
      size => measure(width: room.width, head(size)).height < 24pt)
    head(if size == none { 5pt } else { size })
    set text(size: 9.5pt)
    line("เลขรับ", given.number)
    line("วันที่", given.day)
    line("เวลา", given.time)
  })
})
"""
_ALONE = _STAMP + "\n#set page(width: 50mm, height: 25mm, margin: 0mm)\n#stamp"
_SHEET = (
    _STAMP
    + """
#set page(width: given.width * 1mm, height: given.height * 1mm, margin: 0mm)
#place(top + right, dx: -given.right * 1mm, dy: given.top * 1mm, stamp)
"""
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the stamp says, and where the stamped letter lies.

    ``arrival_id``: the file that came, ``page``: the letter's first page in it, from 1.
    """

    office: str
    number: int
    year: int
    received_at: datetime
    arrival_id: int | None = None
    page: int = 1


def of(session: Session, actor: Actor, entry_id: int) -> Stamp:
    """The stamp of a line of a receive book that the actor may see."""
    entry = session.get(Entry, entry_id)
    book = session.get(Book, entry.book_id) if entry else None
    if entry is None or book is None or book.office_id not in actor.office_ids:
        raise NotFound
    if book.kind is not BookKind.RECEIVE:
        raise NotFound
    if entry.voided_at is not None:
        raise BadValue(
            sentence(
                "เลขรับ %(number)s/%(year)s ยกเลิกแล้ว จึงไม่มีตรารับ",
                number=entry.number,
                year=entry.year,
            )
        )
    day = entry.received_at.astimezone(books.BANGKOK).date()
    name = offices.name_on(session, book.office_id, day)
    if book.unit_id is not None:
        name = f"{book.name} {name}"
    arrival_id, page = _file(session, entry, book.office_id)
    return Stamp(name, entry.number, entry.year, entry.received_at, arrival_id, page)


def _file(session: Session, entry: Entry, office_id: int) -> tuple[int | None, int]:
    """The file of a line and the first page of its letter; paper letters have none."""
    known = entry.arrival_id
    if known is None and entry.parent_entry_id is not None:
        central = session.get(Entry, entry.parent_entry_id)
        known = central.arrival_id if central else None
    if known is None or session.get(Arrival, known) is None:
        return None, 1
    held = select(LetterHolding.page_from).where(
        LetterHolding.letter_id == entry.letter_id,
        LetterHolding.office_id == office_id,
        LetterHolding.arrival_id == known,
    )
    return known, session.exec(held).first() or 1


def stamp(said: Stamp) -> bytes:
    """The stamp alone, a PDF of 50 × 25 mm."""
    return compile_pdf(_ALONE, _given(said))


def sheet(said: Stamp, *, right: float = RIGHT, top: float = TOP) -> bytes:
    """An A4 page with the stamp only; ``right`` and ``top`` in millimetres from the edges."""
    width, height = _PAPER
    if not (0 <= right <= width - WIDTH and 0 <= top <= height - HEIGHT):
        raise BadValue(
            sentence(
                "ตำแหน่งตรารับต้องอยู่ในกระดาษ A4: ห่างขอบขวาไม่เกิน %(width)s มม. ห่างขอบบนไม่เกิน "
                "%(height)s มม.",
                width=width - WIDTH,
                height=height - HEIGHT,
            )
        )
    place = {"right": right, "top": top, "width": width, "height": height}
    return compile_pdf(_SHEET, _given(said) | place)


def _given(said: Stamp) -> dict[str, object]:
    here = said.received_at.astimezone(books.BANGKOK)
    return {
        "office": flow(said.office),
        "number": thai_digits(f"{said.number}/{said.year}"),
        "day": thai_digits(long_date(here.date())),
        "time": thai_digits(f"{here:%H.%M} น."),
    }
