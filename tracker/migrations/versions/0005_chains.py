"""Directives and the links between letters."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "chain_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_letter_id", sa.Integer(), nullable=False),
        sa.Column("to_letter_id", sa.Integer(), nullable=False),
        sa.Column("via", sa.String(32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_letter_id"], ["letter.id"], name="fk_chain_link_from_letter_id"
        ),
        sa.ForeignKeyConstraint(["to_letter_id"], ["letter.id"], name="fk_chain_link_to_letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chain_link"),
        sa.UniqueConstraint(
            "from_letter_id", "to_letter_id", name="uq_chain_link_from_letter_id_to_letter_id"
        ),
    )
    op.create_index("ix_chain_link_from_letter_id", "chain_link", ["from_letter_id"])
    op.create_index("ix_chain_link_to_letter_id", "chain_link", ["to_letter_id"])
    op.create_table(
        "directive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("root_letter_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["root_letter_id"], ["letter.id"], name="fk_directive_root_letter_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directive"),
        sa.UniqueConstraint("root_letter_id", name="uq_directive_root_letter_id"),
    )
    op.create_table(
        "directive_letter",
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name="fk_directive_letter_directive_id"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_directive_letter_letter_id"),
        sa.PrimaryKeyConstraint("directive_id", "letter_id", name="pk_directive_letter"),
    )
    op.create_index("ix_directive_letter_letter_id", "directive_letter", ["letter_id"])
