"""The review page: the picture, the fields, the doubts, and the act that gives a number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import intake
from tracker.draft_view import DraftLetter, DraftView, FieldView, Looked
from tracker.errors import AlreadySettled, BadValue, NotFound, NotReady, Stale
from tracker.vocabulary import ArrivalState
from tracker.web import desk, look_form, originals, review_form, thai, turning
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.wording import iso_day

pages = Blueprint("review", __name__, url_prefix="/arrivals/<int:arrival_id>")


@pages.get("/review")
def show(arrival_id: int) -> str | Response:
    with look() as session:
        view = intake.draft(session, actor(), arrival_id)
    if view.state is ArrivalState.SETTLED:
        return redirect(url_for("desk.given", arrival_id=arrival_id))
    return _page(view, _letter(view, request.args.get("letter")))


def with_look(view: DraftView, path: str, found: look_form.Shown) -> str:
    """Without scripts: the page with what a second look offers for one field."""
    return _page(view, _letter(view, _id(path)), found)


def _page(view: DraftView, letter: DraftLetter, found: look_form.Shown | None = None) -> str:
    with look() as session:
        queue = [one.id for one in desk.waiting_for_review(session, actor())]
    sheets = originals.sheets(view, letter, rotated())
    return render_template(
        "review/page.html",
        view=view,
        letter=letter,
        place=queue.index(view.arrival_id) + 1 if view.arrival_id in queue else None,
        queue=len(queue),
        mine=view.office_id == actor().office_id,
        closed=view.state is ArrivalState.DISMISSED,
        unread=view.state in desk.READING,
        late=review_form.days_late(view, letter),
        sheets=sheets,
        places=originals.places(sheets),
        found=found,
        rotated=rotated(),
        at=request.args.get("at", ""),
        received={name: request.args.get(name, "") for name in ("day", "time")},
        tabs=review_form.tabs(view),
        fields=[review_form.shown(field) for field in letter.fields],
    )


def rotated() -> int:
    """Degrees clockwise by which the person turned the pages, beyond standing upright."""
    wanted = request.values.get("rotate", 0, type=int)
    return wanted if wanted in turning.QUARTERS else 0


def _letter(view: DraftView, wanted: str | None) -> DraftLetter:
    """The letter asked for, else the first that will be registered."""
    for letter in view.letters:
        if letter.id == wanted:
            return letter
    if wanted is not None or not view.letters:
        raise NotFound
    return next((one for one in view.letters if one.registers), view.letters[0])


@pages.get("/unread")
def unread(arrival_id: int) -> Response:
    """How far the reading is; once it is done the browser is asked to load the page anew."""
    with look() as session:
        view = intake.draft(session, actor(), arrival_id)
    if view.state not in desk.READING:
        return Response(headers={"HX-Refresh": "true"})
    return make_response(render_template("review/unread.html", view=view))


@pages.post("/field")
def save(arrival_id: int) -> Response:
    """Keep one typed value at once. Answers with the parts of the page that it changes."""
    path = request.args["path"]
    try:
        with begin() as session:
            view = intake.draft(session, actor(), arrival_id)
            version = request.form.get("version", view.version, type=int)
            looked = look_form.looked(request.form.get(f"looked.{path}", ""))
            _keep(session, view, path, request.form.get(path, ""), version, looked)
            view = intake.draft(session, actor(), arrival_id)
    except (BadValue, ValueError, Stale) as refusal:
        return refused(arrival_id, path, refusal)
    if not _scripted():
        return _back(arrival_id, path)
    return make_response(state_part(view, review_form.shown(_field(view, path))))


def state_part(
    view: DraftView, shown: review_form.Shown, found: look_form.Shown | None = None
) -> str:
    """The parts of the page that a kept value or a second look changes."""
    letter = _id(shown.field.path)
    pictured = shown.field.box is not None  # else nothing of the paper is shown beside it
    sheets = originals.sheets(view, _letter(view, letter), rotated()) if pictured else []
    return render_template(
        "review/parts.html",
        view=view,
        shown=shown,
        found=found,
        places=originals.places(sheets),
        tabs=review_form.tabs(view),
        current=letter,
    )


@pages.post("/values")
def save_all(arrival_id: int) -> Response:
    """Without scripts: keep what was typed; a button of a doubt types its own answer over it."""
    path, chosen = request.args.get("path", ""), request.args.get("value", "")
    try:
        with begin() as session:
            view = _keep_typed(session, intake.draft(session, actor(), arrival_id))
            if path:
                looked = look_form.looked(request.args.get("looked", ""))
                _keep(session, view, path, chosen, view.version, looked)
    except (BadValue, ValueError, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
    letter = request.form.get("letter")
    return redirect(url_for("review.show", arrival_id=arrival_id, letter=letter))


def _keep(
    session: Session,
    view: DraftView,
    path: str,
    text: str,
    version: int,
    looked: Looked | None = None,
) -> None:
    """A typed value; the machine's own value is an answer to its doubt."""
    field = _field(view, path)
    value = review_form.understood(field, text)
    who, moment, arrival_id = actor(), now(), view.arrival_id
    if value and value == field.machine and field.doubt_open:
        intake.settle_doubt(session, who, moment, arrival_id=arrival_id, path=path, version=version)
    else:
        intake.type_value(
            session, who, moment, arrival_id=arrival_id, path=path, value=value, version=version,
            looked=looked,
        )  # fmt: skip


