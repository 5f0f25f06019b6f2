"""Search over everything an account may see: any piece of a word or number, from two letters up.

Exact finds come first, those in number, subject and issuer before those in the
text, the newest letter first; then near ones (other marks, misread letters).
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, func, select

from tracker import offices, search_query
from tracker.actor import Actor
from tracker.models import Book, Delivery, Dispatch, Duty, Entry, Letter, LetterHolding, Office
from tracker.search_forgiving import candidates, faults
from tracker.search_hits import Hit, Match, hits, weigh
from tracker.search_index import behind, code, kind_code
from tracker.search_query import Asked
from tracker.search_text import SHORTEST, Term, plain, terms
from tracker.vocabulary import BookKind, DeliveryState, DutyState, LetterKind

#: Finds on a page, letters weighed at once, and letters weighed for one answer at most.
PER_PAGE, AT_ONCE, AT_MOST = 20, 60, 300
#: No page beyond: more words find more quickly than more pages.
PAGES = 10
#: With fewer finds than these, misread letters are forgiven as well.
FEW = 5
#: So many words of a wish are tried as misread.
MISREAD = 3
#: A receive number, as it is asked for.
_RECEIVED = re.compile("(?:เลข)?(?:ทะเบียน)?(?:รับ)?(?:ที่)?([0-9]{1,9})")
_OPEN = (DutyState.OPEN, DutyState.SUSPENDED)
#: Name of a filter -> days from today until which a duty is due; ``None``: any day.
DUE: dict[str, int | None] = {"overdue": -1, "week": 7, "month": 30, "any": None}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. ``state``: of the letter with one of the own offices."""

    text: str = ""
    issuer_id: int | None = None
    kind: LetterKind | None = None
    year: int | None = None
    state: DeliveryState | None = None
    due: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == Wish(self.text) and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Found:
    """``more``: there is a next page. ``capped``: the last page shown is not the last there is.

    ``too_short``: no word of the wish has two letters. ``behind``: letters that
    are not searched yet, because their rows are still being made.
    """

    hits: tuple[Hit, ...] = ()
    page: int = 1
    more: bool = False
    capped: bool = False
    too_short: bool = False
    forgiving: bool = False
    behind: int = 0
    own_lines: tuple[Entry, ...] = field(default_factory=tuple)


def find(session: Session, actor: Actor, now: dt.datetime, wish: Wish, *, page: int = 1) -> Found:
    """What fits the wish among the letters that the actor may see."""
    wanted = terms(wish.text)
    waiting = behind(session)
    if wish.is_empty:
        return Found(behind=waiting)
    if wish.text.strip() and not any(len(one.bones) >= SHORTEST for one in wanted):
        lines = tuple(_own_lines(session, actor, wish.text))
        return Found(too_short=not lines, behind=waiting, own_lines=lines)
    page = min(max(1, page), PAGES)
    seeker = _Seeker(session, actor, now, wish, wanted)
    matched, forgiving = seeker.matches(page * PER_PAGE + 1)
    shown = matched[(page - 1) * PER_PAGE : page * PER_PAGE]
    more = len(matched) > page * PER_PAGE
    return Found(
        hits=tuple(hits(session, shown, wanted)),
        page=page,
        more=more and page < PAGES,
        capped=more and page == PAGES,
        forgiving=forgiving,
        behind=waiting,
        own_lines=tuple(_own_lines(session, actor, wish.text)) if page == 1 else (),
    )


