"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker import accounts, staffing, throttle
from tracker.errors import BadCredentials, Locked
from tracker.web import familiar, thai
from tracker.web.edge import begin, now, settings
from tracker.web.guard import Visitor
from tracker.web.language import inside
from tracker.web.security import limiter

pages = Blueprint("signin", __name__)


@pages.get("/sign-in")
def show() -> str | Response:
    if current_user.is_authenticated:
        return redirect(url_for("desk.show"))
    return render_template("signin/form.html", next=request.args.get("next", ""))


@pages.post("/sign-in")
@limiter.limit("20 per minute; 100 per hour", exempt_when=lambda: bool(_known()))
def enter() -> str | Response | tuple[str, int]:
    username = request.form.get("username", "").strip()
    wanted = request.form.get("next", "")
    came = _check(username, request.form.get("password", ""))
    if isinstance(came, str):
        shown = render_template("signin/form.html", next=wanted, username=username, refusal=came)
        return shown, 401
    session.clear()
    session.permanent = True
    login_user(came.visitor)
    answer = redirect(inside(wanted, url_for("orders.show" if came.decides else "desk.show")))
    familiar.remember(answer, username, came.device)
    return answer


def _known() -> str | None:
    """Of a browser known for the name only wrong passwords are counted, not its network."""
    return familiar.known(request.form.get("username", ""))


class Came(NamedTuple):
    """``device``: the browser's mark; ``decides``: gives orders for the whole office today."""

    visitor: Visitor
    device: str
    decides: bool


def _check(username: str, password: str) -> Came | str:
    """Who came in, or the sentence of refusal; a failed attempt is counted in either case."""
    chosen = settings()
    device = familiar.mark()
    with begin() as db:
        try:
            actor = accounts.sign_in(
                db,
                username=username,
                password=password,
                now=now(),
                origin=familiar.origin(username),
                attempts=chosen.login_attempts,
                lock=timedelta(seconds=chosen.login_lock_seconds),
            )
        except (BadCredentials, Locked) as refusal:
            return thai.digits(refusal)
        throttle.familiar(db, username.strip().lower(), f"browser {device}", now())
        today = thai.local(now()).date()
        powers = staffing.powers(db, actor.account_id, actor.office_id, today)
        visitor = Visitor(db, actor, accounts.session_version(db, actor.account_id))
        return Came(visitor, device, powers.office is not None)


@pages.post("/sign-out")
def leave() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("signin.show"))
