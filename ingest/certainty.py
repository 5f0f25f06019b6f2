"""How sure a field of a text may be.

The text of another OCR program shows no sign of a digit that it misread: a
number that looks clean was misread as often as handwriting is. So what stands
in a text once is told with a confidence below the mark from which a clerk need
not look (0.95); what the file says a second time, in another place, may pass it.
Pages with places were read by ourselves and keep what their reader measured,
but for the number and the day of a scan, which are mostly written in by hand,
where single digits are surer than whole strings turn out to be, and the name
that a signature runs through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ingest import directory
from ingest.fields.letter import Draft
from ingest.reading import Field, Letter, Mark, Recipient, doubted
from ingest.thai.digits import to_arabic
from ingest.thai.text import squash

#: Read once from a text; said twice in the file.
_ONCE, _TWICE = 0.93, 0.97
#: A field with a character below this was hardly read, nor a page whose mean lies below that.
_FAINT, _READABLE = 0.4, 0.8
FAINT = "ตัวอักษรบางตัวไม่ชัด กรุณาตรวจกับภาพ"
#: Characters of the windows into which a repeated wording is cut.
_WINDOW = 6

M = TypeVar("M", bound=Mark | None)


def weigh(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the confidence of every mark that comes from a text."""
    texts = [squash(draft.anatomy.full_text) for draft in drafts]
    cited = {
        (mention.reference.ref_no, mention.reference.date)
        for draft in drafts
        for mention in draft.mentions
    }
    weighed: list[Draft] = []
    for index, draft in enumerate(drafts):
        if _is_text(draft):
            draft = replace(draft, letter=_weighed(draft, cited, texts, index))
        elif _is_scan(draft):
            draft = replace(draft, letter=_told(_weighed_scan(draft.letter, cited), _poor(draft)))
        weighed.append(draft)
    return weighed


def _is_scan(draft: Draft) -> bool:
    return any(line.confidences for row in draft.anatomy.rows[:3] for line in row.lines)


def _weighed_scan(letter: Letter, cited: set[tuple[str | None, str | None]]) -> Letter:
    number = letter.ref_no.value if letter.ref_no else None
    day = letter.date.value if letter.date else None
    told = any(number == value for value, _ in cited)
    return replace(
        letter,
        ref_no=letter.ref_no if told else _capped(letter.ref_no, False),
        date=letter.date if (number, day) in cited else _capped(letter.date, False),
        signatory=_capped(letter.signatory, False),
    )


def _poor(draft: Draft) -> set[int]:
    """The pages of a scan of which hardly anything could be read for sure."""
    read: dict[int, list[float]] = {}
    for row in draft.anatomy.rows:
        for line in row.lines:
            read.setdefault(row.page, []).extend(line.confidences)
    return {page for page, seen in read.items() if seen and sum(seen) / len(seen) < _READABLE}


def _told(letter: Letter, poor: set[int]) -> Letter:
    """No field that was hardly read is without a doubt, nor any of a page that was hardly read."""

    def told(mark: M) -> M:
        if mark is None or mark.doubt or (mark.confidence >= _FAINT and mark.page not in poor):
            return mark
        faint: M = doubted(mark, FAINT)
        return faint

    return replace(
        letter,
        ref_no=told(letter.ref_no),
        date=told(letter.date),
        subject=told(letter.subject),
        issuer=told(letter.issuer),
        owner_unit=told(letter.owner_unit),
        signatory=told(letter.signatory),
        recipients=tuple(told(one) for one in letter.recipients),
        references=tuple(told(one) for one in letter.references),
        enclosures=tuple(told(one) for one in letter.enclosures),
    )


def _is_text(draft: Draft) -> bool:
    return all(line.box is None for row in draft.anatomy.rows[:3] for line in row.lines)


def _weighed(
    draft: Draft, cited: set[tuple[str | None, str | None]], texts: list[str], index: int
) -> Letter:
    letter = draft.letter
    number = letter.ref_no.value if letter.ref_no else None
    day = letter.date.value if letter.date else None
    body = squash(draft.anatomy.body_text)
    elsewhere = [body, *(text for i, text in enumerate(texts) if i != index)]
    return replace(
        letter,
        ref_no=_capped(letter.ref_no, any(number == value for value, _ in cited)),
        date=_capped(letter.date, (number, day) in cited),
        subject=_capped(letter.subject, _repeated(letter.subject, elsewhere)),
        issuer=_capped(letter.issuer, _repeated(letter.issuer, elsewhere)),
        owner_unit=_capped(letter.owner_unit, False),
        recipients=tuple(_capped(r, _known(r, day)) for r in letter.recipients),
        references=tuple(_capped(r, False) for r in letter.references),
        enclosures=tuple(_capped(e, False) for e in letter.enclosures),
        signatory=_capped(letter.signatory, False),
        stamps=tuple(_capped(s, False) for s in letter.stamps),
    )


def _capped(mark: M, twice: bool) -> M:
    if mark is None or mark.doubt:
        return mark
    return replace(mark, confidence=_TWICE if twice else min(mark.confidence, _ONCE))


def _repeated(field: Field | None, elsewhere: Sequence[str]) -> bool:
    """Whether all of the wording stands in the body or in another letter again."""
    words = squash(field.value) if field and field.value else ""
    if len(words) < _WINDOW:
        return False
    windows = [words[i : i + _WINDOW] for i in range(len(words) - _WINDOW + 1)]
    said = [to_arabic(text) for text in elsewhere]
    return all(any(to_arabic(window) in text for text in said) for window in windows)


def _known(item: Recipient, day: str | None) -> bool:
    """An addressee whose whole name is in the directory, or who is all of a known sort."""
    if item.scope == "all":
        return True
    on = date.fromisoformat(day) if day else None
    bare = squash(item.value)
    return any(bare.endswith(known.name) and known.holds_on(on) for known in directory.names())
