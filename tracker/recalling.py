"""Sentences of ours that were stored as Thai, found again by their patterns: pure.

What people typed, and what was read in a letter, matches none of them and stays
as it is; so does whatever stands in the places of a pattern, but for days,
numbers and sentences of ours.
"""

import re
from collections.abc import Iterable

from tracker.sentences import NOTED, Day, Sentence
from tracker.typed import arabic, parse_day

_PLACE = re.compile(r"%\((\w+)\)s")
_DATED = re.compile(r"[\d๐-๙]{1,2} [ก-๙.]+ [\d๐-๙]{4}")
_COUNTED = re.compile(r"[๐-๙][๐-๙.,/]*")
#: The place of a word of ours. A place named like a class of the vocabulary holds one of its words.
WORD = "word"
#: What the places are called that hold what stands on a paper, to be shown as it stands there.
PRINTED = "raw"


class Recaller:
    """Knows the patterns of what is stored; asks the one with most words of its own first."""

    def __init__(self, patterns: Iterable[str], context: str = NOTED) -> None:
        self._context = context
        ordered = sorted(patterns, key=lambda one: (-len(_PLACE.sub("", one)), one))
        self._forms = [(one, _form(one)) for one in ordered]

    def find(self, text: str) -> Sentence | None:
        """The sentence that was stored as this text; ``None`` where it is none of ours."""
        for pattern, form in self._forms:
            if found := form.fullmatch(text):
                values = {name: self._value(name, one) for name, one in found.groupdict().items()}
                return Sentence(pattern, values, self._context)
        return None

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


def _form(pattern: str) -> re.Pattern[str]:
    """The shape of all texts made from a pattern; a place named twice holds the same twice."""
    shape, end, known = "", 0, set[str]()
    for place in _PLACE.finditer(pattern):
        name = place[1]
        shape += re.escape(pattern[end : place.start()].replace("%%", "%"))
        shape += f"(?P={name})" if name in known else f"(?P<{name}>.+?)"
        end = place.end()
        known.add(name)
    return re.compile(shape + re.escape(pattern[end:].replace("%%", "%")), re.DOTALL)
