"""The audit trail: lines that are only ever added, each sealed with the one before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.models.columns import Moment, Table


class AuditLine(Table, table=True):
    """Who did what, when. ``hash`` is SHA-256 over the line and ``prev_hash``, in hexadecimal."""

    __tablename__ = "audit_line"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment)
    account_id: int | None = None
    office_id: int | None = Field(default=None, index=True)
    act: str = Field(max_length=60, index=True)
    subject_type: str = Field(max_length=40)
    subject_id: str = Field(max_length=80)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(Table, table=True):
    """One row: the last line of the trail. Whoever adds a line holds it."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    last_id: int = 0
    last_hash: str = Field(default="", max_length=64)
