"""Whose a date is, and what kind of thing is owed: decided from the words of the letter.

A circular often names several levels (ให้ อปท. ส่งอำเภอภายใน… และอำเภอรวบรวมส่งจังหวัดภายใน…).
Each office takes the dates of its own level, passes on those of the levels
below and leaves those above alone. A date that nobody can be found for is
never dropped: it is the addressee's, with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from tracker import deadlines, offices
from tracker.models import Office, OfficeName
from tracker.vocabulary import Action, DutyKind, Level


class Concern(StrEnum):
    """Whose a date is, seen from one office. ``unsure``: ours, unless a person knows better."""

    OURS = "ours"
    BELOW = "below"
    ABOVE = "above"
    OTHERS = "others"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an office stands: its level, its type of local government, those above it."""

    office_id: int
    level: Level
    type: str
    above: frozenset[int]
    province: str | None


@dataclass(frozen=True, slots=True)
class Obliged:
    """Whom a clause obliges: one office, a level (some types of it), or everyone addressed.

    ``others``: who is named beside them.
    """

    office: Standing | None = None
    level: Level | None = None
    types: frozenset[str] = frozenset()
    everyone: bool = False
    others: tuple[Obliged, ...] = ()

    @property
    def known(self) -> bool:
        return self.office is not None or self.level is not None or self.everyone


#: Kinds of item that somebody has to keep, and those that only are.
DATED = ("due", "recurring", "window", "silence")
EVENT = "event"

_EVERYONE = re.compile(r"ส่วนราชการ|หน่วยงาน(?!ต้นสังกัด)|ผู้รับผิดชอบ|ทุกแห่ง|ผู้เกี่ยวข้อง|ท่าน|เจ้าหน้าที่|หัวหน้า")
_TYPES = (
    (re.compile(r"เทศบาลนคร|^ทน\.|เทศมนตรีนคร"), "เทศบาลนคร"),
    (re.compile(r"เทศบาลเมือง|^ทม\.|เทศมนตรีเมือง"), "เทศบาลเมือง"),
    (re.compile(r"เทศบาลตำบล|^ทต\.|เทศมนตรีตำบล"), "เทศบาลตำบล"),
    (re.compile(r"องค์การบริหารส่วนตำบล|อบต"), "องค์การบริหารส่วนตำบล"),
    (re.compile(r"องค์การบริหารส่วนจังหวัด|อบจ"), "องค์การบริหารส่วนจังหวัด"),
)
_MUNICIPAL = re.compile(r"เทศบาล|เทศมนตรี")
#: What stands between two that are named together (จังหวัด อำเภอ และ อปท.).
_JOINED = re.compile(r"\s*(?:และ|หรือ|,|/)\s*|\s+")

_REPORT = re.compile(
    r"รายงาน|ตอบ|ส่ง(?!เสริม)|แจ้งผล|แจ้งยืนยัน|แจ้งราย(?:ชื่อ|ละเอียด)|แจ้งตอบ|แจ้งความ(?:ประสงค์|เห็น|ต้องการ)"
    r"|แจ้ง(?:ให้)?(?:อำเภอ|จังหวัด|กรม|กระทรวง)|ยืนยัน|กรอก|บันทึกข้อมูล|เสนอ(?!แนะ)|ยื่น"
)
_TO_LEVEL = re.compile(r"แจ้ง(?:ให้)?(?P<whom>อำเภอ|จังหวัด|กรม|กระทรวง)")
_RELAY = re.compile(
    r"(?:แจ้ง|เวียน|ประสาน|กำชับ|มอบหมาย|ประชาสัมพันธ์)(?:เวียน)?(?:ให้)?\s?"
    r"(?:แก่|ไปยัง)?\s?(?:ทุก)?(?:อปท|องค์กรปกครอง|องค์การบริหาร|เทศบาล|อำเภอ|หน่วยงานในสังกัด"
    r"|ส่วนราชการในสังกัด|ผู้เกี่ยวข้อง|ผู้ที่เกี่ยวข้อง|หน่วยงานที่เกี่ยวข้อง|โรงเรียน|สถานศึกษา)"
)
_OF_ACTION = {
    Action.KNOW: DutyKind.KNOW,
    Action.CONSIDER: DutyKind.CONSIDER,
    Action.ACT: DutyKind.ACT,
    Action.RELAY: DutyKind.RELAY,
    Action.REPORT: DutyKind.REPORT,
}


def kind_of(
    item_kind: str, text: str, action: Action | None, level: Level | None = None
) -> DutyKind:
    """What is owed by a date: the clause's own words decide, then what the letter asks for.

    ``level``: of who owes it; แจ้งอำเภอ is a report from below and an order from above.
    """
    if item_kind == EVENT:
        return DutyKind.EVENT
    if item_kind == "silence":
        return DutyKind.CONSIDER
    reported = _without_orders(text, level)
    if _REPORT.search(reported):
        return DutyKind.REPORT
    if reported != text or _RELAY.search(text):
        return DutyKind.RELAY
    # A date has to be kept: knowing of it is not enough.
    asked = _OF_ACTION.get(action or Action.ACT, DutyKind.ACT)
    return DutyKind.ACT if asked in (DutyKind.KNOW, DutyKind.RELAY) else asked


