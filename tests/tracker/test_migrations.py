import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

import tracker
from tracker import db
from tracker.models import Table

SCRIPTS = sorted((Path(tracker.__file__).parent / "migrations/versions").glob("*.py"))


def test_the_scripts_make_exactly_the_tables_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": _ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Table.metadata) == []


def _ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    """All but the index of search: each database makes its own, which no model can tell."""
    said = name or ""
    words = kind == "table" and said.startswith(("search_words", "search_line_words"))
    return not (words or (said.startswith("ix_search_") and said.endswith(("_in_head", "_in_all"))))


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    db.upgrade(engine)


def test_scripts_are_numbered_without_gap_and_import_no_models() -> None:
    for number, script in enumerate(SCRIPTS, start=1):
        text = script.read_text()
        assert script.name.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in text
        assert not re.search(r"^\s*(from|import) (tracker|sqlmodel)", text, re.M)
