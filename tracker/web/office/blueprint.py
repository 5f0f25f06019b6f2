"""One menu item, several modules of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash

from tracker.errors import BadValue, NotAllowed, Stale
from tracker.web import thai
from tracker.web.tongue import in_tongue

pages = Blueprint("office", __name__, url_prefix="/office")

Made = TypeVar("Made")


def tried(act: Callable[[], Made], said: str) -> Made | None:
    """Do it and say so; a refusal is said as well, and nothing was changed."""
    try:
        made = act()
    except (BadValue, NotAllowed, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
        return None
    flash(in_tongue(said), "good")
    return made
