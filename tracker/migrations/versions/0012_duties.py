"""Duties: who owes what to whom, by when."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    pass
