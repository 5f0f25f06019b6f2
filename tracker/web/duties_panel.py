"""What is owed because of a letter, on the page of the letter, each day with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import duties
from tracker.actor import Actor
from tracker.letters import LetterView
from tracker.web import thai

#: Others' duties that stand on the page one by one; more are shown as a number.
_SHOWN = 8


def values(
    session: Session, actor: Actor, view: LetterView, now: datetime
) -> dict[str, Any] | None:
    assert view.letter.id is not None
    today = thai.local(now).date()
    found = duties.for_letter(session, actor, letter_id=view.letter.id, today=today)
    if not found:
        return None
    found.sort(key=lambda one: not one.row.waiting)  # what waits stands first
    own = [one for one in found if one.row.office_id == actor.office_id]
    others = [one for one in found if one.row.office_id != actor.office_id]
    return {
        "own": own,
        "others": others[:_SHOWN],
        "more": max(0, len(others) - _SHOWN),
        "open_others": sum(one.row.waiting for one in others),
        "others_count": len(others),
    }
