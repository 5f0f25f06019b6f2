"""Where everything of a chain's picture stands, before a line of it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from tracker.chain_picture import ChainPicture, Dot, Hop, Lane
from tracker.web import chain_marks, lettering, thai
from tracker.web.chain_layout import EDGE, LEFT, RIGHT, Interval, Rows, Scale, around, beside
from tracker.web.chain_marks import Doubts, Label

BAR = 32.0
ROW = 25.0
PAD = 11.0
NAME_SIZE = 20.0
NAME_LINE = 27.0
NAME_WIDTH = LEFT - 76


@dataclass(slots=True)
class Placed:
    """A label in row ``row`` above (or below) the bar; ``dot`` is the x of its circle."""

    label: Label
    row: int
    x: float
    dot: float | None = None
    letter_id: int | None = None


@dataclass(slots=True)
class Route:
    """The arrow of a hop: down at ``x1``, across in the gap below lane ``bend``, down at ``x2``."""

    hop: Hop
    x1: float
    x2: float
    bend: int

    @property
    def sweep(self) -> Interval:
        return min(self.x1, self.x2) - 6, max(self.x1, self.x2) + 6


@dataclass(slots=True)
class LanePlan:
    lane: Lane
    name: list[str]
    above: Rows
    below: Rows
    over: list[Placed] = field(default_factory=list)
    under: list[Placed] = field(default_factory=list)
    dots: list[tuple[float, Dot]] = field(default_factory=list)
    bar: Interval | None = None
    bar_label: str | None = None
    slowest: bool = False
    top: float = 0.0

    @property
    def height(self) -> float:
        drawn = 2 * PAD + BAR + ROW * (self.above.count + self.below.count)
        named = 2 * PAD + NAME_LINE * len(self.name) + 24
        return max(drawn, named, 82.0)

    @property
    def bar_top(self) -> float:
        """The bar keeps to the middle of the room that the rows leave it."""
        room = self.height - BAR - ROW * (self.above.count + self.below.count)
        return self.top + room / 2 + ROW * self.above.count

    @property
    def middle(self) -> float:
        return self.bar_top + BAR / 2


@dataclass(slots=True)
class GapPlan:
    """The room below a lane, in which arrows cross over; ``labels`` say how long they took."""

    rows: Rows
    labels: list[Placed] = field(default_factory=list)
    top: float = 0.0

    @property
    def height(self) -> float:
        return 14.0 + ROW * self.rows.count if self.rows.count else 18.0


@dataclass(slots=True)
class Plan:
    scale: Scale
    doubts: Doubts
    lanes: list[LanePlan]
    gaps: list[GapPlan]
    routes: list[Route]


def plan(picture: ChainPicture) -> Plan:
    """Work out the places. The picture must hold at least one lane."""
    scale = Scale(tuple(sorted(set(known_days(picture)))) or (date(2000, 1, 1),))
    doubts = Doubts(picture)
    routes = [_route(picture, hop, scale) for hop in picture.hops if hop.from_lane != hop.to_lane]
    lanes = [_lane(picture, i, scale, doubts, routes) for i in range(len(picture.lanes))]
    gaps = [_gap(i, routes, scale) for i in range(len(lanes) - 1)]
    top = 8.0
    for index, lane in enumerate(lanes):
        lane.top = top
        top += lane.height
        if index < len(gaps):
            gaps[index].top = top
            top += gaps[index].height
    return Plan(scale, doubts, lanes, gaps, routes)


def known_days(picture: ChainPicture) -> Iterator[date]:
    """Every day that has a place on the line."""
    for lane in picture.lanes:
        yield from (dot.date for dot in chain(lane.letters, lane.siblings) if dot.date)
        if lane.received and lane.received.date:
            yield lane.received.date
        if lane.desk:
            yield from (lane.desk.start, lane.desk.end)
    for hop in picture.hops:
        yield from (day for day in (hop.signed, hop.received) if day)


def _route(picture: ChainPicture, hop: Hop, scale: Scale) -> Route:
    source, target = picture.lanes[hop.from_lane], picture.lanes[hop.to_lane]
    left_on = hop.signed or _left_on(source)
    x1 = scale.x(left_on) if left_on else LEFT
    reached = hop.received or (target.desk.start if target.desk else None)
    x2 = scale.x(reached) if reached else min(x1 + 46, RIGHT + 20)
    upper, lower = sorted((hop.from_lane, hop.to_lane))
    bend = upper if hop.from_lane < hop.to_lane else lower - 1
    return Route(hop, x1, x2, bend)


def _left_on(lane: Lane) -> date | None:
    """The day a letter left a desk, as far as its own facts tell."""
    if lane.desk:
        return lane.desk.end
    days = [dot.date for dot in lane.letters if dot.date]
    return max(days, default=lane.received.date if lane.received else None)


def _walls(index: int, routes: list[Route]) -> tuple[list[Interval], list[Interval]]:
    """The arrows that pass lane ``index`` above its bar, and below it."""
    above, below = [], []
    for route in routes:
        low, high = sorted((route.hop.from_lane, route.hop.to_lane))
        if not low <= index <= high:
            continue
        down = route.hop.from_lane < route.hop.to_lane
        x = route.x1 if (index == route.hop.from_lane) else route.x2
        wall = (x - 2, x + 2)
        if index > low:
            above.append(wall)
        if index < high:
            below.append(wall if down or index != low else (route.x2 - 2, route.x2 + 2))
    return above, below


def _lane(
    picture: ChainPicture, index: int, scale: Scale, doubts: Doubts, routes: list[Route]
) -> LanePlan:
    lane = picture.lanes[index]
    above, below = _walls(index, routes)
    above, below = above + scale.tears(), below + scale.tears()
    name = lettering.wrap(thai.digits(lane.office_name), NAME_SIZE, NAME_WIDTH, 600)
    tears = scale.tears()
    placed = LanePlan(
        lane,
        name,
        Rows(above, tears=tears),
        Rows(below, tears=tears),
        slowest=index == picture.slowest,
    )
    arrivals = [r.x2 for r in routes if r.hop.to_lane == index]
    _bar(placed, scale)
    for place, dot in enumerate(lane.letters):
        x = scale.x(dot.date) if dot.date else _unknown(placed, arrivals)
        placed.dots.append((x, dot))
        label = chain_marks.letter(dot, doubts.of(index, "letters", place))
        row, start = placed.above.place(around(x, label.width), label.width)
        placed.over.append(Placed(label, row, start, x, dot.letter_id))
    _receipt(placed, doubts.of(index, "received"), scale, arrivals)
    for place, dot in enumerate(lane.siblings):
        _sibling(placed, dot, doubts.of(index, "siblings", place), scale)
    return placed


def _unknown(placed: LanePlan, arrivals: list[float]) -> float:
    """Where a letter without a date is put: after what is known of its lane."""
    known = [placed.bar[1]] if placed.bar else [x + 34 for x in arrivals]
    return min(max(known, default=LEFT + 14), EDGE - 20)


def _bar(placed: LanePlan, scale: Scale) -> None:
    desk = placed.lane.desk
    if desk is None:
        return
    start, end = scale.x(desk.start), scale.x(desk.end)
    placed.bar = (start, max(end, start + 6))
    room = placed.bar[1] - placed.bar[0] - 22
    said = chain_marks.stay(placed.lane, placed.slowest)
    placed.bar_label = next((s for s in said if lettering.width(s, 18, 600) <= room), None)
    if placed.bar_label is None:
        label = Label(said[0], size=16, weight=600)
        row, x = placed.below.place(around((start + end) / 2, label.width), label.width)
        placed.under.append(Placed(label, row, x))


def _receipt(placed: LanePlan, mark: int | None, scale: Scale, arrivals: list[float]) -> None:
    received = placed.lane.received
    label = chain_marks.receipt(received, mark) if received else None
    if received is None or label is None:
        return
    x = scale.x(received.date) if received.date else max(arrivals, default=LEFT)
    starts = around(x, label.width)
    row, start = placed.below.place(starts, label.width)
    placed.under.append(Placed(label, row, start))


def _sibling(placed: LanePlan, dot: Dot, mark: int | None, scale: Scale) -> None:
    """A letter on the same matter that is no link of the chain: a small circle with its words."""
    label = chain_marks.sibling(dot, mark)
    x = scale.x(dot.date) if dot.date else LEFT + 8
    full = label.width + 24
    row, start = placed.below.place([x - 8, x + 8 - full], full, slide=False)
    on_left = abs(start + full - 8 - x) < 1
    words = start if on_left else start + 24
    placed.under.append(Placed(label, row, words, start + full - 8 if on_left else start + 8))
    placed.under[-1].letter_id = dot.letter_id


def _gap(index: int, routes: list[Route], scale: Scale) -> GapPlan:
    """Labels of the hops that cross over below lane ``index``, clear of every arrow there."""
    crossing = [route for route in routes if route.bend == index]
    passing = [
        (r.x2 - 2, r.x2 + 2)
        for r in routes
        if r.bend != index
        and min(r.hop.from_lane, r.hop.to_lane) <= index
        and index < max(r.hop.from_lane, r.hop.to_lane)
    ]
    gap = GapPlan(Rows([r.sweep for r in crossing] + passing + scale.tears()))
    for route in crossing:
        label = chain_marks.transit(route.hop)
        starts = beside([route.sweep], label.width)
        row, x = gap.rows.place(starts, label.width)
        gap.labels.append(Placed(label, row, x))
    return gap
