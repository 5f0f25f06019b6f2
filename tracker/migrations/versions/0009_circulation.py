"""Who was sent a letter, and what became of it.

A recipient's history is append only, as the audit trail is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _dispatch() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("sender_office_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_dispatch_letter_id"),
        sa.ForeignKeyConstraint(
            ["sender_office_id"], ["office.id"], name="fk_dispatch_sender_office_id"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_dispatch_entry_id"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_dispatch_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch"),
    )
    op.create_index("ix_dispatch_draft_id", "dispatch", ["draft_id"])
    op.create_index("ix_dispatch_letter_id", "dispatch", ["letter_id"])
    op.create_index("ix_dispatch_sender_office_id", "dispatch", ["sender_office_id"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(32), nullable=False),
        sa.Column("asked", sa.String(32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("answer_letter_id", sa.Integer(), nullable=True),
        sa.Column("late_answer_id", sa.Integer(), nullable=True),
        sa.Column("successor_letter_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(32), nullable=True),
        sa.Column("original_awaited_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_delivery_dispatch_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_delivery_letter_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_delivery_office_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_delivery_entry_id"),
        sa.ForeignKeyConstraint(
            ["answer_letter_id"], ["letter.id"], name="fk_delivery_answer_letter_id"
        ),
        sa.ForeignKeyConstraint(
            ["late_answer_id"], ["letter.id"], name="fk_delivery_late_answer_id"
        ),
        sa.ForeignKeyConstraint(
            ["successor_letter_id"], ["letter.id"], name="fk_delivery_successor_letter_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("letter_id", "recipient", name="uq_delivery_letter_id_recipient"),
    )
    op.create_index("ix_delivery_answer_letter_id", "delivery", ["answer_letter_id"])
    op.create_index("ix_delivery_dispatch_id", "delivery", ["dispatch_id"])
    op.create_index("ix_delivery_due_on", "delivery", ["due_on"])
    op.create_index("ix_delivery_late_answer_id", "delivery", ["late_answer_id"])
    op.create_index("ix_delivery_office_id", "delivery", ["office_id"])
    op.create_index("ix_delivery_successor_letter_id", "delivery", ["successor_letter_id"])


def _delivery_event() -> None:
    op.create_table(
        "delivery_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("before", sa.String(32), nullable=True),
        sa.Column("after", sa.String(32), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_delivery_event_delivery_id"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_delivery_event_account_id"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_delivery_event_office_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_delivery_event_letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_event"),
    )
    op.create_index("ix_delivery_event_delivery_id", "delivery_event", ["delivery_id"])


def _recipient_list() -> None:
    op.create_table(
        "recipient_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_recipient_list_office_id"),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["account.id"], name="fk_recipient_list_updated_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recipient_list"),
    )
    op.create_index("ix_recipient_list_office_id", "recipient_list", ["office_id"])


def _letter_relation() -> None:
    op.create_table(
        "letter_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("from_letter_id", sa.Integer(), nullable=False),
        sa.Column("to_letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_letter_relation_office_id"),
        sa.ForeignKeyConstraint(
            ["from_letter_id"], ["letter.id"], name="fk_letter_relation_from_letter_id"
        ),
        sa.ForeignKeyConstraint(
            ["to_letter_id"], ["letter.id"], name="fk_letter_relation_to_letter_id"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_letter_relation_decided_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter_relation"),
        sa.UniqueConstraint(
            "office_id",
            "from_letter_id",
            "to_letter_id",
            "kind",
            name="uq_letter_relation_office_id_from_letter_id_to_letter_id_kind",
        ),
    )
    op.create_index("ix_letter_relation_from_letter_id", "letter_relation", ["from_letter_id"])
    op.create_index("ix_letter_relation_office_id", "letter_relation", ["office_id"])
    op.create_index("ix_letter_relation_to_letter_id", "letter_relation", ["to_letter_id"])


def upgrade() -> None:
    _dispatch()
    _delivery()
    _delivery_event()
    _recipient_list()
    _letter_relation()
    guard = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in guard:
        op.execute(statement)


_SQLITE = [
    f"""CREATE TRIGGER delivery_event_keeps_{act.lower()} BEFORE {act} ON delivery_event
        BEGIN SELECT RAISE(ABORT, 'the history of a delivery is append only'); END"""
    for act in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    """CREATE FUNCTION delivery_event_keep() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the history of a delivery is append only'; END $$""",
    """CREATE TRIGGER delivery_event_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_event
       FOR EACH STATEMENT EXECUTE FUNCTION delivery_event_keep()""",
]
