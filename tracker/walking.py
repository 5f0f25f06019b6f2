"""Which letters are still walked after: went out lately, or something is still to come.

What is counted of them costs what is open or recent, however much ever went out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, union
from sqlalchemy import select as many
from sqlmodel import col

from tracker import delivery_rules
from tracker.actor import Actor
from tracker.delivery_views import seen_by
from tracker.dispatching import BANGKOK
from tracker.models import Delivery, Dispatch
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
    own = recent.where(col(Dispatch.sender_office_id).in_(actor.office_ids))
    # Who has offices below him looks at nearly all that is recent.
    below = actor.office_ids != {actor.office_id}
    return union(recent if below else own, *_open(actor))


def _open(actor: Actor) -> Iterator[Select[Any]]:
    """One question for each wish: an index leads each to what is open."""
    outside = col(Delivery.office_id).is_(None)
    for asked in (None, *Action):
        still = [one for one in DeliveryState if delivery_rules.silent(one, asked)]
        same = col(Delivery.asked).is_(None) if asked is None else col(Delivery.asked) == asked
        owing = (
            many(col(Delivery.letter_id))
            .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
            .where(same, col(Delivery.state).in_(still), seen_by(actor))
        )
        if asked in (None, Action.KNOW):
            yield owing.where(col(Delivery.office_id) > 0)
            yield owing.where(outside, col(Delivery.due_on).is_not(None))
        else:
            yield owing


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
