"""Accounts: who may sign in, and for which office."""

from datetime import datetime

from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import AccountRole, Language


class Account(Table, table=True):
    """``session_version`` grows when all sessions of the account must end.

    ``language``: that of the pages, once one was chosen.
    """

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(max_length=80, unique=True)
    password_hash: str
    display_name: str
    role: AccountRole = Field(sa_type=Word(AccountRole))
    office_id: int = Field(foreign_key="office.id", index=True)
    active: bool = True
    must_change: bool = False
    email: str | None = Field(default=None, max_length=254)
    language: Language | None = Field(default=None, sa_type=Word(Language))
    session_version: int = 1
    created_at: datetime = Field(sa_type=Moment)
    #: The step of the tour that is shown next; 0 once it was ended.
    tour: int = 1
    last_sign_in_at: datetime | None = Field(default=None, sa_type=Moment)
