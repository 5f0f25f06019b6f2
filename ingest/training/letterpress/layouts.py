"""One layout for each kind of letter (forms 1 to 11 of the regulation)."""

from __future__ import annotations

from collections.abc import Callable

from ingest.reading import Kind

from .canvas import CM, Canvas
from .flow import CENTRE, LEFT, RIGHT, SIZE, Flow, thai
from .parts import SIGN, body, emblem, foot, grades, seal, signature, stamp
from .specs import LetterSpec
from .typecase import type_case

HEAD = 11.2 * CM
COUNT = 16 * CM


def set_letter(canvas: Canvas, letter: LetterSpec) -> int:
    """Set ``letter`` on new sheets of ``canvas``; the number of its first page."""
    flow = Flow(canvas)
    grades(flow, letter)
    LAYOUTS.get(letter.kind, annex)(flow, letter)
    for spec in letter.stamps:
        stamp(canvas, flow.first, spec)
    return flow.first


def external(flow: Flow, letter: LetterSpec) -> None:
    """Form 1: number left, office right, date in the middle, a closing phrase."""
    emblem(flow.canvas, CENTRE, 1.5 * CM, 3 * CM)
    flow.y = 5.1 * CM
    flow.put(LEFT, f"ที่ {letter.ref_no}")
    for line in letter.head:
        flow.line(HEAD, line)
    if not letter.head:
        flow.down()
    flow.down(0.3)
    flow.line(CENTRE, letter.date)
    flow.down(0.3)
    about(flow, letter)
    body(flow, letter.body)
    flow.need(6 + len(letter.position))
    flow.down(0.6)
    flow.line(SIGN, letter.closing, align="centre")
    signature(flow, letter)
    foot(flow, letter)


def memo(flow: Flow, letter: LetterSpec) -> None:
    """Form 2: บันทึกข้อความ, heads on dotted lines, no closing phrase."""
    emblem(flow.canvas, LEFT + 0.75 * CM, 1.2 * CM, 1.5 * CM)
    flow.y = 2.4 * CM
    flow.put(CENTRE, "บันทึกข้อความ", True, "centre", size=22)
    flow.down(1.6)
    dotted(flow, LEFT, RIGHT, "ส่วนราชการ", "  ".join(letter.head))
    flow.down()
    dotted(flow, LEFT, CENTRE, "ที่", letter.ref_no)
    dotted(flow, CENTRE, RIGHT, "วันที่", letter.date)
    flow.down()
    flow.labelled("เรื่อง", letter.subject)
    flow.down(0.3)
    if letter.recipients:
        flow.labelled(letter.salutation, letter.recipients)
    for text in letter.references:
        flow.labelled("อ้างถึง", text)
    flow.down(0.3)
    body(flow, letter.body)
    flow.need(3 + len(letter.position))
    signature(flow, letter)
    foot(flow, letter)


def dotted(flow: Flow, left: float, right: float, label: str, text: str) -> None:
    """A label with its words on a dotted fill-in line."""
    flow.put(left, label, bold=True)
    start = left + type_case(bold=True).width(label + "  ", flow.size)
    flow.canvas.rule(start, flow.y + 3, right - 4, flow.y + 3, dotted=True)
    flow.put(start, text)


def stamped(flow: Flow, letter: LetterSpec) -> None:
    """Form 3: ถึง instead of เรียน, no subject, office, seal and date under the text."""
    emblem(flow.canvas, CENTRE, 1.5 * CM, 3 * CM)
    flow.y = 5.1 * CM
    flow.line(LEFT, f"ที่ {letter.ref_no}")
    flow.down(0.3)
    flow.labelled("ถึง", letter.recipients)
    flow.down(0.3)
    body(flow, letter.body)
    flow.need(7)
    flow.down(1.5)
    for line in letter.head:
        flow.line(SIGN, line, align="centre")
    seal(flow.canvas, SIGN, flow.y + 0.6 * CM)
    flow.down(0.8)
    flow.line(SIGN, letter.date, align="centre")
    flow.down(1.6)
    foot(flow, letter)


