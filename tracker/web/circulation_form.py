"""What forms of circulation say: numbers, days, states; and where a person goes back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.errors import AlreadySettled, BadValue, NotAllowed, Stale
from tracker.web import thai
from tracker.web.edge import now
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

#: No row has a higher number; larger ones would not fit into the database.
_LARGEST = 2**31 - 1
Word = TypeVar("Word")


def count(name: str) -> int | None:
    """A number of the address or form; ``None`` where there is none, or one that cannot be."""
    text = thai.arabic(request.values.get(name, "")).strip()
    found = int(text) if text.isdecimal() and len(text) < 11 else None
    return found if found is not None and 0 < found <= _LARGEST else None


def said(name: str, most: int = 1000) -> str:
    """A text of the form."""
    return request.form.get(name, "").strip()[:most]


def day(name: str) -> date | None:
    """A typed day; ``None`` where nothing was typed. One that is none is refused."""
    text = said(name, 60)
    if not text:
        return None
    try:
        return thai.parse_day(text)
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong


def moment(name: str) -> datetime | None:
    """A typed day and, beside it, a clock time; noon without one, but never in the future."""
    on = day(name)
    if on is None:
        return None
    try:
        text = said(f"{name}_time", 12)
        clock = thai.parse_clock(text) if text else None
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong
    if clock is None:
        noon = datetime(on.year, on.month, on.day, 12, tzinfo=thai.BANGKOK)
        return min(noon, now()) if on == thai.local(now()).date() else noon
    return datetime.combine(on, clock, thai.BANGKOK)


def word(kind: Callable[[str], Word], name: str) -> Word:
    """A word of the vocabulary; one that is none is refused."""
    try:
        return kind(said(name, 40))
    except ValueError as wrong:
        raise BadValue(_("เลือกรายการนี้ไม่ได้ กรุณาเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")) from wrong


def done(act: Callable[[], str], back: str) -> Response:
    """Do it and say what was done; a refusal is said on the page that it came from."""
    try:
        flash(thai.digits(act()), "good")
    except (BadValue, Stale, NotAllowed, AlreadySettled) as refusal:
        flash(thai.digits(refusal), "bad")
    return redirect(back)


def back_to_letter(letter_id: int) -> str:
    """Where a person was: the page of the letter, or the matrix that the form names."""
    wanted = request.form.get("back", "")
    if wanted == "index":
        return url_for("circulation.index")
    return url_for("letters.show", letter_id=letter_id)
