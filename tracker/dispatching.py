"""Sending a letter to many, and expecting one that is known from paper to have been sent."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import insert as plain_insert
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker import audit, delivery_rules, letters, offices
from tracker.actor import Actor
from tracker.delivery_moves import acts_for
from tracker.errors import BadValue, NotAllowed
from tracker.models import (
    Delivery,
    DeliveryEvent,
    Dispatch,
    Errand,
    Letter,
    LetterAddressee,
    LetterDuty,
    LetterHolding,
    Office,
)
from tracker.sentences import sentence
from tracker.vocabulary import Capacity, DeliveryState, DispatchOrigin, Level

BANGKOK = ZoneInfo("Asia/Bangkok")
#: Strongest first: who is named twice keeps the stronger.
_STRENGTH = list(Capacity)
#: A letter sent again to one of these is on its way again; later states stay.
_UNSENT = frozenset({*delivery_rules.FAILED, DeliveryState.EXPECTED, DeliveryState.WITHDRAWN})
_CHUNK = 500
#: Recipients that get a letter at once; more are sent it in pieces, see ``tracker.errands``.
FIRST = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class To:
    """One recipient: an office of the list, or a name that is in none."""

    office_id: int | None
    name: str
    capacity: Capacity = Capacity.TO
    due_on: dt.date | None = None

    @property
    def key(self) -> str:
        """What makes him one recipient however often he is named."""
        if self.office_id is not None:
            return f"office:{self.office_id}"
        return f"name:{offices.squeezed(self.name)}"[:200]

    def kept(self) -> dict[str, Any]:
        """Himself as JSON."""
        due = self.due_on.isoformat() if self.due_on else None
        return {"office_id": self.office_id, "name": self.name, "capacity": self.capacity,
                "due_on": due}  # fmt: skip

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "To":
        """The recipient that ``kept`` tells of."""
        due = dt.date.fromisoformat(kept["due_on"]) if kept["due_on"] else None
        return cls(kept["office_id"], kept["name"], Capacity(kept["capacity"]), due)


def distinct(to: Iterable[To]) -> list[To]:
    """Each recipient once, in the order first named: strongest capacity, earliest day."""
    once: dict[str, To] = {}
    for one in to:
        known = once.get(one.key)
        if known is None:
            once[one.key] = one
            continue
        days = [day for day in (known.due_on, one.due_on) if day is not None]
        stronger = min(known.capacity, one.capacity, key=_STRENGTH.index)
        once[one.key] = replace(known, capacity=stronger, due_on=min(days, default=None))
    return list(once.values())


def send(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    to: Sequence[To],
    entry_id: int | None = None,
    draft_id: int | None = None,
    sent_at: datetime | None = None,
) -> Dispatch:
    """Send a letter that the actor's office holds or issued; a recipient named twice gets it once.

    Whoever has it already keeps his state, and the sender he has it from; whom it
    did not reach is sent it again. ``sent_at`` may lie in the past, but not before
    the letter's own day. Of very many, the first get it now and the rest by an errand.
    """
    letter = letters.visible(session, actor, letter_id)
    office_id = _sender(session, actor, letter)
    sent_at = sent_at or now
    _in_time(letter, sent_at, now)
    wanted = distinct(to)
    _sendable(session, office_id, wanted)
    dispatch = Dispatch(
        letter_id=letter_id, sender_office_id=office_id, origin=DispatchOrigin.SENT,
        sent_at=sent_at, entry_id=entry_id, draft_id=draft_id, made_by=actor.account_id,
        made_at=now,
    )  # fmt: skip
    session.add(dispatch)
    session.flush()
    assert dispatch.id is not None
    known = _known(session, letter_id)
    fresh = [one for one in wanted if one.key not in known]
    insert_deliveries(session, actor, now, letter, dispatch, fresh[:FIRST], DeliveryState.SENT)
    if fresh[FIRST:]:
        session.add(
            Errand(
                dispatch_id=dispatch.id, account_id=actor.account_id, made_at=now,
                to=[one.kept() for one in fresh[FIRST:]],
            )
        )  # fmt: skip
    again = [known[one.key] for one in wanted if one.key in known]
    _send_again(session, actor, now, dispatch, _ours(session, actor, office_id, again))
    audit.record(
        session, actor, now, "send", ("dispatch", dispatch.id),
        after={"letter_id": letter_id, "recipients": len(wanted), "named": len(to),
               "known_before": len(again)},
    )  # fmt: skip
    return dispatch


def _sender(session: Session, actor: Actor, letter: Letter) -> int:
    """The office that sends: the issuer if the actor acts for it, else his own if it has a copy."""
    if letter.issuer_office_id is not None and acts_for(actor, letter.issuer_office_id):
        return letter.issuer_office_id
    held = select(LetterHolding.id).where(
        LetterHolding.letter_id == letter.id, LetterHolding.office_id == actor.office_id
    )
    if session.exec(held).first() is None:
        raise NotAllowed(sentence("ส่งได้เฉพาะหนังสือที่หน่วยงานของท่านออกเองหรือมีสำเนาอยู่"))
    return actor.office_id


def _in_time(letter: Letter, sent_at: datetime, now: datetime) -> None:
    if sent_at > now:
        raise BadValue(sentence("วันที่ส่งอยู่ในอนาคต กรุณาตรวจวันและเวลาที่ส่ง"))
    if letter.date is not None and sent_at.astimezone(BANGKOK).date() < letter.date:
        raise BadValue(sentence("วันที่ส่งอยู่ก่อนวันที่ของหนังสือ กรุณาตรวจวันที่ส่ง"))


def _sendable(session: Session, office_id: int, wanted: Sequence[To]) -> None:
    if not wanted:
        raise BadValue(sentence("ยังไม่มีผู้รับ กรุณาเลือกผู้รับอย่างน้อยหนึ่งราย"))
    if any(one.office_id is None and not offices.squeezed(one.name) for one in wanted):
        raise BadValue(sentence("มีผู้รับที่ไม่มีชื่อ กรุณาพิมพ์ชื่อหรือเอาบรรทัดนั้นออก"))
    ids = [one.office_id for one in wanted if one.office_id is not None]
    if office_id in ids:
        raise BadValue(sentence("รายชื่อผู้รับมีหน่วยงานของท่านเองอยู่ด้วย กรุณาเอาออกก่อนส่ง"))
    known: set[int | None] = set()
    for some in _chunks(ids):
        known |= set(session.exec(select(Office.id).where(col(Office.id).in_(some))))
    if set(ids) - known:
        raise BadValue(sentence("มีผู้รับที่ไม่อยู่ในรายชื่อหน่วยงาน กรุณาเลือกผู้รับใหม่"))


def _known(session: Session, letter_id: int) -> dict[str, Delivery]:
    found = select(Delivery).where(Delivery.letter_id == letter_id).with_for_update()
    fresh = found.execution_options(populate_existing=True)
    return {one.recipient: one for one in session.exec(fresh)}


def _ours(
    session: Session, actor: Actor, office_id: int, known: Sequence[Delivery]
) -> list[Delivery]:
    """Of those known before, the ones that this sending may call its own.

    What another office sent stays with it: else any recipient could take the
    circulation over by sending the letter once more. What is only known from
    paper goes to whoever sends it, where it has not arrived or lies below him.
    """
    senders = {
        one.id: one
        for some in _chunks(list({delivery.dispatch_id for delivery in known}))
        for one in session.exec(select(Dispatch).where(col(Dispatch.id).in_(some)))
    }

    def is_ours(one: Delivery) -> bool:
        before = senders[one.dispatch_id]
        if before.sender_office_id in (None, office_id) or one.state is DeliveryState.WITHDRAWN:
            return True
        if before.origin is DispatchOrigin.SENT:
            return False
        return one.state in _UNSENT or one.office_id in actor.office_ids

    return [one for one in known if is_ours(one)]


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def insert_deliveries(
    session: Session,
    actor: Actor | None,
    now: datetime,
    letter: Letter,
    dispatch: Dispatch,
    to: Sequence[To],
    state: DeliveryState,
) -> None:
    """Write the deliveries and the first line of each history; one that is there already stays."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows: list[dict[str, Any]] = [
        {
            "dispatch_id": dispatch.id, "letter_id": letter.id, "office_id": one.office_id,
            "recipient": one.key, "name": one.name, "capacity": one.capacity,
            "asked": delivery_rules.asked_of(letter.action, one.capacity), "state": state,
            "state_at": dispatch.sent_at, "due_on": one.due_on, "version": 1,
        }
        for one in to
    ]  # fmt: skip
    own = select(Delivery.id).where(Delivery.dispatch_id == dispatch.id)
    before = set(session.exec(own))
    if rows:
        session.execute(insert(Delivery).on_conflict_do_nothing(), rows)
    made = [(one, None) for one in session.exec(own) if one is not None and one not in before]
    _write_history(session, actor, now, dispatch, made, state)


