"""Whether two letters are one: by number, unit and year, and by whether the rest agrees.

The key is the one clerks use: agency letters, code of the unit, circular or
not, running number, Buddhist year of the date (numbers restart yearly and
carry no year themselves).
"""

import datetime as dt
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlmodel import Session, col, func, select

from tracker import offices
from tracker.models import Arrival, Letter, LetterHolding
from tracker.vocabulary import Channel
from tracker.wording import iso_day

#: Subjects at least this alike (per cent) are taken for one, misreadings aside.
ALIKE = 80
#: Names our locks among those of other programs on one PostgreSQL server.
_LETTERS = 5743


@dataclass(frozen=True, slots=True)
class RefParts:
    """A reference number in normal form, taken apart; ``series`` is ว for a circular."""

    agency: str
    unit: str
    series: str
    number: str

    @property
    def circular(self) -> bool:
        return self.series.startswith("ว")


def take_apart(ref_no: str | None) -> RefParts | None:
    """``รย 0023.3/ว 5269`` -> its parts; ``None`` without a slash."""
    head, slash, tail = (ref_no or "").strip().partition("/")
    if not slash:
        return None
    agency, _, unit = head.rpartition(" ")
    found = re.match(r"([^\d\s]*)\s*(.*)", tail)
    series, number = found.groups() if found else ("", tail)
    return RefParts(agency, unit, series, number.strip())


def identity(ref_no: str | None, day: dt.date | None, issuer: str | None = None) -> str | None:
    """The key of a letter in one text; ``None`` where number or year is missing.

    An order's number (``1/2561``) names no office, so the issuer is part of its key.
    """
    parts = take_apart(ref_no)
    if parts is None or not parts.number or not ref_no:
        return None
    bare = re.sub(r"\s+", "", ref_no)
    if not parts.agency and parts.unit.isdigit() and len(parts.unit) < 4:
        return f"{bare}|{offices.squeezed(issuer)[:60]}" if issuer else None
    return f"{bare}|{day.year + 543}" if day else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reading says of a letter that tells it from others."""

    ref_no: str | None
    day: dt.date | None
    issuer: str | None
    issuer_office_id: int | None
    subject: str | None
    identity: str | None


def value(letter: dict[str, Any], name: str) -> str | None:
    """The concluded value of a single-valued field; empty counts as none."""
    found = letter.get(name)
    said = found.get("value") if isinstance(found, dict) else found
    return str(said) if said else None


def facts(session: Session, letter: dict[str, Any]) -> Facts:
    """The telling facts of a letter in the reader's form."""
    ref_no, issuer = value(letter, "ref_no"), value(letter, "issuer")
    day = iso_day(value(letter, "date"))
    office_id = offices.id_by_name(session, issuer, day)
    if office_id is None and (known := offices.by_prefix(session, ref_no)):
        office_id = known.id
    key = identity(ref_no, day, issuer)
    return Facts(ref_no, day, issuer, office_id, value(letter, "subject"), key)


def keys(letters: Sequence[dict[str, Any]]) -> set[str]:
    """The keys of letters and of all that they cite."""
    own = (
        identity(value(x, "ref_no"), iso_day(value(x, "date")), value(x, "issuer")) for x in letters
    )
    cited = (
        identity(ref.get("ref_no"), iso_day(ref.get("date")), ref.get("office"))
        for letter in letters
        for ref in letter.get("references") or []
    )
    return {key for key in (*own, *cited) if key is not None}


def lock(session: Session, names: set[str]) -> None:
    """Hold these keys until commit, so that two bundles with one new letter make it once.

    Two letters may share a key, so the table cannot refuse the second. SQLite
    has one writer at a time and needs no lock; the order of the names keeps
    two who want the same keys from waiting for each other.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    numbers = {zlib.crc32(name.encode()) for name in names}
    for number in sorted(numbers):
        session.execute(select(func.pg_advisory_xact_lock(_LETTERS, number - 2**31)))


def agrees(known: Letter, said: Facts) -> bool:
    """Whether a known letter of the same number and year is this one.

    A misread date or issuer is forgiven where the subject is the same; two
    letters that differ in date and in matter merely share a number.
    """
    dates = known.date is None or said.day is None or known.date == said.day
    issuers = (
        known.issuer_office_id is None
        or said.issuer_office_id is None
        or known.issuer_office_id == said.issuer_office_id
    )
    return (dates and issuers) or alike(known.subject, said.subject)


def alike(one: str | None, other: str | None) -> bool:
    """Whether two subjects say the same, misreadings aside."""
    if not one or not other:
        return False
    return fuzz.ratio(offices.squeezed(one), offices.squeezed(other)) >= ALIKE


def known_letters(session: Session, said: Facts, *, sample: bool) -> list[Letter]:
    """The letters that are known already under this key and agree with it, the oldest first."""
    if said.identity is None:
        return []
    found = session.exec(
        select(Letter)
        .where(Letter.identity == said.identity, col(Letter.is_sample).is_(sample))
        .order_by(col(Letter.id))
    )
    return [letter for letter in found if agrees(letter, said)]


def same_paper(session: Session, arrival: Arrival, reading_id: str, said: Facts) -> Letter | None:
    """The letter that an earlier arrival of the very same file gave at this place."""
    found = session.exec(
        select(Letter)
        .join(LetterHolding, col(LetterHolding.letter_id) == col(Letter.id))
        .join(Arrival, col(Arrival.id) == col(LetterHolding.arrival_id))
        .where(
            Arrival.sha256 == arrival.sha256,
            LetterHolding.reading_id == reading_id,
            col(Arrival.id) != arrival.id,
            col(Letter.is_sample).is_(arrival.channel is Channel.SAMPLE),
        )
        .order_by(col(Letter.id))
    )
    return next((one for one in found if one.identity == said.identity), None)
