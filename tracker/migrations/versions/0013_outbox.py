"""Messages that wait to be sent, and what each person wants."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _messages()
    _marks()
    _preferences()
    _feeds()
    op.create_table(
        "scheduled_job",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("next_run_time", sa.Double(), nullable=True),
        sa.Column("job_state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scheduled_job"),
    )
    op.create_index("ix_scheduled_job_next_run_time", "scheduled_job", ["next_run_time"])


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("message_id", sa.String(60), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("to", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("lease_owner", sa.String(120), nullable=True),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.Column("touched_at", _MOMENT, nullable=False),
        sa.Column("handed_at", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_message_account_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_message_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
        sa.UniqueConstraint("message_id", name="uq_message_message_id"),
    )
    op.create_index("ix_message_account_id", "message", ["account_id"])
    op.create_index("ix_message_office_id", "message", ["office_id"])
    op.create_index("ix_message_created_at", "message", ["created_at"])
    # What a sender looks for, however many were sent before.
    op.create_index("ix_message_state", "message", ["state", "channel", "not_before", "id"])


def _marks() -> None:
    op.create_table(
        "reminder_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name="fk_reminder_mark_duty_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_reminder_mark_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_mark"),
        sa.UniqueConstraint(
            "duty_id", "account_id", "stage", "due_on",
            name="uq_reminder_mark_duty_id_account_id_stage_due_on",
        ),
    )  # fmt: skip
    op.create_index("ix_reminder_mark_duty_id", "reminder_mark", ["duty_id"])
    op.create_index("ix_reminder_mark_account_id", "reminder_mark", ["account_id"])
    op.create_table(
        "reminder_run",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("done_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("day", "hour", name="pk_reminder_run"),
    )


def _preferences() -> None:
    op.create_table(
        "preference",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("mail_on", sa.Boolean(), nullable=False),
        sa.Column("line_target", sa.String(60), nullable=False),
        sa.Column("other_target", sa.String(500), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("days_before", sa.JSON(), nullable=False),
        sa.Column("every_day", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_preference_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_preference"),
    )


def _feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_calendar_feed_account_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_calendar_feed_office_id"),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name="fk_calendar_feed_opened_by"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
        sa.UniqueConstraint("account_id", name="uq_calendar_feed_account_id"),
        sa.UniqueConstraint("office_id", name="uq_calendar_feed_office_id"),
    )
