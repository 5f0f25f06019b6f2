"""The append-only audit trail, guarded by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("subject_type", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(80), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_line"),
    )
    op.create_index("ix_audit_line_act", "audit_line", ["act"])
    op.create_index("ix_audit_line_office_id", "audit_line", ["office_id"])
    head = sa.table("audit_head", sa.column("id"), sa.column("last_id"), sa.column("last_hash"))
    op.execute(head.insert().values(id=1, last_id=0, last_hash=""))
    guard = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in guard:
        op.execute(statement)


_SQLITE = [
    f"""CREATE TRIGGER audit_line_keeps_{act.lower()} BEFORE {act} ON audit_line
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END"""
    for act in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    """CREATE FUNCTION audit_line_keep() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the audit trail is append only'; END $$""",
    """CREATE TRIGGER audit_line_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_line
       FOR EACH STATEMENT EXECUTE FUNCTION audit_line_keep()""",
]
