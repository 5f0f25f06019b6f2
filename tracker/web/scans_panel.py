"""The paper itself on the page of a letter: its pages small, and a copy that can be searched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import intake
from tracker.actor import Actor
from tracker.errors import NotAllowed, NotFound
from tracker.letters import CopyView, LetterView

#: Pages shown at most; the file has them all.
MOST = 8


def values(
    session: Session, actor: Actor, view: LetterView, now: datetime
) -> dict[str, Any] | None:
    """The first copy that the actor may open; ``None`` for letters without a picture."""
    for copy in view.copies:
        if copy.arrival_id is not None and copy.pages[0]:
            shown = _paper(session, actor, copy.arrival_id, copy)
            if shown is not None:
                return shown
    return None


def _paper(
    session: Session, actor: Actor, arrival_id: int, copy: CopyView
) -> dict[str, Any] | None:
    try:
        arrival = intake.arrival(session, actor, arrival_id)
        intake.sealed_file(session, actor, arrival.sha256)
        reading = intake.result_of(session, actor, arrival_id) or {}
    except (NotFound, NotAllowed):
        return None
    if arrival.media_type.startswith("text/"):
        return None
    first, last = copy.pages[0] or 1, copy.pages[1] or copy.pages[0] or 1
    turns = {one["number"]: one["turn"] for one in reading.get("pages") or ()}
    sources = {one["source"] for one in reading.get("pages") or ()}
    numbers = range(first, min(last, first + MOST - 1) + 1)
    return {
        "arrival_id": arrival_id,
        "pages": [(number, turns.get(number, 0)) for number in numbers],
        "more": max(0, last - first + 1 - MOST),
        "scanned": "ocr" in sources,
    }
