"""The head of a letter: its labels with their values, over lines and columns, down to the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import signs
from ingest.bundle import is_date_alone
from ingest.fields import margins
from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage, Piece
from ingest.fields.rows import Row
from ingest.reading import Kind
from ingest.signs import Label
from ingest.thai import refno
from ingest.thai.dates import find_dates
from ingest.thai.months import FULL_PATTERN, SHORT_PATTERN
from ingest.thai.text import neat

#: Characters in a row of full width (A4, 16 points): a shorter row ends its passage.
_FULL_ROW = 58
#: A date that the end of its line cut off: without month or without year.
_HALF_DATE = re.compile(
    rf"(?:ลงวันที่|ลว\.?|ลง)\s*[0-9๐-๙]{{1,2}}\s*(?:(?:เดือน)?\s*(?:{FULL_PATTERN}|{SHORT_PATTERN})?)\s*$"
)
#: Rows of a sender's address, which never go on with a subject.
_ADDRESS_ROW = re.compile(r"[0-9๐-๙]{5}\s*$|โทร|ถนน|www\.")
#: Verbs of a first sentence that begins with the name of an office.
_TELLS = re.compile(r"ขอ(?!นแก่น)|ได้|แจ้ง|กำหนด|พิจารณา|จะ|ให้|มีความ|จัดทำ|จัดให้")
#: The number of a communiqué below its subject.
_ISSUE = re.compile(r"\(?ฉบับที่\s*[0-9๐-๙]+\s*/\s*[0-9๐-๙]{4}\)?\s*$")
#: Short rows that head a paragraph of the body.
_HEADING = re.compile(r"(?:\W*[0-9๐-๙]{1,2}[.)]|เรื่อง|ข้อ|ความ|ต้น|หลัก|แนว|คำ|สรุป|\W)")
#: Rows that may follow before the form goes on.
_SQUEEZED = 6
#: Points by which a continuation may begin left or right of the value above it.
_ALIGNED = 16.0
#: Further rows of the title of a rule: what it is about, its number, its year.
_RULE_TITLE = re.compile(r"(?:ว่าด้วย|พ\.\s?ศ\.|\(?ฉบับที่)")
#: First words of a further addressee on a row of its own.
ADDRESSEE = re.compile(
    r"(?:และ)?(?:นายก(?:เทศ|อง)|ผู้ว่าราชการ|ผู้อำนวยการ|หัวหน้า|นายอำเภอ|ท้องถิ่น(?:จังหวัด|อำเภอ)|ปลัด|"
    r"อธิบดี|เลขาธิการ|ประธาน|คณบดี|อธิการ|สำนักงาน(?!\S*(?:ขอ|ได้|จึง|พิจารณา))|องค์การบริหารส่วน|"
    r"เทศบาล(?:นคร|เมือง|ตำบล))(?!\S*(?:พิจารณา|ได้|ขอ|แจ้ง|มี|จะ))"
)


@dataclass(slots=True)
class _Label:
    """The labelled passage that is being gathered."""

    label: Label
    pieces: list[Piece]
    x0: float | None
    at: int  # index of the last row it was gathered from


def read(anatomy: Anatomy, rows: Sequence[Row]) -> int:
    """Fills ``labels``, ``head`` and ``title``; returns the index where the body begins."""
    open_label: _Label | None = None
    titled = anatomy.kind in (Kind.ORDER, Kind.ANNOUNCEMENT, Kind.RECORD)
    for index, row in enumerate(rows):
        text = row.text.strip()
        if titled and anatomy.title is None and signs.title_kind(row.text):
            anatomy.title = Passage.of_lines(row.lines)
            continue
        rule = anatomy.kind is Kind.ORDER and not anatomy.head
        if rule and anatomy.title is not None and _RULE_TITLE.match(text):
            anatomy.title = Passage((*anatomy.title.pieces, *map(Piece.whole, row.lines)))
            continue
        if _begins_body(anatomy, rows, index, open_label, titled):
            return index
        goes_on = open_label and _cites(open_label.label) and _carries_on(open_label, text)
        if is_date_alone(neat(row.text)) and not signs.label_of(row.text) and not goes_on:
            above = rows[index - 1].lines if index and _lone_day(rows, index) else ()
            anatomy.dates.append(Passage.of_lines([*above, *row.lines]))
            open_label = None
            continue
        labelled = False
        for number, line in enumerate(row.lines):
            for piece in _split_labels(anatomy, Piece.whole(line)):
                found = signs.label_of(piece.text)
                if found and _admits(anatomy, found[0], piece, row, open_label):
                    open_label = _start(anatomy, found, piece, index)
                    labelled = True
                elif open_label and _continues(open_label, rows, index, number, labelled):
                    open_label.pieces.append(piece)
                    open_label.at = index
                    anatomy.labels[open_label.label] = Passage(tuple(open_label.pieces))
                elif not (open_label and _addressed(anatomy) and not labelled and len(text) > 40):
                    anatomy.head.append(piece)
                else:
                    return index
    return len(rows)


def _lone_day(rows: Sequence[Row], index: int) -> bool:
    """Whether the day stands on the row above the rest of the date."""
    whole = find_dates(rows[index].text)
    day = re.fullmatch(r"[0-9๐-๙]{1,2}", neat(rows[index - 1].text))
    return bool(day and whole and not whole[0].has_day)


_INNER_LABEL = re.compile(
    r"(?<=[\s\d๐-๙)/.…_])(?:วันที่|โทร\.?|โทรศัพท์|เรื่อง|เรียน|อ้างถึง|สิ่งที่ส่งมาด้วย)"
    r"(?=[\s.:0-9๐-๙\u0e01-\u0e4e])"
)
_GLUED_TO = re.compile(
    r"เรียน(?=\s?(?:นายก|นายอำเภอ|ผู้(?:ว่า|อำนวย|บัญชา|กำกับ|จัดการ)|ท้องถิ่น(?:จังหวัด|อำเภอ)|อธิบดี|อธิการ|ปลัด|เลขาธิการ|คณบดี|หัวหน้า|ประธาน))"
)
#: Labels of the head in the order of form 1.
_ORDER = [Label.SUBJECT, Label.TO, Label.REFERENCE, Label.ENCLOSURE]


def _split_labels(anatomy: Anatomy, piece: Piece) -> list[Piece]:
    """A line that holds two labels (``ที่ … วันที่ …``, headings glued together) in two pieces."""
    cuts = [0]
    text = piece.text
    opening = signs.label_of(text)
    first = opening[0] if opening else None
    for m in (*_INNER_LABEL.finditer(text, 1), *_glued_salutation(anatomy, text)):
        wide = bool(re.search(r"\s{2,}$", text[: m.start()]))
        of_memo = first in (Label.NUMBER, Label.OFFICE) and m[0].startswith(("วันที่", "โทร"))
        if wide or of_memo or (first and _follows(anatomy, first, text, m.start())):
            cuts.append(m.start())
    cuts.append(len(text))
    return [
        Piece.of(piece.line, piece.start + a, piece.start + b)
        for a, b in zip(cuts, cuts[1:], strict=False)
        if text[a:b].strip()
    ]


def _glued_salutation(anatomy: Anatomy, text: str) -> list[re.Match[str]]:
    """เรียน right behind the subject, where no other row begins with it."""
    if any(f and f[0] is Label.TO for row in anatomy.rows if (f := signs.label_of(row.text))):
        return []
    return list(_GLUED_TO.finditer(text, 8))[:1]


def _follows(anatomy: Anatomy, opening: Label, text: str, at: int) -> bool:
    """Whether a later label of the head is glued to this line."""
    found = signs.label_of(text[at:])
    if not found or opening not in _ORDER or found[0] not in _ORDER:
        return False
    if not text[at - 1].isspace() and not _GLUED_TO.match(text, at):
        return False
    return found[0] not in anatomy.labels and _ORDER.index(found[0]) > _ORDER.index(opening)


def _start(anatomy: Anatomy, found: tuple[Label, int], piece: Piece, at: int) -> _Label:
    label, begin = found
    value = Piece.of(piece.line, piece.start + begin, piece.end)
    if label in (Label.TO, Label.SEND_TO):
        anatomy.salutation = piece.text[:begin].strip(" \t:.")
    box = value.line.box_of(value.start, value.end)
    held = list(anatomy.labels[label].pieces) if label in anatomy.labels else []
    pieces = [*held, value] if value.text else held
    anatomy.labels[label] = Passage(tuple(pieces))
    return _Label(label, pieces, box[0] if box and value.text else None, at)


def _addressed(anatomy: Anatomy) -> bool:
    return Label.TO in anatomy.labels or Label.SEND_TO in anatomy.labels


def _admits(
    anatomy: Anatomy, label: Label, piece: Piece, row: Row, open_label: _Label | None
) -> bool:
    """Whether this label may stand here, in this kind of letter."""
    labels = anatomy.labels
    if label is Label.NUMBER:
        quoting = open_label and open_label.label in (Label.REFERENCE, Label.ENCLOSURE)
        return label not in labels and not quoting and not _addressed(anatomy)
    if label is Label.DATE:
        fits = anatomy.kind is Kind.MEMO or Label.SUBJECT not in labels
        return fits and label not in labels and not (open_label and _cites(open_label.label))
    if label is Label.OFFICE:
        return label not in labels and anatomy.kind is Kind.MEMO and not _addressed(anatomy)
    if label is Label.SUBJECT:
        return label not in labels and not _addressed(anatomy)
    if label is Label.SEND_TO:
        return not _addressed(anatomy) and anatomy.kind is Kind.STAMPED
    if label is Label.TO:
        return label not in labels and anatomy.kind in (Kind.EXTERNAL, Kind.MEMO, Kind.RECORD)
    if label in (Label.REFERENCE, Label.ENCLOSURE):
        return label not in labels and anatomy.kind in (Kind.EXTERNAL, Kind.MEMO, Kind.STAMPED)
    return False


def _cites(label: Label) -> bool:
    return label in (Label.REFERENCE, Label.ENCLOSURE)


def _begins_body(
    anatomy: Anatomy, rows: Sequence[Row], index: int, now: _Label | None, titled: bool
) -> bool:
    row = rows[index]
    text = row.text.strip()
    if titled:
        begun = anatomy.title is not None or Label.NUMBER in anatomy.labels
        return begun and _begins_decree(text) and index > 0
    if now and now.label is Label.SUBJECT and not now.pieces:
        return False
    if not _addressed(anatomy):
        return Label.SUBJECT in anatomy.labels and bool(signs.BODY.match(text)) and len(text) > 45
    if now and _cites(now.label) and _carries_on(now, text):
        return False
    if signs.label_of(row.lines[0].text) and not signs.BODY.match(text):
        return False
    if now and not now.pieces and not signs.BODY.match(text):
        return False
    return signs.is_sentence(text) or signs.is_closing(text)


def _begins_decree(text: str) -> bool:
    """The first words of an order's or announcement's body; its ที่ and เรื่อง come before."""
    found = signs.label_of(text)
    if found and found[0] in (Label.NUMBER, Label.SUBJECT, Label.DATE):
        return False
    return (
        bool(signs.BODY.match(text))
        or len(text) > _FULL_ROW
        or bool(re.match(r"[.…_\-\s]{6,}$", text))
    )


def _carries_on(now: _Label, text: str) -> bool:
    """A citation or enclosure that goes on: its number, its date, its count, the next item."""
    if not now.pieces:
        return False
    if re.match(r"(?:[0-9๐-๙]{1,2}\s?[.)]\s?\S|ลงวันที่|ลว\.|จำนวน|และ|เลขที่|ฉบับลงวันที่)", text):
        return True
    if re.match(r"ที่\s", text) and len(text) < 90:
        return True
    before = neat(" ".join(piece.text for piece in now.pieces[-2:]))
    if re.search(r"(?:ลงวันที่|ที่|หนังสือ|เรื่อง|เดือน|สำเนา|และ|/|/\s?ว|จำนวน|พ\.ศ\.)$", before):
        return True
    return bool(_HALF_DATE.search(before) and re.match(r"[0-9๐-๙\u0e01-\u0e4e]", text))


def _continues(now: _Label, rows: Sequence[Row], index: int, number: int, labelled: bool) -> bool:
    row = rows[index]
    line = row.lines[number]
    text = line.text.strip()
    if number > 0 or labelled:
        return _same_row(now, text)
    if not now.pieces:
        return _fills(now.label, text) and row.gap < 2.5
    if line.box is None and now.at < index - 1:
        return False  # something else stood between
    if now.label is Label.NUMBER and row.gap < 1 and line.box is None:
        return len(text) < 20 and _same_row(now, text)
    if now.label in (Label.NUMBER, Label.DATE, Label.OFFICE):
        return now.label is Label.OFFICE and row.gap < 1 and _aligned(now, line.box) and number == 0
    if signs.is_page_mark(text) or signs.is_page_turn(text) or signs.grade_of(text):
        return False
    if _cites(now.label) and _carries_on(now, text):
        return True
    if signs.BODY.match(text) or is_date_alone(text) or _ISSUE.match(text):
        return False
    full = margins.broken_off(now.pieces[-1].line, text, rows)
    to_many = now.label in (Label.TO, Label.SEND_TO) and bool(re.match(ADDRESSEE, text))
    if line.box and now.x0 is not None:
        below = line.box[0] > now.x0 - _ALIGNED and row.gap < 1.2
        close = row.gap < 0.9 and (full or to_many or _squeezed(now, rows, index))
        return below or close
    joins = bool(re.search(r"(?:และ|,|ของ|การ)$", now.pieces[-1].text.rstrip()))
    if row.gap < 1:
        short = _cites(now.label) and len(text) < 60
        return full or joins or to_many or short or _squeezed(now, rows, index)
    return row.gap < 2 and margins.spaced(rows) and (full or joins or to_many)


def _fills(label: Label, text: str) -> bool:
    """Whether the row below a lone label can be its value."""
    if label is Label.NUMBER:
        return _is_number_part(text)
    if label is Label.DATE:
        return is_date_alone(text)
    words = label is Label.SUBJECT or not signs.BODY.match(text)
    return len(text) < 100 and words and not signs.is_page_mark(text)


def _squeezed(now: _Label, rows: Sequence[Row], index: int) -> bool:
    """Whether the row stands right between the value and what must come next in the form."""
    text = rows[index].text
    if margins.columns(text) > 60 or _ADDRESS_ROW.search(text):
        return False
    for row in rows[index + 1 : index + _SQUEEZED]:
        after = row.text.strip()
        found = signs.label_of(after)
        if now.label in _ORDER and found and found[0] in _ORDER:
            return _ORDER.index(found[0]) > _ORDER.index(now.label)
        if now.label in (Label.TO, Label.SEND_TO) and signs.BODY.match(after):
            return not (_HEADING.match(text) or _TELLS.search(text))
        if now.label is Label.SUBJECT and re.match(r"[.…_\-]{6,}$", after):
            return True
        if row.gap >= 1 or is_date_alone(after) or _ADDRESS_ROW.search(after):
            return False
    return False


def _same_row(now: _Label, text: str) -> bool:
    """Whether another column of the labelled row still belongs to the value."""
    if now.label is Label.NUMBER:
        held = "".join(piece.text for piece in now.pieces).rstrip()
        if not held:
            return _is_number_part(text)
        if re.fullmatch(r"[ก-ฮ]{2,3}\.?", held):
            return re.match(r"[0-9๐-๙]", text) is not None
        return bool(re.search(r"[/.]$|/\s*ว$", held) and re.match(r"[ว0-9๐-๙]", text))
    return True


def _is_number_part(text: str) -> bool:
    return refno.parse(text) is not None or refno.parse_order(text) is not None


def _aligned(now: _Label, box: tuple[float, float, float, float] | None) -> bool:
    return bool(box and now.x0 is not None and abs(box[0] - now.x0) < _ALIGNED)
