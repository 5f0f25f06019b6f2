"""What the review page shows of an arrival: plain frozen values, made by ``tracker.intake``."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.vocabulary import ArrivalState

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Other:
    """Another reading of the same print: normal form, as printed, how likely."""

    value: str
    raw: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PageView:
    """How a page was read (text_layer, ocr, text) and the direction of its writing (degrees)."""

    number: int
    source: str
    turn: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A box on a page turned by ``turn`` that was read again, and what was printed there."""

    page: int
    box: Box
    turn: int
    text: str

    def stored(self) -> dict[str, Any]:
        return {"page": self.page, "box": list(self.box), "turn": self.turn, "text": self.text}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: what the machine concluded, what a person typed, what holds.

    ``path`` is what ``intake.type_value`` takes (``letters.1.ref_no``).
    ``kind``: text, ref_no, date, choice, lines (a list, one a line) or block
    (long text). ``machine``, ``typed`` and ``final`` are in normal form:
    dates ISO, choices words of the vocabulary, lines joined by ``\\n``;
    ``typed`` is ``None`` where nobody typed. ``choices``: (value, Thai)
    pairs. ``doubt_open``: the doubt still waits for a person. ``others``: other
    readings of the same print. ``box`` lies on the page turned upright, or
    turned by ``turn`` where a person drew it; ``looked_text``: what he took from there.
    """

    path: str
    name: str
    label: str
    kind: str
    machine: str | None = None
    raw: str | None = None
    confidence: float | None = None
    page: int | None = None
    box: Box | None = None
    doubt: str | None = None
    doubt_open: bool = False
    typed: str | None = None
    final: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    others: tuple[Other, ...] = ()
    turn: int | None = None
    looked_text: str = ""


@dataclass(frozen=True, slots=True)
class Double:
    """A letter known already that this one may be. ``why``: one Thai sentence."""

    letter_id: int
    ref_no: str | None
    date: date | None
    subject: str | None
    why: str
    entry_number: int | None = None
    entry_year: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The number under which a letter stands already; its paper gets no other."""

    letter_id: int
    number: int
    year: int


@dataclass(frozen=True, slots=True)
class StampView:
    """A receive stamp as read; shown, not typed over."""

    office: str | None
    number: str | None
    date: str | None
    time: str | None
    raw: str | None
    doubt: str | None
    page: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class DutyView:
    """A deadline or day that the letter names; shown only. ``due``: ISO day or moment."""

    kind: str
    text: str
    due: str | None
    explanation: str | None
    raw: str | None
    doubt: str | None
    page: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """One letter of the file. ``sealed``: secret, only number, date, office and grade are here."""

    id: str
    pages: tuple[int, int]
    kind: str
    role: str
    sealed: bool
    registers: bool
    fields: tuple[FieldView, ...]
    stamps: tuple[StampView, ...] = ()
    duties: tuple[DutyView, ...] = ()
    doubles: tuple[Double, ...] = ()
    carries: tuple[str, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether a person added the letter, so that nothing says where in the file it stands."""
        return self.id.startswith("h")


@dataclass(frozen=True, slots=True)
class DraftView:
    """An arrival under review. ``version`` goes back with every change.

    ``letters`` holds one empty letter (id ``1``) where no reading helps, so
    that the clerk can register by hand. ``next_number`` is a preview, ``kept``
    the lines of letters whose awaited paper this is, ``same_file`` earlier arrivals
    of the same file at this office (arrival id, moment). ``undoable``: what the
    last change was, in Thai; ``begins`` and ``joined``: where letters begin by a
    person's word (see ``ingest.parting``).
    """

    arrival_id: int
    state: ArrivalState
    filename: str
    sha256: str
    media_type: str
    office_id: int
    arrived_at: datetime
    version: int
    letters: tuple[DraftLetter, ...]
    page_count: int = 0
    pages_done: int = 0
    pages_total: int = 0
    by_hand: bool = False
    sealed: bool = False
    error: str | None = None
    warnings: tuple[str, ...] = ()
    links: tuple[dict[str, Any], ...] = ()
    same_file: tuple[tuple[int, datetime], ...] = ()
    open_doubts: int = 0
    next_number: int | None = None
    next_year: int | None = None
    kept: tuple[Kept, ...] = ()
    sheets: tuple[PageView, ...] = ()
    undoable: str | None = None
    begins: tuple[int, ...] = ()
    joined: tuple[str, ...] = ()

    def field(self, path: str) -> FieldView | None:
        """The field of that path."""
        return next((f for x in self.letters for f in x.fields if f.path == path), None)


@dataclass(frozen=True, slots=True)
class Registered:
    """One line written at confirmation; ``original``: written before, for a copy by fax or LINE."""

    letter_id: int
    entry_id: int
    number: int
    year: int
    book: str
    original: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation gave: the first number, and all where several letters were registered."""

    letter_id: int
    entry_id: int
    number: int
    year: int
    book: str
    entries: tuple[Registered, ...] = ()
    directive_ids: tuple[int, ...] = ()
