"""Letters out, from the draft to the signed number."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    pass
