"""What letters are to one another: answers, amends, cancels, extends, reminds of, is the same one.

The program offers, with its reason; a person of an office takes or refuses,
and in that office's eyes alone it then holds. Each arrival stays kept.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlmodel import Session, col, or_, select

from tracker import audit, letters, matching, offices, relation_effects, relation_rules
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import (
    ChainLink,
    Delivery,
    Letter,
    LetterHolding,
    LetterReference,
    LetterRelation,
)
from tracker.said import said
from tracker.sentences import noted, sentence
from tracker.vocabulary import (
    LetterKind,
    RelationKind,
    Secrecy,
    Via,
)

#: Per cent of alike text from which two letters of one sender and day are one.
_SAME_TEXT = 92


@dataclass(frozen=True, slots=True)
class RelationView:
    """``letter_id`` is the other letter; ``outgoing``: this one answers (amends, …) that one.

    ``accepted``: ``None`` while it is only offered.
    """

    kind: RelationKind
    outgoing: bool
    from_letter_id: int
    to_letter_id: int
    letter_id: int
    ref_no: str | None
    dated: dt.date | None
    issuer: str
    subject: str | None
    reason: str
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class _Offer:
    source: Letter
    target: Letter
    kind: RelationKind
    reason: str


def of_letter(session: Session, actor: Actor, letter_id: int) -> list[RelationView]:
    """The relations of a letter: those taken, then those offered. Refused ones are left out."""
    letter = letters.visible(session, actor, letter_id)
    if letter.secrecy is not Secrecy.NONE:
        return []
    decided = {
        (x.from_letter_id, x.to_letter_id, x.kind): x
        for x in session.exec(
            select(LetterRelation).where(
                LetterRelation.office_id == actor.office_id,
                or_(
                    col(LetterRelation.from_letter_id) == letter_id,
                    col(LetterRelation.to_letter_id) == letter_id,
                ),
            )
        )
    }
    views = [
        _view(letter, _Offer(source, target, x.kind, x.reason), True)
        for x in decided.values()
        if x.accepted
        and (source := session.get(Letter, x.from_letter_id)) is not None
        and (target := session.get(Letter, x.to_letter_id)) is not None
    ]
    for offer in _offers(session, actor, letter):
        assert offer.source.id is not None
        assert offer.target.id is not None
        if (offer.source.id, offer.target.id, offer.kind) not in decided:
            views.append(_view(letter, offer, None))
    return views


def _view(letter: Letter, offer: _Offer, accepted: bool | None) -> RelationView:
    outgoing = offer.source.id == letter.id
    other = offer.target if outgoing else offer.source
    assert offer.source.id is not None
    assert offer.target.id is not None
    assert other.id is not None
    sealed = other.secrecy is not Secrecy.NONE
    return RelationView(
        kind=offer.kind,
        outgoing=outgoing,
        from_letter_id=offer.source.id,
        to_letter_id=offer.target.id,
        letter_id=other.id,
        ref_no=other.ref_no,
        dated=other.date,
        issuer=other.issuer or "",
        subject=None if sealed else other.subject,
        reason=offer.reason,
        accepted=accepted,
    )


def _offers(session: Session, actor: Actor, letter: Letter) -> Iterator[_Offer]:
    yield from _by_words(session, actor, letter)
    yield from _doubles(session, actor, letter)


def _by_words(session: Session, actor: Actor, letter: Letter) -> Iterator[_Offer]:
    """Letters that this one cites, and that cite it, where the citing one says what it is."""
    pairs = set(
        session.exec(
            select(ChainLink.from_letter_id, ChainLink.to_letter_id).where(
                or_(
                    col(ChainLink.from_letter_id) == letter.id,
                    col(ChainLink.to_letter_id) == letter.id,
                ),
                ChainLink.via != Via.SIBLING,
            )
        )
    )
    pairs |= _named(session, letter)
    for source_id, target_id in sorted(pairs):
        other = _seen(session, actor, target_id if source_id == letter.id else source_id)
        if other is None or other.kind is LetterKind.ANNEX or other.id == letter.id:
            continue
        source, target = (letter, other) if source_id == letter.id else (other, letter)
        kind = relation_rules.by_words(source.subject, source.text)
        if kind is None or not _in_order(source, target):
            continue
        if kind is RelationKind.ANSWERS and _known_answer(session, source, target):
            continue
        reason = noted("อ้างถึงหนังสือฉบับนี้ และเรื่องระบุการ%(RelationKind)s", RelationKind=said(kind))
        yield _Offer(source, target, kind, reason)


def _known_answer(session: Session, answer: Letter, asked: Letter) -> bool:
    """Whether circulation has the answer already, by what its papers prove."""
    told = or_(
        col(Delivery.answer_letter_id) == answer.id, col(Delivery.late_answer_id) == answer.id
    )
    known = select(Delivery.id).where(Delivery.letter_id == asked.id, told)
    return session.exec(known).first() is not None


def _named(session: Session, letter: Letter) -> set[tuple[int, int]]:
    """Letters that are only named in the text: no link of the chain, but a relation may be."""
    assert letter.id is not None
    named = (
        select(Letter.id)
        .join(LetterReference, col(LetterReference.identity) == col(Letter.identity))
        .where(
            LetterReference.letter_id == letter.id,
            col(Letter.is_sample).is_(letter.is_sample),
        )
    )
    return {(letter.id, one) for one in session.exec(named) if one not in (None, letter.id)}


def _in_order(source: Letter, target: Letter) -> bool:
    """What answers, amends or reminds of a letter is no older than it."""
    return source.date is None or target.date is None or source.date >= target.date


def _seen(session: Session, actor: Actor, letter_id: int) -> Letter | None:
    try:
        found = letters.visible(session, actor, letter_id)
    except NotFound:
        return None
    return found if found.secrecy is Secrecy.NONE else None


def _doubles(session: Session, actor: Actor, letter: Letter) -> Iterator[_Offer]:
    """The same letter that came another way and was read a little otherwise."""
    held = (
        select(LetterHolding.id)
        .where(
            col(LetterHolding.letter_id) == col(Letter.id),
            col(LetterHolding.office_id).in_(actor.office_ids),
        )
        .exists()
    )
    hints = []
    if letter.ref_no:
        hints.append(col(Letter.ref_no) == letter.ref_no)
    if letter.date is not None:
        hints.append(col(Letter.date) == letter.date)
    if not hints:
        return
    wanted = select(Letter).where(
        or_(*hints),
        held,
        Letter.id != letter.id,
        Letter.kind != LetterKind.ANNEX,
        Letter.secrecy == Secrecy.NONE,
        col(Letter.is_sample).is_(letter.is_sample),
    )
    for other in session.exec(wanted.order_by(col(Letter.id)).limit(300)):
        if reason := _same(letter, other):
            first, second = sorted((letter, other), key=lambda x: x.id or 0)
            yield _Offer(second, first, RelationKind.SAME_AS, reason)


def _same(one: Letter, other: Letter) -> str | None:
    """Why two letters may be one; ``None`` where they are two."""
    if not _one_sender(one, other):
        return None
    subjects = matching.alike(one.subject, other.subject)
    if one.ref_no and one.ref_no == other.ref_no:
        if one.date == other.date or subjects:
            return noted("เลขที่และผู้ส่งตรงกัน")
        return None
    if one.date is None or one.date != other.date or not subjects:
        return None
    if one.ref_no and other.ref_no and not _near(one.ref_no, other.ref_no):
        return None
    texts = one.text and other.text
    if texts and fuzz.ratio(_bare(one.text), _bare(other.text)) < _SAME_TEXT:
        return None
    return noted("ผู้ส่ง วันที่ และเรื่องตรงกัน เลขที่อาจอ่านคลาดเคลื่อน")


def _one_sender(one: Letter, other: Letter) -> bool:
    if one.issuer_office_id is not None and other.issuer_office_id is not None:
        return one.issuer_office_id == other.issuer_office_id
    if not one.issuer or not other.issuer:
        return True
    return offices.squeezed(one.issuer) == offices.squeezed(other.issuer)


def _near(one: str, other: str) -> bool:
    """Numbers that differ by at most one misread digit."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _bare(text: str | None) -> str:
    return offices.squeezed(text or "")[:3000]


