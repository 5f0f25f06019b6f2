"""What circulates: one bar of states for each directive, or letter that belongs to none.

Answers that came back are no matter of their own.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import walking
from tracker.actor import Actor
from tracker.delivery_views import day_of
from tracker.matter_groups import Groups, Order, grouped
from tracker.models import Directive, Letter, LetterHolding
from tracker.registers import Page
from tracker.sentences import sentence
from tracker.sql_ids import among
from tracker.tallies import Matter, sum_of
from tracker.vocabulary import Secrecy


def overview(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    page: int = 1,
    per_page: int = 60,
    order: Order = Order.NEWEST,
    year: int | None = None,
) -> Page[Matter]:
    """The matters that the actor's offices sent or that went to offices below, a page of them.

    Those that are open or recent (see ``walking``), or that went out in a ``year`` (of the
    Buddhist era). Where there are fewer pages by now: the first.
    What went to the actor's own office alone is no matter of circulation here:
    see ``delivery_views.incoming`` and ``own``.
    """
    walked = walking.letters(actor, now) if year is None else walking.of_year(year)
    page = max(1, page)
    for shown in dict.fromkeys((page, 1)):
        start = (shown - 1) * per_page
        groups, total = grouped(session, actor, day_of(now), order, walked, start, per_page)
        if groups:
            break
    pages = max(1, -(-total // per_page))
    return Page(tuple(_matters(session, actor, groups)), shown, pages, total)


def _matters(
    session: Session,
    actor: Actor,
    groups: Groups,
) -> list[Matter]:
    wanted = {letter_id for parts in groups.values() for letter_id, *_ in parts}
    letters = letters_of(session, wanted)
    roots = _roots(session, actor, [one for one, _ in groups if one is not None])
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
    return matters


def _roots(session: Session, actor: Actor, directive_ids: Sequence[int]) -> dict[int | None, int]:
    """Directive -> the letter it began with, where an office of the actor's holds that letter."""
    held = (
        select(LetterHolding.id)
        .where(
            col(LetterHolding.letter_id) == col(Directive.root_letter_id),
            among(col(LetterHolding.office_id), actor.office_ids),
        )
        .exists()
    )
    wanted = select(Directive).where(col(Directive.id).in_(directive_ids), held)
    return {one.id: one.root_letter_id for one in session.exec(wanted)}


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
