"""The receive register of an office (form 13): days, lines, search, voiding, printing."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import offices, registers
from tracker.errors import BadValue, NotFound
from tracker.models import Book
from tracker.vocabulary import BookKind
from tracker.web import thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor

pages = Blueprint("registers", __name__, url_prefix="/register")

#: Lines on a page of the screen, and at most on paper.
LINES, PAPER = 50, 20_000
#: No book has a later year; larger numbers would not fit into the database.
LAST_YEAR = 9999


@pages.get("")
def show() -> str:
    return _shown(LINES)


@pages.get("/print")
def paper() -> str:
    """The same lines for the printer, in the order of their numbers."""
    return _shown(PAPER, paper=True)


def _shown(lines: int, paper: bool = False) -> str:
    who, today = actor(), thai.local(now()).date()
    query = request.args.get("q", "").strip()
    with look() as session:
        opened = registers.book_of(session, who.office_id, open_it=False).id is not None
    # An office's book is opened when first looked at; from then on looking holds up nobody.
    with look() if opened else begin() as session:
        own = registers.book_of(session, who.office_id)
        books = [b for b in registers.books(session, who) if b.kind is BookKind.RECEIVE]
        book = _chosen(books, own)
        current = registers.year_of(book.year_rule, now())
        year = min(max(0, request.args.get("year", current, type=int)), LAST_YEAR)
        found = registers.entries(
            session,
            who,
            book_id=book.id or 0,
            year=year,
            query=query,
            page=request.args.get("page", 1, type=int),
            per_page=lines,
        )
        values = {
            "names": {b.id: offices.name_on(session, b.office_id, today) for b in books},
            "years": sorted({*registers.years(session, who, book.id or 0), current}, reverse=True),
            "next_number": registers.next_number(session, who, book.id or 0, current),
        }
    items = sorted(found.items, key=lambda entry: entry.number, reverse=not paper)
    return render_template(
        "register/paper.html" if paper else "register/book.html",
        book=book,
        books=books,
        year=year,
        current=current,
        query=query,
        found=found,
        days=[
            (day, list(entries))
            for day, entries in groupby(items, key=lambda e: thai.local(e.received_at).date())
        ],
        may_void=book.office_id == who.office_id,
        **values,
    )


def _chosen(books: list[Book], own: Book) -> Book:
    """The book asked for, if it may be seen; the own one without a wish."""
    wanted = request.args.get("book", type=int)
    if wanted is None:
        return own
    for book in books:
        if book.id == wanted:
            return book
    raise NotFound


@pages.post("/<int:entry_id>/note")
def note(entry_id: int) -> Response:
    """Write the columns การปฏิบัติ and หมายเหตุ."""
    practice, remark = request.form.get("practice", ""), request.form.get("remark", "")
    with begin() as session:
        entry = registers.note(
            session, actor(), now(), entry_id=entry_id, practice=practice, remark=remark
        )
        number = thai.digits(entry.number)
    flash(f"บันทึกการปฏิบัติของเลขรับ {number} แล้ว", "good")
    return redirect(url_for("registers.show", year=request.form.get("year")))


@pages.post("/<int:entry_id>/void")
def void(entry_id: int) -> Response:
    try:
        with begin() as session:
            entry = registers.void(
                session, actor(), now(), entry_id=entry_id, reason=request.form.get("reason", "")
            )
            number, year = thai.digits(entry.number), thai.digits(entry.year)
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(f"ยกเลิกเลขรับ {number}/{year} แล้ว เลขนี้ยังอยู่ในทะเบียนและจะไม่ถูกใช้ซ้ำ", "good")
    return redirect(url_for("registers.show", year=request.form.get("year")))
