"""Letters that an office writes: the draft, and the links by which strangers confirm receipt."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.models.columns import Moment, Table, Word
from tracker.vocabulary import DeliveryState, OutgoingKind, OutgoingState


class Outgoing(Table, table=True):
    """A letter on its way out. It has no number and no day before it is signed.

    ``content`` is what stands on the paper, ``recipients`` who gets it (see
    ``tracker.letterhead``); both are frozen once it is issued, and the PDF of it
    is then kept as ``paper_sha256``. ``signed_sha256`` is a scan of the signed
    paper, where there is one. ``round`` counts reminders: 1 for the first.
    ``version`` grows with every change (optimistic lock).
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit_id: int | None = None
    kind: OutgoingKind = Field(sa_type=Word(OutgoingKind))
    state: OutgoingState = Field(default=OutgoingState.DRAFT, sa_type=Word(OutgoingState))
    source_letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    round: int = 0
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    recipients: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    entry_id: int | None = Field(default=None, foreign_key="entry.id")
    ref_no: str | None = Field(default=None, max_length=100)
    dated: dt.date | None = None
    paper_sha256: str | None = Field(default=None, foreign_key="stored_file.sha256", max_length=64)
    signed_sha256: str | None = Field(default=None, foreign_key="stored_file.sha256", max_length=64)
    created_by: int | None = Field(default=None, foreign_key="account.id")
    created_at: dt.datetime = Field(sa_type=Moment)
    updated_by: int | None = Field(default=None, foreign_key="account.id")
    updated_at: dt.datetime = Field(sa_type=Moment, index=True)
    issued_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    cancelled_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    cancel_reason: str | None = None


class ReceiptLink(Table, table=True):
    """A signed link by which a recipient without an account confirms receipt, once.

    The link's address is made from id, ``nonce`` and the key of the installation
    and is kept nowhere. ``used_by`` is the name that the person typed,
    ``outcome`` what was said with it, ``answer`` in which words.
    """

    __tablename__ = "receipt_link"

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", index=True)
    nonce: str = Field(max_length=32)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: dt.datetime = Field(sa_type=Moment)
    expires_at: dt.datetime = Field(sa_type=Moment)
    used_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    used_by: str | None = Field(default=None, max_length=120)
    used_as: str | None = Field(default=None, max_length=200)
    outcome: DeliveryState | None = Field(default=None, sa_type=Word(DeliveryState))
    answer: str | None = None
    revoked_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")
