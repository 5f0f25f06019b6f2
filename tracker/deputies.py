"""Orders by which somebody acts for a head, and days on which people are away."""

from datetime import date, datetime

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker import audit
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import Absence, Account, Deputy
from tracker.posts import check_span, hold, person, required, unit_of
from tracker.sentences import sentence
from tracker.vocabulary import DeputyKind


def deputise(
    session: Session, actor: Actor, now: datetime, *,
    office_id: int, kind: DeputyKind, order_no: str, first_day: date, last_day: date | None,
    account_id: int | None = None, name: str = "", title: str = "", unit_id: int | None = None,
    ordered_on: date | None = None, standing: bool = False, rank: int = 1,
) -> Deputy:  # fmt: skip
    """Record an order by which somebody acts for the head of the office or of a unit.

    A dated order needs its last day; a standing one may go on until revoked.
    """
    hold(session, actor, office_id, now)
    unit_of(session, office_id, unit_id)
    check_span(first_day, last_day)
    if last_day is None and not standing and kind is not DeputyKind.DELEGATED:
        raise BadValue(sentence("กรุณาใส่วันสุดท้ายของคำสั่ง หรือเลือกว่ามีผลเฉพาะวันที่หัวหน้าไม่อยู่หรือตำแหน่งว่าง"))
    if not 1 <= rank <= 20:
        raise BadValue(sentence("ลำดับต้องเป็นตัวเลข 1–20"))
    account_id, name = person(session, office_id, account_id, name)
    order = Deputy(
        office_id=office_id, unit_id=unit_id, account_id=account_id, name=name,
        title=" ".join(title.split())[:200], kind=kind,
        order_no=required(_bare(order_no), sentence("เลขที่คำสั่ง"), 100),
        ordered_on=ordered_on, first_day=first_day, last_day=last_day, standing=standing,
        rank=rank, made_by=actor.account_id, made_at=now,
    )  # fmt: skip
    _refuse_overlap(session, order)
    session.add(order)
    session.flush()
    audit.record(
        session, actor, now, "deputise", ("deputy", order.id),
        after={"name": name, "kind": kind, "order_no": order.order_no, "first_day": first_day,
               "last_day": last_day, "standing": standing, "rank": rank, "unit_id": unit_id},
        office_id=office_id,
    )  # fmt: skip
    return order


def _bare(order_no: str) -> str:
    """Without the word that stands before every number of an order anyway."""
    return order_no.strip().removeprefix("คำสั่งที่")


def _refuse_overlap(session: Session, order: Deputy) -> None:
    """Nobody could tell who decides if two orders of one rank held on one day."""
    if order.kind is DeputyKind.DELEGATED:
        return
    others = select(Deputy).where(
        Deputy.office_id == order.office_id,
        Deputy.unit_id == order.unit_id,
        Deputy.standing == order.standing,
        Deputy.rank == order.rank,
        Deputy.kind != DeputyKind.DELEGATED,
        col(Deputy.revoked_at).is_(None),
        or_(col(Deputy.last_day).is_(None), col(Deputy.last_day) >= order.first_day),
    )
    for one in session.exec(others).all():
        if order.last_day is None or one.first_day <= order.last_day:
            raise BadValue(
                sentence(
                    "ช่วงวันที่นี้มีคำสั่งที่ %(order_no)s (%(name)s) ลำดับเดียวกันอยู่แล้ว กรุณายกเลิกคำสั่งเดิม "
                    "เปลี่ยนลำดับ หรือเปลี่ยนวันที่",
                    order_no=one.order_no,
                    name=one.name,
                )
            )


def revoke_deputy(session: Session, actor: Actor, now: datetime, *, deputy_id: int) -> None:
    """An order ends now; what was signed under it stays."""
    order = session.get(Deputy, deputy_id)
    if order is None:
        raise NotFound
    hold(session, actor, order.office_id, now)
    if order.revoked_at is not None:
        return
    order.revoked_at, order.revoked_by = now, actor.account_id
    session.add(order)
    audit.record(
        session, actor, now, "revoke_deputy", ("deputy", order.id), office_id=order.office_id
    )
    session.flush()


