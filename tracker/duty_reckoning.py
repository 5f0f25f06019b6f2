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
from sqlmodel import Session, col, select

from tracker import audit, duty_dates, duty_history, holiday_table
from tracker.duty_dates import Told
from tracker.holidays import Calendar
from tracker.models import Duty, Letter, LetterDuty
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
        """What moved, for those concerned."""
        if self.before != self.after:
            was, is_ = long_date(iso_day(self.before)), long_date(iso_day(self.after))
            return f"ปฏิทินวันหยุดเปลี่ยน กำหนดจึงเลื่อนจาก {was} เป็น {is_}"
        if self.after_suggested is None:
            return f"{long_date(iso_day(self.after))} กลับเป็นวันทำการ กำหนดคงเดิม"
        day = long_date(iso_day(self.after))
        return f"{day} ไม่ใช่วันทำการแล้ว ควรดำเนินการภายใน {long_date(self.after_suggested)}"


#: The columns that make one day to compute.
_KEYS = ("letter_duty_id", "computed", "counted_from", "province", "due", "suggested")
_Key = tuple[int | None, bool, str | None, str | None, str | None, date | None]


def recompute(
    session: Session, now: datetime, *, calendar: Callable[[str | None], Calendar] | None = None
) -> list[Moved]:
    """Compute every open day again; what moved, for the caller to tell those concerned.

    ``calendar``: the calendar of a province, as the table of holidays stands for
    ``None``. Days that a person gave stay; only the working day before is looked
    up. Running it again moves nothing.
    """
    calendar = calendar or holiday_table.calendars(session)
    moved: list[Moved] = []
    for key, told in list(_changed(session, calendar)):
        moved += _move(session, now, key, told)
    if moved:
        after = {"moved": len(moved)}
        audit.record(session, None, now, "recompute_duties", ("duty", None), after=after)
    session.flush()
    return moved


def would_move(session: Session) -> bool:
    """Whether ``recompute`` has anything to do; only reads."""
    return next(_changed(session, holiday_table.calendars(session)), None) is not None


def _changed(
    session: Session, calendar: Callable[[str | None], Calendar]
) -> Iterator[tuple[_Key, Told]]:
    """Each group of duties whose day is another one on this calendar."""
    for letter_duty_id, keys in groupby(_groups(session), key=lambda key: key[0]):
        wanted = list(keys)
        item = session.get(LetterDuty, letter_duty_id) if letter_duty_id is not None else None
        letter = session.get(Letter, item.letter_id) if item is not None else None
        for key in wanted:
            told = _again(key, letter, item, calendar(key[3]))
            if (told.due, told.suggested) != (key[4], key[5]):
                yield key, told
        if letter is not None:
            session.expunge(letter)  # a letter's whole text: not kept for a million duties


def _groups(session: Session) -> list[_Key]:
    columns = [col(getattr(Duty, name)) for name in _KEYS]
    found = session.execute(
        select(*columns)
        .where(col(Duty.state).in_(duty_history.WAITING), col(Duty.due_on).is_not(None))
        .group_by(*columns)
        .order_by(col(Duty.letter_duty_id))
    ).all()
    return [tuple(row) for row in found]


def _again(key: _Key, letter: Letter | None, item: LetterDuty | None, calendar: Calendar) -> Told:
    _, computed, counted_from, _, due, _ = key
    if computed and letter is not None and item is not None:
        told = duty_dates.again(letter, item, counted_from, calendar)
        if told is not None and told.due is not None:
            return told
    return duty_dates.fixed(due, "", calendar)


def _move(session: Session, now: datetime, key: _Key, told: Told) -> list[Moved]:
    """Change all duties of one group, and say of each what moved."""
    same = [_is(name, value) for name, value in zip(_KEYS, key, strict=True)]
    ids = session.exec(
        select(col(Duty.id)).where(col(Duty.state).in_(duty_history.WAITING), *same)
    ).all()
    moved = []
    for at in range(0, len(ids), _BATCH):
        held = session.exec(
            select(Duty)
            .where(col(Duty.id).in_(ids[at : at + _BATCH]))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        moved += [_moved(session, now, duty, told) for duty in held if _stands(duty, key)]
        session.flush()
    return moved


def _is(name: str, value: Any) -> ColumnElement[bool]:
    column = col(getattr(Duty, name))
    return column.is_(None) if value is None else column == value


def _stands(duty: Duty, key: _Key) -> bool:
    """Whether nobody changed it between counting and holding it."""
    now = tuple(getattr(duty, name) for name in _KEYS)
    return duty.state in duty_history.WAITING and now == key


def _moved(session: Session, now: datetime, duty: Duty, told: Told) -> Moved:
    assert duty.id is not None
    made = Moved(
        duty.id, duty.letter_id, duty.office_id, duty.owed_to_office_id, duty.assigned_account_id,
        duty.due, told.due, duty.suggested, told.suggested, told.explanation or duty.explanation,
    )  # fmt: skip
    before = {"due": duty.due, "suggested": _iso(duty.suggested)}
    after = {"due": told.due, "suggested": _iso(told.suggested)}
    duty.due, duty.due_on, duty.suggested = told.due, told.due_on, told.suggested
    duty.doubt = told.doubt
    duty.explanation = made.explanation
    duty.version += 1
    session.add(duty)
    duty_history.note(
        session, None, now, duty, DutyChangeKind.MOVED, before=before, after=after,
        reason=made.sentence,
    )  # fmt: skip
    return made


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
