"""What became of a sending to very many is counted from an index, without its rows."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.drop_index("ix_delivery_dispatch_id", "delivery")
    op.create_index(
        "ix_delivery_counted", "delivery", ["dispatch_id", "asked", "state", "due_on", "office_id"]
    )
    op.drop_index("ix_delivery_asked_state", "delivery")
    op.create_index(
        "ix_delivery_asked_state",
        "delivery",
        ["asked", "state", "office_id", "due_on", "dispatch_id"],
    )
