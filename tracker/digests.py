"""The words of a message about duties: what, why today, what to do, where to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.reminder_stages import Part, Role, Stage, thai, to_do, why
from tracker.said import said
from tracker.vocabulary import (
    DutyKind,
)
from tracker.wording import long_date

#: So many duties are told one by one; of the rest the number.
SHOWN = 30
#: So many late offices are named for one letter.
NAMED = 10
#: So many characters of a subject.
_SUBJECT = 160


@dataclass(frozen=True, slots=True)
class Item:
    """One duty for one person. ``fresh``: not told at this stage before.

    ``office_id``: who owes; ``instead_of``: whose work this person does today.
    """

    duty_id: int
    letter_id: int
    kind: DutyKind
    ref_no: str
    subject: str
    due: date
    explanation: str
    office_id: int
    owed_to: str
    stage: Stage
    role: Role
    assigned: bool
    fresh: bool = True
    instead_of: str = ""


_HEADINGS = (
    (Role.OWN, Part.LATE, "เกินกำหนดแล้ว"),
    (Role.OWN, Part.ON, "ครบกำหนดวันนี้"),
    (Role.OWN, Part.BEFORE, "ใกล้ครบกำหนด"),
    (Role.HEAD, Part.LATE, "เรื่องของหน่วยงานท่านที่ยังไม่เสร็จ"),
    (Role.ABOVE, Part.LATE, "หน่วยงานในกำกับที่ยังค้าง"),
)


def subject(items: Sequence[Item], day: date) -> str:
    """Ends in the numbers, so that a full mailbox can be read by subjects alone."""
    counts = [
        (name, sum(one.role is Role.OWN and one.stage.part is part for one in items))
        for name, part in (
            ("เกินกำหนด", Part.LATE),
            ("ครบกำหนดวันนี้", Part.ON),
            ("ใกล้ครบ", Part.BEFORE),
        )
    ]
    counts.append(("เรื่องค้างที่ต้องสั่งการหรือติดตาม", sum(x.role is not Role.OWN for x in items)))
    told = " · ".join(f"{name} {count}" for name, count in counts if count)
    return thai(f"งานหนังสือราชการ {long_date(day)}: {told}")


@dataclass(frozen=True, slots=True)
class Around:
    """What the words need beside the duties.

    ``address``: where this office is found, empty where that was never set;
    ``office``: the name of an office; ``notes``: said at the end.
    """

    day: date
    address: str
    office: Callable[[int], str]
    notes: Sequence[str] = ()


def body(name: str, items: Sequence[Item], around: Around) -> str:
    """The whole text, for the person of that name."""
    lines = [f"เรียน {name}", ""]
    for role, part, heading in _HEADINGS:
        found = [x for x in items if x.role is role and x.stage.part is part]
        if found:
            lines += _section(heading, found, around)
    lines += [*around.notes, *([""] if around.notes else []), *_foot(around.address)]
    return "\n".join(lines) + "\n"


def _section(heading: str, items: list[Item], around: Around) -> list[str]:
    ordered = sorted(items, key=lambda x: (not x.fresh, x.due, x.letter_id, x.office_id))
    matters = _matters(ordered)
    lines = [thai(f"■ {heading} ({len(matters)} เรื่อง)"), ""]
    for number, same in enumerate(matters[:SHOWN], start=1):
        told = _item(number, same[0], around) if len(same) == 1 else _many(number, same, around)
        lines += [*told, ""]
    if len(matters) > SHOWN:
        where = f" ดูทั้งหมดที่ {around.address}/duties" if around.address else " ดูทั้งหมดในหน้ากำหนดเวลา"
        lines += [thai(f"และอีก {len(matters) - SHOWN} เรื่อง") + where, ""]
    return lines


def _matters(items: list[Item]) -> list[list[Item]]:
    """Each duty for itself, but what many offices below owe by one letter together."""
    found: dict[object, list[Item]] = {}
    for one in items:
        key = one.letter_id if one.role is Role.ABOVE else f"duty {one.duty_id}"
        found.setdefault(key, []).append(one)
    return list(found.values())


def _many(number: int, same: list[Item], around: Around) -> list[str]:
    """One letter that several offices below are late with, the latest named first."""
    one, count = same[0], len({x.office_id for x in same})
    longest = sorted(same, key=lambda x: (-x.stage.days, x.office_id))[:NAMED]
    names = [f"{around.office(x.office_id)} ({x.stage.days} วันทำการ)" for x in longest]
    rest = f" และอีก {count - len(names)} แห่ง" if count > len(names) else ""
    return [
        *_head(number, one),
        thai(f"   แจ้งหน่วยงานเหนือขึ้นไป เพราะมี {count} หน่วยงานเกินกำหนด: {', '.join(names)}{rest}"),
        *_foot_of(one, around),
    ]


def _head(number: int, one: Item) -> list[str]:
    title = thai(f"{number}. {said(one.kind)}: ") + (one.subject[:_SUBJECT] or "เปิดดูเรื่องในระบบ")
    return [title, thai(f"   หนังสือที่ {one.ref_no}")] if one.ref_no else [title]


def _foot_of(one: Item, around: Around) -> list[str]:
    lines = [f"   สิ่งที่ต้องทำ: {to_do(one.kind, one.stage, one.role)}"]
    if around.address:
        lines.append(f"   เปิดหนังสือ: {around.address}/letters/{one.letter_id}")
    return lines


def _item(number: int, one: Item, around: Around) -> list[str]:
    lines = _head(number, one)
    if one.role is Role.OWN and one.owed_to:
        lines.append(f"   ส่งถึง {one.owed_to}")
    owing = around.office(one.office_id) if one.role is Role.ABOVE else ""
    lines.append(f"   {why(one.stage, one.due, around.day, one.role, owing)}")
    if one.instead_of:
        lines.append(f"   ท่านได้รับเพราะปฏิบัติงานแทน {one.instead_of}")
    elif one.role is Role.OWN and not one.assigned:
        lines.append("   ท่านได้รับเพราะเรื่องนี้ยังไม่ได้มอบหมายผู้รับผิดชอบ")
    if one.explanation:
        lines.append(thai(f"   ที่มาของกำหนด: {one.explanation}"))
    return [*lines, *_foot_of(one, around)]


def _foot(address: str) -> list[str]:
    where = f"ที่ {address}/me/reminders" if address else "ในเวียน หน้า “การเตือนของฉัน”"
    return ["—", f"ข้อความนี้ส่งโดยระบบเวียน ปรับเวลา ช่องทาง และจำนวนวันล่วงหน้าได้{where}"]
