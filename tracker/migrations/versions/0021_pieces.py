"""What is left of work that is done in pieces: letters to very many, days that moved."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    table = "errand"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=f"fk_{table}_dispatch_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=f"fk_{table}_account_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("dispatch_id", name=f"uq_{table}_dispatch_id"),
    )
    table = "moved_day"
    op.create_table(
        table,
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(40), nullable=True),
        sa.Column("before_suggested", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=f"fk_{table}_duty_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=f"fk_{table}_office_id"),
        sa.PrimaryKeyConstraint("duty_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_office_id", table, ["office_id"])
