"""What to set: a letter, its stamps, a bundle. Text is printed as it is given here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ingest.reading import Kind

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class StampSpec:
    """A receive stamp (form 12): 5 × 2.5 cm, the office on top.

    ``x`` and ``y`` are the centimetres of its top left corner on the letter's
    ``page``-th page (top right corner by default), so that it may lie over the
    text; ``angle`` in degrees.
    """

    office: str
    number: str = ""
    date: str = ""
    time: str = ""
    labels: tuple[str, str, str] = ("เลขรับ", "วันที่", "เวลา")
    x: float = 15.2
    y: float = 0.9
    page: int = 1
    angle: float = 0.0
    colour: str = "blue"


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """One letter; which parts are printed, and where, follows from its kind (clauses 11 to 25).

    ``head`` holds the lines of the issuing office and its address (memo: the
    line after ส่วนราชการ; stamped: the office under the text), ``title`` the
    heading of orders, announcements, records and annexes, ``date`` the date as
    printed, ``body`` paragraphs and tables, ``owner`` the lines at the foot.
    """

    kind: Kind = Kind.EXTERNAL
    ref_no: str = ""
    head: tuple[str, ...] = ()
    title: str = ""
    date: str = ""
    subject: str = ""
    salutation: str = "เรียน"
    recipients: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()
    body: tuple[str | Table, ...] = ()
    closing: str = "ขอแสดงความนับถือ"
    signatory: str = ""
    position: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    copies: str = ""
    urgency: str = ""
    secrecy: str = ""
    stamps: tuple[StampSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleSpec:
    """Letters in the order of their pages; ``None`` is a blank page."""

    letters: tuple[LetterSpec | None, ...]
    title: str = ""


def bundle_from_json(plain: Mapping[str, Any]) -> BundleSpec:
    """A bundle from ``{"title": …, "letters": [{…}, null, …]}``; unknown keys are refused."""
    letters = tuple(letter_from_json(one) if one else None for one in plain["letters"])
    return BundleSpec(letters, plain.get("title", ""))


def letter_from_json(plain: Mapping[str, Any]) -> LetterSpec:
    values = {name: _frozen(value) for name, value in plain.items()}
    _check(LetterSpec, values)
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    for name in ("head", "position", "owner", "references"):
        if isinstance(values.get(name), str):
            values[name] = (values[name],)
    if "enclosures" in values:
        values["enclosures"] = tuple(
            (one, "") if isinstance(one, str) else one for one in values["enclosures"]
        )
    values["stamps"] = tuple(stamp_from_json(one) for one in plain.get("stamps", ()))
    return LetterSpec(**values)


def stamp_from_json(plain: Mapping[str, Any]) -> StampSpec:
    values = {name: _frozen(value) for name, value in plain.items()}
    _check(StampSpec, values)
    return StampSpec(**values)


def _check(kind: type, values: Mapping[str, Any]) -> None:
    unknown = set(values) - {one.name for one in fields(kind)}
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")


def _frozen(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_frozen(one) for one in value)
    return value
