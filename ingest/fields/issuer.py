"""Who sent the letter (ส่วนราชการเจ้าของหนังสือ, clause 11.2) and which unit owns it (11.10)."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from itertools import pairwise

from ingest import directory, signs
from ingest.bundle import is_date_alone
from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage, Piece
from ingest.pages.page import Line
from ingest.reading import Field, Kind
from ingest.signs import Label
from ingest.thai.refno import RefNo
from ingest.thai.text import neat

#: First words of an office's name.
OFFICE = (
    r"(?:สำนัก|สํานัก|กระทรวง|กรม|จังหวัด|อำเภอ|ที่ว่าการ|ที่ทำการ|ศาลากลาง|เทศบาล|องค์การ|องค์กร|มหาวิทยาลัย|วิทยาลัย|โรงเรียน|"
    r"โรงพยาบาล|สถาบัน|ศาล(?!า)|คณะ|กอง|ศูนย์|สถานี|สถาน|สภา|การ(?:ไฟฟ้า|ประปา|เคหะ|รถไฟ|ท่าเรือ|ท่าอากาศยาน|ยาง|ทาง|นิคม|กีฬา|ท่องเที่ยว)|"
    r"ธนาคาร|บริษัท|มูลนิธิ|สมาคม|สหกรณ์|กลุ่ม|ฝ่าย|ส่วน|ตำรวจ|มณฑล|กองทัพ|ราชวิทยาลัย|หอ|พิพิธภัณฑ์|กรุงเทพมหานคร|เมืองพัทยา|งาน|หน่วย|เรือนจำ|ทัณฑสถาน|ด่าน|วัด|สโมสร|ชมรม|แผนก|หมวด)"
)
_ADDRESS = re.compile(
    r"(?<!เขต)\s+(?=(?:ถนน|ถ\.|ซอย|ซ\.|หมู่|ม\.\s?[0-9๐-๙]|เลขที่|ตำบล|ต\.|แขวง|เขต(?!\s*[0-9๐-๙])\S|อำเภอ|อ\.|จังหวัด|จ\.|กทม|กรุงเทพ(?:ฯ|\s|$)|ศาลากลาง|ที่ว่าการ|ศูนย์ราชการ|อาคาร|ชั้น|ตู้|[ก-ฮ]{2}\s?[0-9๐-๙]{5}|[0-9๐-๙]{5}|[0-9๐-๙]{1,4}(?:/[0-9๐-๙]{1,4})?\s+(?:หมู่|ม\.|ถนน|ถ\.|ซอย)))"
)
#: Offices that stand for themselves, as divisions and groups do not.
_WHOLE = re.compile(
    r"(?:เทศบาล|องค์การบริหาร|จังหวัด|อำเภอ|กรม|กระทรวง|มหาวิทยาลัย|โรงเรียน|โรงพยาบาล|วิทยาลัย|ศาล|สำนักงาน)"
)
#: Names of offices that every province or district has, without saying which.
_UNPLACED = re.compile(
    r"(?:ท้องถิ่น|ศาลากลาง|ที่ว่าการ|ปกครอง|วัฒนธรรม|สาธารณสุข|พัฒนาชุมชน|เกษตร|ปศุสัตว์|ประมง|แรงงาน|สถิติ|ขนส่ง|คลัง|ที่ดิน|"
    r"พาณิชย์|อุตสาหกรรม|พลังงาน|ยุติธรรม|ศึกษาธิการ|ประชาสัมพันธ์|สหกรณ์|สรรพากร|สัสดี|ประกันสังคม|จัดหางาน)$"
)
_PLACE = re.compile(r"^(?:ที่ว่าการอำเภอ|ศาลากลางจังหวัด)")
_TITLE = re.compile(
    r"^(?:คำสั่ง|ประกาศ|ระเบียบ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ|แถลงการณ์|ข่าว(?:ประชาสัมพันธ์)?|แจ้งความ)\s*"
)


def read(anatomy: Anatomy, ref: RefNo | None) -> Field | None:
    """The sender without his address; a place (ที่ว่าการอำเภอ) is completed by who sits there."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER):
        return None
    if anatomy.kind in (Kind.ORDER, Kind.ANNOUNCEMENT):
        return _of_title(anatomy) or _of_head(anatomy)
    if Label.OFFICE in anatomy.labels:
        return _of_memo(anatomy.labels[Label.OFFICE])
    found = _of_head(anatomy) or _of_tail(anatomy, ref)
    if found and found.value and _PLACE.match(found.value):
        return _housed(anatomy, found)
    return found


