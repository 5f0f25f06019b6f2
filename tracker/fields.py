"""The fields of a letter under review: their names, their labels, how each is shown as text.

The reading is the reader's own output as plain values; a list is shown one
item a line and understood again line by line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.draft_view import Box, Other
from tracker.said import said
from tracker.sentences import word
from tracker.vocabulary import (
    Action,
    LetterKind,
    LetterRole,
    Secrecy,
    Urgency,
)
from tracker.wording import iso_day, long_date

Values = dict[str, Any]
HOW = {"reference": "อ้างถึง", "enclosure": "สำเนาหนังสือ", "body": "ในเนื้อความ"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """``kind`` as in ``FieldView``; ``words``: the vocabulary of a choice."""

    name: str
    label: str
    kind: str
    words: type[StrEnum] | None = None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(word), said(word)) for word in self.words) if self.words else ()


SPECS = (
    FieldSpec("ref_no", word("ที่", "field"), "ref_no"),
    FieldSpec("date", word("ลงวันที่", "field"), "date"),
    FieldSpec("issuer", word("จาก", "field"), "text"),
    FieldSpec("subject", word("เรื่อง", "field"), "text"),
    FieldSpec("recipients", word("เรียน / ถึง", "field"), "lines"),
    FieldSpec("references", word("อ้างถึงและสำเนาหนังสือ", "field"), "lines"),
    FieldSpec("enclosures", word("สิ่งที่ส่งมาด้วย", "field"), "lines"),
    FieldSpec("kind", word("ชนิดหนังสือ", "field"), "choice", LetterKind),
    FieldSpec("role", word("เป็น", "field"), "choice", LetterRole),
    FieldSpec("urgency", word("ชั้นความเร็ว", "field"), "choice", Urgency),
    FieldSpec("secrecy", word("ชั้นความลับ", "field"), "choice", Secrecy),
    FieldSpec("action", word("ให้ทำอะไร", "field"), "choice", Action),
    FieldSpec("signatory", word("ผู้ลงนาม", "field"), "text"),
    FieldSpec("owner_unit", word("เจ้าของเรื่อง", "field"), "text"),
    FieldSpec("text", word("ข้อความทั้งฉบับ", "field"), "block"),
)
BY_NAME = {spec.name: spec for spec in SPECS}
#: All that is shown of a secret letter: that it exists.
SEALED = ("ref_no", "date", "issuer", "kind", "role", "secrecy")
_LISTS = ("recipients", "references", "enclosures")


def reference_line(item: Values) -> str:
    """``อ้างถึง จังหวัดระยอง ที่ รย 0023.3/ว 5269 ลงวันที่ 16 พฤศจิกายน 2561``."""
    parts = [HOW.get(item.get("how") or "body", ""), item.get("office") or ""]
    if item.get("ref_no"):
        parts.append(f"ที่ {item['ref_no']}")
    if day := iso_day(item.get("date")):
        parts.append(f"ลงวันที่ {long_date(day)}")
    return " ".join(part for part in parts if part)


def _line(name: str, item: Values) -> str:
    if name == "references":
        return reference_line(item)
    value: str = item.get("value") or ""
    if name == "enclosures" and item.get("count"):
        return f"{value} จำนวน {item['count']}"
    return value


def machine_text(letter: Values, name: str) -> str | None:
    """What the reader concluded for a field, as text in normal form."""
    found = letter.get(name)
    if name in _LISTS:
        return "\n".join(_line(name, item) for item in found or []) or None
    if name == "signatory":
        return (found or {}).get("name")
    if isinstance(found, dict):
        value = found.get("value")
        return None if value is None else str(value)
    return None if found is None else str(found)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where and how surely the reader saw a field."""

    raw: str | None = None
    confidence: float | None = None
    page: int | None = None
    box: Box | None = None
    doubt: str | None = None
    others: tuple[Other, ...] = ()


def seen(letter: Values, name: str) -> Seen:
    """The marks of a field; of a list, those of its least certain item, all doubts together."""
    found = letter.get(name)
    items = [found] if isinstance(found, dict) else found if isinstance(found, list) else []
    marks = [item for item in items if isinstance(item, dict)]
    if not marks:
        return Seen()
    worst = min(marks, key=lambda mark: mark.get("confidence") or 0.0)
    doubts = dict.fromkeys(mark["doubt"] for mark in marks if mark.get("doubt"))
    box = worst.get("box")
    return Seen(
        raw="\n".join(mark.get("raw") or "" for mark in marks).strip() or None,
        confidence=worst.get("confidence"),
        page=worst.get("page"),
        box=(box[0], box[1], box[2], box[3]) if box else None,
        doubt=" · ".join(doubts) or None,
        others=tuple(Other(**other) for other in worst.get("others") or ()),
    )


def apply(letter: Values, name: str, typed: str, read_reference: Callable[[str], Values]) -> None:
    """Put a typed value into a letter of a reading; lines that were left alone keep their marks."""
    if name in _LISTS:
        before = {_line(name, item): item for item in letter.get(name) or []}
        letter[name] = [
            before.get(line) or _typed_item(name, line, read_reference)
            for line in typed.split("\n")
            if line.strip()
        ]
    elif name == "signatory":
        letter[name] = {**(letter.get(name) or {}), "name": typed or None, "doubt": None}
    elif BY_NAME[name].kind in ("choice", "block"):
        letter[name] = typed or None
    else:
        old = letter.get(name) or {}
        letter[name] = {**old, "value": typed or None, "confidence": 1.0}


def _typed_item(name: str, line: str, read_reference: Callable[[str], Values]) -> Values:
    line = line.strip()
    if name == "references":
        return {**read_reference(line), "raw": line}
    if name == "enclosures":
        value, _, count = line.partition(" จำนวน ")
        return {"value": value, "count": count or None}
    scope = "listed" if "ตามบัญชี" in line or "ตามรายชื่อ" in line else "one"
    return {"value": line, "scope": "all" if "ทุก" in line else scope, "except": []}
