"""The matters that stand first, found from an index without putting all of them in order.

The index leads to letters in the order of what decides: the next day that is
owed, or when they went out. The matters of the first few are counted as a
whole, and whatever comes before the last of these few cannot be missing.
"""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_
from sqlalchemy import select as many
from sqlmodel import Session, col

from tracker import counting, walking
from tracker.actor import Actor
from tracker.delivery_views import day_of, owes
from tracker.matter_groups import Groups, Key, Order, Part, grouped, within
from tracker.models import Delivery, DirectiveLetter, Dispatch
from tracker.sql_ids import among, flag

#: Letters that are looked at beside those wanted, and at most.
_SPARE, _MOST = 60, 3000


def found(
    session: Session, actor: Actor, now: datetime, order: Order, start: int, wanted: int
) -> Groups | None:
    """``wanted`` matters after the first ``start``; none where an index does not tell them."""
    looked_at = 2 * (start + wanted) + _SPARE
    while looked_at <= _MOST:
        ahead = session.execute(_ahead(actor, now, order).limit(looked_at)).all()
        all_of_them = len(ahead) < looked_at
        if all_of_them and order is Order.NEWEST:
            edge: Any = _since(now)
        else:
            edge = None if all_of_them else ahead[-1][0]
        keys = _keys(session, {letter_id for _, letter_id in ahead})
        letters = walking.letters(actor, now, within(keys))
        groups = grouped(session, actor, day_of(now), order, letters, start, wanted)
        if len(groups) == wanted and all(_before(x, edge, order) for x in groups.values()):
            return groups
        if all_of_them:
            return None
        looked_at *= 4
    return None


def _ahead(actor: Actor, now: datetime, order: Order) -> Select[Any]:
    """What decides the place of a letter that is owed, and the letter, the first ones first."""
    joined = col(Dispatch.id) == col(Delivery.dispatch_id)
    to_ours = among(col(Delivery.office_id), actor.office_ids)
    by_ours = among(col(Dispatch.sender_office_id), actor.office_ids)
    seen = flag(or_(to_ours, by_ours)) == 1
    if order is Order.LATEST:
        columns: list[Any] = [col(Delivery.due_on), col(Delivery.letter_id)]
        due, letter_id = columns
        dated = (walking.OPEN_NOW, due.is_not(None), seen, counting.outward(actor))
        rows = many(*columns).join(Dispatch, joined).where(*dated)
        return rows.distinct().order_by(due, letter_id)
    owing = many(col(Delivery.id)).where(joined, owes(), seen, counting.outward(actor))
    columns = [col(Dispatch.sent_at), col(Dispatch.letter_id)]
    sent_at, letter_id = columns
    lately = (sent_at >= _since(now), owing.correlate(Dispatch).exists())
    return many(*columns).where(*lately).order_by(sent_at.desc(), letter_id.desc())


def _since(now: datetime) -> datetime:
    """How far back is looked for what went out last."""
    return now - timedelta(days=walking.LATELY)


def _before(parts: list[Part], edge: Any, order: Order) -> bool:
    """Whether a matter is owed and stands before the last of those looked at."""
    if order is Order.LATEST:
        days = [due for *_, due in parts if due is not None]
        return bool(days) and (edge is None or min(days) < edge)
    return any(tally.owing for _, tally, *_ in parts) and min(sent for *_, sent, _ in parts) > edge


def _keys(session: Session, letters: Set[int]) -> list[Key]:
    """The directives of these letters, and those that belong to none."""
    of = many(col(DirectiveLetter.directive_id), col(DirectiveLetter.letter_id))
    rows = session.execute(of.where(col(DirectiveLetter.letter_id).in_(letters))).all()
    alone = letters - {letter_id for _, letter_id in rows}
    return [*((one, 0) for one in {one for one, _ in rows}), *((None, one) for one in alone)]
