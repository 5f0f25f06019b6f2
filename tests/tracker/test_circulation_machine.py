"""Circulation under random hands: whatever is tried, in whatever order, these things hold.

A recipient has a letter once; its history is one unbroken chain of allowed
steps that ends in its state; nobody moves what is not his; what was sent goes
round in no circle; numbers have no gap; the audit trail verifies.
"""

import itertools
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from tests.tracker.conftest import NOW
from tests.tracker.office import Office
from tracker import (
    audit,
    circulation,
    db,
    delivery_moves,
    delivery_rules,
    delivery_views,
    taking,
)
from tracker.actor import Actor
from tracker.circulation import To
from tracker.delivery_rules import ALLOWED, AWAITED
from tracker.errors import BadValue, NotAllowed, NotFound, Stale, TrackerError
from tracker.models import Delivery, DeliveryEvent, Dispatch, Entry, Letter, LetterHolding
from tracker.vocabulary import Action, Capacity, DeliveryState, LetterKind, LetterRole

S = DeliveryState
_WHO = ("clerk", "colleague", "stranger", "district", "province")
_NUMBERS = itertools.count(1)


def issue(session: Session, actor: Actor, now: datetime, action: Action | None) -> int:
    """A letter that the actor's office has issued."""
    number = next(_NUMBERS)
    letter = Letter(
        ref_no=f"ทส 0001/{number}", identity=f"ทส0001/{number}|2569", date=now.date(),
        issuer_office_id=actor.office_id, subject=f"เรื่องที่ {number}", action=action,
        kind=LetterKind.EXTERNAL, created_at=now,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    assert letter.id is not None
    held = LetterHolding(letter_id=letter.id, office_id=actor.office_id, arrival_id=None,
                         role=LetterRole.COVER, held_since=now)  # fmt: skip
    session.add(held)
    session.flush()
    return letter.id


class Hands(RuleBasedStateMachine):
    """Several offices at work on one database."""

    engine: Engine
    house: Office
    letters: Bundle[int] = Bundle("letters")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.places: dict[int, int] = {}

    def actor(self, who: str) -> Actor:
        found: Actor = getattr(self.house, who)
        return found

    @initialize(target=letters, action=st.sampled_from([*Action, None]))
    def begin(self, action: Action | None) -> int:
        """The province has written to the district, and the district to two towns."""
        with db.begin(self.engine) as session:
            made = [issue(session, self.actor(x), NOW, action) for x in ("province", "district")]
        self._send(made[0], self.house.province, [("district", Capacity.TO)], ["วัดใหม่"])
        self._send(made[1], self.house.district, [(x, Capacity.TO) for x in _WHO[:3]], [])
        return made[1]

    @rule(hours=st.integers(1, 400))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        target=letters,
        who=st.sampled_from(_WHO),
        action=st.sampled_from([*Action, None]),
        to=st.lists(st.tuples(st.sampled_from(_WHO), st.sampled_from(Capacity)), max_size=5),
        outside=st.lists(st.sampled_from(["วัดใหม่", "วัด ใหม่", "โรงเรียนเดิม"]), max_size=2),
    )
    def issue_and_send(
        self, who: str, action: Action | None, to: list[tuple[str, Capacity]], outside: list[str]
    ) -> int:
        with db.begin(self.engine) as session:
            made = issue(session, self.actor(who), self.now, action)
        self._send(made, self.actor(who), to, outside)
        return made

    @rule(
        letter=letters,
        who=st.sampled_from(_WHO),
        to=st.lists(st.tuples(st.sampled_from(_WHO), st.sampled_from(Capacity)), max_size=4),
    )
    def send_again(self, letter: int, who: str, to: list[tuple[str, Capacity]]) -> None:
        self._send(letter, self.actor(who), to, [])

    def _send(
        self, letter: int, actor: Actor, to: list[tuple[str, Capacity]], outside: list[str]
    ) -> None:
        named = [To(self.actor(name).office_id, name, capacity) for name, capacity in to]
        named += [To(None, name) for name in outside]
        try:
            with db.begin(self.engine) as session:
                circulation.send(session, actor, self.now, letter_id=letter, to=named)
        except (BadValue, NotAllowed, NotFound):
            return
        assert named
        with db.look(self.engine) as session:
            dispatch = session.exec(select(Dispatch).order_by(col(Dispatch.id).desc())).first()
            assert dispatch is not None
            assert dispatch.sender_office_id == actor.office_id
            keys = {one.key for one in named}
            have = select(Delivery).where(Delivery.letter_id == letter)
            assert keys <= {one.recipient for one in session.exec(have)}

    def _some(self, seed: int) -> tuple[Delivery, Dispatch] | None:
        with db.look(self.engine) as session:
            found = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
            if not found:
                return None
            one = found[seed % len(found)]
            return one, session.get_one(Dispatch, one.dispatch_id)

    def _of(self, office_id: int | None) -> Actor | None:
        return next((a for w in _WHO if (a := self.actor(w)).office_id == office_id), None)

    @rule(
        seed=st.integers(0, 999),
        side=st.sampled_from(["recipient", "sender", "recipient", "sender", *_WHO]),
        wish=st.integers(0, 99) | st.sampled_from(DeliveryState),
        note=st.sampled_from(["เหตุผล", "เหตุผล", ""]),
        behind=st.sampled_from([0, 0, 0, 1]),
        due=st.dates(date(2026, 11, 1), date(2027, 12, 31)),
    )
    def move(self, seed: int, side: str, wish: int | S, note: str, behind: int, due: date) -> None:
        found = self._some(seed)
        if found is None:
            return
        one, dispatch = found
        assert one.id is not None
        sides_of = {"recipient": one.office_id, "sender": dispatch.sender_office_id}
        actor = self._of(sides_of[side]) if side in sides_of else self.actor(side)
        if actor is None:
            return
        sides = delivery_moves.sides(actor, one, dispatch)
        open_to = sorted(ALLOWED[one.state])
        to = open_to[wish % len(open_to)] if isinstance(wish, int) else wish
        allowed = delivery_rules.may(sides, one.state, to, one.asked)
        try:
            with db.begin(self.engine) as session:
                circulation.move(
                    session, actor, self.now, delivery_id=one.id, to_state=to, note=note,
                    version=one.version - behind, due_on=due if to is S.EXTENDED else None,
                )  # fmt: skip
        except TrackerError as refused:
            assert str(refused)
            if behind and sides:
                assert isinstance(refused, Stale)
            elif sides and not behind and note and to is not S.EXTENDED:
                assert not allowed, "what the rules allow is done"
            with db.look(self.engine) as session:
                assert session.get_one(Delivery, one.id).version == one.version
            return
        assert allowed and not behind
        with db.look(self.engine) as session:
            assert session.get_one(Delivery, one.id).state is to

    @rule(seed=st.integers(0, 999), sender=st.booleans(), pick=st.integers(0, 99))
    def lawful_move(self, seed: int, sender: bool, pick: int) -> None:
        """One of the moves that the page offers; with a reason it is never refused."""
        found = self._some(seed)
        actor = found and self._of(found[1].sender_office_id if sender else found[0].office_id)
        if found is None or actor is None or found[0].id is None:
            return
        with db.look(self.engine) as session:
            view = delivery_views.one(session, actor, found[0].id, now=self.now)
        if not view.moves:
            return
        to = view.moves[pick % len(view.moves)]
        later = max(self.now.date(), view.due_on or self.now.date()) + timedelta(days=pick + 1)
        with db.begin(self.engine) as session:
            circulation.move(
                session, actor, self.now, delivery_id=view.id, to_state=to, note="เหตุผล",
                version=view.version, due_on=later if to is S.EXTENDED else None,
            )  # fmt: skip

    @rule(seed=st.integers(0, 999), own=st.sampled_from([True, True, True, False]))
    def take(self, seed: int, own: bool) -> None:
        found = self._some(seed)
        if found is None or found[0].id is None:
            return
        one = found[0]
        actor = self._of(one.office_id) if own else self.house.stranger
        if actor is None or one.id is None:
            return
        try:
            with db.begin(self.engine) as session:
                entry = taking.take(session, actor, self.now, delivery_id=one.id)
        except TrackerError:
            assert not own or one.entry_id is not None, "an own letter can be taken once"
            return
        assert one.office_id == actor.office_id
        with db.look(self.engine) as session:
            after = session.get_one(Delivery, one.id)
            assert after.entry_id == entry.id
            assert after.state not in AWAITED

    @rule(seed=st.integers(0, 999), none=st.booleans(), with_letter=st.booleans())
    def answer(self, seed: int, none: bool, with_letter: bool) -> None:
        found = self._some(seed)
        actor = self._of(found[0].office_id) if found else None
        if found is None or actor is None:
            return
        one = found[0]
        try:
            with db.begin(self.engine) as session:
                made = issue(session, actor, self.now, None) if with_letter else None
                circulation.answered(
                    session, actor, self.now, letter_id=one.letter_id, answer_letter_id=made,
                    no_data=none,
                )  # fmt: skip
        except NotFound:  # not registered yet: the letter is not in the office's hands
            return
        with db.look(self.engine) as session:
            after = session.get_one(Delivery, one.id)
            if one.state is S.CLOSED:
                assert after.state is S.CLOSED
                assert after.late_answer_id == made or made is None

    @rule(letter=letters, other=letters, who=st.sampled_from(_WHO))
    def pass_on_to_any(self, letter: int, other: int, who: str) -> None:
        try:
            with db.begin(self.engine) as session:
                circulation.passed_on(
                    session, self.actor(who), self.now, letter_id=letter,
                    successor_letter_id=other,
                )  # fmt: skip
        except TrackerError:
            return

    @rule(target=letters, seed=st.integers(0, 999), below=st.sampled_from(_WHO))
    def relay(self, seed: int, below: str) -> object:
        """A whole relay: registered, an own covering letter, sent to one below, passed on."""
        found = self._some(seed)
        actor = self._of(found[0].office_id) if found else None
        if found is None or actor is None or found[0].id is None:
            return multiple()
        one = found[0]
        try:
            with db.begin(self.engine) as session:
                if one.entry_id is None:
                    taking.take(session, actor, self.now, delivery_id=found[0].id)
                made = issue(session, actor, self.now, Action.ACT)
                to = [To(self.actor(below).office_id, below)]
                circulation.send(session, actor, self.now, letter_id=made, to=to)
                circulation.passed_on(
                    session, actor, self.now, letter_id=one.letter_id, successor_letter_id=made
                )
        except TrackerError:
            return multiple()
        return made

    @rule(letter=letters, who=st.sampled_from(_WHO), days=st.integers(1, 60))
    def extend(self, letter: int, who: str, days: int) -> None:
        due = (self.now + timedelta(days=days)).date()
        try:
            with db.begin(self.engine) as session:
                circulation.extend_all(
                    session, self.actor(who), self.now, letter_id=letter, due_on=due, note="ฝนตก"
                )
        except TrackerError:
            return

    @invariant()
    def a_recipient_has_a_letter_once(self) -> None:
        with db.look(self.engine) as session:
            pairs = [(x.letter_id, x.recipient) for x in session.exec(select(Delivery))]
        assert len(pairs) == len(set(pairs))

    @invariant()
    def histories_are_unbroken(self) -> None:
        with db.look(self.engine) as session:
            deliveries = session.exec(select(Delivery)).all()
            for one in deliveries:
                lines = session.exec(
                    select(DeliveryEvent)
                    .where(DeliveryEvent.delivery_id == one.id)
                    .order_by(col(DeliveryEvent.id))
                ).all()
                assert lines[0].before is None
                assert lines[-1].after is one.state
                for earlier, later in itertools.pairwise(lines):
                    assert later.before is earlier.after
                    same = later.before is later.after
                    assert same or (later.before and later.after in ALLOWED[later.before])

    @invariant()
    def nothing_goes_round(self) -> None:
        with db.look(self.engine) as session:
            steps = {
                (x.letter_id, x.successor_letter_id)
                for x in session.exec(select(Delivery))
                if x.successor_letter_id is not None
            }
        for start, _ in steps:
            reached, waiting = set[int](), {start}
            while waiting:
                waiting = {b for a, b in steps if a in waiting and b is not None} - reached
                reached |= waiting
            assert start not in reached

    @invariant()
    def the_silent_are_those_who_owe(self) -> None:
        with db.look(self.engine) as session:
            for letter in session.exec(select(Dispatch.letter_id).distinct()).all():
                whose = session.get_one(Letter, letter).issuer_office_id
                actor = next((a for w in _WHO if (a := self.actor(w)).office_id == whose), None)
                if actor is None:
                    continue
                seen = circulation.deliveries(session, actor, letter_id=letter, now=self.now)
                silent = circulation.silent(session, actor, letter_id=letter, now=self.now)
                assert {x.id for x in silent} == {x.id for x in seen if x.owing}
                assert not any(x.owing for x in seen if x.state in (S.CLOSED, S.WITHDRAWN))

    def teardown(self) -> None:
        with db.look(self.engine) as session:
            assert audit.verify(session) == []
            books = select(Entry.book_id, Entry.year, func.count())
            for book, year, number in session.exec(
                books.group_by(col(Entry.book_id), col(Entry.year))
            ):
                of_year = (Entry.book_id == book, Entry.year == year)
                numbers = session.exec(select(Entry.number).where(*of_year)).all()
                assert sorted(numbers) == list(range(1, number + 1))
        self.engine.dispose()


def test_what_always_holds(sqlite_template: tuple[Path, Office], tmp_path: Path) -> None:
    source, house = sqlite_template
    copies = itertools.count()

    def opened() -> Hands:
        url = f"sqlite:///{shutil.copy(source, tmp_path / f'{next(copies)}.db')}"
        machine = Hands()
        machine.engine, machine.house = db.connect(url), house
        return machine

    run_state_machine_as_test(
        opened,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_rules_are_whole() -> None:
    """Every state is told of, can be reached, and leads on; nobody is left without a way."""
    assert ALLOWED.keys() == set(S)
    reached = {to for steps in ALLOWED.values() for to in steps}
    assert reached == set(S)
    for state in S:
        assert ALLOWED[state] and state not in ALLOWED[state] - {S.EXTENDED}
        for asked in (*Action, None):
            both = frozenset(delivery_rules.Side)
            assert any(delivery_rules.may(both, state, to, asked) for to in ALLOWED[state])
            if delivery_rules.silent(state, asked):
                closing = {S.ANSWERED, S.NO_DATA, S.CLOSED, S.WITHDRAWN}
                assert ALLOWED[state] & closing, f"{state}: nothing could ever end this"