def _field(view: DraftView, path: str) -> FieldView:
    field = view.field(path)
    if field is None:
        raise NotFound
    return field


def _id(path: str) -> str:
    """The letter that a path belongs to (``letters.1.ref_no``)."""
    return path.split(".")[1] if path.count(".") >= 2 else ""


def _scripted() -> bool:
    return bool(request.headers.get("HX-Request"))


def _back(arrival_id: int, path: str) -> Response:
    return redirect(url_for("review.show", arrival_id=arrival_id, letter=_id(path) or None))


def refused(arrival_id: int, path: str, refusal: Exception) -> Response:
    """The value was not kept: said beside the field, the typed text stays where it was typed."""
    said = thai.digits(refusal)
    if not _scripted():
        flash(said, "bad")
        return _back(arrival_id, path)
    part = render_template("review/refused.html", name=review_form.name(path), said=said)
    return make_response(part, 409 if isinstance(refusal, Stale) else 422)


@pages.post("/settle")
def settle(arrival_id: int) -> Response:
    """Register what was reviewed; what stands typed in the form is kept first."""
    try:
        with begin() as session:  # stays kept where the number is refused
            view = _keep_typed(session, intake.draft(session, actor(), arrival_id))
        received = _received(view)
        with begin() as session:
            intake.settle(
                session,
                actor(),
                now(),
                arrival_id=arrival_id,
                received_at=received,
                by_hand=view.by_hand,
            )
    except AlreadySettled:
        flash(_("เรื่องนี้ลงทะเบียนรับไปแล้ว"), "good")
    except (BadValue, NotReady, Stale, ValueError) as refusal:
        flash(thai.digits(refusal), "bad")
        letter = request.form.get("letter")
        day, time = (request.form.get(name, "")[:60] or None for name in ("day", "time"))
        return redirect(
            url_for("review.show", arrival_id=arrival_id, letter=letter, day=day, time=time)
        )
    return redirect(url_for("desk.given", arrival_id=arrival_id))


@pages.post("/dismiss")
def dismiss(arrival_id: int) -> Response:
    """Close the arrival without a number: a double, a stray page."""
    try:
        with begin() as session:
            reason = request.form.get("reason", "")
            intake.dismiss(session, actor(), now(), arrival_id=arrival_id, reason=reason)
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("review.show", arrival_id=arrival_id))
    flash(_("ปิดเรื่องนี้โดยไม่ลงรับแล้ว ไฟล์ยังเก็บไว้"), "good")
    return redirect(url_for("desk.show"))


@pages.post("/letters")
def change_letters(arrival_id: int) -> Response:
    """The file holds one letter more than was seen (``act=add``), or one less (``drop``)."""
    drop, shown = request.form.get("act") == "drop", request.form.get("letter", "")
    try:
        with begin() as session:
            view = _keep_typed(session, intake.draft(session, actor(), arrival_id))
            known = {one.id for one in view.letters}
            act: dict[str, Any] = {"arrival_id": arrival_id, "version": view.version}
            if drop:
                view = intake.drop_letter(session, actor(), now(), letter_id=shown, **act)
            else:
                view = intake.add_letter(session, actor(), now(), **act)
    except (BadValue, ValueError, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("review.show", arrival_id=arrival_id, letter=shown or None))
    made = next((one.id for one in view.letters if one.id not in known), None)
    said = _("เอาฉบับนี้ออกแล้ว ไฟล์ยังอยู่ครบ") if drop else _("เพิ่มฉบับแล้ว พิมพ์ค่าจากกระดาษในช่องด้านล่าง")
    flash(said, "good")
    return redirect(url_for("review.show", arrival_id=arrival_id, letter=made))


def _keep_typed(session: Session, view: DraftView) -> DraftView:
    """Without scripts a browser sends all fields with the act: keep those that were changed."""
    changed = [
        field.path
        for letter in view.letters
        for field in letter.fields
        if review_form.changed(field, request.form)
    ]
    if changed and request.form.get("version", view.version, type=int) != view.version:
        raise Stale  # what differs may be a colleague's word, which this page never showed
    for path in changed:
        _keep(session, view, path, request.form[path], view.version)
        view = intake.draft(session, actor(), view.arrival_id)
    return view


def _received(view: DraftView) -> datetime:
    """The moment of receipt: as shown, or the day and time that the clerk typed (Bangkok's)."""
    day, clock = request.form.get("day", "").strip(), request.form.get("time", "").strip()
    if not day or (day, clock) == (thai.day(view.arrived_at), thai.clock(view.arrived_at)):
        return view.arrived_at
    on = thai.parse_day(day)
    if any(dated is not None and on < dated for dated in _dated(view)):
        raise BadValue(_("วันที่รับอยู่ก่อนวันที่ของหนังสือ กรุณาตรวจวันที่ทั้งสอง"))
    return datetime.combine(on, thai.parse_clock(clock), tzinfo=thai.BANGKOK)


def _dated(view: DraftView) -> list[date | None]:
    """The days of the letters that get a number, as they stand reviewed."""
    fields = (field for letter in view.letters if letter.registers for field in letter.fields)
    return [iso_day(field.final) for field in fields if field.name == "date"]