def _without_orders(text: str, level: Level | None) -> str:
    """``text`` without what a ``level`` tells those below it."""
    return _TO_LEVEL.sub(lambda m: "" if _deeper(m["whom"], level) else m[0], text)


def _deeper(name: str, level: Level | None) -> bool:
    other = _level(name)
    return level is not None and other is not None and other.depth > level.depth


def _level(name: str) -> Level | None:
    depth = deadlines.depth_of(name)
    return None if depth is None else list(Level)[depth]


def kind_of_action(action: Action) -> DutyKind:
    """What is owed by a letter that names no day."""
    return _OF_ACTION[action]


def standings(session: Session, office_ids: Iterable[int], day: date | None) -> dict[int, Standing]:
    """Where each of the offices stands, by the names they bore on ``day``."""
    wanted = set(office_ids)
    tree = session.exec(select(col(Office.id), col(Office.parent_id))).all()
    parents: dict[int, int | None] = {one: parent for one, parent in tree if one is not None}
    if len(wanted) <= 50:
        types = {one: _type(offices.main_name(session, one, day)) for one in wanted}
    else:
        types = _types_of_many(session, day)
    made = {}
    for chunk in _chunks(sorted(wanted)):
        for office in session.exec(select(Office).where(col(Office.id).in_(chunk))):
            assert office.id is not None
            made[office.id] = Standing(
                office.id, office.level, types.get(office.id, ""),
                _above(parents, office.id), office.province,
            )  # fmt: skip
    return made


def standing(session: Session, office_id: int, day: date | None) -> Standing:
    return standings(session, [office_id], day)[office_id]


def _type(name: OfficeName | None) -> str:
    return name.type if name else ""


def _types_of_many(session: Session, day: date | None) -> dict[int, str]:
    types: dict[int, str] = {}
    for name in session.exec(
        select(OfficeName)
        .where(col(OfficeName.is_alias).is_(False))
        .order_by(col(OfficeName.valid_from).nulls_first())
    ):
        started = name.valid_from is None or day is None or name.valid_from <= day
        if started or name.office_id not in types:
            types[name.office_id] = name.type
    return types


def _chunks(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def _above(parents: dict[int, int | None], office_id: int) -> frozenset[int]:
    above: set[int] = set()
    at = parents.get(office_id)
    while at is not None and at not in above:
        above.add(at)
        at = parents.get(at)
    return frozenset(above)


def obliged(session: Session, actor: str | None, day: date | None) -> Obliged:
    """Whom the clause's actor, as printed, means; with no level and no office: nobody we know."""
    if not actor:
        return Obliged(everyone=True)
    if (whole := _one(session, actor, day)).office is not None:
        return whole
    parts = [_one(session, part, day) for part in _JOINED.split(actor) if part]
    if len(parts) < 2 or not all(part.known for part in parts):
        return whole
    return replace(parts[0], others=tuple(parts[1:]))


def _one(session: Session, actor: str, day: date | None) -> Obliged:
    bare = offices.squeezed(actor).removeprefix("ทุก").removeprefix("แต่ละ")
    named = offices.find_by_name(session, actor, day)
    if named is not None and named.id is not None:
        return Obliged(office=standing(session, named.id, day))
    types = frozenset(kind for pattern, kind in _TYPES if pattern.search(bare))
    if types:
        return Obliged(level=Level.LOCAL, types=types)
    if _MUNICIPAL.search(bare):
        return Obliged(level=Level.LOCAL, types=frozenset({"เทศบาล"}))
    level = _level(bare)
    return Obliged(level=level, everyone=level is None and bool(_EVERYONE.search(bare)))


def concern(who: Obliged, office: Standing) -> Concern:
    """Whose the date is, seen from ``office``; of several that are named, the nearest counts."""
    seen = [_concern(one, office) for one in (who, *who.others)]
    return min(seen, key=list(Concern).index)


def _concern(who: Obliged, office: Standing) -> Concern:
    if who.everyone:
        return Concern.OURS
    if who.office is not None:
        return _of_one(who.office, office)
    if who.level is None:
        return Concern.UNSURE
    if who.level is office.level:
        fits = not who.types or any(office.type.startswith(kind) for kind in who.types)
        return Concern.OURS if fits or not office.type else Concern.OTHERS
    return Concern.BELOW if who.level.depth > office.level.depth else Concern.ABOVE


def _of_one(named: Standing, office: Standing) -> Concern:
    if named.office_id == office.office_id:
        return Concern.OURS
    if office.office_id in named.above:
        return Concern.BELOW
    return Concern.ABOVE if named.office_id in office.above else Concern.OTHERS
