"""The fields of a draft as the review page shows and understands them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.draft_view import DraftLetter, DraftView, FieldView
from tracker.web import thai
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

#: Below this the reader itself is not sure; above it the figure is only shown small.
SURE = 0.95
#: Below this any field of a scan is shown as its picture; number and day, which are mostly written
#: in by hand, wherever the reader is not sure.
UNCLEAR = 0.6
#: Characters on a line of a box, signs above and below the line counted too.
WIDE = 56
#: Days after which a letter is more likely entered late than received late.
LATE = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer a doubt: the key, what it says, the text that is then kept.

    ``looked``: the place that was read again for it (see ``look_form``).
    """

    key: int
    label: str
    value: str
    looked: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with the text that stands in its input, and the ways to answer its doubt."""

    field: FieldView
    value: str
    options: tuple[Option, ...]

    @property
    def id(self) -> str:
        return name(self.field.path)

    @property
    def machine(self) -> str:
        return written(self.field, self.field.machine)

    @property
    def rows(self) -> int:
        """Rows that the text needs in its box."""
        lines = self.value.split("\n")
        needed = sum(1 + len(line) // WIDE for line in lines)
        return min(10 if self.field.kind == "block" else 6, needed)

    @property
    def quotes_print(self) -> bool:
        """Whether the printed form has still to be shown: the doubt itself may quote it."""
        raw, doubt = self.field.raw, self.field.doubt or ""
        listed = self.field.kind in ("lines", "block")
        return raw is not None and not listed and raw not in doubt

    @property
    def percent(self) -> int | None:
        """The reader's confidence, never rounded up to certainty."""
        confidence = self.field.confidence
        return None if confidence is None else int(confidence * 100)

    @property
    def sure(self) -> bool:
        return self.field.confidence is None or self.field.confidence >= SURE

    @property
    def seen_beside(self) -> bool:
        """Whether its place on a scan is shown below it, so that one look compares the two."""
        if self.sure or self.field.confidence is None:
            return False
        return self.field.kind in ("ref_no", "date") or self.field.confidence < UNCLEAR


@dataclass(frozen=True, slots=True)
class Tab:
    """A letter of the file: its name in the row of tabs, and how many doubts are open in it."""

    id: str
    key: int
    name: str
    doubts: int
    registers: bool


def name(path: str) -> str:
    """What a field is called in the page: letters, digits and dashes."""
    return "f-" + path.replace(".", "-").replace("_", "-")


def shown(field: FieldView) -> Shown:
    value = written(field, field.final)
    return Shown(field, value, _options(field) if field.doubt_open else ())


def written(field: FieldView, value: str | None) -> str:
    """A value in normal form as a clerk writes it: dates with Thai month and Buddhist year.

    Numbers of letters have the numerals of the page, as the paper beside them has.
    """
    if not value:
        return ""
    if field.kind == "date":
        return thai.day(value)
    return thai.digits(value) if field.kind == "ref_no" else value


def _options(field: FieldView) -> tuple[Option, ...]:
    """First what was concluded, then what is printed, where that can be kept at all."""
    wanted: list[tuple[str, str]] = []
    if field.machine:
        wanted.append(
            (_("ใช้ %(value)s", value=in_tongue(_named(field))), written(field, field.machine))
        )
    if field.raw and field.kind in ("text", "ref_no") and not _same(field.raw, field.machine):
        wanted.append((_("ใช้ตามที่พิมพ์ %(value)s", value=field.raw), field.raw))
    day = _day(field.raw) if field.raw and field.kind == "date" else None
    if day and day.isoformat() != field.machine:
        wanted.append((_("ใช้ตามที่พิมพ์ %(value)s", value=thai.day(day)), thai.day(day)))
    for other in field.others:
        text = written(field, other.value)
        if text not in (value for _label, value in wanted):
            wanted.append(
                (
                    _(
                        "หรือ %(text)s (%(percent)s %%)",
                        text=text,
                        percent=int(100 * other.confidence),
                    ),
                    text,
                )
            )
    return tuple(Option(i + 1, label, value) for i, (label, value) in enumerate(wanted[:9]))


def _named(field: FieldView) -> str:
    if field.kind == "choice":
        return dict(field.choices).get(field.machine or "", field.machine or "")
    if field.kind in ("lines", "block"):
        return _("ตามนี้")
    return written(field, field.machine)


def _same(raw: str, value: str | None) -> bool:
    return thai.arabic("".join(raw.split())) == thai.arabic("".join((value or "").split()))


def _day(text: str) -> date | None:
    try:
        return thai.parse_day(text)
    except ValueError:
        return None


def understood(field: FieldView, text: str) -> str:
    """The typed text in normal form. Raises ValueError with a Thai sentence."""
    text = text.replace("\r\n", "\n").strip()
    if field.kind == "date" and text:
        return thai.parse_day(text).isoformat()
    if field.kind == "ref_no":
        text = thai.arabic(text)
    return text if field.kind in ("lines", "block") else " ".join(text.split())


def changed(field: FieldView, form: Mapping[str, str]) -> bool:
    """Whether the form holds another text for the field than the page showed.

    A day or number said in another way, as in the other language, is the same.
    """
    if field.path not in form:
        return False
    typed = form[field.path].replace("\r\n", "\n").strip()
    if typed == written(field, field.final).strip():
        return False
    if field.kind == "ref_no":
        return understood(field, typed) != (field.final or "")
    day = _day(typed) if field.kind == "date" else None
    return day is None or day.isoformat() != field.final


def tabs(view: DraftView) -> list[Tab]:
    return [
        Tab(
            letter.id,
            place,
            _tab_name(view, letter.id),
            sum(1 for field in letter.fields if field.doubt_open),
            letter.registers,
        )
        for place, letter in enumerate(view.letters, 1)
    ]


def _tab_name(view: DraftView, letter_id: str) -> str:
    """The office's number says most in the least room; else the kind of paper."""
    number = view.field(f"letters.{letter_id}.ref_no")
    if number and number.final:
        return thai.digits(number.final)
    kind = view.field(f"letters.{letter_id}.kind")
    if kind and kind.final:
        return dict(kind.choices).get(kind.final, kind.final)
    return _("ฉบับที่ %(number)s", number=thai.digits(letter_id))


def days_late(view: DraftView, letter: DraftLetter) -> int | None:
    """Days from the letter's date to its arrival here, where they are too many for the post."""
    written_on = next((f.final for f in letter.fields if f.name == "date" and f.final), None)
    if written_on is None:
        return None
    days = (thai.local(view.arrived_at).date() - date.fromisoformat(written_on)).days
    return days if days > LATE else None
