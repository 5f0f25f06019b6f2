"""Headers, cookies and throttles that hold for every page."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from tracker.config import Settings

#: Nothing from elsewhere, nothing inline. ``data:`` pictures: the arrows of the style sheet's kit.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: A working day: whoever signed in this morning need not sign in again before the evening.
SESSION_HOURS = 12

#: The largest number that a row can have in every database.
LARGEST_ROW = 2**31 - 1

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)


class SessionCookies(SecureCookieSessionInterface):
    """Cookies are marked Secure whenever the page itself came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere."""

    def __init__(self, map: Map) -> None:  # the parent's name
        super().__init__(map, max=LARGEST_ROW)


def protect(app: Flask, settings: Settings) -> None:
    """Cookies, forgery tokens, limits on size and number of requests, headers."""
    app.session_interface = SessionCookies()
    app.url_map.converters["int"] = RowNumber
    app.config.update(
        SESSION_COOKIE_NAME="wian",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a page left open must still work
        MAX_CONTENT_LENGTH=request_limit(settings),
        RATELIMIT_STORAGE_URI=_counts(settings),
    )
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_refuse_unkeepable)
    app.after_request(_headers)


def request_limit(settings: Settings) -> int:
    """The largest request taken, in bytes: one file of the largest size and its form."""
    return settings.max_file_bytes + 64 * 1024


def _counts(settings: Settings) -> str:
    """Where attempts are counted: on the shared queue server, if it can count."""
    return settings.queue if settings.queue.startswith("redis") else "memory://"


def _refuse_unkeepable() -> None:
    """No keyboard types a NUL, and PostgreSQL keeps none."""
    said = [*request.args.values(), *request.form.values()]
    if any("\0" in text for text in said):
        abort(400)


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        # What one clerk saw must not be shown to the next one by the "back" key.
        response.headers.setdefault("Cache-Control", "no-store")
    return response
