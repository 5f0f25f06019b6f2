"""On the page of a letter: the form that its directive asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import form_catalogue
from tracker.actor import Actor
from tracker.letters import LetterView


def values(
    session: Session, actor: Actor, view: LetterView, now: datetime
) -> dict[str, Any] | None:
    if view.letter.id is None:
        return None
    found = form_catalogue.for_letter(session, actor, view.letter.id)
    return {"forms": found} if found else None
