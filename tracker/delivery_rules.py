"""What may become of a letter with one recipient, who may say so, and when nothing is owed. Data.

A letter goes out (expected, sent), arrives (received), is worked on
(acknowledged, assigned, extended, incomplete) and comes to an end (passed on,
answered, no data, closed). It may fail to arrive (sent back, lost), or turn
out to be none of the recipient's (withdrawn).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from tracker.vocabulary import Action, Capacity, DeliveryState

S = DeliveryState


class Side(StrEnum):
    """Whose part somebody takes in a delivery."""

    SENDER = "sender"
    RECIPIENT = "recipient"


#: On the way, as far as is known.
AWAITED = frozenset({S.EXPECTED, S.SENT})
#: Did not arrive.
FAILED = frozenset({S.SENT_BACK, S.LOST})
#: With the recipient, who still has to do something.
AT_WORK = frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.ASSIGNED, S.EXTENDED, S.INCOMPLETE})
#: The recipient has done something about it.
DONE = frozenset({S.PASSED_ON, S.ANSWERED, S.NO_DATA, S.CLOSED})
ARRIVED = AT_WORK | DONE

#: State -> what may follow. What is proven by a paper may always be said, so no
#: state on the way or failed keeps an arrival, an answer or a passing on out.
ALLOWED: Mapping[DeliveryState, AbstractSet[DeliveryState]] = {
    S.EXPECTED: ARRIVED - {S.EXTENDED, S.INCOMPLETE} | FAILED | {S.SENT, S.WITHDRAWN},
    S.SENT: ARRIVED - {S.EXTENDED, S.INCOMPLETE} | FAILED | {S.WITHDRAWN},
    S.RECEIVED: AT_WORK - {S.RECEIVED, S.INCOMPLETE} | DONE | {S.SENT_BACK, S.WITHDRAWN},
    S.ACKNOWLEDGED: {S.ASSIGNED, S.EXTENDED} | DONE | {S.SENT_BACK, S.WITHDRAWN},
    S.ASSIGNED: {S.ACKNOWLEDGED, S.EXTENDED} | DONE | {S.SENT_BACK, S.WITHDRAWN},
    S.EXTENDED: {S.ACKNOWLEDGED, S.ASSIGNED, S.EXTENDED} | DONE | {S.SENT_BACK, S.WITHDRAWN},
    S.INCOMPLETE: {S.ASSIGNED, S.EXTENDED} | DONE | {S.WITHDRAWN},
    S.PASSED_ON: frozenset({S.EXTENDED, S.ANSWERED, S.NO_DATA, S.CLOSED}),
    S.ANSWERED: frozenset({S.INCOMPLETE, S.CLOSED}),
    S.NO_DATA: frozenset({S.INCOMPLETE, S.ANSWERED, S.CLOSED}),
    S.CLOSED: frozenset({S.ACKNOWLEDGED}),
    S.SENT_BACK: ARRIVED - {S.EXTENDED, S.INCOMPLETE} | {S.SENT, S.WITHDRAWN},
    S.LOST: ARRIVED - {S.EXTENDED, S.INCOMPLETE} | {S.SENT, S.WITHDRAWN},
    S.WITHDRAWN: frozenset({S.EXPECTED, S.SENT, S.RECEIVED, S.PASSED_ON, S.ANSWERED}),
}

_BOTH = frozenset(Side)
_SENDER = frozenset({Side.SENDER})
_RECIPIENT = frozenset({Side.RECIPIENT})
#: Who may bring a delivery into a state; for closing see ``CLOSERS``.
WHO: Mapping[DeliveryState, frozenset[Side]] = {
    S.EXPECTED: _SENDER,
    S.SENT: _SENDER,
    S.RECEIVED: _BOTH,
    S.ACKNOWLEDGED: _BOTH,
    S.ASSIGNED: _RECIPIENT,
    S.EXTENDED: _SENDER,
    S.INCOMPLETE: _SENDER,
    S.PASSED_ON: _RECIPIENT,
    S.ANSWERED: _BOTH,
    S.NO_DATA: _BOTH,
    S.SENT_BACK: _BOTH,
    S.LOST: _SENDER,
    S.WITHDRAWN: _SENDER,
}
#: Who may close, by what was asked: a report is closed by who asked for it.
CLOSERS: Mapping[Action, frozenset[Side]] = {
    Action.KNOW: _BOTH,
    Action.CONSIDER: _BOTH,
    Action.ACT: _BOTH,
    Action.RELAY: _SENDER,
    Action.REPORT: _SENDER,
}
#: What was asked -> states in which the recipient is no longer silent.
SATISFIED: Mapping[Action, AbstractSet[DeliveryState]] = {
    Action.KNOW: ARRIVED | {S.WITHDRAWN},
    Action.CONSIDER: ARRIVED - {S.RECEIVED} | {S.WITHDRAWN},
    Action.ACT: DONE | {S.WITHDRAWN},
    Action.RELAY: DONE | {S.WITHDRAWN},
    Action.REPORT: frozenset({S.ANSWERED, S.NO_DATA, S.CLOSED, S.WITHDRAWN}),
}
#: States that need a word of why.
EXPLAINED = frozenset({S.EXTENDED, S.INCOMPLETE, S.SENT_BACK, S.LOST, S.WITHDRAWN})


def asked_of(action: Action | None, capacity: Capacity) -> Action | None:
    """What a recipient is asked: a copy, or one for information, asks to know and no more."""
    return action if capacity is Capacity.TO else Action.KNOW


def silent(state: DeliveryState, asked: Action | None) -> bool:
    """Whether something is still owed. A letter of which we know no wish asks to be received."""
    return state not in SATISFIED[asked or Action.KNOW]


def closers(asked: Action | None, state: DeliveryState) -> frozenset[Side]:
    """Who may close (and open again): who relays has done his part once it is passed on."""
    relayed = asked is Action.RELAY and state in (S.PASSED_ON, S.CLOSED)
    return _BOTH if relayed else CLOSERS[asked or Action.KNOW]


def may(
    sides: frozenset[Side], state: DeliveryState, to: DeliveryState, asked: Action | None
) -> bool:
    """Whether one who takes these parts may bring a delivery from one state into another."""
    if to not in ALLOWED[state]:
        return False
    if to is S.CLOSED or state is S.CLOSED:
        return bool(sides & closers(asked, state))
    return bool(sides & WHO[to])


def needs_note(sides: frozenset[Side], state: DeliveryState, to: DeliveryState) -> bool:
    """Whether a word of why is needed: failures, and what one says in another's place."""
    if to in EXPLAINED or state is S.CLOSED:
        return True
    for_other = Side.RECIPIENT not in sides
    return for_other and to in {S.RECEIVED, S.ACKNOWLEDGED, S.ANSWERED, S.NO_DATA}
