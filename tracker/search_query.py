"""Asking the database for rows in which pieces of text stand, the newest first.

SQLite: an index of pieces of three letters. PostgreSQL: pg_trgm; where that may
not be made, the same questions are answered by going through the rows.
Whose a row is stands in the same index as its text: for an office that holds
little, the index is asked for little, however much the others hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, column, func, select, table, text, union
from sqlmodel import Session, col

from tracker.models import LetterHolding, SearchLine, SearchRow
from tracker.models.columns import Table
from tracker.search_text import LETTERS

#: So many of the newest rows are looked through before the index is asked: what is common
#: is found there at once, and for what is rare the index is quick.
NEWEST = 1000
#: So many for pieces of two letters: of one that is not quite common the index names many rows.
NEWEST_OF_TWO = 5_000
#: So many of the newest tell how common a piece is.
SOME = 300
#: Any one of these pieces will do.
AnyOf = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched. ``words``: SQLite's own index of it, of which no model tells.

    ``held_by``: the ids of the rows of one office, each once.
    """

    rows: type[Table]
    key: str
    words: str
    held_by: Callable[[int], Select[Any]]


def _letters_of(office_id: int) -> Select[Any]:
    held: Select[Any] = select(col(LetterHolding.letter_id).label("id")).distinct()
    return held.where(col(LetterHolding.office_id) == office_id)


def _lines_of(office_id: int) -> Select[Any]:
    line: Select[Any] = select(col(SearchLine.entry_id).label("id"))
    return line.where(col(SearchLine.office_id) == office_id)


LETTERS_INDEX = Index(SearchRow, "letter_id", "search_words", _letters_of)
LINES_INDEX = Index(SearchLine, "entry_id", "search_line_words", _lines_of)


@dataclass(frozen=True, slots=True)
class Asked:
    """``codes``: all stand in the scope. ``needed``: of each, one piece (bones) stands in the text.

    ``head_only``: in number, subject or issuer. ``among``: what else the id must pass.
    ``office_id``: the one office whose rows are asked for, where it is one.
    """

    codes: tuple[str, ...]
    needed: tuple[AnyOf, ...] = ()
    head_only: bool = False
    among: tuple[Callable[[Any], ColumnElement[bool]], ...] = field(default_factory=tuple)
    office_id: int | None = None


def newest(
    session: Session, index: Index, asked: Asked, *, below: int | None, limit: int
) -> list[int]:
    """Ids of the rows that fit, newest first, from below ``below`` on."""
    if session.get_bind().dialect.name == "sqlite":
        return _in_sqlite(session, index, asked, below, limit)
    return _in_postgres(session, index, asked, below, limit)


def common(session: Session, index: Index, pieces: Sequence[str]) -> set[str]:
    """Of these pieces those that stand in one text of five, by the newest of all offices."""
    kept = index.rows.__table__.c  # type: ignore[attr-defined]
    said = kept.head.op("||")(kept.body).label("said")
    some = select(said).order_by(kept[index.key].desc()).limit(SOME).subquery()
    counts = (func.sum(case((some.c.said.contains(one), 1), else_=0)) for one in pieces)
    found = session.execute(select(*counts)).one()
    return {one for one, number in zip(pieces, found, strict=True) if 5 * (number or 0) > SOME}


def _in_sqlite(
    session: Session, index: Index, asked: Asked, below: int | None, limit: int
) -> list[int]:
    columns = "head" if asked.head_only else "head body"
    parts = [f"scope : {_quoted(code)}" for code in asked.codes]
    for choice in asked.needed:
        parts.append(f"{{{columns}}} : ({' OR '.join(map(_quoted, _threes(choice)))})")
    words = table(index.words, column("rowid"))
    rowid = words.c.rowid
    wanted = select(rowid).where(text(f"{index.words} MATCH :pieces"))
    if below is not None:
        wanted = wanted.where(rowid < below)
    wanted = wanted.where(*(passes(rowid) for passes in asked.among))
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


