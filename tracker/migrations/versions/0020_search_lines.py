"""Lines of the registers are searched too; an office's own rows are found inside the index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0020"
down_revision = "0019"

SQLITE = (
    """CREATE VIRTUAL TABLE search_line_words USING fts5(
        scope, head, body, content='search_line', content_rowid='entry_id',
        tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER search_line_added AFTER INSERT ON search_line BEGIN
        INSERT INTO search_line_words(rowid, scope, head, body)
        VALUES (new.entry_id, new.scope, new.head, new.body); END""",
    """CREATE TRIGGER search_line_gone AFTER DELETE ON search_line BEGIN
        INSERT INTO search_line_words(search_line_words, rowid, scope, head, body)
        VALUES ('delete', old.entry_id, old.scope, old.head, old.body); END""",
    """CREATE TRIGGER search_line_changed AFTER UPDATE OF scope, head, body ON search_line BEGIN
        INSERT INTO search_line_words(search_line_words, rowid, scope, head, body)
        VALUES ('delete', old.entry_id, old.scope, old.head, old.body);
        INSERT INTO search_line_words(rowid, scope, head, body)
        VALUES (new.entry_id, new.scope, new.head, new.body); END""",
)
# Scope and text in one: the index then looks only at what is in all of the pieces asked for.
POSTGRES = (
    "DROP INDEX IF EXISTS ix_search_row_scope",
    "DROP INDEX IF EXISTS ix_search_row_head",
    "DROP INDEX IF EXISTS ix_search_row_body",
    "CREATE INDEX ix_search_row_in_head ON search_row USING gin ((scope || head) gin_trgm_ops)",
    "CREATE INDEX ix_search_row_in_all ON search_row"
    " USING gin ((scope || head || body) gin_trgm_ops)",
    "CREATE INDEX ix_search_line_in_head ON search_line USING gin ((scope || head) gin_trgm_ops)",
    "CREATE INDEX ix_search_line_in_all ON search_line"
    " USING gin ((scope || head || body) gin_trgm_ops)",
)


def upgrade() -> None:
    op.create_table(
        "search_line",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_search_line_entry_id_entry"),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name="fk_search_line_office_id_office"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="pk_search_line"),
    )
    op.create_index("ix_search_line_office_id_entry_id", "search_line", ["office_id", "entry_id"])
    op.create_table(
        "search_backlog",
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("below", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_search_backlog"),
    )
    # The lines that are there are looked through by and by, while the office works.
    op.execute(
        "INSERT INTO search_backlog (what, below)"
        " SELECT 'lines', coalesce(max(id), 0) + 1 FROM entry"
    )
    # What one office holds, newest first.
    op.drop_index("ix_letter_holding_office_id", "letter_holding")
    op.create_index(
        "ix_letter_holding_office_id_letter_id", "letter_holding", ["office_id", "letter_id"]
    )
    op.create_index(
        "ix_letter_is_sample", "letter", ["is_sample"],
        sqlite_where=sa.text("is_sample = 1"), postgresql_where=sa.text("is_sample"),
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        _pieces_in_postgres()


def _pieces_in_postgres() -> None:
    """Without the right to make the extension, search goes through the rows instead."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        return
    for statement in POSTGRES:
        op.execute(statement)
