"""What the database knows of a chain's letters, as far as the actor may see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, or_, select

from tracker.actor import Actor
from tracker.models import (
    Arrival,
    Book,
    ChainLink,
    Entry,
    Letter,
    LetterDoubt,
    LetterHolding,
    LetterRecipient,
    LetterStamp,
)
from tracker.vocabulary import BookKind, Secrecy


@dataclass(slots=True)
class ChainFacts:
    """Keyed by letter id. ``entries``: (office id, line); ``holders``: offices with a copy."""

    letters: dict[int, Letter]
    links: list[ChainLink] = field(default_factory=list)
    stamps: dict[int, list[LetterStamp]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[int, list[tuple[int, Entry]]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    recipients: dict[int, list[LetterRecipient]] = field(default_factory=lambda: defaultdict(list))
    doubts: dict[int, list[LetterDoubt]] = field(default_factory=lambda: defaultdict(list))

    @property
    def open_doubts(self) -> int:
        return sum(len(doubts) for doubts in self.doubts.values())

    def of(self, letters: Sequence[Letter]) -> "ChainFacts":
        """What concerns some of the letters, and no others."""
        some = ChainFacts({one.id: one for one in letters if one.id is not None})
        for link in self.links:
            if {link.from_letter_id, link.to_letter_id} <= some.letters.keys():
                some.links.append(link)
        for name in ("stamps", "entries", "holders", "recipients", "doubts"):
            known, kept = getattr(self, name), getattr(some, name)
            kept.update({key: known[key] for key in some.letters if key in known})
        return some


def gather(session: Session, actor: Actor, letters: Sequence[Letter]) -> ChainFacts:
    """Everything about these letters that comes from offices the actor may see."""
    facts = ChainFacts({letter.id: letter for letter in letters if letter.id is not None})
    ids, seen = list(facts.letters), actor.office_ids
    facts.links = list(
        session.exec(
            select(ChainLink).where(
                col(ChainLink.from_letter_id).in_(ids), col(ChainLink.to_letter_id).in_(ids)
            )
        )
    )
    stamps = select(LetterStamp).join(Arrival, col(Arrival.id) == col(LetterStamp.arrival_id))
    for stamp in session.exec(
        stamps.where(col(LetterStamp.letter_id).in_(ids), col(Arrival.office_id).in_(seen))
    ):
        facts.stamps[stamp.letter_id].append(stamp)
    lines = select(Book.office_id, Entry).join(Book, col(Book.id) == col(Entry.book_id))
    for office_id, entry in session.exec(
        lines.where(
            col(Entry.letter_id).in_(ids),
            col(Book.office_id).in_(seen),
            Book.kind == BookKind.RECEIVE,
            col(Entry.voided_at).is_(None),
        ).order_by(col(Entry.received_at))
    ):
        if entry.letter_id is not None:
            facts.entries[entry.letter_id].append((office_id, entry))
    _more(session, actor, facts, ids)
    return facts


def _more(session: Session, actor: Actor, facts: ChainFacts, ids: list[int]) -> None:
    for holding in session.exec(
        select(LetterHolding).where(
            col(LetterHolding.letter_id).in_(ids),
            col(LetterHolding.office_id).in_(actor.office_ids),
        )
    ):
        facts.holders[holding.letter_id].add(holding.office_id)
    open_ids = [key for key, one in facts.letters.items() if one.secrecy is Secrecy.NONE]
    for recipient in session.exec(
        select(LetterRecipient)
        .where(col(LetterRecipient.letter_id).in_(open_ids))
        .order_by(col(LetterRecipient.position))
    ):
        facts.recipients[recipient.letter_id].append(recipient)
    for doubt in doubts(session, actor, open_ids):
        facts.doubts[doubt.letter_id].append(doubt)


def doubts(
    session: Session, actor: Actor, letter_ids: Sequence[int], *, open_only: bool = True
) -> list[LetterDoubt]:
    """Doubts about these letters on copies that the actor may see, each said once.

    Of a secret letter only those about what is told of it: a doubt quotes what it is about.
    """
    found = (
        select(LetterDoubt)
        .join(Arrival, col(Arrival.id) == col(LetterDoubt.arrival_id))
        .join(Letter, col(Letter.id) == col(LetterDoubt.letter_id))
        .where(
            or_(
                col(Letter.secrecy) == Secrecy.NONE,
                col(LetterDoubt.field).in_(("ref_no", "date", "issuer")),
            ),
            col(LetterDoubt.letter_id).in_(letter_ids),
            col(Arrival.office_id).in_(actor.office_ids),
        )
        .order_by(col(LetterDoubt.settled_at).is_not(None), col(LetterDoubt.id).desc())
    )
    if open_only:
        found = found.where(col(LetterDoubt.settled_at).is_(None))
    said: dict[tuple[int, str, str], LetterDoubt] = {}
    for one in session.exec(found):
        said.setdefault((one.letter_id, one.field, one.reason), one)
    return sorted(said.values(), key=lambda one: one.id or 0)
