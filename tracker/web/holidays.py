"""The days off of the office: what the program knows, what people added, what moved by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import duties, finishing, holiday_table, holidays
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.finishing import Reckoned
from tracker.holidays import EVERYWHERE
from tracker.models import Holiday, Office
from tracker.web import thai
from tracker.web.edge import begin, edge, look, now, settings
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

pages = Blueprint("holidays", __name__, url_prefix="/holidays")

_YEARS = (2000, 2200)
#: Days that move while one waits for the page.
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the year's list; ``row``: where people put it into the table."""

    day: date
    name: str
    works: bool
    row: Holiday | None


@pages.get("")
def index() -> str:
    with look() as session:
        values = _values(session)
    return render_template("holidays/page.html", **values, typed={})


def _values(session: Session) -> dict[str, Any]:
    who, today = actor(), thai.local(now()).date()
    year = request.args.get("year", today.year, type=int)
    year = min(max(year, _YEARS[0]), _YEARS[1])
    office = session.get_one(Office, who.office_id)
    scopes = holiday_table.scopes(session, who)
    return {
        "year": year,
        "lines": _lines(session, year, office.province, scopes),
        "missing": bool(holidays.missing_years([year])),
        "scopes": scopes,
        "everywhere": EVERYWHERE,
        "province": office.province,
        "moved": duties.last_moved(session, who),
    }


def _lines(session: Session, year: int, province: str | None, scopes: list[str]) -> list[Line]:
    """The days of the own calendar, and rows of other scopes that this account may change."""
    rows = holiday_table.rows(session, year=year)
    seen = {EVERYWHERE, province, *scopes}
    listed = [Line(row.day, row.name, row.works, row) for row in rows if row.scope in seen]
    typed = {line.day for line in listed if line.row and line.row.scope in (EVERYWHERE, province)}
    calendar = holiday_table.calendars(session)(province)
    known = holidays.days_of(year, calendar.extra.values())
    listed += [Line(day, name, False, None) for day, name in known if day not in typed]
    return sorted(listed, key=lambda line: (line.day, line.row is not None))


@pages.post("")
def add() -> Response | tuple[str, int]:
    form = request.form
    try:
        day = _typed_day(form.get("day", ""))
        with begin() as session:
            holiday_table.add(
                session, actor(), now(), day=day, name=form.get("name", ""),
                scope=form.get("scope", ""), works=form.get("works") == "1",
                source=form.get("source", ""),
            )  # fmt: skip
        moved = _reckon()
    except (BadValue, NotAllowed) as refusal:
        flash(thai.digits(refusal), "bad")
        with look() as session:
            values = _values(session)
        status = 403 if isinstance(refusal, NotAllowed) else 422
        return render_template("holidays/page.html", **values, typed=form), status
    flash(_("เพิ่ม%(day)s แล้ว %(what)s", day=thai.day(day), what=_said(moved)), "good")
    return redirect(url_for("holidays.index", year=day.year))


@pages.post("/<int:holiday_id>/remove")
def remove(holiday_id: int) -> Response:
    year = thai.local(now()).year
    try:
        with begin() as session:
            gone = holiday_table.remove(session, actor(), now(), holiday_id=holiday_id)
            year = gone.day.year
        moved = _reckon()
    except NotFound as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(
            _("ลบ%(day)s ออกจากตารางแล้ว %(what)s", day=thai.day(gone.day), what=_said(moved)),
            "good",
        )
    return redirect(url_for("holidays.index", year=year))


def _typed_day(text: str) -> date:
    try:
        return thai.parse_day(text[:60])
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong


def _reckon() -> Reckoned:
    """Compute the open days again and have those concerned told; very many go on by themselves."""
    engine = edge().engine
    moved = finishing.reckon(engine, now(), most=_AT_ONCE)
    if not moved.more:
        address = settings().public_url.rstrip("/")
        today = thai.local(now()).date()
        finishing.tell_moved(engine, now(), day=today, address=address)
    return moved


def _said(reckoned: Reckoned) -> str:
    if not reckoned.moved:
        return _("ไม่มีกำหนดใดเปลี่ยน")
    count = thai.count(reckoned.moved)
    if reckoned.more:
        return _(
            "กำหนดเปลี่ยนแล้ว %(number)s เรื่อง ระบบกำลังคำนวณเรื่องที่เหลือ แล้วจะแจ้งผู้เกี่ยวข้อง", number=count
        )
    return _("กำหนดเปลี่ยน %(number)s เรื่อง ผู้เกี่ยวข้องจะได้รับแจ้ง", number=count)
