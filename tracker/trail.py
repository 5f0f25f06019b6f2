"""Reading the audit trail: which acts, by whom, for which office, on which days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from tracker import offices
from tracker.accounts import only_admin
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import Account, AuditLine, OfficeName
from tracker.sentences import sentence
from tracker.wording import BANGKOK


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with the names of who acted and for which office; the program has no name."""

    line: AuditLine
    name: str
    office_name: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for; empty fields do not narrow. Days are Bangkok's, both inclusive."""

    office_id: int | None = None
    username: str = ""
    act: str = ""
    subject_type: str = ""
    subject_id: str = ""
    first: date | None = None
    last: date | None = None


def look(
    session: Session, actor: Actor, wish: Wish, *, before: int | None = None, limit: int = 50
) -> list[LineView]:
    """The newest lines that fit, older than line ``before``. For administrators only."""
    only_admin(actor)
    if wish.first and wish.last and wish.last < wish.first:
        raise BadValue(sentence("วันสุดท้ายอยู่ก่อนวันแรก กรุณาตรวจวันที่"))
    wanted = select(AuditLine).where(col(AuditLine.office_id).in_(_offices(actor, wish)))
    if wish.username:
        known = session.exec(
            select(Account.id).where(Account.username == wish.username.strip().lower())
        ).first()
        wanted = wanted.where(AuditLine.account_id == (known or -1))
    for column, value in (
        (AuditLine.act, wish.act),
        (AuditLine.subject_type, wish.subject_type),
        (AuditLine.subject_id, wish.subject_id),
    ):
        if value:
            wanted = wanted.where(col(column) == value)
    if wish.first is not None:
        wanted = wanted.where(AuditLine.at >= _midnight(wish.first))
    if wish.last is not None:
        wanted = wanted.where(AuditLine.at < _midnight(wish.last) + timedelta(days=1))
    if before is not None:
        wanted = wanted.where(AuditLine.id < before)
    return _told(session, session.exec(wanted.order_by(col(AuditLine.id).desc()).limit(limit)))


def _offices(actor: Actor, wish: Wish) -> Iterable[int]:
    if wish.office_id is None:
        return actor.office_ids
    if wish.office_id not in actor.office_ids:
        raise NotFound
    return (wish.office_id,)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)


def _told(session: Session, found: Iterable[AuditLine]) -> list[LineView]:
    lines = list(found)
    people = {one.account_id for one in lines if one.account_id is not None}
    names = dict(
        session.exec(
            select(Account.id, Account.display_name).where(col(Account.id).in_(people))
        ).all()
    )
    borne = offices.main_names(session, {x.office_id for x in lines if x.office_id is not None})
    return [LineView(one, names.get(one.account_id, ""), _place(one, borne)) for one in lines]


def _place(line: AuditLine, borne: dict[int, list[OfficeName]]) -> str:
    """What the office was called when it acted."""
    day = line.at.astimezone(BANGKOK).date()
    name = offices.worn_on(borne.get(line.office_id or 0, ()), day)
    return name.name if name else ""


def acts(session: Session) -> list[str]:
    """Every act that the trail knows."""
    return sorted(session.exec(select(AuditLine.act).distinct()).all())
