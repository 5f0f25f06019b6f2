"""One menu item, several modules of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, Stale
from tracker.web import thai
from tracker.web.edge import begin
from tracker.web.guard import actor
from tracker.web.tongue import in_tongue

pages = Blueprint("office", __name__, url_prefix="/office")

Made = TypeVar("Made")
Answer = Response | tuple[str, int]
Act = Callable[[Session, Actor], object]


def tried(act: Callable[[], Made], said: str) -> Made | None:
    """Do it and say so; a refusal is said as well, and nothing was changed."""
    try:
        made = act()
    except (BadValue, NotAllowed, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
        return None
    flash(in_tongue(said), "good")
    return made


def told(name: str) -> str:
    """What was typed into a field of the form."""
    return request.form.get(name, "")


def doer(
    shown: Callable[[int, dict[str, str], str, str], str], back: Callable[[int], str]
) -> Callable[[int, str, str, Act], Answer]:
    """How the forms of a page about an office are carried out.

    ``shown``: the page with what was typed, in which form, and why it was
    refused. ``back``: the page's address for an office.
    """

    def do(office_id: int, form: str, said: str, act: Act) -> Answer:
        """Do it and show the page anew; a refused form keeps what was typed."""
        try:
            with begin() as session:
                act(session, actor())
        except (BadValue, NotAllowed) as refusal:
            return shown(office_id, request.form.to_dict(), form, thai.digits(refusal)), 422
        flash(said, "good")
        return redirect(back(office_id))

    return do