def _in_postgres(
    session: Session, index: Index, asked: Asked, below: int | None, limit: int
) -> list[int]:
    key = index.rows.__table__.c[index.key]  # type: ignore[attr-defined]
    choices = list(product(*asked.needed))
    # Many pieces are slowly compared, row by row, and seldom common: for them only the index.
    for at_hand in _windows(asked) if len(choices) == 1 else ():
        near = _at_hand(index, asked, below, at_hand)
        fits = _fits(index, asked, choices[0], by_index=_led_to(choices[0]))
        wanted = select(key).join(near, near.c.id == key).where(fits)
        found = session.execute(wanted.order_by(key.desc()).limit(limit))
        ids = [int(row[0]) for row in found]
        if len(ids) == limit:
            return ids
    # A plan made for any words whatever would not be one for these.
    session.connection().exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")
    older = [key < below] if below is not None else []
    # Each by itself: a long list of choices keeps the planner from the index.
    ways = (_fits(index, asked, pieces) for pieces in product(*_for_the_index(asked.needed)))
    deep = union(*(select(key.label("id")).where(way, *older) for way in ways)).subquery()
    # The sum keeps the planner from walking all rows by their ids.
    newest = select(deep.c.id).order_by((deep.c.id + 0).desc()).limit(limit)
    return [int(row[0]) for row in session.execute(newest)]


def _led_to(pieces: Sequence[str]) -> bool:
    """Whether the index may lead to the newest rows too: for one piece that it knows.

    For several, or a shorter one, the planner has it gather far too many.
    """
    return len(pieces) == 1 and len(pieces[0]) > 2


def _windows(asked: Asked) -> tuple[int, ...]:
    short = any(len(piece) < 3 for choice in asked.needed for piece in choice)
    return (NEWEST, NEWEST_OF_TWO) if short else (NEWEST,)


def _at_hand(index: Index, asked: Asked, below: int | None, most: int) -> Any:
    """The newest rows, of the one office where only one is asked for."""
    if asked.office_id is not None:
        rows = index.held_by(asked.office_id)
    else:
        rows = select(index.rows.__table__.c[index.key].label("id"))  # type: ignore[attr-defined]
    (number,) = rows.selected_columns
    if below is not None:
        rows = rows.where(number.element < below)
    return rows.order_by(number.desc()).limit(most).subquery()


def _said(index: Index, head_only: bool) -> ColumnElement[str]:
    """What the index of PostgreSQL is made of, word for word: scope and text in one."""
    kept = index.rows.__table__.c  # type: ignore[attr-defined]
    head: ColumnElement[str] = kept.scope.op("||")(kept.head)
    return head if head_only else head.op("||")(kept.body)


def _fits(
    index: Index, asked: Asked, pieces: Sequence[str], by_index: bool = True
) -> ColumnElement[bool]:
    """All that is asked, with these of the pieces; ``by_index`` false: said so that none helps."""
    key = index.rows.__table__.c[index.key]  # type: ignore[attr-defined]
    said = _said(index, asked.head_only)
    said = said if by_index else said.op("||")("")
    fits: list[ColumnElement[bool]] = [said.like(f"%{code}%") for code in asked.codes]
    fits += [_has(said, piece) for piece in pieces]
    return and_(*fits, *(passes(key) for passes in asked.among))


def _for_the_index(needed: Sequence[AnyOf]) -> list[AnyOf]:
    """The first piece of two letters with every third one: the index knows no shorter ones.

    A regular expression that says so would not be found by it: of Thai letters pg_trgm takes
    no pieces of those. The others are compared row by row.
    """
    found = list(needed)
    short = next((i for i, choice in enumerate(found) if min(map(len, choice)) < 3), None)
    if short is not None and all(len(choice) == 1 for choice in found):
        found[short] = tuple(_threes(found[short]))
    return found


def _has(said: ColumnElement[str], piece: str) -> ColumnElement[bool]:
    """The piece stands there. Bones hold no letter that means anything to LIKE."""
    return said.like(f"%{piece}%")
