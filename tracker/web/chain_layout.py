"""Places for the picture of a chain: days along a line, labels that never meet.

Lengths are the picture's own units (about one CSS pixel at full width).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

WIDTH = 1200.0
LEFT = 286.0
#: Behind it the number of a letter, its day and its doubt find room, even past a tear.
RIGHT = 960.0
EDGE = WIDTH - 12.0
#: A day is never drawn wider than this: a chain of one day is no bar across the page.
WIDEST_DAY = 90.0

#: Room between two labels, and how far a label may slide from its place.
AIR, FAR = 8.0, 60.0

#: A stretch is cut when it has so many days, and so many times those of all the rest.
LONG, MUCH = 120, 3
#: The width that a cut stretch keeps.
CUT = 96.0
#: Half the width of the tear that shows a cut.
TEAR = 10.0

Interval = tuple[float, float]
Stretch = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to x. ``happened``: all days that anything is known of, in order, at least one.

    One or two stretches in which nothing happened for far longer than all the
    rest took are cut short (``cuts``), else the rest could not be told apart;
    the picture shows where.
    """

    happened: tuple[date, ...]

    @property
    def first(self) -> date:
        return self.happened[0]

    @property
    def last(self) -> date:
        return self.happened[-1]

    @property
    def cuts(self) -> tuple[Stretch, ...]:
        stretches = sorted(pairwise(self.happened), key=_days, reverse=True)
        rest = sum(_days(one) for one in stretches)
        found = []
        for one in stretches[:2]:
            rest -= _days(one)
            if _days(one) < max(MUCH * rest, LONG):
                break
            found.append(one)
        return tuple(sorted(found))

    @property
    def per_day(self) -> float:
        cuts = self.cuts
        days = (self.last - self.first).days - sum(_days(one) for one in cuts)
        return min((RIGHT - LEFT - CUT * len(cuts)) / max(days, 1), WIDEST_DAY)

    def x(self, day: date) -> float:
        days = (day - self.first).days
        width = 0.0
        for start, end in self.cuts:
            inside = max(0, min((day - start).days, (end - start).days))
            days -= inside
            width += CUT * inside / (end - start).days
        return LEFT + days * self.per_day + width

    def tears(self) -> list[Interval]:
        """Where the picture is torn for its cuts: nothing is written there."""
        middles = [(self.x(start) + self.x(end)) / 2 for start, end in self.cuts]
        return [(x - TEAR, x + TEAR) for x in middles]

    def month_starts(self) -> list[date]:
        """The first days of months (quarters, years) inside, not closer than 46 units."""
        step = next((s for s in (1, 3, 6, 12) if s * 30 * self.per_day >= 46), 12)
        starts = []
        day = date(self.first.year, self.first.month, 1)
        while day <= self.last:
            if day > self.first and (day.month - 1) % step == 0 and not self._left_out(day):
                starts.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return starts

    def year_starts(self) -> list[date]:
        """The first day of every year that is drawn; where it was cut out, the first event."""
        starts = []
        for year in range(self.first.year, self.last.year + 1):
            day = max(self.first, date(year, 1, 1))
            if self._left_out(day):
                starts += [one for one in self.happened if one.year == year][:1]
            else:
                starts.append(day)
        return starts

    def _left_out(self, day: date) -> bool:
        return any(start < day < end for start, end in self.cuts)


def _days(stretch: Stretch) -> int:
    return (stretch[1] - stretch[0]).days


@dataclass(slots=True)
class Rows:
    """Rows of text, each remembering what is taken; row 0 is the one nearest the bar.

    ``walls`` are taken in every row: the upright strokes of the arrows.
    """

    walls: list[Interval] = field(default_factory=list)
    taken: list[list[Interval]] = field(default_factory=list)
    #: Walls that also part the days: a label slides past one only where all else is taken.
    tears: list[Interval] = field(default_factory=list)

    def place(
        self, starts: Sequence[float], width: float, low: float = LEFT, slide: bool = True
    ) -> tuple[int, float]:
        """The row and x of a label ``width`` wide: the first of ``starts`` that is free.

        Starts are moved inside ``low``..``EDGE``. Rows are added until one is free;
        where walls stand at every start the label slides to the side of them, and
        only walls that leave no room at all are written over.
        """
        fitted = [max(low, min(start, EDGE - width)) for start in starts]
        walled = not any(self._clear(start, width) for start in fitted)
        for row in range(len(self.taken) + 1):
            if row == len(self.taken):
                self.taken.append([])
            slid = self._slides(row, fitted[0], width, low) if walled and slide else []
            for start in [*fitted, *slid]:
                if self._free(row, (start, start + width)):
                    self.taken[row].append((start, start + width))
                    return row, start
        row = self._least(fitted[0], width)
        self.taken[row].append((fitted[0], fitted[0] + width))
        return row, fitted[0]

    def fits(self, start: float, width: float) -> bool:
        """Take the place in the nearest row if it is free; say whether it was."""
        self.taken = self.taken or [[]]
        wanted = (start, start + width)
        if free := not any(_meet(wanted, other, 4.0) for other in self.taken[0]):
            self.taken[0].append((start, start + width))
        return free

    def _slides(self, row: int, wanted: float, width: float, low: float) -> list[float]:
        """Starts right after or right before each thing in the way, the nearest first."""
        others = [*self.taken[row], *self.walls]
        starts = [x1 + AIR for _, x1 in others] + [x0 - AIR - width for x0, _ in others]
        near = [x for x in starts if low <= x <= EDGE - width and abs(x - wanted) <= FAR + width]
        return sorted(near, key=lambda x: (self._torn(x, wanted), abs(x - wanted)))

    def _torn(self, start: float, wanted: float) -> bool:
        low, high = sorted((start, wanted))
        return any(low < x0 < high for x0, _ in self.tears)

    def _clear(self, start: float, width: float) -> bool:
        return not any(_meet((start, start + width), wall) for wall in self.walls)

    def _free(self, row: int, wanted: Interval) -> bool:
        return not any(_meet(wanted, other) for other in [*self.taken[row], *self.walls])

    def _least(self, start: float, width: float) -> int:
        """A row free of other labels, walls or not; the last one is new and therefore is."""
        wanted = (start, start + width)
        for row, taken in enumerate(self.taken):
            if not any(_meet(wanted, other) for other in taken):
                return row
        self.taken.append([])
        return len(self.taken) - 1

    @property
    def count(self) -> int:
        return sum(1 for row in self.taken if row)


def _meet(one: Interval, other: Interval, air: float = AIR - 0.01) -> bool:
    return one[0] < other[1] + air and other[0] < one[1] + air


def around(x: float, width: float, step: float = 7.0) -> list[float]:
    """Starts for a label that belongs to ``x``: to the right of it, to the left, centred."""
    return [x - step, x + step - width, x - width / 2, x + 2 * step, x - 2 * step - width]


def beside(spans: Iterable[Interval], width: float, gap: float = 10.0) -> list[float]:
    """Starts for a label that stands right or left of everything in ``spans``."""
    low, high = zip(*spans, strict=True)
    return [max(high) + gap, min(low) - gap - width]
