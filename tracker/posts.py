"""Units of an office and the posts in them, kept by an administrator or by the office's own head.

Nothing is erased: a unit is closed, a post ends, a mistake is revoked.
"""

from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from tracker import audit, staffing
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Account, Appointment, Office, Unit
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole, Post
from tracker.wording import BANGKOK, long_date

#: Posts that an office has once at a time.
_SINGLE = (Post.HEAD, Post.CHIEF, Post.UNIT_HEAD)


def may_manage(session: Session, actor: Actor, office_id: int, day: date) -> bool:
    """Whether the actor keeps the posts of that office."""
    if actor.role is AccountRole.ADMIN:
        return office_id in actor.office_ids
    return office_id == actor.office_id and any(
        one.account_id == actor.account_id and one.post in (Post.HEAD, Post.CHIEF)
        for one in staffing.appointments(session, office_id, day)
    )


def hold(session: Session, actor: Actor, office_id: int, now: datetime) -> Office:
    """The office, held so that two changes to its posts come one after the other."""
    if office_id not in actor.office_ids:
        raise NotFound
    if not may_manage(session, actor, office_id, now.astimezone(BANGKOK).date()):
        raise NotAllowed(sentence("ต้องเป็นผู้ดูแลระบบ หรือหัวหน้าของหน่วยงานนี้ จึงจะแก้ไขได้"))
    return session.exec(select(Office).where(Office.id == office_id).with_for_update()).one()


def required(value: str, what: str, longest: int) -> str:
    """The text without needless spaces; refused where empty or too long."""
    text = " ".join(value.split())
    if not text:
        raise BadValue(sentence("กรุณาพิมพ์%(what)s", what=what))
    if len(text) > longest:
        raise BadValue(
            sentence("%(what)sยาวเกิน %(longest)s ตัวอักษร กรุณาย่อให้สั้นลง", what=what, longest=longest)
        )
    return text


def check_span(first: date, last: date | None) -> None:
    """Refuse a last day before the first."""
    if last is not None and last < first:
        raise BadValue(sentence("วันสุดท้ายอยู่ก่อนวันแรก กรุณาตรวจวันที่"))


def unit_of(session: Session, office_id: int, unit_id: int | None) -> Unit | None:
    """The unit, if it is one of that office."""
    if unit_id is None:
        return None
    unit = session.get(Unit, unit_id)
    if unit is None or unit.office_id != office_id:
        raise NotFound
    return unit


def add_unit(
    session: Session, actor: Actor, now: datetime, *,
    office_id: int, name: str, short: str = "", code: str = "", parent_id: int | None = None,
) -> Unit:  # fmt: skip
    """A new unit of an office, or one that was closed, opened again."""
    hold(session, actor, office_id, now)
    name = required(name, sentence("ชื่อกองหรือสำนัก"), 200)
    unit_of(session, office_id, parent_id)
    unit = session.exec(
        select(Unit).where(Unit.office_id == office_id, Unit.name == name)
    ).one_or_none()
    if unit is not None and unit.closed_on is None:
        raise BadValue(sentence("มี%(name)sอยู่แล้ว", name=name))
    if unit is None:
        known = staffing.units(session, actor, office_id=office_id)
        last = max((one.position for one in known), default=0)
        unit = Unit(office_id=office_id, name=name, position=last + 1)
    unit.closed_on, unit.parent_id = None, parent_id
    unit.short, unit.code = short.strip()[:60], code.strip()[:40]
    session.add(unit)
    session.flush()
    audit.record(
        session, actor, now, "add_unit", ("unit", unit.id),
        after={"name": name, "short": unit.short, "code": unit.code}, office_id=office_id,
    )  # fmt: skip
    return unit


