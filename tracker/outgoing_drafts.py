"""The words of a draft: what a covering letter or an answer says, from the letter it stands on.

All of it is a proposal in a form that a clerk goes on writing; nothing that he
has typed is ever composed again.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from tracker import offices, staffing
from tracker.actor import Actor
from tracker.models import Letter, Office, OfficeName, Outgoing
from tracker.outgoing_content import DUE_MARK, TO_FILL, Cited, Content, Recipient
from tracker.said import said
from tracker.vocabulary import (
    Action,
    Capacity,
    LetterKind,
    Level,
    OutgoingKind,
    OutgoingState,
    Urgency,
)
from tracker.wording import long_date

#: What an office writes on every letter: taken over from its last one.
_HABITS = ("sender", "address", "owner_unit", "phone", "fax", "email")
#: Heads of so many offices are named one by one, more of them by their kind.
_NAMED = 6
_SEATS = {Level.PROVINCE: "ศาลากลาง", Level.DISTRICT: "ที่ว่าการ"}
_WISHES = {
    Action.KNOW: "จึงเรียนมาเพื่อโปรดทราบ",
    Action.CONSIDER: "จึงเรียนมาเพื่อโปรดพิจารณา",
    Action.ACT: "จึงเรียนมาเพื่อโปรดดำเนินการต่อไป",
    Action.RELAY: "จึงเรียนมาเพื่อโปรดทราบและแจ้งหน่วยงานที่เกี่ยวข้องต่อไป",
    Action.REPORT: "จึงเรียนมาเพื่อโปรดดำเนินการและรายงานผลต่อไป",
}


@dataclass(frozen=True, slots=True)
class Own:
    """The office that writes, on a day."""

    office: Office
    name: str
    day: dt.date

    @property
    def id(self) -> int:
        assert self.office.id is not None
        return self.office.id


def own(session: Session, office_id: int, day: dt.date) -> Own:
    office = session.get_one(Office, office_id)
    return Own(office, offices.name_on(session, office_id, day), day)


def unit_of(session: Session, actor: Actor, day: dt.date) -> int | None:
    """The one division that the writer works in; the central office for all others."""
    units = staffing.units_of(session, actor.account_id, actor.office_id, day)
    return next(iter(units)) if len(units) == 1 else None


def issuer_of(session: Session, letter: Letter) -> str:
    """The office that a letter is from, by its name on that day."""
    if letter.issuer_office_id is not None:
        return offices.name_on(session, letter.issuer_office_id, letter.named_on)
    return letter.issuer or ""


def citation(session: Session, letter: Letter) -> str:
    """``หนังสือจังหวัดระยอง ด่วนที่สุด ที่ รย 0023.3/ว 5269 ลงวันที่ 16 พฤศจิกายน 2561``."""
    word = "บันทึกข้อความ" if letter.kind is LetterKind.MEMO else "หนังสือ"
    parts = [f"{word}{issuer_of(session, letter)}"]
    if letter.urgency is not Urgency.NORMAL:
        parts.append(said(letter.urgency))
    if letter.ref_no:
        parts.append(f"ที่ {letter.ref_no}")
    if letter.date:
        parts.append(f"ลงวันที่ {long_date(letter.date)}")
    return " ".join(parts)


def letterhead(session: Session, writer: Own) -> dict[str, Any]:
    """What stands on every letter of the office: as on its last one, else as is usual."""
    last = session.exec(
        select(Outgoing)
        .where(Outgoing.office_id == writer.id, Outgoing.state != OutgoingState.CANCELLED)
        .order_by(col(Outgoing.updated_at).desc())
        .limit(1)
    ).first()
    habits = {name: last.content.get(name) or "" for name in _HABITS} if last else {}
    habits["sender"] = habits.get("sender") or _seat(writer)
    head = staffing.acting_head(session, writer.id, writer.day)
    if head is not None:
        acting = f"{said(head.how)} {head.acting_for}".strip() if head.how else ""
        signing = {"signatory_name": head.name, "signatory_position": head.title}
        return {**habits, **signing, "acting_for": acting}
    title = offices.head_on(session, writer.id, writer.day)
    signed = last.content.get("signatory_name") or "" if last else ""
    return {**habits, "signatory_name": signed, "signatory_position": title}


def _seat(writer: Own) -> str:
    """Where the office has its seat, as it stands at the top right of its letters."""
    if writer.office.level is Level.LOCAL:
        return ("สำนักงาน" if writer.name.startswith("เทศบาล") else "ที่ทำการ") + writer.name
    return _SEATS.get(writer.office.level, "") + writer.name


def relay(session: Session, writer: Own, letter: Letter, due_on: dt.date | None) -> Content:
    """The covering letter by which an office passes a letter on to those below it."""
    below = subordinates(session, writer)
    copy = Cited(text=f"สำเนา{citation(session, letter)}", count="1 ชุด", letter_id=letter.id)
    asks = letter.action if letter.action not in (None, Action.RELAY) else Action.ACT
    asks = Action.KNOW if letter.action is Action.KNOW and due_on is None else asks
    about = f" เรื่อง {letter.subject}" if letter.subject else ""
    first = f"ด้วย{writer.name}ได้รับแจ้งจาก{issuer_of(session, letter)}{about}"
    lines = [f"{first} รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย"]
    if wish := _wish(writer, below, asks, due_on):
        lines.append(wish)
    lines.append(_WISHES[asks or Action.ACT])
    return Content(
        **letterhead(session, writer),
        urgency=letter.urgency,
        circular=len(below) > 1,
        subject=letter.subject or "",
        to_text=addressed_as(session, writer, below),
        enclosures=(copy,),
        body="\n".join(lines),
        action=Action.RELAY if _passes_on(below) and asks is not Action.REPORT else asks,
        due_on=due_on,
    )


def _passes_on(below: Sequence[Office]) -> bool:
    return any(one.level in (Level.PROVINCE, Level.DISTRICT) for one in below)


def _wish(
    writer: Own, below: Sequence[Office], asks: Action | None, due_on: dt.date | None
) -> str | None:
    """What is asked of those below: to tell those below them, to do, to report by the day."""
    districts = any(one.level is Level.DISTRICT for one in below)
    provinces = any(one.level is Level.PROVINCE for one in below)
    whom = "ท่าน"
    if districts or provinces:
        teller = "อำเภอ" if districts else "จังหวัด"
        whom = f"{teller}แจ้งองค์กรปกครองส่วนท้องถิ่นในพื้นที่ทราบ"
    if asks is Action.KNOW:
        return f"ในการนี้ ขอให้{whom}" if districts or provinces else None
    does = "และดำเนินการในส่วนที่เกี่ยวข้อง" if districts or provinces else "ดำเนินการในส่วนที่เกี่ยวข้อง"
    text = f"ในการนี้ {writer.name}พิจารณาแล้ว จึงขอให้{whom}{does}"
    if asks is Action.REPORT:
        text += f" แล้วรายงานผลให้{writer.name}ทราบ"
    return text + (f" ภายในวันที่ {DUE_MARK}" if due_on else "")


def answer(session: Session, writer: Own, letter: Letter) -> Content:
    """The answer to a letter, addressed to who wrote it; what it says is left to the clerk."""
    issuer = issuer_of(session, letter)
    about = f"เรื่อง {letter.subject}" if letter.subject else "ตามรายละเอียดที่แจ้ง"
    body = [
        f"ตามหนังสือที่อ้างถึง {issuer}ได้แจ้ง{about} ความละเอียดแจ้งแล้ว นั้น",
        f"{writer.name}ขอเรียนว่า {TO_FILL}",
        "จึงเรียนมาเพื่อโปรดทราบ",
    ]
    return Content(
        **letterhead(session, writer),
        subject=letter.subject or "",
        to_text=_head_of(session, letter),
        references=(Cited(text=citation(session, letter), letter_id=letter.id),),
        body="\n".join(body),
        action=Action.KNOW,
    )


def _head_of(session: Session, letter: Letter) -> str:
    """Whom an answer addresses: the head of the office that wrote, else for whom it was signed."""
    if letter.issuer_office_id is not None:
        head = offices.head_on(session, letter.issuer_office_id, letter.named_on)
        if head:
            return head
    signed = letter.signatory or {}
    return str(signed.get("acting_for") or signed.get("position") or letter.issuer or "")


def blank(session: Session, writer: Own) -> Content:
    """A letter of its own accord."""
    wish = _WISHES[Action.CONSIDER]
    return Content(**letterhead(session, writer), body=f"ด้วย {TO_FILL}\n{wish}")


def subordinates(session: Session, writer: Own) -> list[Office]:
    """To whom an office passes letters on: those right below it that exist on the day.

    A department writes to the provinces, which belong to the ministry.
    """
    if writer.office.level is Level.DEPARTMENT:
        found = session.exec(select(Office).where(Office.level == Level.PROVINCE)).all()
    else:
        found = offices.below(session, writer.id)
    ids = [one.id for one in found if one.id is not None]
    named = session.exec(
        select(OfficeName).where(
            col(OfficeName.office_id).in_(ids), col(OfficeName.is_alias).is_(False)
        )
    )
    living = {
        one.office_id for one in named
        if (one.valid_from is None or one.valid_from <= writer.day)
        and (one.valid_to is None or one.valid_to > writer.day)
    }  # fmt: skip
    return [one for one in found if one.id in living]


def addressed_as(session: Session, writer: Own, to: Sequence[Office]) -> str:
    """How these offices are addressed together: ``นายอำเภอ ทุกอำเภอ``, heads one by one if few."""
    lines = []
    for level in Level:
        some = [one for one in to if one.level is level]
        if not some:
            continue
        heads = [offices.head_on(session, one.id or 0, writer.day) for one in some]
        if level is Level.PROVINCE and len(some) > 1:
            lines.append("ผู้ว่าราชการจังหวัด ทุกจังหวัด")
        elif level is Level.DISTRICT and len(some) > 1:
            lines.append("นายอำเภอ ทุกอำเภอ")
        elif len(some) <= _NAMED:
            lines += [head for head in heads if head]
        else:
            lines.append(_all_of(heads))
    return "\n".join(lines)


def _all_of(heads: Sequence[str]) -> str:
    """All heads by their kind; the only one of a kind by its own title."""
    kinds: dict[str, list[str]] = {}
    for head in heads:
        kinds.setdefault(kind_of_head(head), []).append(head)
    alone = [found[0] for found in kinds.values() if len(found) == 1]
    many = [kind for kind, found in kinds.items() if len(found) > 1]
    groups = " ".join([*many[:-1], f"และ{many[-1]}" if len(many) > 1 else many[0]]) if many else ""
    return "\n".join([*alone, f"{groups} ทุกแห่ง"] if many else alone)


def kind_of_head(head: str) -> str:
    """``นายกเทศมนตรีตำบลชำฆ้อ`` as ``นายกเทศมนตรีตำบล``; other titles as they are."""
    kinds = (
        "นายกองค์การบริหารส่วนจังหวัด", "นายกองค์การบริหารส่วนตำบล", "นายกเทศมนตรีนคร",
        "นายกเทศมนตรีเมือง", "นายกเทศมนตรีตำบล", "นายอำเภอ", "ผู้ว่าราชการจังหวัด",
    )  # fmt: skip
    return next((one for one in kinds if head.startswith(one)), head)


def as_recipients(
    session: Session, to: Sequence[int], day: dt.date, capacity: Capacity = Capacity.TO
) -> list[Recipient]:
    """Offices as recipients, by their names on the day."""
    names = offices.names_on(session, to, day)
    return [
        Recipient(office_id=one, name=names[one], capacity=capacity) for one in to if one in names
    ]


def addressee(session: Session, text: str, day: dt.date) -> list[Recipient]:
    """The one office that a line addresses; somebody in no list stays as he is written."""
    office = offices.find_by_name(session, text, day)
    if office is not None and office.id is not None:
        return as_recipients(session, [office.id], day)
    return [Recipient(name=text)] if text else []


def first(
    session: Session, writer: Own, kind: OutgoingKind, letter: Letter | None, due: dt.date | None
) -> tuple[Content, list[Recipient]]:
    """Content and recipients that a new draft begins with."""
    if letter is None or kind is OutgoingKind.NEW:
        return blank(session, writer), []
    if kind is OutgoingKind.ANSWER:
        made = answer(session, writer, letter)
        return made, addressee(session, made.to_text, writer.day)
    below = [one.id for one in subordinates(session, writer) if one.id is not None]
    return relay(session, writer, letter, due), as_recipients(session, below, writer.day)
