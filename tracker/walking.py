"""Which letters are still walked after: went out lately, or something is still to come.

What is counted of them costs what is open or recent, however much ever went out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, or_, true, union
from sqlalchemy import select as many
from sqlmodel import col

from tracker import delivery_rules
from tracker.actor import Actor
from tracker.counting import sendings
from tracker.dispatching import BANGKOK
from tracker.models import Delivery, Dispatch
from tracker.sql_ids import among
from tracker.vocabulary import Action, DeliveryState

#: Days for which a letter counts as sent lately, by when its sending was written down.
LATELY = 90
#: The Buddhist era and the years for which somebody may ask.
_ERA, _OLDEST = 543, 2400


def letters(actor: Actor, now: datetime) -> CompoundSelect[Any]:
    """Letters of which the actor may see a delivery that is recent or not done.

    A recipient in no list who was only to know, without a day, never says that
    he received it: such a letter counts only lately.
    """
    since = now - timedelta(days=LATELY)
    recent = many(col(Dispatch.letter_id)).where(col(Dispatch.made_at) >= since)
    if actor.office_ids != {actor.office_id}:
        return union(recent, *_open(actor))
    sent = among(col(Dispatch.sender_office_id), actor.office_ids)
    return union(recent.where(sent), _sent_and_open().where(sent))


def _open(actor: Actor) -> Iterator[Select[Any]]:
    """What is open to one with offices below him.

    An index tells in which sendings anything is open, of which nearly all
    concerns him; only in those of others it matters to whom.
    """
    arms = [and_(asked, one) for asked, waited_for in _waits() for one in waited_for]
    # Each distinct by itself: what is open in a few sendings need not be sorted.
    opened = union(*(many(col(Delivery.dispatch_id)).where(one).distinct() for one in arms))
    sent = sendings(actor, col(Dispatch.id).in_(opened))
    to_ours = (
        many(col(Delivery.id))
        .where(
            col(Delivery.dispatch_id) == sent.c.id,
            among(col(Delivery.office_id), actor.office_ids),
            or_(*arms),
        )
        .exists()
    )
    yield many(sent.c.letter_id).where(sent.c.own == 1)
    yield many(sent.c.letter_id).where(sent.c.own == 0, to_ours)


def _waits() -> Iterator[tuple[ColumnElement[bool], list[ColumnElement[bool]]]]:
    """What was asked with the states in which it is still owed, and of whom it is waited for."""
    listed = col(Delivery.office_id) > 0
    dated = and_(col(Delivery.office_id).is_(None), col(Delivery.due_on).is_not(None))
    for asked in (None, *Action):
        still = [one for one in DeliveryState if delivery_rules.silent(one, asked)]
        same = col(Delivery.asked).is_(None) if asked is None else col(Delivery.asked) == asked
        known = asked in (None, Action.KNOW)
        yield and_(same, col(Delivery.state).in_(still)), [listed, dated] if known else [true()]


def _sent_and_open() -> Select[Any]:
    """What is open of one's own: found by who sent it, and looked at one by one."""
    waits = or_(*(and_(asked, or_(*waited)) for asked, waited in _waits()))
    return (
        many(col(Delivery.letter_id))
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(case((waits, 1), else_=0) == 1)
    )


def of_year(year: int) -> Select[Any]:
    """Letters that went out in a year of the Buddhist era."""
    first, after = (datetime(one - _ERA, 1, 1, tzinfo=BANGKOK) for one in (year, year + 1))
    return many(col(Dispatch.letter_id)).where(
        col(Dispatch.sent_at) >= first, col(Dispatch.sent_at) < after
    )


def year_asked(year: int | None, now: datetime) -> int | None:
    """The year, where it is one of those that letters can be of."""
    known = year is not None and _OLDEST <= year <= year_of(now)
    return year if known else None


def year_of(now: datetime) -> int:
    return now.astimezone(BANGKOK).year + _ERA
