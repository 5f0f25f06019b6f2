"""Letters of a file parted and joined, and the last change of a draft taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker import files, intake, page_lines, second_look
from tracker.draft_view import DraftView
from tracker.errors import BadValue, NotReady, Stale
from tracker.intake import Wish
from tracker.second_look import Busy, NoLook
from tracker.web import review_form, thai
from tracker.web.edge import begin, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _

pages = Blueprint("partings", __name__, url_prefix="/arrivals/<int:arrival_id>")


@pages.post("/part")
def part(arrival_id: int) -> Response:
    """A letter begins at ``page``, or ``join`` names one that goes on the one before."""
    shown = request.form.get("letter") or None
    version = request.form.get("version", 0, type=int)
    try:
        with begin() as session:
            if joined := request.form.get("join"):
                wish = intake.join(session, actor(), arrival_id=arrival_id, letter_id=joined)
            else:
                page = request.form.get("page", 0, type=int)
                wish = intake.split_at(session, actor(), arrival_id=arrival_id, page=page)
        reading = _reading(wish)
        with begin() as session:
            view = intake.part(
                session, actor(), now(), arrival_id=arrival_id, wish=wish, reading=reading,
                version=version,
            )  # fmt: skip
    except (BadValue, NotReady, Stale, NoLook, Busy) as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("review.show", arrival_id=arrival_id, letter=shown))
    flash(
        _(
            "%(what)sแล้ว อ่านใหม่เป็น %(number)s ฉบับ",
            what=thai.digits(wish.said),
            number=thai.digits(len(view.letters)),
        ),
        "good",
    )
    return redirect(url_for("review.show", arrival_id=arrival_id, letter=_where(view, wish)))


def _reading(wish: Wish) -> dict[str, object]:
    """The letters as wished; no transaction is open while they are read."""
    lines = wish.lines
    if lines is None:  # the file was read before lines were kept
        with files.local_copy(wish.sha256) as file:
            lines = second_look.lines_of(file)
        with begin() as session:
            page_lines.keep(session, now(), sha256=wish.sha256, content=lines)
    return second_look.part(
        lines, begins=wish.begins, joined=wish.joined, received=wish.received, name=""
    )


def _where(view: DraftView, wish: Wish) -> str | None:
    """The letter to show: the one that now begins, or that now goes on."""
    ids = [letter.id for letter in view.letters]
    wanted = request.form.get("page", 0, type=int)
    if f"p{wanted}" in ids:
        return f"p{wanted}"
    shown = request.form.get("letter")
    return shown if shown in ids else ids[0]


@pages.post("/undo")
def undo(arrival_id: int) -> Response:
    """Take the last change back, whoever made it and however long ago."""
    shown = request.form.get("letter") or None
    version = request.form.get("version", 0, type=int)
    try:
        with begin() as session:
            view, path = intake.undo(
                session, actor(), now(), arrival_id=arrival_id, version=version
            )
    except (BadValue, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("review.show", arrival_id=arrival_id, letter=shown))
    ids = [letter.id for letter in view.letters]
    letter = path.split(".")[1] if path else shown
    return redirect(
        url_for(
            "review.show",
            arrival_id=arrival_id,
            letter=letter if letter in ids else ids[0],
            at=review_form.name(path) if path else None,
        )
    )