def change_unit(
    session: Session, actor: Actor, now: datetime, *,
    unit_id: int, name: str, short: str, code: str, closed_on: date | None,
) -> Unit:  # fmt: skip
    """Rename a unit, or close it from a day on; what it was given stays with it."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    hold(session, actor, unit.office_id, now)
    name = required(name, sentence("ชื่อกองหรือสำนัก"), 200)
    double = select(Unit).where(
        Unit.office_id == unit.office_id, Unit.name == name, Unit.id != unit_id
    )
    if session.exec(double).first() is not None:
        raise BadValue(sentence("มี%(name)sอยู่แล้ว", name=name))
    before = {"name": unit.name, "short": unit.short, "code": unit.code,
              "closed_on": unit.closed_on}  # fmt: skip
    unit.name, unit.short, unit.code = name, short.strip()[:60], code.strip()[:40]
    unit.closed_on = closed_on
    session.add(unit)
    after = {"name": name, "short": unit.short, "code": unit.code, "closed_on": closed_on}
    audit.record(
        session, actor, now, "change_unit", ("unit", unit_id), before, after,
        office_id=unit.office_id,
    )  # fmt: skip
    session.flush()
    return unit


def person(
    session: Session, office_id: int, account_id: int | None, name: str
) -> tuple[int | None, str]:
    """The person of a post: an account of the office, or a name alone."""
    if account_id is None:
        return None, required(name, sentence("ชื่อ"), 200)
    account = session.get(Account, account_id)
    if account is None or account.office_id != office_id or not account.active:
        raise BadValue(sentence("บัญชีนี้ไม่ได้อยู่ในหน่วยงานนี้ หรือถูกปิดแล้ว กรุณาเลือกใหม่"))
    return account_id, " ".join(name.split())[:200] or account.display_name


def appoint(
    session: Session, actor: Actor, now: datetime, *,
    office_id: int, post: Post, first_day: date, account_id: int | None = None, name: str = "",
    title: str = "", unit_id: int | None = None, last_day: date | None = None,
) -> Appointment:  # fmt: skip
    """Put a person into a post from a day on; whoever held a single post ends the day before."""
    hold(session, actor, office_id, now)
    unit = unit_of(session, office_id, unit_id)
    if post is Post.UNIT_HEAD and unit is None:
        raise BadValue(sentence("กรุณาเลือกกองหรือสำนักที่เป็นหัวหน้า"))
    if post in (Post.HEAD, Post.DEPUTY, Post.CHIEF):
        unit = None
    check_span(first_day, last_day)
    account_id, name = person(session, office_id, account_id, name)
    made = Appointment(
        office_id=office_id, unit_id=unit.id if unit else None, account_id=account_id,
        name=name, title=" ".join(title.split())[:200], post=post,
        first_day=first_day, last_day=last_day,
    )  # fmt: skip
    if post in _SINGLE:
        _end_before(session, actor, now, made)
    session.add(made)
    session.flush()
    audit.record(
        session, actor, now, "appoint", ("appointment", made.id),
        after={"name": name, "title": made.title, "post": post, "unit_id": made.unit_id,
               "account_id": account_id, "first_day": first_day, "last_day": last_day},
        office_id=office_id,
    )  # fmt: skip
    return made


def _end_before(session: Session, actor: Actor, now: datetime, made: Appointment) -> None:
    held = select(Appointment).where(
        Appointment.office_id == made.office_id,
        Appointment.unit_id == made.unit_id,
        Appointment.post == made.post,
        col(Appointment.revoked_at).is_(None),
        or_(col(Appointment.last_day).is_(None), col(Appointment.last_day) >= made.first_day),
    )
    for one in session.exec(held).all():
        if made.last_day is not None and one.first_day > made.last_day:
            continue
        if one.first_day >= made.first_day:
            raise BadValue(
                sentence(
                    "%(name)s ดำรงตำแหน่งนี้ตั้งแต่วันที่ %(first_day)s แล้ว "
                    "กรุณาตรวจวันที่ หรือยกเลิกรายการเดิมก่อน",
                    name=one.name,
                    first_day=long_date(one.first_day),
                )
            )
        one.last_day = date.fromordinal(made.first_day.toordinal() - 1)
        session.add(one)
        audit.record(
            session, actor, now, "end_appointment", ("appointment", one.id),
            after={"last_day": one.last_day}, office_id=one.office_id,
        )  # fmt: skip


def end_appointment(
    session: Session, actor: Actor, now: datetime, *, appointment_id: int, last_day: date | None
) -> None:
    """End a post on a day; without one, the entry was a mistake and is revoked."""
    held = session.get(Appointment, appointment_id)
    if held is None:
        raise NotFound
    hold(session, actor, held.office_id, now)
    if last_day is None:
        held.revoked_at, held.revoked_by = now, actor.account_id
    else:
        check_span(held.first_day, last_day)
        held.last_day = last_day
    session.add(held)
    audit.record(
        session, actor, now, "end_appointment", ("appointment", held.id),
        after={"last_day": last_day, "revoked": last_day is None}, office_id=held.office_id,
    )  # fmt: skip
    session.flush()


def held(session: Session, actor: Actor, *, office_id: int) -> list[Appointment]:
    """The posts of an office, present, coming and past, revoked ones left out; newest first."""
    if office_id not in actor.office_ids:
        raise NotFound
    found = select(Appointment).where(
        Appointment.office_id == office_id, col(Appointment.revoked_at).is_(None)
    )
    order = (col(Appointment.unit_id), col(Appointment.first_day).desc(), col(Appointment.id))
    return list(session.exec(found.order_by(*order)))
