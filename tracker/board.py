"""The board of an office above others: what is out, who is silent, where days are lost.

Everything is counted by the database and limited to what the actor may see, and to letters
that are open or recent (see ``walking``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker import chains, matters
from tracker.actor import Actor
from tracker.board_spread import Silent as Silent
from tracker.board_spread import Spread as Spread
from tracker.board_spread import spread as spread
from tracker.chain_picture import ChainPicture
from tracker.delivery_views import no_answers, no_reminders, owes
from tracker.matter_groups import Order, within
from tracker.models import (
    Delivery,
    DirectiveLetter,
    Dispatch,
    Letter,
    LetterHolding,
)
from tracker.registers import Page
from tracker.tallies import Matter
from tracker.vocabulary import DispatchOrigin, Secrecy

#: Matters on one page of the board.
PER_PAGE = 10
#: More holders of a matter than this: only those that wrote are drawn, and a few of the others.
_MANY, _FEW = 200, 5


@dataclass(frozen=True, slots=True)
class Chase:
    """A letter of the actor's office of which so many recipients still owe something."""

    letter_id: int
    ref_no: str | None
    owing: int


@dataclass(frozen=True, slots=True)
class Line:
    """A matter with its way down, where it is known, and what the office may remind of."""

    matter: Matter
    picture: ChainPicture | None
    chases: tuple[Chase, ...]


def lines(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[Line]:
    """The matters that are out, those with late recipients first, a page of them."""
    found = matters.overview(
        session, actor, now=now, page=page, per_page=per_page, order=Order.LATEST
    )
    shown = found.items
    chases, pictures = _chases(session, actor, shown), _pictures(session, actor, shown)
    listed = [
        Line(one, pictures.get(one.directive_id or 0), tuple(chases.get(_key(one), ())))
        for one in shown
    ]
    return Page(tuple(listed), found.page, found.pages, found.total)


def _key(matter: Matter) -> tuple[int | None, int]:
    return matter.directive_id, 0 if matter.directive_id is not None else matter.letter_id


def _pictures(session: Session, actor: Actor, shown: Sequence[Matter]) -> dict[int, ChainPicture]:
    """The way down of each directive, as far as an office of the actor holds a letter of it."""
    ids = [one.directive_id for one in shown if one.directive_id is not None]
    holders: dict[int, set[int]] = defaultdict(set)
    for directive_id, office_id in session.execute(
        many(col(DirectiveLetter.directive_id), col(LetterHolding.office_id))
        .join(LetterHolding, col(LetterHolding.letter_id) == col(DirectiveLetter.letter_id))
        .where(col(DirectiveLetter.directive_id).in_(ids))
        .distinct()
    ):
        holders[directive_id].add(office_id)
    issuers = set(
        session.exec(
            select(Letter.issuer_office_id)
            .join(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Letter.id))
            .where(col(DirectiveLetter.directive_id).in_(ids))
        )
    )
    pictures = dict[int, ChainPicture]()
    few = dict[int, set[int]]()
    for directive_id, held in holders.items():
        seen = held & actor.office_ids
        if len(seen) <= _MANY:
            few[directive_id] = seen
            continue
        # Those that only received show no days of their own: a few stand for them.
        rest = sorted(seen - issuers - {actor.office_id})
        seen = seen & (issuers | {actor.office_id}) | set(rest[:_FEW])
        pictures |= chains.pictures(session, _with(actor, seen), [directive_id])
    together = set[int]().union(*few.values())
    return pictures | chains.pictures(session, _with(actor, together), list(few))


def _with(actor: Actor, office_ids: set[int]) -> Actor:
    return replace(actor, office_ids=frozenset(office_ids))


def _chases(
    session: Session, actor: Actor, shown: Sequence[Matter]
) -> dict[tuple[int | None, int], list[Chase]]:
    """What the own office sent and may remind of, by matter."""
    # Flagged, not asked for: that would lead to all that the office ever sent.
    ours = and_(
        col(Dispatch.sender_office_id) == actor.office_id,
        col(Dispatch.origin) == DispatchOrigin.SENT,
    )
    letters = within(_key(one) for one in shown)
    sent = many(col(Dispatch.id)).where(
        col(Dispatch.letter_id).in_(letters), case((ours, 1), else_=0) == 1
    )
    owing = (
        many(col(Delivery.dispatch_id), func.count().label("number"))
        .where(col(Delivery.dispatch_id).in_(sent), owes())
        .group_by(col(Delivery.dispatch_id))
        .subquery()
    )
    by: list[Any] = [col(DirectiveLetter.directive_id), col(Letter.id), col(Letter.ref_no)]
    found = session.execute(
        many(*by, func.sum(owing.c.number))
        .select_from(owing)
        .join(Dispatch, col(Dispatch.id) == owing.c.dispatch_id)
        .join(Letter, col(Letter.id) == col(Dispatch.letter_id))
        .outerjoin(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Letter.id))
        .where(col(Letter.secrecy) == Secrecy.NONE, no_answers(col(Letter.id)), no_reminders())
        .group_by(*by)
        .order_by(col(Letter.id))
    ).all()
    chases: dict[tuple[int | None, int], list[Chase]] = defaultdict(list)
    for directive_id, letter_id, ref_no, number in found:
        key = (directive_id, 0 if directive_id is not None else letter_id)
        chases[key].append(Chase(letter_id, ref_no, int(number)))
    return chases
