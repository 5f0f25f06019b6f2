"""Originals and the pictures of their pages, for those who may see the arrival."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker import files, intake
from tracker.draft_view import DraftLetter, DraftView
from tracker.errors import NotFound
from tracker.intake import ArrivalView
from tracker.rendering import NoPicture, Pictures
from tracker.web import paper, turning
from tracker.web.edge import look, settings
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _

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
    turn: int = 0
    spots: tuple[paper.Spot, ...] = ()
    text: tuple[paper.Part, ...] | None = None
    why: str = ""


@pages.get("/pages/<int:number>.webp")
def picture(arrival_id: int, number: int) -> Response:
    arrival = _seen(arrival_id)
    if number < 1:
        raise NotFound
    turn = request.args.get("turn", 0, type=int)
    if turn not in turning.QUARTERS:
        raise NotFound
    shown = _pictures(arrival).page(number, turn)
    answer = send_file(shown, mimetype="image/webp", max_age=3600)
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


def sheets(view: DraftView, letter: DraftLetter, rotated: int = 0) -> list[Sheet]:
    """The pages of one letter, with the places that its fields were read from.

    ``rotated``: degrees clockwise by which a person turned them, beyond standing upright.
    """
    if view.sealed or letter.sealed:
        return [Sheet(1, why=_("หนังสือมีชั้นความลับ ระบบไม่แสดงภาพ"))]
    if view.media_type.startswith("text/"):
        text = paper.text_of(letter) or _plain(view)
        return [Sheet(letter.pages[0], text=paper.parts(letter, text))]
    try:
        found = lies(view, letter, rotated)
    except (NoPicture, files.FileDamaged) as failure:
        return [Sheet(1, why=str(failure))]
    return [_sheet(view, letter, lie) for lie in found]


def places(sheets: list[Sheet]) -> dict[str, tuple[int, paper.Spot]]:
    """Where each field was read: page and box as they are shown (the first of several)."""
    found: dict[str, tuple[int, paper.Spot]] = {}
    for sheet in sheets:
        for spot in sheet.spots if sheet.picture else ():
            found.setdefault(spot.field, (sheet.number, spot))
    return found


def lies(view: DraftView, letter: DraftLetter, rotated: int = 0) -> list[paper.Lie]:
    """How the pages of a letter are shown. Raises ``NoPicture`` or ``FileDamaged``."""
    sizes = _pictures(view).sizes()
    first, last = letter.pages
    if view.by_hand or letter.by_hand:
        first, last = 1, len(sizes)  # nobody has said yet where it stands
    upright = {sheet.number: sheet.turn for sheet in view.sheets}
    numbers = range(max(1, first), min(last, len(sizes)) + 1)
    return [
        paper.Lie(n, turn := upright.get(n, 0), (turn + rotated) % 360, sizes[n - 1])
        for n in numbers
    ]


def _sheet(view: DraftView, letter: DraftLetter, lie: paper.Lie) -> Sheet:
    address = url_for(
        "originals.picture",
        arrival_id=view.arrival_id,
        number=lie.page,
        turn=lie.turn or None,
    )
    width, height = lie.size
    spots = paper.spots(letter, lie)
    return Sheet(lie.page, address, round(width, 1), round(height, 1), lie.turn, spots)
