"""Circulation on the page of a letter: our part, who else has it, what it is to others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import delivery_views, errands, matrix, relations
from tracker.actor import Actor
from tracker.delivery_moves import acts_for
from tracker.letters import LetterView
from tracker.vocabulary import LetterKind, Way
from tracker.web import circulation_svg

#: By which ways a copy comes before its original.
WAYS = (Way.FAX, Way.RADIO, Way.LINE, Way.MAIL)


def values(
    session: Session, actor: Actor, view: LetterView, now: datetime
) -> dict[str, Any] | None:
    """``None`` for an attached paper that nobody was sent by itself."""
    letter = view.letter
    assert letter.id is not None
    own = delivery_views.of_own_office(session, actor, letter.id, now=now)
    others = matrix.tally(session, actor, letter_id=letter.id, now=now)
    related = relations.of_letter(session, actor, letter.id)
    holds = any(copy.office_id == actor.office_id for copy in view.copies)
    ours = letter.issuer_office_id is not None and acts_for(actor, letter.issuer_office_id)
    if letter.kind is LetterKind.ANNEX and not (own or others.total or related):
        return None
    return {
        "letter_id": letter.id,
        "own": own,
        "others": others,
        "bar": circulation_svg.bar,
        "words": circulation_svg.words,
        "taken": [one for one in related if one.accepted],
        "offered": [one for one in related if one.accepted is None],
        "may_send": ours or holds,
        "ways": WAYS,
        "unsent": errands.unsent(session, letter.id) if ours or holds else 0,
    }
