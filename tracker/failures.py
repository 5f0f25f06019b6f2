"""What went wrong and waits for a person: files not read, messages not sent, names locked."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker import offices
from tracker.accounts import only_admin
from tracker.actor import Actor
from tracker.message_words import STUCK, MessageState
from tracker.models import Account, Arrival, Message, SignInTrial
from tracker.vocabulary import ArrivalState


@dataclass(frozen=True, slots=True)
class Unread:
    """Files of one office that could not be read; ``since``: when the oldest came."""

    office_name: str
    count: int
    since: datetime


def unread(session: Session, actor: Actor) -> list[Unread]:
    """By office, the most first. For administrators only."""
    only_admin(actor)
    many = func.count(col(Arrival.id))
    found = (
        select(Arrival.office_id, many, func.min(Arrival.arrived_at))
        .where(col(Arrival.office_id).in_(actor.office_ids), Arrival.state == ArrivalState.FAILED)
        .group_by(col(Arrival.office_id))
        .order_by(many.desc(), col(Arrival.office_id))
    )
    return [
        Unread(offices.name_on(session, office_id, since.date()), count, since)
        for office_id, count, since in session.exec(found).all()
    ]


def messages(session: Session, actor: Actor) -> dict[MessageState, int]:
    """How many messages of those offices failed, were given up, or may or may not have gone."""
    only_admin(actor)
    found = (
        select(Message.state, func.count())
        .where(col(Message.office_id).in_(actor.office_ids), col(Message.state).in_(STUCK))
        .group_by(col(Message.state))
    )
    return {MessageState(state): count for state, count in session.exec(found).all()}


def locked_names(session: Session, actor: Actor, now: datetime) -> list[Account]:
    """Accounts that somebody has tried too often from somewhere."""
    only_admin(actor)
    found = (
        select(Account)
        .join(SignInTrial, col(SignInTrial.username) == col(Account.username))
        .where(
            col(Account.office_id).in_(actor.office_ids),
            col(Account.active).is_(True),
            col(SignInTrial.locked_until) > now,
        )
        .distinct()
    )
    return list(session.exec(found.order_by(col(Account.username))))
