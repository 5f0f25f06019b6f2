"""Takes a letter apart: which kind it is, where its head ends and where its body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import people, signs
from ingest.bundle import is_date_alone, unfinished
from ingest.fields import head
from ingest.fields.anatomy import Anatomy, names_in
from ingest.fields.passage import Passage
from ingest.fields.rows import Row
from ingest.reading import Kind
from ingest.signs import Label
from ingest.thai.text import neat, squash

#: Characters in a row of full width (A4, 16 points): a longer one belongs to a paragraph.
_FULL_ROW = 58
#: What stands right above a name in brackets: ลงชื่อ, leaders, a rank.
_SIGNS_ABOVE = re.compile(rf"\(?\s*(?:ลงชื่อ|ลงนาม)|[.…_\s]+$|{people.RANK}\s*$")
_CERTIFIES = re.compile(r"(?:ให้ไว้|ออกให้)\s*(?:เพื่อ|ณ)|ขอรับรองว่า|เพื่อรับรองว่า")


def dissect(rows: Sequence[Row], hint: str) -> Anatomy:
    """The parts of the letter that ``hint`` (see ``bundle.split``) opened."""
    anatomy = Anatomy(_kind(rows, hint), list(rows))
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER):
        anatomy.title = _annex_title(rows)
        anatomy.body = list(rows)
        return anatomy
    body_at = head.read(anatomy, rows)
    end = _body_end(anatomy, rows, body_at)
    anatomy.body, anatomy.tail = list(rows[body_at:end]), list(rows[end:])
    return anatomy


def _kind(rows: Sequence[Row], hint: str) -> Kind:
    if hint != "numbered":
        return Kind(hint)
    for row in rows[:24]:
        for line in row.lines:
            found = signs.label_of(line.text)
            if found and found[0] is Label.TO:
                return Kind.EXTERNAL
            if found and found[0] is Label.SEND_TO:
                return Kind.STAMPED
        if signs.BODY.match(row.text.strip()):
            break
    if any(_CERTIFIES.search(row.text) for row in rows):
        return Kind.RECORD
    return Kind.EXTERNAL


def _annex_title(rows: Sequence[Row]) -> Passage | None:
    for row in rows[:6]:
        text = neat(row.text)
        if len(squash(text)) >= 4 and not signs.is_page_mark(text) and not signs.grade_of(text):
            return Passage.of_lines(row.lines)
    return None


def _body_end(anatomy: Anatomy, rows: Sequence[Row], start: int) -> int:
    """The index of the first row behind the body."""
    for index in range(start, len(rows)):
        text = neat(rows[index].text)
        if signs.is_closing(text):
            return _signed_before(rows, start, index)
        if anatomy.kind in (Kind.ORDER, Kind.ANNOUNCEMENT, Kind.RECORD) and re.match(
            r"\W*(?:ทั้งนี้\s*)?(?:(?:จึง)?สั่ง|ประกาศ|ออกให้|ให้ไว้|แถลง)?\s*ณ\s*วันที่", text
        ):
            return index
    if anatomy.kind is Kind.STAMPED:
        return _stamped_end(rows, start)
    for index in range(start, len(rows)):
        if names_in(rows[index]) or _signs(rows, index):
            return _before_signature(rows, start, index)
        if anatomy.kind not in (Kind.EXTERNAL, Kind.MEMO) and is_date_alone(neat(rows[index].text)):
            return index
    for index in range(max(start, len(rows) - 8), len(rows)):
        if re.match(r"โทร", neat(rows[index].text)):
            return max(start, _unit_above(rows, start, index))
    return len(rows)


def _signed_before(rows: Sequence[Row], start: int, closing: int) -> int:
    """Where the closing was read after the signature, the signature ends the body."""
    asked = start
    for index in range(start, closing):
        if re.match(r"จึงเรียนมา", rows[index].text.strip()):
            asked = index
        elif asked > start and any(people.is_titled(name) for _, name in names_in(rows[index])):
            return _before_signature(rows, start, index)
    return closing


def _signs(rows: Sequence[Row], index: int) -> bool:
    """A name without brackets in the last rows: an electronic signature, or ลงชื่อ with it."""
    text = rows[index].text
    if people.signed(text) or people.with_position(text):
        return True
    last = index >= len(rows) - 8 and people.bare(text)
    return last and not any(names_in(row) for row in rows[index:])


def _before_signature(rows: Sequence[Row], start: int, index: int) -> int:
    while index - 1 > start and _SIGNS_ABOVE.match(neat(rows[index - 1].text)):
        index -= 1
    return index


def _stamped_end(rows: Sequence[Row], start: int) -> int:
    """A letter under seal ends with its sender, the date and the owner's unit, in short rows."""
    for index in range(start + 1, len(rows)):
        text = neat(rows[index].text)
        dated = is_date_alone(text) and not unfinished(rows[index - 1].text)
        if dated or re.match(r"โทร", text):
            return _unit_above(rows, start, index)
    return len(rows)


def _unit_above(rows: Sequence[Row], start: int, index: int) -> int:
    """The first of the short rows (sender, unit) that stand right above ``index``."""
    while index - 1 > start:
        above = neat(rows[index - 1].text)
        if len(above) > _FULL_ROW or signs.BODY.match(above) or not _names_office(above):
            break
        index -= 1
    return index


def _names_office(text: str) -> bool:
    if re.search(r"(?:ต่อไป|ด้วย|นั้น|แล้ว|ทราบ|พิจารณา|ยิ่ง)$", text) or "www" in text:
        return False
    return signs.is_unit(text) or bool(
        re.match(
            r"(?:กระทรวง|กรม|จังหวัด|อำเภอ|เทศบาล|องค์การ|ที่ว่าการ|ศาล|มหาวิทยาลัย|สภา|การ(?:ไฟฟ้า|ประปา|เคหะ|รถไฟ)|วิทยาลัย|ธนาคาร)",
            text,
        )
    )
