"""An order and all that follows from it, in one transaction.

The letter's circulation learns of it, the register's column การปฏิบัติ is
filled where nobody has written into it, and those who were given work are told.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import (
    assignments,
    circulation,
    delivery_moves,
    endorsements,
    registers,
    staffing,
    work_messages,
)
from tracker.actor import Actor
from tracker.assignments import Holder
from tracker.models import Assignment, Book, Endorsement, Entry
from tracker.sentences import noted
from tracker.vocabulary import BookKind
from tracker.wording import BANGKOK

#: The longest text that is put into the column of a register by itself.
_PRACTICE = 200


def order(
    session: Session, actor: Actor, now: datetime, *,
    letter_id: int, text: str, proposal_id: int | None = None, to: Sequence[Holder] = (),
    task: str = "", due_on: date | None = None, address: str = "",
) -> Endorsement:  # fmt: skip
    """``endorsements.order`` and what follows. ``address``: where this office is found."""
    made = endorsements.order(
        session, actor, now, letter_id=letter_id, text=text, proposal_id=proposal_id, to=to,
        task=task, due_on=due_on,
    )  # fmt: skip
    day = now.astimezone(BANGKOK).date()
    whole = staffing.powers(session, actor.account_id, actor.office_id, day).office is not None
    _follow(session, actor, now, made, address, whole=whole)
    return made


def order_from_paper(
    session: Session, actor: Actor, now: datetime, *,
    letter_id: int, text: str, written_on: date, signed_by: str = "", title: str = "",
    to: Sequence[Holder] = (), task: str = "", due_on: date | None = None, address: str = "",
) -> Endorsement:  # fmt: skip
    """``endorsements.order_from_paper`` and what follows."""
    made = endorsements.order_from_paper(
        session, actor, now, letter_id=letter_id, text=text, written_on=written_on,
        signed_by=signed_by, title=title, to=to, task=task, due_on=due_on,
    )  # fmt: skip
    _follow(session, actor, now, made, address, whole=True)
    return made


def _follow(
    session: Session, actor: Actor, now: datetime, made: Endorsement, address: str, *, whole: bool
) -> None:
    """``whole``: the order is the office's; one within a unit changes nothing outside of it."""
    given = session.exec(
        select(Assignment).where(Assignment.order_id == made.id).order_by(col(Assignment.id))
    ).all()
    names = [assignments.holder_name(session, Holder(one.unit_id, one.account_id)) for one in given]
    said = noted("มอบ %(names)s", names=", ".join(names)) if names else made.text.split("\n")[0]
    if whole:
        _circulate(session, actor, now, made.letter_id, said[:_PRACTICE], given=bool(names))
        _write_practice(session, actor, now, made.letter_id, said[:_PRACTICE])
    for work in given:
        work_messages.given(session, now, work, address=address)


def _circulate(
    session: Session, actor: Actor, now: datetime, letter_id: int, said: str, *, given: bool
) -> None:
    """Only where the office is among those whom the letter was sent to."""
    if delivery_moves.of_office(session, letter_id, actor.office_id) is None:
        return
    note = circulation.assign_noted if given else circulation.acknowledge
    note(session, actor, now, letter_id=letter_id, note=said)


def _write_practice(
    session: Session, actor: Actor, now: datetime, letter_id: int, said: str
) -> None:
    """What a person wrote into the register stays."""
    found = (
        select(Entry.id)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == letter_id,
            Book.office_id == actor.office_id,
            Book.kind == BookKind.RECEIVE,
            Entry.practice == "",
            col(Entry.voided_at).is_(None),
        )
    )
    for entry_id in session.exec(found.order_by(col(Entry.id))).all():
        if entry_id is not None:
            registers.note(session, actor, now, entry_id=entry_id, practice=said)
