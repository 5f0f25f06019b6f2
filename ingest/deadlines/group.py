"""A group: the mentions of one obligation."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.deadlines.mentions import Limit, Mention
from ingest.deadlines.points import Point
from ingest.deadlines.recurring import Frequency


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one obligation; ``opens`` starts its window, ``former`` is superseded."""

    mentions: tuple[Mention, ...]
    opens: Mention | None = None
    former: Mention | None = None
    frequency: Frequency | None = None

    @property
    def last(self) -> Mention:
        return self.mentions[-1]

    @property
    def limit(self) -> Limit:
        return self.mentions[0].limit

    @property
    def points(self) -> list[Point]:
        return [m.point for m in self.mentions]

    @property
    def start(self) -> int:
        parts = [self.mentions[0].start]
        parts += [m.start for m in (self.opens, self.former) if m]
        return min(parts)

    @property
    def end(self) -> int:
        parts = [m.end for m in self.mentions]
        if self.frequency and 0 <= self.frequency.start - self.last.end <= 8:
            parts.append(self.frequency.end)
        parts += [m.end for m in (self.opens, self.former) if m]
        return max(parts)
