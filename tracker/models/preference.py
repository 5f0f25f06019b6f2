"""How a person wants to be reminded, and the calendars that were opened to read."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.models.columns import Moment, Table


class Preference(Table, table=True):
    """``digest_hour``: Bangkok's. ``days_before``: working days before a due day.

    ``every_day``: a digest on each working day, also when nothing new is due.
    """

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    mail_on: bool = True
    line_target: str = Field(default="", max_length=60)
    other_target: str = Field(default="", max_length=500)
    digest_hour: int = 8
    days_before: list[int] = Field(default_factory=list, sa_type=JSON)
    every_day: bool = False
    version: int = 1
    updated_at: datetime = Field(sa_type=Moment)


class CalendarFeed(Table, table=True):
    """A calendar opened to whoever has its link. ``serial`` grows when the link is called back."""

    __tablename__ = "calendar_feed"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", unique=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", unique=True)
    serial: int = 1
    is_open: bool = True
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    opened_at: datetime = Field(sa_type=Moment)
