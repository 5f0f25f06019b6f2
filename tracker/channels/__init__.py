"""Ways by which a message leaves the office, one file each.

Each has ``deliver(parcel, hand) -> Outcome``. It must call ``hand()`` just
before the step after which the other side may have the message; if ``hand``
raises, that step must not be taken. It says ``UNKNOWN`` only after ``hand``,
and never raises for what the other side does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from tracker.outbox import Parcel


class Verdict(Enum):
    """``LATER``: certainly not accepted, may be tried again. ``UNKNOWN``: no answer came."""

    ACCEPTED = auto()
    REFUSED = auto()
    LATER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """``sentence``: Thai, for people; ``reply``: what the other side said.

    ``closed``: the way as a whole is out of order, other messages had better wait.
    """

    verdict: Verdict
    sentence: str = ""
    reply: str = ""
    closed: bool = False


class Way(Protocol):
    """One way out, used by one thread."""

    def deliver(self, parcel: Parcel, hand: Callable[[], None]) -> Outcome: ...

    def close(self) -> None: ...
