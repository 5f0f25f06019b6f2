"""The addressees that a letter leaves to an attached list (ตามบัญชีแนบท้าย)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.fields.letter import Draft
from ingest.fields.recipients import names_addressee
from ingest.reading import Kind, Link
from ingest.thai.text import neat

_LIST = re.compile(r"(?:บัญชี|รายชื่อ|แนบท้าย)")
_NUMBERED = re.compile(r"(?:ลำดับ(?:ที่)?\s*)?[0-9๐-๙]{1,3}\s*[.)]?\s+|[0-9๐-๙]{1,3}[.)]\s*")
_MOST = 2000


def with_lists(drafts: Sequence[Draft], links: Sequence[Link]) -> list[Draft]:
    """Letters with ``listed`` filled from the list that hangs on them, where it is in the file."""
    by_id = {draft.letter.id: draft for draft in drafts}
    filled = []
    for draft in drafts:
        annexes = [
            by_id[link.target]
            for link in links
            if link.source == draft.letter.id and by_id[link.target].letter.kind is Kind.ANNEX
        ]
        names = tuple(name for annex in annexes for name in _names(annex))[:_MOST]
        items = tuple(
            replace(item, listed=names) if item.scope == "listed" else item
            for item in draft.letter.recipients
        )
        filled.append(replace(draft, letter=replace(draft.letter, recipients=items)))
    return filled


def _names(annex: Draft) -> list[str]:
    """The names of a list of addressees, one a row or one a table cell."""
    if not any(_LIST.search(row.text) for row in annex.anatomy.rows[:4]):
        return []
    names: list[str] = []
    for row in annex.anatomy.rows:
        for line in row.lines:
            text = neat(_NUMBERED.sub("", line.text, count=1))
            if names_addressee(text) and not _LIST.search(text):
                names.append(text)
    return list(dict.fromkeys(names))
