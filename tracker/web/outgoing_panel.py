"""Letters out on the page of a letter: pass it on, answer it, remind of it, its paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import circulation, outgoing, outgoing_enclosures
from tracker.actor import Actor
from tracker.letters import LetterView
from tracker.vocabulary import DispatchOrigin, OutgoingState
from tracker.web.tongue import gettext as _


def values(
    session: Session, actor: Actor, view: LetterView, now: datetime
) -> dict[str, Any] | None:
    """For the office that has the letter, or wrote it; nothing where neither holds."""
    letter_id = view.letter.id
    assert letter_id is not None
    mine = [copy for copy in view.copies if copy.office_id == actor.office_id]
    written = outgoing.of_letter(session, actor, letter_id)
    issued_here = any(x.letter_id == letter_id for x in written)
    sent = [
        one
        for one in circulation.deliveries(session, actor, letter_id=letter_id, now=now)
        if one.sender_office_id == actor.office_id and one.origin is DispatchOrigin.SENT
    ]
    kinds: list[tuple[str, str]] = []
    if mine and not issued_here and view.letter.issuer_office_id != actor.office_id:
        kinds = [("relay", _("ร่างหนังสือส่งต่อ")), ("answer", _("ร่างหนังสือตอบ"))]
    if any(one.owing for one in sent):
        kinds.append(("chase", _("ร่างหนังสือทวงถาม")))
    paper = outgoing.issued_as(session, letter_id) is not None
    if not (kinds or written or paper):
        return None
    return {
        "letter_id": letter_id,
        "letters": [x for x in written if x.state is not OutgoingState.CANCELLED],
        "title": outgoing.title,
        "kinds": kinds,
        "paper": paper,
        "enclosed": outgoing_enclosures.of_letter(session, actor, letter_id) if paper else [],
        "links": bool(sent),
    }
