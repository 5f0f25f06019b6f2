"""Words of receive stamps (form 12), known again where rubber and ink left only half of them.

A worn stamp prints ``เลฃทีรบ`` or ``วนท``: a line's beginning is compared with
every label by its letters, marks left out. Which label it is decides nothing
alone; what stands behind it has to fit too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

_MARKS = re.compile(r"[\s\u0e31\u0e34-\u0e3a\u0e47-\u0e4e.…_:,'\"|\[\]()•-]")
_THAI = re.compile(r"[\u0e01-\u0e2e]")
_HEAD = re.compile(r"[^0-9๐-๙]*")
#: A clock, and a date of day, month and year, whatever stands between.
_CLOCK = re.compile(
    r"\s*[0-9๐-๙]{1,2}\s?[.:]\s?[0-9๐-๙]{2}(?:\s?[.:]\s?[0-9๐-๙]{2})?\s*(?:น\.?)?\s*"
)
_DAY = re.compile(
    r"\s*[0-9๐-๙](?:\s?[0-9๐-๙])?\s*"
    r"(?:[-/.\s]\s*[0-9๐-๙]{1,2}\s*[-/.\s]|[ก-๎]{1,3}\s?\.?\s?[ก-๎]{1,2}\s?\.?|[ก-๎]{4,10}|[A-Z]{3})\s*"
    r"[0-9๐-๙]{2}(?:\s?[0-9๐-๙]{2})?\D{0,2}",
    re.I,
)
_FIGURES = re.compile(r"[\s.…_]*[0-9๐-๙](?:\s?[0-9๐-๙]){0,6}[\s.…_]*")


#: Characters of a line of a stamp at most, and the likeness of a label that is not worn.
LONGEST, _PLAIN = 42, 0.9
#: Lines of a stamp whose labels are gone at most.
_FEW = 6


class Part(StrEnum):
    """What a line of a stamp holds, in the order in which stamps have it."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"


#: Labels as printed; longer ones are compared before the shorter ones that they begin with.
LABELS: tuple[tuple[str, Part], ...] = (
    ("เลขทะเบียนหนังสือรับ", Part.NUMBER), ("เลขทะเบียนรับที่", Part.NUMBER),
    ("เลขทะเบียนรับ", Part.NUMBER), ("ทะเบียนรับที่", Part.NUMBER), ("ทะเบียนรับ", Part.NUMBER),
    ("เลขที่รับ", Part.NUMBER), ("เลขรับที่", Part.NUMBER), ("รับเลขที่", Part.NUMBER),
    ("เลขรับ", Part.NUMBER), ("รับที่", Part.NUMBER), ("เลขที่", Part.NUMBER),
    ("วันที่รับ", Part.DATE), ("รับวันที่", Part.DATE), ("ลงวันที่", Part.DATE), ("วันที่", Part.DATE),
    ("วัน", Part.DATE), ("เวลา", Part.TIME),
    ("Receive No", Part.NUMBER), ("Date", Part.DATE), ("Time", Part.TIME),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label at the beginning of a line; ``end``: where what it labels begins."""

    part: Part
    end: int
    likeness: float


def label(text: str, least: float = 0.66) -> Labelled | None:
    """The label that the line begins with, if it resembles one well enough."""
    head = _HEAD.match(text)
    letters = _bare(head.group()) if head else ""
    if len(letters) < 2:
        return None
    best: Labelled | None = None
    for words, part in LABELS:
        wanted = _bare(words)
        # what stands behind the label may be letters too: a month, a name, น.
        shown = letters[: len(wanted)] if len(letters) > len(wanted) + 2 else letters
        likeness = 1 - Levenshtein.normalized_distance(shown, wanted)
        if letters.startswith(wanted) and not _THAI.match(letters[len(wanted) :]):
            likeness = 1.0  # whole, and a Latin letter behind it: a figure misread
        if likeness >= least and (best is None or likeness > best.likeness + 1e-6):
            best = Labelled(part, _end(text, wanted, letters), likeness)
    return best


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _end(text: str, wanted: str, letters: str) -> int:
    """The place behind the label's last letter and its marks, and behind dots."""
    head = _HEAD.match(text)
    whole = head.end() if head else 0
    if len(letters) <= len(wanted) + 2 and not letters.startswith(wanted):
        return whole
    seen = 0
    for place, character in enumerate(text):
        seen += not _MARKS.match(character)
        if seen > len(wanted):
            return place
    return whole


def shape(text: str) -> Part | None:
    """What a line without any label holds, by its shape alone."""
    if _CLOCK.fullmatch(text):
        return Part.TIME
    if _DAY.fullmatch(text):
        return Part.DATE
    return Part.NUMBER if _FIGURES.fullmatch(text) else None


def part_of(text: str) -> Part | None:
    """The part that a line tells by its label; behind a worn one the value decides."""
    labelled = label(text)
    if labelled is None or len(text) > LONGEST:
        return None
    held = shape(text[labelled.end :])
    if labelled.likeness < _PLAIN and held in (Part.DATE, Part.TIME):
        return held
    return labelled.part


def parts(texts: list[str]) -> list[Part | None]:
    """The part that every line of a stamp, from its top, holds; None: the office, or nothing.

    Labels are read first. A line that has lost its label is known by its shape and its place:
    a stamp tells its number, then the date, then the time.
    """
    found = [part_of(text) for text in texts]
    for i, text in enumerate(texts):
        if found[i] is None:
            found[i] = _by_place(found, i, shape(text))
    return found


def _by_place(found: list[Part | None], at: int, seen: Part | None) -> Part | None:
    order = list(Part)
    if seen is None or seen in found:
        return None
    rank = order.index(seen)
    before = [order.index(part) for part in found[:at] if part]
    after = [order.index(part) for part in found[at + 1 :] if part]
    fits = all(b < rank for b in before) and all(a > rank for a in after)
    return seen if fits else None


def extent(texts: list[str]) -> slice:
    """The lines that a stamp reaches over: two of its office, then those with its parts."""
    held = [i for i, part in enumerate(parts(texts)) if part]
    return slice(max(0, held[0] - 2), held[-1] + 1) if held else slice(0, 0)


def is_stamp(texts: list[str]) -> bool:
    """Whether the lines are a stamp's: a labelled number with a date or a time, or these two."""
    labels = [part for text in texts if (part := part_of(text))]
    found = {part for part in parts(texts) if part}
    if Part.NUMBER in labels:
        return len(found) >= 2
    if {Part.DATE, Part.TIME} <= set(labels):
        return labels.index(Part.DATE) < labels.index(Part.TIME)
    if len(found) == 3:
        return bool(labels) or len(texts) <= _FEW
    return _bare_number_and_date(texts)


def _bare_number_and_date(texts: list[str]) -> bool:
    """A stamp whose labels did not print: the office, right below it a number, then a date."""
    held = parts(texts)
    if Part.NUMBER not in held or Part.DATE not in held or len(texts) > _FEW:
        return False
    at = held.index(Part.NUMBER)
    office = [text for text in texts[:at] if len(_THAI.findall(text)) >= 4]
    return bool(office) and held.index(Part.DATE) == at + 1 and len(_bare(texts[at])) >= 2
