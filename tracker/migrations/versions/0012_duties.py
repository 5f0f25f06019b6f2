"""Duties: who owes what to whom, by when; the offices' own holidays."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    _holidays()
    _duties()
    _changes()
    _buffers()


def _holidays() -> None:
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name="fk_holiday_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_holiday"),
        sa.UniqueConstraint("day", "scope", name="uq_holiday_day_scope"),
    )


#: Columns of a duty that point elsewhere.
_POINTERS = {
    "letter_id": "letter",
    "letter_duty_id": "letter_duty",
    "office_id": "office",
    "owed_to_office_id": "office",
    "parent_duty_id": "duty",
    "replaced_by_id": "duty",
    "series_id": "duty",
    "assigned_account_id": "account",
    "opened_by": "account",
    "closed_by": "account",
    "closed_letter_id": "letter",
}


def _duties() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("letter_duty_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("owed_to_office_id", sa.Integer(), nullable=True),
        sa.Column("owed_to", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("due", sa.String(40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("suggested", sa.Date(), nullable=True),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("computed", sa.Boolean(), nullable=False),
        sa.Column("counted_from", sa.String(20), nullable=True),
        sa.Column("province", sa.String(60), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("parent_duty_id", sa.Integer(), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("recurrence", sa.String(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("instance", sa.Integer(), nullable=False),
        sa.Column("assigned_account_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_letter_id", sa.Integer(), nullable=True),
        sa.Column("closed_note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_duty_{column}")
            for column, table in _POINTERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
        sa.UniqueConstraint(
            "office_id",
            "letter_duty_id",
            "instance",
            name="uq_duty_office_id_letter_duty_id_instance",
        ),
        sa.UniqueConstraint("series_id", "instance", name="uq_duty_series_id_instance"),
    )
    for columns in (
        ["letter_id"],
        ["letter_duty_id"],
        ["parent_duty_id"],
        ["assigned_account_id"],
        ["office_id", "state", "due_on"],
        ["owed_to_office_id", "state", "due_on"],
        ["state", "due_on"],
    ):
        op.create_index(f"ix_duty_{'_'.join(columns)}", "duty", columns)
    op.create_index(
        "ix_duty_reckoning",
        "duty",
        [
            "computed",
            "state",
            "letter_duty_id",
            "counted_from",
            "province",
            "due",
            "suggested",
        ],
    )


def _changes() -> None:
    op.create_table(
        "duty_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name="fk_duty_change_duty_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_duty_change_account_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_duty_change_office_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_duty_change_letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_change"),
    )
    op.create_index("ix_duty_change_duty_id", "duty_change", ["duty_id"])


def _buffers() -> None:
    op.create_table(
        "office_buffer",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_office_buffer_office_id"),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name="fk_office_buffer_set_by"),
        sa.PrimaryKeyConstraint("office_id", name="pk_office_buffer"),
    )
