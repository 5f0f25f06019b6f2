"""From addressees as written to offices of the tree: ทุกจังหวัด, ทุกอำเภอ, ทุกแห่ง, ยกเว้น.

Who is meant is told by the day of the letter (provinces and municipalities
come and go) and by its sender: a province's ทุกอำเภอ are its own districts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker import offices
from tracker.models import LetterAddressee, LetterRecipient, Office, OfficeName
from tracker.models.office import subtree_ids
from tracker.vocabulary import Level

_LOCAL = "องค์กรปกครองส่วนท้องถิ่น|องค์การปกครองส่วนท้องถิ่น|อปท"
#: Words of an addressee and the types of office (as the directory names them) that they mean.
_TYPES = (
    (re.compile("เทศบาลนคร|เทศมนตรีนคร"), "เทศบาลนคร"),
    (re.compile("เทศบาลเมือง|เทศมนตรีเมือง"), "เทศบาลเมือง"),
    (re.compile("เทศบาลตำบล|เทศมนตรีตำบล"), "เทศบาลตำบล"),
    (re.compile("องค์การบริหารส่วนตำบล|อบต"), "องค์การบริหารส่วนตำบล"),
    (re.compile("องค์การบริหารส่วนจังหวัด|อบจ"), "องค์การบริหารส่วนจังหวัด"),
)
_ANY_MUNICIPALITY = re.compile("เทศบาล(?!นคร|เมือง|ตำบล)|นายกเทศมนตรี(?!นคร|เมือง|ตำบล)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    office: Office
    name: OfficeName


def expand(
    session: Session, recipient: LetterRecipient, issuer_office_id: int | None, day: date | None
) -> list[int]:
    """Ids of the offices that one addressee means, each once; empty where that is not known.

    ``listed`` addressees are known only from the list itself (see ``keep``).
    """
    if recipient.scope == "one":
        return [recipient.office_id] if recipient.office_id else []
    if recipient.scope != "all":
        return []
    meant = _meant(session, recipient.value, issuer_office_id, day)
    left_out = {_bare(name) for name in recipient.excepted}
    return [
        one.office.id
        for one in meant
        if one.office.id is not None and not _is_one_of(one.name, left_out)
    ]


def keep(
    session: Session,
    letter_id: int,
    issuer_office_id: int | None,
    day: date | None,
    listed: Mapping[int, Sequence[str]],
) -> None:
    """Write down whom the addressees of a letter mean; an office that is meant twice, once.

    ``listed``: position of an addressee -> the names of the list attached for it.
    """
    written = session.exec(
        select(LetterRecipient)
        .where(LetterRecipient.letter_id == letter_id)
        .order_by(col(LetterRecipient.position))
    ).all()
    known: set[int] = set()
    for recipient in written:
        assert recipient.id is not None
        named = [offices.find_by_name(session, n, day) for n in listed.get(recipient.position, ())]
        meant = [one.id for one in named if one is not None and one.id is not None]
        for office_id in meant or expand(session, recipient, issuer_office_id, day):
            if office_id not in known:
                known.add(office_id)
                session.add(
                    LetterAddressee(
                        letter_id=letter_id, recipient_id=recipient.id, office_id=office_id
                    )
                )
    session.flush()


def of_letter(session: Session, letter_id: int, day: date | None) -> list[tuple[int, str]]:
    """(recipient id, name on that day) of every office meant, in the order of the addressees."""
    found = session.exec(
        select(LetterAddressee)
        .where(LetterAddressee.letter_id == letter_id)
        .order_by(col(LetterAddressee.id))
    ).all()
    return [(one.recipient_id, offices.name_on(session, one.office_id, day)) for one in found]


def _meant(
    session: Session, text: str, issuer_office_id: int | None, day: date | None
) -> list[_Candidate]:
    bare = _bare(text)
    if "ทุกจังหวัด" in bare:
        return _of_level(session, Level.PROVINCE, None, day)
    if "ทุกอำเภอ" in bare:
        return _of_level(session, Level.DISTRICT, _realm(session, issuer_office_id), day)
    types = [kind for pattern, kind in _TYPES if pattern.search(bare)]
    everyone = bool(re.search(_LOCAL, bare))
    municipal = bool(_ANY_MUNICIPALITY.search(bare))
    if not (types or everyone or municipal):
        return []
    local = _of_level(session, Level.LOCAL, _realm(session, issuer_office_id), day)
    return [
        one
        for one in local
        if everyone or one.name.type in types or (municipal and one.name.type.startswith("เทศบาล"))
    ]


def _realm(session: Session, office_id: int | None) -> frozenset[int] | None:
    """The sender's own offices below; ``None``, the whole tree, for central or unknown senders."""
    sender = session.get(Office, office_id) if office_id is not None else None
    if sender is None or sender.level in (Level.MINISTRY, Level.DEPARTMENT):
        return None
    assert sender.id is not None
    return subtree_ids(session, sender.id)


def _of_level(
    session: Session, level: Level, within: frozenset[int] | None, day: date | None
) -> list[_Candidate]:
    """Offices of a level that existed on the day, in the order of the tree."""
    found: list[_Candidate] = []
    for office in session.exec(
        select(Office).where(Office.level == level).order_by(col(Office.id))
    ).all():
        if office.id is None or (within is not None and office.id not in within):
            continue
        name = offices.main_name(session, office.id, day)
        founded = name is not None and (not day or not name.valid_from or name.valid_from <= day)
        if name is not None and founded:
            found.append(_Candidate(office, name))
    return found


def _is_one_of(name: OfficeName, left_out: set[str]) -> bool:
    full = _bare(name.name)
    return any(
        out and (out == full or full.removeprefix(_bare(name.type)) == out) for out in left_out
    )


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
