"""How far each account has come in the tour of the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("account", sa.Column("tour", sa.Integer(), nullable=False, server_default="1"))
    # Whoever has worked here before needs nobody to show the pages.
    op.execute("UPDATE account SET tour = 0 WHERE last_sign_in_at IS NOT NULL")
