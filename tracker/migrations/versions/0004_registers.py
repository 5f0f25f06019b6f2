"""Registers: books, years, lines."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("year_rule", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_book_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_book"),
        sa.UniqueConstraint("office_id", "kind", "name", name="uq_book_office_id_kind_name"),
    )
    op.create_index("ix_book_office_id", "book", ["office_id"])
    op.create_table(
        "book_year",
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name="fk_book_year_book_id"),
        sa.PrimaryKeyConstraint("book_id", "year", name="pk_book_year"),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.Column("from_text", sa.String(), nullable=False),
        sa.Column("to_text", sa.String(), nullable=False),
        sa.Column("ref_no", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name="fk_entry_arrival_id"),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name="fk_entry_book_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_entry_letter_id"),
        sa.ForeignKeyConstraint(["registered_by"], ["account.id"], name="fk_entry_registered_by"),
        sa.ForeignKeyConstraint(["voided_by"], ["account.id"], name="fk_entry_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("book_id", "year", "number", name="uq_entry_book_id_year_number"),
    )
    op.create_index("ix_entry_arrival_id", "entry", ["arrival_id"])
    op.create_index("ix_entry_book_id", "entry", ["book_id"])
    op.create_index("ix_entry_letter_id", "entry", ["letter_id"])
