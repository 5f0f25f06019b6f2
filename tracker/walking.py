"""Which letters are still walked after: went out lately, or something is still to come.

What is counted of them costs what is open or recent, however much ever went out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, text, union
from sqlalchemy import select as many
from sqlmodel import col

from tracker.actor import Actor
from tracker.dispatching import BANGKOK
from tracker.models import Delivery, Dispatch
from tracker.models.circulation import OPEN
from tracker.sql_ids import among, flag

#: Said as the index of what is open says it.
OPEN_NOW = text(f"({OPEN})")
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
    if actor.office_ids == {actor.office_id}:
        sent = among(col(Dispatch.sender_office_id), actor.office_ids)
        opened = _opened().where(sent, case((OPEN_NOW, 1), else_=0) == 1)
        return union(recent.where(sent), opened)
    return union(recent, *_open(actor))


def _open(actor: Actor) -> Iterator[Select[Any]]:
    """What is open to one with offices below him: with them, or sent by them.

    Flagged, not asked for: the index of what is open is read once, as it lies.
    """
    with_them = flag(among(col(Delivery.office_id), actor.office_ids))
    by_them = flag(among(col(Dispatch.sender_office_id), actor.office_ids))
    yield many(col(Delivery.letter_id)).where(OPEN_NOW, with_them == 1).distinct()
    yield _opened().where(OPEN_NOW, with_them == 0, by_them == 1).distinct()


def _opened() -> Select[Any]:
    return many(col(Delivery.letter_id)).join(
        Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id)
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
