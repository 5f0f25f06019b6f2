"""Forms that a directive asks for, the numbers they are judged by, and the answers."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import AnswerState


class DirectiveForm(Table, table=True):
    """One version of a form; ``definition`` as ``tracker.form_definition`` reads it.

    ``office_id``: who asks; null where the form came with the program.
    """

    __tablename__ = "directive_form"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40)
    version: int
    title: str
    definition: dict[str, Any] = Field(sa_type=JSON)
    office_id: int | None = Field(default=None, foreign_key="office.id")
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: dt.datetime = Field(sa_type=Moment)


class FormParameter(Table, table=True):
    """A number that answers are judged by, from a day on, and who or what says so."""

    __tablename__ = "form_parameter"
    __table_args__ = (UniqueConstraint("form_key", "name", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    form_key: str = Field(max_length=40, index=True)
    name: str = Field(max_length=40)
    valid_from: dt.date
    value: float
    source: str
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: dt.datetime = Field(sa_type=Moment)


class FormAnswer(Table, table=True):
    """An office's answer. ``texts``: field -> as typed; ``form_id``: the version it was typed into.

    ``submitted``: the texts as they were sent; a draft after that leaves them alone.
    """

    __tablename__ = "form_answer"
    __table_args__ = (UniqueConstraint("form_key", "office_id"),)

    id: int | None = Field(default=None, primary_key=True)
    form_key: str = Field(max_length=40, index=True)
    form_id: int = Field(foreign_key="directive_form.id")
    office_id: int = Field(foreign_key="office.id", index=True)
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    submitted: dict[str, str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    state: AnswerState = Field(sa_type=Word(AnswerState))
    submitted_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    submitted_by: int | None = Field(default=None, foreign_key="account.id")
    returned_reason: str = ""
    step: str | None = Field(default=None, max_length=40)
    step_on: dt.date | None = None
    version: int = 1
    updated_at: dt.datetime = Field(sa_type=Moment)
    updated_by: int | None = Field(default=None, foreign_key="account.id")


class FormEvent(Table, table=True):
    """What happened to an answer, only ever added to. ``texts``: what was sent, as it was sent."""

    __tablename__ = "form_event"

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="form_answer.id", index=True)
    at: dt.datetime = Field(sa_type=Moment)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    office_id: int | None = Field(default=None, foreign_key="office.id")
    act: str = Field(max_length=20)
    step: str | None = Field(default=None, max_length=40)
    step_on: dt.date | None = None
    texts: dict[str, str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    note: str = ""
