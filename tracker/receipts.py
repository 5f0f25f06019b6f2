"""Receipt without an account: a signed link, used once, by which an outside office confirms.

The link proves itself (HMAC over its id and nonce with the installation's key),
so that it can be printed again and a stolen copy of the database gives none away.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from tracker import audit, circulation, letters, offices, outgoing
from tracker.actor import Actor
from tracker.delivery_moves import acts_for, locked
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Delivery, Dispatch, Letter, ReceiptLink
from tracker.sentences import sentence
from tracker.vocabulary import DeliveryState, DispatchOrigin, Secrecy

#: Days for which a link holds if nothing else is asked, and at most.
DAYS, MOST_DAYS = 30, 365
#: Bytes of a token: the link's id, and the proof.
_ID, _PROOF = 5, 16
#: What a person may say with the link.
OUTCOMES = (DeliveryState.ACKNOWLEDGED, DeliveryState.ANSWERED, DeliveryState.NO_DATA)


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as its sender sees it; ``token`` while it can still be used."""

    id: int
    delivery_id: int
    name: str
    state: str
    token: str | None
    expires_at: datetime
    used_at: datetime | None
    used_by: str | None
    used_as: str | None
    outcome: DeliveryState | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the holder of a link is shown: which letter, for whom, and whether it was used."""

    link_id: int
    letter_id: int
    sender: str
    ref_no: str | None
    dated: date | None
    subject: str | None
    name: str
    expires_at: datetime
    used_at: datetime | None
    used_by: str | None
    outcome: DeliveryState | None
    answer: str | None
    paper_sha256: str | None


def token(key: bytes, link: ReceiptLink) -> str:
    """The secret part of a link's address: 28 characters, safe in addresses."""
    assert link.id is not None
    name = link.id.to_bytes(_ID, "big")
    return urlsafe_b64encode(name + _proof(key, name, link.nonce)).decode()


def _proof(key: bytes, name: bytes, nonce: str) -> bytes:
    return hmac.digest(key, b"receipt:" + name + nonce.encode(), hashlib.sha256)[:_PROOF]


def _link(session: Session, key: bytes, text: str, *, lock: bool = False) -> ReceiptLink:
    """The link of a token. What is no token of ours looks like one that never was."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        raise NotFound from None
    name, proof = raw[:_ID], raw[_ID:]
    if len(raw) != _ID + _PROOF or int.from_bytes(name, "big") > 2**31 - 1:
        raise NotFound
    wanted = select(ReceiptLink).where(ReceiptLink.id == int.from_bytes(name, "big"))
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.exec(wanted).one_or_none()
    expected = _proof(key, name, found.nonce if found else "")
    if not hmac.compare_digest(expected, proof) or found is None:
        raise NotFound
    return found


def _sent(session: Session, actor: Actor, letter_id: int) -> list[Delivery]:
    """What the actor's office sent of a letter."""
    letter = letters.visible(session, actor, letter_id)
    if letter.secrecy is not Secrecy.NONE:
        raise BadValue(sentence("หนังสือชั้นความลับไม่ใช้ลิงก์ยืนยันการรับ กรุณาใช้ใบรับหนังสือ"))
    found = session.exec(
        select(Delivery)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .where(
            Delivery.letter_id == letter_id,
            Dispatch.sender_office_id == actor.office_id,
            Dispatch.origin == DispatchOrigin.SENT,
            Delivery.state != DeliveryState.WITHDRAWN,
        )
        .order_by(col(Delivery.id))
    )
    return list(found)


def make(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    delivery_ids: Iterable[int] | None = None,
    days: int = DAYS,
) -> int:
    """Make links for recipients of a letter that the actor's office sent; how many are new.

    Without ``delivery_ids``: for all. Whoever has a link that still holds keeps it.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadValue(sentence("อายุลิงก์ต้องอยู่ระหว่าง 1 ถึง %(most)s วัน", most=MOST_DAYS))
    sent = {one.id: one for one in _sent(session, actor, letter_id) if one.id is not None}
    wanted = list(sent) if delivery_ids is None else [x for x in delivery_ids if x in sent]
    if not wanted:
        raise BadValue(sentence("ไม่มีผู้รับที่ทำลิงก์ได้ ลิงก์ทำได้เฉพาะหนังสือที่หน่วยงานของท่านส่งออกในระบบ"))
    living = {one.delivery_id for one in _of(session, wanted) if _state(one, now) == "open"}
    made = [
        ReceiptLink(delivery_id=one, nonce=secrets.token_hex(16), made_by=actor.account_id,
                    made_at=now, expires_at=now + timedelta(days=days))
        for one in wanted if one not in living
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    if made:
        after = {"links": len(made), "days": days}
        audit.record(session, actor, now, "make_links", ("letter", letter_id), after=after)
    return len(made)


def _of(session: Session, delivery_ids: Sequence[int]) -> list[ReceiptLink]:
    found: list[ReceiptLink] = []
    for start in range(0, len(delivery_ids), 500):
        some = delivery_ids[start : start + 500]
        wanted = select(ReceiptLink).where(col(ReceiptLink.delivery_id).in_(some))
        found += session.exec(wanted.order_by(col(ReceiptLink.id)))
    return found


def _state(link: ReceiptLink, now: datetime) -> str:
    if link.used_at is not None:
        return "used"
    if link.revoked_at is not None:
        return "revoked"
    return "expired" if link.expires_at <= now else "open"


def links(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, key: bytes
) -> list[LinkView]:
    """All links of a letter that the actor's office sent, in the order of its recipients."""
    sent = {one.id: one for one in _sent(session, actor, letter_id) if one.id is not None}
    return [_view(one, sent[one.delivery_id], now, key) for one in _of(session, list(sent))]


