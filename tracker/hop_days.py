"""Days per hop over time: how long letters travel to each level, and lie there before going on.

Counted by the database from what is proven: the receive registers, and receive
stamps that name their office. Samples are left out.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    cast,
    func,
    null,
    union_all,
)
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
from tracker.sql_days import bangkok_day
from tracker.sql_ids import among
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


@dataclass(slots=True)
class _Days:
    """Receipts of one month by offices of one level, with the days that are known of them."""

    received: int = 0
    travel: int = 0
    passed_on: int = 0
    desk: int = 0

    def told(self, month: str, level: Level) -> HopDays:
        desk = self.desk / self.passed_on if self.passed_on else None
        travel = self.travel / self.received
        return HopDays(month, level, self.received, travel, self.passed_on, desk)


def by_month(session: Session, actor: Actor, *, since: dt.date) -> list[HopDays]:
    """The hops received since a day, of papers that the actor may see, by month and level."""
    known: dict[tuple[str, Level], _Days] = defaultdict(_Days)
    for level, dated, day, onward, number in session.execute(_counted(actor, since)):
        way = (day - dated).days
        if not 0 <= way <= _MOST:
            continue
        days = known[f"{day:%Y-%m}", level]
        if onward is None:
            days.received += number
            days.travel += number * way
        elif 0 <= (lay := (onward - day).days) <= _MOST:
            days.passed_on += number
            days.desk += number * lay
    rows = [days.told(month, level) for (month, level), days in known.items() if days.received]
    return sorted(rows, key=lambda one: (one.month, one.level.depth))


def _counted(actor: Actor, since: dt.date) -> CompoundSelect[Any]:
    """Level, day of the letter, day of receipt, none, how many; and so with the day of going on.

    In one question: the receipts are looked for once, and counted by their days.
    """
    receipt = _receipts(actor, since).cte("receipt")
    onward = _onward(since, receipt).cte("onward")
    by: list[Any] = [col(Office.level), col(Letter.date)]
    received = _by_days(receipt, [*by, receipt.c.day], [cast(null(), Date())])
    return union_all(received, _by_days(onward, [*by, onward.c.day, onward.c.went_on], []))


def _by_days(of: CTE, by: list[Any], empty: list[Any]) -> Select[Any]:
    return (
        many(*by, *empty, func.count())
        .select_from(of)
        .join(Letter, col(Letter.id) == of.c.letter_id)
        .join(Office, col(Office.id) == of.c.office_id)
        .where(col(Letter.is_sample).is_(False), col(Letter.date).is_not(None))
        .group_by(*by)
    )


def _rows(*columns: Any) -> Select[Any]:
    return many(*columns)


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
            among(col(Book.office_id), actor.office_ids),
            col(Entry.voided_at).is_(None),
            col(Entry.letter_id).is_not(None),
            col(Entry.received_at) >= from_day,
        )
    )  # fmt: skip
    held = many(col(Arrival.id)).where(
        col(Arrival.id) == col(LetterStamp.arrival_id),
        among(col(Arrival.office_id), actor.office_ids),
    )
    stamps = _rows(
        col(LetterStamp.letter_id), col(LetterStamp.office_id), col(LetterStamp.date)
    ).where(col(LetterStamp.date) >= since, col(LetterStamp.office_id).is_not(None), held.exists())
    both = union_all(entries, stamps).subquery()
    return many(both.c.letter_id, both.c.office_id, func.min(both.c.day).label("day")).group_by(
        both.c.letter_id, both.c.office_id
    )


def _onward(since: dt.date, receipt: CTE) -> Select[Any]:
    """Letter received, office, day, and that of its own letter that took it further down."""
    own = aliased(Letter)
    by: list[Any] = [col(ChainLink.to_letter_id), col(own.issuer_office_id)]
    taken = (
        many(*by, func.min(own.date).label("went_on"))
        .join(own, col(own.id) == col(ChainLink.from_letter_id))
        .where(
            col(ChainLink.to_letter_id).in_(many(receipt.c.letter_id)),
            col(ChainLink.via) != Via.SIBLING,
            col(own.issuer_office_id).is_not(None),
            col(own.date) >= since,
            ~_goes_up(own),
        )
        .group_by(*by)
        .subquery()
    )
    letter_id, office_id, went_on = taken.c
    same = and_(receipt.c.letter_id == letter_id, receipt.c.office_id == office_id)
    return many(
        letter_id.label("letter_id"), office_id.label("office_id"), receipt.c.day, went_on
    ).join(receipt, same)


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