def decide(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    from_letter_id: int,
    to_letter_id: int,
    kind: RelationKind,
    accepted: bool,
) -> list[str]:
    """Take or refuse a relation; what it brought about, as Thai sentences."""
    if from_letter_id == to_letter_id:
        raise BadValue(sentence("หนังสือฉบับเดียวกัน เลือกหนังสืออีกฉบับ"))
    source = letters.visible(session, actor, from_letter_id)
    target = letters.visible(session, actor, to_letter_id)
    if Secrecy.NONE is not source.secrecy or Secrecy.NONE is not target.secrecy:
        raise BadValue(sentence("หนังสือมีชั้นความลับ ระบบไม่เก็บความสัมพันธ์ของเรื่อง"))
    if accepted and kind is not RelationKind.SAME_AS and not _in_order(source, target):
        raise BadValue(
            sentence("หนังสือที่%(kind)sลงวันที่ก่อนหนังสือเดิม กรุณาตรวจว่าเลือกถูกฉบับ", kind=said(kind))
        )
    kept = _kept(session, actor, from_letter_id, to_letter_id, kind)
    before = {"accepted": kept.accepted} if kept is not None else None
    again = kept is not None and kept.accepted == accepted
    if kept is None:
        kept = LetterRelation(
            office_id=actor.office_id, from_letter_id=from_letter_id, to_letter_id=to_letter_id,
            kind=kind, made_at=now, reason=_reason(session, actor, source, target, kind),
        )  # fmt: skip
    kept.accepted, kept.decided_by, kept.decided_at = accepted, actor.account_id, now
    session.add(kept)
    session.flush()
    after = {"from": from_letter_id, "to": to_letter_id, "kind": kind, "accepted": accepted}
    audit.record(session, actor, now, "relation", ("letter_relation", kept.id), before, after)
    if again or not accepted:
        return []
    return relation_effects.of(session, actor, now, source=source, target=target, kind=kind)


def _kept(
    session: Session, actor: Actor, source: int, target: int, kind: RelationKind
) -> LetterRelation | None:
    return session.exec(
        select(LetterRelation)
        .where(
            LetterRelation.office_id == actor.office_id,
            LetterRelation.from_letter_id == source,
            LetterRelation.to_letter_id == target,
            LetterRelation.kind == kind,
        )
        .with_for_update()
    ).one_or_none()


def _reason(
    session: Session, actor: Actor, source: Letter, target: Letter, kind: RelationKind
) -> str:
    offered: Iterable[_Offer] = _offers(session, actor, source)
    for x in offered:
        if (x.source.id, x.target.id, x.kind) == (source.id, target.id, kind):
            return x.reason
    return noted("%(name)s ระบุเอง", name=actor.name)
