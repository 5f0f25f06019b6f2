"""Inside an office: units, endorsements, assignments, deputies."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _accounts()
    _staffing()
    _endorsements()


def _accounts() -> None:
    op.add_column("account", sa.Column("email", sa.String(254), nullable=True))
    # Wrong passwords are counted by place now: nobody locks an account for its owner.
    op.drop_column("account", "failed_logins")
    op.drop_column("account", "locked_until")
    op.create_table(
        "sign_in_trial",
        sa.Column("username", sa.String(80), nullable=False),
        sa.Column("origin", sa.String(80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("username", "origin", name="pk_sign_in_trial"),
    )
    op.create_index("ix_sign_in_trial_last_at", "sign_in_trial", ["last_at"])


def _staffing() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("short", sa.String(60), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_unit_office_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name="fk_unit_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("office_id", "name", name="uq_unit_office_id_name"),
    )
    op.create_index("ix_unit_office_id", "unit", ["office_id"])
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("post", sa.String(32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_appointment_account_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_appointment_office_id"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_appointment_revoked_by"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_appointment_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_account_id", "appointment", ["account_id"])
    op.create_index("ix_appointment_office_id", "appointment", ["office_id"])
    op.create_index("ix_appointment_unit_id", "appointment", ["unit_id"])
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("order_no", sa.String(100), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_deputy_account_id"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_deputy_made_by"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_deputy_office_id"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_deputy_revoked_by"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_deputy_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deputy"),
    )
    op.create_index("ix_deputy_account_id", "deputy", ["account_id"])
    op.create_index("ix_deputy_office_id", "deputy", ["office_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_absence_account_id"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_absence_made_by"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_absence_revoked_by"),
        sa.ForeignKeyConstraint(["stand_in_id"], ["account.id"], name="fk_absence_stand_in_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_account_id", "absence", ["account_id"])
    op.create_index("ix_absence_stand_in_id", "absence", ["stand_in_id"])


def _endorsements() -> None:
    op.create_table(
        "endorsement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("author_title", sa.String(400), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("for_account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("to_head", sa.Boolean(), nullable=False),
        sa.Column("to_account_id", sa.Integer(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["endorsement.id"], name="fk_endorsement_answered_by_id"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_endorsement_author_id"),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name="fk_endorsement_deputy_id"),
        sa.ForeignKeyConstraint(
            ["for_account_id"], ["account.id"], name="fk_endorsement_for_account_id"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_endorsement_letter_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_endorsement_office_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name="fk_endorsement_recorded_by"),
        sa.ForeignKeyConstraint(
            ["to_account_id"], ["account.id"], name="fk_endorsement_to_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name="fk_endorsement_withdrawn_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_endorsement"),
    )
    op.create_index("ix_endorsement_author_id", "endorsement", ["author_id"])
    op.create_index("ix_endorsement_letter_id", "endorsement", ["letter_id"])
    op.create_index("ix_endorsement_office_id", "endorsement", ["office_id"])
    op.create_index("ix_endorsement_to_account_id", "endorsement", ["to_account_id"])
    op.create_index("ix_endorsement_waits", "endorsement", ["waits"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_assignment_account_id"),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name="fk_assignment_given_by"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_assignment_letter_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_assignment_office_id"),
        sa.ForeignKeyConstraint(["order_id"], ["endorsement.id"], name="fk_assignment_order_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_assignment_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_account_id", "assignment", ["account_id"])
    op.create_index("ix_assignment_due_on", "assignment", ["due_on"])
    op.create_index("ix_assignment_letter_id", "assignment", ["letter_id"])
    op.create_index("ix_assignment_office_id", "assignment", ["office_id"])
    op.create_index("ix_assignment_order_id", "assignment", ["order_id"])
    op.create_index("ix_assignment_state", "assignment", ["state"])
    op.create_index("ix_assignment_unit_id", "assignment", ["unit_id"])
    op.create_table(
        "assignment_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_assignment_step_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_assignment_step_assignment_id"
        ),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["account.id"], name="fk_assignment_step_by_account_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_assignment_step_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_step"),
    )
    op.create_index("ix_assignment_step_assignment_id", "assignment_step", ["assignment_id"])
