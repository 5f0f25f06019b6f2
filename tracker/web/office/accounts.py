"""Accounts: list, add, change, switch off and on, new password, unlock."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import accounts as accounts_
from tracker import accounts_admin, in_tray, offices_admin
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed
from tracker.vocabulary import AccountRole
from tracker.web import orders_form, thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.office.blueprint import pages, tried
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

#: Offices offered in a list; where there are more, the page asks to search for one.
OFFERED = 300


@pages.get("/accounts")
def accounts() -> str:
    return _listed({})


def _listed(typed: dict[str, str], refusal: str = "") -> str:
    query = request.args.get("q", "").strip()
    with look() as session:
        found = accounts_admin.listing(
            session, actor(), now(), query=query,
            office_id=request.args.get("office", type=int),
            page=request.args.get("page", 1, type=int),
        )  # fmt: skip
        offered = _offered(session, actor(), typed.get("place", ""))
    return render_template(
        "office/accounts.html", found=found, query=query, offered=offered,
        roles=list(AccountRole), typed=typed, refusal=refusal,
    )  # fmt: skip


def _offered(session: Session, who: Actor, query: str = "") -> list[offices_admin.OfficeView]:
    return offices_admin.listing(session, who, now(), query=query, per_page=OFFERED).items


def _role() -> AccountRole:
    try:
        return AccountRole(request.form.get("role", ""))
    except ValueError:
        raise BadValue(_("กรุณาเลือกบทบาท")) from None


@pages.post("/accounts")
def add_account() -> str | tuple[str, int]:
    """The given password is on the answer of this request only, and nowhere else."""
    form = request.form
    given = accounts_admin.given_password()
    try:
        with begin() as session:
            made = accounts_.create_account(
                session, actor(), now(), username=form.get("username", ""), password=given,
                display_name=form.get("display_name", ""), role=_role(),
                office_id=_office(session), email=form.get("email"),
            )  # fmt: skip
    except (BadValue, NotAllowed) as refusal:
        return _listed(form.to_dict(), thai.digits(refusal)), 422
    return render_template("office/password.html", account=made, password=given, fresh=True)


def _office(session: Session) -> int:
    """The office that was chosen, by number or by one of its names."""
    chosen = orders_form.number("office_id")
    typed = request.form.get("place", "").strip()
    if chosen is None and typed:
        found = offices_admin.listing(session, actor(), now(), query=typed, per_page=2)
        if found.total == 1 and found.items[0].office.id is not None:
            return found.items[0].office.id
        raise BadValue(
            _(
                "มีหน่วยงานที่ชื่อมี “%(typed)s” %(total)s แห่ง กรุณาพิมพ์ให้ตรงเพียงแห่งเดียว",
                typed=typed,
                total=found.total,
            )
        )
    if chosen is None:
        raise BadValue(_("กรุณาเลือกหน่วยงาน"))
    return chosen


@pages.get("/accounts/<int:account_id>")
def account(account_id: int) -> str:
    return _shown(account_id)


def _shown(account_id: int, typed: dict[str, str] | None = None, refusal: str = "") -> str:
    today = thai.local(now()).date()
    with look() as session:
        view = accounts_admin.account(session, actor(), now(), account_id)
        offered = _offered(session, actor())
        left = in_tray.left_by(session, account_id)
    return render_template(
        "office/account.html", view=view, account=view.account, offered=offered, left=left,
        roles=list(AccountRole), typed=typed or {}, refusal=refusal, day=today,
        own=account_id == actor().account_id,
    )  # fmt: skip


@pages.post("/accounts/<int:account_id>")
def change_account(account_id: int) -> Response | tuple[str, int]:
    form = request.form
    try:
        with begin() as session:
            accounts_admin.change(
                session, actor(), now(), account_id=account_id,
                display_name=form.get("display_name", ""), role=_role(),
                office_id=_office(session), email=form.get("email"),
            )  # fmt: skip
    except (BadValue, NotAllowed) as refusal:
        return _shown(account_id, form.to_dict(), thai.digits(refusal)), 422
    flash(_("บันทึกบัญชีแล้ว"), "good")
    return redirect(url_for("office.account", account_id=account_id))


@pages.post("/accounts/<int:account_id>/switch")
def switch_account(account_id: int) -> Response:
    active = request.form.get("active") == "1"

    def act() -> None:
        with begin() as session:
            accounts_admin.switch(session, actor(), now(), account_id=account_id, active=active)

    tried(act, _("เปิดบัญชีแล้ว") if active else _("ปิดบัญชีแล้ว ผู้ใช้ออกจากระบบทุกเครื่อง"))
    return redirect(url_for("office.account", account_id=account_id))


@pages.post("/accounts/<int:account_id>/password")
def reset_password(account_id: int) -> str | Response:
    try:
        with begin() as session:
            given = accounts_admin.reset_password(session, actor(), now(), account_id=account_id)
            view = accounts_admin.account(session, actor(), now(), account_id)
    except BadValue as refusal:
        flash(in_tongue(refusal), "bad")
        return redirect(url_for("office.account", account_id=account_id))
    return render_template(
        "office/password.html", account=view.account, password=given, fresh=False
    )


@pages.post("/accounts/<int:account_id>/unlock")
def unlock_account(account_id: int) -> Response:
    def act() -> None:
        with begin() as session:
            accounts_admin.unlock(session, actor(), now(), account_id=account_id)

    tried(act, _("ปลดล็อกแล้ว ลงชื่อเข้าใช้ใหม่ได้ทันที"))
    return redirect(url_for("office.account", account_id=account_id))
