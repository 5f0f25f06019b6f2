"""Which letter of a file a receive stamp belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.bundle import Section
from ingest.fields.rows import Row
from ingest.fields.stamp_lines import Block


def share(
    sections: Sequence[Section],
    where: Sequence[int],
    kept: Sequence[Row],
    rows: Sequence[Row],
    blocks: Sequence[Block],
) -> list[list[Block]]:
    """The stamps of each section. ``where`` maps ``kept`` rows to all ``rows``.

    A stamp belongs to the letter around it; one between two letters of the
    same page to the letter whose end it stands at, unless it stands right
    above the head of the next.
    """
    owned: list[list[Block]] = [[] for _ in sections]
    for block in blocks:
        index = _owner(sections, where, kept, rows, block)
        if index is not None:
            owned[index].append(block)
    return owned


def _owner(
    sections: Sequence[Section],
    where: Sequence[int],
    kept: Sequence[Row],
    rows: Sequence[Row],
    block: Block,
) -> int | None:
    page = rows[block.row].page
    on_page = [
        i
        for i, s in enumerate(sections)
        if any(kept[k].page == page for k in range(s.start, s.end))
    ]
    if not on_page:
        before = [i for i, s in enumerate(sections) if where[s.end - 1] < block.row]
        return before[-1] if before else (0 if sections else None)
    if len(on_page) == 1:
        return on_page[0]
    for i in on_page:
        if where[sections[i].start] <= block.row < where[sections[i].end - 1]:
            return i
    before = [i for i in on_page if where[sections[i].end - 1] < block.row]
    if not before:
        return on_page[0]
    after = before[-1] + 1
    opens = after in on_page and sections[after].hint != "annex" and _heads_next(block, rows)
    return after if opens else before[-1]


def _heads_next(block: Block, rows: Sequence[Row]) -> bool:
    """Whether more room is above the stamp than below it: it stands over the next letter."""
    lines = {id(line) for line in block.lines}
    below = next(
        (row for row in rows[block.row :] if not any(id(line) in lines for line in row.lines)), None
    )
    above = rows[block.row]
    return below is not None and above.gap > max(below.gap, 1.0) and not above.first
