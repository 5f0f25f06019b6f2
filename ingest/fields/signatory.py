"""Who signed (ลงชื่อ and ตำแหน่ง, clauses 11.8 and 11.9), and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

from ingest import people, signs
from ingest.bundle import is_date_alone
from ingest.fields.anatomy import Anatomy, names_in
from ingest.fields.passage import Passage
from ingest.fields.rows import Row
from ingest.pages.page import Line
from ingest.reading import Kind, Signatory, doubted
from ingest.thai.text import neat

_ACTING = re.compile(
    r"\s*(?:(?:ใน(?:ฐานะ)?)?(?:ปฏิบัติ(?:รา[ชซ]การ|หน้าที่|การ|งาน)แทน|ปฏิบัติหน้าที่(?!ราชการ)|รักษา(?:รา[ชซ]การ|การ)(?:ใน)?(?:ตำแหน่ง|แทน)|รักษาการในตำแหน่ง|รักษาการใน|ทำการแทน|รักษาการ))\s*"
)
_ACTING_OPEN = re.compile(_ACTING.pattern + "$")
#: A whole office in the foot, not the rest of a position.
_SENDER = re.compile(
    r"(?:กรม|กระทรวง|จังหวัด|อำเภอ|เทศบาล|องค์การบริหาร|มหาวิทยาลัย|การ(?:ไฟฟ้า|ประปา)|ที่ทำการ)"
)
CUT_OFF = "อ่านวงเล็บของชื่อผู้ลงนามได้ข้างเดียว ชื่ออาจไม่ครบ กรุณาตรวจกับภาพ"
_POSITION_ROWS = 5
#: A letter that a dictionary of names spoke for is told with 0.7.
_CLEAR = 0.72
#: Mean certainty of a line of a position from which it is told without a doubt.
_PLAIN = 0.96
#: What no row of a position is without.
_WORD = re.compile(r"[ก-ฮ][ะ-๎]*[ก-ฮ]|[A-Za-z]{2}")
#: Endorsements and notes that stand where a position might.
_NOTE = re.compile(
    r"[-–\s]*(?:ทราบ|อนุมัติ|เห็นชอบ|ดำเนินการ|เพื่อ|สำเนา|หมายเหตุ|เรียน|ผู้ประสาน|ตรวจ|[0-9๐-๙])"
)


def read(anatomy: Anatomy) -> Signatory | None:
    """The first name behind the body; ``None`` for letters under seal."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER, Kind.STAMPED):
        return None
    for index, row in enumerate(anatomy.tail):
        below = anatomy.tail[index + 1 : index + 2 + _POSITION_ROWS]
        for line, name in names_in(row):
            if people.is_person(name):
                return _signatory(
                    row, line, _ranked(anatomy.tail, index, name), _position(line, below)
                )
        for line in row.lines:
            if beside := people.with_position(line.text):
                return _signatory(row, line, beside[0], _position(line, below), beside[1])
            alone = people.signed(line.text) or _bare(anatomy.tail, index, line)
            if alone:
                return _signatory(row, line, alone, _position(line, below))
    return _cut_off(anatomy.tail)


def _cut_off(rows: Sequence[Row]) -> Signatory | None:
    """A name of which a signature hid one end, told in doubt."""
    for index, row in enumerate(rows):
        for line in row.lines:
            if name := people.half_bracketed(line.text):
                below = rows[index + 1 : index + 2 + _POSITION_ROWS]
                found = _signatory(row, line, name, _position(line, below))
                cut: Signatory = doubted(found, CUT_OFF, 0.5)
                return cut
    return None


def _ranked(rows: Sequence[Row], index: int, name: str) -> str:
    """Officers sign with their rank above the name in brackets."""
    above = neat(rows[index - 1].text) if index else ""
    rank = re.sub(r"^\(?\s*(?:ลงชื่อ|ลงนาม)\s*\)?", "", above).strip(" .…_")
    return f"{rank} {name}" if people.is_rank(rank) and not people.is_titled(name) else name


def _bare(rows: Sequence[Row], index: int, line: Line) -> str | None:
    """A titled name without brackets, where no name in brackets follows."""
    later = any(names_in(row) for row in rows[index : index + 4])
    return neat(line.text).strip(" .…_") if people.bare(line.text) and not later else None


def _mean(line: Line) -> float:
    """The mean certainty of the characters; 1.0 for printed text."""
    return sum(line.confidences) / len(line.confidences) if line.confidences else 1.0


def _position(name: Line, rows: Sequence[Row]) -> list[Line]:
    """The lines of the position: below the name, above the unit, telephone or next name."""
    found: list[Line] = []
    for row in rows:
        line = _column(name, row)
        text = neat(line.text) if line else ""
        if line is None or not text:
            continue
        if names_in(row) or signs.has_phone(text) or is_date_alone(text):
            break
        if not _WORD.search(text):  # a stroke of the signature, read as a digit or a bracket
            continue
        if _NOTE.match(text):
            break
        if signs.title_kind(text) == "annex":
            break
        acting_open = bool(found) and _ACTING_OPEN.search(neat(found[-1].text)) is not None
        if signs.is_unit(text) and not acting_open and (found or row.gap >= 1):
            break
        if found and row.gap >= 1 and not acting_open and _SENDER.match(text):
            break
        found.append(line)
        if len(found) >= 4:
            break
    return found


def _column(name: Line, row: Row) -> Line | None:
    """The line of the row that stands under the name; the whole row where places are unknown."""
    if name.box is None:
        return row.lines[0] if len(row.lines) == 1 else Line(neat(row.text), row.page, row=0)
    return next((line for line in row.lines if line.box and _centred(name, line)), None)


def _centred(name: Line, line: Line) -> bool:
    """Positions stand centred under the name, unit lines at the left margin."""
    assert name.box and line.box
    return min(name.box[2], line.box[2]) - max(name.box[0], line.box[0]) > 0


def _signatory(row: Row, line: Line, name: str, below: list[Line], beside: str = "") -> Signatory:
    lines = row.lines if line is row.lines[0] and name not in line.text else (line,)
    passage = Passage.of_lines([*lines, *below])
    position = neat(" ".join([beside, *(neat(part.text) for part in below)])) or None
    acting_for = None
    if position and (acting := list(_ACTING.finditer(position))):
        # of two (รักษาราชการแทน … ปฏิบัติหน้าที่ …) the last one is whom the letter speaks for
        before, after = position[: acting[0].start()].strip(), position[acting[-1].end() :].strip()
        acting_for = after or None
        position = before or position
    confidence = 0.96 if people.is_titled(name) else 0.85
    start = max(line.text.find(name), 0)
    sure = min(confidence, line.confidence_of(start, start + len(name)))
    doubt = None if sure > _CLEAR else "ชื่อผู้ลงนามไม่ชัด กรุณาตรวจกับภาพ"
    if doubt is None and any(_mean(part) < _PLAIN for part in below):
        doubt = "ตำแหน่งผู้ลงนามไม่ชัด กรุณาตรวจกับภาพ"
    values = asdict(passage.mark()) | {"confidence": sure, "doubt": doubt}
    return Signatory(**values, name=neat(name), position=position, acting_for=acting_for)
