"""Duties seen from both sides: what we owe, what is owed to us; and what is open on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from tracker import duty_history, offices
from tracker.actor import Actor
from tracker.duty_rows import DutyRow, day_of_order, joined, named, row_of
from tracker.errors import NotFound
from tracker.models import (
    Duty,
    DutyChange,
    Letter,
    LetterHolding,
    LetterReference,
    Office,
    OfficeName,
)
from tracker.registers import Page
from tracker.sentences import Joined, sentence
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState, Secrecy
from tracker.wording import BANGKOK

#: Offices of a choice; others are reached by the search.
_MOST_OFFICES = 1000
#: In the place of an office: all that the actor may see, taken together.
EVERY = 0
#: Days before the day from which a duty counts as near.
NEAR = 7


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list shows. ``state``: open, late, near, undated, suspended, closed or all."""

    state: str = "open"
    kind: DutyKind | None = None
    query: str = ""
    first: date | None = None
    last: date | None = None
    assigned_account_id: int | None = None


def owed_by_us(
    session: Session, actor: Actor, *, today: date, wish: Wish | None = None, page: int = 1,
    per_page: int = 50, office_id: int | None = None,
) -> Page[DutyRow]:  # fmt: skip
    """What the actor's office (or one below it that he may see) owes, the nearest day first."""
    side = _of(col(Duty.office_id), actor, office_id)
    return _page(session, side, wish or Wish(), today, page, per_page)


def owed_to_us(
    session: Session, actor: Actor, *, today: date, wish: Wish | None = None, page: int = 1,
    per_page: int = 50, office_id: int | None = None,
) -> Page[DutyRow]:  # fmt: skip
    """What others owe the actor's office (or one below it that he may see)."""
    side = _of(col(Duty.owed_to_office_id), actor, office_id)
    return _page(session, side, wish or Wish(), today, page, per_page)


def _of(column: Any, actor: Actor, office_id: int | None) -> ColumnElement[bool]:
    """Rows of one office, the own one where none is named; or of ``EVERY`` one to be seen."""
    wanted = actor.office_id if office_id is None else office_id
    found: ColumnElement[bool]
    if wanted == EVERY:
        found = column.in_(actor.office_ids)
    elif wanted in actor.office_ids:
        found = column == wanted
    else:
        raise NotFound
    return found


def _page(
    session: Session, side: ColumnElement[bool], wish: Wish, today: date, page: int, per_page: int
) -> Page[DutyRow]:
    wanted = [side, *_filters(wish, today)]
    counted = select(func.count()).select_from(Duty)
    if wish.query:
        counted = counted.join(Letter, col(Letter.id) == col(Duty.letter_id))
    total = session.exec(counted.where(*wanted)).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    closed = wish.state == "closed"
    order: tuple[Any, ...] = (
        (col(Duty.closed_at).desc().nulls_last(), col(Duty.id).desc()) if closed
        else (day_of_order().nulls_last(), col(Duty.office_id), col(Duty.id))
    )  # fmt: skip
    found = session.exec(
        joined().where(*wanted).order_by(*order).offset((page - 1) * per_page).limit(per_page)
    ).all()
    return Page(
        tuple(named(session, [row_of(one[0], one[1], today) for one in found], today)),
        page,
        pages,
        total,
    )


def _filters(wish: Wish, today: date) -> list[ColumnElement[bool]]:
    near = today + timedelta(days=NEAR)
    state, due = col(Duty.state), col(Duty.due_on)
    of_state = {
        "open": state.in_(duty_history.WAITING),
        "late": and_(state == DutyState.OPEN, due < today),
        "near": and_(state == DutyState.OPEN, due.between(today, near)),
        "undated": and_(state == DutyState.OPEN, due.is_(None)),
        "suspended": state == DutyState.SUSPENDED,
        "closed": state.not_in(duty_history.WAITING),
    }
    wanted: list[ColumnElement[bool]] = []
    if wish.state in of_state:
        wanted.append(of_state[wish.state])
    if wish.kind is not None:
        wanted.append(col(Duty.kind) == wish.kind)
    if wish.first is not None:
        wanted.append(due >= wish.first)
    if wish.last is not None:
        wanted.append(due <= wish.last)
    if wish.assigned_account_id is not None:
        wanted.append(col(Duty.assigned_account_id) == wish.assigned_account_id)
    if wish.query:
        wanted.append(_matching(wish.query))
    return wanted


