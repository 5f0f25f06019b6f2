"""A letter that was issued to very many, taken to the rest of them, a piece at a time."""

from datetime import datetime

from sqlmodel import Session

from tracker import audit, errands, outgoing_issue, outgoing_letter, relation_effects
from tracker.actor import Actor
from tracker.models import Dispatch, Errand, Letter, Outgoing
from tracker.outgoing_content import recipients, understood
from tracker.vocabulary import OutgoingKind


def go_on(session: Session, errand: Errand, actor: Actor, now: datetime, size: int) -> int:
    """Take a letter to its next ``size`` recipients, with all that follows; how many are left.

    The errand is held. What hangs on the letter's day is reckoned as when it was issued.
    """
    rest = errands.left(session, errand)
    some, dispatch = rest[:size], session.get_one(Dispatch, errand.dispatch_id)
    errands.send(session, actor, now, errand, some)
    draft = session.get(Outgoing, dispatch.draft_id) if dispatch.draft_id else None
    if draft is not None and some:
        _follow(session, actor, draft, dispatch, {one.key for one in some}, errand)
    if len(rest) <= size:
        session.delete(errand)
        after = {"letter_id": dispatch.letter_id, "recipients": len(errand.to)}
        audit.record(session, actor, now, "sent_to_all", ("dispatch", dispatch.id), after=after)
    session.flush()
    return max(0, len(rest) - size)


def _follow(
    session: Session, actor: Actor, draft: Outgoing, dispatch: Dispatch, keys: set[str],
    errand: Errand,
) -> None:  # fmt: skip
    content = understood(draft.content)
    named = [(outgoing_issue.to_of(x, content).key, x) for x in recipients(draft.recipients)]
    to = [one for key, one in named if key in keys]
    outgoing_letter.address_more(session, dispatch.letter_id, to)
    source = session.get(Letter, draft.source_letter_id) if draft.source_letter_id else None
    if source is None:
        return
    at, letter_id = errand.made_at, dispatch.letter_id
    if draft.kind is OutgoingKind.RELAY:
        outgoing_issue.hand_down(session, actor, at, content, to, source, letter_id, errand.reason)
    elif draft.kind is OutgoingKind.CHASE:
        letter = session.get_one(Letter, letter_id)
        relation_effects.remind(
            session, actor, at, reminding=letter, reminded=source, only=sorted(keys)
        )
