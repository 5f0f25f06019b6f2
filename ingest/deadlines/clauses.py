"""Where the clause of a group begins and ends, and what of it is printed as its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.deadlines.group import Group
from ingest.deadlines.kinds import Clause
from ingest.deadlines.source import Source

#: Characters of context looked at on either side of a day.
_LEFT, _RIGHT = 220, 130
_OPENERS = r"(?:จึงขอ|โดยขอ|โดยให้|ขอให้|ทั้งนี้|ให้\s|และให้|ในการนี้|ดังนั้น|จึงให้|พร้อมทั้ง|และขอ)"
_CUT = re.compile(rf"\s(?={_OPENERS})")
#: The same inside a run that was set without spaces.
_ASKED = re.compile(r"จึงขอ|จึงให้|ขอให้")
#: No sign above or below, nor what a leading vowel stands before, begins a syllable.
_SYLLABLE = re.compile(r"(?<![เแโใไ])[ก-ฮเแโใไ](?!์|[ิุ]์)")
_PLACE = re.compile(
    rf"\s?(?:ณ\s?|ผ่านระบบ|ทางระบบ)\S[^\n]{{0,90}}?(?=\s(?:และ|โดย|จึง|ทั้งนี้|ขอ|เพื่อ|ใน|ให้)|\s{_OPENERS}|\n|$)"
)
_CONNECTOR = re.compile(r"^(?:\s|[,;:.)]|และ(?=\s|ให้|ภายใน|[ก-ฮเแโใไ])|\d{1,2}[.)]\s)+")
_TAIL = re.compile(r"(?:\s|,|และ|โดย)+$")
_TELLING = re.compile(r"ถือว่า|เลื่อน|แทน$|สละสิทธิ์")


class Clauses:
    """The clauses of one text, by the place of their group in ``groups``."""

    def __init__(
        self, source: Source, groups: Sequence[Group], told: Sequence[tuple[int, int]]
    ) -> None:
        """``told``: the spans that retell earlier letters."""
        self.source, self.groups, self.told = source, groups, told

    def low(self, at: int) -> int:
        """Where the clause begins at the earliest: its paragraph, or what the group before left."""
        start = self.groups[at].start
        low = self.source.paragraph_start(start)
        return max(low, min(start, self.end(at - 1))) if at else low

    def end(self, at: int) -> int:
        """The end of a group with the place that follows it."""
        end = self.groups[at].end
        place = _PLACE.match(self.source.text, end)
        return place.end() if place else end

    def around(self, at: int) -> Clause:
        group, text = self.groups[at], self.source.text
        high = self.source.paragraph_end(group.end)
        following = self.groups[at + 1].start if at + 1 < len(self.groups) else len(text)
        return Clause(
            left=text[max(self.low(at), group.start - _LEFT) : group.start],
            right=text[group.end : min(high, following, group.end + _RIGHT)],
            recital=any(start <= group.start < end for start, end in self.told),
            more_follows=at + 1 < len(self.groups) and following <= high,
        )

    def printed(self, at: int, clause: Clause) -> str:
        """What stands before the day, and after it where that says what the day is for."""
        group, text = self.groups[at], self.source.text
        start, _ = trim(text, max(self.low(at), group.start - _LEFT), group.start)
        end = self.end(at)
        if text[end : end + 1] == ")" and "(" in text[start:end]:
            end += 1
        if not text[start : group.start].strip() or _TELLING.search(clause.right):
            last = at + 1 == len(self.groups)
            tail = clause.right if last else _CUT.split(clause.right)[0]
            if len(tail) < _RIGHT:
                end = max(end, group.end + len(_TAIL.sub("", tail)))
        return self.source.as_printed(start, max(end, start))


def trim(text: str, low: int, high: int) -> tuple[int, int]:
    """A clause cut at the last word that opens one, without the connector it begins with."""
    if high - low > 170:
        cuts = [m.end() for m in _CUT.finditer(text, low, high - 10) if high - m.end() <= 190]
        space = text.find(" ", high - 170, high)
        low = cuts[0] if cuts else (space + 1 if space > 0 else _inside(text, high - 170, high))
    if m := _CONNECTOR.match(text[low:high]):
        low += m.end()
    return low, high


def _inside(text: str, low: int, high: int) -> int:
    """In a run without a space: where a word opens the clause, else where a syllable may begin."""
    if asked := _ASKED.search(text, low, high - 10):
        return asked.start()
    begins = _SYLLABLE.search(text, low, high)
    return begins.start() if begins else low
