"""What every template may use: Thai numbers and days, the words of the vocabulary, who asks."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_login import current_user

from tracker import masking
from tracker.said import said
from tracker.web import menu, thai, tongue, tour
from tracker.web.edge import now


def register(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        digits=thai.digits,
        count=thai.count,
        day=thai.day,
        short_day=thai.short_day,
        weekday=thai.weekday,
        clock=thai.clock,
        hour=thai.hour,
        month=thai.month,
        era=thai.era,
        thai_digits=thai.thai_digits,
        thai_day=thai.thai_day,
        said=said,
        in_tongue=tongue.in_tongue,
        recalled=tongue.recalled,
        of_reader=tongue.of_reader,
        explained=tongue.explained,
        masked=_masked,
    )
    tongue.speak(app.jinja_env)
    app.context_processor(_around)


def _masked(text: str | None) -> str:
    """The text without citizen numbers: for lists, prints and all pages but the letter's own."""
    return masking.mask(tongue.in_tongue(text or ""))


def _around() -> dict[str, Any]:
    visitor = current_user if current_user.is_authenticated else None
    return {
        "visitor": visitor,
        "menu": menu.items,
        "tour": tour.shown(),
        "today": thai.local(now()).date(),
        "english": tongue.english(),
        "shown_at": request.full_path.rstrip("?") if request.method == "GET" else "",
    }
