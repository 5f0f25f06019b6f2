"""Whether a section is a letter at all: a page may look like one and be a poem or an invoice."""

from __future__ import annotations

from ingest import signs
from ingest.fields.letter import Draft, read_letter
from ingest.reading import Kind
from ingest.signs import Label

#: Signs of a letter that must come together.
_ENOUGH = 3


def is_letter(draft: Draft) -> bool:
    """Enough of number, date, subject, addressee, closing, signature and sender.

    Memos, orders and records open with words of their own and need no more.
    """
    letter, anatomy = draft.letter, draft.anatomy
    if letter.kind not in (Kind.EXTERNAL, Kind.STAMPED):
        return True
    numbered = draft.ref is not None and bool(draft.ref.agency or len(draft.ref.code) > 3)
    signs_of_it = (
        2 * numbered,
        not numbered and Label.NUMBER in anatomy.labels and draft.ref is None,
        letter.date is not None,
        letter.subject is not None,
        bool(letter.recipients) or anatomy.salutation is not None,
        letter.signatory is not None,
        letter.issuer is not None,
        any(signs.is_closing(row.text) for row in anatomy.tail),
    )
    return sum(signs_of_it) >= _ENOUGH


def as_annex(draft: Draft) -> Draft:
    """The same rows read as a paper that came along; its stamps stay with it."""
    return read_letter(draft.anatomy.rows, Kind.ANNEX, (), int(draft.letter.id), draft.stamps)
