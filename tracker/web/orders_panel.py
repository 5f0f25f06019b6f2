"""Proposals, orders and work on the page of a letter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import endorsements, in_tray, staffing
from tracker.actor import Actor
from tracker.letters import LetterView
from tracker.models import Letter
from tracker.vocabulary import Secrecy
from tracker.web import orders_form, thai


def values(
    session: Session, actor: Actor, view: LetterView, now: datetime
) -> dict[str, Any] | None:
    """For the offices that hold the letter; others order nothing on it."""
    if not any(copy.office_id == actor.office_id for copy in view.copies):
        return None
    return of_letter(session, actor, view.letter, now)


def of_letter(
    session: Session, actor: Actor, letter: Letter, now: datetime
) -> dict[str, Any] | None:
    assert letter.id is not None
    if letter.secrecy is not Secrecy.NONE:
        return None
    today = thai.local(now).date()
    written = endorsements.on_letter(session, actor, letter.id)
    waiting = next((one for one in written if one.waits), None)
    return {
        "letter_id": letter.id,
        "written": written,
        "works": in_tray.on_letter(session, actor, letter.id, today),
        "waiting": waiting,
        "waits_for": endorsements.addressee(session, waiting, today) if waiting else "",
        "for_me": waiting is not None and endorsements.is_for(session, waiting, actor, today),
        **choices(session, actor, now),
    }


def choices(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the forms offer: the head of the day, units, people, common words."""
    today = thai.local(now).date()
    return {
        "head": staffing.acting_head(session, actor.office_id, today),
        "powers": staffing.powers(session, actor.account_id, actor.office_id, today),
        "units": staffing.units(session, actor, day=today),
        "people": staffing.people(session, actor.office_id, today),
        "orders": orders_form.ORDERS,
        "proposals": orders_form.PROPOSALS,
        "me": actor.account_id,
        "typed": {},
        "form": "",
    }
