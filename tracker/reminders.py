"""Reminders of duties: before, on and after the day, to the head, to the level above.

What is due is looked up without holding anybody up; then each person's digest
and the marks that it was told are written in one transaction. A digest has one
key for each person and day, so that two schedulers write one; what was not
said for want of a scheduler is said as soon as one runs again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy import insert
from sqlmodel import Session, col, select

from tracker import digests, duties, holidays, offices, outbox, preferences, reminder_plan
from tracker.digests import Around
from tracker.message_words import MessageChannel
from tracker.models import Account, Duty, Letter, ReminderMark, ReminderRun
from tracker.models.once import insert_once
from tracker.reminder_plan import Plan
from tracker.reminder_stages import thai
from tracker.vocabulary import Secrecy
from tracker.wording import long_date

_MOVED = (
    "แจ้งเพราะปฏิทินวันหยุดราชการเปลี่ยน กำหนดของเรื่องต่อไปนี้จึงเปลี่ยน สิ่งที่ต้องทำ: วางแผนงานใหม่ตามกำหนดที่เปลี่ยน"
)


def hours_to_do(session: Session, now: datetime, zone: tzinfo) -> tuple[date, list[int]]:
    """Today, and the hours of it that have come and were not seen to."""
    local = now.astimezone(zone)
    done = set(session.exec(select(ReminderRun.hour).where(ReminderRun.day == local.date())))
    return local.date(), [hour for hour in range(local.hour + 1) if hour not in done]


def done(session: Session, now: datetime, *, day: date, hour: int) -> None:
    """Write down that an hour was seen to."""
    insert_once(session, ReminderRun, {"day": day, "hour": hour, "done_at": now})


def send(session: Session, now: datetime, *, plan: Plan, day: date, address: str) -> bool:
    """Put a person's digest in, with the marks of what it tells; ``False`` if there is one."""
    around = Around(
        day, address, lambda office_id: offices.name_on(session, office_id, day), _notes(plan)
    )
    put = _tell(
        session, now, reason=f"digest:{plan.account_id}:{day.isoformat()}",
        account_id=plan.account_id, subject=digests.subject(plan.items, day),
        text=digests.body(plan.name, plan.items, around), ways=plan.wish.ways(),
    )  # fmt: skip
    if not put:
        return False
    marks = [
        {"duty_id": item.duty_id, "account_id": plan.account_id, "due_on": item.due,
         "stage": reminder_plan.stage_name(item), "told_at": now}
        for item in plan.items
        if item.fresh
    ]  # fmt: skip
    if marks:
        session.execute(insert(ReminderMark), marks)
    session.flush()
    return True


def _notes(plan: Plan) -> list[str]:
    unknown = holidays.missing_years({one.due.year for one in plan.items})
    return [
        thai(f"หมายเหตุ: ยังไม่มีวันหยุดราชการปี พ.ศ. {year + 543} ครบถ้วน จำนวนวันทำการอาจคลาดเคลื่อน")
        for year in unknown
    ]


def _tell(
    session: Session,
    now: datetime,
    *,
    reason: str,
    account_id: int,
    subject: str,
    text: str,
    ways: Sequence[tuple[MessageChannel, str]],
) -> bool:
    """By every way of the person; whether any of it is new."""
    made = [
        outbox.put(
            session, now, key=outbox.by(channel, reason), account_id=account_id, to=to,
            subject=subject, text=text, channel=channel,
        )
        for channel, to in ways
    ]  # fmt: skip
    return any(made)


def tell(
    session: Session, now: datetime, *, reason: str, account_id: int, subject: str, text: str
) -> bool:
    """Tell a person of something by the ways chosen; once for each ``reason``.

    ``False`` where it was told before or the person is reached by no way.
    """
    account = session.get(Account, account_id)
    if account is None or not account.active:
        return False
    ways = preferences.of(session, account_id).ways()
    return _tell(
        session, now, reason=reason, account_id=account_id, subject=subject, text=text, ways=ways
    )


def tell_moved(
    session: Session, now: datetime, *, moved: Sequence[duties.Moved], day: date, address: str
) -> int:
    """Tell those concerned which days moved with the calendar; how many people were told."""
    lines: dict[int, list[str]] = {}
    charged = reminder_plan.Charged(session, day)
    for one in moved:
        duty = session.get(Duty, one.duty_id)
        if duty is None:
            continue
        said = _moved_line(session, one, address)
        for account_id in charged(duty):
            lines.setdefault(account_id, []).append(said)
    told = 0
    for account_id, said_to in lines.items():
        digest = hashlib.sha256("\n".join(said_to).encode()).hexdigest()[:24]
        more = len(said_to) - digests.SHOWN
        text = "\n\n".join(
            [_MOVED, *said_to[: digests.SHOWN], *([thai(f"และอีก {more} เรื่อง")] if more > 0 else [])]
        )
        told += tell(
            session, now, reason=f"moved:{account_id}:{day.isoformat()}:{digest}",
            account_id=account_id, subject=thai(f"กำหนดเปลี่ยนตามปฏิทินวันหยุด {len(said_to)} เรื่อง"),
            text=text + "\n",
        )  # fmt: skip
    return told


def _moved_line(session: Session, moved: duties.Moved, address: str) -> str:
    letter = session.get(Letter, moved.letter_id)
    if letter is None or letter.secrecy is not Secrecy.NONE:
        title = "(หนังสือมีชั้นความลับ)"
    else:
        title = letter.subject or "เปิดดูเรื่องในระบบ"
    lines = [f"■ {title}"]
    if letter is not None and letter.ref_no:
        lines.append(thai(f"   หนังสือที่ {letter.ref_no} ลงวันที่ {long_date(letter.date)}"))
    lines.append(thai(f"   {moved.sentence}"))
    if address:
        lines.append(f"   เปิดหนังสือ: {address}/letters/{moved.letter_id}")
    return "\n".join(lines)


def unreachable(session: Session, office_ids: frozenset[int]) -> list[Account]:
    """The people of these offices whom no message reaches: neither mail nor another way."""
    found = select(Account).where(
        col(Account.office_id).in_(office_ids), col(Account.active).is_(True)
    )
    accounts = list(session.exec(found.order_by(Account.display_name)))
    wishes = preferences.of_many(session, [one.id for one in accounts if one.id is not None])
    return [one for one in accounts if one.id is not None and not wishes[one.id].ways()]
