"""Circulation: what waits to be registered, what went out and came back, and who is silent."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker import circulation, delivery_views, matrix, matters, walking
from tracker.delivery_views import DeliveryView
from tracker.matrix import Area, Matrix
from tracker.registers import Page
from tracker.sentences import sentence
from tracker.vocabulary import DeliveryState
from tracker.web import circulation_lists, circulation_moves, circulation_svg, matrix_sheet
from tracker.web.circulation_form import count
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.tongue import in_thai

pages = Blueprint("circulation", __name__, url_prefix="/circulation")
circulation_moves.add(pages)
circulation_lists.add(pages)

#: Matters on a page, and letters that wait to be registered: below 100 KB together.
MATTERS, WAITING = 25, 20
#: What may be asked of the matrix beside a state.
GROUPS = (
    ("", sentence("ทั้งหมด")),
    ("owing", sentence("ยังค้าง")),
    ("late", sentence("เกินกำหนด")),
    ("done", sentence("เสร็จแล้ว")),
)


@pages.get("")
def index() -> str:
    year = walking.year_asked(count("year"), now())
    with look() as session:
        waiting = _cut(circulation.incoming(session, actor(), now=now()), count("came") or 1)
        own = delivery_views.own(session, actor(), now=now())
        page = request.args.get("page", 1, type=int)
        found = matters.overview(
            session, actor(), now=now(), page=page, per_page=MATTERS, year=year
        )
    return render_template(
        "circulation/index.html",
        waiting=waiting,
        own=own,
        matters=found.items,
        shown=found,
        year=year,
        this_year=walking.year_of(now()),
        lately_sent=walking.LATELY,
        bar=circulation_svg.bar,
        told=circulation_svg.told,
        key=circulation_svg.key(),
    )


def _cut(listed: list[DeliveryView], page: int) -> Page[DeliveryView]:
    pages = max(1, -(-len(listed) // WAITING))
    page = min(page, pages)
    shown = listed[(page - 1) * WAITING : page * WAITING]
    return Page(tuple(shown), page, pages, len(listed))


@pages.get("/<int:directive_id>")
def show(directive_id: int) -> str:
    return _matrix(directive_id=directive_id, letter_id=count("letter"))


@pages.get("/letters/<int:letter_id>")
def letter(letter_id: int) -> str:
    return _matrix(directive_id=None, letter_id=letter_id)


@pages.get("/<int:directive_id>/sheet")
def sheet(directive_id: int) -> Response:
    """The whole matrix as a spreadsheet."""
    return _sheet(directive_id=directive_id, letter_id=count("letter"))


@pages.get("/letters/<int:letter_id>/sheet")
def letter_sheet(letter_id: int) -> Response:
    return _sheet(directive_id=None, letter_id=letter_id)


def _asked() -> str:
    """The filter asked for; a word that is none means all."""
    wanted = request.args.get("state", "")
    known = {name for name, _ in GROUPS} | {str(one) for one in DeliveryState}
    return wanted if wanted in known else ""


def _found(directive_id: int | None, letter_id: int | None, per_page: int) -> Matrix:
    with look() as session:
        return matrix.matrix(
            session,
            actor(),
            now=now(),
            directive_id=directive_id,
            letter_id=letter_id,
            state=_asked(),
            area_id=count("area"),
            page=count("page") or 1,
            per_page=per_page,
        )


def _matrix(directive_id: int | None, letter_id: int | None) -> str:
    found = _found(directive_id, letter_id, matrix.PER_PAGE)
    endpoint = ".show" if directive_id is not None else ".letter"

    def address(**changed: object) -> str:
        kept = {"state": _asked() or None, "area": count("area"), "directive_id": directive_id}
        kept["letter" if directive_id is not None else "letter_id"] = letter_id
        return url_for(endpoint, **{**kept, **changed})  # type: ignore[arg-type]

    def href(area: Area) -> str:
        return address(area=area.office_id, page=None, _anchor="rows")

    return render_template(
        "circulation/matrix.html",
        found=found,
        matter=found.matter,
        letter_id=letter_id,
        address=address,
        state=_asked(),
        area=count("area"),
        groups=GROUPS,
        map=circulation_svg.tile_map(found.areas, href) if len(found.areas) > 1 else "",
        bar=circulation_svg.bar,
        told=circulation_svg.told,
        key=circulation_svg.key(),
    )


def _sheet(directive_id: int | None, letter_id: int | None) -> Response:
    found = _found(directive_id, letter_id, per_page=1_000_000)
    with in_thai():  # an office's paper, whoever has it made
        book = matrix_sheet.workbook(found, now())
    return send_file(
        BytesIO(book),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=f"circulation-{directive_id or letter_id}.xlsx",
    )
