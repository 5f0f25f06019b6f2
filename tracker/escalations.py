"""Who was told of a late duty: those who owe it, the head of their office, the level above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import offices
from tracker.actor import Actor
from tracker.models import Account, Duty, ReminderMark
from tracker.reminder_stages import Part


@dataclass(frozen=True, slots=True)
class Told:
    """``above``: told as somebody of another office than the one that owes; ``at``: last time."""

    name: str
    office_name: str
    above: bool
    at: datetime


def told(
    session: Session, actor: Actor, duty_ids: Iterable[int], *, today: date
) -> dict[int, list[Told]]:
    """By duty, who was told that it is late, the last one first. Only duties the actor sees."""
    found = session.execute(
        select(
            col(ReminderMark.duty_id), col(Duty.office_id), col(Account.display_name),
            col(Account.office_id), func.max(col(ReminderMark.told_at)),
        )
        .join(Duty, col(Duty.id) == col(ReminderMark.duty_id))
        .join(Account, col(Account.id) == col(ReminderMark.account_id))
        .where(
            col(ReminderMark.duty_id).in_(list(duty_ids)),
            col(ReminderMark.stage).startswith(f"{Part.LATE.value}:"),
            col(Duty.office_id).in_(actor.office_ids),
        )
        .group_by(
            col(ReminderMark.duty_id), col(Duty.office_id), col(Account.id),
            col(Account.display_name), col(Account.office_id),
        )
    ).all()  # fmt: skip
    names = offices.names_on(session, {office_id for _, _, _, office_id, _ in found}, today)
    by_duty: dict[int, list[Told]] = {}
    for duty_id, owing, name, office_id, at in sorted(found, key=lambda one: one[4], reverse=True):
        one = Told(name, names.get(office_id, ""), office_id != owing, at)
        by_duty.setdefault(duty_id, []).append(one)
    return by_duty
