"""What is to leave the office: written here first, in the transaction that has the reason.

A message is put in once for each key, tried under a lease, and handed over
after ``hand`` has been committed. So a sender that is killed earlier loses
nothing and repeats nothing; one that is killed later leaves the message
``uncertain``: people see it, and decide.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from tracker import masking
from tracker.errors import LeaseLost
from tracker.message_words import MessageChannel, MessageState
from tracker.models import Account, Message
from tracker.quoted import Quoted
from tracker.sentences import noted, sentence

#: Waiting after each failed try; the last one is repeated until ``PATIENCE`` has passed.
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240))
#: After so long a message is given up (RFC 5321, 4.5.4.1 asks for four or five days).
PATIENCE = timedelta(days=5)
#: So long LINE knows the key of a message that it has already taken, a margin taken off.
REPEATABLE = timedelta(hours=23)
#: How far the clocks of several machines may be apart.
SKEW = timedelta(minutes=5)
LAPSED = noted(
    "โปรแกรมหยุดระหว่างส่ง จึงไม่แน่ใจว่าปลายทางได้รับแล้วหรือไม่ กรุณาถามผู้รับก่อน แล้วเลือกส่งอีกครั้งหรือบันทึกว่าถึงแล้ว"
)
TOO_LATE = noted("รอส่งนานเกินกำหนด เพราะยังไม่ได้ตั้งค่าช่องทางส่งหรือปลายทางไม่รับ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as a channel carries it. ``id``: its row; ``message_id``: without an ``@``."""

    id: int
    message_id: str
    to: str
    subject: str
    body: str
    created_at: datetime


