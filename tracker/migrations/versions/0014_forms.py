"""Forms that a directive asks for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    _forms()
    _answers()


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _forms() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "directive_form",
        _column("id", sa.Integer()),
        _column("key", sa.String(40)),
        _column("version", sa.Integer()),
        _column("title", sa.String()),
        _column("definition", sa.JSON()),
        _column("office_id", sa.Integer(), null=True),
        _column("added_by", sa.Integer(), null=True),
        _column("added_at", moment),
        _points("directive_form", "office_id", "office"),
        _points("directive_form", "added_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_directive_form"),
        sa.UniqueConstraint("key", "version", name="uq_directive_form_key_version"),
    )
    op.create_table(
        "form_parameter",
        _column("id", sa.Integer()),
        _column("form_key", sa.String(40)),
        _column("name", sa.String(40)),
        _column("valid_from", sa.Date()),
        _column("value", sa.Float()),
        _column("source", sa.String()),
        _column("added_by", sa.Integer(), null=True),
        _column("added_at", moment),
        _points("form_parameter", "added_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_form_parameter"),
        sa.UniqueConstraint(
            "form_key", "name", "valid_from", name="uq_form_parameter_form_key_name_valid_from"
        ),
    )
    op.create_index("ix_form_parameter_form_key", "form_parameter", ["form_key"])


def _answers() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "form_answer",
        _column("id", sa.Integer()),
        _column("form_key", sa.String(40)),
        _column("form_id", sa.Integer()),
        _column("office_id", sa.Integer()),
        _column("texts", sa.JSON()),
        _column("submitted", sa.JSON(), null=True),
        _column("state", sa.String(32)),
        _column("submitted_at", moment, null=True),
        _column("submitted_by", sa.Integer(), null=True),
        _column("returned_reason", sa.String()),
        _column("step", sa.String(40), null=True),
        _column("step_on", sa.Date(), null=True),
        _column("version", sa.Integer()),
        _column("updated_at", moment),
        _column("updated_by", sa.Integer(), null=True),
        _points("form_answer", "form_id", "directive_form"),
        _points("form_answer", "office_id", "office"),
        _points("form_answer", "submitted_by", "account"),
        _points("form_answer", "updated_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_form_answer"),
        sa.UniqueConstraint("form_key", "office_id", name="uq_form_answer_form_key_office_id"),
    )
    op.create_index("ix_form_answer_form_key", "form_answer", ["form_key"])
    op.create_index("ix_form_answer_office_id", "form_answer", ["office_id"])
    op.create_table(
        "form_event",
        _column("id", sa.Integer()),
        _column("answer_id", sa.Integer()),
        _column("at", moment),
        _column("account_id", sa.Integer(), null=True),
        _column("office_id", sa.Integer(), null=True),
        _column("act", sa.String(20)),
        _column("step", sa.String(40), null=True),
        _column("step_on", sa.Date(), null=True),
        _column("texts", sa.JSON(), null=True),
        _column("note", sa.String()),
        _points("form_event", "answer_id", "form_answer"),
        _points("form_event", "account_id", "account"),
        _points("form_event", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name="pk_form_event"),
    )
    op.create_index("ix_form_event_answer_id", "form_event", ["answer_id"])
