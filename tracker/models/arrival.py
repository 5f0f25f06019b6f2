"""What was dropped in: the file, its arrival, its reading, and the draft a person works on."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import ArrivalState, Channel, JobState


class Stored(NamedTuple):
    """A file in the store. ``is_new``: it was not there before; ``size`` in bytes."""

    sha256: str
    size: int
    media_type: str
    filename: str
    is_new: bool


class StoredFile(Table, table=True):
    """An original, kept once by its SHA-256 and never changed. ``size`` in bytes."""

    __tablename__ = "stored_file"

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str = Field(max_length=100)
    first_name: str
    stored_at: datetime = Field(sa_type=Moment)


class Arrival(Table, table=True):
    """One drop of one file at one office; the same file again is another arrival."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    filename: str
    sha256: str = Field(foreign_key="stored_file.sha256", index=True, max_length=64)
    channel: Channel = Field(sa_type=Word(Channel))
    arrived_at: datetime = Field(sa_type=Moment)
    state: ArrivalState = Field(sa_type=Word(ArrivalState), index=True)
    note: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_by: int | None = Field(default=None, foreign_key="account.id")


class ReadingJob(Table, table=True):
    """The one reading of a file. Whoever holds the lease reads; a lapsed lease is free again.

    ``result`` is the reading as the reader prints it, ``error`` one Thai
    sentence; progress counts pages.
    """

    __tablename__ = "reading_job"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(foreign_key="stored_file.sha256", unique=True, max_length=64)
    state: JobState = Field(sa_type=Word(JobState), index=True)
    attempts: int = 0
    lease_owner: str | None = Field(default=None, max_length=120)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    pages_done: int = 0
    pages_total: int = 0
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    error: str | None = None
    reader_version: str = Field(default="", max_length=40)
    queued_at: datetime = Field(sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)


class Draft(Table, table=True):
    """What a person typed over a reading. ``values``: path -> value, ``letters.1.ref_no``.

    ``settled_doubts`` lists the paths whose doubt a person has answered.
    ``history`` holds, for every change, what stood before it (the last one last).
    ``parting``: where letters begin by a person's word, and what was read so.
    ``version`` grows with every change (optimistic lock).
    """

    id: int | None = Field(default=None, primary_key=True)
    arrival_id: int = Field(foreign_key="arrival.id", unique=True)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    settled_doubts: list[str] = Field(default_factory=list, sa_type=JSON)
    history: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    parting: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    version: int = 1
    updated_by: int | None = Field(default=None, foreign_key="account.id")
    updated_at: datetime = Field(sa_type=Moment)
