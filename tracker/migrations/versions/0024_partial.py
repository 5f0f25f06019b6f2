"""Indexes of what few rows have leave the others out, so that planners with statistics use them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    for table, column in (("entry", "parent_entry_id"), ("duty", "parent_duty_id")):
        name, given = f"ix_{table}_{column}", sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(name, table, [column], sqlite_where=given, postgresql_where=given)
