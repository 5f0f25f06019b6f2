"""What lies on whose table: letters that wait for an order, and work that was given."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from tracker import assignments, letters, staffing
from tracker.actor import Actor
from tracker.assignments import OPEN, Standing
from tracker.models import Account, Assignment, AssignmentStep, Endorsement, Letter, Unit
from tracker.staffing import Head
from tracker.vocabulary import AssignmentState, Secrecy


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal on somebody's table. ``instead_of``: whose, where one stands in for him."""

    proposal: Endorsement
    letter: Letter
    instead_of: str


def waiting_for(session: Session, actor: Actor, day: date) -> list[Waiting]:
    """What waits for the actor's order or opinion, the oldest first.

    Sees the letters of his own office only, and of secret ones none.
    """
    served = staffing.served_by(session, actor.account_id, day)
    head = staffing.acting_head(session, actor.office_id, day)
    heads = head is not None and head.account_id in served
    mine = col(Endorsement.to_account_id).in_(served)
    found = (
        select(Endorsement, Letter)
        .join(Letter, col(Letter.id) == col(Endorsement.letter_id))
        .where(
            Endorsement.office_id == actor.office_id,
            col(Endorsement.waits).is_(True),
            Letter.secrecy == Secrecy.NONE,
            or_(mine, col(Endorsement.to_head).is_(True)) if heads else mine,
        )
        .order_by(col(Endorsement.at))
    )
    return [
        Waiting(one, letter, _instead(session, one, actor, head))
        for one, letter in session.exec(found).all()
    ]


def _instead(session: Session, one: Endorsement, actor: Actor, head: Head | None) -> str:
    if one.to_account_id is None:
        return head.name if head and head.account_id != actor.account_id else ""
    if one.to_account_id == actor.account_id:
        return ""
    return session.get_one(Account, one.to_account_id).display_name


def laid_out(session: Session, actor: Actor) -> list[tuple[Endorsement, Letter]]:
    """The actor's own proposals that still wait for somebody."""
    found = (
        select(Endorsement, Letter)
        .join(Letter, col(Letter.id) == col(Endorsement.letter_id))
        .where(
            Endorsement.author_id == actor.account_id,
            col(Endorsement.waits).is_(True),
            Letter.secrecy == Secrecy.NONE,
        )
        .order_by(col(Endorsement.at))
    )
    return list(session.exec(found).all())


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment with what is told of it. ``acts``: what the one who looks may do to it."""

    assignment: Assignment
    letter: Letter
    holder: str
    giver: str
    acts: frozenset[str]
    late: bool
    steps: tuple[AssignmentStep, ...] = ()


def given_to(session: Session, actor: Actor, day: date) -> list[Work]:
    """The open work of the actor, of those he stands in for, and of his units; next due first."""
    where = assignments.standing(session, actor, day)
    mine = or_(
        col(Assignment.account_id).in_(where.served), col(Assignment.unit_id).in_(where.unit_ids)
    )
    held = (AssignmentState.GIVEN, AssignmentState.ACCEPTED)
    return _works(session, actor, day, where, mine, col(Assignment.state).in_(held))


def in_office(session: Session, actor: Actor, day: date) -> list[Work]:
    """All open work of the actor's office, what came back first: who holds which letter."""
    where = assignments.standing(session, actor, day)
    found = _works(session, actor, day, where, col(Assignment.state).in_(OPEN))
    back = AssignmentState.RETURNED
    return sorted(found, key=lambda one: one.assignment.state is not back)


def on_letter(session: Session, actor: Actor, letter_id: int, day: date) -> list[Work]:
    """All work given on a letter in the actor's own office, with its steps."""
    if letters.visible(session, actor, letter_id).secrecy is not Secrecy.NONE:
        return []
    where = assignments.standing(session, actor, day)
    found = _works(session, actor, day, where, col(Assignment.letter_id) == letter_id)
    steps: dict[int, list[AssignmentStep]] = {}
    kept = select(AssignmentStep).where(
        col(AssignmentStep.assignment_id).in_([one.assignment.id for one in found])
    )
    for step in session.exec(kept.order_by(col(AssignmentStep.id))):
        steps.setdefault(step.assignment_id, []).append(step)
    return [replace(one, steps=tuple(steps.get(one.assignment.id or 0, ()))) for one in found]


def _works(
    session: Session,
    actor: Actor,
    day: date,
    where: Standing,
    *wanted: ColumnElement[bool],
) -> list[Work]:
    giver = aliased(Account)
    found = (
        select_rows(Assignment, Letter, Unit, Account, giver)
        .join(Letter, col(Letter.id) == col(Assignment.letter_id))
        .outerjoin(Unit, col(Unit.id) == col(Assignment.unit_id))
        .outerjoin(Account, col(Account.id) == col(Assignment.account_id))
        .outerjoin(giver, col(giver.id) == col(Assignment.given_by))
        .where(
            col(Assignment.office_id) == actor.office_id,
            col(Letter.secrecy) == Secrecy.NONE,
            *wanted,
        )
        .order_by(col(Assignment.due_on).is_(None), col(Assignment.due_on), col(Assignment.id))
    )
    return [
        Work(
            one,
            letter,
            holder=unit.name if unit else holder.display_name if holder else "",
            giver=by.display_name if by else "",
            acts=assignments.acts_of(one, actor, where),
            late=one.state in OPEN and one.due_on is not None and one.due_on < day,
        )
        for one, letter, unit, holder, by in session.execute(found).all()
    ]


def left_by(session: Session, account_id: int) -> tuple[int, int]:
    """How much lies on the table of an account: proposals that wait for it, open work."""
    waits = select(func.count()).where(
        Endorsement.to_account_id == account_id, col(Endorsement.waits).is_(True)
    )
    held = (AssignmentState.GIVEN, AssignmentState.ACCEPTED)
    work = select(func.count()).where(
        Assignment.account_id == account_id, col(Assignment.state).in_(held)
    )
    return session.exec(waits).one(), session.exec(work).one()
