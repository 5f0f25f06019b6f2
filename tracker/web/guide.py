"""How to use the office, in plain Thai."""

from __future__ import annotations

from flask import Blueprint, render_template

pages = Blueprint("guide", __name__)


@pages.get("/guide")
def show() -> str:
    return render_template("help/guide.html")
