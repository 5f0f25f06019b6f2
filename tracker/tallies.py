"""Recipients counted by what became of the letter: pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker import delivery_rules
from tracker.delivery_rules import ARRIVED, AWAITED, FAILED
from tracker.vocabulary import Action, DeliveryState


@dataclass(slots=True)
class Tally:
    """Recipients counted. ``due``: the next day that is owed, of those not yet late."""

    total: int = 0
    done: int = 0
    working: int = 0
    awaited: int = 0
    failed: int = 0
    late: int = 0
    states: dict[DeliveryState, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def owing(self) -> int:
        return self.total - self.done

    def add(
        self, state: DeliveryState, asked: Action | None, *, number: int = 1, late: int = 0
    ) -> None:
        """Count recipients in a state; withdrawn ones are none any more."""
        if state is DeliveryState.WITHDRAWN:
            return
        self.total += number
        self.states[state] += number
        if not delivery_rules.silent(state, asked):
            self.done += number
            return
        self.late += late
        self.awaited += number if state in AWAITED else 0
        self.failed += number if state in FAILED else 0
        self.working += number if state in ARRIVED else 0


@dataclass(frozen=True, slots=True)
class Matter:
    """A directive, or a letter that belongs to none, with what became of it."""

    directive_id: int | None
    letter_id: int
    title: str
    ref_no: str | None
    sent_on: dt.date
    due_on: dt.date | None
    sample: bool
    tally: Tally


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """All of them counted together."""
    whole = Tally()
    for one in tallies:
        for name in ("total", "done", "working", "awaited", "failed", "late"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        for state, number in one.states.items():
            whole.states[state] += number
    return whole
