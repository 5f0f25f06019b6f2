"""Letters and what hangs on them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(40), nullable=True),
        sa.Column("unit_code", sa.String(40), nullable=True),
        sa.Column("circular", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(40), nullable=True),
        sa.Column("be_year", sa.Integer(), nullable=True),
        sa.Column("identity", sa.String(120), nullable=True),
        sa.Column("ref_no", sa.String(100), nullable=True),
        sa.Column("ref_no_printed", sa.String(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("date_printed", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issuer_office_id", sa.Integer(), nullable=True),
        sa.Column("owner_unit", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("secrecy", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=True),
        sa.Column("signatory", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("enclosures", sa.JSON(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_arrival_id", sa.Integer(), nullable=True),
        sa.Column("page_from", sa.Integer(), nullable=True),
        sa.Column("page_to", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name="fk_letter_created_by"),
        sa.ForeignKeyConstraint(
            ["from_arrival_id"], ["arrival.id"], name="fk_letter_from_arrival_id"
        ),
        sa.ForeignKeyConstraint(
            ["issuer_office_id"], ["office.id"], name="fk_letter_issuer_office_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_date", "letter", ["date"])
    op.create_index("ix_letter_from_arrival_id", "letter", ["from_arrival_id"])
    op.create_index("ix_letter_identity", "letter", ["identity"])
    op.create_index("ix_letter_ref_no", "letter", ["ref_no"])
    op.create_table(
        "letter_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("printed", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name="fk_letter_doubt_arrival_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_doubt_letter_id"),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name="fk_letter_doubt_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_doubt"),
    )
    op.create_index("ix_letter_doubt_arrival_id", "letter_doubt", ["arrival_id"])
    op.create_index("ix_letter_doubt_letter_id", "letter_doubt", ["letter_id"])
    op.create_table(
        "letter_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("due", sa.String(40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name="fk_letter_duty_arrival_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_duty_letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_duty"),
    )
    op.create_index("ix_letter_duty_due_on", "letter_duty", ["due_on"])
    op.create_index("ix_letter_duty_letter_id", "letter_duty", ["letter_id"])
    op.create_table(
        "letter_holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("page_from", sa.Integer(), nullable=True),
        sa.Column("page_to", sa.Integer(), nullable=True),
        sa.Column("copy_values", sa.JSON(), nullable=False),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrival_id"], ["arrival.id"], name="fk_letter_holding_arrival_id"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_holding_letter_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_letter_holding_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_holding"),
        sa.UniqueConstraint(
            "letter_id",
            "office_id",
            "arrival_id",
            name="uq_letter_holding_letter_id_office_id_arrival_id",
        ),
    )
    op.create_index("ix_letter_holding_arrival_id", "letter_holding", ["arrival_id"])
    op.create_index("ix_letter_holding_letter_id", "letter_holding", ["letter_id"])
    op.create_index("ix_letter_holding_office_id", "letter_holding", ["office_id"])
    op.create_table(
        "letter_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=True),
        sa.Column("scope", sa.String(12), nullable=False),
        sa.Column("excepted", sa.JSON(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_recipient_letter_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_letter_recipient_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_recipient"),
    )
    op.create_index("ix_letter_recipient_letter_id", "letter_recipient", ["letter_id"])
    op.create_index("ix_letter_recipient_office_id", "letter_recipient", ["office_id"])
    op.create_table(
        "letter_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref_no", sa.String(100), nullable=True),
        sa.Column("identity", sa.String(120), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("how", sa.String(12), nullable=False),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_reference_letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_reference"),
    )
    op.create_index("ix_letter_reference_identity", "letter_reference", ["identity"])
    op.create_index("ix_letter_reference_letter_id", "letter_reference", ["letter_id"])
    op.create_index("ix_letter_reference_ref_no", "letter_reference", ["ref_no"])
    op.create_table(
        "letter_stamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(40), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("time", sa.String(5), nullable=True),
        sa.Column("raw", sa.String(), nullable=True),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("box", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name="fk_letter_stamp_arrival_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_stamp_letter_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_letter_stamp_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_stamp"),
    )
    op.create_index("ix_letter_stamp_arrival_id", "letter_stamp", ["arrival_id"])
    op.create_index("ix_letter_stamp_letter_id", "letter_stamp", ["letter_id"])
