"""Messages that wait to be sent, and what each person wants."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    pass
