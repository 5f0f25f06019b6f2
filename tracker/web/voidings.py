"""After a number was struck out: what still hangs on it, and having it follow."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import registers, voiding
from tracker.errors import BadValue
from tracker.models import Book, Entry
from tracker.vocabulary import BookKind
from tracker.web import thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor

pages = Blueprint("voidings", __name__, url_prefix="/register")


@pages.get("/<int:entry_id>/voided")
def show(entry_id: int) -> str:
    with look() as session:
        found = voiding.left(session, actor(), entry_id=entry_id)
        entry, book = voiding.line(session, actor(), entry_id)
    return render_template(
        "register/voided.html", entry=entry, left=found, word=registers.number_word(book),
        place=place(book, entry),
    )  # fmt: skip


@pages.post("/<int:entry_id>/voided")
def follow(entry_id: int) -> Response:
    try:
        with begin() as session:
            said = voiding.follow(session, actor(), now(), entry_id=entry_id)
            entry, book = voiding.line(session, actor(), entry_id)
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("voidings.show", entry_id=entry_id))
    flash(thai.digits(said), "good")
    return redirect(place(book, entry))


def place(book: Book, entry: Entry) -> str:
    """The line in its book."""
    page = "registers.show" if book.kind is BookKind.RECEIVE else "sending.show"
    return url_for(page, book=book.id, year=entry.year, _anchor=f"entry-{entry.id}")
