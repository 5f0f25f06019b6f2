"""Offices that the addressees of a letter mean."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "letter_addressee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_addressee_letter_id"),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["letter_recipient.id"], name="fk_letter_addressee_recipient_id"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_letter_addressee_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_addressee"),
        sa.UniqueConstraint(
            "letter_id", "office_id", name="uq_letter_addressee_letter_id_office_id"
        ),
    )
    op.create_index("ix_letter_addressee_letter_id", "letter_addressee", ["letter_id"])
    op.create_index("ix_letter_addressee_office_id", "letter_addressee", ["office_id"])
