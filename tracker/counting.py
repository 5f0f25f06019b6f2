"""Deliveries that an office may see, counted by sending: a few rows for however many recipients.

What a page asks of each letter is asked of these rows. Only what was sent by
others is looked at one by one.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    SelectBase,
    Subquery,
    and_,
    case,
    func,
    or_,
    union_all,
)
from sqlalchemy import select as many
from sqlmodel import col

from tracker.actor import Actor
from tracker.delivery_views import no_answers, no_reminders
from tracker.models import Delivery, Dispatch
from tracker.sql_ids import among
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
    counted = many(*by, func.count().label("number")).group_by(*by)
    return union_all(*(counted.where(one) for one in arms(actor, letters))).subquery()


def arms(actor: Actor, letters: SelectBase) -> list[ColumnElement[bool]]:
    """Which deliveries are counted: all of what the actor's offices sent, of the rest theirs.

    Said by sending, without a join: so an index on the sending tells all that is asked.
    """
    letter_id = col(Dispatch.letter_id)
    sent = sendings(actor, and_(letter_id.in_(letters), no_answers(letter_id), no_reminders()))
    counts = and_(
        or_(col(Delivery.office_id).is_(None), col(Delivery.office_id) != actor.office_id),
        col(Delivery.state) != DeliveryState.WITHDRAWN,
    )
    return [
        and_(col(Delivery.dispatch_id).in_(sent_by_own(sent, own=True)), counts),
        and_(
            col(Delivery.dispatch_id).in_(sent_by_own(sent, own=False)),
            among(col(Delivery.office_id), actor.office_ids),
            counts,
        ),
    ]


def sendings(actor: Actor, wanted: ColumnElement[bool]) -> CTE:
    """``id``, ``letter_id`` of sendings, and whether an office of the actor's (1) was the sender.

    Of what his offices sent he may see all the recipients, of the rest his offices only.
    The offices are named once: there may be nine thousand.
    """
    own = case((among(col(Dispatch.sender_office_id), actor.office_ids), 1), else_=0)
    listed = many(col(Dispatch.id), col(Dispatch.letter_id), own.label("own"))
    return listed.where(wanted).cte()


def sent_by_own(sent: CTE, *, own: bool) -> Select[Any]:
    """Of ``sendings`` the ids of one kind."""
    return many(sent.c.id).where(sent.c.own == int(own))
