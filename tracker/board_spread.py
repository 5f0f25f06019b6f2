"""Recipients of all that is walked after: counted by district, and who is silent longest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    union_all,
)
from sqlalchemy import select as many
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, col, select

from tracker import counting, delivery_rules, offices, walking
from tracker.actor import Actor
from tracker.delivery_views import day_of, owes
from tracker.matrix import Area
from tracker.models import Delivery, Office
from tracker.models.columns import Moment
from tracker.sentences import sentence
from tracker.tallies import Tally, sum_of
from tracker.vocabulary import Action, DeliveryState, Level

#: What is told of recipients that were counted together, as far as it is known.
_TOLD: dict[str, TypeEngine[Any]] = {
    "office_id": Integer(), "state": String(), "asked": String(), "who": String(),
    "name": String(), "number": Integer(), "late": Integer(), "since": Moment(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Silent:
    """A recipient that owes on ``letters``. ``since``: the day of the oldest of them."""

    recipient: str
    office_id: int | None
    area_id: int | None
    name: str
    letters: int
    late: int
    since: dt.date


@dataclass(frozen=True, slots=True)
class Spread:
    """All recipients by area, and those that owe, the latest first."""

    tally: Tally
    areas: tuple[Area, ...]
    silent: tuple[Silent, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """Recipients of one office, in one state, asked the same, the first of them ``since``."""

    office_id: int | None
    state: DeliveryState
    asked: Action | None
    number: int
    late: int
    since: datetime


@dataclass(frozen=True, slots=True)
class _Owing:
    """What an office owes, in all states together."""

    late: int = 0
    letters: int = 0
    since: datetime | None = None

    def beside(self, one: _Counted) -> _Owing:
        first = one.since if self.since is None else min(self.since, one.since)
        return _Owing(self.late + one.late, self.letters + one.number, first)

    def told(self) -> tuple[int, int, dt.date]:
        assert self.since is not None
        return self.letters, self.late, day_of(self.since)


def spread(
    session: Session, actor: Actor, *, now: datetime, area_id: int | None = None, most: int = 12
) -> Spread:
    """Recipients counted by district, and the ``most`` that owe longest (of one district)."""
    counted, silent = _read(session, actor, now, most)
    places = _places(session)
    tallies: dict[int | None, Tally] = defaultdict(Tally)
    owing = dict[int, _Owing]()
    for one in counted:
        place = places.get(one.office_id)
        tallies[place].add(one.state, one.asked, number=one.number, late=one.late)
        if one.office_id is None or area_id not in (None, place):
            continue
        if delivery_rules.silent(one.state, one.asked):
            owing[one.office_id] = owing.get(one.office_id, _Owing()).beside(one)
    first = sorted(owing.items(), key=_latest)[:most]
    names = offices.names_on(session, [one for one, _ in first], day_of(now))
    listed = [
        Silent(f"office:{one}", one, places.get(one), names.get(one, ""), *owed.told())
        for one, owed in first
    ]
    if area_id is None:
        listed += silent
    shown = tuple(sorted(listed, key=_longest)[:most])
    return Spread(sum_of(tallies.values()), _areas(session, tallies, day_of(now)), shown)


def _latest(one: tuple[int, _Owing]) -> tuple[int, int, int]:
    office_id, owed = one
    return -owed.late, -owed.letters, office_id


def _longest(one: Silent) -> tuple[int, int, str]:
    return -one.late, -one.letters, one.name


def _read(
    session: Session, actor: Actor, now: datetime, most: int
) -> tuple[list[_Counted], list[Silent]]:
    """Recipients counted by office; those in no list who owe longest.

    In one question: what is counted is looked for once.
    """
    sent = counting.of_matters(actor, walking.letters(actor, now))
    today = day_of(now)
    told = [
        _by_office(actor, sent, today),
        many(_outside(actor, sent, today).limit(most).subquery()),
    ]
    counted, silent = list[_Counted](), list[Silent]()
    for what, office_id, state, asked, who, name, total, late, since in session.execute(
        union_all(*told)
    ):
        if what == "office":
            counted.append(_Counted(office_id, state, asked, int(total), int(late), since))
        else:
            silent.append(Silent(who, None, None, name, int(total), int(late), day_of(since)))
    return counted, silent


def _told(what: str, **known: Any) -> list[ColumnElement[Any]]:
    """One part of an answer of several: what it does not tell is empty."""
    columns = [known.get(name, cast(null(), kind)).label(name) for name, kind in _TOLD.items()]
    return [literal(what).label("what"), *columns]


def _by_office(actor: Actor, sent: CTE, today: dt.date) -> Select[Any]:
    """Office (none: those in no list), state, what was asked: how many, late, and since when.

    Indexes have all that is asked for.
    """
    by = {"office_id": col(Delivery.office_id), "state": col(Delivery.state),
          "asked": col(Delivery.asked)}  # fmt: skip
    columns = _told("office", **by, **_counts(sent, today))
    joined = many(*columns).select_from(sent).join(Delivery, counting.recipients(actor, sent))
    return joined.group_by(*by.values())


def _outside(actor: Actor, sent: CTE, today: dt.date) -> Select[Any]:
    """Those in no list who owe longest: of what the actor's offices sent, all else is hidden."""
    who, name, counts = col(Delivery.recipient), func.min(col(Delivery.name)), _counts(sent, today)
    columns = _told("outside", who=who, name=name, **counts)
    return (
        many(*columns)
        .select_from(sent)
        .join(Delivery, counting.recipients(actor, sent))
        .where(col(Delivery.office_id).is_(None), owes())
        .group_by(who)
        .order_by(counts["late"].desc(), counts["number"].desc(), name)
    )


def _counts(sent: CTE, today: dt.date) -> dict[str, ColumnElement[Any]]:
    late = func.sum(case((col(Delivery.due_on) < today, 1), else_=0))
    return {"number": func.count(), "late": late, "since": func.min(sent.c.sent_at)}


def _places(session: Session) -> dict[int | None, int | None]:
    """Office -> the area it is counted in: a local government in its district, others alone."""
    found = session.execute(many(col(Office.id), col(Office.level), col(Office.parent_id)))
    return {one: above if level is Level.LOCAL else one for one, level, above in found}


def _areas(session: Session, tallies: dict[int | None, Tally], today: dt.date) -> tuple[Area, ...]:
    ids = [one for one in tallies if one is not None]
    keys = dict[int, str]()
    for start in range(0, len(ids), 1000):
        some = select(Office.id, Office.key).where(col(Office.id).in_(ids[start : start + 1000]))
        keys |= {key: name for key, name in session.exec(some) if key is not None}
    names = offices.names_on(session, ids, today)
    areas = [
        Area(one, keys.get(one or 0, ""), names.get(one or 0, sentence("นอกรายชื่อหน่วยงาน")), tally)
        for one, tally in tallies.items()
        if tally.total
    ]
    return tuple(sorted(areas, key=lambda x: (not x.key, x.key)))
