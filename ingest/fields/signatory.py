"""Who signed (ลงชื่อ and ตำแหน่ง, clauses 11.8 and 11.9), and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

from ingest import signs
from ingest.bundle import is_date_alone
from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.fields.rows import Row
from ingest.pages.page import Line
from ingest.reading import Kind, Signatory
from ingest.thai.text import neat

_TITLES = (
    r"(?:นาย|นางสาว|นาง|น\.ส\.|ด\.ร\.|ดร\.|ศ\.|รศ\.|ผศ\.|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|"
    r"ว่าที่|พล|พัน|ร้อย|สิบ|จ่า|ดาบ|เรือ|นาวา|พ\.|ร\.|ส\.|จ\.|น\.|หม่อม|ม\.ร\.ว\.|ม\.ล\.|คุณ|พระ|แพทย์|นพ\.|พญ\.|ทพ\.|มล\.|ฯพณฯ)"
)
_ACTING = re.compile(
    r"\s*(?:(?:ใน(?:ฐานะ)?)?(?:ปฏิบัติ(?:ราชการ|หน้าที่|การ|งาน)แทน|รักษา(?:ราชการ|การ)(?:ใน)?(?:ตำแหน่ง|แทน)|รักษาการในตำแหน่ง|รักษาการใน|ทำการแทน|รักษาการ))\s*"
)
_POSITION_ROWS = 5


def read(anatomy: Anatomy) -> Signatory | None:
    """The first name in brackets behind the body; ``None`` for letters under seal."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER, Kind.STAMPED):
        return None
    lines = [line for row in anatomy.tail for line in row.lines]
    for index, line in enumerate(lines):
        name = signs.is_name(line.text)
        if name and _is_person(name[1]):
            below = _position(anatomy.tail, lines, index)
            return _signatory(line, name, below)
    return None


def _is_person(name: str) -> bool:
    name = neat(name)
    if re.match(_TITLES, name):
        return True
    words = name.split()
    return 2 <= len(words) <= 4 and all(re.fullmatch(r"[\u0e01-\u0e4e.]+", w) for w in words)


def _position(rows: Sequence[Row], lines: list[Line], index: int) -> list[Line]:
    """The lines of the position: below the name, above the unit, telephone or next name."""
    found: list[Line] = []
    name = lines[index]
    gaps = {id(row.lines[0]): row.gap for row in rows}
    for line in lines[index + 1 : index + 1 + _POSITION_ROWS]:
        text = neat(line.text)
        if not text or signs.is_name(line.text) or signs.has_phone(text) or is_date_alone(text):
            break
        acting_open = bool(found) and bool(_ACTING.search(neat(found[-1].text)[-40:]))
        if found and signs.is_unit(text) and not acting_open:
            break
        if not found and signs.is_unit(text) and gaps.get(id(line), 0) >= 1:
            break
        if re.match(
            r"[-–\s]*(?:ทราบ|อนุมัติ|เห็นชอบ|ดำเนินการ|เพื่อ|สำเนา|หมายเหตุ|เรียน|ผู้ประสาน|ตรวจ|[0-9๐-๙])",
            text,
        ):
            break
        if name.box and line.box and not _centred(name, line):
            continue
        found.append(line)
        if len(found) >= 4:
            break
    return found


def _centred(name: Line, line: Line) -> bool:
    """Positions stand centred under the name, unit lines at the left margin."""
    assert name.box and line.box
    return min(name.box[2], line.box[2]) - max(name.box[0], line.box[0]) > 0


def _signatory(line: Line, name: re.Match[str], below: list[Line]) -> Signatory:
    passage = Passage.of_lines([line, *below])
    position = neat(" ".join(neat(part.text) for part in below)) or None
    acting_for = None
    if position and (m := _ACTING.search(position)):
        before, after = position[: m.start()].strip(), position[m.end() :].strip()
        acting_for = after or None
        position = before or position
    confidence = 0.96 if re.match(_TITLES, neat(name[1])) else 0.85
    start = line.text.find(name[1])
    mark = passage.mark(0, None, confidence)
    confident = line.confidence_of(start, start + len(name[1]))
    values = asdict(mark) | {"confidence": min(confidence, confident)}
    doubt = None if values["confidence"] > 0.6 else "ชื่อผู้ลงนามไม่ชัด กรุณาตรวจกับภาพ"
    return Signatory(
        **(values | {"doubt": doubt}),
        name=neat(name[1]),
        position=position,
        acting_for=acting_for,
    )
