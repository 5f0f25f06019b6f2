"""What every act on a duty shares: taking hold of its row, who may act, its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from tracker import audit, offices
from tracker.actor import Actor
from tracker.duty_dates import Told
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import Duty, DutyChange
from tracker.said import said
from tracker.sentences import sentence
from tracker.vocabulary import (
    DutyChangeKind,
    DutyState,
)
from tracker.wording import BANGKOK, long_date

#: States in which a duty still waits for something.
WAITING = (DutyState.OPEN, DutyState.SUSPENDED)
_LONGEST = 1000


def hold(session: Session, actor: Actor, duty_id: int, *, version: int | None = None) -> Duty:
    """The duty, its row held until the transaction ends; two clerks stand in line here.

    ``version``: as the page showed it; when it has grown since, the act is refused.
    """
    found = session.exec(
        select(Duty)
        .where(Duty.id == duty_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not {found.office_id, found.owed_to_office_id} & actor.office_ids:
        raise NotFound
    if actor.office_id not in (found.office_id, found.owed_to_office_id):
        raise NotAllowed(sentence("กำหนดนี้เป็นของหน่วยงานอื่น บัญชีของท่านดูได้แต่แก้ไม่ได้"))
    if version is not None and version != found.version:
        raise Stale
    return found


def waiting(session: Session, now: datetime, duty: Duty) -> None:
    """Refuse with who closed it and when, unless it still waits."""
    if duty.state in WAITING:
        return
    when = (
        sentence("เมื่อวันที่ %(day)s", day=long_date(duty.closed_at.date()))
        if duty.closed_at
        else sentence("ไปก่อนแล้ว")
    )
    whose = offices.name_on(session, duty.office_id, now.astimezone(BANGKOK).date())
    raise BadValue(
        sentence(
            "เรื่องนี้ของ%(whose)sปิดแล้ว (%(state)s) %(when)s ไม่ได้บันทึกซ้ำ "
            "หากต้องการแนบหนังสือตอบเพิ่มให้เลือก “ตอบเพิ่ม” หากปิดผิดให้เลือก “เปิดใหม่”",
            whose=whose,
            state=said(duty.state),
            when=when,
        )
    )


def by_creditor(actor: Actor, duty: Duty, what: str) -> None:
    """What was handed down is changed by the office that did, not by the one that owes."""
    handed = duty.basis.get("how") == "handed"
    if handed and actor.office_id != duty.owed_to_office_id:
        raise NotAllowed(
            sentence(
                "กำหนดนี้%(owed_to)sเป็นผู้กำหนด กรุณาขอให้%(owed_to)s%(what)s",
                owed_to=duty.owed_to,
                what=what,
            )
        )


def reason_of(text: str, what: str) -> str:
    """A reason that was given; an empty or endless one is refused."""
    plain = " ".join(text.split())
    if not plain:
        raise BadValue(sentence("กรุณาบอกเหตุผลที่%(what)s", what=what))
    if len(plain) > _LONGEST:
        raise BadValue(sentence("เหตุผลยาวได้ไม่เกิน %(longest)s ตัวอักษร", longest=_LONGEST))
    return plain


def moment(session: Session, duty: Duty, now: datetime) -> datetime:
    """``now``, or the last moment of the duty's history where the clock was set back since."""
    last = session.exec(select(func.max(DutyChange.at)).where(DutyChange.duty_id == duty.id)).one()
    return max(one for one in (now, last, duty.opened_at) if one is not None)


def note(
    session: Session,
    actor: Actor | None,
    at: datetime,
    duty: Duty,
    kind: DutyChangeKind,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    letter_id: int | None = None,
) -> DutyChange:
    """Add a line to the history of a duty."""
    assert duty.id is not None
    made = DutyChange(
        duty_id=duty.id, at=at, account_id=actor.account_id if actor else None,
        office_id=actor.office_id if actor else None, kind=kind, before=before, after=after,
        reason=reason, letter_id=letter_id,
    )  # fmt: skip
    session.add(made)
    return made


def change(
    session: Session,
    actor: Actor | None,
    now: datetime,
    duty: Duty,
    kind: DutyChangeKind,
    *,
    reason: str = "",
    letter_id: int | None = None,
    **values: Any,
) -> Duty:
    """Set ``values`` on a duty that is held; its history and the audit trail say so."""
    at = moment(session, duty, now)
    before = {name: _plain(getattr(duty, name)) for name in values}
    after = {name: _plain(value) for name, value in values.items()}
    for name, value in values.items():
        setattr(duty, name, value)
    duty.version += 1
    session.add(duty)
    note(session, actor, at, duty, kind, before=before, after=after, reason=reason,
         letter_id=letter_id)  # fmt: skip
    told = {**after, "reason": reason} if reason else after
    audit.record(
        session, actor, now, f"duty_{kind}", ("duty", duty.id), before, told,
        office_id=None if actor else duty.office_id,
    )  # fmt: skip
    session.flush()
    return duty


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def shape(told: Told) -> dict[str, Any]:
    """The columns of a duty that a day fills."""
    return {
        "due": told.due,
        "due_on": told.due_on,
        "suggested": told.suggested,
        "explanation": told.explanation,
        "doubt": told.doubt,
        "rule": told.rule,
        "counted_from": told.counted_from,
        "computed": told.computed,
    }


def of_letter(session: Session, letter_id: int, office_id: int) -> list[Duty]:
    """All duties of one office because of one letter, in the order of their days."""
    found = select(Duty).where(Duty.letter_id == letter_id, Duty.office_id == office_id)
    return list(session.exec(found.order_by(col(Duty.due_on).nulls_last(), col(Duty.id))))
