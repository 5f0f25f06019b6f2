"""Offices: who is who, by name, by number, by day; and what lies below whom."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.models import Office, OfficeName
from tracker.models.office import subtree_ids
from tracker.vocabulary import AccountRole, Level

#: How the types of local government are shortened.
SHORT_TYPES = {
    "องค์การบริหารส่วนจังหวัด": "อบจ.",
    "องค์การบริหารส่วนตำบล": "อบต.",
    "เทศบาลนคร": "ทน.",
    "เทศบาลเมือง": "ทม.",
    "เทศบาลตำบล": "ทต.",
}


#: Facts that come with the program.
DATA = Path(__file__).resolve().parent.parent / "data"


def seed(session: Session, data: Path = DATA) -> int:
    """Add the offices of ``data/offices.csv`` that are not there yet; how many were added.

    Offices that exist are left as they are: people may have changed them.
    """
    known = {office.key: office for office in session.exec(select(Office))}
    fresh: set[str] = set()
    for row in _rows(data / "offices.csv"):
        if row["key"] in known:
            continue
        parent = known.get(row["parent"])
        office = Office(
            key=row["key"],
            level=Level(row["level"]),
            parent_id=parent.id if parent else None,
            letter_prefix=row["letter_prefix"] or None,
            dla_code=row["dla_code"] or None,
            province=row["province"] or None,
        )
        session.add(office)
        session.flush()
        known[office.key] = office
        fresh.add(office.key)
    for row in _rows(data / "office_names.csv"):
        if row["key"] in fresh:
            session.add(_name(known[row["key"]], row))
    session.flush()
    session.info.pop("offices.spellings", None)
    return len(fresh)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _name(office: Office, row: dict[str, str]) -> OfficeName:
    assert office.id is not None
    kind = row["type"]
    short = SHORT_TYPES.get(kind, "")
    if short and row["name"].startswith(kind):
        short += row["name"].removeprefix(kind)
    return OfficeName(
        office_id=office.id,
        name=row["name"],
        type=kind,
        short=short if row["kind"] == "main" else "",
        head_title=row["head_title"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        is_alias=row["kind"] != "main",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def office(session: Session, key: str) -> Office | None:
    """The office of a stable key (``rayong.khao-chamao``)."""
    return session.exec(select(Office).where(Office.key == key)).one_or_none()


def by_id(session: Session, office_ids: Iterable[int]) -> dict[int, Office]:
    """These offices."""
    wanted, found = list(set(office_ids)), dict[int, Office]()
    for start in range(0, len(wanted), 1000):
        some = select(Office).where(col(Office.id).in_(wanted[start : start + 1000]))
        found |= {one.id: one for one in session.exec(some) if one.id is not None}
    return found


def visible_ids(session: Session, office_id: int, role: AccountRole) -> frozenset[int]:
    """The offices whose letters an account of that office and role may see."""
    if role is AccountRole.CLERK:
        return frozenset({office_id})
    return subtree_ids(session, office_id)


def below(session: Session, office_id: int) -> list[Office]:
    """The offices right below, in the order of their keys."""
    found = select(Office).where(Office.parent_id == office_id).order_by(Office.key)
    return list(session.exec(found))


def main_name(session: Session, office_id: int, day: date | None) -> OfficeName | None:
    """The name borne on that day; without one, the nearest known name."""
    return worn_on(main_names(session, [office_id]).get(office_id, ()), day)


def main_names(session: Session, office_ids: Iterable[int]) -> dict[int, list[OfficeName]]:
    """All that these offices are or were called, by office."""
    found: dict[int, list[OfficeName]] = defaultdict(list)
    wanted = list(set(office_ids))
    for start in range(0, len(wanted), 1000):
        names = select(OfficeName).where(
            col(OfficeName.office_id).in_(wanted[start : start + 1000]),
            col(OfficeName.is_alias).is_(False),
        )
        for name in session.exec(names.order_by(col(OfficeName.id))):
            found[name.office_id].append(name)
    return dict(found)


def worn_on(names: Iterable[OfficeName], day: date | None) -> OfficeName | None:
    """Of an office's names the one of that day; else the nearest."""
    return min(names, key=lambda name: _distance(name, day), default=None)


def _distance(name: OfficeName, day: date | None) -> tuple[int, int]:
    """0 where the name is valid on the day, else the days to its time; newest first without day."""
    start = name.valid_from or date.min
    if day is None:
        return (0 if name.valid_to is None else 1, -start.toordinal())
    if day < start:
        return ((start - day).days, 0)
    if name.valid_to is not None and day >= name.valid_to:
        return ((day - name.valid_to).days + 1, 0)
    return (0, -start.toordinal())


def name_on(session: Session, office_id: int, day: date | None) -> str:
    """The office's name on that day; without one, the nearest that is known."""
    name = main_name(session, office_id, day)
    return name.name if name else ""


def names_on(session: Session, office_ids: Iterable[int], day: date | None) -> dict[int, str]:
    """The names of many offices on a day, by office; one query for a thousand of them."""
    borne = _borne(session, office_ids, day)
    return {office_id: name.name for office_id, name in borne.items()}


def heads_on(session: Session, office_ids: Iterable[int], day: date | None) -> dict[int, str]:
    """The titles of the heads of many offices on a day, by office."""
    borne = _borne(session, office_ids, day)
    return {office_id: name.head_title for office_id, name in borne.items()}


def _borne(session: Session, office_ids: Iterable[int], day: date | None) -> dict[int, OfficeName]:
    found = main_names(session, office_ids).items()
    return {one: name for one, names in found if (name := worn_on(names, day))}


