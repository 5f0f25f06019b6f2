"""Deadlines from both sides: what the office owes, what it is owed, a month at a glance."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import duties, escalations, holiday_table, letters, staffing
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound, Stale, TrackerError
from tracker.sentences import sentence
from tracker.vocabulary import DutyKind
from tracker.web import duties_calendar, duties_form, thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

pages = Blueprint("duties", __name__, url_prefix="/duties")

LINES = 50
#: The lists of one side, in the order of their tabs.
STATES = (
    ("open", sentence("ค้างทั้งหมด")),
    ("late", sentence("เกินกำหนด")),
    ("near", sentence("ภายใน ๗ วัน")),
    ("undated", sentence("ยังไม่มีวัน")),
    ("suspended", sentence("พักไว้")),
    ("closed", sentence("ปิดแล้ว")),
)
SIDES = (("by", sentence("เราต้องทำ")), ("to", sentence("รอหน่วยงานอื่น")))

Answer = Response | str | tuple[str, int]
#: Refusals that leave what was typed to be mended.
_MENDED = (BadValue, NotAllowed, Stale)


@pages.get("")
def index() -> str:
    """One side of the book of deadlines, the nearest day first, with the picture of a month."""
    who, today = actor(), thai.local(now()).date()
    asked = _asked()
    with look() as session:
        offices = duties.offices_to_look_at(session, who, today)
        office = asked["office"] if asked["office"] is not None else who.office_id
        find = duties.owed_to_us if asked["side"] == "to" else duties.owed_by_us
        found = find(
            session, who, today=today, wish=_wish(asked), page=asked["page"], per_page=LINES,
            office_id=office,
        )  # fmt: skip
        to = asked["side"] == "to"
        figures = {
            side: duties.figures(session, who, today=today, owed_to=side == "to", office_id=office)
            for side, _ in SIDES
        }
        first, last = duties_calendar.span(asked["month"])
        marks = duties.by_day(session, who, first=first, last=last, owed_to=to, office_id=office)
        days_off = holiday_table.of_office(session, office or who.office_id)
        month = duties_calendar.month(asked["month"], marks, days_off, today)
        told = escalations.told(
            session, who, [row.id for row in found.items if row.late], today=today
        )
        buffer = duties.buffer_of(session, who.office_id)
    return render_template(
        "duties/page.html", found=found, figures=figures, month=month, asked=asked, office=office,
        offices=offices, states=STATES, sides=SIDES, kinds=list(DutyKind), buffer=buffer,
        own=who.office_id, every=duties.EVERY, told=told,
    )  # fmt: skip


def _asked() -> dict[str, Any]:
    """What the address asks for; anything that makes no sense is as if it were not there."""
    get = request.args.get
    kind = get("kind", "")
    return {
        "side": "to" if get("side") == "to" else "by",
        "state": get("state") if get("state") in dict(STATES) else "open",
        "kind": DutyKind(kind) if kind in set(DutyKind) else None,
        "query": " ".join(get("q", "").split())[:200],
        "day": _iso(get("day")),
        "office": get("office", type=int),
        "page": get("page", 1, type=int),
        "month": duties_calendar.asked(get("month"), thai.local(now()).date()),
        "mine": bool(get("mine")),
    }


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _wish(asked: dict[str, Any]) -> duties.Wish:
    day = asked["day"]
    return duties.Wish(
        state="all" if day else asked["state"], kind=asked["kind"], query=asked["query"],
        first=day, last=day, assigned_account_id=actor().account_id if asked["mine"] else None,
    )  # fmt: skip


@pages.get("/<int:duty_id>")
def show(duty_id: int) -> str:
    """One duty: why, until when, what happened to it, what can be done."""
    with look() as session:
        values = _one(session, actor(), duty_id)
    return render_template("duties/duty.html", **values, typed={}, refused="")


def _one(session: Session, who: Actor, duty_id: int) -> dict[str, Any]:
    today = thai.local(now()).date()
    seen = duties.one(session, who, duty_id=duty_id, today=today)
    row = seen.row
    own = row.office_id == who.office_id
    creditor = row.owed_to_office_id == who.office_id
    return {
        "row": row,
        "changes": seen.changes,
        "below": (seen.below, seen.below_open),
        "may_read": _may_read(session, who, row.letter_id),
        "own": own,
        "may_close": own or creditor,
        # What was handed down is changed by the office that did so.
        "may_change": creditor or (own and not row.handed_down),
        "people": staffing.people(session, who.office_id, today) if own else [],
        "answers": duties.answers_for(session, who, duty_id=duty_id),
    }


def _may_read(session: Session, who: Actor, letter_id: int) -> bool:
    try:
        letters.visible(session, who, letter_id)
    except NotFound:
        return False
    return True


@pages.post("/<int:duty_id>/<act>")
def change(duty_id: int, act: str) -> Answer:
    """Close, extend, assign…: see ``duties_form.ACTS``."""
    if act not in duties_form.ACTS:
        raise NotFound
    work, said = duties_form.ACTS[act]
    try:
        with begin() as session:
            work(session, actor(), now(), duty_id, request.form)
    except _MENDED as refusal:
        return _again(duty_id, act, refusal)
    flash(in_tongue(said), "good")
    return redirect(url_for("duties.show", duty_id=duty_id))


def _again(duty_id: int, act: str, refusal: TrackerError) -> tuple[str, int]:
    """The page as it is now, with the sentence and all that was typed."""
    with look() as session:
        values = _one(session, actor(), duty_id)
    flash(thai.digits(refusal), "bad")
    status = 409 if isinstance(refusal, Stale) else 403 if isinstance(refusal, NotAllowed) else 422
    page = render_template("duties/duty.html", **values, typed=request.form, refused=act)
    return page, status


@pages.post("/buffer")
def buffer() -> Response:
    """Set the working days that the office keeps for itself when it passes a day on."""
    try:
        days = duties_form.number(request.form.get("days", ""))
        with begin() as session:
            duties.set_buffer(session, actor(), now(), days=days)
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(
            _("ตั้งวันเผื่อเป็น %(days)s วันทำการแล้ว ใช้กับหนังสือที่ส่งต่อจากนี้ไป", days=thai.digits(days)), "good"
        )
    return redirect(url_for("duties.index"))