def _write_history(
    session: Session,
    actor: Actor | None,
    now: datetime,
    dispatch: Dispatch,
    touched: Sequence[tuple[int, DeliveryState | None]],
    state: DeliveryState,
) -> None:
    lines: list[dict[str, Any]] = [
        {
            "delivery_id": delivery_id, "at": dispatch.sent_at, "noted_at": now,
            "account_id": actor.account_id if actor else None,
            "office_id": dispatch.sender_office_id, "how": "person" if actor else "letter",
            "before": before, "after": state,
        }
        for delivery_id, before in touched
    ]  # fmt: skip
    if lines:
        session.execute(plain_insert(DeliveryEvent), lines)


def _send_again(
    session: Session, actor: Actor, now: datetime, dispatch: Dispatch, known: Sequence[Delivery]
) -> None:
    """Those known before belong to this sending now; those it did not reach are sent it again."""
    ids = [one.id for one in known if one.id is not None]
    moved = [(one.id, one.state) for one in known if one.state in _UNSENT and one.id is not None]
    assert dispatch.id is not None
    for some in _chunks(ids):
        session.execute(
            update(Delivery)
            .where(col(Delivery.id).in_(some))
            .values(dispatch_id=dispatch.id, version=col(Delivery.version) + 1)
            .execution_options(synchronize_session=False)
        )
    for some in _chunks([one for one, _ in moved]):
        session.execute(
            update(Delivery)
            .where(col(Delivery.id).in_(some))
            .values(state=DeliveryState.SENT, state_at=dispatch.sent_at)
            .execution_options(synchronize_session=False)
        )
    for delivery in known:
        session.expire(delivery)
    _write_history(session, actor, now, dispatch, moved, DeliveryState.SENT)


