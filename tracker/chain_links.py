"""Links between letters: as the reader found them in a file, and by citations across files."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, select

from tracker import matching
from tracker.models import ChainLink, Letter, LetterReference
from tracker.models.once import insert_once
from tracker.vocabulary import LetterKind, Via

#: Letters of one matter issued at one level within so many days stand beside each other.
SIBLING_DAYS = 31
_VIA = {"enclosure": Via.ENCLOSURE, "reference": Via.REFERENCE, "body": Via.REFERENCE}
#: A letter that is only named in the text is less surely carried.
_BODY_SCORE = 0.6


def link(
    session: Session,
    *,
    source: int,
    target: int,
    via: Via,
    score: float = 1.0,
    doubt: str | None = None,
) -> bool:
    """Note that ``source`` carries ``target``; whether that was news.

    A link known already keeps the surer word.
    """
    if source == target:
        return False
    wanted = select(ChainLink).where(
        ChainLink.from_letter_id == source, ChainLink.to_letter_id == target
    )
    known = session.exec(wanted).one_or_none()
    if known is None:
        values = {"from_letter_id": source, "to_letter_id": target, "via": via, "score": score}
        insert_once(session, ChainLink, {**values, "doubt": doubt})
        return True
    if score > known.score:
        known.via, known.score, known.doubt = via, score, doubt
        session.add(known)
        session.flush()
    return False


def link_read(
    session: Session, read: Iterable[dict[str, object]], letters: dict[str, Letter]
) -> None:
    """The links that the reader found between the letters of one file."""
    for item in read:
        source, target = letters.get(str(item["from"])), letters.get(str(item["to"]))
        if source is None or target is None or source.id is None or target.id is None:
            continue
        via = _VIA.get(str(item.get("via")), Via.REFERENCE)
        score, doubt = item.get("score"), item.get("doubt")
        link(
            session, source=source.id, target=target.id, via=via,
            score=float(str(score)) if score is not None else 1.0,
            doubt=str(doubt) if doubt else None,
        )  # fmt: skip


def link_cited(session: Session, letters: Sequence[Letter]) -> set[int]:
    """Link citations to letters that other files brought, both ways. The letters touched."""
    touched: set[int] = set()
    for letter in letters:
        cites = select(LetterReference).where(LetterReference.letter_id == letter.id)
        for reference in session.exec(cites).all():
            touched |= _resolve(session, letter, reference)
        if letter.ref_no is None:
            continue
        cited = select(LetterReference, Letter).join(
            Letter, col(Letter.id) == col(LetterReference.letter_id)
        )
        wanted = or_(
            col(LetterReference.identity) == letter.identity,
            (col(LetterReference.ref_no) == letter.ref_no) & col(LetterReference.date).is_(None),
        )
        wanted &= col(Letter.is_sample).is_(letter.is_sample)
        for reference, citing in session.exec(cited.where(wanted)).all():
            touched |= _resolve(session, citing, reference)
    return touched


def _resolve(session: Session, citing: Letter, reference: LetterReference) -> set[int]:
    target = _cited(session, citing, reference)
    if target is None or target.id is None or citing.id is None or target.id == citing.id:
        return set()
    named_only = reference.how == "body"
    if named_only and _carries_something(session, citing.id, besides=target.id):
        return set()
    news = link(
        session,
        source=citing.id,
        target=target.id,
        via=_VIA.get(reference.how, Via.REFERENCE),
        score=_BODY_SCORE if named_only else 0.95,
        doubt=reference.doubt,
    )
    return {citing.id, target.id} if news else set()


def _cited(session: Session, citing: Letter, reference: LetterReference) -> Letter | None:
    """The letter that is meant: by number and year; without a date the last one before."""
    wanted = select(Letter).where(col(Letter.is_sample).is_(citing.is_sample))
    if reference.identity is not None:
        found = session.exec(
            wanted.where(Letter.identity == reference.identity).order_by(col(Letter.id))
        ).all()
        exact = [one for one in found if reference.date is None or one.date == reference.date]
        return next(iter(exact), None) or next(iter(found), None)
    if reference.ref_no is None:
        return None
    earlier = wanted.where(Letter.ref_no == reference.ref_no)
    if citing.date is not None:
        earlier = earlier.where(col(Letter.date) <= citing.date)
    return session.exec(earlier.order_by(col(Letter.date).desc()).limit(1)).first()


def _carries_something(session: Session, letter_id: int, *, besides: int) -> bool:
    carried = select(ChainLink.id).where(
        ChainLink.from_letter_id == letter_id,
        ChainLink.to_letter_id != besides,
        col(ChainLink.via) != Via.SIBLING,
    )
    return session.exec(carried).first() is not None


def link_siblings(session: Session, letters: Sequence[Letter]) -> None:
    """Letters of one file that nothing carries but that stand beside one that is carried.

    The same matter, the same level of the same agency, within a month; or the
    same paper attached to both.
    """
    ids = [letter.id for letter in letters if letter.id is not None]
    links = session.exec(
        select(ChainLink).where(
            or_(col(ChainLink.from_letter_id).in_(ids), col(ChainLink.to_letter_id).in_(ids))
        )
    ).all()
    carried = {one.to_letter_id for one in links if one.via is not Via.SIBLING}
    real = [x for x in letters if x.kind is not LetterKind.ANNEX]
    kinds = {x.id: x.kind for x in letters}
    carriers = {
        one.from_letter_id
        for one in links
        if kinds.get(one.to_letter_id, LetterKind.OTHER) is not LetterKind.ANNEX
    }
    attached = {x.id: {k.to_letter_id for k in links if k.from_letter_id == x.id} for x in real}
    for alone in real:
        if alone.id is None or alone.id in carried or alone.id in carriers:
            continue
        beside = [
            (
                not attached[alone.id] & attached[other.id],
                abs((alone.date - other.date).days),
                other.id,
            )
            for other in real
            if other.id in carried
            and other.id is not None
            and alone.date is not None
            and other.date is not None
            and _beside(alone, other, shared=bool(attached[alone.id] & attached[other.id]))
        ]
        if beside:
            link(session, source=alone.id, target=min(beside)[-1], via=Via.SIBLING, score=0.8)


def _beside(one: Letter, other: Letter, *, shared: bool) -> bool:
    assert one.date is not None
    assert other.date is not None
    near = abs((one.date - other.date).days) <= SIBLING_DAYS
    same_matter = shared or matching.alike(one.subject, other.subject)
    return near and same_matter and one.id != other.id and _same_house(one, other)


def _same_house(one: Letter, other: Letter) -> bool:
    """One office; or, of an office nobody knows, agency letters and department digits."""
    if one.issuer_office_id is not None and other.issuer_office_id is not None:
        return one.issuer_office_id == other.issuer_office_id
    unit, beside = (one.unit_code or "")[:2], (other.unit_code or "")[:2]
    return one.agency is not None and (one.agency, unit) == (other.agency, beside)
