"""What is searched."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0016"
down_revision = "0015"

# Pieces of three letters are found by an index: SQLite's own full-text search, or pg_trgm.
SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        scope, head, body, content='search_row', content_rowid='letter_id',
        tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER search_row_added AFTER INSERT ON search_row BEGIN
        INSERT INTO search_words(rowid, scope, head, body)
        VALUES (new.letter_id, new.scope, new.head, new.body); END""",
    """CREATE TRIGGER search_row_gone AFTER DELETE ON search_row BEGIN
        INSERT INTO search_words(search_words, rowid, scope, head, body)
        VALUES ('delete', old.letter_id, old.scope, old.head, old.body); END""",
    """CREATE TRIGGER search_row_changed AFTER UPDATE OF scope, head, body ON search_row BEGIN
        INSERT INTO search_words(search_words, rowid, scope, head, body)
        VALUES ('delete', old.letter_id, old.scope, old.head, old.body);
        INSERT INTO search_words(rowid, scope, head, body)
        VALUES (new.letter_id, new.scope, new.head, new.body); END""",
)
POSTGRES = "CREATE INDEX ix_search_row_{column} ON search_row USING gin ({column} gin_trgm_ops)"


def upgrade() -> None:
    op.create_table(
        "search_row",
        sa.Column("letter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name="fk_search_row_letter_id_letter"
        ),
        sa.PrimaryKeyConstraint("letter_id", name="pk_search_row"),
    )
    op.create_index("ix_search_row_version", "search_row", ["version"])
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
    for column in ("scope", "head", "body"):
        op.execute(POSTGRES.format(column=column))