def _of_title(anatomy: Anatomy) -> Field | None:
    if anatomy.title is None:
        return None
    text = neat(anatomy.title.text)
    m = _TITLE.match(text)
    name = re.split(
        r"\s*(?:ที่\s*[0-9๐-๙]|เรื่อง|ว่าด้วย|\(?ฉบับที่|พ\.\s?ศ\.)", text[m.end() if m else 0 :]
    )[0].strip()
    if not name:
        return None
    return Field(**asdict(anatomy.title.mark(confidence=0.95)), value=name)


def _of_memo(passage: Passage) -> Field | None:
    """The first office of ``ส่วนราชการ``; its units and telephone belong to the owner."""
    text = neat(re.split(r"โทร", passage.text)[0])
    parts = re.split(r"\s+(?=" + OFFICE + ")", text)
    name = parts[0]
    if (
        re.match(r"กระทรวง|กรม", name)
        and len(parts) > 1
        and parts[1].startswith(("สำนักงานปลัด", "กรม"))
    ):
        name = f"{name} {parts[1]}"
    elif not _WHOLE.match(name):  # a division is named with the office it belongs to
        whole = next((i for i, part in enumerate(parts) if _WHOLE.match(part)), 0)
        name = " ".join(parts[: whole + 1])
    name = _ADDRESS.split(name)[0].strip()
    if not name:
        return None
    end = passage.text.find("โทร")
    mark = passage.mark(0, end if end > 0 else None, 0.93)
    return Field(**asdict(mark), value=name)


def _of_head(anatomy: Anatomy) -> Field | None:
    pieces = [piece for piece in anatomy.head if _may_name_office(piece.text)]
    for index, piece in enumerate(pieces):
        if not re.match(OFFICE, piece.text.strip()):
            continue
        block = _block(pieces, index)
        passage = Passage(tuple(block))
        text = re.sub(
            r"(?<=\S)(?=(?:กระทรวง|กรม)[\u0e01-\u0e2eเแโไใ]\S{3})(?<!รัฐมนตรีว่าการ)(?<!ปลัด)(?<!อธิบดี)(?<!หนังสือ)",
            " ",
            passage.text,
        )
        name = neat(_ADDRESS.split(neat(text))[0])
        name = re.sub(r"\s*(?:ถ\.|ถนน|โทร).*$", "", name)
        if name:
            kept = min(len(passage.text), len(name) + 1)
            return Field(**asdict(passage.mark(0, kept, 0.95)), value=name)
    return None


def _may_name_office(text: str) -> bool:
    text = text.strip()
    return len(text) > 3 and not is_date_alone(text) and signs.grade_of(text) is None


def _block(pieces: list[Piece], index: int) -> list[Piece]:
    """The name and the lines it goes on over, until an address, a date or another column."""
    block = [pieces[index]]
    for piece in pieces[index + 1 : index + 3]:
        if re.match(r"(?:ครั้งที่|ณ\s|เมื่อ|ที่\s|ฉบับที่|เรื่อง)", piece.text.strip()):
            break
        if _goes_on(block[-1].text, piece.text):
            block.append(piece)
            break
        if _ADDRESS.search(" " + block[-1].text.strip()[1:]) or signs.has_phone(piece.text):
            break
        if _ADDRESS.match(" " + piece.text.strip()):
            break
        before, after = block[-1].line, piece.line
        if before.box and after.box and abs(before.box[0] - after.box[0]) > 90:
            break
        if not before.box and after.row - before.row > 1:
            break
        block.append(piece)
    return block


def _goes_on(name: str, below: str) -> bool:
    """``สำนักงานส่งเสริมการปกครองท้องถิ่น`` over ``จังหวัดระยอง``: the place is part of the name."""
    placed = re.match(r"(?:จังหวัด|อำเภอ)[\u0e01-\u0e4e]{2,20}(?=\s|$)", below.strip())
    return bool(placed and _UNPLACED.search(name.strip()))


