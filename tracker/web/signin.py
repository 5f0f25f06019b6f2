"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.errors import BadCredentials, Locked
from tracker.web import thai
from tracker.web.edge import begin, now, settings
from tracker.web.guard import Visitor
from tracker.web.security import limiter

pages = Blueprint("signin", __name__)


@pages.get("/sign-in")
def show() -> str | Response:
    if current_user.is_authenticated:
        return redirect(url_for("desk.show"))
    return render_template("signin/form.html", next=request.args.get("next", ""))


@pages.post("/sign-in")
@limiter.limit("20 per minute; 100 per hour")
def enter() -> str | Response | tuple[str, int]:
    username = request.form.get("username", "").strip()
    wanted = request.form.get("next", "")
    came = _check(username, request.form.get("password", ""))
    if isinstance(came, str):
        shown = render_template("signin/form.html", next=wanted, username=username, refusal=came)
        return shown, 401
    session.clear()
    session.permanent = True
    login_user(came)
    return redirect(_inside(wanted))


def _check(username: str, password: str) -> Visitor | str:
    """The visitor, or the sentence of refusal; a failed attempt is counted in either case."""
    chosen = settings()
    with begin() as db:
        try:
            actor = accounts.sign_in(
                db,
                username=username,
                password=password,
                now=now(),
                origin=request.remote_addr or "",
                attempts=chosen.login_attempts,
                lock=timedelta(seconds=chosen.login_lock_seconds),
            )
        except (BadCredentials, Locked) as refusal:
            return thai.digits(refusal)
        return Visitor(db, actor, accounts.session_version(db, actor.account_id))


@pages.post("/sign-out")
def leave() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("signin.show"))


def _inside(address: str) -> str:
    """``address`` if it leads to a page of ours, else the desk."""
    if not address.isprintable():
        return url_for("desk.show")
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if ours and not address.startswith(("//", "/\\")) else url_for("desk.show")
