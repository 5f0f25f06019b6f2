"""Who is to be told of what on a day: looked up, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import defer, load_only
from sqlmodel import Session, col, select

from tracker import duty_rows, holiday_table, preferences, staffing
from tracker.digests import Item
from tracker.holidays import Calendar
from tracker.models import Account, Duty, Letter, Office, ReminderMark
from tracker.preferences import Wish
from tracker.reminder_stages import ABOVE_FROM, HEAD_FROM, Part, Role, Stage, stage
from tracker.vocabulary import AccountRole, DutyKind, DutyState, Secrecy

_BASIS: Any = Duty.basis
#: What is told of a letter: never its text, which may be long.
_OF_LETTER: Any = (Letter.id, Letter.ref_no, Letter.subject, Letter.secrecy)
#: Ids of one question to the database.
_CHUNK = 500


@dataclass(slots=True)
class Plan:
    """What one person is to be told."""

    account_id: int
    name: str
    wish: Wish
    items: list[Item] = field(default_factory=list)

    @property
    def worth_sending(self) -> bool:
        """Something new was reached, or the person wants it every day."""
        return any(one.fresh for one in self.items) or (self.wish.every_day and bool(self.items))


class _Staff:
    """The people of one office on a day: who does whose work, who answers for what has no one."""

    def __init__(self, session: Session, office_id: int, day: date) -> None:
        self._session, self._day = session, day
        found = select(Account).where(Account.office_id == office_id, col(Account.active).is_(True))
        self.people = {one.id: one for one in session.exec(found) if one.id is not None}
        clerks = {key for key, one in self.people.items() if one.role is AccountRole.CLERK}
        self.desk = sorted(clerks or self.people)
        head = staffing.acting_head(session, office_id, day)
        self.head = head.account_id if head and head.account_id in self.people else None
        self._does: dict[int, int] = {}

    def does(self, account_id: int) -> int:
        if account_id not in self._does:
            self._does[account_id] = staffing.stand_in(self._session, account_id, self._day)
        return self._does[account_id]

    def charged(self, account_id: int | None) -> list[tuple[int, str]]:
        """Who sees to a duty today, and for whom where it is another's; the desk if nobody."""
        if account_id is not None and account_id in self.people:
            doing = self.does(account_id)
            if doing in self.people:
                name = self.people[account_id].display_name if doing != account_id else ""
                return [(doing, name)]
            return [(account_id, "")]
        return [(one, "") for one in self.desk]


def offices_at(session: Session, hour: int) -> list[int]:
    """The offices with somebody who may want a digest at that hour."""
    found = select(Account).where(col(Account.active).is_(True)).order_by(col(Account.office_id))
    accounts = {one.id: one.office_id for one in session.exec(found) if one.id is not None}
    offices: dict[int, None] = {}
    ids = list(accounts)
    for at in range(0, len(ids), _CHUNK):
        for account_id, wish in preferences.of_many(session, ids[at : at + _CHUNK]).items():
            if wish.digest_hour == hour and wish.ways():
                offices[accounts[account_id]] = None
    return list(offices)


def plans(session: Session, *, office_id: int, hour: int, day: date) -> list[Plan]:
    """What each person of the office who wants a digest at that hour is to be told on ``day``.

    Nobody is told anything on a day on which the office does not work.
    """
    if not holiday_table.of_office(session, office_id).is_working_day(day):
        return []
    staff = _Staff(session, office_id, day)
    wishes = preferences.of_many(session, staff.people)
    wanted = {
        key: Plan(key, one.display_name, wishes[key])
        for key, one in staff.people.items()
        if wishes[key].digest_hour == hour and wishes[key].ways()
    }
    if not wanted:
        return []
    _own(session, staff, wanted, office_id, day)
    _from_below(session, staff, wanted, office_id, day)
    for plan in wanted.values():
        _mark_known(session, plan)
    return [plan for plan in wanted.values() if plan.worth_sending]


class _Stages:
    """The stage of a due day, counted once however many duties fall on it."""

    def __init__(self, day: date, calendar: Calendar) -> None:
        self._day, self._calendar = day, calendar
        self._known: dict[tuple[date, date | None, tuple[int, ...]], Stage | None] = {}

    def __call__(
        self, due: date, suggested: date | None, before: tuple[int, ...] = ()
    ) -> Stage | None:
        key = (due, suggested, before)
        if key not in self._known:
            self._known[key] = stage(due, suggested, self._day, self._calendar, before)
        return self._known[key]


class Charged:
    """Who sees to duties on a day: ``charged(duty)``, the people of each office read once."""

    def __init__(self, session: Session, day: date) -> None:
        self._session, self._day = session, day
        self._staff: dict[int, _Staff] = {}

    def __call__(self, duty: Duty) -> list[int]:
        if duty.office_id not in self._staff:
            self._staff[duty.office_id] = _Staff(self._session, duty.office_id, self._day)
        charged = self._staff[duty.office_id].charged(duty.assigned_account_id)
        return [account_id for account_id, _ in charged]


