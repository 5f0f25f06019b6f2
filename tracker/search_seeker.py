"""One search through one index: what is asked of the database, and what has been seen already."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from sqlmodel import Session, col, select

from tracker import search_hits, search_query
from tracker.actor import Actor
from tracker.models import Book, Entry, LetterHolding
from tracker.search_forgiving import candidates, faults, is_cut
from tracker.search_hits import Match, SaidT
from tracker.search_index import Facts
from tracker.search_line_index import Line
from tracker.search_query import LETTERS_INDEX, LINES_INDEX, Asked, Index
from tracker.search_scope import code
from tracker.search_text import Term
from tracker.search_wish import Filter

#: Rows weighed at once, and rows weighed for one answer at most.
AT_ONCE, AT_MOST = 60, 300
#: With fewer finds than these, misread letters are forgiven as well.
FEW = 5
#: So many words of a wish are tried as misread.
MISREAD = 3
#: Of an index: how well rows fit, in their order.
Weigh = Callable[[Session, Sequence[int], Sequence[Term]], Iterator[Match[SaidT]]]


def whose(actor: Actor) -> str:
    """The code of what the actor may see: his office's, or that of his and all below it."""
    own = actor.office_ids == frozenset({actor.office_id})
    return code("H" if own else "U", actor.office_id)


def letters(
    session: Session, actor: Actor, wanted: tuple[Term, ...], codes: Sequence[str],
    among: Sequence[Filter],
) -> "Seeker[Facts]":  # fmt: skip
    """Among the letters of which one of the actor's offices holds a copy."""
    held = select(LetterHolding.letter_id).where(col(LetterHolding.office_id).in_(actor.office_ids))
    place = Place(LETTERS_INDEX, search_hits.weigh, col(LetterHolding.letter_id), held)
    return Seeker(session, actor, wanted, place, tuple(codes), tuple(among))


def lines(
    session: Session, actor: Actor, wanted: tuple[Term, ...], codes: Sequence[str]
) -> "Seeker[Line]":
    """Among the lines of the books that the actor may see."""
    seen = (
        select(Entry.id)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(col(Book.office_id).in_(actor.office_ids))
    )
    place = Place(LINES_INDEX, search_hits.weigh_lines, col(Entry.id), seen)
    return Seeker(session, actor, wanted, place, tuple(codes))


@dataclass(frozen=True, slots=True)
class Place(Generic[SaidT]):
    """Where to seek. ``seen``: ids (``number``) that the actor may see, whatever the index says."""

    index: Index
    weigh: Weigh[SaidT]
    number: Any
    seen: Any


class Seeker(Generic[SaidT]):
    def __init__(
        self, session: Session, actor: Actor, wanted: tuple[Term, ...], place: Place[SaidT],
        codes: tuple[str, ...], among: tuple[Filter, ...] = (),
    ) -> None:  # fmt: skip
        self.session, self.wanted, self.place = session, wanted, place
        own = actor.office_ids == frozenset({actor.office_id})
        self.office_id = actor.office_id if own else None
        self.codes, self.among = (whose(actor), *codes), among
        self.seen: set[int] = set()
        self.weighed = 0

    def matches(self, enough: int) -> tuple[list[Match[SaidT]], bool]:
        """The best matches, exact ones first; and whether misread letters were forgiven."""
        exact: list[Match[SaidT]] = []
        near: list[Match[SaidT]] = []
        needed = tuple((one.bones,) for one in self.wanted)
        for head_only in (True, False) if needed else (False,):
            for found in self._found(needed, head_only):
                (exact if found.exact else near).append(found)
                if len(exact) >= enough:
                    return exact, False
        forgiving = len(exact) + len(near) < FEW and any(faults(x.bones) for x in self.wanted)
        if forgiving:
            for pieces in self._forgiven():
                near += [found for found in self._found(pieces, False) if found.fits]
        return exact + near, forgiving

    def _forgiven(self) -> Iterator[tuple[tuple[str, ...], ...]]:
        """One word misread at a time, the longest first: all at once fit far too many rows."""
        longest = sorted(self.wanted, key=lambda one: -len(one.bones))
        for misread in longest[:MISREAD]:
            if faults(misread.bones):
                pieces = candidates(misread.bones)
                pieces = self._telling(pieces) if is_cut(misread.bones) else pieces
                yield tuple(pieces if one is misread else (one.bones,) for one in self.wanted)

    def _telling(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        """Of the parts of a long word those that tell it from others: ความ stands everywhere."""
        everywhere = search_query.common(self.session, self.place.index, pieces)
        return tuple(one for one in pieces if one not in everywhere) or pieces

    def _found(
        self, needed: tuple[tuple[str, ...], ...], head_only: bool
    ) -> Iterator[Match[SaidT]]:
        below = None
        limit = self.weighed + AT_MOST
        while self.weighed < limit:
            asked = Asked(self.codes, needed, head_only, self.among, self.office_id)
            ids = search_query.newest(
                self.session, self.place.index, asked, below=below, limit=AT_ONCE
            )
            fresh = [one for one in ids if one not in self.seen]
            self.seen.update(fresh)
            self.weighed += len(ids)
            yield from self.place.weigh(self.session, self._visible(fresh), self.wanted)
            if len(ids) < AT_ONCE:
                return
            below = ids[-1]

    def _visible(self, ids: list[int]) -> list[int]:
        """Of these, the rows that the actor may see."""
        if not ids:
            return []
        known = set(self.session.exec(self.place.seen.where(self.place.number.in_(ids))))
        return [one for one in ids if one in known]
