"""Whether this server answers and reaches its database; for machines that watch it."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text

from tracker.web.edge import look

pages = Blueprint("health", __name__)


@pages.get("/health")
def show() -> Response:
    with look() as session:
        session.connection().execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
