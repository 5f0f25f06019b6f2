"""Units, posts, deputies' orders and absences of one office."""

from __future__ import annotations

from flask import render_template, request, url_for
from sqlmodel import Session

from tracker import deputies, offices, offices_admin, posts, staffing
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.vocabulary import AccountRole, DeputyKind, Post
from tracker.web import orders_form, thai
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.office.blueprint import Answer, doer, pages, told
from tracker.web.tongue import gettext as _


@pages.get("/people")
def people() -> str:
    """Everybody of the office may look; the forms are for those who keep its posts."""
    return _shown(request.args.get("office", actor().office_id, type=int), {}, "")


def _shown(office_id: int, typed: dict[str, str], form: str, refusal: str = "") -> str:
    who, today = actor(), thai.local(now()).date()
    if office_id not in who.office_ids:
        raise NotFound
    found, query = [], request.args.get("q", "").strip()
    with look() as session:
        if who.role is AccountRole.ADMIN and query:
            found = offices_admin.listing(session, who, now(), query=query, per_page=20).items
        values = {
            "office_name": offices.name_on(session, office_id, today),
            "may_manage": posts.may_manage(session, who, office_id, today),
            "head": staffing.acting_head(session, office_id, today),
            "units": staffing.units(session, who, office_id=office_id),
            "held": posts.held(session, who, office_id=office_id),
            "orders": deputies.orders(session, who, office_id=office_id),
            "absences": deputies.absences(session, who, today, office_id=office_id),
            "people": staffing.people(session, office_id, today),
        }
    return render_template(
        "office/people.html", office_id=office_id, day=today, found=found, query=query,
        posts=list(Post), kinds=list(DeputyKind), typed=typed, form=form, refusal=refusal,
        own=office_id == who.office_id, **values,
    )  # fmt: skip


_do = doer(_shown, lambda office_id: url_for("office.people", office=office_id))


@pages.post("/people/<int:office_id>/units")
def add_unit(office_id: int) -> Answer:
    return _do(office_id, "unit", _("เพิ่มกองหรือสำนักแล้ว"), lambda session, who: posts.add_unit(
        session, who, now(), office_id=office_id, name=told("name"), short=told("short"),
        code=told("code"), parent_id=orders_form.number("parent"),
    ))  # fmt: skip


@pages.post("/people/<int:office_id>/units/<int:unit_id>")
def change_unit(office_id: int, unit_id: int) -> Answer:
    return _do(office_id, f"unit-{unit_id}", _("บันทึกแล้ว"), lambda session, who: posts.change_unit(
        session, who, now(), unit_id=unit_id, name=told("name"), short=told("short"),
        code=told("code"), closed_on=orders_form.day("closed_on"),
    ))  # fmt: skip


def _post() -> Post:
    try:
        return Post(told("post"))
    except ValueError:
        raise BadValue(_("กรุณาเลือกตำแหน่ง")) from None


@pages.post("/people/<int:office_id>/posts")
def appoint(office_id: int) -> Answer:
    return _do(office_id, "post", _("บันทึกผู้ดำรงตำแหน่งแล้ว"), lambda session, who: posts.appoint(
        session, who, now(), office_id=office_id, post=_post(),
        account_id=orders_form.number("account"), name=told("name"), title=told("title"),
        unit_id=orders_form.number("unit"),
        first_day=orders_form.required_day("first_day", _("วันที่เริ่มดำรงตำแหน่ง")),
        last_day=orders_form.day("last_day"),
    ))  # fmt: skip


@pages.post("/people/<int:office_id>/posts/<int:appointment_id>/end")
def end_post(office_id: int, appointment_id: int) -> Answer:
    """End a post on a day; a mistake is revoked instead."""

    def act(session: Session, who: Actor) -> None:
        mistake = told("mistake") == "1"
        day = None if mistake else orders_form.required_day("last_day", _("วันสุดท้าย"))
        posts.end_appointment(session, who, now(), appointment_id=appointment_id, last_day=day)

    return _do(office_id, f"end-{appointment_id}", _("บันทึกแล้ว"), act)


def _kind() -> DeputyKind:
    try:
        return DeputyKind(told("kind"))
    except ValueError:
        raise BadValue(_("กรุณาเลือกว่ารักษาราชการแทน รักษาการ หรือปฏิบัติราชการแทน")) from None


@pages.post("/people/<int:office_id>/deputies")
def deputise(office_id: int) -> Answer:
    return _do(office_id, "deputy", _("บันทึกคำสั่งแล้ว"), lambda session, who: deputies.deputise(
        session, who, now(), office_id=office_id, kind=_kind(), order_no=told("order_no"),
        account_id=orders_form.number("account"), name=told("name"), title=told("title"),
        unit_id=orders_form.number("unit"), ordered_on=orders_form.day("ordered_on"),
        first_day=orders_form.required_day("first_day", _("วันแรกที่มีผล")),
        last_day=orders_form.day("last_day"), standing=told("standing") == "1",
        rank=orders_form.number("rank") or 1,
    ))  # fmt: skip


@pages.post("/people/<int:office_id>/deputies/<int:deputy_id>/revoke")
def revoke_deputy(office_id: int, deputy_id: int) -> Answer:
    return _do(
        office_id, "", _("ยกเลิกคำสั่งแล้ว มีผลตั้งแต่บัดนี้"),
        lambda session, who: deputies.revoke_deputy(session, who, now(), deputy_id=deputy_id),
    )  # fmt: skip


@pages.post("/people/<int:office_id>/absences")
def leave(office_id: int) -> Answer:
    def act(session: Session, who: Actor) -> None:
        account_id = orders_form.number("account")
        if account_id is None:
            raise BadValue(_("กรุณาเลือกผู้ที่ไม่อยู่"))
        deputies.leave(
            session, who, now(), account_id=account_id,
            first_day=orders_form.required_day("first_day", _("วันแรกที่ไม่อยู่")),
            last_day=orders_form.required_day("last_day", _("วันสุดท้ายที่ไม่อยู่")),
            reason=told("reason"), stand_in_id=orders_form.number("stand_in"),
        )  # fmt: skip

    return _do(office_id, "absence", _("บันทึกวันที่ไม่อยู่แล้ว"), act)


@pages.post("/people/<int:office_id>/absences/<int:absence_id>/revoke")
def revoke_absence(office_id: int, absence_id: int) -> Answer:
    return _do(
        office_id, "", _("ยกเลิกวันที่ไม่อยู่แล้ว"),
        lambda session, who: deputies.revoke_absence(session, who, now(), absence_id=absence_id),
    )  # fmt: skip
