"""Originals and the pictures of their pages, for those who may see the arrival."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, send_file, url_for
from werkzeug.wrappers import Response

from tracker import files, intake
from tracker.draft_view import DraftLetter, DraftView
from tracker.errors import NotFound
from tracker.intake import ArrivalView
from tracker.rendering import NoPicture, Pictures
from tracker.web import paper
from tracker.web.edge import look, settings
from tracker.web.guard import actor

#: Bytes of a text file that are shown at most.
MUCH_TEXT = 400_000

pages = Blueprint("originals", __name__, url_prefix="/arrivals/<int:arrival_id>")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the review shows it: a picture with spots on it, or text, or why there is none."""

    number: int
    picture: str | None = None
    width: float = 0.0
    height: float = 0.0
    spots: tuple[paper.Spot, ...] = ()
    text: tuple[paper.Part, ...] | None = None
    why: str = ""


@pages.get("/pages/<int:number>.webp")
def picture(arrival_id: int, number: int) -> Response:
    arrival = _seen(arrival_id)
    if number < 1:
        raise NotFound
    answer = send_file(_pictures(arrival).page(number), mimetype="image/webp", max_age=3600)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@pages.get("/original")
def download(arrival_id: int) -> Response:
    """The file as it came. Never shown by the browser: who knows what is in it."""
    arrival = _seen(arrival_id)
    return send_file(
        files.open_file(arrival.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=arrival.filename,
    )


def _seen(arrival_id: int) -> ArrivalView:
    with look() as session:
        arrival = intake.arrival(session, actor(), arrival_id)
        intake.sealed_file(session, actor(), arrival.sha256)
    return arrival


def _pictures(view: ArrivalView | DraftView) -> Pictures:
    cache = settings().instance / "pictures"
    return Pictures(cache, view.sha256, partial(files.local_copy, view.sha256))


def _plain(view: DraftView) -> str:
    """The beginning of a text file that was not read as a letter."""
    with files.open_file(view.sha256) as kept:
        return paper.plain(kept.read(MUCH_TEXT))


def sheets(view: DraftView, letter: DraftLetter) -> list[Sheet]:
    """The pages of one letter, with the places that its fields were read from."""
    if view.sealed or letter.sealed:
        return [Sheet(1, why="หนังสือมีชั้นความลับ ระบบไม่แสดงภาพ")]
    if view.media_type.startswith("text/"):
        text = paper.text_of(letter) or _plain(view)
        return [Sheet(letter.pages[0], text=paper.parts(letter, text))]
    try:
        sizes = _pictures(view).sizes()
    except (NoPicture, files.FileDamaged) as failure:
        return [Sheet(1, why=str(failure))]
    first, last = letter.pages
    if view.by_hand or letter.by_hand:
        first, last = 1, len(sizes)  # nobody has said yet where it stands
    numbers = range(max(1, first), min(last, len(sizes)) + 1)
    return [_sheet(view, letter, number, *sizes[number - 1]) for number in numbers]


def _sheet(view: DraftView, letter: DraftLetter, number: int, width: float, height: float) -> Sheet:
    address = url_for("originals.picture", arrival_id=view.arrival_id, number=number)
    spots = paper.spots(letter, number)
    return Sheet(number, address, round(width, 1), round(height, 1), spots)
