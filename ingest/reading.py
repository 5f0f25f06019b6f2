"""What a reading is: frozen values that travel from the reader to whoever asked.

Lengths are points from the top left of the page, angles degrees, confidences
probabilities (0..1). A box is ``(x0, top, x1, bottom)``; text input has none.
Every field keeps what is printed (``raw``) beside what was concluded
(``value``), so that a clerk can always be shown the difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

Box = tuple[float, float, float, float]


class Kind(StrEnum):
    """The six kinds of official letter (regulation of 2526, clause 9), and two that are none."""

    EXTERNAL = "external"
    MEMO = "memo"
    STAMPED = "stamped"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    RECORD = "record"
    ANNEX = "annex"
    OTHER = "other"


class Role(StrEnum):
    COVER = "cover"
    ENCLOSURE = "enclosure"


class Urgency(StrEnum):
    """Grades of speed (clause 28)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    MOST_URGENT = "most_urgent"


class Secrecy(StrEnum):
    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top_secret"


class Action(StrEnum):
    """What a letter asks for, weakest first."""

    KNOW = "know"
    CONSIDER = "consider"
    ACT = "act"
    RELAY = "relay"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something was read and how far it can be trusted."""

    raw: str | None = None
    confidence: float = 1.0
    page: int | None = None
    box: Box | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """Another reading of the same print: offered to the clerk, never concluded."""

    value: str
    raw: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Field(Mark):
    """A single-valued field of a letter; dates are ISO strings."""

    value: str | None = None
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient(Mark):
    """One addressee. ``scope``: one, all or listed; ``excepted``: those left out of an ``all``.

    ``listed``: the names of the attached list, where it lies in the same file.
    """

    value: str = ""
    scope: str = "one"
    excepted: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference(Mark):
    """A letter that is cited. ``how``: reference, enclosure or body."""

    ref_no: str | None = None
    date: str | None = None
    office: str | None = None
    how: str = "body"


@dataclass(frozen=True, slots=True)
class Enclosure(Mark):
    value: str = ""
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory(Mark):
    name: str | None = None
    position: str | None = None
    acting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp(Mark):
    """A receive stamp (form 12). ``date`` is ISO, ``time`` HH:MM in Bangkok."""

    office: str | None = None
    number: str | None = None
    date: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline(Mark):
    """A duty or a date, as ``ingest.deadlines`` concludes it.

    ``until`` is the last day of an event that lasts; ``explanation`` one Thai
    sentence: the phrase, the rule, the days counted, the holidays skipped.
    """

    text: str = ""
    kind: str = "due"
    rule: str = ""
    actor: str | None = None
    due: str | None = None
    window_from: str | None = None
    recurrence: str | None = None
    suggested: str | None = None
    supersedes: str | None = None
    until: str | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    id: str
    pages: tuple[int, int]
    kind: Kind
    role: Role
    ref_no: Field | None = None
    is_circular: bool = False
    date: Field | None = None
    issuer: Field | None = None
    subject: Field | None = None
    recipients: tuple[Recipient, ...] = ()
    salutation: str | None = None
    references: tuple[Reference, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    signatory: Signatory | None = None
    owner_unit: Field | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    action: Action | None = None
    stamps: tuple[Stamp, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    text: str | None = ""


@dataclass(frozen=True, slots=True)
class Link:
    """``source`` forwards, answers or encloses ``target`` (ids of letters of one file)."""

    source: str
    target: str
    via: str
    score: float
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """How the pages were read: pages by text layer, pages by recogniser, seconds."""

    text_layer: int = 0
    ocr: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the file: by what it was read, and how it lies.

    ``turn``: the direction of writing on the sheet as viewers show it, in degrees
    anticlockwise. ``width``, ``height`` and all boxes are those of the page
    turned upright; ``None`` where the text has no places.
    """

    number: int
    source: str
    turn: int = 0
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    source: str
    sha256: str
    page_count: int
    reader: Reader = field(default_factory=Reader)
    letters: tuple[Letter, ...] = ()
    links: tuple[Link, ...] = ()
    pages: tuple[Sheet, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None


#: Words that the printed form of a reading spells differently from Python.
_SPELLING = {"excepted": "except", "source": "from", "target": "to"}


def to_json(thing: Any) -> Any:
    """The reading as plain values, spelt and ordered as the command prints it."""
    if isinstance(thing, Reading):
        plain = {f.name: to_json(getattr(thing, f.name)) for f in fields(thing)}
        if thing.error is None:
            del plain["error"]
        return plain
    if is_dataclass(thing) and not isinstance(thing, type):
        named = sorted(fields(thing), key=lambda f: f.name in Mark.__dataclass_fields__)
        respell = isinstance(thing, (Link, Recipient))
        return {
            (_SPELLING.get(f.name, f.name) if respell else f.name): to_json(getattr(thing, f.name))
            for f in named
        }
    if isinstance(thing, (tuple, list)):
        return [to_json(item) for item in thing]
    if isinstance(thing, StrEnum):
        return str(thing)
    if isinstance(thing, float):
        return round(thing, 3)
    return thing


def doubted(mark: Any, doubt: str, ceiling: float = 0.6) -> Any:
    """The same mark with one doubt more and its confidence capped at ``ceiling``."""
    if mark.doubt and doubt in mark.doubt:
        return mark
    joined = f"{mark.doubt} · {doubt}" if mark.doubt else doubt
    return replace(mark, doubt=joined, confidence=min(mark.confidence, ceiling))
