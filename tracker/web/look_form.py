"""What a second look at a box offers for a field, and how the page says where it looked."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.draft_view import FieldView, Looked
from tracker.second_look import Look, Place, Reading
from tracker.sentences import sentence
from tracker.web import review_form
from tracker.web.review_form import Option
from tracker.web.tongue import gettext as _

#: Longest text of a look that is kept, in characters.
LONGEST = 500
#: So many are offered at most.
MOST = 5
#: The smallest box worth reading, in points.
SMALLEST = 3.0
BAD_BOX = sentence("กรอบที่ลากไม่ชัดเจน กรุณาลากกรอบรอบข้อความอีกครั้ง")


@dataclass(frozen=True, slots=True)
class Shown:
    """A look as the page shows it beside its field: the place, what to choose, or why not."""

    path: str
    place: Place
    options: tuple[Option, ...]
    said: str

    @property
    def place_text(self) -> str:
        return place_text(self.place)


def shown(field: FieldView, place: Place, look: Look) -> Shown:
    """The readings of a box that the field could hold."""
    found: dict[str, tuple[str, str]] = {}
    for value, line, label in _offers(field, look):
        found.setdefault(value, (line, label))
    single = sum(line.source == "ocr" for line in look.lines) == 1
    options = tuple(
        Option(key, label, value, f"{place_text(place)};{line[:LONGEST] if single else ''}")
        for key, (value, (line, label)) in enumerate(list(found.items())[:MOST], 1)
    )
    return Shown(field.path, place, options, _said(field, look, options))


def _offers(field: FieldView, look: Look) -> Iterator[tuple[str, str, str]]:
    """Value, the whole line as printed, and label of each."""
    if field.kind in ("ref_no", "date"):
        for one in sorted(look.values, key=lambda one: -one.confidence):
            value = review_form.written(field, one.value)
            yield value, one.line, f"{value} ({_sure(one.confidence)})"
        if field.kind == "date" or look.values:
            return
    if field.kind == "choice":
        return
    for source in ("text_layer", "ocr"):
        lines = [line for line in look.lines if line.source == source]
        yield from _texts(field, lines)


def _texts(field: FieldView, lines: list[Reading]) -> Iterator[tuple[str, str, str]]:
    if not lines:
        return
    joint = "\n" if field.kind in ("lines", "block") else " "
    text = joint.join(" ".join(line.text.split()) for line in lines)
    least = min(line.confidence for line in lines)
    how = _("ตามไฟล์") if lines[0].source == "text_layer" else _sure(least)
    yield text, text, f"{text} ({how})"
    if len(lines) == 1:
        for other, share in lines[0].alternatives:
            plain = " ".join(other.split())
            yield plain, plain, f"{plain} ({_sure(share)})"


def _sure(confidence: float) -> str:
    return _("มั่นใจ %(percent)s %%", percent=int(100 * confidence))


def _said(field: FieldView, look: Look, options: tuple[Option, ...]) -> str:
    if options:
        return ""
    if field.kind == "choice":
        return _("ช่องนี้เลือกจากรายการ ไม่ได้อ่านจากภาพ")
    read = " ".join(line.text for line in look.lines)
    if not read:
        return _("ไม่พบตัวอักษรในกรอบนี้ ลากกรอบให้คลุมทั้งบรรทัดแล้วลองอีกครั้ง หรือพิมพ์ค่าเอง")
    if field.kind == "ref_no":
        return _("ในกรอบอ่านได้ว่า “%(read)s” ซึ่งไม่ใช่เลขที่หนังสือ ลากกรอบใหม่ หรือพิมพ์ค่าเอง", read=read)
    return _("ในกรอบอ่านได้ว่า “%(read)s” ซึ่งไม่ใช่วันที่ ลากกรอบใหม่ หรือพิมพ์ค่าเอง", read=read)


def place_text(place: Place) -> str:
    """``page;turn;x0,top,x1,bottom``."""
    return f"{place.page};{place.turn};{','.join(f'{v:.1f}' for v in place.box)}"


def place_of(text: str) -> Place:
    """Understands ``place_text``. Raises ValueError with a Thai sentence."""
    try:
        page, turn, box = text.split(";")[:3]
        x0, top, x1, bottom = (float(value) for value in box.split(","))
        place = Place(int(page), (x0, top, x1, bottom), int(turn))
    except ValueError:
        raise ValueError(BAD_BOX) from None
    if not all(math.isfinite(value) and abs(value) < 1e5 for value in place.box):
        raise ValueError(BAD_BOX)
    if x1 - x0 < SMALLEST or bottom - top < SMALLEST or place.page < 1 or place.turn % 90:
        raise ValueError(BAD_BOX)
    return Place(place.page, place.box, place.turn % 360)


def looked(text: str) -> Looked | None:
    """Where the value of a field was looked up, as the page sends it along; None if nowhere."""
    if not text:
        return None
    try:
        place = place_of(text)
    except ValueError:
        return None  # the value counts, not where it came from
    said = text.split(";", 3)
    return Looked(place.page, place.box, place.turn, said[3][:LONGEST] if len(said) > 3 else "")