def put(
    session: Session,
    now: datetime,
    *,
    key: str,
    account_id: int | None,
    to: str,
    subject: str,
    text: str,
    channel: MessageChannel = MessageChannel.MAIL,
    office_id: int | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Put a message in, to be sent once this transaction is committed.

    ``key`` says what for (``digest:12:2026-11-23/mail``, see ``by``): a second message of the
    same key is not put in, and the answer is ``False``. ``office_id``: who sees
    what became of it; without one the office of the account. Numbers of
    citizens are masked here, so that none leaves the office.
    """
    if office_id is None and account_id is not None:
        account = session.get(Account, account_id)
        office_id = account.office_id if account else None
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "key": key,
        "message_id": f"wian.{uuid.uuid4().hex}",
        "channel": channel,
        "account_id": account_id,
        "office_id": office_id,
        "to": _one_line(to),
        "subject": masking.mask(_one_line(subject)),
        "body": masking.mask(_sendable(text)),
        "state": MessageState.WAITING,
        "attempts": 0,
        "created_at": now,
        "not_before": not_before or now,
        "expires_at": (not_before or now) + PATIENCE,
        "touched_at": now,
    }
    made = session.execute(
        insert(Message)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(col(Message.id))
    )
    return made.first() is not None


def _sendable(text: str) -> str:
    """The text without what no mail and no database takes."""
    return _CONTROL.sub(" ", text.encode("utf-8", "replace").decode())


def _one_line(text: str) -> str:
    """Without line ends: a subject must not be able to add lines to the head of a mail."""
    return " ".join(_sendable(text).split())


def _ready(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Message.state) == MessageState.WAITING,
        # Written after now: the clock was set back, and the wait would be as much longer.
        or_(col(Message.not_before) <= now, col(Message.touched_at) > now + SKEW),
    )


def claim(
    session: Session,
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    channel: MessageChannel,
    message_id: int | None = None,
) -> Parcel | None:
    """Take up the message that waits longest, for the time of the lease; ``None`` if none waits."""
    wanted = select(Message).where(_ready(now), col(Message.channel) == channel)
    if message_id is not None:
        wanted = wanted.where(Message.id == message_id)
    row = session.exec(
        wanted.order_by(col(Message.not_before), col(Message.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None or row.id is None:
        return None
    row.state, row.attempts = MessageState.SENDING, row.attempts + 1
    row.lease_owner, row.lease_until = owner, now + lease
    row.touched_at, row.handed_at = now, None
    session.add(row)
    session.flush()
    return Parcel(row.id, row.message_id, row.to, row.subject, row.body, row.created_at)


def seal(session: Session, now: datetime, *, path: str, words: str) -> tuple[int, int]:
    """Take what a letter says out of the messages that wait; how many, and how many were sent.

    ``path``: where the letter is found; ``words``: its subject. What tells of
    other letters in the same message stays.
    """
    mine = Quoted(path, words)
    told = [col(Message.body).contains(path, autoescape=True)]
    for column in (col(Message.body), col(Message.subject)):
        told += [column.contains(spelt, autoescape=True) for spelt in mine.spellings]
    unsent = sent = 0
    for row in session.exec(select(Message).where(or_(*told)).with_for_update()):
        if not mine.stands_in(row.subject, row.body):
            continue
        if row.state in (MessageState.SENT, MessageState.SENDING, MessageState.UNCERTAIN):
            sent += 1
            continue
        row.subject, row.body = mine.taken_out(row.subject, row.body)
        row.touched_at = now
        session.add(row)
        unsent += 1
    session.flush()
    return unsent, sent


def waiting(session: Session, *, now: datetime, channel: MessageChannel) -> int:
    """How many messages could be sent by that way now."""
    wanted = select(func.count()).select_from(Message)
    return session.exec(wanted.where(_ready(now), col(Message.channel) == channel)).one()


def _held(session: Session, row_id: int, owner: str, *, late: bool = False) -> Message:
    """The row, locked, if it is still the owner's. ``late``: also if found lapsed meanwhile."""
    row = session.exec(
        select(Message)
        .where(Message.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    states = {MessageState.SENDING} | ({MessageState.UNCERTAIN} if late else set())
    if row is None or row.state not in states or row.lease_owner != owner:
        raise LeaseLost(sentence("ข้อความนี้มีเครื่องอื่นรับไปส่งแล้ว"))
    return row


def hand(session: Session, row_id: int, owner: str, *, now: datetime, lease: timedelta) -> None:
    """Write down that the last step comes now; to be committed before it is taken.

    Raises ``LeaseLost`` where another sender has the message: then it must not be taken.
    """
    row = _held(session, row_id, owner)
    row.handed_at, row.lease_until, row.touched_at = now, now + lease, now
    session.add(row)
    session.flush()


def sent(session: Session, row_id: int, owner: str, *, now: datetime, reply: str = "") -> None:
    """The other side has accepted it. ``reply``: in its own words."""
    row = _held(session, row_id, owner, late=True)
    row.sent_at, row.error = now, None
    _end(session, row, MessageState.SENT, now, reply)


def refused(
    session: Session, row_id: int, owner: str, *, now: datetime, error: str, reply: str = ""
) -> None:
    """The other side does not want it, and never will. ``error``: one Thai sentence."""
    row = _held(session, row_id, owner, late=True)
    row.error = error
    _end(session, row, MessageState.FAILED, now, reply)
    if row.channel is not MessageChannel.MAIL:
        _by_mail_instead(session, row, now)


def _by_mail_instead(session: Session, row: Message, now: datetime) -> None:
    """What another way did not take goes by mail, unless it went by mail as well."""
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None or not account.active or not account.email:
        return
    put(
        session, now, key=by(MessageChannel.MAIL, row.key.rpartition("/")[0] or row.key),
        account_id=row.account_id, office_id=row.office_id, to=account.email,
        subject=row.subject, text=row.body,
    )  # fmt: skip


def by(channel: MessageChannel, reason: str) -> str:
    """The key of a message that goes out for ``reason`` by that way."""
    return f"{reason}/{channel.value}"


def unsure(
    session: Session, row_id: int, owner: str, *, now: datetime, error: str, reply: str = ""
) -> None:
    """Handed over, and no answer came: it is not tried again by itself."""
    row = _held(session, row_id, owner, late=True)
    row.error = error
    _end(session, row, MessageState.UNCERTAIN, now, reply)


def put_off(
    session: Session, row_id: int, owner: str, *, now: datetime, error: str, reply: str = ""
) -> None:
    """Certainly not accepted, but may be later: waits longer each time, and is given up at last."""
    row = _held(session, row_id, owner, late=True)
    row.error = error
    if now >= row.expires_at:
        _end(session, row, MessageState.GIVEN_UP, now, reply)
        return
    _end(session, row, MessageState.WAITING, now, reply)
    row.not_before = now + BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    row.handed_at = None


def release(session: Session, row_id: int, owner: str, *, now: datetime) -> None:
    """Give it back untried, for another sender at once."""
    row = _held(session, row_id, owner)
    row.attempts -= 1
    _end(session, row, MessageState.WAITING, now, row.reply or "")


def _end(session: Session, row: Message, state: MessageState, now: datetime, reply: str) -> None:
    row.state, row.touched_at = state, now
    row.reply = _sendable(reply)[:500] or None
    if state is not MessageState.UNCERTAIN:  # a late answer may still tell
        row.lease_owner = None
    row.lease_until = None
    session.add(row)
    session.flush()


def take_back(session: Session, *, now: datetime) -> tuple[int, int]:
    """See to messages whose sender is gone: (waiting again, uncertain).

    A lease that began after now is taken back too: the clock was set back. A
    sender that lives after all is refused at ``hand``.
    """
    lapsed = or_(col(Message.lease_until) < now, col(Message.touched_at) > now + SKEW)
    rows = session.exec(
        select(Message)
        .where(col(Message.state) == MessageState.SENDING, lapsed)
        .order_by(col(Message.id))
        .with_for_update(skip_locked=True)
    ).all()
    unclear = 0
    for row in rows:
        row.touched_at, row.lease_until = now, None
        if row.handed_at is None or repeatable(row.channel, row.created_at, now):
            row.state, row.lease_owner, row.not_before = MessageState.WAITING, None, now
        else:
            row.state, row.error = MessageState.UNCERTAIN, LAPSED
            unclear += 1
        session.add(row)
    session.flush()
    return len(rows) - unclear, unclear


def repeatable(channel: MessageChannel, created_at: datetime, now: datetime) -> bool:
    """Whether the other side drops a second copy by itself: LINE does, by the message's key."""
    return channel is MessageChannel.LINE and now - created_at < REPEATABLE


def expire(session: Session, *, now: datetime) -> int:
    """Give up what waited until it was of no use any more: shown, and not sent late."""
    rows = session.exec(
        select(Message)
        .where(col(Message.state) == MessageState.WAITING, col(Message.expires_at) < now)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.error = row.error or TOO_LATE
        _end(session, row, MessageState.GIVEN_UP, now, row.reply or "")
    return len(rows)


def sent_since(session: Session, channel: MessageChannel, since: datetime) -> int:
    """How many messages went out by that way since then."""
    wanted = select(func.count()).select_from(Message).where(col(Message.sent_at) >= since)
    return session.exec(wanted.where(col(Message.channel) == channel)).one()
