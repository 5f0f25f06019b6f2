"""The send books (form 14): outgoing numbers given, kept back, voided; orders and the like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import books, numbering, reservations, sending
from tracker.errors import BadValue
from tracker.models import Book, Entry
from tracker.vocabulary import BookKind, BookUse, Secrecy
from tracker.web import shelf, thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.registers import Typed
from tracker.web.tongue import gettext as _

pages = Blueprint("sending", __name__, url_prefix="/sending")


@pages.get("")
def show() -> str:
    reserved = request.args.get("reserved", type=int)
    return _page(Typed({"reserved": str(reserved)} if reserved else {}))


def _page(typed: Typed, blocked: Typed | None = None) -> str:
    shelf.open_books(actor())
    with look() as session:
        shown = shelf.load(session, actor(), BookKind.SEND)
        given = session.get(Entry, request.args.get("given", 0, type=int))
        values = _choices(session, shown)
    if given is not None and given.book_id != shown.book.id:
        given = None
    return render_template(
        "sending/book.html", shelf=shown, typed=typed, blocked=blocked or Typed(), given=given,
        key=shelf.form_key(), most=reservations.MOST, **values,
    )  # fmt: skip


def _choices(session: Session, shown: shelf.Shelf) -> dict[str, Any]:
    """What the form of a new number offers."""
    book, who = shown.book, actor()
    central = books.book_of(session, who.office_id, BookKind.SEND, open_it=False)
    further = numbering.prefixes(session, central.id or 0)
    further += [] if central.id == book.id else numbering.prefixes(session, book.id or 0)
    waiting = [entry for entry, kept in reservations.waiting(session, who) if kept.id == book.id]
    return {
        "prefix": numbering.begins(session, book),
        "prefixes": further,
        "reserved": waiting,
        "grades": list(Secrecy),
        "letters": book.use in (BookUse.GENERAL, BookUse.CIRCULAR, BookUse.SECRET),
    }


@pages.post("/numbers")
def issue() -> str | tuple[str, int] | Response:
    """Give the next number, or one that was kept back, to a letter that was signed."""
    typed, moment = Typed(request.form.to_dict()), now()
    try:
        with begin() as session:
            given = _issue(session, typed, moment)
            entry = session.get_one(Entry, given.entry_id)
            again, book_id = entry.registered_at < moment, entry.book_id
    except (BadValue, ValueError) as refusal:
        return _page(Typed(typed.values, thai.digits(refusal))), 422
    number = thai.digits(given.ref_no)
    if again:
        flash(
            _("แบบฟอร์มนี้ออกเลขไปแล้วที่ %(number)s หากต้องการเลขใหม่ กรุณากรอกแบบฟอร์มใหม่", number=number),
            "doubt",
        )
    return redirect(url_for("sending.show", book=book_id, year=given.year, given=given.entry_id))


def _issue(session: Session, typed: Typed, moment: datetime) -> sending.Issued:
    grade = typed["secrecy"]
    secrecy = Secrecy(grade) if grade in set(Secrecy) else Secrecy.NONE
    if secrecy is Secrecy.NONE and not typed["subject"].strip():
        raise BadValue(_("กรุณาพิมพ์เรื่อง"))
    reserved = typed["reserved"]
    return sending.issue(
        session, actor(), moment, letter_id=None,
        dated=thai.parse_day(typed["dated"]),
        circular=typed["circular"] == "1",
        to_text=typed["to_text"], subject=typed["subject"],
        secret=secrecy is not Secrecy.NONE, secrecy=secrecy,
        reserved=int(reserved) if reserved.isdecimal() else None,
        book_id=request.form.get("book", type=int), prefix=typed["prefix"] or None,
        practice=typed["practice"], remark=typed["remark"],
        form_key=typed["key"][:40] or None,
    )  # fmt: skip


@pages.post("/blocks")
def reserve() -> str | tuple[str, int] | Response:
    """Keep numbers back for letters of a day."""
    typed = Typed(request.form.to_dict())
    count = thai.arabic(typed["count"]).strip()
    try:
        if not (count.isdecimal() and len(count) < 5):
            raise BadValue(_("“%(typed)s” ไม่ใช่จำนวนเลข กรุณาพิมพ์เป็นตัวเลข", typed=typed["count"]))
        with begin() as session:
            block = reservations.reserve(
                session, actor(), now(), count=int(count), purpose=typed["purpose"],
                dated=thai.parse_day(typed["dated"]), circular=typed["circular"] == "1",
                book_id=request.form.get("book", type=int),
            )  # fmt: skip
            name = session.get_one(Book, block.book_id).name
    except (BadValue, ValueError) as refusal:
        return _page(Typed(), Typed(typed.values, thai.digits(refusal))), 422
    first, last = block.numbers[0], block.numbers[-1]
    span = f"{first}" if first == last else f"{first}–{last}"
    flash(
        thai.digits(
            _(
                "จองเลขส่ง %(span)s/%(year)s ในทะเบียน%(name)sแล้ว",
                span=span,
                year=block.year,
                name=name,
            )
        ),
        "good",
    )
    return redirect(url_for("sending.show", book=block.book_id, year=block.year))
