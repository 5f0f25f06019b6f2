"""What waits for one's order, the work one was given, and writing on letters."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import (
    assignments,
    deciding,
    deputies,
    division_receipt,
    endorsements,
    in_tray,
    letters,
    staffing,
    work_messages,
)
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, Stale, TrackerError
from tracker.models import Assignment
from tracker.sentences import sentence
from tracker.web import orders_form, orders_panel, thai
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

pages = Blueprint("orders", __name__, url_prefix="/office/orders")

Answer = Response | tuple[str, int]
#: Refusals that leave what was typed to be mended.
_MENDED = (BadValue, NotAllowed, Stale)
#: What is said after each act of a holder or giver.
SAID = {
    "accept": sentence("รับเรื่องไว้ทำแล้ว"),
    "done": sentence("บันทึกว่าทำเสร็จแล้ว"),
    "return": sentence("ส่งคืนผู้มอบแล้ว"),
    "hand_over": sentence("ส่งต่องานแล้ว"),
    "reopen": sentence("เปิดงานให้ทำต่อแล้ว"),
    "cancel": sentence("ยกเลิกงานแล้ว"),
}


@pages.get("")
def show() -> str:
    """The home of whoever decides: what waits for him, what he was given, who holds what."""
    who, today = actor(), thai.local(now()).date()
    with look() as session:
        values = {
            "waiting": in_tray.waiting_for(session, who, today),
            "given": in_tray.given_to(session, who, today),
            "laid_out": [
                (one, letter, endorsements.addressee(session, one, today))
                for one, letter in in_tray.laid_out(session, who)
            ],
            "in_office": in_tray.in_office(session, who, today),
            "away": staffing.absence(session, who.account_id, today),
            "absences": deputies.coming(session, who, today),
            "panel": orders_panel.choices(session, who, now()),
        }
    return render_template("orders/page.html", **values)


def _address() -> str:
    """Where this office is found, for the links of messages; empty where that was never set."""
    return settings().public_url.rstrip("/")


def _write(letter_id: int, form: str, said: str, act: Callable[[Session, Actor], object]) -> Answer:
    """Do it and go back to the letter; a refusal shows the form again with all that was typed."""
    try:
        with begin() as session:
            act(session, actor())
    except _MENDED as refusal:
        return _again(letter_id, form, refusal)
    flash(said, "good")
    if request.form.get("back") == "orders":
        return redirect(url_for("orders.show"))
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="orders"))


def _again(letter_id: int, form: str, refusal: TrackerError) -> Answer:
    with look() as session:
        letter = letters.visible(session, actor(), letter_id)
        values = orders_panel.of_letter(session, actor(), letter, now())
    if values is None:
        raise refusal
    typed = {name: request.form.getlist(name) for name in request.form}
    page = render_template(
        "orders/again.html",
        letter=letter,
        refusal=thai.digits(refusal),
        panel={**values, "typed": typed, "form": form},
    )
    return page, 409 if isinstance(refusal, Stale) else 422


@pages.post("/letters/<int:letter_id>/propose")
def propose(letter_id: int) -> Answer:
    return _write(
        letter_id, "propose", _("เสนอเรื่องแล้ว"),
        lambda session, who: endorsements.propose(
            session, who, now(), letter_id=letter_id, text=orders_form.writing(),
            to_account_id=orders_form.number("to_account"),
        ),
    )  # fmt: skip


@pages.post("/letters/<int:letter_id>/order")
def order(letter_id: int) -> Answer:
    def act(session: Session, who: Actor) -> None:
        deciding.order(
            session, who, now(), letter_id=letter_id, text=orders_form.writing(),
            proposal_id=orders_form.number("proposal"), to=orders_form.holders(),
            task=request.form.get("task", ""), due_on=orders_form.day("due_on"),
            address=_address(),
        )  # fmt: skip

    return _write(letter_id, "order", _("บันทึกคำสั่งแล้ว"), act)


@pages.post("/letters/<int:letter_id>/note")
def note(letter_id: int) -> Answer:
    """A remark; with ``answers`` it sends the proposal back."""
    back = bool(request.form.get("answers"))
    return _write(
        letter_id, "back" if back else "note",
        _("ส่งเรื่องคืนผู้เสนอแล้ว") if back else _("บันทึกข้อความแล้ว"),
        lambda session, who: endorsements.note(
            session, who, now(), letter_id=letter_id, text=orders_form.writing(),
            answers=orders_form.number("answers"),
        ),
    )  # fmt: skip


@pages.post("/letters/<int:letter_id>/paper")
def paper(letter_id: int) -> Answer:
    """An order that stands by hand on the paper."""

    def act(session: Session, who: Actor) -> None:
        deciding.order_from_paper(
            session, who, now(), letter_id=letter_id, text=orders_form.writing(),
            address=_address(),
            written_on=orders_form.required_day("written_on", _("วันที่สั่งการบนกระดาษ")),
            signed_by=request.form.get("signed_by", ""), title=request.form.get("title", ""),
            to=orders_form.holders(), task=request.form.get("task", ""),
            due_on=orders_form.day("due_on"),
        )  # fmt: skip

    return _write(letter_id, "paper", _("บันทึกคำสั่งจากต้นฉบับแล้ว"), act)


@pages.post("/endorsements/<int:endorsement_id>/withdraw")
def withdraw(endorsement_id: int) -> Response:
    try:
        with begin() as session:
            done = endorsements.withdraw(
                session, actor(), now(), endorsement_id=endorsement_id,
                reason=request.form.get("reason", ""),
            )  # fmt: skip
            letter_id = done.letter_id
    except _MENDED as refusal:
        flash(thai.digits(refusal), "bad")
        return _back()
    flash(_("ถอนข้อความแล้ว ข้อความเดิมยังอ่านได้โดยมีเส้นขีดฆ่า"), "good")
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="orders"))


@pages.post("/tasks/<int:assignment_id>")
def move(assignment_id: int) -> Response:
    """One act of a holder or giver on a piece of work."""
    act = request.form.get("act", "")
    try:
        with begin() as session:
            to = orders_form.holders()
            work = assignments.move(
                session, actor(), now(), assignment_id=assignment_id, act=act,
                version=orders_form.number("version") or 0, note=request.form.get("note", ""),
                to=to[0] if act == "hand_over" and to else None,
            )  # fmt: skip
            said = in_tongue(SAID[act]) + _numbered(session, work, act)
            if act in ("hand_over", "reopen"):
                work_messages.given(session, now(), work, address=_address())
    except _MENDED as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(thai.digits(said), "good")
    return _back()


def _numbered(session: Session, work: Assignment, act: str) -> str:
    """The number that the unit's own book gave, where it keeps one."""
    line = division_receipt.line_of(session, work) if act in ("accept", "done") else None
    if line is None:
        return ""
    book, entry = line
    return " " + _(
        "เลขรับของ%(name)s %(number)s/%(year)s", name=book.name, number=entry.number, year=entry.year
    )


