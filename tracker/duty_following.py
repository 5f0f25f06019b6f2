"""What follows for duties when the letter's way says more: answered, given more time, withdrawn.

Deliveries and duties are two views of one obligation. Whoever may take the
step was checked there; here nothing is refused, because a step that happened
happened: what is closed already stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tracker import duty_closing, duty_dates, duty_history, holiday_table
from tracker.actor import Actor
from tracker.models import Duty
from tracker.sentences import noted
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState
from tracker.wording import long_date


def _held(session: Session, letter_id: int, office_id: int) -> list[Duty]:
    """What the office owes because of the letter, by day, held."""
    return list(
        session.exec(
            select(Duty)
            .where(Duty.letter_id == letter_id, Duty.office_id == office_id)
            .order_by(col(Duty.due_on).nulls_last(), col(Duty.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _with_replacements(session: Session, held: list[Duty]) -> list[Duty]:
    """The same with the duties of amending letters that stand in place of some, by day."""
    found = {duty.id: duty for duty in held}
    while ids := {duty.replaced_by_id for duty in found.values()} - {None, *found}:
        wanted = select(Duty).where(col(Duty.id).in_(ids)).order_by(col(Duty.id)).with_for_update()
        newer = session.exec(wanted.execution_options(populate_existing=True)).all()
        if not newer:
            break
        found |= {duty.id: duty for duty in newer}
    return sorted(found.values(), key=lambda duty: (duty.due_on or date.max, duty.id or 0))


def _waiting(duties: list[Duty]) -> list[Duty]:
    return [duty for duty in duties if duty.state in duty_history.WAITING]


def answered(
    session: Session, actor: Actor | None, now: datetime, *, letter_id: int, office_id: int,
    answer_letter_id: int | None, note: str, no_data: bool = False, whole: bool = False,
) -> list[Duty]:  # fmt: skip
    """Close what an answer closes; ``whole``: the matter is closed, so all but meetings are."""
    waiting = _waiting(_with_replacements(session, _held(session, letter_id, office_id)))
    closing = duty_closing.answered(waiting)
    if whole:
        closing = [duty for duty in waiting if duty.kind is not DutyKind.EVENT]
    return [
        duty_closing.close_held(session, actor, now, duty, answer_letter_id, note, no_data=no_data)
        for duty in closing
    ]


def sent_back(
    session: Session, actor: Actor | None, now: datetime, *, letter_id: int, office_id: int,
    note: str,
) -> list[Duty]:  # fmt: skip
    """The answer was not enough: what it closed waits again."""
    answers = [
        duty for duty in _held(session, letter_id, office_id)
        if duty.state in (DutyState.DONE, DutyState.NO_DATA)
        and duty.kind not in (DutyKind.RELAY, DutyKind.EVENT)
    ]  # fmt: skip
    last = max((duty.closed_at for duty in answers if duty.closed_at), default=None)
    return [
        duty_history.change(
            session, actor, now, duty, DutyChangeKind.REOPENED, reason=note or noted("ส่งแล้วไม่ครบ"),
            state=DutyState.OPEN, closed_at=None, closed_by=None, closed_letter_id=None,
            closed_note="",
        )
        for duty in answers
        if duty.closed_at == last
    ]  # fmt: skip


def withdrawn(
    session: Session, actor: Actor | None, now: datetime, *, letter_id: int, office_id: int,
    note: str,
) -> list[Duty]:  # fmt: skip
    """The letter was taken back from this office: it owes nothing by it."""
    return [
        duty_history.change(
            session, actor, now, duty, DutyChangeKind.CANCELLED, reason=note,
            state=DutyState.CANCELLED, closed_at=duty_history.moment(session, duty, now),
            closed_by=actor.account_id if actor else None, closed_note=note,
        )
        for duty in _waiting(_held(session, letter_id, office_id))
    ]  # fmt: skip


def extended(
    session: Session, actor: Actor | None, now: datetime, *, letter_id: int, office_id: int,
    due: date, note: str, by_letter_id: int | None, either_way: bool = False,
) -> list[Duty]:  # fmt: skip
    """Another day; where the letter that says so opened its own duty, that stands.

    Only days before it move, or with ``either_way`` later ones too.
    """
    waiting = _waiting(_held(session, letter_id, office_id))
    moving = [
        duty for duty in waiting
        if duty.kind is not DutyKind.EVENT and duty.due_on is not None
        and (duty.due_on < due or (either_way and duty.due_on > due))
    ]  # fmt: skip
    newer = None
    if by_letter_id is not None and by_letter_id != letter_id:
        opened = _waiting(_held(session, by_letter_id, office_id))
        newer = next((duty for duty in opened if duty.due_on == due), None)
    act = _replaced(newer) if newer is not None else _moved
    return [act(session, actor, now, duty, due, note, by_letter_id) for duty in moving]


def later_below(session: Session, *, letter_id: int, office_id: int, due: date) -> int:
    """How many below still have a later day than ``due`` of what the office owes by the letter."""
    below = aliased(Duty)
    found = (
        select(func.count(col(below.id)))
        .join(Duty, col(Duty.id) == col(below.parent_duty_id))
        .where(Duty.letter_id == letter_id, Duty.office_id == office_id)
        .where(col(below.state).in_(duty_history.WAITING), col(below.due_on) > due)
    )
    return session.exec(found).one()


_Act = Callable[[Session, Actor | None, datetime, Duty, date, str, int | None], Duty]


def _replaced(newer: Duty) -> _Act:
    def act(
        session: Session, actor: Actor | None, now: datetime, duty: Duty, due: date, note: str,
        by_letter_id: int | None,
    ) -> Duty:  # fmt: skip
        return duty_history.change(
            session, actor, now, duty, DutyChangeKind.SUPERSEDED, reason=note,
            letter_id=by_letter_id, state=DutyState.SUPERSEDED, replaced_by_id=newer.id,
            closed_at=duty_history.moment(session, duty, now),
            closed_by=actor.account_id if actor else None,
        )  # fmt: skip

    return act


def _moved(
    session: Session, actor: Actor | None, now: datetime, duty: Duty, due: date, note: str,
    by_letter_id: int | None,
) -> Duty:  # fmt: skip
    days = {"before": long_date(duty.due_on), "after": long_date(due)}
    longer = duty.due_on is None or due > duty.due_on
    if not longer:
        said = noted("เปลี่ยนกำหนดจาก %(before)s เป็น %(after)s (%(note)s)", **days, note=note)
    elif note:
        said = noted("ขยายเวลาจาก %(before)s เป็น %(after)s (%(note)s)", **days, note=note)
    else:
        said = noted("ขยายเวลาจาก %(before)s เป็น %(after)s", **days)
    calendar = holiday_table.calendars(session)(duty.province)
    day: dict[str, Any] = duty_history.shape(duty_dates.fixed(due.isoformat(), said, calendar))
    return duty_history.change(
        session, actor, now, duty, DutyChangeKind.EXTENDED if longer else DutyChangeKind.DATED,
        reason=note, letter_id=by_letter_id, **day,
    )  # fmt: skip
