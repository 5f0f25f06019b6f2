"""Who was sent a letter, and what became of it."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    pass
