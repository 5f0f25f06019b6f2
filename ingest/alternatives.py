"""Other readings of a number or a date, for the clerk to choose from beside a doubt.

The recogniser keeps other readings of a whole line; here each is read as the
field would be. Nothing is concluded from them: they are offered only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.pages.page import Line, Page
from ingest.reading import Box, Field, Letter, Other
from ingest.thai import dates, refno

#: Below this a field is shown with what else could stand there.
SURE = 0.95
#: So many are offered at most.
MOST = 4
_LABEL = re.compile(r"\W*(?:เลข)?ที่\s*")
Reader = Callable[[str], "tuple[str, str] | None"]


def number(text: str) -> tuple[str, str] | None:
    """The first reference number or number of an order in a text: value and printed form."""
    start = said.end() if (said := _LABEL.match(text)) else 0
    found = refno.parse(text, start)
    if found is None or not (found.agency and found.number):
        ways = (*refno.find_all(text), refno.parse_order(text, start), found)
        found = next((way for way in ways if way is not None and way.number), None)
    return (found.value, found.raw) if found is not None else None


def day(text: str) -> tuple[str, str] | None:
    """The first date of a text that can be true: ISO and printed form."""
    for found in dates.find_dates(text):
        if found.value is not None:
            return found.value.isoformat(), text[found.start : found.end]
    return None


READERS: dict[str, Reader] = {"ref_no": number, "date": day}


def offered(letters: Sequence[Letter], pages: Sequence[Page]) -> list[Letter]:
    """The letters with ``others`` beside a number or date that is not sure."""
    lines = {page.number: page.lines for page in pages}
    return [
        replace(
            letter,
            ref_no=_with(letter.ref_no, lines, number),
            date=_with(letter.date, lines, day),
        )
        for letter in letters
    ]


def _with(field: Field | None, lines: dict[int, tuple[Line, ...]], read: Reader) -> Field | None:
    if field is None or field.box is None or field.page is None:
        return field
    if field.doubt is None and field.confidence >= SURE:
        return field
    near = [line for line in lines.get(field.page, ()) if line.box and _holds(line.box, field.box)]
    found: dict[str, Other] = {}
    for line in near:
        for text, share in line.alternatives:
            said = read(text)
            if said is None or said[0] == field.value:
                continue
            known = found.get(said[0])
            if known is None or known.confidence < share:
                found[said[0]] = Other(said[0], said[1], share)
    others = sorted(found.values(), key=lambda other: -other.confidence)[:MOST]
    return replace(field, others=tuple(others))


def _holds(line: Box, field: Box) -> bool:
    """Whether the middle of the field lies in the line, and they share some width."""
    middle = (field[1] + field[3]) / 2
    return line[1] <= middle <= line[3] and line[0] < field[2] and field[0] < line[2]
