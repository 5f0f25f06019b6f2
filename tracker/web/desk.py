"""The desk: dropping files in, what is being read, what waits for review, today's numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from tracker import binding, chains, desk, files, intake, registers
from tracker.actor import Actor
from tracker.errors import FileRefused, NotFound
from tracker.intake import ArrivalView
from tracker.vocabulary import ArrivalState
from tracker.web import desk_glance, desk_rows, dropped, errors, thai
from tracker.web.dropped import Dropped
from tracker.web.edge import begin, edge, look, now, settings
from tracker.web.guard import actor
from tracker.web.tongue import counted
from tracker.web.tongue import gettext as _

pages = Blueprint("desk", __name__)

READING = (ArrivalState.READING, ArrivalState.WAITING)


@pages.get("/")
def show() -> str:
    with look() as session:
        today = thai.local(now()).date()
        glance = desk_glance.glance(session, actor(), now(), today=today)
    limit = settings().max_file_bytes
    return render_template("desk/page.html", limit=limit, glance=glance, **_work())


@pages.get("/work")
def work() -> str:
    """The part of the desk that changes while files are read."""
    return render_template("desk/work.html", oob=True, **_work())


@pages.post("/arrivals")
def take_in() -> Response:
    """Keep what was dropped in and have it read. One bad file does not hold up the others."""
    found = [file for file in request.files.getlist("files") if file.filename]
    together = bool(request.form.get("together")) and len(found) > 1
    taken, refusals = _keep_together(found) if together else _keep(found)
    if taken:
        edge().wake()
    if not found:
        refusals.append(_("ยังไม่ได้เลือกไฟล์ กรุณาเลือกไฟล์แล้วส่งอีกครั้ง"))
    if request.headers.get("X-Part"):
        return errors.page(422, _("ไม่ได้รับไฟล์"), " ".join(refusals)) if refusals else Response("")
    for sentence in refusals:
        flash(sentence, "bad")
    if taken:
        flash(
            counted("รับไฟล์ไว้แล้ว รวม %(number)s ไฟล์เป็นเรื่องเดียว ระบบกำลังอ่าน", len(found))
            if together
            else counted("รับไฟล์ไว้แล้ว %(number)s ไฟล์ ระบบกำลังอ่าน", taken),
            "good",
        )
    return redirect(url_for("desk.show"))


def _keep(found: Iterable[FileStorage]) -> tuple[int, list[str]]:
    """How many files were taken in, and a sentence for each that was not."""
    taken, refusals = 0, []
    for file in found:
        name = files.clean_name(file.filename or "")
        try:
            dropped.take(Dropped(name, file.stream))
        except FileRefused as refusal:
            refusals.append(f"{name}: {thai.digits(refusal)}")
            continue
        taken += 1
    return taken, refusals


def _keep_together(found: Iterable[FileStorage]) -> tuple[int, list[str]]:
    """The files as pages of one letter, by their names: browsers tell them in any order."""
    pages = [Dropped(files.clean_name(one.filename or ""), one.stream) for one in found]
    try:
        dropped.take_together(sorted(pages, key=lambda one: binding.natural(one.name)))
    except FileRefused as refusal:
        return 0, [thai.digits(refusal)]
    return 1, []


@pages.post("/arrivals/<int:arrival_id>/again")
def read_again(arrival_id: int) -> Response:
    with begin() as session:
        intake.read_again(session, actor(), now(), arrival_id=arrival_id)
    edge().wake()
    return redirect(url_for("desk.show"))


@pages.get("/arrivals/<int:arrival_id>/given")
def given(arrival_id: int) -> str:
    """After confirming: the number, big, to be written into the stamp on the paper."""
    with look() as session:
        intake.arrival(session, actor(), arrival_id)
        entries = desk.numbers_given(session, actor(), arrival_id)
        if not entries:
            raise NotFound
        letter_id = entries[0].letter_id
        directives = chains.directives_of(session, actor(), letter_id) if letter_id else []
        waiting = waiting_for_review(session, actor())
    return render_template(
        "desk/given.html",
        entry=entries[0],
        others=entries[1:],
        original=entries[0].arrival_id != arrival_id,
        directives=directives,
        next_arrival=waiting[0].id if waiting else None,
        waiting=len(waiting),
    )


def waiting_for_review(session: Session, who: Actor) -> list[ArrivalView]:
    """What the own office has to review, the oldest first."""
    own = replace(who, office_ids=frozenset({who.office_id}))
    found = intake.arrivals(session, own, state=ArrivalState.REVIEW, limit=None)
    return sorted(found, key=lambda one: one.id)


def _work() -> dict[str, Any]:
    """What lies on the desk: being read, failed, waiting for review; and today's figures."""
    who = actor()
    own = replace(who, office_ids=frozenset({who.office_id}))
    with look() as session:
        reading = [x for s in READING for x in intake.arrivals(session, own, state=s, limit=None)]
        failed = intake.arrivals(session, own, state=ArrivalState.FAILED, limit=None)
        review = waiting_for_review(session, who)
        rows = desk_rows.rows(session, who, review)
        book = registers.book_of(session, who.office_id, open_it=False)
        year = registers.year_of(book.year_rule, now())
        number = registers.next_number(session, who, book.id, year) if book.id else 1
        registered = desk.registered_today(session, who, now())
        samples = chains.any_sample(session, who)
    figures = {
        "registered": registered,
        "review": len(review),
        "reading": len(reading),
        "failed": len(failed),
        "next_number": number,
    }
    listed = {"reading": reading, "failed": failed, "review": rows}
    return {**listed, "figures": figures, "samples": samples}
