"""Which letter carries which, and the directive behind them.

A letter *carries* the letters it attaches or cites. Following what is carried
leads up to the letter that carries none: the root, from which the directive
came down. Letters that issued beside one another on the same matter are
siblings and belong to one directive.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, func, select

from tracker import audit, chain_facts
from tracker.actor import Actor
from tracker.chain_lanes import draw
from tracker.chain_links import link as link
from tracker.chain_picture import ChainPicture
from tracker.errors import NotFound
from tracker.masking import mask
from tracker.models import ChainLink, Directive, DirectiveLetter, Letter, LetterHolding
from tracker.models.once import insert_once
from tracker.registers import Page
from tracker.sentences import sentence
from tracker.sql_ids import among, flag
from tracker.vocabulary import LetterKind, Secrecy


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """A directive as listed: what it is about, when its visible letters ran, open doubts."""

    id: int
    title: str
    first_day: date | None
    last_day: date | None
    letters: int
    doubts: int
    sample: bool


def gather(session: Session, now: datetime, touched: Iterable[int]) -> list[int]:
    """Bring the directives of these letters up to date; their ids."""
    roots = {root for letter_id in set(touched) for root in _roots(session, letter_id)}
    return sorted(found for root in roots if (found := _directive(session, now, root)) is not None)


def _neighbours(session: Session, letter_id: int, *, up: bool) -> set[int]:
    """Letters one step up (carried; for a sibling the one beside) or down (carriers)."""
    here, there = (
        (col(ChainLink.from_letter_id), ChainLink.to_letter_id)
        if up
        else (col(ChainLink.to_letter_id), ChainLink.from_letter_id)
    )
    steps = select(there).where(here == letter_id)
    if up:
        steps = steps.join(Letter, col(Letter.id) == col(ChainLink.to_letter_id)).where(
            Letter.kind != LetterKind.ANNEX
        )
    return set(session.exec(steps).all())


def _roots(session: Session, letter_id: int) -> set[int]:
    """Where a letter came from at last: letters that carry none; an annex: as its carriers."""
    letter = session.get(Letter, letter_id)
    starts = {letter_id}
    if letter is not None and letter.kind is LetterKind.ANNEX:
        starts = _neighbours(session, letter_id, up=False) or starts
    roots: set[int] = set()
    seen: set[int] = set()
    while starts:
        one = starts.pop()
        seen.add(one)
        above = _neighbours(session, one, up=True)
        starts |= above - seen
        if not above:
            roots.add(one)
    # Letters that cite each other in a circle have no top: the first one known serves.
    return roots or {min(seen)}


def _members(session: Session, root: int) -> set[int]:
    """The root, all that carry it, and the papers attached to any of them."""
    members: set[int] = set()
    waiting = {root}
    while waiting:
        one = waiting.pop()
        members.add(one)
        waiting |= _neighbours(session, one, up=False) - members
    attached = (
        select(ChainLink.to_letter_id)
        .join(Letter, col(Letter.id) == col(ChainLink.to_letter_id))
        .where(col(ChainLink.from_letter_id).in_(members), Letter.kind == LetterKind.ANNEX)
    )
    return members | set(session.exec(attached).all())


def _directive(session: Session, now: datetime, root_id: int) -> int | None:
    members = _members(session, root_id)
    root = session.get(Letter, root_id)
    if len(members) < 2 or root is None:
        return None
    kept = _kept(session, root_id, members)
    title = _title(session, root, members)
    if kept is None:
        kept = Directive(title=title, root_letter_id=root_id, created_at=now, updated_at=now)
        session.add(kept)
        session.flush()
        audit.record(
            session, None, now, "directive", ("directive", kept.id), after={"root": root_id}
        )
    assert kept.id is not None
    known = set(
        session.exec(
            select(DirectiveLetter.letter_id).where(DirectiveLetter.directive_id == kept.id)
        )
    )
    for letter_id in members - known:
        insert_once(session, DirectiveLetter, {"directive_id": kept.id, "letter_id": letter_id})
    if members - known or kept.title != title:
        kept.title, kept.updated_at = title, now
        session.add(kept)
    session.flush()
    return kept.id


def _kept(session: Session, root_id: int, members: set[int]) -> Directive | None:
    """The directive of this root; one whose root turned out to carry this letter moves up to it."""
    found = session.exec(
        select(Directive)
        .where(col(Directive.root_letter_id).in_(members))
        .order_by(col(Directive.id))
    ).all()
    stale = [one for one in found if one.root_letter_id != root_id]
    own = next((one for one in found if one.root_letter_id == root_id), None)
    kept = own or (stale[0] if stale else None)
    for one in stale:
        if one is kept:
            one.root_letter_id = root_id
            session.add(one)
        else:
            _absorb(session, one)
    session.flush()
    return kept


def _absorb(session: Session, other: Directive) -> None:
    """A directive that turned out to be part of another; its letters are in that one."""
    session.execute(delete(DirectiveLetter).where(col(DirectiveLetter.directive_id) == other.id))
    audit.record(
        session, None, other.updated_at, "directive_absorbed", ("directive", other.id),
        before={"root": other.root_letter_id, "title": other.title},
    )  # fmt: skip
    session.delete(other)
    session.flush()


def _title(session: Session, root: Letter, members: set[int]) -> str:
    if root.subject:
        return root.subject
    subjects = select(Letter.subject).where(
        col(Letter.id).in_(members), col(Letter.subject).is_not(None)
    )
    found = session.exec(subjects.order_by(col(Letter.date))).first()
    return found or root.ref_no or "ข้อสั่งการที่ไม่มีชื่อเรื่อง"


def _visible_letters(
    session: Session, actor: Actor, directive_ids: Sequence[int]
) -> dict[int, list[Letter]]:
    """The letters of each directive of which one of the actor's offices holds a copy."""
    wanted = (
        select(DirectiveLetter.directive_id, Letter)
        .join(Letter, col(DirectiveLetter.letter_id) == col(Letter.id))
        .where(col(DirectiveLetter.directive_id).in_(directive_ids), _held(actor))
        .order_by(col(Letter.date), col(Letter.id))
    )
    found: dict[int, list[Letter]] = {}
    for directive_id, letter in session.exec(wanted):
        found.setdefault(directive_id, []).append(letter)
    return found


