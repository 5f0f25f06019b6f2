"""Corrected lines that may teach the recogniser."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    pass
