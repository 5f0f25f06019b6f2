"""Where letters of a file begin by a person's word, over what the reader found by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest import bundle
from ingest.bundle import Section
from ingest.fields.rows import Row

#: A section by the id that its letter has: `1`, `2`, … as found, `p3` begun by hand on page 3.
Named = tuple[str, Section]


@dataclass(frozen=True, slots=True)
class Parting:
    """``begins``: pages at whose top a letter begins; ``joined``: ids of letters that are none.

    A joined letter becomes the end of the one before it. Ids of the letters
    that stay are those of the reading without a parting.
    """

    begins: frozenset[int] = frozenset()
    joined: frozenset[str] = frozenset()


def sections(rows: Sequence[Row], parting: Parting | None) -> list[Named]:
    """The letters among the rows, in order, each with its id."""
    found = [one for one in bundle.split(rows) if one.hint != "other"]
    named = [(str(number), one) for number, one in enumerate(found, start=1)]
    return _parted(rows, named, parting) if parting is not None else named


def _parted(rows: Sequence[Row], named: Sequence[Named], parting: Parting) -> list[Named]:
    starts = {
        one.start: (name, one.hint)
        for place, (name, one) in enumerate(named)
        if place == 0 or name not in parting.joined
    }
    for page in sorted(parting.begins):
        top = next((index for index, row in enumerate(rows) if row.page == page), None)
        if top is not None:
            starts.setdefault(top, (f"p{page}", ""))
    ordered = sorted(starts)
    ends = [*ordered[1:], len(rows)]
    return [
        (name, Section(start, end, hint or _hint(rows[start:end])))
        for start, end in zip(ordered, ends, strict=False)
        for name, hint in (starts[start],)
    ]


def _hint(rows: Sequence[Row]) -> str:
    """What opens rows that a person calls a letter; a letter with a number where nothing does."""
    hint = bundle.split(rows)[0].hint
    return "numbered" if hint == "other" else hint
