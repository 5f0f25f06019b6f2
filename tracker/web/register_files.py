"""Registers to take away: forms 13 and 14 as PDF, spreadsheets, the receive stamp."""

from __future__ import annotations

import io
from datetime import date

from flask import Blueprint, render_template, request, send_file
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import books, files, intake, receive_stamp, register_export, register_paper, stamping
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.intake import ArrivalView
from tracker.models import Book
from tracker.receive_stamp import Stamp
from tracker.stamping import NoStamp
from tracker.web import thai
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.shelf import LAST_YEAR
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

pages = Blueprint("register_files", __name__, url_prefix="/register")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/book.pdf")
def pdf() -> Response:
    """A year of a book, or the days from ``from`` to ``to``, in the form of the regulation."""
    with look() as session:
        book, year = _asked(
            books.seen_book(session, actor(), request.args.get("book", 0, type=int))
        )
        made = register_paper.pdf(
            session, actor(), now(), book_id=book.id or 0, year=year, between=_between()
        )
    return _sent(made, "application/pdf", f"{_name(book)}-{year}.pdf")


def _asked(book: Book) -> tuple[Book, int]:
    current = books.year_of(book.year_rule, now())
    return book, min(max(0, request.args.get("year", current, type=int)), LAST_YEAR)


def _between() -> tuple[date, date] | None:
    first, last = request.args.get("from", ""), request.args.get("to", "")
    if not (first or last):
        return None
    try:
        return thai.parse_day(first or last), thai.parse_day(last or first)
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong


@pages.get("/book.xlsx")
def workbook() -> Response:
    with look() as session:
        book, year = _asked(
            books.seen_book(session, actor(), request.args.get("book", 0, type=int))
        )
        made = register_export.workbook(session, actor(), now(), book_id=book.id or 0, year=year)
    return _sent(made, _XLSX, f"{_name(book)}-{year}.xlsx")


def _name(book: Book) -> str:
    return books.number_word(book) + ("" if book.name == books.MAIN_BOOK else f"-{book.name}")


def _sent(content: bytes, kind: str, name: str) -> Response:
    answer = send_file(
        io.BytesIO(content), mimetype=kind, as_attachment=True,
        download_name=files.clean_name(name),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/<int:entry_id>/stamp")
def stamp_page(entry_id: int) -> str:
    """Two ways to stamp: onto a copy of the file, or by a printer onto the paper."""
    with look() as session:
        stamp = receive_stamp.of(session, actor(), entry_id)
        arrival = _file(stamp, session)
    return render_template(
        "register/stamp.html", stamp=stamp, entry_id=entry_id, arrival=arrival,
        right=receive_stamp.RIGHT, top=receive_stamp.TOP,
    )  # fmt: skip


def _file(stamp: Stamp, session: Session) -> ArrivalView | None:
    """The file to stamp; none for paper letters, for secret ones, for texts."""
    if stamp.arrival_id is None:
        return None
    try:
        arrival = intake.arrival(session, actor(), stamp.arrival_id)
        intake.sealed_file(session, actor(), arrival.sha256)
    except (NotFound, NotAllowed):
        return None
    return None if arrival.media_type.startswith("text/") else arrival


@pages.get("/<int:entry_id>/stamped.pdf")
def stamped(entry_id: int) -> Response:
    """A copy of the file with the stamp on it. The original stays as it came."""
    with look() as session:
        stamp = receive_stamp.of(session, actor(), entry_id)
        arrival = _file(stamp, session)
    if arrival is None:
        raise NoStamp
    with files.local_copy(arrival.sha256) as original:
        made = stamping.stamped(original, receive_stamp.stamp(stamp), page=stamp.page)
    return _sent(made, "application/pdf", f"เลขรับ-{stamp.number}-{stamp.year}.pdf")


@pages.get("/<int:entry_id>/stamp.pdf")
def stamp_sheet(entry_id: int) -> Response:
    """A page with the stamp only, to be printed onto the paper; millimetres from its edges."""
    with look() as session:
        stamp = receive_stamp.of(session, actor(), entry_id)
    right = _millimetres("right", receive_stamp.RIGHT)
    made = receive_stamp.sheet(stamp, right=right, top=_millimetres("top", receive_stamp.TOP))
    return _sent(made, "application/pdf", f"ตรารับ-{stamp.number}-{stamp.year}.pdf")


def _millimetres(name: str, usual: float) -> float:
    typed = thai.arabic(request.args.get(name, "")).strip()
    try:
        return float(typed) if typed else usual
    except ValueError as wrong:
        raise BadValue(_("“%(typed)s” ไม่ใช่จำนวนมิลลิเมตร กรุณาพิมพ์เป็นตัวเลข", typed=typed)) from wrong
