"""The switch between Thai and English that stands on every page."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.vocabulary import Language
from tracker.web.edge import begin
from tracker.web.guard import actor
from tracker.web.tongue import COOKIE

pages = Blueprint("language", __name__)

YEAR = 31_536_000


@pages.post("/language")
def choose() -> Response:
    """Kept with the account, and in the browser for the pages before sign-in."""
    wanted = request.form.get("language", "")
    if wanted not in list(Language):
        abort(400)
    if current_user.is_authenticated:
        with begin() as db:
            accounts.choose_language(db, actor(), Language(wanted))
    answer = redirect(inside(request.form.get("next", ""), url_for("desk.show")))
    answer.set_cookie(
        COOKIE, wanted, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return answer


def inside(address: str, home: str) -> str:
    """``address`` if it leads to a page of ours, else ``home``."""
    if not address.isprintable():
        return home
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if ours and not address.startswith(("//", "/\\")) else home