class _Seeker:
    """One search: what is asked of the database, and what has been seen already."""

    def __init__(
        self, session: Session, actor: Actor, now: dt.datetime, wish: Wish, wanted: tuple[Term, ...]
    ) -> None:
        self.session, self.actor, self.wanted = session, actor, wanted
        own = actor.office_ids == frozenset({actor.office_id})
        codes = [code("H" if own else "U", actor.office_id)]
        codes += [kind_code(wish.kind)] if wish.kind else []
        codes += [code("Y", wish.year)] if wish.year else []
        codes += [code("I", wish.issuer_id)] if wish.issuer_id else []
        self.codes = tuple(codes)
        self.among = tuple(_among(actor, now, wish))
        self.seen: set[int] = set()
        self.weighed = 0

    def matches(self, enough: int) -> tuple[list[Match], bool]:
        """The best matches, exact ones first; and whether misread letters were forgiven."""
        exact: list[Match] = []
        near: list[Match] = []
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
        """One word misread at a time, the longest first: all at once fit far too many letters."""
        longest = sorted(self.wanted, key=lambda one: -len(one.bones))
        for misread in longest[:MISREAD]:
            if faults(misread.bones):
                yield tuple(
                    candidates(one.bones) if one is misread else (one.bones,) for one in self.wanted
                )

    def _found(self, needed: tuple[tuple[str, ...], ...], head_only: bool) -> Iterator[Match]:
        below = None
        limit = self.weighed + AT_MOST
        while self.weighed < limit:
            asked = Asked(self.codes, needed, head_only, self.among)
            ids = search_query.newest(self.session, asked, below=below, limit=AT_ONCE)
            fresh = [one for one in ids if one not in self.seen]
            self.seen.update(fresh)
            self.weighed += len(ids)
            yield from weigh(self.session, self._visible(fresh), self.wanted)
            if len(ids) < AT_ONCE:
                return
            below = ids[-1]

    def _visible(self, ids: list[int]) -> list[int]:
        """Of these, the letters that one of the actor's offices holds: the index only hints."""
        held = select(LetterHolding.letter_id).where(
            col(LetterHolding.letter_id).in_(ids),
            col(LetterHolding.office_id).in_(self.actor.office_ids),
        )
        known = set(self.session.exec(held)) if ids else set()
        return [one for one in ids if one in known]


def _among(actor: Actor, now: dt.datetime, wish: Wish) -> Iterator[Select[Any]]:
    """Filters that are no part of the letter: its state and what is due because of it."""
    if wish.state:
        mine = or_(
            col(Delivery.office_id).in_(actor.office_ids),
            col(Dispatch.sender_office_id) == actor.office_id,
        )
        yield (
            plain_select(col(Delivery.letter_id))
            .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
            .where(col(Delivery.state) == wish.state, mine)
        )
    if wish.due in DUE:
        mine = or_(
            col(Duty.office_id).in_(actor.office_ids),
            col(Duty.owed_to_office_id) == actor.office_id,
        )
        owed = plain_select(col(Duty.letter_id)).where(col(Duty.state).in_(_OPEN), mine)
        today = now.astimezone(dt.timezone(dt.timedelta(hours=7))).date()
        days = DUE[wish.due]
        if days is not None:
            owed = owed.where(col(Duty.due_on) <= today + dt.timedelta(days=days))
        if days is not None and days >= 0:
            owed = owed.where(col(Duty.due_on) >= today)
        yield owed


def _own_lines(session: Session, actor: Actor, text: str) -> list[Entry]:
    """Lines of the own receive books with this number, newest year first."""
    number = _RECEIVED.fullmatch(plain(text))
    if number is None:
        return []
    lines = (
        select(Entry)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Book.office_id == actor.office_id,
            Book.kind == BookKind.RECEIVE,
            Entry.number == int(number[1]),
            col(Entry.letter_id).is_not(None),
        )
    )
    return list(session.exec(lines.order_by(col(Entry.year).desc()).limit(3)))


def issuers(session: Session, actor: Actor, day: dt.date) -> list[tuple[int, str]]:
    """Offices to choose from as issuers: the own one, all above it, and those right below."""
    chosen = [actor.office_id]
    above = session.get_one(Office, actor.office_id).parent_id
    while above is not None and above not in chosen:
        chosen.append(above)
        above = session.get_one(Office, above).parent_id
    chosen += [one.id for one in offices.below(session, actor.office_id) if one.id is not None]
    return [(one, offices.name_on(session, one, day)) for one in chosen]


def years(session: Session) -> list[int]:
    """Buddhist years from which letters are kept, newest first."""
    first = session.exec(select(func.min(Letter.date))).one()
    last = session.exec(select(func.max(Letter.date))).one()
    return list(range(last.year + 543, first.year + 542, -1)) if first and last else []
