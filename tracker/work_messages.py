"""Telling people of work inside their office: what they were given, what waits, what is late.

Each message is told once: its reason says for which work and which day.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import in_tray, reminders, staffing
from tracker.accounts import actor_of
from tracker.models import Account, Assignment, Endorsement, Letter
from tracker.vocabulary import AssignmentState, Secrecy
from tracker.wording import BANGKOK, long_date

#: From this hour on, Bangkok's, people are told what is due and what waits.
HOUR = 8
_WEEKEND = (5, 6)
_HELD = (AssignmentState.GIVEN, AssignmentState.ACCEPTED)
_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def holders(session: Session, work: Assignment, day: date) -> frozenset[int]:
    """Who should know of a piece of work that day: its person or his stand-in, or the unit's head.

    Where nobody heads the unit, its members.
    """
    if work.account_id is not None:
        return frozenset({staffing.stand_in(session, work.account_id, day)})
    head = staffing.unit_head(session, work.unit_id, day) if work.unit_id else None
    if head is not None and head.account_id is not None:
        return frozenset({staffing.stand_in(session, head.account_id, day)})
    return frozenset(
        one.account_id
        for one in staffing.appointments(session, work.office_id, day)
        if one.unit_id == work.unit_id and one.account_id is not None
    )


def given(session: Session, now: datetime, work: Assignment, *, address: str) -> int:
    """Tell those who were given work, at once; how many were told."""
    day = now.astimezone(BANGKOK).date()
    due = f" ให้เสร็จภายในวันที่ {long_date(work.due_on)}" if work.due_on else ""
    why = f"แจ้งเพราะท่านได้รับมอบงานจากหนังสือราชการ{due} กรุณาเปิดดูแล้วกด “รับเรื่องไปทำ”"
    return _tell(session, now, work, day, f"given.{work.version}", "ได้รับมอบงาน", why, address)


def _tell(
    session: Session, now: datetime, work: Assignment, day: date, stage: str, head: str,
    why: str, address: str,
) -> int:  # fmt: skip
    letter = session.get_one(Letter, work.letter_id)
    lines = [why, "", *_paper(letter, address)]
    if work.task:
        lines.insert(2, f"งาน: {work.task}")
    return sum(
        reminders.tell(
            session, now, reason=f"work:{work.id}:{stage}:{account_id}", account_id=account_id,
            subject=f"{head}: {_title(letter)}"[:160].translate(_DIGITS),
            text=_said(lines),
        )
        for account_id in sorted(holders(session, work, day))
    )  # fmt: skip


def _said(lines: Iterable[str]) -> str:
    """Thai numerals everywhere but in addresses."""
    return "\n".join(one if "://" in one else one.translate(_DIGITS) for one in lines)


def _title(letter: Letter) -> str:
    if letter.secrecy is not Secrecy.NONE:
        return "(หนังสือมีชั้นความลับ)"
    return letter.subject or f"หนังสือที่ {letter.ref_no or '–'}"


def _paper(letter: Letter, address: str) -> list[str]:
    lines = [f"เรื่อง: {_title(letter)}"]
    if letter.ref_no:
        lines.append(f"หนังสือที่ {letter.ref_no} ลงวันที่ {long_date(letter.date)}")
    if address:
        lines.append(f"เปิดหนังสือ: {address}/letters/{letter.id}")
    return lines


def remind(session: Session, now: datetime, *, address: str) -> int:
    """Tell of work due today, the day before, and once a week while late; and what waits for whom.

    To call it again on the same day does no harm. How many messages were new.
    """
    told = tell_due(session, now, due(session, now), address=address)
    return told + tell_waiting(session, now, asked(session, now), address=address)


def _day(now: datetime) -> date | None:
    """Today, where people may be told of something now."""
    local = now.astimezone(BANGKOK)
    return None if local.hour < HOUR or local.weekday() in _WEEKEND else local.date()


def due(session: Session, now: datetime) -> list[int]:
    """The work that is due tomorrow or before, as ids: there may be thousands in all offices."""
    day = _day(now)
    if day is None:
        return []
    wanted = select(col(Assignment.id)).where(
        col(Assignment.state).in_(_HELD),
        col(Assignment.due_on) <= date.fromordinal(day.toordinal() + 1),
    )
    return [one for one in session.exec(wanted.order_by(col(Assignment.id))) if one is not None]


def asked(session: Session, now: datetime) -> list[int]:
    """The accounts for whose order or opinion something waits."""
    day = _day(now)
    return [] if day is None else _asked(session, day)


def tell_due(session: Session, now: datetime, work_ids: Iterable[int], *, address: str) -> int:
    """Tell of these pieces of work, where they are still to be told of."""
    day, told = _day(now), 0
    for work_id in work_ids:
        work = session.get(Assignment, work_id)
        if day is not None and work is not None and work.state in _HELD and work.due_on is not None:
            told += _due(session, now, work, day, address)
    return told


def tell_waiting(
    session: Session, now: datetime, account_ids: Iterable[int], *, address: str
) -> int:
    """Tell these accounts what waits for them: one message a day to each."""
    day = _day(now)
    if day is None:
        return 0
    return sum(_waiting(session, now, day, address, one) for one in account_ids)


def _due(session: Session, now: datetime, work: Assignment, day: date, address: str) -> int:
    assert work.due_on is not None
    left = (work.due_on - day).days
    on = long_date(work.due_on)
    if left >= 0:
        word = "วันนี้" if left == 0 else "พรุ่งนี้"
        why = f"เตือนเพราะงานที่ท่านได้รับมอบครบกำหนด{word} ({on}) เสร็จแล้วกด “ทำเสร็จแล้ว” ในหน้างานของฉัน"
        stage, head = f"due.{on}.{left}", f"งานครบกำหนด{word}"
    else:
        why = f"เตือนเพราะงานที่ท่านได้รับมอบเกินกำหนดวันที่ {on} มาแล้ว {-left} วัน กรุณาเร่งทำ หรือส่งคืนพร้อมเหตุผล"
        stage, head = f"late.{on}.{(-left - 1) // 7}", "งานเกินกำหนด"
    return _tell(session, now, work, day, stage, head, why, address)


def _waiting(session: Session, now: datetime, day: date, address: str, account_id: int) -> int:
    account = session.get_one(Account, account_id)
    actor = actor_of(session, account_id, account.session_version)
    waiting = in_tray.waiting_for(session, actor, day) if actor else []
    if not waiting:
        return 0
    lines = [f"เตือนเพราะมีเรื่องรอคำสั่งหรือความเห็นของท่าน {len(waiting)} เรื่อง", ""]
    lines += [f"■ {_title(one.letter)}" for one in waiting[:20]]
    if address:
        lines.append(f"เปิดหน้างานของฉัน: {address}/office/orders")
    return reminders.tell(
        session, now, reason=f"waits:{account_id}:{day.isoformat()}", account_id=account_id,
        subject=f"มีเรื่องรอคำสั่งของท่าน {len(waiting)} เรื่อง".translate(_DIGITS),
        text=_said(lines),
    )  # fmt: skip


def _asked(session: Session, day: date) -> list[int]:
    """Everybody for whom a proposal waits: its addressee, or the head of that day; or stand-ins."""
    found = select(Endorsement.office_id, Endorsement.to_account_id).where(
        col(Endorsement.waits).is_(True)
    )
    asked: set[int] = set()
    for office_id, account_id in set(session.exec(found).all()):
        if account_id is None:
            head = staffing.acting_head(session, office_id, day)
            account_id = head.account_id if head else None
        if account_id is not None:
            asked.add(staffing.stand_in(session, account_id, day))
    return sorted(asked)
