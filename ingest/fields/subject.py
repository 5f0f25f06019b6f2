"""What the letter is about (เรื่อง, clause 11.4)."""

from __future__ import annotations

import re
from dataclasses import asdict

from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.reading import Field, Kind
from ingest.signs import Label
from ingest.thai.text import neat


def read(anatomy: Anatomy) -> Field | None:
    """The subject in one line; ``None`` for letters under seal, which have none."""
    passage = anatomy.labels.get(Label.SUBJECT)
    if passage is None and anatomy.title is not None:
        passage = _from_title(anatomy)
    if passage is None or not neat(passage.text):
        return None
    value = re.sub(r"^[#*\s]+|[\s*#]+$", "", neat(passage.text))
    mark = asdict(passage.mark(confidence=0.96 if anatomy.kind is not Kind.ANNEX else 0.85))
    return Field(**mark, value=value) if value else None


def _from_title(anatomy: Anatomy) -> Passage | None:
    title = anatomy.title
    assert title is not None
    m = re.search(r"\sเรื่อง\s*", title.text)
    if m:
        return title.part(m.end(), len(title.text))
    if anatomy.kind in (Kind.ANNEX, Kind.RECORD, Kind.OTHER):
        return title
    if anatomy.kind is Kind.ORDER and (m := re.search(r"ว่าด้วย", title.text)):
        return title.part(m.start(), len(title.text))
    return None
