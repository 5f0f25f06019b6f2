"""Keeping what is searched in step with the letters: in the transaction that changes them.

``follow`` listens to a session: whatever room writes a letter, its row is made
anew before the commit. What was written in another way is found by ``catch_up``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, or_, update
from sqlmodel import Session, col, func, select

from tracker.models import (
    Letter,
    LetterHolding,
    LetterRecipient,
    Office,
    OfficeName,
    SearchRow,
)
from tracker.models.once import insert_once
from tracker.search_text import GAP, bones
from tracker.vocabulary import LetterKind, Secrecy

#: To be raised when rows are made in another way: ``catch_up`` then makes all anew.
VERSION = 1
_CHANGED, _RENAMED = "search.changed", "search.renamed"
_KINDS = list(LetterKind)


def code(mark: str, number: int) -> str:
    """Three letters that stand nowhere else, so that whose a letter is stands in the same index.

    ``mark``: H held by that office, U held by it or below it, Y Buddhist year,
    K kind, I issued by that office.
    """
    high, low = divmod(number, 4096)
    return chr(0x4E00 + ord(mark)) + chr(0x5000 + high) + chr(0x5000 + low)


def kind_code(kind: LetterKind) -> str:
    return code("K", _KINDS.index(kind))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter is searched by, beside itself."""

    letter: Letter
    recipients: tuple[str, ...] = ()
    issuer_names: tuple[str, ...] = ()
    holders: frozenset[int] = field(default_factory=frozenset)

    @property
    def head(self) -> list[str]:
        """Number, subject, issuer under all its names."""
        one = self.letter
        said = [one.ref_no, one.subject, one.issuer, *self.issuer_names]
        return [text for text in said if text]

    @property
    def body(self) -> list[str]:
        """Everything else that the letter says; of a secret letter nothing."""
        one = self.letter
        if one.secrecy is not Secrecy.NONE:
            return []
        who = one.signatory or {}
        said = [
            one.text, one.owner_unit, one.ref_no_printed, one.date_printed, *self.recipients,
            *(item.get("value") for item in one.enclosures or ()), *who.values(),
        ]  # fmt: skip
        return [text for text in said if isinstance(text, str) and text]


def follow(session: Session) -> None:
    """From now on the letters that this session writes are searched as they are committed."""
    event.listen(session, "after_flush", _gather)
    event.listen(session, "before_commit", _write)
    event.listen(session, "after_rollback", _forget)


def _gather(session: Session, _flush: object) -> None:
    changed: set[int] = session.info.setdefault(_CHANGED, set())
    renamed: set[int] = session.info.setdefault(_RENAMED, set())
    for one in (*session.new, *session.dirty):
        if isinstance(one, Letter) and one.id is not None:
            changed.add(one.id)
        elif isinstance(one, LetterHolding | LetterRecipient):
            changed.add(one.letter_id)
        elif isinstance(one, OfficeName):
            renamed.add(one.office_id)


def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)
    session.info.pop(_RENAMED, None)


def _write(session: Session) -> None:
    session.flush()
    changed: set[int] = session.info.pop(_CHANGED, set())
    if renamed := session.info.pop(_RENAMED, set()):
        # There may be many: they are made anew by ``catch_up``, not while somebody waits.
        issued = select(Letter.id).where(col(Letter.issuer_office_id).in_(renamed))
        old = update(SearchRow).where(col(SearchRow.letter_id).in_(issued)).values(version=0)
        session.execute(old.execution_options(synchronize_session=False))
    if changed:
        keep(session, changed)


def keep(session: Session, letter_ids: Iterable[int]) -> None:
    """Make the rows of these letters anew.

    Rows are locked first, lowest first: of two transactions that bring copies of
    one letter, the second sees what the first has written.
    """
    ids = sorted(letter_ids)
    empty = {"scope": "", "head": "", "body": "", "version": 0}
    known = set(session.exec(select(SearchRow.letter_id).where(col(SearchRow.letter_id).in_(ids))))
    for letter_id in ids:
        if letter_id not in known:
            insert_once(session, SearchRow, {"letter_id": letter_id, **empty})
    locked = select(SearchRow.letter_id).where(col(SearchRow.letter_id).in_(ids))
    session.exec(locked.order_by(col(SearchRow.letter_id)).with_for_update()).all()
    made = _rows(session, facts(session, ids))
    if made:
        session.execute(update(SearchRow), made)


