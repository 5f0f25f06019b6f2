"""What is open is found, and counted, without what is done; a letter's day without its text."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_OPEN = (
    "asked IS NULL AND state IN ('expected', 'sent', 'sent_back', 'lost') AND (office_id IS "
    "NOT NULL OR due_on IS NOT NULL)"
    " OR asked = 'know' AND state IN ('expected', 'sent', 'sent_back', 'lost') AND (office_id"
    " IS NOT NULL OR due_on IS NOT NULL)"
    " OR asked = 'consider' AND state IN ('expected', 'sent', 'received', 'sent_back', "
    "'lost')"
    " OR asked = 'act' AND state IN ('expected', 'sent', 'received', 'acknowledged', "
    "'assigned', 'extended', 'incomplete', 'sent_back', 'lost')"
    " OR asked = 'relay' AND state IN ('expected', 'sent', 'received', 'acknowledged', "
    "'assigned', 'extended', 'incomplete', 'sent_back', 'lost')"
    " OR asked = 'report' AND state IN ('expected', 'sent', 'received', 'acknowledged', "
    "'assigned', 'extended', 'incomplete', 'passed_on', 'sent_back', 'lost')"
)


def upgrade() -> None:
    given = sa.text(_OPEN)
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["letter_id", "dispatch_id", "office_id", "asked", "state", "due_on"],
        sqlite_where=given,
        postgresql_where=given,
    )
    op.drop_index("ix_delivery_asked_state", "delivery")
    op.drop_index("ix_dispatch_letter_id", "dispatch")
    op.create_index(
        "ix_dispatch_of_letter", "dispatch", ["letter_id", "sender_office_id", "sent_at"]
    )
    op.create_index(
        "ix_letter_stamp_day", "letter_stamp", ["date", "office_id", "letter_id", "arrival_id"]
    )
    op.create_index("ix_letter_day", "letter", ["id", "date", "is_sample"])
