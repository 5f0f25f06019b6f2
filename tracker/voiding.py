"""What a struck-out number leaves behind: deliveries of what was sent, duties of what was received.

Striking a line out changes the book alone. What hung on the number is shown
to the clerk, who has it follow, or leaves it because the letter goes on
under another number.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import assignments, delivery_moves, duty_following, errands, registers
from tracker.actor import Actor
from tracker.books import number_word, own_book
from tracker.delivery_moves import Step
from tracker.delivery_rules import ALLOWED
from tracker.duty_history import WAITING
from tracker.errors import BadValue, NotFound
from tracker.models import Assignment, Book, Delivery, Dispatch, Duty, Entry
from tracker.sentences import noted, sentence
from tracker.vocabulary import BookKind, DeliveryState


@dataclass(frozen=True, slots=True)
class Left:
    """``deliveries``: recipients that still count as sent to; ``beyond``: those that have done
    something about it and are not taken back; ``duties``: what the own office still owes by the
    letter; ``works``: pieces of work given on it and not finished."""

    deliveries: tuple[str, ...] = ()
    beyond: int = 0
    duties: tuple[str, ...] = ()
    works: int = 0

    def __bool__(self) -> bool:
        return bool(self.deliveries or self.duties)


def line(session: Session, actor: Actor, entry_id: int) -> tuple[Entry, Book]:
    """A line of a book of the actor's office, to be looked at."""
    entry = session.get(Entry, entry_id)
    if entry is None:
        raise NotFound
    return entry, own_book(session, actor, entry.book_id)


def left(session: Session, actor: Actor, *, entry_id: int) -> Left:
    """What hangs on a line that was struck out; nothing on one that stands."""
    entry, book = line(session, actor, entry_id)
    if entry.voided_at is None or entry.letter_id is None:
        return Left()
    if book.kind is BookKind.SEND:
        sent = _sent(session, entry)
        back = [one for one in sent if DeliveryState.WITHDRAWN in ALLOWED[one.state]]
        beyond = sum(one.state in _DONE for one in sent)
        return Left(deliveries=tuple(one.name for one in back), beyond=beyond)
    if _stands_elsewhere(session, entry, book):
        return Left()
    owed = tuple(one.text or one.explanation for one in _owed(session, entry, book))
    return Left(duties=owed, works=len(_works(session, entry, book)))


#: What a recipient has done already; it is not undone by a number.
_DONE = (DeliveryState.PASSED_ON, DeliveryState.ANSWERED, DeliveryState.NO_DATA)


def follow(session: Session, actor: Actor, now: datetime, *, entry_id: int) -> str:
    """Take the letter back from its recipients, or cancel what was owed; a Thai sentence."""
    entry, book = registers.own_entry(session, actor, entry_id)
    found = left(session, actor, entry_id=entry_id)
    if not found or entry.letter_id is None:
        raise BadValue(sentence("ไม่มีผลค้างของเลขที่ยกเลิกนี้แล้ว"))
    why = noted(
        "ยกเลิก%(word)s %(number)s/%(year)s: %(why)s",
        word=number_word(book),
        number=entry.number,
        year=entry.year,
        why=entry.void_reason,
    )
    if book.kind is BookKind.SEND:
        errands.stop(session, entry_id)
        for known in _sent(session, entry):
            one = delivery_moves.locked(session, known.id or 0)
            if DeliveryState.WITHDRAWN in ALLOWED[one.state]:
                step = Step(DeliveryState.WITHDRAWN, now, note=why)
                delivery_moves.apply(session, actor, now, one, step)
        return sentence("ถอนหนังสือจากผู้รับ %(count)s รายแล้ว", count=len(found.deliveries))
    duty_following.withdrawn(
        session, actor, now, letter_id=entry.letter_id, office_id=book.office_id, note=why
    )
    return sentence("ยกเลิกกำหนดของหนังสือนี้ %(count)s เรื่องแล้ว", count=len(found.duties))


def _sent(session: Session, entry: Entry) -> list[Delivery]:
    wanted = (
        select(Delivery)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(Dispatch.entry_id == entry.id)
        .order_by(col(Delivery.id))
    )
    return list(session.exec(wanted))


def _stands_elsewhere(session: Session, entry: Entry, book: Book) -> bool:
    """The office has registered the letter under another number that stands."""
    other = (
        select(Entry.id)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == entry.letter_id,
            Book.office_id == book.office_id,
            Book.kind == BookKind.RECEIVE,
            col(Entry.voided_at).is_(None),
        )
    )
    return session.exec(other).first() is not None


def _owed(session: Session, entry: Entry, book: Book) -> list[Duty]:
    wanted = select(Duty).where(
        Duty.letter_id == entry.letter_id,
        Duty.office_id == book.office_id,
        col(Duty.state).in_(WAITING),
    )
    return list(session.exec(wanted.order_by(col(Duty.due_on).nulls_last(), col(Duty.id))))


def _works(session: Session, entry: Entry, book: Book) -> list[Assignment]:
    wanted = select(Assignment).where(
        Assignment.letter_id == entry.letter_id,
        Assignment.office_id == book.office_id,
        col(Assignment.state).in_(assignments.OPEN),
    )
    return list(session.exec(wanted))
