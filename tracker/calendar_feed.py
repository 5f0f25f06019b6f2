"""Due days as a calendar that other programs subscribe to (iCalendar, RFC 5545).

The link holds a signature over the feed and its serial; calling it back makes
the serial another one, so that old links lead nowhere. Nothing in the database
opens a calendar without the key of the installation.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker import audit, duty_rows, masking, offices
from tracker.actor import Actor
from tracker.errors import NotFound
from tracker.models import Account, CalendarFeed, Duty, Letter
from tracker.said import said
from tracker.vocabulary import (
    AccountRole,
    DutyState,
    Secrecy,
)

#: Days that an open duty stays in the calendar after it was due; events of one calendar.
BACK, MOST = 180, 2000
_TOKEN = re.compile(r"([1-9][0-9]{0,9})\.([1-9][0-9]{0,5})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Feed:
    """``token``: the secret part of the link; empty while the calendar is not open."""

    token: str
    opened_at: datetime | None = None


def token(key: str, feed_id: int, serial: int) -> str:
    """What opens a calendar. ``key``: the installation's."""
    said_for = f"calendar:{feed_id}:{serial}".encode()
    made = hmac.new(key.encode(), said_for, hashlib.sha256).digest()
    return f"{feed_id}.{serial}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def of(session: Session, actor: Actor, *, key: str, office: bool) -> Feed:
    """The actor's own calendar, or with ``office`` that of his office."""
    row = session.exec(_row(actor, office)).one_or_none()
    return _feed(key, row) if row is not None and row.is_open else Feed("")


def _feed(key: str, row: CalendarFeed) -> Feed:
    assert row.id is not None
    return Feed(token(key, row.id, row.serial), row.opened_at)


def _row(actor: Actor, office: bool) -> SelectOfScalar[CalendarFeed]:
    wanted = select(CalendarFeed)
    if office:
        return wanted.where(CalendarFeed.office_id == actor.office_id)
    return wanted.where(CalendarFeed.account_id == actor.account_id)


def open_anew(session: Session, actor: Actor, now: datetime, *, key: str, office: bool) -> Feed:
    """Open the calendar under a new link; a link given out before ends."""
    row = session.exec(_row(actor, office).with_for_update()).one_or_none()
    if row is None:
        row = CalendarFeed(
            account_id=None if office else actor.account_id,
            office_id=actor.office_id if office else None,
            serial=0,
            opened_at=now,
        )
    row.serial, row.is_open = row.serial + 1, True
    row.opened_by, row.opened_at = actor.account_id, now
    session.add(row)
    session.flush()
    audit.record(session, actor, now, "open_calendar", ("calendar_feed", row.id))
    return _feed(key, row)


def close(session: Session, actor: Actor, now: datetime, *, office: bool) -> None:
    """Call the link back."""
    row = session.exec(_row(actor, office).with_for_update()).one_or_none()
    if row is None or not row.is_open:
        return
    row.serial, row.is_open = row.serial + 1, False
    session.add(row)
    session.flush()
    audit.record(session, actor, now, "close_calendar", ("calendar_feed", row.id))


def read(
    session: Session, given: str, *, key: str, now: datetime, zone: tzinfo, address: str
) -> bytes:
    """The calendar of a link. Raises ``NotFound`` for any link that is not good now."""
    row = _opened(session, given, key)
    today = now.astimezone(zone).date()
    if row.office_id is not None:
        name, whose = offices.name_on(session, row.office_id, today), _of_office(row.office_id)
    else:
        owner = session.get_one(Account, row.account_id)
        name, whose = owner.display_name, _of_person(owner)
    found = _duties(session, whose, today)
    return _written(f"กำหนดหนังสือราชการ · {name}", found, now, zone, address)


def _opened(session: Session, given: str, key: str) -> CalendarFeed:
    parts = _TOKEN.fullmatch(given)
    if parts is None:
        raise NotFound
    feed_id, serial = int(parts[1]), int(parts[2])
    if not hmac.compare_digest(token(key, feed_id, serial), given) or feed_id >= 2**31:
        raise NotFound
    row = session.get(CalendarFeed, feed_id)
    if row is None or not row.is_open or row.serial != serial:
        raise NotFound
    if row.account_id is not None and not session.get_one(Account, row.account_id).active:
        raise NotFound
    return row


def _of_office(office_id: int) -> ColumnElement[bool]:
    return col(Duty.office_id) == office_id


def _of_person(owner: Account) -> ColumnElement[bool]:
    """What is his, and at the desk also what is nobody's."""
    mine = col(Duty.assigned_account_id) == owner.id
    if owner.role is AccountRole.CLERK:
        mine = or_(mine, col(Duty.assigned_account_id).is_(None))
    return and_(_of_office(owner.office_id), mine)


def _duties(
    session: Session, whose: ColumnElement[bool], today: date
) -> Sequence[tuple[Duty, Letter]]:
    """Open and suspended duties with a day, soonest first."""
    wanted = duty_rows.joined().where(
        whose,
        col(Duty.state).in_((DutyState.OPEN, DutyState.SUSPENDED)),
        duty_rows.day_of_order() >= today - timedelta(days=BACK),
    )
    found: Sequence[tuple[Duty, Letter]] = session.exec(
        wanted.order_by(duty_rows.day_of_order(), col(Duty.id)).limit(MOST)
    ).all()
    return found


def _written(
    name: str,
    found: Sequence[tuple[Duty, Letter]],
    now: datetime,
    zone: tzinfo,
    address: str,
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Wian//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT1H")
    for duty, letter in found:
        calendar.add_component(_event(duty, letter, now, zone, address))
    written: bytes = calendar.to_ical()
    return written


def _event(duty: Duty, letter: Letter, now: datetime, zone: tzinfo, address: str) -> Event:
    secret = letter.secrecy is not Secrecy.NONE
    title = "(หนังสือมีชั้นความลับ)" if secret else letter.subject or letter.ref_no or "หนังสือ"
    event = Event()
    event.add("uid", f"duty-{duty.id}@wian")
    event.add("dtstamp", now)
    event.add("sequence", duty.version)
    event.add("summary", masking.mask(f"{said(duty.kind)}: {title}"))
    event.add("transp", "TRANSPARENT")
    if duty.state is DutyState.SUSPENDED:
        event.add("status", "TENTATIVE")
    _when(event, duty, zone)
    lines = [f"หนังสือที่ {letter.ref_no}" if letter.ref_no else ""]
    if not secret:
        lines += [duty.explanation, f"ส่งถึง {duty.owed_to}" if duty.owed_to else ""]
    if address:
        link = f"{address}/letters/{duty.letter_id}"
        event.add("url", link)
        lines.append(link)
    event.add("description", masking.mask("\n".join(line for line in lines if line)))
    return event


def _when(event: Event, duty: Duty, zone: tzinfo) -> None:
    """A moment of Bangkok where the letter names one, else the whole day."""
    day = duty.due_on or duty.suggested
    assert day is not None
    if duty.due_on is not None and duty.due and "T" in duty.due:
        until = datetime.fromisoformat(duty.due).replace(tzinfo=zone)
        event.add("dtstart", until - timedelta(minutes=30))
        event.add("dtend", until)
    else:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
