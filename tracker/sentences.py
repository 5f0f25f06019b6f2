"""Text that a page can say again in another tongue: it keeps what it was made of.

Every one of these is the finished Thai text, a ``str`` like any other: what
stores, compares, sends or prints it need not know. What was stored and read
again is Thai and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

#: The context of sentences that are stored: by it they are found again (``tracker.recalling``).
NOTED = "noted"
#: The context of those that the reader says, which are stored as it says them.
READ = "read"


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

    def told(self, tongue: Tongue, *, first: bool) -> str:
        """``first``: whether it opens a line, and so begins with a capital."""
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

    def told(self, tongue: Tongue, *, first: bool) -> str:
        if self.number is None:
            pattern = tongue.words(self.pattern, self.context)
        else:
            pattern = tongue.counted(self.pattern, self.number)
        if first and not pattern.startswith("%("):
            pattern = pattern[:1].upper() + pattern[1:]
        if not self.values:
            return pattern
        return pattern % {
            name: tell(value, tongue, first=first and pattern.startswith(f"%({name})"))
            for name, value in self.values.items()
        }


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

    def told(self, tongue: Tongue, *, first: bool) -> str:
        return tongue.day(self.day, short=self.short)


class Joined(Spoken):
    """Texts one behind the other. ``between``: in Thai; ``otherwise``: in another tongue.

    Divided by more than a comma they are sentences, each with its capital.
    """

    __slots__ = ("between", "otherwise", "parts")
    parts: tuple[str, ...]
    between: str
    otherwise: str

    def __new__(cls, parts: Iterable[str], between: str = " ", otherwise: str = ", ") -> Joined:
        kept = tuple(parts)
        made = super().__new__(cls, between.join(kept))
        made.parts, made.between, made.otherwise = kept, between, otherwise
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.parts, self.between, self.otherwise)

    def told(self, tongue: Tongue, *, first: bool) -> str:
        lines = self.otherwise != ", "
        return self.otherwise.join(
            str(tell(part, tongue, first=lines or (first and not place)))
            for place, part in enumerate(self.parts)
        )


def sentence(pattern: str, /, **values: object) -> Sentence:
    """``sentence("ออกเลข %(number)s แล้ว", number=12)``. The pattern stands in the catalogue."""
    return Sentence(pattern, values)


def word(thai: str, context: str) -> Sentence:
    """A word or a few that mean one thing here and may mean another elsewhere."""
    return Sentence(thai, context=context)


def noted(pattern: str, /, **values: object) -> Sentence:
    """A sentence that is stored: plain Thai from then on, until a page looks for its pattern."""
    return Sentence(pattern, values, NOTED)


def of_reader(pattern: str) -> Sentence:
    """A pattern of the reader, whose places are filled by then."""
    return Sentence(pattern, context=READ)


def counted(pattern: str, number: int, /, **values: object) -> Sentence:
    """A sentence about a number of things, which the pattern names ``%(number)s``."""
    return Sentence(pattern, {**values, "number": number}, number=number)


def tell(value: object, tongue: Tongue, *, first: bool = True) -> object:
    """A text of this module in that tongue; all else as it is.

    ``first``: whether it opens a line; the catalogue has words as they stand within a sentence.
    """
    return value.told(tongue, first=first) if isinstance(value, Spoken) else value


def _day(thai: str, day: dt.date, short: bool) -> Day:
    return Day(thai, day, short=short)
