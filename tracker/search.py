"""Search over everything an account may see: any piece of a word or number, from two letters up.

Exact finds come first, those in number, subject and issuer before those in the
text, the newest first; then near ones (other marks, misread letters).
"""

import datetime as dt
import re
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from tracker import offices, search_drafts, search_index, search_line_index, search_seeker
from tracker.actor import Actor
from tracker.models import Book, Entry, Letter, Office
from tracker.search_drafts import DraftHit
from tracker.search_hits import Hit, LineHit, Match, hits, line_hits
from tracker.search_index import kind_code
from tracker.search_scope import code
from tracker.search_text import SHORTEST, Term, plain, terms
from tracker.search_wish import DUE as DUE
from tracker.search_wish import Wish as Wish
from tracker.search_wish import among
from tracker.vocabulary import BookKind

#: Finds on a page; lines of the registers shown beside letters.
PER_PAGE, BESIDE = 20, 5
#: No page beyond: more words find more quickly than more pages.
PAGES = 10
#: The number of a line, as it is asked for: รับ 12, เลขที่ส่ง 12/2569, 12.
_NUMBERED = re.compile("(?:เลข)?(?:ทะเบียน)?(?:ที่)?(รับ|ส่ง)?(?:ที่)?([0-9]{1,9}?)(25[0-9]{2})?")
_BOOKS = {"รับ": (BookKind.RECEIVE,), "ส่ง": (BookKind.SEND,)}


@dataclass(frozen=True, slots=True)
class Found:
    """``more``: there is a next page. ``capped``: the last page shown is not the last there is.

    ``too_short``: no word of the wish has two letters. ``behind``: letters and
    lines that are not searched yet, because their rows are still being made.
    ``lines``: of the registers, for what no letter here says; ``more_lines``:
    there are others. ``own_lines``: of the own books, with the number asked for.
    """

    hits: tuple[Hit, ...] = ()
    page: int = 1
    more: bool = False
    capped: bool = False
    too_short: bool = False
    forgiving: bool = False
    behind: int = 0
    own_lines: tuple[LineHit, ...] = ()
    lines: tuple[LineHit, ...] = ()
    more_lines: bool = False
    drafts: tuple[DraftHit, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.hits or self.own_lines or self.lines or self.drafts)


def find(session: Session, actor: Actor, now: dt.datetime, wish: Wish, *, page: int = 1) -> Found:
    """What fits the wish among all that the actor may see."""
    wanted = terms(wish.text)
    waiting = search_index.behind(session) + search_line_index.behind(session)
    if wish.is_empty:
        return Found(behind=waiting)
    if _too_short(wish, wanted):
        numbered = _own_lines(session, actor, wish.text)
        return Found(too_short=not numbered, behind=waiting, own_lines=numbered)
    page = min(max(1, page), PAGES)
    codes = [kind_code(wish.kind)] if wish.kind else []
    codes += [code("Y", wish.year)] if wish.year else []
    codes += [code("I", wish.issuer_id)] if wish.issuer_id else []
    filters = tuple(among(actor, now, wish))
    seeker = search_seeker.letters(session, actor, wanted, codes, filters)
    matched, forgiving = seeker.matches(page * PER_PAGE + 1)
    more = len(matched) > page * PER_PAGE
    first = page == 1 and not wish.letters_only
    beside, more_lines = _lines(session, actor, wish, wanted, 0, BESIDE) if first else ((), False)
    return Found(
        hits=tuple(hits(session, matched[(page - 1) * PER_PAGE : page * PER_PAGE], wanted)),
        page=page,
        more=more and page < PAGES,
        capped=more and page == PAGES,
        forgiving=forgiving,
        behind=waiting,
        own_lines=_own_lines(session, actor, wish.text) if page == 1 else (),
        lines=beside,
        more_lines=more_lines,
        drafts=search_drafts.find(session, actor, wanted) if first and not wish.year else (),
    )


def find_lines(session: Session, actor: Actor, wish: Wish, *, page: int = 1) -> Found:
    """What fits the wish among the lines of the registers alone; of its filters the year counts."""
    wanted = terms(wish.text)
    waiting = search_line_index.behind(session)
    if not wish.text.strip() or _too_short(wish, wanted):
        return Found(too_short=bool(wish.text.strip()), behind=waiting)
    page = min(max(1, page), PAGES)
    shown, more = _lines(session, actor, wish, wanted, (page - 1) * PER_PAGE, PER_PAGE)
    return Found(
        lines=shown, page=page, behind=waiting,
        more=more and page < PAGES, capped=more and page == PAGES,
    )  # fmt: skip


def _too_short(wish: Wish, wanted: tuple[Term, ...]) -> bool:
    return bool(wish.text.strip()) and not any(len(one.bones) >= SHORTEST for one in wanted)


def _lines(
    session: Session, actor: Actor, wish: Wish, wanted: tuple[Term, ...], start: int, count: int
) -> tuple[tuple[LineHit, ...], bool]:
    """Lines from ``start`` on, and whether there are others after them."""
    codes = [code("Y", wish.year)] if wish.year else []
    matched, _ = search_seeker.lines(session, actor, wanted, codes).matches(start + count + 1)
    return tuple(line_hits(matched[start : start + count], wanted)), len(matched) > start + count


def _own_lines(session: Session, actor: Actor, text: str) -> tuple[LineHit, ...]:
    """Lines of the own books with this number, newest year first."""
    asked = _NUMBERED.fullmatch(plain(text))
    if asked is None:
        return ()
    numbered = (
        select(Entry.id)
        .join(Book, col(Book.id) == col(Entry.book_id))
        .where(
            Book.office_id == actor.office_id,
            col(Book.kind).in_(_BOOKS.get(asked[1], tuple(BookKind))),
            Entry.number == int(asked[2]),
        )
    )
    if asked[3]:
        numbered = numbered.where(Entry.year == int(asked[3]))
    newest = numbered.order_by(col(Entry.year).desc(), col(Book.kind), col(Book.id)).limit(BESIDE)
    ids = [one for one in session.exec(newest) if one is not None]
    found = {one.entry.id: one for one in search_line_index.lines(session, ids)}
    return tuple(line_hits([Match(found[one], True, True) for one in ids], ()))


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
