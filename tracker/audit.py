"""The audit trail: every act one line, each line sealed with the hash of the one before.

Lines are gathered while a transaction works and written at its very end: so
the row that keeps the trail in one line is locked last and for a moment only,
whatever the use cases lock before. A transaction that is rolled back leaves
no line, because nothing happened.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, col, select

from tracker import masking
from tracker.actor import Actor
from tracker.models import AuditHead, AuditLine
from tracker.sentences import sentence

#: Whom or what an act was done to: a noun and its id.
Subject = tuple[str, int | str | None]
Values = dict[str, Any]
_PENDING = "audit.pending"


@dataclass(frozen=True, slots=True)
class _Pending:
    at: datetime
    account_id: int | None
    office_id: int | None
    act: str
    subject: Subject
    before: Values | None
    after: Values | None


def record(
    session: Session,
    actor: Actor | None,
    now: datetime,
    act: str,
    subject: Subject,
    before: Values | None = None,
    after: Values | None = None,
    *,
    office_id: int | None = None,
) -> None:
    """Note an act; it is written when the transaction commits.

    ``actor`` is ``None`` where the program acts by itself; ``office_id`` then
    says for whom. Values become JSON: dates ISO, words as their value, citizen
    numbers masked.
    """
    pending = session.info.setdefault(_PENDING, [])
    if not event.contains(session, "before_commit", _seal):
        event.listen(session, "before_commit", _seal)
        event.listen(session, "after_rollback", _forget)
    pending.append(
        _Pending(
            at=now.astimezone(UTC),
            account_id=actor.account_id if actor else None,
            office_id=actor.office_id if actor and office_id is None else office_id,
            act=act,
            subject=subject,
            before=_plain(before),
            after=_plain(after),
        )
    )


def _plain(values: Values | None) -> Values | None:
    if values is None:
        return None
    plain: Values = _masked(json.loads(json.dumps(values, default=_as_text, ensure_ascii=False)))
    return plain


def _masked(value: Any) -> Any:
    """Nothing is ever taken out of the trail again: no citizen number may come in."""
    if isinstance(value, str):
        return masking.mask(value)
    if isinstance(value, dict):
        return {name: _masked(one) for name, one in value.items()}
    return [_masked(one) for one in value] if isinstance(value, list) else value


def _as_text(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no place in the audit trail for {type(value).__name__}")


def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)


def _seal(session: Session) -> None:
    pending: list[_Pending] = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    head = session.exec(
        select(AuditHead).with_for_update().execution_options(populate_existing=True)
    ).one()
    for item in pending:
        line = AuditLine(
            id=head.last_id + 1,
            at=item.at,
            account_id=item.account_id,
            office_id=item.office_id,
            act=item.act,
            subject_type=item.subject[0],
            subject_id=str(item.subject[1]),
            before=item.before,
            after=item.after,
            prev_hash=head.last_hash,
            hash="",
        )
        line.hash = digest(line)
        session.add(line)
        head.last_id, head.last_hash = line.id, line.hash
    session.add(head)
    session.flush()


def digest(line: AuditLine) -> str:
    """SHA-256 over all that the line says and the hash before it."""
    said = [
        line.id,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.account_id,
        line.office_id,
        line.act,
        line.subject_type,
        line.subject_id,
        line.before,
        line.after,
        line.prev_hash,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> list[str]:
    """Walk the whole trail; one Thai sentence for each break, empty when it holds."""
    problems: list[str] = []
    last_id, last_hash = 0, ""
    for line in _all_lines(session):
        if line.id != last_id + 1:
            problems.append(
                sentence(
                    "บันทึกการใช้งานขาดหาย: หลังรายการที่ %(last)s เป็นรายการที่ %(next)s",
                    last=last_id,
                    next=line.id,
                )
            )
        elif line.prev_hash != last_hash:
            problems.append(sentence("รายการที่ %(line)s ไม่ต่อเนื่องกับรายการก่อนหน้า", line=line.id))
        if line.hash != digest(line):
            problems.append(sentence("รายการที่ %(line)s ถูกแก้ไขหลังบันทึก", line=line.id))
        last_id, last_hash = line.id, line.hash
    head = session.exec(select(AuditHead)).first()
    if head is None:
        problems.append(sentence("ไม่พบรายการกำกับท้ายบันทึก จึงไม่ทราบว่ารายการท้าย ๆ ถูกลบไปหรือไม่"))
    elif (head.last_id, head.last_hash) != (last_id, last_hash):
        problems.append(
            sentence(
                "รายการท้ายสุดควรเป็นรายการที่ %(kept)s แต่พบรายการที่ %(found)s",
                kept=head.last_id,
                found=last_id,
            )
        )
    return problems


def _all_lines(session: Session) -> Iterator[AuditLine]:
    ordered = select(AuditLine).order_by(col(AuditLine.id))
    return iter(session.exec(ordered.execution_options(yield_per=1000)))


def lines(
    session: Session, actor: Actor, *, subject: Subject | None = None, limit: int = 100
) -> list[AuditLine]:
    """The newest lines of the offices that the actor may see."""
    wanted = select(AuditLine).where(col(AuditLine.office_id).in_(actor.office_ids))
    if subject is not None:
        wanted = wanted.where(
            AuditLine.subject_type == subject[0], AuditLine.subject_id == str(subject[1])
        )
    return list(session.exec(wanted.order_by(col(AuditLine.id).desc()).limit(limit)))
