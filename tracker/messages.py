"""What became of the messages of an office, and what people decide about those that are stuck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from tracker import audit, outbox
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.message_words import STUCK, MessageChannel, MessageState
from tracker.models import Account, Message
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole


@dataclass(frozen=True, slots=True)
class MessageView:
    """``body`` is empty for whoever is neither its reader nor an administrator."""

    id: int
    channel: MessageChannel
    to: str
    name: str
    subject: str
    body: str
    state: MessageState
    attempts: int
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None
    error: str
    reply: str
    may_act: bool

    @property
    def stuck(self) -> bool:
        return self.state in STUCK


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of messages, newest first; ``counts``: of all that the actor may see."""

    items: list[MessageView]
    total: int
    counts: dict[MessageState, int]


def _seen(actor: Actor) -> ColumnElement[bool]:
    return or_(
        col(Message.office_id).in_(actor.office_ids), col(Message.account_id) == actor.account_id
    )


def listed(
    session: Session,
    actor: Actor,
    *,
    state: MessageState | None = None,
    page: int = 1,
    per_page: int = 50,
) -> Shown:
    """The messages of the actor's offices and his own."""
    counts = dict(
        session.exec(
            select(col(Message.state), func.count()).where(_seen(actor)).group_by(Message.state)
        ).all()
    )
    wanted = (
        select(Message, Account)
        .outerjoin(Account, col(Account.id) == col(Message.account_id))
        .where(_seen(actor))
    )
    if state is not None:
        wanted = wanted.where(Message.state == state)
    found = session.exec(
        wanted.order_by(col(Message.created_at).desc(), col(Message.id).desc())
        .limit(per_page)
        .offset(per_page * (max(1, page) - 1))
    ).all()
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    return Shown([_view(actor, row, account) for row, account in found], total, counts)


def _view(actor: Actor, row: Message, account: Account | None) -> MessageView:
    reads = actor.role is AccountRole.ADMIN or row.account_id in (None, actor.account_id)
    assert row.id is not None
    return MessageView(
        id=row.id, channel=row.channel, to=row.to,
        name=account.display_name if account else "", subject=row.subject,
        body=row.body if reads else "", state=row.state, attempts=row.attempts,
        created_at=row.created_at, not_before=row.not_before, sent_at=row.sent_at,
        error=row.error or "", reply=row.reply or "", may_act=_may_act(actor, row),
    )  # fmt: skip


def _may_act(actor: Actor, row: Message) -> bool:
    admin = actor.role is AccountRole.ADMIN and row.office_id in actor.office_ids
    return admin or row.account_id == actor.account_id or row.office_id == actor.office_id


def _held(session: Session, actor: Actor, message_id: int) -> Message:
    row = session.exec(
        select(Message)
        .where(Message.id == message_id, _seen(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    if not _may_act(actor, row):
        raise NotAllowed
    return row


def again(
    session: Session, actor: Actor, now: datetime, *, message_id: int, asked: bool = False
) -> None:
    """Have a stuck message sent again, to the address that its reader has now.

    ``asked``: the reader was asked, and has not got it; wanted for an uncertain
    one. Raises ``Stale`` where it is not stuck any more.
    """

    def change(row: Message) -> None:
        if row.state is MessageState.UNCERTAIN and not asked:
            raise BadValue(
                sentence("ข้อความนี้อาจถึงผู้รับแล้ว กรุณาถามผู้รับก่อน แล้วทำเครื่องหมายว่าถามแล้วจึงส่งอีกครั้ง")
            )
        account = session.get(Account, row.account_id) if row.account_id else None
        if row.channel is MessageChannel.MAIL and account is not None and account.email:
            row.to = account.email
        row.state, row.attempts, row.error = MessageState.WAITING, 0, None
        row.not_before, row.expires_at = now, now + outbox.PATIENCE
        row.handed_at = None

    _decide(session, actor, now, message_id, "send_again", change)


def arrived(session: Session, actor: Actor, now: datetime, *, message_id: int) -> None:
    """The reader says that an uncertain message came."""

    def change(row: Message) -> None:
        if row.state is not MessageState.UNCERTAIN:
            raise Stale
        row.state, row.sent_at, row.error = MessageState.SENT, row.handed_at or now, None

    _decide(session, actor, now, message_id, "message_arrived", change)


def withdraw(
    session: Session, actor: Actor, now: datetime, *, message_id: int, reason: str
) -> None:
    """Do not try it any more. ``reason`` is kept with it."""

    def change(row: Message) -> None:
        if not reason.strip():
            raise BadValue(sentence("กรุณาพิมพ์เหตุผลที่ไม่ส่งข้อความนี้แล้ว"))
        row.state, row.error = MessageState.WITHDRAWN, reason.strip()[:300]

    _decide(session, actor, now, message_id, "withdraw_message", change)


def _decide(
    session: Session,
    actor: Actor,
    now: datetime,
    message_id: int,
    act: str,
    change: Callable[[Message], None],
) -> None:
    row = _held(session, actor, message_id)
    if row.state not in STUCK:
        raise Stale(sentence("ข้อความนี้ไม่ได้ค้างอยู่แล้ว กรุณาเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด"))
    before = _told(row)
    change(row)
    row.touched_at, row.lease_owner, row.lease_until = now, None, None
    session.add(row)
    session.flush()
    audit.record(
        session, actor, now, act, ("message", row.id), before, _told(row), office_id=row.office_id
    )


def _told(row: Message) -> dict[str, object]:
    """For the trail: an address that holds a secret is not said."""
    secret = row.channel is MessageChannel.OTHER
    return {"state": row.state, "error": row.error, "to": None if secret else row.to}