def directives(
    session: Session, actor: Actor, *, page: int = 1, per_page: int = 20
) -> Page[DirectiveView]:
    """The directives of which the actor may see a letter, the latest letter first."""
    newest = func.coalesce(func.max(Letter.date), date.min)
    seen = (
        select(DirectiveLetter.directive_id, func.count().over())
        .join(Letter, col(Letter.id) == col(DirectiveLetter.letter_id))
        .where(_held(actor))
        .group_by(col(DirectiveLetter.directive_id))
        .order_by(newest.desc(), col(DirectiveLetter.directive_id).desc())
        .limit(per_page)
    )
    found = session.exec(seen.offset((max(1, page) - 1) * per_page)).all()
    if not found and page > 1:  # there are fewer by now: the last of them
        last = directives(session, actor, per_page=per_page).pages
        return directives(session, actor, page=last, per_page=per_page)
    total = found[0][1] if found else 0
    pages = max(1, -(-total // per_page))
    return Page(_views(session, actor, [one for one, _ in found]), max(1, page), pages, total)


def any_sample(session: Session, actor: Actor) -> bool:
    """The actor sees a directive that came with the program."""
    wanted = (
        select(Letter.id)
        .join(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Letter.id))
        .where(col(Letter.is_sample), _held(actor))
    )
    return session.exec(wanted.limit(1)).first() is not None


def _held(actor: Actor) -> ColumnElement[bool]:
    """One of the actor's offices holds a copy of the letter."""
    # Looked up by the letter, which few hold, not by each of the actor's offices; and asked for as
    # a value, for of what only has to exist PostgreSQL gathers the holders of all letters first.
    ours = flag(among(col(LetterHolding.office_id), actor.office_ids))
    held = select(LetterHolding.id).where(col(LetterHolding.letter_id) == col(Letter.id), ours == 1)
    return held.limit(1).scalar_subquery().is_not(None)


def _views(
    session: Session, actor: Actor, directive_ids: Sequence[int]
) -> tuple[DirectiveView, ...]:
    known, found = (
        _directives(session, directive_ids),
        _visible_letters(session, actor, directive_ids),
    )
    plain = {x.id for xs in found.values() for x in xs if x.secrecy is Secrecy.NONE and x.id}
    doubts = Counter(x.letter_id for x in chain_facts.doubts(session, actor, sorted(plain)))
    views = []
    for directive_id in directive_ids:
        letters = found[directive_id]
        days = [letter.date for letter in letters if letter.date]
        views.append(
            DirectiveView(
                id=directive_id,
                title=_shown_title(known[directive_id], letters),
                first_day=min(days, default=None),
                last_day=max(days, default=None),
                letters=len(letters),
                doubts=sum(doubts[letter.id] for letter in letters if letter.id),
                sample=any(letter.is_sample for letter in letters),
            )
        )
    return tuple(views)


def _directives(session: Session, ids: Sequence[int]) -> dict[int, Directive]:
    found = session.exec(select(Directive).where(col(Directive.id).in_(ids)))
    return {one.id: one for one in found if one.id is not None}


def _shown_title(directive: Directive, letters: Sequence[Letter]) -> str:
    """The subject of the root, or of the first letter that the actor may see."""
    subjects = [x.subject for x in letters if x.id == directive.root_letter_id and x.subject]
    subjects += [x.subject for x in letters if x.subject]
    numbers = [x.ref_no for x in letters if x.ref_no]
    return mask(next(iter(subjects + numbers), None) or sentence("หนังสือชั้นความลับ"))


def directives_of(session: Session, actor: Actor, letter_id: int) -> list[int]:
    """The directives that a letter belongs to, of those the actor may see."""
    found = select(DirectiveLetter.directive_id).where(DirectiveLetter.letter_id == letter_id)
    of_letter = session.exec(found).all()
    seen = _visible_letters(session, actor, of_letter)
    return [one for one in of_letter if one in seen]


def picture(session: Session, actor: Actor, directive_id: int) -> ChainPicture:
    """The chain as lanes and days, of the letters that the actor may see."""
    found = pictures(session, actor, [directive_id])
    if directive_id not in found:
        raise NotFound
    return found[directive_id]


def pictures(
    session: Session, actor: Actor, directive_ids: Sequence[int]
) -> dict[int, ChainPicture]:
    """The pictures of many directives, of those of which the actor may see a letter."""
    found = _visible_letters(session, actor, directive_ids)
    known = _directives(session, list(found))
    titled = [(_shown_title(known[one], letters), letters) for one, letters in found.items()]
    return dict(zip(found, draw(session, actor, titled), strict=True))
