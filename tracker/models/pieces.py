"""Work that is done in pieces, so that nobody waits long: what is left of it outlives a kill."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.models.columns import Moment, Table


class Errand(Table, table=True):
    """A letter to very many, on its way to the rest of them. The row goes when all have it.

    ``to``: all recipients (office_id, name, capacity, due_on), written once;
    who has it already is told by the deliveries. ``reason``: why those below
    get a later day.
    """

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", unique=True)
    account_id: int = Field(foreign_key="account.id")
    to: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    reason: str = ""
    made_at: dt.datetime = Field(sa_type=Moment)


class MovedDay(Table, table=True):
    """A day that the calendar moved and that nobody was told of yet; as it stood before that."""

    __tablename__ = "moved_day"

    duty_id: int = Field(foreign_key="duty.id", primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    before: str | None = Field(default=None, max_length=40)
    before_suggested: dt.date | None = None
