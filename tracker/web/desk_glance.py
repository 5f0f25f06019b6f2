"""What the desk says first: what is due, what waits for one, what was sent to the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from tracker import circulation, duties, in_tray
from tracker.actor import Actor
from tracker.duties import Wish
from tracker.duty_rows import DutyRow
from tracker.models import Letter
from tracker.web.tongue import gettext as _

#: Letters told by name of each kind; the rest stands behind the link.
TOLD = 3


@dataclass(frozen=True, slots=True)
class Some:
    """``shown``: (letter id, what it is called); ``total``: how many there are."""

    shown: tuple[tuple[int, str], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Glance:
    """Each letter is told once: under what is due before what waits for one's own work."""

    late: int
    due: Some
    orders: Some
    work: Some
    expected: int

    @property
    def empty(self) -> bool:
        some = (self.due, self.orders, self.work)
        return not (self.late or self.expected or any(one.total for one in some))


def glance(session: Session, actor: Actor, now: datetime, *, today: date) -> Glance:
    """What concerns the account that asks, and its own office."""
    late = duties.owed_by_us(session, actor, today=today, wish=Wish("late"), per_page=1).total
    wish = Wish("open", first=today, last=today)
    due = duties.owed_by_us(session, actor, today=today, wish=wish, per_page=TOLD)
    told = {row.letter_id for row in due.items}
    orders = _papers((x.letter for x in in_tray.waiting_for(session, actor, today)), told)
    told |= {letter_id for letter_id, _ in orders}
    work = _papers((x.letter for x in in_tray.given_to(session, actor, today)), told)
    return Glance(
        late=late,
        due=Some(tuple((row.letter_id, _called(row)) for row in due.items), due.total),
        orders=Some(tuple(orders[:TOLD]), len(orders)),
        work=Some(tuple(work[:TOLD]), len(work)),
        expected=len(circulation.incoming(session, actor, now=now)),
    )


def _papers(letters: Iterable[Letter], told: set[int]) -> list[tuple[int, str]]:
    found = {x.id: _called(x) for x in letters if x.id is not None and x.id not in told}
    return list(found.items())


def _called(paper: DutyRow | Letter) -> str:
    return paper.subject or _("หนังสือที่ %(ref_no)s", ref_no=paper.ref_no or _("ไม่มีเลขที่"))
