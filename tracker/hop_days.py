"""Days per hop over time: how long letters travel to each level, and lie there before going on.

Counted by the database from what is proven: the receive registers, and receive
stamps that name their office. Samples are left out.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, func, union_all
from sqlalchemy import select as many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.actor import Actor
from tracker.models import (
    Arrival,
    Book,
    ChainLink,
    Entry,
    Letter,
    LetterRecipient,
    LetterStamp,
    Office,
)
from tracker.sql_days import bangkok_day, days_between, month_of
from tracker.vocabulary import BookKind, Level, Via

#: More days than this between two papers are a mistake in one of their dates.
_MOST = 730


@dataclass(frozen=True, slots=True)
class HopDays:
    """One level in one month of receipt (``2026-11``). Mean calendar days; ``None`` where none."""

    month: str
    level: Level
    received: int
    travel: float | None
    passed_on: int
    desk: float | None


def by_month(session: Session, actor: Actor, *, since: dt.date) -> list[HopDays]:
    """The hops received since a day, of papers that the actor may see, by month and level."""
    receipt = _receipts(actor, since).cte()
    onward = _onward(since, receipt).subquery()
    travel = days_between(receipt.c.day, col(Letter.date))
    desk = days_between(onward.c.day, receipt.c.day)
    found = session.execute(
        many(
            month_of(receipt.c.day), col(Office.level), func.count(), func.avg(travel),
            func.count(onward.c.day), func.avg(desk),
        )
        .select_from(receipt)
        .join(Letter, col(Letter.id) == receipt.c.letter_id)
        .join(Office, col(Office.id) == receipt.c.office_id)
        .outerjoin(
            onward,
            and_(
                onward.c.letter_id == receipt.c.letter_id,
                onward.c.office_id == receipt.c.office_id,
                onward.c.day >= receipt.c.day,
                days_between(onward.c.day, receipt.c.day) <= _MOST,
            ),
        )
        .where(
            col(Letter.is_sample).is_(False), col(Letter.date).is_not(None), travel >= 0,
            travel <= _MOST,
        )
        .group_by(month_of(receipt.c.day), col(Office.level))
    ).all()  # fmt: skip
    rows = [
        HopDays(month, level, int(n), _mean(way), int(m), _mean(lay))
        for month, level, n, way, m, lay in found
    ]
    return sorted(rows, key=lambda one: (one.month, one.level.depth))


def _rows(*columns: Any) -> Select[Any]:
    return many(*columns)


def _mean(value: Any) -> float | None:
    return None if value is None else float(value)


def _receipts(actor: Actor, since: dt.date) -> Select[Any]:
    """Letter, office, first day of receipt."""
    from_day = dt.datetime.combine(since, dt.time(), dt.timezone(dt.timedelta(hours=7)))
    day = bangkok_day(col(Entry.received_at))
    entries = (
        _rows(col(Entry.letter_id).label("letter_id"), col(Book.office_id).label("office_id"),
             day.label("day"))
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            col(Book.kind) == BookKind.RECEIVE,
            col(Book.office_id).in_(actor.office_ids),
            col(Entry.voided_at).is_(None),
            col(Entry.letter_id).is_not(None),
            col(Entry.received_at) >= from_day,
        )
    )  # fmt: skip
    stamps = (
        _rows(col(LetterStamp.letter_id), col(LetterStamp.office_id), col(LetterStamp.date))
        .join(Arrival, col(Arrival.id) == col(LetterStamp.arrival_id))
        .where(
            col(Arrival.office_id).in_(actor.office_ids),
            col(LetterStamp.office_id).is_not(None),
            col(LetterStamp.date) >= since,
        )
    )
    both = union_all(entries, stamps).subquery()
    return many(both.c.letter_id, both.c.office_id, func.min(both.c.day).label("day")).group_by(
        both.c.letter_id, both.c.office_id
    )


def _onward(since: dt.date, receipt: CTE) -> Select[Any]:
    """Letter received, office, day of the office's own letter that took it further down."""
    own = aliased(Letter)
    return (
        _rows(
            col(ChainLink.to_letter_id).label("letter_id"),
            col(own.issuer_office_id).label("office_id"),
            func.min(own.date).label("day"),
        )
        .join(own, col(own.id) == col(ChainLink.from_letter_id))
        .where(
            col(ChainLink.to_letter_id).in_(many(receipt.c.letter_id)),
            col(ChainLink.via) != Via.SIBLING,
            col(own.issuer_office_id).is_not(None),
            col(own.date) >= since,
            ~_goes_up(own),
        )
        .group_by(col(ChainLink.to_letter_id), col(own.issuer_office_id))
    )


def _goes_up(own: type[Letter]) -> ColumnElement[bool]:
    """A report to the office above cites the letter too; it is no step of the way down."""
    issuer = aliased(Office)
    to = many(col(LetterRecipient.office_id)).where(col(LetterRecipient.letter_id) == col(own.id))
    return (
        many(col(issuer.id))
        .where(
            col(issuer.id) == col(own.issuer_office_id),
            col(issuer.parent_id).in_(to.correlate(own)),
        )
        .exists()
    )
