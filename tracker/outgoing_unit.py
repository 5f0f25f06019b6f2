"""Which division of the office a letter out is numbered in."""

from datetime import datetime

from sqlmodel import Session

from tracker import audit, outgoing
from tracker.actor import Actor
from tracker.errors import BadValue
from tracker.models import Outgoing, Unit
from tracker.outgoing_content import understood
from tracker.sentences import sentence


def number_by(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    outgoing_id: int,
    version: int,
    unit_id: int | None,
) -> Outgoing:
    """Say which division's book or code the letter is numbered in; ``None``: the office's own.

    Its name goes under the letter as the one in charge, unless somebody typed another.
    """
    draft = outgoing.held(session, actor, outgoing_id, version=version)
    if unit_id == draft.unit_id:
        return draft
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    if unit_id is not None and (unit is None or unit.office_id != draft.office_id):
        raise BadValue(sentence("ไม่พบกองหรือกลุ่มนี้ในหน่วยงาน กรุณาเลือกจากรายการ"))
    before = {"unit_id": draft.unit_id}
    draft.unit_id = unit_id
    content = understood(draft.content)
    if unit is not None and not content.owner_unit:
        named = content.model_copy(update={"owner_unit": unit.name})
        draft.content = named.model_dump(mode="json")
    outgoing.touch(session, actor, now, draft)
    audit.record(
        session, actor, now, "edit_letter", ("outgoing", draft.id), before, {"unit_id": unit_id}
    )
    return draft
