"""Offices and the names that they bear from a day on."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import offices_admin
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed
from tracker.vocabulary import Level
from tracker.web import orders_form, thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.office.blueprint import pages
from tracker.web.tongue import gettext as _

Answer = Response | tuple[str, int]


@pages.get("/offices")
def offices() -> str:
    query = request.args.get("q", "").strip()
    with look() as session:
        found = offices_admin.listing(
            session, actor(), query=query, page=request.args.get("page", 1, type=int)
        )
    return render_template("office/offices.html", found=found, query=query)


@pages.get("/offices/<int:office_id>")
def office(office_id: int) -> str:
    return _shown(office_id, {}, "")


def _shown(office_id: int, typed: dict[str, str], form: str, refusal: str = "") -> str:
    with look() as session:
        view, names = offices_admin.office(session, actor(), office_id)
    below = [one for one in Level if one.depth >= view.office.level.depth]
    return render_template(
        "office/office.html", view=view, names=names, levels=below, typed=typed, form=form,
        refusal=refusal,
    )  # fmt: skip


def _do(office_id: int, form: str, said: str, act: Callable[[Session, Actor], object]) -> Answer:
    try:
        with begin() as session:
            act(session, actor())
    except (BadValue, NotAllowed) as refusal:
        return _shown(office_id, request.form.to_dict(), form, thai.digits(refusal)), 422
    flash(said, "good")
    return redirect(url_for("office.office", office_id=office_id))


def _told(name: str) -> str:
    return request.form.get(name, "")


@pages.post("/offices/<int:office_id>/names")
def add_name(office_id: int) -> Answer:
    return _do(office_id, "name", _("บันทึกชื่อใหม่แล้ว"), lambda session, who: offices_admin.add_name(
        session, who, now(), office_id=office_id, name=_told("name"),
        head_title=_told("head_title"),
        valid_from=orders_form.required_day("valid_from", _("วันที่เริ่มใช้ชื่อ")),
    ))  # fmt: skip


@pages.post("/offices/<int:office_id>/aliases")
def add_alias(office_id: int) -> Answer:
    return _do(office_id, "alias", _("เพิ่มชื่อเรียกแล้ว"), lambda session, who: offices_admin.add_alias(
        session, who, now(), office_id=office_id, name=_told("name")
    ))  # fmt: skip


@pages.post("/offices/<int:office_id>/prefix")
def set_prefix(office_id: int) -> Answer:
    return _do(office_id, "prefix", _("บันทึกรหัสหนังสือแล้ว"), lambda session, who: (
        offices_admin.set_prefix(
            session, who, now(), office_id=office_id, letter_prefix=_told("letter_prefix")
        )
    ))  # fmt: skip


def _level() -> Level:
    try:
        return Level(_told("level"))
    except ValueError:
        raise BadValue(_("กรุณาเลือกระดับของหน่วยงาน")) from None


@pages.post("/offices/<int:office_id>/below")
def add_office(office_id: int) -> Answer:
    return _do(office_id, "below", _("เพิ่มหน่วยงานแล้ว"), lambda session, who: (
        offices_admin.add_office(
            session, who, now(), parent_id=office_id, level=_level(), name=_told("name"),
            head_title=_told("head_title"),
            valid_from=orders_form.required_day("valid_from", _("วันที่จัดตั้ง")),
        )
    ))  # fmt: skip
