"""Copies of the office: when the last one was made, what it lacks, how to bring it back."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import backup_runs
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.office.blueprint import pages, tried
from tracker.web.tongue import gettext as _


@pages.get("/backups")
def backups() -> str:
    with look() as session:
        state = backup_runs.state(session, actor(), now())
    place = settings().backups.absolute()
    return render_template(
        "office/backups.html", state=state, place=place, kept=settings().backups_kept,
        beside=place.is_relative_to(settings().instance.absolute()), hour=backup_runs.HOUR,
    )  # fmt: skip


@pages.post("/backups")
def ask_backup() -> Response:
    def act() -> None:
        with begin() as session:
            backup_runs.ask(session, actor(), now())

    tried(act, _("รับคำขอแล้ว ระบบจะเริ่มสำรองภายในไม่กี่นาที ผลจะปรากฏในหน้านี้"))
    return redirect(url_for("office.backups"))