def _of_tail(anatomy: Anatomy, ref: RefNo | None) -> Field | None:
    """Letters under seal name their sender below the text (clause 14.4)."""
    for row in anatomy.tail:
        for line in row.lines:
            text = neat(line.text)
            if is_date_alone(text) or signs.has_phone(text) or not re.match(OFFICE, text):
                continue
            passage = Passage((Piece.whole(line), *_superior(anatomy, line)))
            value = complete(" ".join(neat(piece.text) for piece in passage.pieces), ref)
            return Field(**asdict(passage.mark(confidence=0.9)), value=value)
    return None


def _superior(anatomy: Anatomy, line: Line) -> list[Piece]:
    """The whole office on the row below a division that sends under its own name."""
    rows = anatomy.tail
    for row, below in pairwise(rows):
        if row.lines[0] is not line or _WHOLE.match(line.text.strip()) or below.gap >= 1:
            continue
        text = neat(below.text)
        if _WHOLE.match(text) and not signs.has_phone(text) and len(below.lines) == 1:
            return [Piece.whole(below.lines[0])]
    return []


def complete(name: str, ref: RefNo | None) -> str:
    """``สำนักงาน…จังหวัด`` with the province that the number's letters name."""
    province = directory.provinces().get(ref.agency) if ref else None
    if province and name.endswith("จังหวัด"):
        return name + province
    return name


def _housed(anatomy: Anatomy, place: Field) -> Field:
    """The office that sits in the ที่ว่าการอำเภอ or ศาลากลาง: named by its foot and its own words."""
    assert place.value is not None
    where = re.sub(r"^(?:ที่ว่าการ|ศาลากลาง)", "", place.value)
    if any(re.search(r"นายอำเภอ|ผู้ว่าราชการจังหวัด", row.text) for row in anatomy.tail):
        # The head of the place itself signs: the province writes, not an office in its hall.
        return replace(place, value=where) if where.startswith("จังหวัด") else place
    for row in anatomy.tail:
        for line in row.lines:
            foot = neat(line.text)
            if not re.match(r"(?:สำนักงาน|ที่ทำการ)\S+", foot) or signs.has_phone(foot):
                continue
            level = where[: len("อำเภอ")] if where.startswith("อำเภอ") else "จังหวัด"
            full = foot if foot.endswith(where) else foot.removesuffix(level) + where
            if foot.endswith((level, where)):
                return replace(place, value=f"{full} ({place.value})", confidence=0.9)
    return place


def owner_unit(anatomy: Anatomy, issuer: Field | None) -> Field | None:
    """The unit that wrote the letter: the foot, above the telephone; of a memo its head."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER, Kind.ORDER, Kind.ANNOUNCEMENT, Kind.RECORD):
        return None
    if anatomy.kind is Kind.MEMO:
        return _memo_unit(anatomy)
    pieces: list[Piece] = []
    for row in anatomy.tail:
        for line in row.lines:
            text = neat(line.text)
            if signs.has_phone(text) and not re.match(OFFICE, text):
                if pieces:
                    return _joined(pieces)
                continue
            start = re.split(r"โทร", line.text)[0]
            is_unit = re.match(OFFICE, text) and signs.is_name(text) is None
            sender = (
                issuer is not None
                and issuer.value
                and anatomy.kind is Kind.STAMPED
                and not pieces
                and neat(start) in neat(issuer.raw or "")
            )
            if (
                is_unit
                and not sender
                and not is_date_alone(text)
                and _below_signature(anatomy, line)
            ):
                pieces.append(Piece.of(line, 0, len(start)))
            elif pieces and not is_unit and len(text) > 3:
                break
    return _joined(pieces) if pieces else None


def _below_signature(anatomy: Anatomy, line: object) -> bool:
    """Whether the line stands below the position of the signatory (always, without one)."""
    seen_name = False
    named = any(signs.is_name(row.text) for row in anatomy.tail)
    if not named:
        return True
    for row in anatomy.tail:
        if signs.is_name(row.text):
            seen_name = True
        if any(other is line for other in row.lines):
            return seen_name
    return True


def _memo_unit(anatomy: Anatomy) -> Field | None:
    passage = anatomy.labels.get(Label.OFFICE)
    if passage is None:
        return None
    text = re.split(r"โทร", passage.text)[0]
    value = neat(text)
    return Field(**asdict(passage.mark(0, len(text), 0.93)), value=value) if value else None


def _joined(pieces: list[Piece]) -> Field:
    passage = Passage(tuple(pieces))
    value = " ".join(neat(piece.text) for piece in pieces)
    return Field(**asdict(passage.mark(confidence=0.9)), value=value)
