"""Keeping what is searched in step with the letters.

``tracker.search_follow`` has the row of a letter made anew in the transaction
that changes it. What was written in another way is found by ``catch_up``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import or_
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, func, select

from tracker.models import (
    Letter,
    LetterHolding,
    LetterRecipient,
    OfficeName,
    SearchRow,
)
from tracker.search_scope import ancestors, code, holders, laid_out, put, scope
from tracker.vocabulary import LetterKind, Secrecy

#: To be raised when rows are made in another way: ``catch_up`` then makes all anew.
VERSION = 1
_KINDS = list(LetterKind)
#: What a row is made of.
_SAID = [
    col(getattr(Letter, name))
    for name in (
        "id", "ref_no", "subject", "issuer", "issuer_office_id", "secrecy", "text", "owner_unit",
        "ref_no_printed", "date_printed", "enclosures", "signatory", "kind", "be_year",
    )
]  # fmt: skip


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


def keep(session: Session, letter_ids: Iterable[int]) -> None:
    """Make the rows of these letters anew.

    Rows are locked first, lowest first: of two transactions that bring copies of
    one letter, the second sees what the first has written.
    """
    ids = sorted(letter_ids)
    empty = {"scope": "", "head": "", "body": "", "version": 0}
    put(session, SearchRow, "letter_id", [{"letter_id": one, **empty} for one in ids], over=False)
    locked = select(SearchRow.letter_id).where(col(SearchRow.letter_id).in_(ids))
    session.exec(locked.order_by(col(SearchRow.letter_id)).with_for_update()).all()
    said = plain_select(*_SAID).where(col(Letter.id).in_(ids))
    # Rows bear the same names as letters, and are read in a third of the time.
    letters = cast(Sequence[Letter], session.execute(said).all())
    put(session, SearchRow, "letter_id", _rows(session, _facts(session, letters)), over=True)


def facts(session: Session, letter_ids: Sequence[int]) -> list[Facts]:
    """The letters with all that they are searched by, in the order of their ids."""
    wanted = select(Letter).where(col(Letter.id).in_(letter_ids)).order_by(col(Letter.id))
    letters = session.exec(wanted.execution_options(populate_existing=True)).all()
    return _facts(session, letters)


def _facts(session: Session, letters: Sequence[Letter]) -> list[Facts]:
    letter_ids = [one.id for one in letters]
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
    above = ancestors(session, {office for one in found for office in one.holders})
    return [
        {
            "letter_id": one.letter.id,
            "scope": _scope(one, above),
            "head": laid_out(one.head),
            "body": laid_out(one.body),
            "version": VERSION,
        }
        for one in found
    ]


def _scope(found: Facts, above: dict[int, list[int]]) -> str:
    letter = found.letter
    codes = {*holders(found.holders, above), kind_code(letter.kind)}
    if letter.be_year:
        codes.add(code("Y", letter.be_year))
    if letter.issuer_office_id:
        codes.add(code("I", letter.issuer_office_id))
    return scope(codes)


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
