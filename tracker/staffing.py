"""Who stands for whom on a given day: heads, deputies, absences, units, the people in them.

รักษาราชการแทน follows the order that names it: while the order's days last,
or, where it is a standing order, on the days on which the head is away or the
post is vacant. An order whose days are over gives no power any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from tracker import offices
from tracker.actor import Actor
from tracker.errors import NotFound
from tracker.models import Absence, Account, Appointment, Deputy, Unit
from tracker.said import said
from tracker.vocabulary import (
    DeputyKind,
    Post,
)

#: Stand-ins of stand-ins are followed this far; who then is away as well is asked himself.
_FAR = 8


@dataclass(frozen=True, slots=True)
class Head:
    """Who decides for an office (or one of its units) on a day, and how he signs.

    ``account_id`` is ``None`` for a head who does not use Wian. ``how`` and
    ``acting_for`` say by what right, where the post is not his own. ``away``:
    absent that day, and nobody was ordered to act for him.
    """

    office_id: int
    unit_id: int | None
    account_id: int | None
    name: str
    title: str
    acting_for: str = ""
    how: DeputyKind | None = None
    deputy_id: int | None = None
    order_no: str = ""
    last_day: date | None = None
    away: bool = False

    @property
    def signs_as(self) -> str:
        """The lines under the name: own title, then ``รักษาราชการแทน`` and the head's."""
        if self.how is None:
            return self.title
        return "\n".join(
            line for line in (self.title, f"{said(self.how)} {self.acting_for}".strip()) if line
        )


def acting_head(session: Session, office_id: int, day: date) -> Head | None:
    """Who decides for the office on that day; ``None`` where nobody is known.

    A deputy under a dated order goes first, then the head, then, if he is away
    or the post is vacant, the first present deputy of a standing order.
    """
    return _decides(session, office_id, None, day)


def unit_head(session: Session, unit_id: int, day: date) -> Head | None:
    """The same for a unit of an office."""
    unit = session.get(Unit, unit_id)
    return None if unit is None else _decides(session, unit.office_id, unit_id, day)


def _decides(session: Session, office_id: int, unit_id: int | None, day: date) -> Head | None:
    own = _own_head(session, office_id, unit_id, day)
    present = own is not None and not own.away
    title = own.title if own else _vacant_title(session, office_id, unit_id, day)
    for order in _orders(session, office_id, unit_id, day):
        if order.kind is DeputyKind.DELEGATED or (order.standing and present):
            continue
        if order.account_id is None or _here(session, order.account_id, day):
            return _by_order(order, title)
    return own


def _own_head(session: Session, office_id: int, unit_id: int | None, day: date) -> Head | None:
    post = Post.HEAD if unit_id is None else Post.UNIT_HEAD
    found = [
        one
        for one in appointments(session, office_id, day)
        if one.post is post and one.unit_id == unit_id
    ]
    if not found:
        return None
    one = max(found, key=lambda one: (one.first_day, one.id or 0))
    away = one.account_id is not None and not _here(session, one.account_id, day)
    title = one.title or _vacant_title(session, office_id, unit_id, day)
    return Head(office_id, unit_id, one.account_id, one.name, title, away=away)


def _vacant_title(session: Session, office_id: int, unit_id: int | None, day: date) -> str:
    if unit_id is None:
        return offices.head_on(session, office_id, day)
    unit = session.get(Unit, unit_id)
    return f"ผู้อำนวยการ{unit.name}" if unit else ""


def _by_order(order: Deputy, title: str) -> Head:
    return Head(
        order.office_id, order.unit_id, order.account_id, order.name, order.title,
        acting_for=title, how=order.kind, deputy_id=order.id, order_no=order.order_no,
        last_day=order.last_day,
    )  # fmt: skip


def appointments(session: Session, office_id: int, day: date) -> list[Appointment]:
    """The posts of an office that are held on that day."""
    found = select(Appointment).where(
        Appointment.office_id == office_id,
        col(Appointment.revoked_at).is_(None),
        Appointment.first_day <= day,
        or_(col(Appointment.last_day).is_(None), col(Appointment.last_day) >= day),
    )
    return list(session.exec(found.order_by(col(Appointment.id))))


def _orders(session: Session, office_id: int, unit_id: int | None, day: date) -> list[Deputy]:
    """The orders in force that day: dated ones before standing ones, then by rank."""
    found = select(Deputy).where(
        Deputy.office_id == office_id,
        Deputy.unit_id == unit_id,
        col(Deputy.revoked_at).is_(None),
        Deputy.first_day <= day,
        or_(col(Deputy.last_day).is_(None), col(Deputy.last_day) >= day),
    )
    order = (col(Deputy.standing), col(Deputy.rank), col(Deputy.first_day).desc(), col(Deputy.id))
    return list(session.exec(found.order_by(*order)))


def _here(session: Session, account_id: int, day: date) -> bool:
    """The account is switched on and not away that day."""
    account = session.get(Account, account_id)
    return account is not None and account.active and absence(session, account_id, day) is None


