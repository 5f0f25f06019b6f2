"""The language that an account chose for its pages."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("account", sa.Column("language", sa.String(32), nullable=True))
