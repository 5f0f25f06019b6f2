"""The form of a letter out: what stands in its fields, and what a clerk typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from tracker import duties, recipient_lists
from tracker.actor import Actor
from tracker.errors import BadValue
from tracker.outgoing import OutgoingView
from tracker.outgoing_content import FORMS, Content, Recipient, cited_lines
from tracker.said import said
from tracker.vocabulary import (
    Action,
    Capacity,
    LetterKind,
    OutgoingKind,
    Urgency,
)
from tracker.web import thai, tongue
from tracker.web.edge import now
from tracker.web.tongue import gettext as _

#: Fields that are taken over as they are typed.
PLAIN = (
    "form", "urgency", "sender", "address", "subject", "salutation", "to_text", "body",
    "signatory_name", "signatory_position", "acting_for", "owner_unit", "phone", "fax", "email",
    "copies_to", "closing",
)  # fmt: skip
#: Recipients shown one by one; of more only how many there are.
LISTED = 120
CHOICES = {
    "form": [(x, said(x)) for x in FORMS],
    "urgency": [(x, said(x)) for x in Urgency],
    "action": [(x, said(x)) for x in Action],
    "capacity": [(x, said(x)) for x in Capacity],
}


def shown(view: OutgoingView) -> dict[str, str]:
    """The text that stands in each field."""
    content = view.content
    values = {name: str(getattr(content, name)) for name in PLAIN}
    values["circular"] = "1" if content.circular else ""
    values["references"] = "\n".join(one.line for one in content.references)
    values["enclosures"] = "\n".join(one.line for one in content.enclosures)
    values["due_on"] = thai.day(content.due_on)
    values["buffer_days"] = thai.digits(content.buffer_days)
    values["action"] = content.action or ""
    values["unit"] = str(view.unit_id or "")
    return values


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """The same from a form that was sent: nothing typed is lost when it is refused."""
    names = (
        *PLAIN, "circular", "references", "enclosures", "due_on", "buffer_days", "action", "unit",
    )  # fmt: skip
    return {name: form.get(name, "") for name in names} | {
        name: form.get(name, "") for name in ("add", "remove")
    }


def values(session: Session, actor: Actor, view: OutgoingView, form: Mapping[str, str]) -> Any:
    """The content that was typed. Raises ``BadValue`` or ``ValueError`` with a Thai sentence."""
    content = view.content
    made: dict[str, Any] = {name: form[name] for name in PLAIN if name in form}
    made["circular"] = bool(form.get("circular"))
    made["references"] = cited_lines(form.get("references", ""), content.references)
    made["enclosures"] = cited_lines(form.get("enclosures", ""), content.enclosures)
    made["action"] = form.get("action") or None
    made["buffer_days"] = _days(form.get("buffer_days", ""))
    day = form.get("due_on", "").strip()
    made["due_on"] = thai.parse_day(day) if day else None
    if made["due_on"] == content.due_on and made["buffer_days"] != content.buffer_days:
        made["due_on"] = _counted(session, actor, view, made["buffer_days"]) or made["due_on"]
    if made.get("form") == LetterKind.STAMPED and made.get("salutation") == "เรียน":
        made["salutation"] = "ถึง"
    elif made.get("form") != LetterKind.STAMPED and made.get("salutation") == "ถึง":
        made["salutation"] = "เรียน"
    for name in ("references", "enclosures"):
        made[name] = [one.model_dump() for one in made[name]]
    return made


def unit_id(form: Mapping[str, str]) -> int | None:
    """The division that was chosen; ``None`` for the office itself."""
    text = form.get("unit", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadValue(_("ไม่พบกองหรือกลุ่มนี้ในหน่วยงาน กรุณาเลือกจากรายการ"))
    return int(text) if text else None


def _days(text: str) -> int:
    plain = thai.arabic(text).strip() or "0"
    if not plain.isdecimal() or len(plain) > 3:
        raise BadValue(_("“%(text)s” ไม่ใช่จำนวนวัน กรุณาพิมพ์ตัวเลข เช่น ๓", text=text))
    return int(plain)


def _counted(session: Session, actor: Actor, view: OutgoingView, buffer: int) -> date | None:
    """The day anew when only the buffer was changed."""
    if view.kind is not OutgoingKind.RELAY or view.source is None or view.source.id is None:
        return None
    told = duties.proposed(session, actor, now(), letter_id=view.source.id, buffer_days=buffer)
    return told.due_on if told else None


def recipients(
    session: Session, actor: Actor, view: OutgoingView, form: MultiDict[str, str]
) -> list[Recipient]:
    """Who gets the letter after what was typed: taken out, changed, added."""
    kept = list(view.recipients)
    if "listed" in form:  # one line for each, with its capacity; empty: taken out
        chosen = form.getlist("capacity")
        if len(chosen) != len(kept):
            raise BadValue(_("รายชื่อผู้รับเปลี่ยนไปแล้ว กรุณาเปิดหน้านี้ใหม่"))
        kept = [
            one.model_copy(update={"capacity": Capacity(capacity)})
            for one, capacity in zip(kept, chosen, strict=True)
            if capacity
        ]
    if form.get("clear"):
        kept = []
    gone = {"".join(line.split()) for line in form.get("remove", "").splitlines() if line.strip()}
    unknown = gone - {"".join(one.name.split()) for one in kept}
    if unknown:
        raise BadValue(
            _("ไม่มีผู้รับชื่อ “%(name)s” ในรายชื่อ กรุณาตรวจชื่อที่จะเอาออก", name=next(iter(unknown)))
        )
    kept = [one for one in kept if "".join(one.name.split()) not in gone]
    if (list_id := form.get("list", type=int)) is not None:
        kept += [Recipient.model_validate(x) for x in recipient_lists.one(
            session, actor, list_id).items]  # fmt: skip
    if added := form.get("add", "").strip():
        meant = recipient_lists.understand(session, actor, added, thai.local(now()).date())
        kept += [
            Recipient(office_id=x.office_id, name=x.name, capacity=x.capacity) for x in meant.to
        ]
    return kept


def explained(session: Session, actor: Actor, view: OutgoingView) -> str:
    """Why the draft proposes its day; empty where it proposes none."""
    if view.kind is not OutgoingKind.RELAY or view.source is None or view.source.id is None:
        return ""
    told = duties.proposed(
        session, actor, now(), letter_id=view.source.id, buffer_days=view.content.buffer_days
    )
    if told is None:
        return ""
    said = (tongue.explained(told.explanation), tongue.of_reader(told.doubt))
    return tongue.BETWEEN.join(one for one in said if one)


def trimmed(content: Content, rows: int = 60) -> Content:
    """For the screen: a long list behind the letter is shown by its beginning."""
    if content.annex is None or len(content.annex.rows) <= rows:
        return content
    all_rows = content.annex.rows
    short = content.annex.model_copy(update={"rows": all_rows[:rows], "total": len(all_rows)})
    return content.model_copy(update={"annex": short})
