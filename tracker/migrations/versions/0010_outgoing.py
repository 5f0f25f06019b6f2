"""Letters out, from the draft to the signed number."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    # A letter that the office wrote itself never arrived.
    with op.batch_alter_table("letter_holding") as table:
        table.alter_column("arrival_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("source_letter_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("ref_no", sa.String(100), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("paper_sha256", sa.String(64), nullable=True),
        sa.Column("signed_sha256", sa.String(64), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_outgoing_office_id"),
        sa.ForeignKeyConstraint(
            ["source_letter_id"], ["letter.id"], name="fk_outgoing_source_letter_id"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_outgoing_letter_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_outgoing_entry_id"),
        sa.ForeignKeyConstraint(
            ["paper_sha256"], ["stored_file.sha256"], name="fk_outgoing_paper_sha256"
        ),
        sa.ForeignKeyConstraint(
            ["signed_sha256"], ["stored_file.sha256"], name="fk_outgoing_signed_sha256"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name="fk_outgoing_created_by"),
        sa.ForeignKeyConstraint(["updated_by"], ["account.id"], name="fk_outgoing_updated_by"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
    )
    op.create_index("ix_outgoing_office_id", "outgoing", ["office_id"])
    op.create_index("ix_outgoing_source_letter_id", "outgoing", ["source_letter_id"])
    op.create_index("ix_outgoing_letter_id", "outgoing", ["letter_id"])
    op.create_index("ix_outgoing_updated_at", "outgoing", ["updated_at"])
    op.create_table(
        "receipt_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(120), nullable=True),
        sa.Column("used_as", sa.String(200), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_receipt_link_delivery_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_receipt_link_made_by"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_receipt_link_revoked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_link"),
    )
    op.create_index("ix_receipt_link_delivery_id", "receipt_link", ["delivery_id"])
