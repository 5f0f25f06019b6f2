"""Deliveries that an office may see, counted by sending: a few rows for however many recipients.

What a page asks of each letter is asked of these rows. Only what was sent by
others is looked at one by one.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    SelectBase,
    Subquery,
    and_,
    func,
    or_,
    union_all,
)
from sqlalchemy import select as many
from sqlmodel import col

from tracker.actor import Actor
from tracker.delivery_views import no_answers, no_reminders
from tracker.models import Delivery, Dispatch
from tracker.sql_ids import among, flag
from tracker.vocabulary import DeliveryState


def of_letters(actor: Actor, letters: SelectBase) -> Subquery:
    """``dispatch_id``, ``asked``, ``state``, ``due_on`` and their ``number`` of recipients.

    Of these letters, what the actor may see and what went out or to offices
    below: not to his own office, not what was withdrawn, and no answers
    or reminders.
    """
    by: list[Any] = [
        col(Delivery.dispatch_id), col(Delivery.asked), col(Delivery.state), col(Delivery.due_on)
    ]  # fmt: skip
    sent = of_matters(actor, letters)
    counted = many(*by, func.count().label("number")).where(outward(actor)).group_by(*by)
    # Named by sending, without a join: so the index on the sending has them in order.
    all_of_own = col(Delivery.dispatch_id).in_(many(sent.c.id).where(sent.c.own == 1))
    ours_of_others = and_(
        col(Delivery.dispatch_id).in_(many(sent.c.id).where(sent.c.own == 0)),
        among(col(Delivery.office_id), actor.office_ids),
    )
    return union_all(counted.where(all_of_own), counted.where(ours_of_others)).subquery()


def of_matters(actor: Actor, letters: SelectBase) -> CTE:
    """The sendings of these letters that are counted: no answers, and no reminders.

    ``id``, ``letter_id``, ``sent_at``, and whether an office of the actor's (``own`` 1) was the
    sender: of what his offices sent he may see all the recipients, of the rest his offices only.
    The offices are named once: there may be nine thousand.
    """
    letter_id = col(Dispatch.letter_id)
    own = flag(among(col(Dispatch.sender_office_id), actor.office_ids)).label("own")
    listed = many(col(Dispatch.id), letter_id, col(Dispatch.sent_at), own)
    return listed.where(letter_id.in_(letters), no_answers(letter_id), no_reminders()).cte("sent")


def recipients(actor: Actor, sent: CTE) -> ColumnElement[bool]:
    """Which deliveries of ``of_matters`` are counted, joined to it by their sending."""
    seen = or_(sent.c.own == 1, among(col(Delivery.office_id), actor.office_ids))
    return and_(col(Delivery.dispatch_id) == sent.c.id, seen, outward(actor))


def outward(actor: Actor) -> ColumnElement[bool]:
    """Deliveries that are not to the actor's own office, and were not withdrawn."""
    return and_(
        or_(col(Delivery.office_id).is_(None), col(Delivery.office_id) != actor.office_id),
        col(Delivery.state) != DeliveryState.WITHDRAWN,
    )
