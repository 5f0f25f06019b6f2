"""Computing open days again when the calendar changed.

Many offices owe the same by the same clause: what has to be computed is one day
for each clause, receipt and province, however many duties hang on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker import audit, duty_dates, duty_history, holiday_table
from tracker.duty_dates import Told
from tracker.holidays import Calendar
from tracker.models import Duty, Letter, LetterDuty, MovedDay
from tracker.sentences import noted
from tracker.vocabulary import DutyChangeKind
from tracker.wording import iso_day, long_date

#: Duties that are read and written at once.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """A duty whose day (or working day before it) changed with the calendar."""

    duty_id: int
    letter_id: int
    office_id: int
    owed_to_office_id: int | None
    assigned_account_id: int | None
    before: str | None
    after: str | None
    before_suggested: date | None
    after_suggested: date | None
    explanation: str

    @property
    def sentence(self) -> str:
        """What moved, for those concerned; the history of the duty keeps it."""
        if self.before != self.after:
            was, is_ = long_date(iso_day(self.before)), long_date(iso_day(self.after))
            return noted(
                "ปฏิทินวันหยุดเปลี่ยน กำหนดจึงเลื่อนจาก %(before)s เป็น %(after)s", before=was, after=is_
            )
        if self.after_suggested is None:
            return noted("%(day)s กลับเป็นวันทำการ กำหนดคงเดิม", day=long_date(iso_day(self.after)))
        return noted(
            "%(day)s ไม่ใช่วันทำการแล้ว ควรดำเนินการภายใน %(before)s",
            day=long_date(iso_day(self.after)),
            before=long_date(self.after_suggested),
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """Open duties that have one day for one reason, and so will have one day again.

    Of days that no calendar moves, only the working day before is looked up:
    whose clause it was, and when it was received, makes no difference.
    """

    computed: bool
    province: str | None
    due: str
    suggested: date | None
    letter_duty_id: int | None = None
    counted_from: str | None = None

    @property
    def _columns(self) -> dict[str, Any]:
        same: dict[str, Any] = {
            "computed": self.computed, "province": self.province, "due": self.due,
            "suggested": self.suggested,
        }  # fmt: skip
        if self.computed:
            same |= {"letter_duty_id": self.letter_duty_id, "counted_from": self.counted_from}
        return same

    def where(self) -> list[ColumnElement[bool]]:
        """The duties of the group; the day first, because the index of open days has it."""
        waiting = col(Duty.state).in_(duty_history.WAITING)
        same = [_is(name, value) for name, value in self._columns.items()]
        return [waiting, col(Duty.due_on) == iso_day(self.due), *same]

    def holds(self, duty: Duty) -> bool:
        """Whether nobody changed the duty between counting and holding it."""
        same = all(getattr(duty, name) == value for name, value in self._columns.items())
        return same and duty.state in duty_history.WAITING


#: The duties of a group, and the day that they have from now on.
Move = tuple[_Group, Told]


def _is(name: str, value: Any) -> ColumnElement[bool]:
    column = col(getattr(Duty, name))
    return column.is_(None) if value is None else column == value


def recompute(
    session: Session, now: datetime, *, calendar: Callable[[str | None], Calendar] | None = None
) -> list[Moved]:
    """Compute every open day again; what moved, for the caller to tell those concerned.

    ``calendar``: the calendar of a province, as the table of holidays stands for
    ``None``. Days that a person gave stay; only the working day before is looked
    up. Running it again moves nothing.
    """
    moves = list(_changed(session, calendar or holiday_table.calendars(session)))
    moved: list[Moved] = []
    while moves:
        moved += _some(session, now, moves, _BATCH)
    _audited(session, now, moved)
    return moved


def to_move(session: Session) -> list[Move]:
    """What ``move`` has to do as the calendar stands; only reads."""
    return list(_changed(session, holiday_table.calendars(session)))


def move(session: Session, now: datetime, moves: list[Move], *, most: int) -> list[Moved]:
    """Move at most ``most`` duties; what is done is taken out of ``moves``.

    Duties that somebody changed since they were counted stay. Those that moved
    wait as ``MovedDay`` until those concerned are told.
    """
    moved: list[Moved] = []
    while moves and len(moved) < most:
        moved += _some(session, now, moves, most - len(moved))
    _audited(session, now, moved)
    return moved


def _some(session: Session, now: datetime, moves: list[Move], most: int) -> list[Moved]:
    moved = _move(session, now, *moves[-1], most)
    if len(moved) < most:
        moves.pop()
    return moved


def _audited(session: Session, now: datetime, moved: list[Moved]) -> None:
    if moved:
        after = {"moved": len(moved)}
        audit.record(session, None, now, "recompute_duties", ("duty", None), after=after)
    session.flush()


def would_move(session: Session) -> bool:
    """Whether ``recompute`` has anything to do; only reads."""
    return next(_changed(session, holiday_table.calendars(session)), None) is not None


def _changed(session: Session, calendar: Callable[[str | None], Calendar]) -> Iterator[Move]:
    """Each group of duties whose day, or working day before it, is another on this calendar."""
    for group in _groups(session, computed=False):
        told = duty_dates.fixed(group.due, "", calendar(group.province))
        if told.suggested != group.suggested:
            yield group, told
    by_clause = groupby(_groups(session, computed=True), key=lambda one: one.letter_duty_id)
    for letter_duty_id, groups in by_clause:
        item = session.get(LetterDuty, letter_duty_id) if letter_duty_id is not None else None
        letter = session.get(Letter, item.letter_id) if item is not None else None
        for group in groups:
            told = _again(group, letter, item, calendar(group.province))
            if (told.due, told.suggested) != (group.due, group.suggested):
                yield group, told


def _groups(session: Session, *, computed: bool) -> list[_Group]:
    names = ["province", "due", "suggested"]
    if computed:
        names += ["letter_duty_id", "counted_from"]
    columns = [col(getattr(Duty, name)) for name in names]
    found = session.execute(
        select(*columns)
        .where(
            col(Duty.computed).is_(computed),
            col(Duty.state).in_(duty_history.WAITING),
            col(Duty.due).is_not(None),
        )
        .group_by(*columns)
        .order_by(*(column for column in columns[3:4] or columns[:1]))
    ).all()
    return [_Group(computed, *row) for row in found]


def _again(
    group: _Group, letter: Letter | None, item: LetterDuty | None, calendar: Calendar
) -> Told:
    if letter is not None and item is not None:
        told = duty_dates.again(letter, item, group.counted_from, calendar)
        if told is not None and told.due is not None:
            return told
    return duty_dates.fixed(group.due, "", calendar)


def _move(session: Session, now: datetime, group: _Group, told: Told, most: int) -> list[Moved]:
    """Change at most ``most`` duties of one group, and say of each what moved."""
    held = session.exec(
        select(Duty)
        .where(*group.where())
        .order_by(col(Duty.id))
        .limit(most)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    moved = [_moved(session, now, duty, told) for duty in held if group.holds(duty)]
    session.flush()
    _note_untold(session, moved)
    return moved


def _note_untold(session: Session, moved: list[Moved]) -> None:
    """What moves twice before anybody is told is told as one move."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [
        {"duty_id": one.duty_id, "office_id": one.office_id, "before": one.before,
         "before_suggested": one.before_suggested}
        for one in moved
    ]  # fmt: skip
    if rows:
        session.execute(insert(MovedDay).on_conflict_do_nothing(), rows)


