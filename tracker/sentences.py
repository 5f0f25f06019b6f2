"""Text that a page can say again in another tongue: it keeps what it was made of.

Every one of these is the finished Thai text, a ``str`` like any other: what
stores, compares, sends or prints it need not know. What was stored and read
again is Thai and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol


class Tongue(Protocol):
    """A language other than Thai, as the edge knows it."""

    def words(self, pattern: str, context: str | None) -> str:
        """What stands for a Thai pattern, with the same placeholders; else the pattern itself."""

    def counted(self, pattern: str, number: int) -> str:
        """The same for a pattern about a number of things: one, or several."""

    def day(self, day: dt.date, *, short: bool) -> str: ...


class Spoken(str):
    """Finished Thai text. ``str()`` of it, and of an error that carries it, keeps what it is."""

    __slots__ = ()

    def __str__(self) -> str:
        return self

    def told(self, tongue: Tongue) -> str:
        raise NotImplementedError


class Sentence(Spoken):
    """``context`` tells words apart that are equal in Thai and differ in another tongue.

    ``number``: how many things it is about, where that makes a difference elsewhere.
    """

    __slots__ = ("context", "number", "pattern", "values")
    pattern: str
    values: Mapping[str, object]
    context: str | None
    number: int | None

    def __new__(
        cls,
        pattern: str,
        values: Mapping[str, object] | None = None,
        context: str | None = None,
        number: int | None = None,
    ) -> Sentence:
        made = super().__new__(cls, pattern % values if values else pattern)
        made.pattern, made.values = pattern, values or {}
        made.context, made.number = context, number
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.pattern, self.values, self.context, self.number)

    def told(self, tongue: Tongue) -> str:
        if self.number is None:
            pattern = tongue.words(self.pattern, self.context)
        else:
            pattern = tongue.counted(self.pattern, self.number)
        if not self.values:
            return pattern
        return pattern % {name: tell(value, tongue) for name, value in self.values.items()}


class Day(Spoken):
    """A day as Thai writes it, that is still a day."""

    __slots__ = ("day", "short")
    day: dt.date
    short: bool

    def __new__(cls, thai: str, day: dt.date, *, short: bool = False) -> Day:
        made = super().__new__(cls, thai)
        made.day, made.short = day, short
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _day, (str.__str__(self), self.day, self.short)

    def told(self, tongue: Tongue) -> str:
        return tongue.day(self.day, short=self.short)


class Row(Spoken):
    """Texts one behind the other. ``between``: in Thai; ``otherwise``: in another tongue."""

    __slots__ = ("between", "otherwise", "parts")
    parts: tuple[str, ...]
    between: str
    otherwise: str

    def __new__(cls, parts: Iterable[str], between: str = " ", otherwise: str = ", ") -> Row:
        kept = tuple(parts)
        made = super().__new__(cls, between.join(kept))
        made.parts, made.between, made.otherwise = kept, between, otherwise
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.parts, self.between, self.otherwise)

    def told(self, tongue: Tongue) -> str:
        return self.otherwise.join(str(tell(part, tongue)) for part in self.parts)


def sentence(pattern: str, /, **values: object) -> Sentence:
    """``sentence("ออกเลข %(number)s แล้ว", number=12)``. The pattern stands in the catalogue."""
    return Sentence(pattern, values)


def word(thai: str, context: str) -> Sentence:
    """A word or a few that mean one thing here and may mean another elsewhere."""
    return Sentence(thai, context=context)


def counted(pattern: str, number: int, /, **values: object) -> Sentence:
    """A sentence about a number of things, which the pattern names ``%(number)s``."""
    return Sentence(pattern, {**values, "number": number}, number=number)


def tell(value: object, tongue: Tongue) -> object:
    """A text of this module in that tongue; whatever else it is, as it is."""
    return value.told(tongue) if isinstance(value, Spoken) else value


def _day(thai: str, day: dt.date, short: bool) -> Day:
    return Day(thai, day, short=short)
