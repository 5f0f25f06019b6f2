"""Registering in one step a letter that was sent through the system: no file, no reading."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker import circulation, delivery_moves, duties, registers
from tracker.actor import Actor
from tracker.delivery_rules import ARRIVED
from tracker.dispatching import BANGKOK
from tracker.errors import AlreadySettled, BadValue, NotAllowed, NotFound, Stale
from tracker.models import ChainLink, Delivery, Dispatch, Entry, Letter, LetterHolding
from tracker.sentences import sentence
from tracker.vocabulary import LetterRole, Secrecy, Via, Way


def take(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    delivery_id: int,
    version: int | None = None,
    received_at: datetime | None = None,
    practice: str = "",
) -> Entry:
    """Give a letter that was sent to the actor's office its receive number there.

    The office gets a copy of its own of what is known of the letter, and its
    duties. A letter that is registered already, or secret, is refused.
    """
    delivery = delivery_moves.locked(session, delivery_id)
    if delivery.office_id not in actor.office_ids:
        raise NotFound
    if delivery.office_id != actor.office_id:
        raise NotAllowed(sentence("ลงรับได้เฉพาะหนังสือที่ส่งถึงหน่วยงานของท่านเอง"))
    received_at = received_at or now
    letter = session.get_one(Letter, delivery.letter_id)
    _untaken(session, delivery, version)
    _takeable(letter, received_at, now)
    sender = session.get_one(Dispatch, delivery.dispatch_id).sender_office_id
    _hold(session, actor, now, delivery.letter_id, sender)
    entry = registers.register(
        session, actor, now, letter_id=delivery.letter_id, received_at=received_at,
        practice=practice,
    )  # fmt: skip
    circulation.received(
        session, actor, now, letter_id=delivery.letter_id, entry_id=entry.id,
        received_at=received_at, way=Way.SYSTEM,
    )  # fmt: skip
    duties.open_for(session, actor, now, letter_id=delivery.letter_id, received_at=received_at)
    return entry


def _untaken(session: Session, delivery: Delivery, version: int | None) -> None:
    entry = session.get(Entry, delivery.entry_id) if delivery.entry_id is not None else None
    if entry is not None and entry.voided_at is None:
        raise AlreadySettled(
            sentence(
                "หนังสือนี้ลงรับแล้วที่เลขรับ %(number)s/%(year)s", number=entry.number, year=entry.year
            ),
            number=entry.number,
            year=entry.year,
        )
    if version is not None and version != delivery.version and delivery.state in ARRIVED:
        raise Stale


def _takeable(letter: Letter, received_at: datetime, now: datetime) -> None:
    if letter.secrecy is not Secrecy.NONE:
        raise BadValue(sentence("หนังสือมีชั้นความลับ กรุณาลงรับจากฉบับจริงโดยนายทะเบียนข้อมูลข่าวสารลับ"))
    if received_at > now:
        raise BadValue(sentence("วันที่รับอยู่ในอนาคต กรุณาตรวจวันและเวลาที่รับ"))
    if letter.date is not None and received_at.astimezone(BANGKOK).date() < letter.date:
        raise BadValue(sentence("วันที่รับอยู่ก่อนวันที่ของหนังสือ กรุณาตรวจวันที่รับ"))


def _hold(
    session: Session, actor: Actor, now: datetime, letter_id: int, sender: int | None
) -> None:
    held = select(LetterHolding.id).where(
        LetterHolding.letter_id == letter_id, LetterHolding.office_id == actor.office_id
    )
    if session.exec(held).first() is None:
        session.add(
            LetterHolding(
                letter_id=letter_id, office_id=actor.office_id, arrival_id=None,
                role=LetterRole.COVER, held_since=now,
            )
        )  # fmt: skip
        session.flush()
        _hold_enclosed(session, actor, now, letter_id, sender)


def _hold_enclosed(
    session: Session, actor: Actor, now: datetime, letter_id: int, sender: int | None
) -> None:
    """What a letter carries comes with it, as it would in one envelope; nothing that is sealed.

    Only what the sender has can be in his envelope: to name a letter is not to have it.
    """
    has = select(LetterHolding.letter_id).where(LetterHolding.office_id == sender)
    waiting, seen = [letter_id], {letter_id}
    while waiting:
        carried = session.exec(
            select(Letter)
            .join(ChainLink, col(ChainLink.to_letter_id) == col(Letter.id))
            .where(
                ChainLink.from_letter_id == waiting.pop(),
                ChainLink.via == Via.ENCLOSURE,
                col(Letter.id).in_(has),
            )
        )
        for one in carried.all():
            if one.id is None or one.id in seen or one.secrecy is not Secrecy.NONE:
                continue
            seen.add(one.id)
            waiting.append(one.id)
            held = select(LetterHolding.id).where(
                LetterHolding.letter_id == one.id, LetterHolding.office_id == actor.office_id
            )
            if session.exec(held).first() is None:
                session.add(
                    LetterHolding(
                        letter_id=one.id, office_id=actor.office_id, arrival_id=None,
                        role=LetterRole.ENCLOSURE, held_since=now,
                    )
                )  # fmt: skip
    session.flush()
