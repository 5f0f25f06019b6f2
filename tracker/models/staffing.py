"""Who stands where in an office: units, posts, deputies, absences. Days are inclusive."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import DeputyKind, Post


class Unit(Table, table=True):
    """A division of an office (กอง, สำนัก, ฝ่าย). ``code``: its own letter code, if it has one.

    ``closed_on`` is the first day without it; what it did stays.
    """

    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    name: str = Field(max_length=200)
    short: str = Field(default="", max_length=60)
    code: str = Field(default="", max_length=40)
    position: int = 0
    closed_on: dt.date | None = None


class Appointment(Table, table=True):
    """A person in a post of an office or of one of its units; ``account_id`` if he uses Wian."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    name: str = Field(max_length=200)
    title: str = Field(default="", max_length=200)
    post: Post = Field(sa_type=Word(Post))
    first_day: dt.date
    last_day: dt.date | None = None
    revoked_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")


class Deputy(Table, table=True):
    """An order that lets somebody act in the head's place, of the office or of a unit.

    ``standing``: it holds only on days on which the head is absent or the post
    is vacant; otherwise it holds on every one of its days. ``rank`` 1 goes first.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    name: str = Field(max_length=200)
    title: str = Field(default="", max_length=200)
    kind: DeputyKind = Field(sa_type=Word(DeputyKind))
    order_no: str = Field(max_length=100)
    ordered_on: dt.date | None = None
    first_day: dt.date
    last_day: dt.date | None = None
    standing: bool = False
    rank: int = 1
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: dt.datetime = Field(sa_type=Moment)
    revoked_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")


class Absence(Table, table=True):
    """Days on which an account is away; ``stand_in_id`` does its work meanwhile."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    first_day: dt.date
    last_day: dt.date
    reason: str = Field(default="", max_length=300)
    stand_in_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: dt.datetime = Field(sa_type=Moment)
    revoked_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")
