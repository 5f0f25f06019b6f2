"""What an administrator does with offices: names from a day on, aliases, letter numbers, new ones.

Old names stay with their days, so that old letters are still told by the name
that the office bore then.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from tracker import audit, offices
from tracker.accounts import only_admin
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import Office, OfficeName
from tracker.sentences import sentence
from tracker.vocabulary import Level
from tracker.wording import BANGKOK, long_date


@dataclass(frozen=True, slots=True)
class OfficeView:
    office: Office
    name: str
    parent_name: str


@dataclass(frozen=True, slots=True)
class Listing:
    items: list[OfficeView]
    total: int
    page: int
    pages: int


def listing(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    query: str = "",
    page: int = 1,
    per_page: int = 50,
) -> Listing:
    """The offices below an administrator whose names, of whatever day, hold the query."""
    only_admin(actor)
    wanted = select(Office).where(col(Office.id).in_(actor.office_ids))
    for word in query.split():
        part = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        named = select(OfficeName.office_id).where(col(OfficeName.name).like(part, escape="\\"))
        wanted = wanted.where(col(Office.id).in_(named))
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    found = wanted.order_by(col(Office.key)).offset((page - 1) * per_page).limit(per_page)
    items = [_view(session, one, now) for one in session.exec(found)]
    return Listing(items, total, page, pages)


def _view(session: Session, office: Office, now: datetime) -> OfficeView:
    assert office.id is not None
    today = now.astimezone(BANGKOK).date()
    above = offices.name_on(session, office.parent_id, today) if office.parent_id else ""
    return OfficeView(office, offices.name_on(session, office.id, today), above)


def office(
    session: Session, actor: Actor, now: datetime, office_id: int
) -> tuple[OfficeView, list[OfficeName]]:
    """An office and all its names: the dated ones newest first, then the aliases."""
    only_admin(actor)
    found = session.get(Office, office_id) if office_id in actor.office_ids else None
    if found is None:
        raise NotFound
    names = session.exec(select(OfficeName).where(OfficeName.office_id == office_id)).all()
    ordered = sorted(
        names, key=lambda one: (one.is_alias, -(one.valid_from or date.min).toordinal(), one.id)
    )
    return _view(session, found, now), ordered


def _managed(session: Session, actor: Actor, office_id: int) -> Office:
    """The office, held so that two changes of its names come one after the other."""
    only_admin(actor)
    if office_id not in actor.office_ids:
        raise NotFound
    return session.exec(select(Office).where(Office.id == office_id).with_for_update()).one()


def _plain(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise BadValue(sentence("กรุณาพิมพ์%(what)s", what=what))
    if len(plain) > 300:
        raise BadValue(sentence("%(what)sยาวเกิน 300 ตัวอักษร กรุณาย่อให้สั้นลง", what=what))
    return plain


def add_name(
    session: Session, actor: Actor, now: datetime, *,
    office_id: int, name: str, valid_from: date, head_title: str,
) -> OfficeName:  # fmt: skip
    """A name that the office bears from a day on; the one before ends with the day before."""
    _managed(session, actor, office_id)
    name = _plain(name, sentence("ชื่อหน่วยงาน"))
    head_title = _plain(head_title, sentence("ชื่อตำแหน่งหัวหน้าหน่วยงาน"))
    dated = session.exec(
        select(OfficeName).where(
            OfficeName.office_id == office_id, col(OfficeName.is_alias).is_(False)
        )
    ).all()
    until: date | None = None
    before: OfficeName | None = None
    for one in sorted(dated, key=lambda one: one.valid_from or date.min):
        if one.valid_from == valid_from:
            raise BadValue(
                sentence(
                    "มีชื่อที่เริ่มใช้วันที่ %(valid_from)s อยู่แล้ว (%(name)s)",
                    valid_from=long_date(valid_from),
                    name=one.name,
                )
            )
        if one.valid_from is None or one.valid_from < valid_from:
            before = one
        else:
            until = one.valid_from
            break
    if before is not None and (before.valid_to is None or before.valid_to > valid_from):
        before.valid_to = valid_from
        session.add(before)
    kind = _type(name) or (before.type if before else "")
    made = OfficeName(
        office_id=office_id, name=name, type=kind, short=_short(name, kind),
        head_title=head_title, valid_from=valid_from, valid_to=until,
    )  # fmt: skip
    _keep(session, actor, now, made, "add_name", before=before.name if before else None)
    return made


def _type(name: str) -> str:
    """The type of local government that a name begins with."""
    return next((one for one in offices.SHORT_TYPES if name.startswith(one)), "")


def _short(name: str, kind: str) -> str:
    short = offices.SHORT_TYPES.get(kind, "")
    return short + name.removeprefix(kind) if short and name.startswith(kind) else ""


def _keep(
    session: Session, actor: Actor, now: datetime, made: OfficeName, act: str,
    before: str | None = None,
) -> None:  # fmt: skip
    session.add(made)
    session.flush()
    session.info.pop("offices.spellings", None)
    audit.record(
        session, actor, now, act, ("office", made.office_id), {"name": before} if before else None,
        {"name": made.name, "head_title": made.head_title, "valid_from": made.valid_from,
         "valid_to": made.valid_to},
        office_id=made.office_id,
    )  # fmt: skip


def add_alias(
    session: Session, actor: Actor, now: datetime, *, office_id: int, name: str
) -> OfficeName:
    """Another spelling by which letters name the office."""
    _managed(session, actor, office_id)
    name = _plain(name, sentence("ชื่อเรียก"))
    if len(offices.squeezed(name)) < 3:
        raise BadValue(sentence("ชื่อเรียกต้องยาวอย่างน้อย 3 ตัวอักษร"))
    known = session.exec(select(OfficeName).where(OfficeName.office_id == office_id)).all()
    if any(offices.squeezed(one.name) == offices.squeezed(name) for one in known):
        raise BadValue(sentence("มีชื่อนี้อยู่แล้ว"))
    made = OfficeName(office_id=office_id, name=name, is_alias=True)
    _keep(session, actor, now, made, "add_alias")
    return made


def set_prefix(
    session: Session, actor: Actor, now: datetime, *, office_id: int, letter_prefix: str
) -> Office:
    """How the office's letter numbers begin (``รย 52001``); empty where nobody knows."""
    found = _managed(session, actor, office_id)
    plain = " ".join(letter_prefix.split()).translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    if len(plain) > 40 or "/" in plain:
        raise BadValue(sentence("รหัสหนังสือคือส่วนหน้าเครื่องหมาย / เช่น รย 52001"))
    before = found.letter_prefix
    found.letter_prefix = plain or None
    session.add(found)
    audit.record(
        session, actor, now, "set_prefix", ("office", found.id), {"letter_prefix": before},
        {"letter_prefix": found.letter_prefix}, office_id=found.id,
    )  # fmt: skip
    session.flush()
    return found


