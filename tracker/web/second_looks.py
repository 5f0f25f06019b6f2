"""A box of a page read once more, and the file as a PDF that can be searched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, make_response, request, send_file
from werkzeug.wrappers import Response

from tracker import files, intake, page_lines, second_look
from tracker.draft_view import DraftView, FieldView
from tracker.errors import NotAllowed, NotFound, TrackerError
from tracker.second_look import Place
from tracker.web import look_form, originals, review, review_form
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _

pages = Blueprint("second_looks", __name__, url_prefix="/arrivals/<int:arrival_id>")

#: Points around the box of a field that is read again as it is.
AIR = 3.0


@pages.post("/region")
def region(arrival_id: int) -> Response | str:
    """Read a box again for one field: the box drawn, or without one the field's own place."""
    path = request.args.get("path") or request.form.get("path", "")
    with look() as session:
        view = intake.draft(session, actor(), arrival_id)
        intake.sealed_file(session, actor(), view.sha256)
        lines = page_lines.of(session, view.sha256)
    field = view.field(path)
    if field is None:
        raise NotFound
    if view.office_id != actor().office_id:
        raise NotAllowed(_("แก้ไขและลงรับได้เฉพาะหนังสือที่ส่งถึงหน่วยงานของท่านเอง"))
    try:
        place = _place(view, field)
        with files.local_copy(view.sha256) as file:
            seen = second_look.region(file, place, field=field.name, lines=lines)
    except (ValueError, TrackerError) as refusal:
        return review.refused(arrival_id, path, refusal)
    found = look_form.shown(field, place, seen)
    if not request.headers.get("HX-Request"):
        return review.with_look(view, path, found)
    part = review.state_part(view, review_form.shown(field), found)
    return make_response(part)


def _place(view: DraftView, field: FieldView) -> Place:
    """Raises ValueError with a Thai sentence."""
    if drawn := request.form.get("box", ""):
        return look_form.place_of(drawn)
    letter = next(one for one in view.letters if field in one.fields)
    lie = next((x for x in originals.lies(view, letter) if x.page == field.page), None)
    if field.box is None or lie is None:
        raise ValueError(_("ช่องนี้ยังไม่มีที่บนภาพ กรุณาลากกรอบบนภาพรอบข้อความที่ต้องการ"))
    x0, top, x1, bottom = lie.shown_at(field.box, field.turn)
    return Place(lie.page, (x0 - AIR, top - AIR, x1 + AIR, bottom + AIR), lie.turn)


@pages.get("/searchable.pdf")
def searchable(arrival_id: int) -> Response:
    """The file as a PDF: pages unchanged, recognised text invisible over them."""
    with look() as session:
        arrival = intake.arrival(session, actor(), arrival_id)
        intake.sealed_file(session, actor(), arrival.sha256)
        lines = page_lines.of(session, arrival.sha256)
    if arrival.media_type.startswith("text/"):
        raise NotFound
    if lines is None:
        lines = _read_again(arrival.sha256)
    name = f"{Path(arrival.filename).stem} (ค้นข้อความได้).pdf"
    spool = tempfile.TemporaryFile()  # noqa: SIM115  closed by who sends it
    with files.local_copy(arrival.sha256) as file, tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.pdf"
        second_look.searchable(file, lines, made)
        spool.write(made.read_bytes())
    spool.seek(0)
    return send_file(spool, "application/pdf", as_attachment=True, download_name=name)


def _read_again(sha256: str) -> bytes:
    """Lines of a file that was read before lines were kept; kept from now on."""
    with files.local_copy(sha256) as file:
        lines = second_look.lines_of(file)
    with begin() as session:
        page_lines.keep(session, now(), sha256=sha256, content=lines)
    return lines