def headed(flow: Flow, letter: LetterSpec) -> None:
    """Forms 4 to 9: a centred title, its number and subject, text, date, signature."""
    emblem(flow.canvas, CENTRE, 1.5 * CM, 3 * CM)
    flow.y = 5.2 * CM
    for line in letter.title.split("\n"):
        flow.line(CENTRE, line, True, "centre")
    if letter.ref_no:
        flow.line(CENTRE, f"ที่ {letter.ref_no}", align="centre")
    if letter.subject:
        flow.line(CENTRE, f"เรื่อง {letter.subject}", True, "centre")
    flow.line(CENTRE, "- - - - - - - - - - - - - - - -", align="centre")
    body(flow, letter.body)
    flow.need(5 + len(letter.position))
    if letter.date:
        word = "สั่ง" if letter.kind == Kind.ORDER and letter.title.startswith("คำสั่ง") else "ประกาศ"
        flow.line(LEFT + 4.2 * CM, f"{word} ณ วันที่ {letter.date}")
    signature(flow, letter)
    foot(flow, letter)


def record(flow: Flow, letter: LetterSpec) -> None:
    """Forms 10 and 11: a certificate with its number, minutes of a meeting."""
    flow.y = 2.8 * CM
    if letter.ref_no or letter.head:
        emblem(flow.canvas, CENTRE, 1.5 * CM, 3 * CM)
        flow.y = 5.1 * CM
        flow.put(LEFT, f"เลขที่ {letter.ref_no}")
        for line in letter.head:
            flow.line(HEAD, line)
        flow.down(0.5)
    for line in letter.title.split("\n") if letter.title else ():
        flow.line(CENTRE, line, True, "centre")
    body(flow, letter.body)
    flow.need(4 + len(letter.position))
    if letter.date:
        flow.line(LEFT + 2.5 * CM, f"ให้ไว้ ณ วันที่ {letter.date}")
    signature(flow, letter)
    foot(flow, letter)


def annex(flow: Flow, letter: LetterSpec) -> None:
    """An enclosure that is no letter: a heading and what follows."""
    for line in letter.title.split("\n") if letter.title else ():
        flow.line(CENTRE, line, True, "centre")
    flow.down(0.5)
    body(flow, letter.body, 1.2 * CM)
    if letter.owner or letter.date:
        flow.down(1)
        for line in (*letter.owner, letter.date):
            flow.line(RIGHT, line, align="right")


def about(flow: Flow, letter: LetterSpec) -> None:
    """Subject, addressee, citations, enclosures, each with its label."""
    if letter.subject:
        flow.labelled("เรื่อง", letter.subject)
        flow.y += 5
    flow.labelled(letter.salutation, letter.recipients)
    flow.y += 5
    if letter.references:
        itemised(flow, "อ้างถึง", letter.references)
        flow.y += 5
    if letter.enclosures:
        with_counts(flow, letter.enclosures)
        flow.y += 5


def itemised(flow: Flow, label: str, items: tuple[str, ...]) -> None:
    """One item as it is; several numbered, under each other."""
    for number, item in enumerate(items, 1):
        text = f"{thai(number)}. {item}" if len(items) > 1 else item
        flow.labelled(label if number == 1 else "", text, column=_column(label))


def with_counts(flow: Flow, items: tuple[tuple[str, str], ...]) -> None:
    """Enclosures; their counts stand at the right edge of their last line."""
    label = "สิ่งที่ส่งมาด้วย"
    for number, (item, count) in enumerate(items, 1):
        text = f"{thai(number)}. {item}" if len(items) > 1 else item
        end = flow.labelled(label if number == 1 else "", text, column=_column(label))
        if not count:
            continue
        if end > COUNT:
            flow.down()
        flow.canvas.text(COUNT, flow.y - flow.leading, count, SIZE)


def _column(label: str) -> float:
    return type_case(bold=True).width(label + "  ", SIZE)


LAYOUTS: dict[Kind, Callable[[Flow, LetterSpec], None]] = {
    Kind.EXTERNAL: external,
    Kind.MEMO: memo,
    Kind.STAMPED: stamped,
    Kind.ORDER: headed,
    Kind.ANNOUNCEMENT: headed,
    Kind.RECORD: record,
}