def facts(session: Session, letter_ids: Sequence[int]) -> list[Facts]:
    """The letters with all that they are searched by, in the order of their ids."""
    wanted = select(Letter).where(col(Letter.id).in_(letter_ids)).order_by(col(Letter.id))
    letters = session.exec(wanted.execution_options(populate_existing=True)).all()
    names = _names(session, {one.issuer_office_id for one in letters if one.issuer_office_id})
    recipients: dict[int, list[str]] = defaultdict(list)
    said = select(LetterRecipient.letter_id, LetterRecipient.value).where(
        col(LetterRecipient.letter_id).in_(letter_ids)
    )
    for letter_id, value in session.exec(said):
        recipients[letter_id].append(value)
    held: dict[int, set[int]] = defaultdict(set)
    copies = select(LetterHolding.letter_id, LetterHolding.office_id).where(
        col(LetterHolding.letter_id).in_(letter_ids)
    )
    for letter_id, office_id in session.exec(copies):
        held[letter_id].add(office_id)
    return [
        Facts(
            one,
            tuple(recipients[one.id or 0]),
            tuple(names.get(one.issuer_office_id or 0, ())),
            frozenset(held[one.id or 0]),
        )
        for one in letters
    ]


def _names(session: Session, office_ids: set[int]) -> dict[int, list[str]]:
    """All names that these offices bear or bore, long and short."""
    names: dict[int, list[str]] = defaultdict(list)
    wanted = select(OfficeName.office_id, OfficeName.name, OfficeName.short).where(
        col(OfficeName.office_id).in_(office_ids), col(OfficeName.is_alias).is_(False)
    )
    for office_id, name, short in session.exec(wanted):
        names[office_id] += [text for text in (name, short) if text]
    return names


def _rows(session: Session, found: Sequence[Facts]) -> list[dict[str, Any]]:
    above = _ancestors(session, {office for one in found for office in one.holders})
    return [
        {
            "letter_id": one.letter.id,
            "scope": _scope(one, above),
            "head": "".join(f"{bones(text)}{GAP}" for text in one.head),
            "body": "".join(f"{bones(text)}{GAP}" for text in one.body),
            "version": VERSION,
        }
        for one in found
    ]


def _scope(found: Facts, above: dict[int, list[int]]) -> str:
    letter = found.letter
    codes = {code("H", office) for office in found.holders}
    codes |= {code("U", over) for office in found.holders for over in above[office]}
    codes.add(kind_code(letter.kind))
    if letter.be_year:
        codes.add(code("Y", letter.be_year))
    if letter.issuer_office_id:
        codes.add(code("I", letter.issuer_office_id))
    return f" {' '.join(sorted(codes))} "


def _ancestors(session: Session, office_ids: set[int]) -> dict[int, list[int]]:
    """Each office with all above it, itself first."""
    start = select(Office.id, Office.parent_id).where(col(Office.id).in_(office_ids))
    tree = start.cte("above", recursive=True)
    tree = tree.union(
        select(Office.id, Office.parent_id).join(tree, col(Office.id) == tree.c.parent_id)
    )
    parents = {row[0]: row[1] for row in session.execute(select(tree.c.id, tree.c.parent_id))}
    chains = {}
    for office in office_ids:
        chains[office] = chain = [office]
        while (over := parents.get(chain[-1])) is not None and over not in chain:
            chain.append(over)
    return chains


def behind(session: Session, *, exactly: bool = False) -> int:
    """How many letters are not searched yet.

    Counting takes a while among a million: without ``exactly`` it is done only
    where the first or last letter, or the version of a row, tells of a gap.
    """
    if not exactly and _ends_meet(session):
        return 0
    letters = session.exec(select(func.count()).select_from(Letter)).one()
    current = select(func.count()).select_from(SearchRow).where(SearchRow.version == VERSION)
    return max(0, letters - session.exec(current).one())


def _ends_meet(session: Session) -> bool:
    """First and last letter are searched, and no row is of an older making."""
    # One by one: asked for together, the database would walk through all.
    first = session.exec(select(func.min(Letter.id))).one()
    last = session.exec(select(func.max(Letter.id))).one()
    first_row = session.exec(select(func.min(SearchRow.letter_id))).one()
    last_row = session.exec(select(func.max(SearchRow.letter_id))).one()
    old = select(SearchRow.letter_id).where(SearchRow.version < VERSION).limit(1)
    return (first, last) == (first_row, last_row) and session.exec(old).first() is None


def catch_up(session: Session, *, below: int | None = None, batch: int = 500) -> int | None:
    """Make up to ``batch`` rows that are missing or old, newest letter first.

    Returns the id to go on below, ``None`` when all are made.
    """
    wanted = (
        select(Letter.id)
        .outerjoin(SearchRow, col(SearchRow.letter_id) == col(Letter.id))
        .where(or_(col(SearchRow.letter_id).is_(None), col(SearchRow.version) < VERSION))
    )
    if below is not None:
        wanted = wanted.where(col(Letter.id) < below)
    found = session.exec(wanted.order_by(col(Letter.id).desc()).limit(batch)).all()
    ids = [one for one in found if one is not None]
    if ids:
        keep(session, ids)
    return min(ids) if len(ids) == batch else None
