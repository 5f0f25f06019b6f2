"""How a person wants to be reminded: ways, hour, how long before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound, Stale
from tracker.message_words import MessageChannel
from tracker.models import Account, Preference
from tracker.sentences import sentence

#: What holds for whoever has chosen nothing: the hour, and working days before a due day.
HOUR, BEFORE = 8, (7, 3, 1)
#: What may be chosen.
HOURS, LONGEST, MOST = range(5, 22), 60, 6
_LINE = re.compile(r"[UCR][0-9a-f]{32}")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Wish:
    """``version``: of the row that was shown, 0 where there was none."""

    mail_on: bool = True
    email: str = ""
    line_target: str = ""
    other_target: str = ""
    digest_hour: int = HOUR
    days_before: tuple[int, ...] = BEFORE
    every_day: bool = False
    version: int = 0

    def ways(self) -> list[tuple[MessageChannel, str]]:
        """The ways by which this person is reached, each with its address."""
        asked = (
            (MessageChannel.MAIL, self.email if self.mail_on else ""),
            (MessageChannel.LINE, self.line_target),
            (MessageChannel.OTHER, self.other_target),
        )
        return [(channel, to) for channel, to in asked if to]


def of(session: Session, account_id: int) -> Wish:
    """What an account has chosen, or what holds without a choice."""
    return of_many(session, [account_id])[account_id]


def of_many(session: Session, account_ids: Iterable[int]) -> dict[int, Wish]:
    """The same for several, by account."""
    found = session.exec(
        select(Account, Preference)
        .outerjoin(Preference, col(Preference.account_id) == col(Account.id))
        .where(col(Account.id).in_(list(account_ids)))
        .execution_options(populate_existing=True)
    ).all()
    return {one.id: _wish(one, chosen) for one, chosen in found if one.id is not None}


def _wish(account: Account, chosen: Preference | None) -> Wish:
    email = account.email or ""
    if chosen is None:
        return Wish(email=email)
    return Wish(
        mail_on=chosen.mail_on, email=email, line_target=chosen.line_target,
        other_target=chosen.other_target, digest_hour=chosen.digest_hour,
        days_before=tuple(chosen.days_before), every_day=chosen.every_day, version=chosen.version,
    )  # fmt: skip


def save(session: Session, actor: Actor, now: datetime, wish: Wish) -> Wish:
    """Keep one's own wishes. Raises ``BadValue``, or ``Stale`` where they changed meanwhile.

    ``other_target`` has been checked by the edge (``tracker.channels.other``).
    """
    wish = _checked(wish)
    account = session.get(Account, actor.account_id, with_for_update=True)
    if account is None:
        raise NotFound
    row = session.get(Preference, actor.account_id, populate_existing=True)
    if (row.version if row else 0) != wish.version:
        raise Stale
    before = _told(_wish(account, row))
    row = row or Preference(account_id=actor.account_id, version=0, updated_at=now)
    row.mail_on, row.every_day = wish.mail_on, wish.every_day
    row.line_target, row.other_target = wish.line_target, wish.other_target
    row.digest_hour, row.days_before = wish.digest_hour, list(wish.days_before)
    row.version, row.updated_at = row.version + 1, now
    account.email = wish.email or None
    session.add_all([row, account])
    session.flush()
    kept = _wish(account, row)
    audit.record(
        session, actor, now, "set_reminders", ("account", actor.account_id), before, _told(kept)
    )
    return kept


def _checked(wish: Wish) -> Wish:
    email, line = wish.email.strip(), wish.line_target.strip()
    if email and not (_MAIL.fullmatch(email) and len(email) <= 254 and ".." not in email):
        raise BadValue(sentence("ที่อยู่อีเมลไม่ถูกต้อง กรุณาพิมพ์เช่น somchai@example.go.th"))
    if line and not _LINE.fullmatch(line):
        raise BadValue(
            sentence("รหัสผู้รับ LINE ต้องขึ้นต้นด้วย U, C หรือ R ตามด้วยอักษร 32 ตัว (ไม่ใช่ LINE ID ที่ตั้งเอง)")
        )
    if wish.digest_hour not in HOURS:
        raise BadValue(
            sentence(
                "เวลาส่งต้องอยู่ระหว่าง %(first)s.00–%(last)s.00 น.", first=HOURS[0], last=HOURS[-1]
            )
        )
    days = tuple(sorted(set(wish.days_before), reverse=True))
    if len(days) > MOST or any(not 1 <= one <= LONGEST for one in days):
        raise BadValue(
            sentence(
                "จำนวนวันล่วงหน้าต้องเป็นเลข 1–%(longest)s ไม่เกิน %(most)s ตัว เช่น 7, 3, 1",
                longest=LONGEST,
                most=MOST,
            )
        )
    return Wish(
        wish.mail_on, email, line, wish.other_target.strip(), wish.digest_hour, days,
        wish.every_day, wish.version,
    )  # fmt: skip


def _told(wish: Wish) -> dict[str, object]:
    """For the trail: an address that holds a secret is only said to be there."""
    return {
        "mail_on": wish.mail_on, "email": wish.email, "line": wish.line_target,
        "other": bool(wish.other_target), "hour": wish.digest_hour,
        "days_before": list(wish.days_before), "every_day": wish.every_day,
    }  # fmt: skip
