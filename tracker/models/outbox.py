"""Messages that wait to leave the office, and the clockwork that sees to them."""

from datetime import date, datetime

from sqlalchemy import Double, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from tracker.message_words import MessageChannel, MessageState
from tracker.models.columns import Moment, Table, Word


class Message(Table, table=True):
    """One message to one address by one way; ``key`` says what for, so that it is put in once.

    ``message_id``: the same however often it is tried, the mail's ``Message-ID``
    before the ``@``. ``handed_at``: written just before the last step after
    which the other side may have it. ``not_before``: when it is tried (again);
    ``expires_at``: when it is of no use any more.
    """

    # What a sender looks for, however many were sent before.
    __table_args__ = (Index("ix_message_state", "state", "channel", "not_before", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=200, unique=True)
    message_id: str = Field(max_length=60, unique=True)
    channel: MessageChannel = Field(sa_type=Word(MessageChannel))
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    to: str = Field(max_length=500)
    subject: str
    body: str
    state: MessageState = Field(default=MessageState.WAITING, sa_type=Word(MessageState))
    attempts: int = 0
    created_at: datetime = Field(sa_type=Moment, index=True)
    not_before: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    lease_owner: str | None = Field(default=None, max_length=120)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    touched_at: datetime = Field(sa_type=Moment)
    handed_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str | None = None
    reply: str | None = None


class ReminderMark(Table, table=True):
    """That a person was told of a duty at a stage of its day; once, whoever computes it."""

    __tablename__ = "reminder_mark"
    __table_args__ = (UniqueConstraint("duty_id", "account_id", "stage", "due_on"),)

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    stage: str = Field(max_length=20)
    due_on: date
    told_at: datetime = Field(sa_type=Moment)


class ReminderRun(Table, table=True):
    """That all who want their digest at that hour (Bangkok's) of that day were seen to."""

    __tablename__ = "reminder_run"

    day: date = Field(primary_key=True)
    hour: int = Field(primary_key=True)
    done_at: datetime = Field(sa_type=Moment)


class ScheduledJob(Table, table=True):
    """When a job by the clock is next due (seconds since 1970): the store that schedulers share."""

    __tablename__ = "scheduled_job"

    id: str = Field(primary_key=True, max_length=191)
    next_run_time: float | None = Field(default=None, sa_type=Double, index=True)
    job_state: bytes = Field(sa_type=LargeBinary)
