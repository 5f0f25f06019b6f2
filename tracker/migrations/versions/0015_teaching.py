"""Lines of pages, drafts that can be parted anew and undone, and corrected lines that may teach."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.add_column("draft", sa.Column("history", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("draft", sa.Column("parting", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "page_lines",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _moment("kept_at"),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name="fk_page_lines_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="pk_page_lines"),
    )
    _consents()
    _examples()


def _consents() -> None:
    table = "teaching_consent"
    op.create_table(
        table,
        sa.Column("office_id", sa.Integer(), nullable=False),
        _moment("given_at"),
        sa.Column("given_by", sa.Integer(), nullable=False),
        _moment("withdrawn_at", nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=f"fk_{table}_given_by"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=f"fk_{table}_office_id"),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=f"fk_{table}_withdrawn_by"),
        sa.PrimaryKeyConstraint("office_id", name=f"pk_{table}"),
    )


def _examples() -> None:
    table = "teaching_example"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("box", sa.JSON(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("read", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        _moment("made_at"),
        sa.Column("made_by", sa.Integer(), nullable=False),
        _moment("decided_at", nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=f"fk_{table}_arrival_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=f"fk_{table}_decided_by"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=f"fk_{table}_made_by"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=f"fk_{table}_office_id"),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=f"fk_{table}_sha256"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("arrival_id", "path", name=f"uq_{table}_arrival_id_path"),
    )
    op.create_index(f"ix_{table}_office_id", table, ["office_id"])
    op.create_index(f"ix_{table}_state", table, ["state"])
