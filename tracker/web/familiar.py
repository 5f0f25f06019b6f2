"""A browser that signed in before is known again, whatever network it comes from.

Its cookie says no more than which names have signed in with it, signed by
this server. A guesser who shares the network of a clerk closes the network's
address for that name, but not the browser of the clerk.
"""

from __future__ import annotations

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

NAME = "wian_known"
#: Colleagues who share one machine, the last one first.
_NAMES = 10
#: A year, in seconds.
_AGE = 365 * 24 * 3600


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="familiar browser")


def origin(username: str) -> str:
    """Where an attempt comes from: a browser known for that name, or an address."""
    device = known(username)
    return f"browser {device}" if device else f"address {request.remote_addr or ''}"


def known(username: str) -> str | None:
    """The browser's mark, if this name signed in with it before."""
    device, names = _kept()
    return device if username.strip().lower() in names else None


def _kept() -> tuple[str, list[str]]:
    try:
        device, names = _signer().loads(request.cookies.get(NAME, ""))
        return str(device), [str(name) for name in names]
    except (BadSignature, ValueError, TypeError):
        return "", []


def mark() -> str:
    """This browser's mark, a new one where it has none."""
    return _kept()[0] or secrets.token_urlsafe(12)


def remember(response: Response, username: str, device: str) -> None:
    """Have the browser keep its mark and who signed in with it."""
    _, names = _kept()
    kept = list(dict.fromkeys([username.strip().lower(), *names]))[:_NAMES]
    response.set_cookie(
        NAME, _signer().dumps([device, kept]), max_age=_AGE,
        httponly=True, secure=request.is_secure, samesite="Lax", path="/sign-in",
    )  # fmt: skip
