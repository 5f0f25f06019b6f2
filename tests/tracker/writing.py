"""An office that writes letters: what it received, and the way of a draft to its number."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from tests.tracker.bundles import Values, department, drop, reading
from tracker import db, intake, outgoing, outgoing_issue
from tracker.actor import Actor
from tracker.models import Outgoing
from tracker.sending import Issued
from tracker.vocabulary import OutgoingKind

SIGNED: Values = {
    "signatory_name": "นายสมมติ ตัวอย่าง",
    "signatory_position": "ผู้ว่าราชการจังหวัดระยอง",
}
DUE: Values = {
    "text": "ภายในวันที่ 30 ธันวาคม 2569", "kind": "due", "rule": "day", "actor": None,
    "due": "2026-12-30", "doubt": None, "confidence": 0.9, "page": 1, "raw": None,
}  # fmt: skip


def received(engine: Engine, actor: Actor, now: datetime, **more: Any) -> int:
    """The department's circular, registered by the actor's office; the letter."""
    given: Values = {"role": "cover", "action": "report", "deadlines": [DUE], **more}
    arrival = drop(engine, actor, now, reading(department(**given)), name=f"{sorted(more)}.pdf")
    with db.begin(engine) as session:
        return intake.settle(session, actor, now, arrival_id=arrival).letter_id


def drafted(
    engine: Engine,
    actor: Actor,
    now: datetime,
    letter_id: int | None,
    kind: OutgoingKind = OutgoingKind.RELAY,
    **values: Any,
) -> Outgoing:
    """A draft with a signatory and whatever else is given."""
    with db.begin(engine) as session:
        draft = outgoing.draft_from(session, actor, now, letter_id=letter_id, kind=kind)
        return outgoing.save(
            session, actor, now, outgoing_id=draft.id or 0, version=draft.version,
            values={**SIGNED, **values},
        )  # fmt: skip


def issued(
    engine: Engine, actor: Actor, now: datetime, draft: Outgoing, dated: date, **more: Any
) -> Issued:
    """Laid before the signatory, signed and numbered."""
    with db.begin(engine) as session:
        waiting = outgoing.submit(
            session, actor, now, outgoing_id=draft.id or 0, version=draft.version
        )
    with db.begin(engine) as session:
        return outgoing_issue.sign_and_issue(
            session, actor, now, outgoing_id=draft.id or 0, version=waiting.version, dated=dated,
            read=intake.read_citation, **more,
        )  # fmt: skip
