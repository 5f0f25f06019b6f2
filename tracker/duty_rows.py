"""One duty as lists, messages and the page of a letter show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from tracker import duty_history, offices
from tracker.actor import Actor
from tracker.errors import NotFound
from tracker.models import Account, Duty, DutyChange, Letter
from tracker.sentences import sentence
from tracker.vocabulary import DutyKind, DutyState, Secrecy
from tracker.wording import BANGKOK


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty as lists and messages show it.

    Of a secret letter ``subject``, ``text``, ``explanation`` and ``note`` are empty.
    ``days_left``: calendar days to ``due_on``, negative when late, ``None`` without a day.
    """

    id: int
    letter_id: int
    ref_no: str | None
    letter_date: date | None
    subject: str
    office_id: int
    owed_to_office_id: int | None
    owed_to: str
    kind: DutyKind
    text: str
    rule: str
    due: str | None
    due_on: date | None
    suggested: date | None
    explanation: str
    doubt: str | None
    state: DutyState
    parent_duty_id: int | None
    recurrence: str | None
    instance: int
    assigned_account_id: int | None
    received_at: datetime | None
    closed_at: datetime | None
    closed_letter_id: int | None
    note: str
    version: int
    days_left: int | None
    handed_down: bool
    office_name: str = ""
    assigned_name: str = ""

    @property
    def late(self) -> bool:
        return self.waiting and self.days_left is not None and self.days_left < 0

    @property
    def waiting(self) -> bool:
        return self.state in duty_history.WAITING

    @property
    def closed_late(self) -> int:
        """Calendar days from its day to the day on which it was closed as done; 0: in time."""
        done = self.state in (DutyState.DONE, DutyState.NO_DATA)
        if not done or self.closed_at is None or self.due_on is None:
            return 0
        return max(0, (self.closed_at.astimezone(BANGKOK).date() - self.due_on).days)


def joined() -> Any:
    """Duties with as much of their letters as a row shows: never a letter's whole text."""
    shown = load_only(
        *(_column(name) for name in ("ref_no", "date", "subject", "secrecy")), raiseload=False
    )
    wanted = select(Duty, Letter).join(Letter, col(Letter.id) == col(Duty.letter_id))
    return wanted.options(shown)


def _column(name: str) -> Any:
    return getattr(Letter, name)


def day_of_order() -> ColumnElement[Any]:
    return func.coalesce(col(Duty.due_on), col(Duty.suggested))


def row_of(duty: Duty, letter: Letter, today: date) -> DutyRow:
    secret = letter.secrecy is not Secrecy.NONE
    assert duty.id is not None
    return DutyRow(
        id=duty.id, letter_id=duty.letter_id, ref_no=letter.ref_no, letter_date=letter.date,
        subject="" if secret else letter.subject or "", office_id=duty.office_id,
        owed_to_office_id=duty.owed_to_office_id, owed_to=duty.owed_to, kind=duty.kind,
        text="" if secret else duty.text, rule=duty.rule, due=duty.due, due_on=duty.due_on,
        suggested=duty.suggested, explanation="" if secret else duty.explanation,
        doubt=None if secret else duty.doubt, state=duty.state,
        parent_duty_id=duty.parent_duty_id, recurrence=duty.recurrence, instance=duty.instance,
        assigned_account_id=duty.assigned_account_id, received_at=duty.received_at,
        closed_at=duty.closed_at, closed_letter_id=duty.closed_letter_id,
        note="" if secret else duty.closed_note, version=duty.version,
        days_left=(duty.due_on - today).days if duty.due_on else None,
        handed_down=duty.basis.get("how") == "handed",
    )  # fmt: skip


def named(session: Session, rows: Sequence[DutyRow], today: date) -> list[DutyRow]:
    """The same rows with the names that their offices bear today, and of those assigned."""
    names = offices.names_on(session, {row.office_id for row in rows}, today)
    ids = {row.assigned_account_id for row in rows if row.assigned_account_id is not None}
    people = dict(
        session.exec(
            select(col(Account.id), col(Account.display_name)).where(col(Account.id).in_(ids))
        ).all()
    )
    return [
        replace(
            row, office_name=names.get(row.office_id, ""),
            assigned_name=people.get(row.assigned_account_id, ""),
        )
        for row in rows
    ]  # fmt: skip


def open_on(
    session: Session, *, day: date, ahead: int = 31, undated: bool = False
) -> Iterator[DutyRow]:
    """Every open duty that matters on ``day``: late, due, or due within ``ahead`` days.

    Ordered by office and day, streamed. A relay without a day of its own comes by
    its ``suggested`` day; ``undated``: with those that have neither. The names of
    offices are left to the caller (``named``).
    """
    last = day + timedelta(days=ahead)
    no_day = col(Duty.due_on).is_(None)
    # Written so that the index of open days serves.
    wanted = or_(col(Duty.due_on) <= last, and_(no_day, col(Duty.suggested) <= last))
    if undated:
        wanted = or_(wanted, and_(no_day, col(Duty.suggested).is_(None)))
    found = session.exec(
        joined()
        .where(col(Duty.state) == DutyState.OPEN, wanted)
        .order_by(col(Duty.office_id), day_of_order().nulls_last(), col(Duty.id))
        .execution_options(yield_per=1000)
    )
    for duty, letter in found:
        yield row_of(duty, letter, day)


@dataclass(frozen=True, slots=True)
class History:
    """One duty with everything that happened to it, oldest first, and who did it."""

    row: DutyRow
    changes: tuple[tuple[DutyChange, str], ...]
    below: int = 0
    below_open: int = 0


def one(session: Session, actor: Actor, *, duty_id: int, today: date) -> History:
    """A duty that the actor's offices owe or are owed."""
    found = session.exec(joined().where(Duty.id == duty_id)).one_or_none()
    if found is None or not {found[0].office_id, found[0].owed_to_office_id} & actor.office_ids:
        raise NotFound
    return _history(session, named(session, [row_of(found[0], found[1], today)], today)[0])


def for_letter(session: Session, actor: Actor, *, letter_id: int, today: date) -> list[History]:
    """What is owed because of a letter, as far as the actor may see; the own office's first."""
    seen = or_(
        col(Duty.office_id).in_(actor.office_ids),
        col(Duty.owed_to_office_id).in_(actor.office_ids),
    )
    found = session.exec(
        joined()
        .where(Duty.letter_id == letter_id, seen)
        .order_by(col(Duty.office_id) != actor.office_id, day_of_order().nulls_last(), col(Duty.id))
        .limit(200)
    ).all()
    rows = named(session, [row_of(pair[0], pair[1], today) for pair in found], today)
    return [_history(session, row) for row in rows]


def _history(session: Session, row: DutyRow) -> History:
    lines = session.exec(
        select(DutyChange, Account.display_name)
        .outerjoin(Account, col(Account.id) == col(DutyChange.account_id))
        .where(DutyChange.duty_id == row.id)
        .order_by(col(DutyChange.id))
    ).all()
    below = session.exec(
        select(col(Duty.state), func.count())
        .where(Duty.parent_duty_id == row.id, Duty.state != DutyState.CANCELLED)
        .group_by(col(Duty.state))
    ).all()
    waiting = sum(n for state, n in below if state in duty_history.WAITING)
    return History(
        row,
        tuple((change, who or sentence("ระบบ")) for change, who in lines),
        sum(n for _, n in below),
        waiting,
    )