def leave(
    session: Session, actor: Actor, now: datetime, *,
    account_id: int, first_day: date, last_day: date, reason: str = "",
    stand_in_id: int | None = None,
) -> Absence:  # fmt: skip
    """Days on which an account is away, and who does its work meanwhile."""
    account = session.get(Account, account_id)
    if account is None or account.office_id not in actor.office_ids:
        raise NotFound
    if account_id != actor.account_id:
        hold(session, actor, account.office_id, now)
    session.exec(select(Account).where(Account.id == account_id).with_for_update()).one()
    check_span(first_day, last_day)
    if _away(session, account_id, first_day, last_day):
        raise BadValue(
            sentence(
                "บันทึกวันลาของ%(name)sในช่วงนี้ไว้แล้ว กรุณาตรวจวันที่",
                name=account.display_name,
            )
        )
    if stand_in_id is not None:
        _check_stand_in(session, account, stand_in_id, first_day, last_day)
    made = Absence(
        account_id=account_id, first_day=first_day, last_day=last_day,
        reason=" ".join(reason.split())[:300], stand_in_id=stand_in_id,
        made_by=actor.account_id, made_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        session, actor, now, "leave", ("absence", made.id),
        after={"account_id": account_id, "first_day": first_day, "last_day": last_day,
               "stand_in_id": stand_in_id},
        office_id=account.office_id,
    )  # fmt: skip
    return made


def _away(session: Session, account_id: int, first: date, last: date) -> bool:
    found = select(Absence.id).where(
        Absence.account_id == account_id,
        col(Absence.revoked_at).is_(None),
        Absence.first_day <= last,
        Absence.last_day >= first,
    )
    return session.exec(found).first() is not None


def _check_stand_in(
    session: Session, account: Account, stand_in_id: int, first: date, last: date
) -> None:
    other = session.get(Account, stand_in_id)
    if other is None or other.office_id != account.office_id or not other.active:
        raise BadValue(sentence("ผู้ทำงานแทนต้องเป็นบัญชีที่ใช้งานอยู่ในหน่วยงานเดียวกัน"))
    if stand_in_id == account.id:
        raise BadValue(sentence("ผู้ทำงานแทนต้องเป็นคนอื่น กรุณาเลือกใหม่"))
    if _away(session, stand_in_id, first, last):
        raise BadValue(
            sentence(
                "%(name)sไม่อยู่ในช่วงเดียวกัน กรุณาเลือกผู้ทำงานแทนคนอื่น",
                name=other.display_name,
            )
        )


def revoke_absence(session: Session, actor: Actor, now: datetime, *, absence_id: int) -> None:
    """The absence did not come about, or ended early."""
    away = session.get(Absence, absence_id)
    account = session.get(Account, away.account_id) if away else None
    if away is None or account is None or account.office_id not in actor.office_ids:
        raise NotFound
    if away.account_id != actor.account_id:
        hold(session, actor, account.office_id, now)
    if away.revoked_at is not None:
        return
    away.revoked_at, away.revoked_by = now, actor.account_id
    session.add(away)
    audit.record(
        session, actor, now, "revoke_absence", ("absence", away.id), office_id=account.office_id
    )
    session.flush()


def coming(session: Session, actor: Actor, day: date) -> list[Absence]:
    """The actor's own absences that are not over on that day, the next one first."""
    return list(session.exec(_not_over(day).where(Absence.account_id == actor.account_id)))


def absences(session: Session, actor: Actor, day: date, *, office_id: int) -> list[Absence]:
    """The same of a whole office."""
    if office_id not in actor.office_ids:
        raise NotFound
    people = select(Account.id).where(Account.office_id == office_id)
    return list(session.exec(_not_over(day).where(col(Absence.account_id).in_(people))))


def _not_over(day: date) -> SelectOfScalar[Absence]:
    found = select(Absence).where(col(Absence.revoked_at).is_(None), Absence.last_day >= day)
    return found.order_by(col(Absence.first_day), col(Absence.id))


def orders(session: Session, actor: Actor, *, office_id: int) -> list[Deputy]:
    """The orders of an office, those over and revoked too, newest first."""
    if office_id not in actor.office_ids:
        raise NotFound
    found = select(Deputy).where(Deputy.office_id == office_id)
    return list(session.exec(found.order_by(col(Deputy.first_day).desc(), col(Deputy.id).desc())))