_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _matching(query: str) -> ColumnElement[bool]:
    """Number or title of the letter, the clause, or an office's name; secret letters by number."""
    plain = query.strip()
    arabic = plain.translate(_TO_ARABIC)
    words = [
        and_(col(Letter.secrecy) == Secrecy.NONE, field.contains(word, autoescape=True))
        for field in (col(Letter.subject), col(Duty.text))
        for word in {plain, arabic}
    ]
    named_so = select(OfficeName.office_id).where(
        col(OfficeName.name).contains(plain, autoescape=True)
    )
    return or_(
        col(Letter.ref_no).contains(arabic, autoescape=True),
        col(Duty.owed_to).contains(plain, autoescape=True),
        col(Duty.office_id).in_(named_so),
        *words,
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """How many wait on one side."""

    open: int
    late: int
    near: int
    undated: int


def figures(
    session: Session, actor: Actor, *, today: date, owed_to: bool = False,
    office_id: int | None = None,
) -> Figures:  # fmt: skip
    """The counts above a list."""
    column = col(Duty.owed_to_office_id) if owed_to else col(Duty.office_id)
    side = _of(column, actor, office_id)

    def count(state: str) -> int:
        wanted = select(func.count()).select_from(Duty)
        return session.exec(wanted.where(side, *_filters(Wish(state), today))).one()

    return Figures(*(count(state) for state in ("open", "late", "near", "undated")))


def by_day(
    session: Session, actor: Actor, *, first: date, last: date, owed_to: bool = False,
    office_id: int | None = None,
) -> dict[date, list[tuple[int, DutyKind, DutyState]]]:  # fmt: skip
    """What falls on each day of a month: (id, kind, state), for the picture of the calendar."""
    column = col(Duty.owed_to_office_id) if owed_to else col(Duty.office_id)
    found = session.exec(
        select(col(Duty.due_on), col(Duty.id), col(Duty.kind), col(Duty.state))
        .where(
            _of(column, actor, office_id),
            col(Duty.due_on).between(first, last),
            col(Duty.state).not_in((DutyState.CANCELLED, DutyState.SUPERSEDED)),
        )
        .order_by(col(Duty.due_on), col(Duty.id))
    ).all()
    days: dict[date, list[tuple[int, DutyKind, DutyState]]] = {}
    for day, duty_id, kind, state in found:
        if day is not None and duty_id is not None:
            days.setdefault(day, []).append((duty_id, kind, state))
    return days


def offices_to_look_at(session: Session, actor: Actor, today: date) -> list[tuple[int, str]]:
    """The offices whose lists the actor may open, its own first, with their names of today."""
    below = session.exec(
        select(Office.id)
        .where(col(Office.id).in_(actor.office_ids), col(Office.id) != actor.office_id)
        .order_by(col(Office.level), col(Office.id))
        .limit(_MOST_OFFICES)
    )
    shown = [actor.office_id, *(one for one in below if one is not None)]
    names = offices.names_on(session, shown, today)
    return [(one, names.get(one, "")) for one in shown]


def answers_for(
    session: Session, actor: Actor, *, duty_id: int, limit: int = 40
) -> list[tuple[int, str]]:
    """Letters that may be the answer to a duty: (id, number and title), those that cite it first.

    Issued by the office that owes, seen by the actor, not older than what is answered.
    """
    duty = session.get(Duty, duty_id)
    if duty is None:
        return []
    asked = session.get_one(Letter, duty.letter_id)
    held = select(LetterHolding.letter_id).where(col(LetterHolding.office_id).in_(actor.office_ids))
    cites = (
        select(LetterReference.id)
        .where(
            LetterReference.letter_id == Letter.id,
            col(LetterReference.identity).is_not(None),
            LetterReference.identity == asked.identity,
        )
        .exists()
    )
    wanted = select(Letter).where(
        Letter.issuer_office_id == duty.office_id, Letter.id != asked.id, col(Letter.id).in_(held)
    )
    if asked.date is not None:
        wanted = wanted.where(or_(col(Letter.date).is_(None), col(Letter.date) >= asked.date))
    found = session.exec(
        wanted.order_by(cites.desc(), col(Letter.date).desc(), col(Letter.id).desc()).limit(limit)
    )
    return [(one.id, _title(one)) for one in found if one.id is not None]


def _title(letter: Letter) -> str:
    number = (
        sentence("ที่ %(number)s", number=letter.ref_no) if letter.ref_no else sentence("ไม่มีเลขที่")
    )
    subject = letter.subject if letter.secrecy is Secrecy.NONE else None
    return Joined((number, subject), otherwise=" ") if subject else number


@dataclass(frozen=True, slots=True)
class LastMoved:
    """A day that the calendar moved: when, which duty, the sentence."""

    at: datetime
    duty_id: int
    office_name: str
    ref_no: str | None
    sentence: str


def last_moved(session: Session, actor: Actor, *, limit: int = 20) -> list[LastMoved]:
    """What the calendar moved last, as far as the actor may see it."""
    found = session.exec(
        select(DutyChange, Duty, Letter.ref_no)
        .join(Duty, col(Duty.id) == col(DutyChange.duty_id))
        .join(Letter, col(Letter.id) == col(Duty.letter_id))
        .where(DutyChange.kind == DutyChangeKind.MOVED, col(Duty.office_id).in_(actor.office_ids))
        .order_by(col(DutyChange.id).desc())
        .limit(limit)
    ).all()
    return [
        LastMoved(
            change.at, change.duty_id,
            offices.name_on(session, duty.office_id, change.at.astimezone(BANGKOK).date()),
            ref_no, change.reason,
        )
        for change, duty, ref_no in found
    ]  # fmt: skip
