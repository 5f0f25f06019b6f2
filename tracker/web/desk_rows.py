"""What a line of the desk says of an arrival that waits for review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker import intake
from tracker.actor import Actor
from tracker.drafting import Waiting
from tracker.intake import ArrivalView

#: The first ones are told by subject and number, the rest by file name.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    filename: str
    arrived_at: datetime
    subject: str | None = None
    ref_no: str | None = None
    issuer: str | None = None
    open_doubts: int = 0
    double: bool = False


def rows(session: Session, actor: Actor, arrivals: Sequence[ArrivalView]) -> list[Row]:
    known = intake.waiting(session, actor, [one.id for one in arrivals[:TOLD]])
    return [
        _told(one, known[one.id]) if one.id in known else Row(one.id, one.filename, one.arrived_at)
        for one in arrivals
    ]


def _told(arrival: ArrivalView, waiting: Waiting) -> Row:
    said = {field.name: field.final for field in waiting.first.fields}
    return Row(
        arrival.id,
        arrival.filename,
        arrival.arrived_at,
        said.get("subject"),
        said.get("ref_no"),
        said.get("issuer"),
        waiting.view.open_doubts,
        waiting.double,
    )
