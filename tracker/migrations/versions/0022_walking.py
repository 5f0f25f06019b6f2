"""What is open and what went out lately is found without what ever went out."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_index("ix_dispatch_made_at", "dispatch", ["made_at", "letter_id"])
    op.create_index("ix_dispatch_sent_at", "dispatch", ["sent_at", "letter_id"])
    op.create_index(
        "ix_delivery_asked_state", "delivery", ["asked", "state", "office_id", "due_on"]
    )
    op.create_index(
        "ix_entry_received", "entry", ["book_id", "received_at", "voided_at", "letter_id"]
    )
    op.create_index("ix_entry_registered", "entry", ["book_id", "registered_at", "voided_at"])
