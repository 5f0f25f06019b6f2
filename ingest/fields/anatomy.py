"""The parts of one letter: labelled lines of the head, body, closing, signature, foot.

The order of parts is that of the forms (clauses 11-25). Field readers work on
the parts and never on the page, so that a number in the body is no number of
the letter.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest import signs
from ingest.fields.passage import Passage, Piece
from ingest.fields.rows import Row
from ingest.pages.page import Line
from ingest.reading import Kind
from ingest.signs import Label
from ingest.thai.text import neat


@dataclass(slots=True)
class Anatomy:
    """Parts of a letter, as passages and rows; empty where the letter has none."""

    kind: Kind
    rows: list[Row]
    labels: dict[Label, Passage] = field(default_factory=dict)
    title: Passage | None = None
    #: Unlabelled pieces of the head: sender and address, date, grades.
    head: list[Piece] = field(default_factory=list)
    #: Rows of the head that hold a date and nothing else.
    dates: list[Passage] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    #: From the closing words, the signature or ``ณ วันที่`` to the end.
    tail: list[Row] = field(default_factory=list)
    #: Whether a salutation stood there, with or without a name behind it.
    salutation: str | None = None

    @property
    def body_text(self) -> str:
        return Passage.of_lines(line for row in self.body for line in row.lines).text

    @property
    def full_text(self) -> str:
        return "\n".join(row.text for row in self.rows)


def names_in(row: Row) -> list[tuple[Line, str]]:
    """Names in brackets that stand alone in their column, or on their whole row."""
    found = [(line, m[1]) for line in row.lines if (m := signs.is_name(line.text))]
    if not found and (m := signs.is_name(neat(row.text))):
        found = [(row.lines[0], m[1])]
    return found
