"""What is counted by sending is what a plain count of each delivery finds, and no row more."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from tests.tracker.office import Office
from tests.tracker.test_circulation_machine import issue
from tracker import board, db, delivery_rules, matters, walking
from tracker.actor import Actor
from tracker.delivery_views import day_of
from tracker.models import Delivery, Directive, DirectiveLetter, Dispatch
from tracker.tallies import Tally, sum_of
from tracker.vocabulary import Action, Capacity, DeliveryState, DispatchOrigin

_WHO = ("clerk", "stranger", "district", "province")
_LETTERS = 14


@dataclass
class Plain:
    """All that is in the database, for counting it by hand."""

    rows: list[tuple[Delivery, Dispatch]]
    directives: dict[int, list[int]]
    answers: set[int | None]

    @classmethod
    def of(cls, session: Session) -> "Plain":
        joined = select(Delivery, Dispatch).join(
            Dispatch, col(Dispatch.id) == col(Delivery.dispatch_id)
        )
        rows = [(a, b) for a, b in session.exec(joined).all()]
        of_letter = defaultdict(list)
        for one in session.exec(select(DirectiveLetter)):
            of_letter[one.letter_id].append(one.directive_id)
        answers = {x for one, _ in rows for x in (one.answer_letter_id, one.late_answer_id)}
        return cls(rows, of_letter, answers)

    def seen(self, actor: Actor) -> list[tuple[Delivery, Dispatch]]:
        ours = actor.office_ids
        return [x for x in self.rows if x[1].sender_office_id in ours or x[0].office_id in ours]

    def walked(self, actor: Actor, now: datetime) -> set[int]:
        since = now - timedelta(days=walking.LATELY)
        above = actor.office_ids != {actor.office_id}
        # What others sent lately too: of it only what he may see is counted.
        found = {x.letter_id for _, x in self.rows if above and x.made_at >= since}
        for one, sent in self.seen(actor):
            if not above and sent.sender_office_id != actor.office_id:
                continue
            told = one.asked in (None, Action.KNOW)
            waited = not told or one.office_id is not None or one.due_on is not None
            owed = delivery_rules.silent(one.state, one.asked)
            if sent.made_at >= since or (owed and waited):
                found.add(one.letter_id)
        return found

    def counted(self, actor: Actor, letters: set[int]) -> list[Delivery]:
        return [
            one
            for one, _ in self.seen(actor)
            if one.letter_id in letters - self.answers
            and one.office_id != actor.office_id
            and one.state is not DeliveryState.WITHDRAWN
        ]

    def matters(self, listed: list[Delivery], today: date) -> dict[tuple[int | None, int], Tally]:
        tallies: dict[tuple[int | None, int], Tally] = defaultdict(Tally)
        for one in listed:
            late = int(one.due_on is not None and one.due_on < today)
            for directive_id in self.directives.get(one.letter_id, [None]):
                key = directive_id, 0 if directive_id else one.letter_id
                tallies[key].add(one.state, one.asked, late=late)
        return tallies


def wander(session: Session, chance: random.Random, house: Office, now: datetime) -> list[int]:
    """Letters sent by some to some, long ago or lately; some belong to directives, some answer."""
    who = [getattr(house, one) for one in _WHO]
    letters = [
        issue(session, chance.choice(who), now, chance.choice([*Action, None]))
        for _ in range(_LETTERS)
    ]
    for title, root in zip(("ก", "ข"), chance.sample(letters, 2), strict=True):
        matter = Directive(title=title, root_letter_id=root, created_at=now, updated_at=now)
        session.add(matter)
        session.flush()
        for letter_id in {root, *chance.sample(letters, 3)}:
            session.add(DirectiveLetter(directive_id=matter.id or 0, letter_id=letter_id))
    for letter_id in letters:
        _sent(session, chance, [one.office_id for one in who], letter_id, now)
    return letters


def _sent(
    session: Session, chance: random.Random, offices: list[int], letter_id: int, now: datetime
) -> None:
    to: list[int | str] = [*offices, "วัดใหม่", "โรงเรียนเดิม"]
    chance.shuffle(to)
    for some in (to[:3], to[3:5]):
        moment = now - timedelta(days=chance.choice([1, 400]))
        dispatch = Dispatch(
            letter_id=letter_id, sender_office_id=chance.choice([*offices, None]), sent_at=moment,
            origin=chance.choice(list(DispatchOrigin)), made_at=moment,
        )  # fmt: skip
        session.add(dispatch)
        session.flush()
        for one in some:
            listed = isinstance(one, int)
            due_on = now.date() + timedelta(days=chance.choice([-9, 9]))
            session.add(
                Delivery(
                    dispatch_id=dispatch.id or 0, letter_id=letter_id,
                    office_id=one if isinstance(one, int) else None,
                    recipient=f"office:{one}" if listed else f"name:{one}", name=str(one),
                    capacity=Capacity.TO, asked=chance.choice([*Action, None]),
                    state=chance.choice(list(DeliveryState)), state_at=moment,
                    due_on=chance.choice([None, due_on]),
                )
            )  # fmt: skip
    session.flush()


def change(session: Session, chance: random.Random, letters: list[int]) -> None:
    """What happens to many at once, behind all use cases."""
    some = chance.sample(letters, 4)
    values = chance.choice(
        [
            {"state": chance.choice(list(DeliveryState))},
            {"due_on": chance.choice([None, date(2026, 1, 1), date(2027, 1, 1)])},
            {"answer_letter_id": chance.choice([None, chance.choice(letters)])},
            {"late_answer_id": chance.choice([None, chance.choice(letters)])},
        ]
    )
    where = col(Delivery.letter_id).in_(some), col(Delivery.id) % 3 == chance.randrange(3)
    session.execute(update(Delivery).where(*where).values(**values))


def check(session: Session, actor: Actor, now: datetime) -> None:
    plain, today = Plain.of(session), now.date()
    letters = plain.walked(actor, now)
    counted = plain.counted(actor, letters)
    known = plain.matters(counted, today)
    for order in matters.Order:
        found = matters.overview(session, actor, now=now, order=order)
        told = {
            (x.directive_id, 0 if x.directive_id else x.letter_id): x.tally for x in found.items
        }
        assert told == known
        assert found.total == len(known)
        owing = [bool(one.tally.owing) for one in found.items]
        if order is matters.Order.NEWEST:
            assert owing == sorted(owing, reverse=True), "what is owed stands first"
        else:
            late = [bool(one.tally.late) for one in found.items]
            assert late == sorted(late, reverse=True), "what is late stands first"
        for number in range(min(5, len(known))):
            (one,) = matters.overview(
                session, actor, now=now, order=order, page=number + 1, per_page=1
            ).items
            assert one == found.items[number], "pages are pieces of the whole"
    beyond = matters.overview(session, actor, now=now, page=10_000)
    assert (beyond.page, beyond.total) == (1, len(known))
    _check_board(session, actor, now, counted)
    year = walking.year_of(now)
    of_year = {x.letter_id for _, x in plain.rows if walking.year_of(x.sent_at) == year}
    listed = matters.overview(session, actor, now=now, year=year).items
    whole = sum_of(plain.matters(plain.counted(actor, of_year), today).values())
    assert sum_of(one.tally for one in listed) == whole


def _check_board(session: Session, actor: Actor, now: datetime, counted: list[Delivery]) -> None:
    spread = board.spread(session, actor, now=now, most=100)
    whole, owing, since = Tally(), defaultdict[str, list[int]](list), dict[str, date]()
    for one in counted:
        late = int(one.due_on is not None and one.due_on < now.date())
        whole.add(one.state, one.asked, late=late)
        if delivery_rules.silent(one.state, one.asked):
            owing[one.recipient].append(late)
            day = day_of(session.get_one(Dispatch, one.dispatch_id).sent_at)
            since[one.recipient] = min(day, since.get(one.recipient, day))
    assert spread.tally == whole
    assert {x.recipient: x.since for x in spread.silent} == since
    assert sum_of(area.tally for area in spread.areas) == whole
    assert {x.recipient: (x.letters, x.late) for x in spread.silent} == {
        who: (len(late), sum(late)) for who, late in owing.items()
    }
    few = board.spread(session, actor, now=now, most=2).silent
    assert [(x.late, x.letters) for x in few] == [(x.late, x.letters) for x in spread.silent[:2]]


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_each_delivery(
    engine: Engine, house: Office, now: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    with db.begin(engine) as session:
        letters = wander(session, chance, house, now)
    for _ in range(3):
        with db.begin(engine) as session:
            change(session, chance, letters)
        with db.look(engine) as session:
            for who in _WHO:
                check(session, getattr(house, who), now)
