"""A letter as the offices that hold it may see it."""

import datetime as dt
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from tracker import addressees, chain_facts, chains, offices
from tracker.actor import Actor
from tracker.errors import NotFound
from tracker.models import (
    Arrival,
    Book,
    Entry,
    Letter,
    LetterDoubt,
    LetterDuty,
    LetterHolding,
    LetterRecipient,
    LetterReference,
    LetterStamp,
)
from tracker.vocabulary import BookKind, LetterRole, Secrecy


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited letter; ``letter_id`` where it is known and may be seen."""

    ref_no: str | None
    date: dt.date | None
    office: str | None
    how: str
    letter_id: int | None


@dataclass(frozen=True, slots=True)
class CopyView:
    """One office's copy. ``differs``: field -> how this copy reads, where it reads otherwise.

    ``arrival_id`` is ``None`` for a letter that was written here or taken over without paper.
    """

    office_id: int
    office_name: str
    arrival_id: int | None
    role: LetterRole
    pages: tuple[int | None, int | None]
    held_since: dt.datetime
    differs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receive register in which the letter stands, voided ones too."""

    entry: Entry
    office_name: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter with all that hangs on it. ``sealed``: secret, only that it exists is here."""

    letter: Letter
    sealed: bool
    issuer_name: str
    copies: tuple[CopyView, ...]
    lines: tuple[Line, ...]
    recipients: tuple[LetterRecipient, ...] = ()
    #: Recipient id -> names of the offices that it means, where it means more than itself.
    addressees: dict[int, list[str]] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    cited_by: tuple[Citation, ...] = ()
    stamps: tuple[LetterStamp, ...] = ()
    doubts: tuple[LetterDoubt, ...] = ()
    duties: tuple[LetterDuty, ...] = ()
    directive_ids: tuple[int, ...] = ()


def visible(session: Session, actor: Actor, letter_id: int) -> Letter:
    """The letter, if an office that the actor may see holds a copy."""
    held = select(LetterHolding.id).where(
        LetterHolding.letter_id == letter_id,
        col(LetterHolding.office_id).in_(actor.office_ids),
    )
    letter = session.get(Letter, letter_id)
    if letter is None or session.exec(held).first() is None:
        raise NotFound
    return letter


def letter(session: Session, actor: Actor, letter_id: int) -> LetterView:
    """Everything about a letter that the actor may see."""
    found = visible(session, actor, letter_id)
    sealed = found.secrecy is not Secrecy.NONE
    office = found.issuer_office_id
    known = LetterView(
        letter=found,
        sealed=sealed,
        issuer_name=(
            offices.name_on(session, office, found.named_on) if office else found.issuer or ""
        ),
        copies=_copies(session, actor, found, sealed),
        lines=_lines(session, actor, letter_id),
    )
    if sealed:
        return known
    return LetterView(
        letter=known.letter,
        sealed=False,
        issuer_name=known.issuer_name,
        copies=known.copies,
        lines=known.lines,
        recipients=tuple(
            session.exec(
                select(LetterRecipient)
                .where(LetterRecipient.letter_id == letter_id)
                .order_by(col(LetterRecipient.position))
            )
        ),
        addressees=_addressees(session, found),
        citations=_citations(session, actor, letter_id),
        cited_by=_cited_by(session, actor, letter_id),
        stamps=_stamps(session, actor, letter_id),
        doubts=tuple(chain_facts.doubts(session, actor, [letter_id], open_only=False)),
        duties=tuple(
            session.exec(
                select(LetterDuty)
                .where(LetterDuty.letter_id == letter_id)
                .order_by(col(LetterDuty.position))
            )
        ),
        directive_ids=tuple(chains.directives_of(session, actor, letter_id)),
    )


def _addressees(session: Session, letter: Letter) -> dict[int, list[str]]:
    assert letter.id is not None
    meant: dict[int, list[str]] = {}
    for recipient_id, name in addressees.of_letter(session, letter.id, letter.date):
        meant.setdefault(recipient_id, []).append(name)
    return {key: names for key, names in meant.items() if len(names) > 1}


def _copies(session: Session, actor: Actor, found: Letter, sealed: bool) -> tuple[CopyView, ...]:
    copies = select(LetterHolding).where(
        LetterHolding.letter_id == found.id, col(LetterHolding.office_id).in_(actor.office_ids)
    )
    kept = {
        "ref_no": found.ref_no,
        "date": found.date.isoformat() if found.date else None,
        "issuer": found.issuer,
        "subject": found.subject,
    }
    return tuple(
        CopyView(
            office_id=one.office_id,
            office_name=offices.name_on(session, one.office_id, one.held_since.date()),
            arrival_id=one.arrival_id,
            role=one.role,
            pages=(one.page_from, one.page_to),
            held_since=one.held_since,
            differs={}
            if sealed
            else {
                name: said
                for name, said in one.copy_values.items()
                if said
                and (held := kept[name])
                and offices.squeezed(said) != offices.squeezed(held)
            },
        )
        for one in session.exec(copies.order_by(col(LetterHolding.id)))
    )


def _lines(session: Session, actor: Actor, letter_id: int) -> tuple[Line, ...]:
    found = (
        select(Entry, Book)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Entry.letter_id == letter_id,
            col(Book.office_id).in_(actor.office_ids),
            Book.kind == BookKind.RECEIVE,
        )
        .order_by(col(Entry.id))
    )
    return tuple(
        Line(entry, offices.name_on(session, book.office_id, entry.received_at.date()))
        for entry, book in session.exec(found).all()
    )


def _may_see(session: Session, actor: Actor, letter_id: int | None) -> int | None:
    try:
        return visible(session, actor, letter_id).id if letter_id is not None else None
    except NotFound:
        return None


def _citations(session: Session, actor: Actor, letter_id: int) -> tuple[Citation, ...]:
    found = select(LetterReference).where(LetterReference.letter_id == letter_id)
    made = []
    for one in session.exec(found.order_by(col(LetterReference.position))).all():
        target = None
        if one.identity is not None:
            own = session.get_one(Letter, letter_id)
            known = session.exec(
                select(Letter.id).where(
                    Letter.identity == one.identity, col(Letter.is_sample).is_(own.is_sample)
                )
            ).first()
            target = _may_see(session, actor, known)
        made.append(Citation(one.ref_no, one.date, one.office, one.how, target))
    return tuple(made)


def _cited_by(session: Session, actor: Actor, letter_id: int) -> tuple[Citation, ...]:
    own = session.get_one(Letter, letter_id)
    if own.identity is None:
        return ()
    found = (
        select(LetterReference, Letter)
        .join(Letter, col(Letter.id) == col(LetterReference.letter_id))
        .where(
            LetterReference.identity == own.identity,
            col(Letter.is_sample).is_(own.is_sample),
            Letter.secrecy == Secrecy.NONE,
        )
    )
    return tuple(
        Citation(citing.ref_no, citing.date, citing.issuer, reference.how, seen)
        for reference, citing in session.exec(found).all()
        if (seen := _may_see(session, actor, citing.id)) is not None
    )


def _stamps(session: Session, actor: Actor, letter_id: int) -> tuple[LetterStamp, ...]:
    found = (
        select(LetterStamp)
        .join(Arrival, col(Arrival.id) == col(LetterStamp.arrival_id))
        .where(LetterStamp.letter_id == letter_id, col(Arrival.office_id).in_(actor.office_ids))
    )
    shown = {
        (offices.squeezed(one.office or ""), one.number, one.date): one
        for one in session.exec(found.order_by(col(LetterStamp.id).desc()))
    }
    return tuple(sorted(shown.values(), key=lambda one: one.id or 0))
