"""What circulates: one bar of states for each directive, or letter that belongs to none.

Answers that came back are no matter of their own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, func, or_
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker.actor import Actor
from tracker.delivery_views import day_of, no_answers, seen_by
from tracker.models import (
    Delivery,
    Directive,
    DirectiveLetter,
    Dispatch,
    Letter,
    LetterHolding,
)
from tracker.sentences import sentence
from tracker.tallies import Matter, Tally, sum_of
from tracker.vocabulary import Secrecy

#: Letter, its recipients counted, when it went out, the next day that is owed.
Part = tuple[int, Tally, datetime, dt.date | None]


def overview(session: Session, actor: Actor, *, now: datetime) -> list[Matter]:
    """The matters that the actor's offices sent or that went to offices below, newest first.

    What went to the actor's own office alone is no matter of circulation here:
    see ``delivery_views.incoming`` and ``own``.
    """
    today = day_of(now)
    late = func.sum(case((col(Delivery.due_on) < today, 1), else_=0))
    found = session.execute(
        many(
            col(DirectiveLetter.directive_id),
            col(Delivery.letter_id),
            col(Delivery.state),
            col(Delivery.asked),
            func.count(),
            late,
            func.min(col(Dispatch.sent_at)),
            func.min(col(Delivery.due_on)),
        )
        .select_from(Delivery)
        .join(Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id))
        .outerjoin(DirectiveLetter, col(DirectiveLetter.letter_id) == col(Delivery.letter_id))
        .where(
            seen_by(actor),
            or_(
                col(Delivery.office_id).is_(None), col(Delivery.office_id) != actor.office_id
            ),
            no_answers(),
        )
        .group_by(
            col(DirectiveLetter.directive_id),
            col(Delivery.letter_id),
            col(Delivery.state),
            col(Delivery.asked),
        )
    ).all()  # fmt: skip
    groups: dict[tuple[int | None, int], list[Part]] = defaultdict(list)
    for directive_id, letter_id, state, asked, number, overdue, sent, due in found:
        tally = Tally()
        tally.add(state, asked, number=number, late=int(overdue or 0))
        key = (directive_id, 0 if directive_id is not None else letter_id)
        open_due = due if tally.owing else None
        groups[key].append((letter_id, tally, sent, open_due))
    return _matters(session, actor, groups)


def _matters(
    session: Session,
    actor: Actor,
    groups: dict[tuple[int | None, int], list[Part]],
) -> list[Matter]:
    wanted = {letter_id for parts in groups.values() for letter_id, *_ in parts}
    letters = letters_of(session, wanted)
    roots = _roots(session, actor)
    letters |= letters_of(session, {roots[one] for one, _ in groups if one in roots})
    matters = []
    for (directive_id, _), parts in groups.items():
        ids = {part[0] for part in parts} | {roots.get(directive_id, parts[0][0])}
        known = [letters[letter_id] for letter_id in sorted(ids)]
        first = min(known, key=lambda x: (x.id != roots.get(directive_id), x.date or dt.date.max))
        titled = next((x for x in [first, *known] if x.subject), first)
        whole = sum_of(tally for _, tally, _, _ in parts)
        days = [due for *_, due in parts if due is not None]
        if not whole.total or first.id is None:
            continue
        matters.append(
            Matter(
                directive_id, first.id, title_of(titled), first.ref_no,
                day_of(min(_aware(sent) for *_, sent, _ in parts)), min(days, default=None),
                first.is_sample, whole,
            )
        )  # fmt: skip
    return sorted(matters, key=lambda x: (x.tally.owing == 0, -x.sent_on.toordinal(), -x.letter_id))


def _roots(session: Session, actor: Actor) -> dict[int | None, int]:
    """Directive -> the letter it began with, where an office of the actor's holds that letter."""
    held = (
        select(LetterHolding.id)
        .where(
            col(LetterHolding.letter_id) == col(Directive.root_letter_id),
            col(LetterHolding.office_id).in_(actor.office_ids),
        )
        .exists()
    )
    return {one.id: one.root_letter_id for one in session.exec(select(Directive).where(held))}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def title_of(letter: Letter) -> str:
    if letter.secrecy is not Secrecy.NONE:
        return sentence("หนังสือชั้นความลับ")
    return letter.subject or (
        sentence("หนังสือที่ %(number)s", number=letter.ref_no)
        if letter.ref_no
        else sentence("ไม่มีชื่อเรื่อง")
    )


def letters_of(session: Session, ids: Iterable[int]) -> dict[int, Letter]:
    wanted, found = sorted(ids), dict[int, Letter]()
    for start in range(0, len(wanted), 1000):
        some = select(Letter).where(col(Letter.id).in_(wanted[start : start + 1000]))
        found |= {one.id: one for one in session.exec(some) if one.id is not None}
    return found
