"""What the rows of search have in common: whose they are, as codes, and how they are written."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker.models import Office
from tracker.models.columns import Table
from tracker.search_text import GAP, bones

#: Rows of one statement: a database takes only so many values at once.
_AT_ONCE = 500


def code(mark: str, number: int) -> str:
    """Three letters that stand nowhere else, so that whose a row is stands in the same index.

    ``mark``: H held by that office, U held by it or below it, Y Buddhist year,
    K kind, I issued by that office.
    """
    high, low = divmod(number, 4096)
    return chr(0x4E00 + ord(mark)) + chr(0x5000 + high) + chr(0x5000 + low)


def scope(codes: Iterable[str]) -> str:
    return f" {' '.join(sorted(codes))} "


def laid_out(texts: Iterable[str]) -> str:
    """The bones of texts, a gap behind each, so that no find reaches over from one to the next."""
    return "".join(f"{bones(text)}{GAP}" for text in texts)


def holders(offices: Iterable[int], above: dict[int, list[int]]) -> set[str]:
    """The codes of offices that hold something, and of all above them."""
    held = set(offices)
    codes = {code("H", office) for office in held}
    return codes | {code("U", over) for office in held for over in above[office]}


def ancestors(session: Session, office_ids: set[int]) -> dict[int, list[int]]:
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


def put(
    session: Session, table: type[Table], key: str, rows: Sequence[dict[str, Any]], *, over: bool
) -> None:
    """Write rows; ``over``: over those that are there, which else stay as they are.

    Many in one statement: SQLite's index of pieces is written anew with each
    statement that fills it, at twenty times the cost of filling it.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for start in range(0, len(rows), _AT_ONCE):
        made = insert(table).values(rows[start : start + _AT_ONCE])
        if over:
            changed = {name: made.excluded[name] for name in rows[0] if name != key}
            made = made.on_conflict_do_update(index_elements=[key], set_=changed)
        else:
            made = made.on_conflict_do_nothing()
        session.execute(made)
