"""The audit trail: who did what, when; and whether it is whole."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from tracker import audit, trail
from tracker.accounts import only_admin
from tracker.errors import BadValue
from tracker.web import thai
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.office import act_words
from tracker.web.office.blueprint import pages
from tracker.web.security import limiter
from tracker.web.tongue import in_tongue

#: Lines on a page.
LINES = 50
#: Breaks that are shown one by one.
TOLD = 50


@pages.get("/trail")
def trail_page() -> str:
    wish, refusal = trail.Wish(), ""
    try:
        wish = _wish()
    except BadValue as wrong:
        refusal = thai.digits(wrong)
    with look() as session:
        known = trail.acts(session)
        try:
            lines = trail.look(
                session, actor(), wish, before=request.args.get("before", type=int), limit=LINES
            )
        except BadValue as wrong:
            lines, refusal = [], thai.digits(wrong)
    return _page(lines, known, wish, refusal)


def _wish() -> trail.Wish:
    asked = request.args

    def day(name: str) -> Any:
        text = asked.get(name, "").strip()
        try:
            return thai.parse_day(text) if text else None
        except ValueError as wrong:
            raise BadValue(in_tongue(wrong)) from wrong

    return trail.Wish(
        office_id=asked.get("office", type=int), username=asked.get("username", ""),
        act=asked.get("act", ""), subject_type=asked.get("subject_type", ""),
        subject_id=asked.get("subject_id", ""), first=day("first"), last=day("last"),
    )  # fmt: skip


def _page(
    lines: list[trail.LineView],
    known: list[str],
    wish: trail.Wish,
    refusal: str = "",
    **more: Any,
) -> str:
    return render_template(
        "office/trail.html", lines=lines, acts=[(one, act_words.act(one)) for one in known],
        wish=wish, refusal=refusal, full=len(lines) == LINES, words=act_words, asked=request.args,
        **more,
    )  # fmt: skip


@pages.post("/trail/verify")
@limiter.limit("6 per minute")
def verify_trail() -> str:
    """Walk the whole trail, of all offices: it is one chain."""
    with look() as session:
        only_admin(actor())
        problems = audit.verify(session)
        lines = trail.look(session, actor(), trail.Wish(), limit=LINES)
        known = trail.acts(session)
    return _page(
        lines, known, trail.Wish(), checked=now(), problems=problems[:TOLD], broken=len(problems)
    )