def head_on(session: Session, office_id: int, day: date | None) -> str:
    """The title of the head of the office on that day (``นายกเทศมนตรีตำบล…``)."""
    name = main_name(session, office_id, day)
    return name.head_title if name else ""


def squeezed(text: str) -> str:
    """A name without spaces and stops, for comparing."""
    return re.sub(r"[\s​.ฯ]+", "", text)


def find_by_name(session: Session, text: str | None, day: date | None = None) -> Office | None:
    """The office that a text names or addresses: by name, alias, short name or head's title.

    Words around the name do not disturb (``… (ที่ว่าการอำเภอ…)``); the longest
    name that stands in the text wins, of equal ones that valid on ``day``.
    """
    found = id_by_name(session, text, day)
    return None if found is None else session.get(Office, found)


def id_by_name(session: Session, text: str | None, day: date | None = None) -> int | None:
    """As ``find_by_name``, without loading the office."""
    wanted = squeezed(text or "")
    if not wanted:
        return None
    standing = [
        (len(bare), -_distance(name, day)[0], -name.office_id, name.office_id)
        for bare, name in _spellings(session)
        if bare in wanted and _stands_in(bare, wanted)
    ]
    return max(standing)[-1] if standing else None


def _spellings(session: Session) -> list[tuple[str, OfficeName]]:
    """All spellings of all names, once for each session: they are asked for letter by letter."""
    known: list[tuple[str, OfficeName]] | None = session.info.get("offices.spellings")
    if known is None:
        known = [
            (bare, name)
            for name in session.exec(select(OfficeName))
            for bare in (squeezed(name.name), squeezed(name.short), squeezed(name.head_title))
            if len(bare) >= 4
        ]
        session.info["offices.spellings"] = known
    return known


def _stands_in(bare: str, wanted: str) -> bool:
    """The name stands in the text and the text's place name does not go on after it."""
    place = wanted.find(bare)
    if place < 0:
        return False
    rest = wanted[place + len(bare) :]
    return not rest or not _THAI_LETTER.match(rest) or bool(_NEXT_WORD.match(rest))


_THAI_LETTER = re.compile("[ก-๎]")
#: What may follow a whole office name without a space between.
_NEXT_WORD = re.compile(
    "ทุก|และ|หรือ|สำนัก|กอง|กลุ่ม|ส่วน|ฝ่าย|งาน|ที่|ถนน|เรื่อง|จังหวัด|อำเภอ|ผ่าน|โดย|ได้|มี|แจ้ง"
)


def by_prefix(session: Session, ref_no: str | None) -> Office | None:
    """The office whose letter numbers begin as ``ref_no`` does; the longest prefix wins."""
    if not ref_no:
        return None
    unit = ref_no.split("/")[0]
    best: Office | None = None
    for known in _prefixed(session):
        prefix = known.letter_prefix or ""
        # มท 08 heads 0810 and 0808; รย 0023 heads 0023.3 but not 00231.
        whole = len(prefix.split(" ")[-1]) >= 4
        after = unit[len(prefix) : len(prefix) + 1]
        fits = unit.startswith(prefix) and not (whole and after.isdigit())
        if fits and (best is None or len(prefix) > len(best.letter_prefix or "")):
            best = known
    return best


def _prefixed(session: Session) -> Sequence[Office]:
    """The offices whose prefix is known, once for each session."""
    if "offices.prefixed" not in session.info:
        wanted = select(Office).where(col(Office.letter_prefix).is_not(None))
        session.info["offices.prefixed"] = session.exec(wanted).all()
    known: Sequence[Office] = session.info["offices.prefixed"]
    return known


#: How a name that is in no list tells its level.
_LEVEL_WORDS = (
    (Level.LOCAL, re.compile("เทศบาล|องค์การบริหารส่วน|อบต|อบจ|เมืองพัทยา|กรุงเทพมหานคร")),
    (Level.DISTRICT, re.compile("อำเภอ|ที่ว่าการ")),
    (Level.PROVINCE, re.compile("จังหวัด|ศาลากลาง")),
    (Level.DEPARTMENT, re.compile("^กรม|อธิบดี|^สำนักงานคณะกรรมการ")),
    (Level.MINISTRY, re.compile("กระทรวง|^สำนักนายกรัฐมนตรี|ทบวง")),
)


def level_by_wording(text: str | None) -> Level | None:
    """The level of an office that is in no list, from the words of its name."""
    bare = squeezed(text or "")
    return next((level for level, words in _LEVEL_WORDS if words.search(bare)), None)


@lru_cache(maxsize=4)
def _agencies(path: Path) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((r["code"], r["number"], r["kind"], r["name"]) for r in _rows(path))


def level_by_number(ref_no: str | None, data: Path = DATA) -> Level | None:
    """The level that a letter number tells: agency letters of a ministry, or of a province."""
    if not ref_no or " " not in ref_no:
        return None
    agency, code = ref_no.split("/")[0].split(" ", 1)
    for letters, number, kind, _name in _agencies(data / "agency_codes.csv"):
        if letters == agency and kind == "department" and number and code.startswith(number):
            return Level.DEPARTMENT
    if any(letters == agency for letters, *_ in _agencies(data / "agency_codes.csv")):
        return Level.MINISTRY if code.startswith(("01", "02")) else Level.DEPARTMENT
    if code.startswith("00"):
        return Level.PROVINCE
    if re.match(r"5\d{4}|7\d{4}", code):
        return Level.LOCAL
    return Level.DISTRICT if re.match(r"\d{4}", code) else None
