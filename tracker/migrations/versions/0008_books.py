"""Send books, series of numbers, numbers kept back, lines without a letter, old registers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("book") as book:
        book.add_column(sa.Column("use", sa.String(32), nullable=False, server_default="general"))
        book.add_column(sa.Column("prefix", sa.String(40), nullable=True))
        book.add_column(sa.Column("mark", sa.String(12), nullable=True))
        book.add_column(
            sa.Column("circular_apart", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        book.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        book.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        book.create_index("ix_book_unit_id", ["unit_id"])
    op.create_table(
        "book_prefix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("prefix", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name="fk_book_prefix_book_id"),
        sa.PrimaryKeyConstraint("id", name="pk_book_prefix"),
        sa.UniqueConstraint("book_id", "prefix", name="uq_book_prefix_book_id_prefix"),
    )
    op.create_index("ix_book_prefix_book_id", "book_prefix", ["book_id"])
    _imports()
    _lines()


def _imports() -> None:
    op.create_table(
        "register_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name="fk_register_import_book_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_register_import_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name="fk_register_import_sha256"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_import"),
    )
    op.create_index("ix_register_import_book_id", "register_import", ["book_id"])


def _lines() -> None:
    with op.batch_alter_table("entry") as entry:
        entry.alter_column("letter_id", existing_type=sa.Integer(), nullable=True)
        entry.add_column(
            sa.Column("circular", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        entry.add_column(sa.Column("secrecy", sa.String(32), nullable=False, server_default="none"))
        entry.add_column(sa.Column("reserved_for", sa.String(), nullable=True))
        entry.add_column(sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True))
        entry.add_column(sa.Column("parent_entry_id", sa.Integer(), nullable=True))
        entry.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        entry.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        entry.add_column(sa.Column("form_key", sa.String(40), nullable=True))
        entry.create_unique_constraint("uq_entry_form_key", ["form_key"])
        entry.create_foreign_key("fk_entry_parent_entry_id", "entry", ["parent_entry_id"], ["id"])
        entry.create_foreign_key("fk_entry_import_id", "register_import", ["import_id"], ["id"])
        entry.create_index("ix_entry_parent_entry_id", ["parent_entry_id"])
        entry.create_index("ix_entry_import_id", ["import_id"])
    # Lines of secret letters that were registered before know their grade from the letter.
    op.execute(
        "UPDATE entry SET secrecy = (SELECT letter.secrecy FROM letter"
        " WHERE letter.id = entry.letter_id)"
    )
