"""The page of a letter."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker import letters, sealing
from tracker.web import panels
from tracker.web.edge import look, now
from tracker.web.guard import actor

pages = Blueprint("letters", __name__, url_prefix="/letters")


@pages.get("/<int:letter_id>")
def show(letter_id: int) -> str:
    with look() as session:
        view = letters.letter(session, actor(), letter_id)
        shown = panels.shown(session, actor(), view, now())
        told = sealing.sent_before(session, letter_id) if view.sealed else 0
    return render_template(
        "letters/letter.html", view=view, letter=view.letter, panels=shown, told=told
    )