def _back() -> Response:
    """The page that the form stood on: the letter's, or one's own work."""
    letter_id = request.form.get("letter", type=int)
    if letter_id is not None and request.form.get("back") != "orders":
        return redirect(url_for("letters.show", letter_id=letter_id, _anchor="orders"))
    return redirect(url_for("orders.show"))


@pages.post("/absence")
def leave() -> Response:
    """One's own days away, and who stands in."""
    try:
        with begin() as session:
            deputies.leave(
                session, actor(), now(), account_id=actor().account_id,
                first_day=orders_form.required_day("first_day", _("วันแรกที่ไม่อยู่")),
                last_day=orders_form.required_day("last_day", _("วันสุดท้ายที่ไม่อยู่")),
                reason=request.form.get("reason", ""),
                stand_in_id=orders_form.number("stand_in"),
            )  # fmt: skip
    except _MENDED as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(_("บันทึกวันที่ไม่อยู่แล้ว"), "good")
    return redirect(url_for("orders.show"))


@pages.post("/absence/<int:absence_id>/revoke")
def come_back(absence_id: int) -> Response:
    with begin() as session:
        deputies.revoke_absence(session, actor(), now(), absence_id=absence_id)
    flash(_("ยกเลิกวันที่ไม่อยู่แล้ว งานกลับมาที่ท่าน"), "good")
    return redirect(url_for("orders.show"))
