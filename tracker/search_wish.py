"""What somebody looks for, and the filters that are no part of what is found."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from tracker.actor import Actor
from tracker.models import Delivery, Dispatch, Duty
from tracker.vocabulary import DeliveryState, DutyState, LetterKind

_OPEN = (DutyState.OPEN, DutyState.SUSPENDED)
#: The column of a letter's id -> whether it passes.
Filter = Callable[[ColumnElement[int]], ColumnElement[bool]]
#: Name of a filter -> days from today until which a duty is due; ``None``: any day.
DUE: dict[str, int | None] = {"overdue": -1, "week": 7, "month": 30, "any": None}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. ``state``: of the letter with one of the own offices."""

    text: str = ""
    issuer_id: int | None = None
    kind: LetterKind | None = None
    year: int | None = None
    state: DeliveryState | None = None
    due: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == Wish(self.text) and not self.text.strip()

    @property
    def letters_only(self) -> bool:
        """It asks for what only a letter has."""
        return self != Wish(self.text, year=self.year) or not self.text.strip()


def among(actor: Actor, now: dt.datetime, wish: Wish) -> Iterator[Filter]:
    """Filters that are no part of the letter: its state and what is due because of it."""
    if wish.state:
        yield _in_state(actor, wish.state)
    if wish.due in DUE:
        yield _due(actor, now, DUE[wish.due])


def _in_state(actor: Actor, state: DeliveryState) -> Filter:
    """Asked letter by letter: there are far more deliveries than letters that fit the words."""
    mine = or_(
        col(Delivery.office_id).in_(actor.office_ids),
        col(Dispatch.sender_office_id) == actor.office_id,
    )
    sent = (
        select(col(Delivery.id))
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(col(Delivery.state) == state, mine)
    )
    return lambda letter_id: sent.where(col(Delivery.letter_id) == letter_id).exists()


def _due(actor: Actor, now: dt.datetime, days: int | None) -> Filter:
    mine = or_(
        col(Duty.office_id).in_(actor.office_ids),
        col(Duty.owed_to_office_id) == actor.office_id,
    )
    owed = select(col(Duty.letter_id)).where(col(Duty.state).in_(_OPEN), mine)
    today = now.astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    if days is not None:
        owed = owed.where(col(Duty.due_on) <= today + dt.timedelta(days=days))
    if days is not None and days >= 0:
        owed = owed.where(col(Duty.due_on) >= today)
    return lambda letter_id: letter_id.in_(owed)