def absence(session: Session, account_id: int, day: date) -> Absence | None:
    """The absence that covers the day; of several the one entered last."""
    found = select(Absence).where(
        Absence.account_id == account_id,
        col(Absence.revoked_at).is_(None),
        Absence.first_day <= day,
        Absence.last_day >= day,
    )
    return session.exec(found.order_by(col(Absence.id).desc())).first()


def stand_in(session: Session, account_id: int, day: date) -> int:
    """Who does the work of an account on that day: itself, or whoever stands in for it.

    A stand-in who is away hands on to his own; where that goes in a circle or
    ends with nobody, the account itself is given back.
    """
    seen, current = {account_id}, account_id
    for _ in range(_FAR):
        away = absence(session, current, day)
        if away is None:
            account = session.get(Account, current)
            return current if account is not None and account.active else account_id
        if away.stand_in_id is None or away.stand_in_id in seen:
            return account_id
        current = away.stand_in_id
        seen.add(current)
    return account_id


def served_by(session: Session, account_id: int, day: date) -> frozenset[int]:
    """The accounts whose work this one does on that day, itself among them."""
    served, fresh = {account_id}, {account_id}
    while fresh:
        found = select(Absence.account_id).where(
            col(Absence.stand_in_id).in_(fresh),
            col(Absence.revoked_at).is_(None),
            Absence.first_day <= day,
            Absence.last_day >= day,
        )
        fresh = set(session.exec(found)) - served
        served |= fresh
    return frozenset(one for one in served if stand_in(session, one, day) == account_id)


def units(
    session: Session, actor: Actor, *, office_id: int | None = None, day: date | None = None
) -> list[Unit]:
    """The units of an office that the actor may see (his own without one), in their order.

    With ``day`` only those that exist on it.
    """
    wanted = actor.office_id if office_id is None else office_id
    if wanted not in actor.office_ids:
        raise NotFound
    found = select(Unit).where(Unit.office_id == wanted)
    if day is not None:
        found = found.where(or_(col(Unit.closed_on).is_(None), col(Unit.closed_on) > day))
    return list(session.exec(found.order_by(col(Unit.position), col(Unit.id))))


@dataclass(frozen=True, slots=True)
class Person:
    """An account that may be given work. ``away``: absent that day."""

    account_id: int
    name: str
    title: str
    unit_ids: tuple[int, ...]
    away: bool


def people(session: Session, office_id: int, day: date) -> list[Person]:
    """The accounts of an office that are switched on, with post and units of that day."""
    found = session.exec(
        select(Account)
        .where(Account.office_id == office_id, col(Account.active).is_(True))
        .order_by(Account.display_name)
    ).all()
    held = appointments(session, office_id, day)
    return [
        _person(one.id, one.display_name, [x for x in held if x.account_id == one.id],
                absence(session, one.id, day) is not None)
        for one in found
        if one.id is not None
    ]  # fmt: skip


def _person(account_id: int, name: str, held: Iterable[Appointment], away: bool) -> Person:
    posts = list(held)
    title = next((one.title for one in posts if one.title), "")
    return Person(account_id, name, title, tuple(one.unit_id for one in posts if one.unit_id), away)


def units_of(session: Session, account_id: int, office_id: int, day: date) -> frozenset[int]:
    """The units of an office to which an account belongs on that day."""
    return frozenset(
        one.unit_id
        for one in appointments(session, office_id, day)
        if one.account_id == account_id and one.unit_id is not None
    )


@dataclass(frozen=True, slots=True)
class Powers:
    """In what capacity an account may give orders: for the whole office, for units, or not."""

    office: Head | None
    units: dict[int, Head]

    def __bool__(self) -> bool:
        return self.office is not None or bool(self.units)


def powers(session: Session, account_id: int, office_id: int, day: date) -> Powers:
    """What the account may order on that day: as head, acting, delegated, or head of units."""
    return Powers(
        _office_power(session, account_id, office_id, day),
        {
            unit_id: head
            for unit_id in _unit_ids(session, office_id)
            if (head := unit_head(session, unit_id, day)) and head.account_id == account_id
        },
    )


def _office_power(session: Session, account_id: int, office_id: int, day: date) -> Head | None:
    acting = acting_head(session, office_id, day)
    if acting is not None and acting.account_id == account_id:
        return acting
    for one in appointments(session, office_id, day):
        if one.account_id == account_id and one.post in (Post.HEAD, Post.CHIEF):
            title = one.title or offices.head_on(session, office_id, day)
            return Head(office_id, None, account_id, one.name, title)
    own = _own_head(session, office_id, None, day)
    title = own.title if own else _vacant_title(session, office_id, None, day)
    for order in _orders(session, office_id, None, day):
        if order.kind is DeputyKind.DELEGATED and order.account_id == account_id:
            return _by_order(order, title)
    return None


def _unit_ids(session: Session, office_id: int) -> list[int]:
    found = session.exec(select(Unit.id).where(Unit.office_id == office_id)).all()
    return [one for one in found if one is not None]
