"""Changing one's own password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.errors import BadCredentials, BadValue
from tracker.web import thai
from tracker.web.edge import begin, now
from tracker.web.guard import Visitor, actor
from tracker.web.security import limiter
from tracker.web.tongue import gettext as _

pages = Blueprint("password", __name__)


@pages.get("/password")
def show() -> str:
    return render_template("signin/password.html", first=current_user.must_change)


@pages.post("/password")
@limiter.limit("10 per minute")
def change() -> Response | tuple[str, int]:
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    try:
        if new != again:
            raise BadValue(_("รหัสผ่านใหม่สองช่องไม่ตรงกัน กรุณาพิมพ์ใหม่"))
        with begin() as db:
            version = accounts.change_password(db, actor(), now(), old=old, new=new)
            visitor = Visitor(db, actor(), version)
    except (BadCredentials, BadValue) as refusal:
        shown = render_template(
            "signin/password.html", first=current_user.must_change, refusal=thai.digits(refusal)
        )
        return shown, 422
    login_user(visitor)
    flash(_("เปลี่ยนรหัสผ่านแล้ว"), "good")
    return redirect(url_for("desk.show"))