def _own(
    session: Session, staff: _Staff, wanted: dict[int, Plan], office_id: int, day: date
) -> None:
    longest = max((max(p.wish.days_before, default=0) for p in wanted.values()), default=0)
    until = day + timedelta(days=longest * 7 // 5 + 21)  # working days, a long break among them
    at_day = _Stages(day, holiday_table.of_office(session, office_id))
    of_office = and_(col(Duty.office_id) == office_id, duty_rows.day_of_order() <= until)
    for duty, letter in _open(session, of_office):
        due = duty.due_on or duty.suggested
        if due is None:
            continue
        told = set()
        for account_id, instead_of in staff.charged(duty.assigned_account_id):
            plan = wanted.get(account_id)
            told.add(account_id)
            if plan is None:
                continue
            at = at_day(due, duty.suggested, plan.wish.days_before)
            if at is not None and not _over(duty, at):
                plan.items.append(_item(duty, letter, due, at, Role.OWN, instead_of))
        if staff.head in wanted and staff.head not in told:
            at = at_day(due, duty.suggested)
            if _late(duty, at, HEAD_FROM):
                assert at is not None
                wanted[staff.head].items.append(_item(duty, letter, due, at, Role.HEAD))


def _from_below(
    session: Session, staff: _Staff, wanted: dict[int, Plan], office_id: int, day: date
) -> None:
    """What offices below owe and are late with; without a named creditor the level above is one."""
    below = select(Office.id).where(Office.parent_id == office_id)
    owed = or_(
        col(Duty.owed_to_office_id) == office_id,
        and_(col(Duty.owed_to_office_id).is_(None), col(Duty.office_id).in_(below)),
    )
    calendars, at_days = holiday_table.calendars(session), dict[str | None, _Stages]()
    for duty, letter in _open(session, and_(owed, col(Duty.due_on) < day)):
        if duty.due_on is None or duty.office_id == office_id:
            continue
        if duty.province not in at_days:
            at_days[duty.province] = _Stages(day, calendars(duty.province))
        at = at_days[duty.province](duty.due_on, None)
        if not _late(duty, at, ABOVE_FROM):
            continue
        assert at is not None
        for account_id in _watching(session, staff, duty):
            if account_id in wanted:
                item = _item(duty, letter, duty.due_on, at, Role.ABOVE)
                wanted[account_id].items.append(item)


def _watching(session: Session, staff: _Staff, duty: Duty) -> list[int]:
    """Whoever has the duty that this one came from, else the head, else the desk."""
    parent = session.get(Duty, duty.parent_duty_id) if duty.parent_duty_id else None
    assigned = parent.assigned_account_id if parent else None
    if assigned is None and staff.head is not None:
        return [staff.head]
    return [account_id for account_id, _ in staff.charged(assigned)]


def _open(session: Session, which: ColumnElement[bool]) -> Iterator[tuple[Duty, Letter]]:
    found: Iterable[Any] = session.exec(
        duty_rows.joined()
        .where(col(Duty.state) == DutyState.OPEN, which)
        .order_by(col(Duty.id))
        .options(load_only(*_OF_LETTER), defer(_BASIS))
        .execution_options(yield_per=_CHUNK)
    )
    yield from found


def _over(duty: Duty, at: Stage) -> bool:
    """A meeting that has taken place needs no reminder."""
    return duty.kind is DutyKind.EVENT and at.part is Part.LATE


def _late(duty: Duty, at: Stage | None, least: int) -> bool:
    late = at is not None and at.part is Part.LATE and at.days >= least
    return late and duty.kind is not DutyKind.EVENT


def _item(
    duty: Duty, letter: Letter, due: date, at: Stage, role: Role, instead_of: str = ""
) -> Item:
    secret = letter.secrecy is not Secrecy.NONE
    assert duty.id is not None
    return Item(
        duty_id=duty.id, letter_id=duty.letter_id, kind=duty.kind, ref_no=letter.ref_no or "",
        subject="(หนังสือมีชั้นความลับ)" if secret else letter.subject or "",
        due=due, explanation="" if secret else duty.explanation, office_id=duty.office_id,
        owed_to="" if secret else duty.owed_to, stage=at, role=role,
        assigned=duty.assigned_account_id is not None, instead_of=instead_of,
    )  # fmt: skip


def stage_name(item: Item) -> str:
    """Under what name it is remembered that a person was told."""
    return f"{item.role.value}:{item.stage.name}"


def _mark_known(session: Session, plan: Plan) -> None:
    ids = [one.duty_id for one in plan.items]
    known: set[tuple[int, str, date]] = set()
    for at in range(0, len(ids), _CHUNK):
        found = session.exec(
            select(ReminderMark).where(
                ReminderMark.account_id == plan.account_id,
                col(ReminderMark.duty_id).in_(ids[at : at + _CHUNK]),
            )
        )
        known |= {(one.duty_id, one.stage, one.due_on) for one in found}
    plan.items = [
        replace(one, fresh=(one.duty_id, stage_name(one), one.due) not in known)
        for one in plan.items
    ]
