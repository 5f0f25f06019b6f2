"""What the picture of a chain shows: plain frozen facts, made by ``tracker.chains``.

Days are calendar days; dates are Bangkok's. Lanes stand in the order in which
the letter came down, one per level of government; the first lane has no
receipt, the last often no letter of its own. Where a date is not known it is
``None``, and what is concluded without proof says so (``proven=False``).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Dot:
    """A letter on the day it was dated. ``doubt``: one Thai sentence, or ``None``."""

    letter_id: int | None
    ref_no: str | None
    date: date | None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receive stamp of a lane's office on what reached it."""

    date: date | None
    number: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """The days on a desk, receipt to the office's own letter.

    ``proven=False``: the receipt is not known, ``start`` is the day the letter
    before it was signed and ``days`` the most that it can have been.
    """

    start: date
    end: date
    days: int
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """One office of the chain. ``level``: ministry, department, province, district, local."""

    level: str
    office_name: str
    letters: tuple[Dot, ...] = ()
    received: Receipt | None = None
    desk: Stay | None = None
    siblings: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """The way from one lane (by index) to another. ``days`` in transit, ``None`` if unknown."""

    from_lane: int
    to_lane: int
    signed: date | None
    received: date | None = None
    days: int | None = None
    proven: bool = True


@dataclass(frozen=True, slots=True)
class ChainPicture:
    """``total_days`` from the first letter to the last; ``slowest`` is a lane's index."""

    title: str
    first_day: date | None
    last_day: date | None
    total_days: int | None
    slowest: int | None
    doubts: int
    lanes: tuple[Lane, ...] = ()
    hops: tuple[Hop, ...] = ()