def known_dispatch(session: Session, now: datetime, letter: Letter) -> Dispatch:
    """The sending that a letter known from paper must have had."""
    assert letter.id is not None
    found = session.exec(
        select(Dispatch).where(Dispatch.letter_id == letter.id).order_by(col(Dispatch.id))
    ).first()
    if found is not None:
        return found
    dated = letter.date or now.astimezone(BANGKOK).date()
    sent_at = min(now, datetime.combine(dated, dt.time(), BANGKOK))
    made = Dispatch(
        letter_id=letter.id, sender_office_id=letter.issuer_office_id,
        origin=DispatchOrigin.KNOWN, sent_at=sent_at, made_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def expect(session: Session, now: datetime, *, letter_id: int) -> None:
    """Note that the offices which a letter addresses are to receive it, unless that is known."""
    letter = session.get_one(Letter, letter_id)
    addressed = session.exec(
        select(LetterAddressee.office_id)
        .where(LetterAddressee.letter_id == letter_id)
        .order_by(col(LetterAddressee.id))
    ).all()
    known = set(session.exec(select(Delivery.office_id).where(Delivery.letter_id == letter_id)))
    fresh = [one for one in addressed if one not in known and one != letter.issuer_office_id]
    if fresh:
        add_known(session, None, now, letter, fresh)


def add_known(
    session: Session, actor: Actor | None, now: datetime, letter: Letter, office_ids: Sequence[int]
) -> None:
    """Deliveries that are expected of a letter known from paper."""
    names = offices.names_on(session, office_ids, letter.named_on)
    levels = {one.id: one.level for one in _offices(session, office_ids)}
    days = {level: _due(session, letter, level) for level in set(levels.values())}
    to = [
        To(one, names.get(one, ""), due_on=days.get(levels[one]))
        for one in office_ids
        if one in levels
    ]
    dispatch = known_dispatch(session, now, letter)
    insert_deliveries(session, actor, now, letter, dispatch, distinct(to), DeliveryState.EXPECTED)


def _offices(session: Session, office_ids: Sequence[int]) -> Iterator[Office]:
    for some in _chunks(office_ids):
        yield from session.exec(select(Office).where(col(Office.id).in_(some)))


def _due(session: Session, letter: Letter, level: Level) -> dt.date | None:
    """The day that the letter sets an office of this level: one that names it, else the last."""
    found = session.exec(
        select(LetterDuty).where(
            LetterDuty.letter_id == letter.id,
            col(LetterDuty.kind).in_(("due", "window", "recurring")),
            col(LetterDuty.due_on).is_not(None),
        )
    ).all()
    own = [x.due_on for x in found if offices.level_by_wording(x.actor) is level and x.due_on]
    anyone = [x.due_on for x in found if not x.actor and x.due_on]
    return min(own, default=None) or min(anyone, default=None)