def add_office(
    session: Session, actor: Actor, now: datetime, *,
    parent_id: int, level: Level, name: str, valid_from: date, head_title: str = "",
) -> Office:  # fmt: skip
    """An office that the list which came with the program does not know."""
    above = _managed(session, actor, parent_id)
    name = _plain(name, sentence("ชื่อหน่วยงาน"))
    if level.depth < above.level.depth:
        raise BadValue(sentence("หน่วยงานใหม่ต้องไม่อยู่ระดับสูงกว่าหน่วยงานที่กำกับ"))
    beside = select(OfficeName.name).join(Office, col(Office.id) == col(OfficeName.office_id))
    known = session.exec(beside.where(Office.parent_id == parent_id)).all()
    if offices.squeezed(name) in {offices.squeezed(one) for one in known}:
        raise BadValue(sentence("มี%(name)sอยู่แล้ว", name=name))
    made = Office(
        key=f"added.{uuid.uuid4().hex[:12]}", level=level, parent_id=parent_id,
        province=above.province,
    )  # fmt: skip
    session.add(made)
    session.flush()
    assert made.id is not None
    kind = _type(name)
    first = OfficeName(
        office_id=made.id, name=name, type=kind, short=_short(name, kind),
        head_title=" ".join(head_title.split()), valid_from=valid_from,
    )  # fmt: skip
    _keep(session, actor, now, first, "add_office")
    return made