def _view(link: ReceiptLink, delivery: Delivery, now: datetime, key: bytes) -> LinkView:
    state = _state(link, now)
    assert link.id is not None
    return LinkView(
        id=link.id,
        delivery_id=link.delivery_id,
        name=delivery.name,
        state=state,
        token=token(key, link) if state == "open" else None,
        expires_at=link.expires_at,
        used_at=link.used_at,
        used_by=link.used_by,
        used_as=link.used_as,
        outcome=link.outcome,
        answer=link.answer,
    )


def revoke(session: Session, actor: Actor, now: datetime, *, link_id: int) -> ReceiptLink:
    """Make a link useless that was not used yet."""
    wanted = select(ReceiptLink).where(ReceiptLink.id == link_id).with_for_update()
    link = session.exec(wanted.execution_options(populate_existing=True)).one_or_none()
    delivery = session.get(Delivery, link.delivery_id) if link else None
    dispatch = session.get(Dispatch, delivery.dispatch_id) if delivery else None
    if link is None or dispatch is None or dispatch.sender_office_id not in actor.office_ids:
        raise NotFound
    if not acts_for(actor, dispatch.sender_office_id):
        raise NotAllowed
    if link.used_at is not None:
        raise BadValue(sentence("ลิงก์นี้ใช้ยืนยันการรับไปแล้ว ยกเลิกไม่ได้"))
    link.revoked_at, link.revoked_by = link.revoked_at or now, actor.account_id
    session.add(link)
    session.flush()
    audit.record(session, actor, now, "revoke_link", ("receipt_link", link.id))
    return link


def asked(session: Session, now: datetime, *, key: bytes, text: str) -> Asked:
    """What the holder of a link may see; one that ended raises ``BadValue`` with the reason."""
    link = _link(session, key, text)
    delivery = session.get_one(Delivery, link.delivery_id)
    _still(link, delivery, now)
    letter = session.get_one(Letter, delivery.letter_id)
    if letter.secrecy is not Secrecy.NONE:
        raise NotFound  # sealed since the link was made
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    sender = dispatch.sender_office_id
    assert link.id is not None
    return Asked(
        link_id=link.id,
        letter_id=delivery.letter_id,
        sender=offices.name_on(session, sender, letter.named_on) if sender else letter.issuer or "",
        ref_no=letter.ref_no,
        dated=letter.date,
        subject=letter.subject,
        name=delivery.name,
        expires_at=link.expires_at,
        used_at=link.used_at,
        used_by=link.used_by,
        outcome=link.outcome,
        answer=link.answer,
        paper_sha256=_paper(session, delivery.letter_id),
    )


def _still(link: ReceiptLink, delivery: Delivery, now: datetime) -> None:
    if delivery.state is DeliveryState.WITHDRAWN:
        raise BadValue(sentence("ผู้ส่งถอนหนังสือฉบับนี้แล้ว ไม่ต้องดำเนินการ หากมีข้อสงสัยกรุณาติดต่อหน่วยงานผู้ส่ง"))
    if link.revoked_at is not None:
        raise BadValue(sentence("ผู้ส่งยกเลิกลิงก์นี้แล้ว กรุณาติดต่อหน่วยงานผู้ส่งหากต้องการลิงก์ใหม่"))
    if link.expires_at <= now:
        raise BadValue(sentence("ลิงก์นี้หมดอายุแล้ว กรุณาติดต่อหน่วยงานผู้ส่งหากต้องการลิงก์ใหม่"))


def _paper(session: Session, letter_id: int) -> str | None:
    found = outgoing.issued_as(session, letter_id)
    return (found.signed_sha256 or found.paper_sha256) if found else None


def confirm(
    session: Session,
    now: datetime,
    *,
    key: bytes,
    text: str,
    name: str,
    post: str = "",
    outcome: DeliveryState = DeliveryState.ACKNOWLEDGED,
    answer: str = "",
) -> ReceiptLink:
    """Use a link: a person confirms receipt by name, and may answer. It works once."""
    link = _link(session, key, text, lock=True)
    _still(link, locked(session, link.delivery_id), now)
    if link.used_at is not None:
        raise BadValue(
            sentence("ลิงก์นี้ใช้ยืนยันการรับไปแล้วโดย %(used_by)s ใช้ซ้ำไม่ได้", used_by=link.used_by)
        )
    who, said = " ".join(name.split()), answer.strip()
    if len(who) < 2 or len(who) > 120:
        raise BadValue(sentence("กรุณาพิมพ์ชื่อและนามสกุลของผู้รับหนังสือ (ไม่เกิน 120 ตัวอักษร)"))
    if len(said) > 4000 or len(post) > 200:
        raise BadValue(sentence("ข้อความยาวเกินไป กรุณาย่อให้ไม่เกิน 4,000 ตัวอักษร"))
    if outcome is DeliveryState.ANSWERED and not said:
        raise BadValue(sentence("กรุณาพิมพ์คำตอบ หรือเลือกยืนยันการรับอย่างเดียว"))
    delivery = circulation.confirmed_outside(
        session, now, delivery_id=link.delivery_id, by=who, answer=said, to_state=outcome
    )
    link.used_at, link.used_by, link.used_as = now, who, " ".join(post.split()) or None
    link.outcome, link.answer = outcome, said or None
    session.add(link)
    session.flush()
    dispatch = session.get_one(Dispatch, delivery.dispatch_id)
    after = {"by": who, "as": link.used_as, "outcome": outcome, "delivery": delivery.id}
    audit.record(session, None, now, "confirm_receipt", ("receipt_link", link.id), after=after,
                 office_id=dispatch.sender_office_id)  # fmt: skip
    return link
