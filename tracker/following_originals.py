"""The paper that follows a fax, a radio message or a picture by LINE keeps the number given."""

from collections.abc import Iterable

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker.actor import Actor
from tracker.models import Book, Delivery, Entry, LetterHolding
from tracker.sql_ids import among


def first_line(session: Session, actor: Actor, letter_id: int) -> Entry | None:
    """The line under which the office registered the copy, where it waits for the paper.

    The delivery is held until commit: of two scans at once one is the original.
    """
    held = _own(actor.office_id, letter_id).with_for_update()
    return _awaiting(session, held.execution_options(populate_existing=True))


def line_to_keep(session: Session, office_id: int, letter_id: int) -> Entry | None:
    """The same line, only looked at: what the paper's number will be."""
    return _awaiting(session, _own(office_id, letter_id))


def _own(office_id: int, letter_id: int) -> SelectOfScalar[Delivery]:
    return select(Delivery).where(
        Delivery.letter_id == letter_id, Delivery.recipient == f"office:{office_id}"
    )


def _awaiting(session: Session, own: SelectOfScalar[Delivery]) -> Entry | None:
    delivery = session.exec(own).one_or_none()
    if delivery is None or delivery.original_awaited_since is None or delivery.original_came_at:
        return None
    entry = session.get(Entry, delivery.entry_id) if delivery.entry_id is not None else None
    return entry if entry is not None and entry.voided_at is None else None


def lines(session: Session, arrival_id: int, office_ids: Iterable[int]) -> list[Entry]:
    """The lines whose original is the paper of this arrival, which has no number of its own."""
    wanted = (
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .join(Delivery, col(Delivery.entry_id) == col(Entry.id))
        .join(LetterHolding, col(LetterHolding.letter_id) == col(Delivery.letter_id))
        .where(
            LetterHolding.arrival_id == arrival_id,
            col(LetterHolding.office_id) == col(Delivery.office_id),
            col(Book.office_id) == col(Delivery.office_id),
            col(Delivery.original_came_at).is_not(None),
            col(Entry.arrival_id).is_distinct_from(arrival_id),
            among(col(Book.office_id), office_ids),
        )
        .order_by(col(Entry.number))
    )
    return list(session.exec(wanted))
