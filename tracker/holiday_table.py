"""The office's own holidays: typed by people, on top of the calendar that the program brings.

A day that the cabinet adds, a day off in one province, a day on which offices
work after all. Whoever changes the table has the open duties computed again
(see ``tracker.duties.recompute``).
"""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker import audit, holidays
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.holidays import EVERYWHERE, ExtraDay, GovernmentCalendar
from tracker.models import Account, Holiday, Office
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole
from tracker.wording import long_date

_KEPT = "holiday_table.calendars"
#: Years for which a holiday can sensibly be typed.
_YEARS = range(1990, 2201)


class Calendars:
    """The calendar of each province, made from the table once: ``calendars(province)``."""

    def __init__(self, rows: list[ExtraDay]) -> None:
        # The last row of a day wins: a province's own word stands over the country's.
        self._rows = sorted(rows, key=lambda row: row.scope != EVERYWHERE)
        self._made: dict[str | None, GovernmentCalendar] = {}

    def __call__(self, province: str | None) -> GovernmentCalendar:
        if province not in self._made:
            self._made[province] = holidays.government(self._rows, province=province)
        return self._made[province]


def calendars(session: Session) -> Calendars:
    """The calendars as the table stands, read once for each session."""
    kept = session.info.get(_KEPT)
    if not isinstance(kept, Calendars):
        kept = session.info[_KEPT] = Calendars([_extra(row) for row in rows(session)])
    return kept


def of_office(session: Session, office_id: int) -> GovernmentCalendar:
    """The calendar that an office counts on."""
    office = session.get(Office, office_id)
    return calendars(session)(office.province if office else None)


def rows(session: Session, *, year: int | None = None) -> list[Holiday]:
    """The lines of the table in order, all or those of a year (Common Era)."""
    wanted = select(Holiday).order_by(col(Holiday.day), col(Holiday.scope))
    if year is not None:
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        wanted = wanted.where(col(Holiday.day).between(first, last))
    return list(session.exec(wanted))


def _extra(row: Holiday) -> ExtraDay:
    return ExtraDay(row.day, row.name, row.scope, row.works, row.source)


def scopes(session: Session, actor: Actor) -> list[str]:
    """For whom this account may set days: its province, the country; empty for nobody.

    Days of the whole country are set by the administrator above whom there is none.
    """
    if actor.role is not AccountRole.ADMIN:
        return []
    own = session.get_one(Office, actor.office_id)
    inside = select(Office.province).where(
        col(Office.id).in_(actor.office_ids), col(Office.province).is_not(None)
    )
    provinces = sorted({name for name in session.exec(inside.distinct()) if name})
    if own.province and own.province not in provinces:
        provinces.append(own.province)
    return provinces if _admin_above(session, own) else [EVERYWHERE, *provinces]


def _admin_above(session: Session, office: Office) -> bool:
    above = office.parent_id
    while above is not None:
        known = select(Account.id).where(
            Account.office_id == above, Account.role == AccountRole.ADMIN, col(Account.active)
        )
        if session.exec(known).first() is not None:
            return True
        above = session.get_one(Office, above).parent_id
    return False


def add(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    day: dt.date,
    name: str,
    scope: str = EVERYWHERE,
    works: bool = False,
    source: str = "",
) -> Holiday:
    """Put a day into the table. A day that is there already is refused with its name."""
    name, source = " ".join(name.split()), " ".join(source.split())
    _check(session, actor, day, name, source, scope)
    known = calendars(session)(None if scope == EVERYWHERE else scope)
    if works and known.is_working_day(day):
        raise BadValue(sentence("%(day)s เป็นวันทำการอยู่แล้ว ไม่ต้องเพิ่ม", day=long_date(day)))
    if not works and (had := known.name_of(day)):
        raise BadValue(
            sentence("%(day)s เป็นวันหยุดอยู่แล้ว (%(had)s) ไม่ต้องเพิ่มซ้ำ", day=long_date(day), had=had)
        )
    made = Holiday(
        day=day, name=name, scope=scope, works=works, source=source,
        added_by=actor.account_id, added_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as twice:
        raise BadValue(
            sentence("มีวันที่ %(day)s ในตารางแล้ว กรุณาลบรายการเดิมก่อนหากต้องการแก้", day=long_date(day))
        ) from twice
    session.info.pop(_KEPT, None)
    audit.record(session, actor, now, "add_holiday", ("holiday", made.id), after=_said(made))
    return made


def _check(
    session: Session, actor: Actor, day: dt.date, name: str, source: str, scope: str
) -> None:
    if scope not in scopes(session, actor):
        raise NotAllowed(sentence("บัญชีนี้กำหนดวันหยุดของพื้นที่นี้ไม่ได้ กรุณาติดต่อผู้ดูแลระบบระดับสูงกว่า"))
    if not name:
        raise BadValue(sentence("กรุณาพิมพ์ชื่อวันหยุดหรือวันทำการ"))
    if len(name) > 200 or len(source) > 300:
        raise BadValue(sentence("ชื่อวันยาวได้ไม่เกิน 200 ตัวอักษร ที่มายาวได้ไม่เกิน 300 ตัวอักษร"))
    if day.year not in _YEARS:
        raise BadValue(sentence("ปี พ.ศ. %(year)s อยู่นอกช่วงที่ใช้ได้ กรุณาตรวจวันที่", year=day.year + 543))
    listed = select(Holiday).where(Holiday.day == day, Holiday.scope == scope)
    if (had := session.exec(listed).first()) is not None:
        raise BadValue(
            sentence(
                "มีวันที่ %(day)s ในตารางแล้ว (%(name)s) กรุณาลบรายการเดิมก่อนหากต้องการแก้",
                day=long_date(day),
                name=had.name,
            )
        )


def remove(session: Session, actor: Actor, now: datetime, *, holiday_id: int) -> Holiday:
    """Take a day out of the table; the audit trail keeps what it said."""
    found = session.exec(
        select(Holiday).where(Holiday.id == holiday_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound(sentence("ไม่พบวันนี้ในตาราง อาจมีผู้ลบไปแล้ว"))
    if found.scope not in scopes(session, actor):
        raise NotAllowed(sentence("บัญชีนี้แก้วันหยุดของพื้นที่นี้ไม่ได้ กรุณาติดต่อผู้ดูแลระบบระดับสูงกว่า"))
    session.delete(found)
    session.flush()
    session.info.pop(_KEPT, None)
    audit.record(session, actor, now, "remove_holiday", ("holiday", holiday_id), _said(found))
    return found


def _said(row: Holiday) -> dict[str, object]:
    return {
        "day": row.day, "name": row.name, "scope": row.scope, "works": row.works,
        "source": row.source,
    }  # fmt: skip
