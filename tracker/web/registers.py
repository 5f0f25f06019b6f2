"""The registers of an office: receive books (form 13) day by day, and the acts on any line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import back_entry, registers, voiding
from tracker.back_entry import Line
from tracker.errors import BadValue
from tracker.models import Book
from tracker.vocabulary import BookKind, Secrecy
from tracker.web import shelf, thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_thai, in_tongue

pages = Blueprint("registers", __name__, url_prefix="/register")

#: Lines at most on the page for the printer.
PAPER = 20_000


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed, to be shown again with what is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    refusal: str = ""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@pages.get("")
def show() -> str:
    return _page(Typed())


def _page(typed: Typed) -> str:
    shelf.open_books(actor())
    with look() as session:
        shown = shelf.load(session, actor(), BookKind.RECEIVE)
    return render_template(
        "register/book.html", shelf=shown, typed=typed, key=shelf.form_key(), grades=list(Secrecy)
    )


@pages.get("/print")
def paper() -> str:
    """The lines of any book for the printer, in the order of their numbers."""
    shelf.open_books(actor())
    with look() as session:
        shown = shelf.load(session, actor(), _kind_asked(), lines=PAPER)
    items = tuple(sorted(shown.found.items, key=lambda entry: entry.number))
    with in_thai():  # a paper form, whoever prints it
        return render_template("register/paper.html", shelf=shown, days=shelf.by_day(items))


def _kind_asked() -> BookKind | None:
    return None if "book" in request.args else BookKind.RECEIVE


@pages.post("/lines")
def write() -> str | tuple[str, int] | Response:
    """A paper letter, or a line of the paper book, written in by hand."""
    typed = Typed(request.form.to_dict())
    try:
        line = _line(typed)
        number = _number(typed["number"])
        with begin() as session:
            entry = back_entry.write(
                session, actor(), now(), line=line, number=number,
                book_id=request.form.get("book", type=int), form_key=typed["key"][:40] or None,
            )  # fmt: skip
            word = registers.number_word(session.get_one(Book, entry.book_id))
    except (BadValue, ValueError) as refusal:
        return _page(Typed(typed.values, thai.digits(refusal))), 422
    flash(
        _(
            "ลง%(word)s %(number)s/%(year)s แล้ว",
            word=in_tongue(word),
            number=thai.digits(entry.number),
            year=thai.digits(entry.year),
        ),
        "good",
    )
    return redirect(_place(entry.book_id, entry.year, BookKind.RECEIVE, entry.id))


def _line(typed: Typed) -> Line:
    """What the form says; raises ``ValueError`` with a Thai sentence."""
    day = thai.parse_day(typed["day"])
    clock = thai.parse_clock(typed["time"]) if typed["time"].strip() else time()
    dated = thai.parse_day(typed["dated"]) if typed["dated"].strip() else None
    grade = typed["secrecy"]
    return Line(
        moment=datetime.combine(day, clock, thai.BANGKOK),
        ref_no=thai.arabic(typed["ref_no"]),
        dated=dated,
        from_text=typed["from_text"],
        to_text=typed["to_text"],
        subject=typed["subject"],
        practice=typed["practice"],
        remark=typed["remark"],
        secrecy=Secrecy(grade) if grade in set(Secrecy) else Secrecy.NONE,
    )


def _number(text: str) -> int | None:
    plain = thai.arabic(text).strip()
    if plain and not (plain.isdecimal() and len(plain) <= 6):
        raise BadValue(_("“%(text)s” ไม่ใช่เลขทะเบียน กรุณาพิมพ์เป็นตัวเลข", text=text))
    return int(plain) if plain else None


@pages.post("/<int:entry_id>/note")
def note(entry_id: int) -> Response:
    """Write the columns การปฏิบัติ and หมายเหตุ."""
    with begin() as session:
        entry = registers.note(
            session, actor(), now(), entry_id=entry_id,
            practice=request.form.get("practice", ""), remark=request.form.get("remark", ""),
            version=request.form.get("version", type=int),
        )  # fmt: skip
        book = session.get_one(Book, entry.book_id)
    word, number = registers.number_word(book), thai.digits(entry.number)
    flash(_("บันทึกการปฏิบัติของ%(word)s %(number)s แล้ว", word=in_tongue(word), number=number), "good")
    return redirect(_place(book.id, entry.year, book.kind, entry.id))


@pages.post("/<int:entry_id>/void")
def void(entry_id: int) -> Response:
    with begin() as session:
        entry, book = registers.own_entry(session, actor(), entry_id)
    try:
        with begin() as session:
            reason = request.form.get("reason", "")
            registers.void(session, actor(), now(), entry_id=entry_id, reason=reason)
            hanging = bool(voiding.left(session, actor(), entry_id=entry_id))
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        said = _(
            "ยกเลิก%(word)s %(number)s/%(year)s แล้ว เลขนี้ยังอยู่ในทะเบียนและจะไม่ถูกใช้ซ้ำ",
            word=in_tongue(registers.number_word(book)), number=entry.number, year=entry.year,
        )  # fmt: skip
        flash(thai.digits(said), "good")
        if hanging:
            return redirect(url_for("voidings.show", entry_id=entry_id))
    return redirect(_place(book.id, entry.year, book.kind, entry.id))


@pages.post("/<int:entry_id>/receive-on")
def receive_on(entry_id: int) -> Response:
    """A division receives on from this line, with a number of its own."""
    try:
        with begin() as session:
            entry, central = registers.own_entry(session, actor(), entry_id)
            taken = back_entry.receive_on(
                session, actor(), now(), entry_id=entry_id, received_at=now(),
                book_id=request.form.get("book", 0, type=int),
            )  # fmt: skip
            name = session.get_one(Book, taken.book_id).name
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("registers.show"))
    flash(
        _(
            "%(name)sรับต่อแล้ว เลขรับ %(number)s/%(year)s",
            name=name,
            number=thai.digits(taken.number),
            year=thai.digits(taken.year),
        ),
        "good",
    )
    return redirect(_place(central.id, entry.year, central.kind, entry.id))


def _place(book_id: int | None, year: int, kind: BookKind, entry_id: int | None) -> str:
    """Back to the line in its book."""
    page = "registers.show" if kind is BookKind.RECEIVE else "sending.show"
    return url_for(page, book=book_id, year=year, _anchor=f"entry-{entry_id}")
