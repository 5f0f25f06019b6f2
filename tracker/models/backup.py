"""Copies of everything the office keeps: asked for, begun, ended."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.models.columns import Moment, Table


class BackupRun(Table, table=True):
    """One copy, or the wish for one. ``folder``: its name among the copies, once it is whole.

    ``problem``: a Thai sentence, also where a copy was made but lacks something.
    ``files``: originals it holds; ``size``: bytes written for it.
    """

    __tablename__ = "backup_run"

    id: int | None = Field(default=None, primary_key=True)
    asked_at: datetime = Field(sa_type=Moment)
    asked_by: int | None = Field(default=None, foreign_key="account.id")
    begun_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    folder: str | None = Field(default=None, max_length=40)
    files: int = 0
    size: int = Field(default=0, sa_type=BigInteger)
    problem: str | None = None
