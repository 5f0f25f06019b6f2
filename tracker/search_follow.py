"""What a session writes is searched as it is committed: in the transaction that changes it."""

from collections import defaultdict

from sqlalchemy import event, update
from sqlmodel import Session, col, select

from tracker import search_index, search_line_index
from tracker.models import (
    Entry,
    Letter,
    LetterHolding,
    LetterRecipient,
    OfficeName,
    SearchRow,
)

_CHANGED = "search.changed"


def follow(session: Session) -> None:
    """From now on what this session writes is searched as it is committed."""
    event.listen(session, "after_flush", _gather)
    event.listen(session, "before_commit", _write)
    event.listen(session, "after_rollback", _forget)


def _gather(session: Session, _flush: object) -> None:
    changed: dict[str, set[int]] = session.info.setdefault(_CHANGED, defaultdict(set))
    for one in (*session.new, *session.dirty):
        if isinstance(one, Letter) and one.id is not None:
            changed["letter"].add(one.id)
            if one in session.dirty:
                changed["sealed"].add(one.id)
        elif isinstance(one, Entry) and one.id is not None:
            if one in session.dirty or search_line_index.adds(one):
                changed["line"].add(one.id)
        elif isinstance(one, LetterHolding | LetterRecipient):
            changed["letter"].add(one.letter_id)
        elif isinstance(one, OfficeName):
            changed["office"].add(one.office_id)


def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)


def _write(session: Session) -> None:
    session.flush()
    changed: dict[str, set[int]] = session.info.pop(_CHANGED, {})
    if renamed := changed.get("office"):
        # There may be many: they are made anew by ``catch_up``, not while somebody waits.
        issued = select(Letter.id).where(col(Letter.issuer_office_id).in_(renamed))
        old = update(SearchRow).where(col(SearchRow.letter_id).in_(issued)).values(version=0)
        session.execute(old.execution_options(synchronize_session=False))
    if letters := changed.get("letter"):
        search_index.keep(session, letters)
    lines = set(changed.get("line", ()))
    # A letter that is sealed seals what is written beside it in the books.
    if letters := changed.get("sealed"):
        lines |= search_line_index.of_letters(session, letters)
    if lines:
        search_line_index.keep(session, lines)
