"""What an office did today, and which numbers an arrival was given."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from tracker import following_originals
from tracker.actor import Actor
from tracker.models import Book, Entry
from tracker.registers import BANGKOK
from tracker.vocabulary import BookKind


def registered_today(session: Session, actor: Actor, now: datetime) -> int:
    """Lines written into the office's own receive books since midnight, Bangkok time."""
    midnight = now.astimezone(BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = (
        select(func.count())
        .select_from(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Book.office_id == actor.office_id,
            Book.kind == BookKind.RECEIVE,
            Entry.registered_at >= midnight,
            Entry.registered_at < midnight + timedelta(days=1),
        )
    )
    return session.exec(wanted).one()


def numbers_given(session: Session, actor: Actor, arrival_id: int) -> list[Entry]:
    """The lines of an arrival in the books that the actor may see, first number first.

    Of the original of a copy that was registered before: that line.
    """
    wanted = (
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(Entry.arrival_id == arrival_id, col(Book.office_id).in_(actor.office_ids))
        .order_by(col(Entry.number))
    )
    before = following_originals.lines(session, arrival_id, actor.office_ids)
    return [*session.exec(wanted).all(), *before]
