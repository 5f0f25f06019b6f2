"""Sentences of ours that were stored as Thai, found again by their patterns: pure.

What people typed, and what was read in a letter, matches none of them and stays
as it is; so does whatever stands in the places of a pattern, but for days,
numbers and sentences of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.sentences import NOTED, Day, Sentence, Spoken
from tracker.typed import arabic, parse_day

_PLACE = re.compile(r"%\((\w+)\)s")
_DAY = r"[\d๐-๙]{1,2} [ก-๙.]+ [\d๐-๙]{4}"
_DATED = re.compile(_DAY)
_COUNTED = re.compile(r"[๐-๙][๐-๙.,/]*")
#: The place of a word of ours. A place named like a class of the vocabulary holds one of its words.
WORD = "word"
#: What the places are called that hold what stands on a paper, to be shown as it stands there.
PRINTED = "raw"
#: Those that hold a sentence of ours for sure: where none is found, it is not this pattern.
STEP = "step"
#: Those that hold a day and nothing else, so that words before it do not run into it.
DATE = "date"


@dataclass(frozen=True, slots=True)
class _Form:
    """A pattern, and the shape of all texts made from it."""

    pattern: str
    context: str
    shape: re.Pattern[str]

    @property
    def order(self) -> tuple[int, int, str]:
        """Most words of its own first; of equal ones that which holds sentences of ours."""
        own, steps = _PLACE.sub("", self.pattern), self.pattern.count(f"%({STEP}")
        return -len(own), -steps, self.pattern


class Recaller:
    """Knows the patterns of what is stored; asks the one with most words of its own first.

    ``others``: whose patterns it knows too.
    """

    _forms: list[_Form]

    def __init__(
        self, patterns: Iterable[str], context: str = NOTED, others: Iterable[Recaller] = ()
    ) -> None:
        forms = [_Form(one, context, _shape(one)) for one in patterns]
        forms += [form for other in others for form in other._forms]
        self._forms = sorted(forms, key=lambda one: one.order)

    def find(self, text: str) -> Sentence | None:
        """The sentence that was stored as this text; ``None`` where it is none of ours."""
        for form in self._forms:
            found = form.shape.fullmatch(text)
            if found and (values := self._values(found.groupdict())) is not None:
                return Sentence(form.pattern, values, form.context)
        return None

    def _values(self, places: Mapping[str, str]) -> dict[str, str] | None:
        values = {name: self._value(name, one) for name, one in places.items()}
        unknown = any(
            name.startswith(STEP) and not isinstance(one, Spoken) for name, one in values.items()
        )
        return None if unknown else values

    def _value(self, name: str, text: str) -> str:
        if name.startswith(PRINTED):
            return text
        if name == WORD or name[0].isupper():
            return Sentence(text, context=None if name == WORD else name)
        if _DATED.fullmatch(text):
            try:
                return Day(text, parse_day(text))
            except ValueError:
                return text
        if _COUNTED.fullmatch(text):
            return arabic(text)
        return self.find(text) or text


def _shape(pattern: str) -> re.Pattern[str]:
    """The shape of all texts made from a pattern; a place named twice holds the same twice."""
    shape, end, known = "", 0, set[str]()
    for place in _PLACE.finditer(pattern):
        name = place[1]
        shape += re.escape(pattern[end : place.start()].replace("%%", "%"))
        held = _DAY if name.startswith(DATE) else ".+?"
        shape += f"(?P={name})" if name in known else f"(?P<{name}>{held})"
        end = place.end()
        known.add(name)
    return re.compile(shape + re.escape(pattern[end:].replace("%%", "%")), re.DOTALL)
