"""Whether an office shows that it holds a letter before it sees what others confirmed of it.

Number, date and sender of a letter are cited all over; whoever types them has
not shown that the letter lies before him. Otherwise a letter registered by
hand, or a text made up for it, would open the subject, recipients and text
that other offices keep.
"""

from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from tracker import offices
from tracker.matching import Facts, alike
from tracker.models import Letter, LetterAddressee, LetterHolding
from tracker.models.office import subtree_ids

#: Two readings of one letter are at least this alike (per cent), two letters of one form less.
ALIKE = 72
#: Characters that are compared: the first page tells letters apart.
_FIRST = 3000


def holds(
    session: Session, letter: Letter, *, office_id: int, said: Facts, text: str | None
) -> bool:
    """Whether ``office_id``, whose copy reads ``said`` and ``text``, may join this letter."""
    if letter.issuer_office_id == office_id or not (letter.text or letter.subject):
        return True
    if _addressed(session, letter, office_id) or _held_below(session, letter, office_id):
        return True
    if letter.text and text:
        one, other = offices.squeezed(letter.text)[:_FIRST], offices.squeezed(text)[:_FIRST]
        return fuzz.ratio(one, other, score_cutoff=ALIKE) > 0
    return not letter.text and alike(letter.subject, said.subject)


def _addressed(session: Session, letter: Letter, office_id: int) -> bool:
    meant = select(LetterAddressee.id).where(
        LetterAddressee.letter_id == letter.id, LetterAddressee.office_id == office_id
    )
    return session.exec(meant).first() is not None


def _held_below(session: Session, letter: Letter, office_id: int) -> bool:
    """Whether the office, or one below it, holds a copy: it may see the letter as it is."""
    held = select(LetterHolding.id).where(
        LetterHolding.letter_id == letter.id,
        col(LetterHolding.office_id).in_(subtree_ids(session, office_id)),
    )
    return session.exec(held).first() is not None
