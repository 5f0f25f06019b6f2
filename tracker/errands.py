"""Letters on their way to very many: who has not got them yet, and sending them on.

What is left is told by the deliveries that are there, so that a kill between
two pieces leaves nobody out and sends nobody anything twice.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import accounts, dispatching
from tracker.actor import Actor
from tracker.dispatching import To
from tracker.models import Delivery, Dispatch, Errand, Letter
from tracker.vocabulary import DeliveryState


def waiting(session: Session, *, letter_id: int | None = None) -> list[Errand]:
    """What is on its way in pieces, the oldest first; of one letter, or all."""
    found = select(Errand).order_by(col(Errand.id))
    if letter_id is not None:
        of = select(Dispatch.id).where(Dispatch.letter_id == letter_id)
        found = found.where(col(Errand.dispatch_id).in_(of))
    return list(session.exec(found))


def held(session: Session, errand_id: int) -> tuple[Errand, Actor] | None:
    """The errand and who sent it, held until commit; ``None`` where it is done or another's."""
    errand = session.exec(
        select(Errand)
        .where(Errand.id == errand_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return None if errand is None else (errand, accounts.doer(session, errand.account_id))


def left(session: Session, errand: Errand) -> list[To]:
    """Who of an errand has not got the letter yet."""
    dispatch = session.get_one(Dispatch, errand.dispatch_id)
    had = set(
        session.exec(select(Delivery.recipient).where(Delivery.letter_id == dispatch.letter_id))
    )
    return [one for one in map(To.of, errand.to) if one.key not in had]


def unsent(session: Session, letter_id: int) -> int:
    """How many recipients a letter is still on its way to."""
    return sum(len(left(session, one)) for one in waiting(session, letter_id=letter_id))


def send(session: Session, actor: Actor, now: datetime, errand: Errand, to: Sequence[To]) -> None:
    """Send these of an errand what the others were sent."""
    dispatch = session.get_one(Dispatch, errand.dispatch_id)
    letter = session.get_one(Letter, dispatch.letter_id)
    dispatching.insert_deliveries(session, actor, now, letter, dispatch, to, DeliveryState.SENT)


def stop(session: Session, entry_id: int) -> None:
    """Send nobody else what went out under a number that was struck out."""
    under = select(Dispatch.id).where(Dispatch.entry_id == entry_id)
    for errand in session.exec(
        select(Errand).where(col(Errand.dispatch_id).in_(under)).with_for_update()
    ):
        session.delete(errand)