def untold_offices(session: Session) -> list[int]:
    """Offices with days that moved and that nobody was told of."""
    return list(
        session.exec(select(MovedDay.office_id).distinct().order_by(col(MovedDay.office_id)))
    )


def take_untold(session: Session, office_id: int) -> list[Moved]:
    """What moved for an office since it was last told; from now on that counts as told."""
    notes = session.exec(
        select(MovedDay).where(MovedDay.office_id == office_id).with_for_update(skip_locked=True)
    ).all()
    moved = []
    for note in notes:
        duty = session.get_one(Duty, note.duty_id)
        session.delete(note)
        same = (note.before, note.before_suggested) == (duty.due, duty.suggested)
        if duty.state in duty_history.WAITING and not same:
            moved.append(
                Moved(
                    note.duty_id, duty.letter_id, office_id, duty.owed_to_office_id,
                    duty.assigned_account_id, note.before, duty.due, note.before_suggested,
                    duty.suggested, duty.explanation,
                )
            )  # fmt: skip
    session.flush()
    return moved


def _moved(session: Session, now: datetime, duty: Duty, told: Told) -> Moved:
    assert duty.id is not None
    explanation, doubt = duty_dates.restated(duty.explanation, duty.doubt, told)
    made = Moved(
        duty.id, duty.letter_id, duty.office_id, duty.owed_to_office_id, duty.assigned_account_id,
        duty.due, told.due, duty.suggested, told.suggested, explanation,
    )  # fmt: skip
    before = {"due": duty.due, "suggested": _iso(duty.suggested)}
    after = {"due": told.due, "suggested": _iso(told.suggested)}
    duty.due, duty.due_on, duty.suggested = told.due, told.due_on, told.suggested
    duty.explanation, duty.doubt = explanation, doubt
    duty.version += 1
    session.add(duty)
    duty_history.note(
        session, None, now, duty, DutyChangeKind.MOVED, before=before, after=after,
        reason=made.sentence,
    )  # fmt: skip
    return made


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
