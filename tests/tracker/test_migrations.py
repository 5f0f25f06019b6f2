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
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    db.upgrade(engine)


def test_scripts_are_numbered_without_gap_and_import_no_models() -> None:
    for number, script in enumerate(SCRIPTS, start=1):
        text = script.read_text()
        assert script.name.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in text
        assert not re.search(r"^\s*(from|import) (tracker|sqlmodel)", text, re.M)
