"""Directives, and the way each came down as a picture and as a table."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from tracker import chains
from tracker.chain_picture import ChainPicture
from tracker.web import thai
from tracker.web.chain_marks import Doubts, days_of_desk
from tracker.web.chain_svg import draw
from tracker.web.chain_table import rows
from tracker.web.edge import look
from tracker.web.guard import actor
from tracker.web.tongue import counted

pages = Blueprint("directives", __name__, url_prefix="/directives")


@pages.get("")
def index() -> str:
    with look() as session:
        shown = chains.directives(session, actor(), page=request.args.get("page", 1, type=int))
        pictures = chains.pictures(session, actor(), [one.id for one in shown.items])
    listed = [(one, pictures[one.id], in_words(pictures[one.id])) for one in shown.items]
    return render_template("directives/index.html", directives=listed, shown=shown)


@pages.get("/<int:directive_id>")
def show(directive_id: int) -> str:
    with look() as session:
        picture = chains.picture(session, actor(), directive_id)
    drawing = draw(picture, lambda letter_id: url_for("letters.show", letter_id=letter_id))
    return render_template(
        "directives/chain.html",
        picture=picture,
        words=in_words(picture),
        svg=Markup(drawing.svg),  # made by ElementTree, which escapes every text
        doubts=drawing.doubts,
        rows=rows(picture),
    )


def in_words(picture: ChainPicture) -> dict[str, str]:
    """The picture's totals: from when to when, how long, and where it lay longest."""
    words = {}
    if doubts := Doubts(picture).listed:  # those that the picture shows, no others
        words["doubts"] = counted("? ข้อสงสัย %(number)s", len(doubts))
    if picture.first_day and picture.last_day:
        words["span"] = thai.span(picture.first_day, picture.last_day)
    if picture.total_days is not None:
        words["total"] = counted("%(number)s วัน", picture.total_days)
    if picture.slowest is not None and (desk := picture.lanes[picture.slowest].desk):
        words["slowest"] = picture.lanes[picture.slowest].office_name
        words["slowest_days"] = days_of_desk(desk)
    return words
