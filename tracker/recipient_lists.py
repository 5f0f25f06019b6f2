"""Lists of recipients that an office keeps, and reading recipients that a person typed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker import addressees, audit, offices
from tracker.actor import Actor
from tracker.dispatching import To, distinct
from tracker.errors import BadValue, NotFound, Stale
from tracker.models import LetterRecipient, RecipientList
from tracker.sentences import sentence
from tracker.vocabulary import Capacity

#: More names than any office writes to.
MOST = 20_000
_EXCEPT = re.compile(r"\(?\s*(?:ยกเว้น|เว้น)\s*(.+?)\)?\s*$")
_ALL = re.compile("ทุกจังหวัด|ทุกอำเภอ|ทุกแห่ง|ทุกองค์กร|ทุกเทศบาล")
_NUMBERED = re.compile(r"^\s*[\d๐-๙]{1,4}\s*[.)]\s*")
_CAPACITIES = (("สำเนาส่ง", Capacity.COPY), ("สำเนา:", Capacity.COPY), ("เพื่อทราบ:", Capacity.INFO))


@dataclass(frozen=True, slots=True)
class Typed:
    """What typed lines mean. ``unknown``: names in no list, kept as they are; ``doubles``: once."""

    to: tuple[To, ...]
    unknown: tuple[str, ...]
    doubles: tuple[str, ...]


def understand(session: Session, actor: Actor, text: str, day: date | None) -> Typed:
    """Recipients from lines: a name each, or ``ทุกอำเภอ (ยกเว้น …)``, ``ทุกแห่ง``.

    A line may begin with a number, or with ``สำเนาส่ง``. A group that is known to
    nobody is refused: it would be one name where many are meant.
    """
    meant: list[To] = []
    for line in text.splitlines():
        bare = _NUMBERED.sub("", line).strip(" \t-•·,")
        if bare:
            meant += _line(session, actor, bare, day)
        if len(meant) > MOST:
            raise BadValue(
                sentence("รายชื่อผู้รับเกิน %(most)s ราย กรุณาแบ่งเป็นหลายรายชื่อ", most=format(MOST, ","))
            )
    once = distinct(meant)
    seen: set[str] = set()
    doubles = [x.name for x in meant if x.key in seen or seen.add(x.key)]  # type: ignore[func-returns-value]
    unknown = [x.name for x in once if x.office_id is None]
    return Typed(tuple(once), tuple(unknown), tuple(dict.fromkeys(doubles)))


def _line(session: Session, actor: Actor, line: str, day: date | None) -> list[To]:
    capacity = Capacity.TO
    for word, meant in _CAPACITIES:
        if line.startswith(word):
            capacity, line = meant, line.removeprefix(word).strip(" :")
    if _ALL.search(line):
        return _group(session, actor, line, capacity, day)
    office = offices.find_by_name(session, line, day)
    if office is None or office.id is None:
        return [To(None, line[:200], capacity)]
    return [To(office.id, offices.name_on(session, office.id, day), capacity)]


def _group(
    session: Session, actor: Actor, line: str, capacity: Capacity, day: date | None
) -> list[To]:
    found = _EXCEPT.search(line)
    left_out = re.split(r"\s*(?:,|และ)\s*|\s{2,}", found[1]) if found else []
    value = line[: found.start()] if found else line
    written = LetterRecipient(
        letter_id=0, value=value.strip(), scope="all", excepted=[x for x in left_out if x]
    )
    ids = [
        x for x in addressees.expand(session, written, actor.office_id, day) if x != actor.office_id
    ]
    if not ids:
        raise BadValue(sentence("ไม่ทราบว่า “%(line)s” หมายถึงหน่วยงานใด กรุณาพิมพ์ชื่อทีละบรรทัด", line=line))
    names = offices.names_on(session, ids, day)
    return [To(one, names.get(one, ""), capacity) for one in ids]


def lists(session: Session, actor: Actor) -> list[RecipientList]:
    """The lists of the actor's own office, by name."""
    kept = select(RecipientList).where(
        RecipientList.office_id == actor.office_id, col(RecipientList.put_away_at).is_(None)
    )
    return list(session.exec(kept.order_by(col(RecipientList.name))))


def one(session: Session, actor: Actor, list_id: int, *, lock: bool = False) -> RecipientList:
    """A list of the actor's own office."""
    wanted = select(RecipientList).where(
        RecipientList.id == list_id,
        RecipientList.office_id == actor.office_id,
        col(RecipientList.put_away_at).is_(None),
    )
    found = session.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def recipients(kept: RecipientList) -> list[To]:
    """The recipients of a list."""
    return [To(x["office_id"], x["name"], Capacity(x["capacity"])) for x in kept.items]


def _plain(to: Iterable[To]) -> list[dict[str, Any]]:
    return [
        {"office_id": x.office_id, "name": x.name, "capacity": x.capacity.value}
        for x in distinct(to)
    ]


def save(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    name: str,
    to: Sequence[To],
    list_id: int | None = None,
    version: int | None = None,
) -> RecipientList:
    """Keep a list under a name; a list changed meanwhile by another is not overwritten."""
    name = " ".join(name.split())
    if not name:
        raise BadValue(sentence("กรุณาตั้งชื่อรายชื่อผู้รับ"))
    if not to:
        raise BadValue(sentence("รายชื่อนี้ยังไม่มีผู้รับ กรุณาพิมพ์อย่างน้อยหนึ่งบรรทัด"))
    if any(x.name == name and x.id != list_id for x in lists(session, actor)):
        raise BadValue(sentence("มีรายชื่อ “%(name)s” อยู่แล้ว กรุณาใช้ชื่ออื่น", name=name))
    kept = None if list_id is None else one(session, actor, list_id, lock=True)
    if kept is not None and version is not None and kept.version != version:
        raise Stale
    before = None if kept is None else {"name": kept.name, "recipients": len(kept.items)}
    if kept is None:
        kept = RecipientList(office_id=actor.office_id, name=name, version=0, updated_at=now)
    kept.name, kept.items, kept.version = name[:120], _plain(to), kept.version + 1
    kept.updated_by, kept.updated_at = actor.account_id, now
    session.add(kept)
    session.flush()
    after = {"name": kept.name, "recipients": len(kept.items)}
    audit.record(session, actor, now, "recipient_list", ("recipient_list", kept.id), before, after)
    return kept


def put_away(session: Session, actor: Actor, now: datetime, *, list_id: int) -> RecipientList:
    """Take a list out of sight; it stays in the database."""
    kept = one(session, actor, list_id, lock=True)
    kept.put_away_at = now
    session.add(kept)
    session.flush()
    subject = ("recipient_list", kept.id)
    audit.record(session, actor, now, "put_away_list", subject, before={"name": kept.name})
    return kept
