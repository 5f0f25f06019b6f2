"""Closed by default: every address asks for a signed-in account, but for a short list."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from sqlmodel import Session
from werkzeug.wrappers import Response as Answer

from tracker import accounts, offices
from tracker.actor import Actor
from tracker.web import thai
from tracker.web.edge import look, now

#: All that is served without sign-in.
OPEN = frozenset(
    {
        "static", "signin.show", "signin.enter", "health.show", "language.choose",
        # signed links by which recipients without an account confirm
        "receipts.open_link", "receipts.confirm", "receipts.letter",
        # calendars by a signed link
        "reminders.calendar",
    }
)  # fmt: skip
#: All that an account may do before it has a password of its own.
FIRST = frozenset({"password.show", "password.change", "signin.leave"})

manager = LoginManager()


class Visitor(UserMixin):  # type: ignore[misc]  # flask-login is untyped
    """The signed-in account of a request. Its id in the session ends with a session version."""

    def __init__(self, session: Session, actor: Actor, version: int) -> None:
        self.actor = actor
        self.id = f"{actor.account_id}.{version}"
        self.language = accounts.language(session, actor.account_id)
        self.tour = accounts.tour(session, actor.account_id)
        self.must_change = accounts.must_change(session, actor.account_id)
        self.office_name = offices.name_on(session, actor.office_id, thai.local(now()).date())


def actor() -> Actor:
    """Who is asking. Only behind the guard."""
    return cast(Actor, current_user.actor)


@manager.user_loader  # type: ignore[untyped-decorator]
def _visitor(kept: str) -> Visitor | None:
    account, _, version = kept.partition(".")
    if not (account.isdecimal() and version.isdecimal()):
        return None
    with look() as session:
        found = accounts.actor_of(session, int(account), int(version))
        return Visitor(session, found, int(version)) if found else None


def close(app: Flask) -> None:
    """Guard every address of ``app``."""
    manager.session_protection = None  # clerks change networks; the session version ends sessions
    manager.init_app(app)
    app.before_request(_refuse_strangers)


def _refuse_strangers() -> Answer | None:
    if request.endpoint in OPEN:
        return None
    if not current_user.is_authenticated:
        return _send(url_for("signin.show", next=_wanted()))
    if current_user.must_change and request.endpoint not in FIRST:
        return _send(url_for("password.show"))
    return None


def _wanted() -> str | None:
    """The page to come back to: the one asked for, or the one that a part was asked for from."""
    if shown := request.headers.get("HX-Current-URL"):
        try:
            parts = urlsplit(shown)
        except ValueError:
            return None
        return urlunsplit(("", "", parts.path, parts.query, "")) or None
    asked = request.method == "GET" and request.endpoint
    # Who asks for no page in particular comes to the one that his work begins on.
    return request.full_path.rstrip("?") if asked and request.path != "/" else None


def _send(address: str) -> Answer:
    """Lead the browser away, also when it asked for a part of a page only."""
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address)
