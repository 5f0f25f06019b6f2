"""Duties that return: each instance is a duty of its own, opened when the last one has come."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker import audit, duty_dates, duty_history, duty_passing, holiday_table
from tracker.duty_dates import Told
from tracker.models import Duty, Letter, LetterDuty
from tracker.sentences import noted
from tracker.vocabulary import DutyChangeKind, DutyState

#: Instances that one run opens of one series, however long the program stood still.
_MOST_MISSED = 400
#: A series whose last instance was taken back, replaced or rests does not go on.
_STOPPED = (DutyState.CANCELLED, DutyState.SUPERSEDED, DutyState.SUSPENDED)


def next_instances(session: Session, now: datetime) -> list[Duty]:
    """Open the next of every duty that returns, once its last one has come or is closed.

    What was missed while the program stood still is owed too, and opened as well.
    Two runs at once, or a clock that was set back, open nothing twice. A series
    ends with an instance that is cancelled.
    """
    today = duty_dates.wall_clock(now).date()
    made: list[Duty] = []
    for last_id in _ripe(session, today):
        last = _hold_last(session, last_id)
        for _ in range(_MOST_MISSED):
            following = _open_next(session, now, last) if last is not None else None
            if following is None:
                break
            made.append(following)
            last = following
            if following.due_on is None or following.due_on > today:
                break
    if made:
        after = {"duties": [duty.id for duty in made]}
        audit.record(session, None, now, "next_instances", ("duty", None), after=after)
    return made


def would_return(session: Session, now: datetime) -> bool:
    """Whether ``next_instances`` may have anything to open; only reads."""
    return bool(_ripe(session, duty_dates.wall_clock(now).date()))


def _ripe(session: Session, today: date) -> list[int]:
    """The last instances that have come or are closed, parents before what hangs on them."""
    newer = aliased(Duty)
    is_last = (
        ~select(newer.id)
        .where(
            col(newer.series_id) == col(Duty.series_id), col(newer.instance) > col(Duty.instance)
        )
        .exists()
    )
    closed = col(Duty.state).not_in(duty_history.WAITING)
    found = session.exec(
        select(col(Duty.id))
        .where(
            col(Duty.series_id).is_not(None),
            col(Duty.due_on).is_not(None),
            col(Duty.state).not_in(_STOPPED),
            or_(col(Duty.due_on) <= today, closed),
            is_last,
        )
        .order_by(col(Duty.id))
    ).all()
    return [one for one in found if one is not None]


def _hold_last(session: Session, duty_id: int) -> Duty | None:
    """The instance, held; ``None`` when another run opened the next one meanwhile."""
    last = session.exec(
        select(Duty)
        .where(Duty.id == duty_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    newer = select(Duty.id).where(
        Duty.series_id == last.series_id, col(Duty.instance) > last.instance
    )
    stopped = last.state in _STOPPED or session.exec(newer).first() is not None
    return None if stopped else last


def _open_next(session: Session, now: datetime, last: Duty) -> Duty | None:
    parent = _parent(session, last)
    told = _told(session, now, last, parent)
    if told is None or told.due_on is None or last.due_on is None or told.due_on <= last.due_on:
        return None
    made = Duty(
        letter_id=last.letter_id, letter_duty_id=last.letter_duty_id, office_id=last.office_id,
        owed_to_office_id=last.owed_to_office_id, owed_to=last.owed_to, kind=last.kind,
        text=last.text, basis=dict(last.basis), province=last.province,
        recurrence=last.recurrence, series_id=last.series_id, instance=last.instance + 1,
        parent_duty_id=parent.id if parent is not None else last.parent_duty_id,
        assigned_account_id=last.assigned_account_id, received_at=last.received_at,
        opened_at=now, **duty_history.shape(told),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return None  # another run was quicker
    duty_history.note(
        session, None, now, made, DutyChangeKind.OPENED, after={"due": made.due},
        letter_id=made.letter_id,
    )  # fmt: skip
    session.flush()
    return made


def _parent(session: Session, last: Duty) -> Duty | None:
    """The instance of the series above that the next one is a share of."""
    above = session.get(Duty, last.parent_duty_id) if last.parent_duty_id is not None else None
    if above is None or above.series_id is None:
        return None
    return session.exec(
        select(Duty).where(Duty.series_id == above.series_id, Duty.instance == above.instance + 1)
    ).one_or_none()


def _told(session: Session, now: datetime, last: Duty, parent: Duty | None) -> Told | None:
    """The day of the next instance: by the letter's words, by the share of ours, by the rule."""
    calendar = holiday_table.calendars(session)(last.province)
    assert last.due_on is not None
    item_id = last.letter_duty_id or last.basis.get("item")
    item = session.get(LetterDuty, item_id) if item_id is not None else None
    letter = session.get(Letter, item.letter_id) if item is not None else None
    if item is not None and letter is not None:
        told = duty_dates.following(letter, item, last.due_on, calendar)
        if told is not None:
            return told
    if last.basis.get("how") == "handed" and item is None:
        if parent is None:
            return None  # the level above comes first
        buffer = int(last.basis.get("buffer") or 0)
        return duty_passing.share(parent, buffer, calendar, duty_dates.wall_clock(now).date())
    if not last.recurrence:
        return None
    explanation = noted("ครั้งที่ %(number)s ของ “%(text)s”", number=last.instance + 1, text=last.text)
    return duty_dates.by_rule(last.recurrence, last.due_on, explanation, calendar)
