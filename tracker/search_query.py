"""Asking the database for letters in which pieces of text stand, newest letter first.

SQLite: an index of pieces of three letters. PostgreSQL: pg_trgm; where that may
not be made, the same questions are answered by going through the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    func,
    or_,
    table,
    text,
    union_all,
)
from sqlalchemy import select as plain_select
from sqlmodel import Session

from tracker.models import SearchRow
from tracker.search_text import LETTERS

#: So many of the newest letters are looked through before the index is asked: what is common
#: is found there at once, and for what is rare the index is quick.
NEWEST = 2000
#: Any one of these pieces will do.
AnyOf = tuple[str, ...]
#: SQLite's own index; no model tells of it.
_WORDS = table("search_words", column("rowid"))


@dataclass(frozen=True, slots=True)
class Asked:
    """``codes``: all stand in the scope. ``needed``: of each, one piece (bones) stands in the text.

    ``head_only``: in number, subject or issuer. ``among``: a statement of letter ids.
    """

    codes: tuple[str, ...]
    needed: tuple[AnyOf, ...] = ()
    head_only: bool = False
    among: tuple[Select[Any], ...] = field(default_factory=tuple)


def newest(session: Session, asked: Asked, *, below: int | None, limit: int) -> list[int]:
    """Ids of the letters that fit, newest first, from below ``below`` on."""
    if session.get_bind().dialect.name == "sqlite":
        return _in_sqlite(session, asked, below, limit)
    return _in_postgres(session, asked, below, limit)


def _in_sqlite(session: Session, asked: Asked, below: int | None, limit: int) -> list[int]:
    columns = "head" if asked.head_only else "head body"
    parts = [f"scope : {_quoted(code)}" for code in asked.codes]
    for choice in asked.needed:
        parts.append(f"{{{columns}}} : ({' OR '.join(map(_quoted, _threes(choice)))})")
    rowid = _WORDS.c.rowid
    wanted = plain_select(rowid).where(text("search_words MATCH :pieces"))
    if below is not None:
        wanted = wanted.where(rowid < below)
    for ids in asked.among:
        wanted = wanted.where(rowid.in_(ids))
    wanted = wanted.order_by(rowid.desc()).limit(limit)
    found = session.execute(wanted, {"pieces": " AND ".join(parts)})
    return [int(row[0]) for row in found]


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'


def _threes(choice: AnyOf) -> list[str]:
    """The index knows three letters and more: two are looked up with every third."""
    return [
        longer
        for piece in choice
        for longer in ([piece] if len(piece) > 2 else [piece + third for third in LETTERS])
    ]


def _in_postgres(session: Session, asked: Asked, below: int | None, limit: int) -> list[int]:
    kept = SearchRow.__table__.c  # type: ignore[attr-defined]
    rows = plain_select(kept.letter_id, kept.scope, kept.head, kept.body)
    if below is not None:
        rows = rows.where(kept.letter_id < below)
    # Many pieces are slowly compared, row by row, and seldom common: for them only the index.
    many = any(len(choice) > 1 for choice in asked.needed)
    first = rows.order_by(kept.letter_id.desc()).limit(0 if many else NEWEST).subquery()
    fits = _fits(asked, first.c)
    at_hand = plain_select(first.c.letter_id).where(fits).order_by(first.c.letter_id.desc())
    found = [int(row[0]) for row in session.execute(at_hand.limit(limit))]
    if len(found) == limit:
        return found
    only_short = all(len(piece) < 3 for choice in asked.needed for piece in choice)
    deep = plain_select(kept.letter_id).where(_fits(asked, kept, short_by_index=only_short))
    if below is not None:
        deep = deep.where(kept.letter_id < below)
    # The sum keeps the planner from walking all letters by their ids.
    deep = deep.order_by((kept.letter_id + 0).desc()).limit(limit)
    return [int(row[0]) for row in session.execute(deep)]


def _fits(asked: Asked, row: Any, *, short_by_index: bool = False) -> ColumnElement[bool]:
    """Two letters are no piece for the index, and must not make it be read as a whole."""
    fits = [row.scope.contains(code) for code in asked.codes]
    for choice in asked.needed:
        places = (row.head,) if asked.head_only else (row.head, row.body)
        if len(choice) > 1:
            fits.append(row.letter_id.in_(_any_of(choice, asked.head_only)))
        elif len(choice[0]) > 2:
            fits.append(or_(*(one.contains(choice[0]) for one in places)))
        elif short_by_index:
            fits.append(row.letter_id.in_(_any_of(_threes(choice), asked.head_only)))
        else:
            fits.append(or_(*(func.strpos(one, choice[0]) > 0 for one in places)))
    fits += [row.letter_id.in_(ids) for ids in asked.among]
    return and_(*fits)


def _any_of(choice: Sequence[str], head_only: bool) -> Select[Any]:
    """Each piece asked for by itself: a long list of pieces keeps the planner from the index.

    Materialised, because the planner would else ask all of it again for each letter.
    """
    kept = SearchRow.__table__.c  # type: ignore[attr-defined]
    places = (kept.head,) if head_only else (kept.head, kept.body)
    found = union_all(
        *(plain_select(kept.letter_id).where(one.contains(x)) for x in choice for one in places)
    ).cte()
    return plain_select(found.prefix_with("MATERIALIZED", dialect="postgresql").c.letter_id)
