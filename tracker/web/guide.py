"""How to use the office, in plain Thai."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.web import tour
from tracker.web.guard import actor

pages = Blueprint("guide", __name__)


@pages.get("/guide")
def show() -> str:
    return render_template("help/guide.html", steps=tour.steps(actor()))
