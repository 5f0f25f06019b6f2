"""The parts of one letter: labelled lines of the head, body, closing, signature, foot.

The order of parts is that of the forms (clauses 11-25). Field readers work on
the parts and never on the page, so that a number in the body is no number of
the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest import signs
from ingest.bundle import is_date_alone
from ingest.fields.passage import Passage, Piece
from ingest.fields.rows import Row
from ingest.pages.page import Line
from ingest.reading import Kind
from ingest.signs import Label
from ingest.thai import refno
from ingest.thai.text import neat, squash

#: Characters in a row of full width (A4, 16 points): a shorter row ends its passage.
_FULL_ROW = 58
#: Points by which a continuation may begin left or right of the value above it.
_ALIGNED = 16.0
#: Further rows of the title of a rule: what it is about, its number, its year.
_RULE_TITLE = re.compile(r"(?:ว่าด้วย|พ\.\s?ศ\.|\(?ฉบับที่)")
_CERTIFIES = re.compile(r"(?:ให้ไว้|ออกให้)\s*(?:เพื่อ|ณ)|ขอรับรองว่า|เพื่อรับรองว่า")
#: First words of a further addressee on a row of its own.
ADDRESSEE = re.compile(
    r"(?:และ)?(?:นายก(?:เทศ|อง)|ผู้ว่าราชการ|ผู้อำนวยการ|หัวหน้า|นายอำเภอ|ท้องถิ่น(?:จังหวัด|อำเภอ)|ปลัด|"
    r"อธิบดี|เลขาธิการ|ประธาน|คณบดี|อธิการ|สำนักงาน(?!\S*(?:ขอ|ได้|จึง|พิจารณา))|องค์การบริหารส่วน|"
    r"เทศบาล(?:นคร|เมือง|ตำบล))(?!\S*(?:พิจารณา|ได้|ขอ|แจ้ง|มี|จะ))"
)


@dataclass(slots=True)
class Anatomy:
    """Parts of a letter, as passages and rows; empty where the letter has none."""

    kind: Kind
    rows: list[Row]
    labels: dict[Label, Passage] = field(default_factory=dict)
    title: Passage | None = None
    #: Unlabelled pieces of the head: sender and address, date, grades.
    head: list[Piece] = field(default_factory=list)
    #: Rows of the head that hold a date and nothing else.
    dates: list[Passage] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    #: From the closing words, the signature or ``ณ วันที่`` to the end.
    tail: list[Row] = field(default_factory=list)
    #: Whether a salutation stood there, with or without a name behind it.
    salutation: str | None = None

    @property
    def body_text(self) -> str:
        return Passage.of_lines(line for row in self.body for line in row.lines).text

    @property
    def full_text(self) -> str:
        return "\n".join(row.text for row in self.rows)


def dissect(rows: Sequence[Row], hint: str) -> Anatomy:
    """The parts of the letter that ``hint`` (see ``bundle.split``) opened."""
    anatomy = Anatomy(_kind(rows, hint), list(rows))
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER):
        anatomy.title = _annex_title(rows)
        anatomy.body = list(rows)
        return anatomy
    body_at = _read_head(anatomy, rows)
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


@dataclass(slots=True)
class _Label:
    """The labelled passage that is being gathered."""

    label: Label
    pieces: list[Piece]
    x0: float | None


def _read_head(anatomy: Anatomy, rows: Sequence[Row]) -> int:
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
        if is_date_alone(neat(row.text)) and not signs.label_of(row.text):
            anatomy.dates.append(Passage.of_lines(row.lines))
            open_label = None
            continue
        labelled = False
        for number, line in enumerate(row.lines):
            for piece in _split_labels(anatomy, Piece.whole(line)):
                found = signs.label_of(piece.text)
                if found and _admits(anatomy, found[0], piece, row, open_label):
                    open_label = _start(anatomy, found, piece)
                    labelled = True
                elif open_label and _continues(open_label, rows, index, number, labelled):
                    open_label.pieces.append(piece)
                    anatomy.labels[open_label.label] = Passage(tuple(open_label.pieces))
                elif not (open_label and _addressed(anatomy) and not labelled and len(text) > 40):
                    anatomy.head.append(piece)
                else:
                    return index
    return len(rows)


_INNER_LABEL = re.compile(
    r"(?<=[\s\d๐-๙)/.…_])(?:วันที่|โทร\.?|โทรศัพท์|เรื่อง|เรียน|อ้างถึง|สิ่งที่ส่งมาด้วย)"
    r"(?=[\s.:0-9๐-๙\u0e01-\u0e4e])"
)
#: Labels of the head in the order of form 1.
_ORDER = [Label.SUBJECT, Label.TO, Label.REFERENCE, Label.ENCLOSURE]


def _split_labels(anatomy: Anatomy, piece: Piece) -> list[Piece]:
    """A line that holds two labels (``ที่ … วันที่ …``, headings glued together) in two pieces."""
    cuts = [0]
    text = piece.text
    opening = signs.label_of(text)
    first = opening[0] if opening else None
    for m in _INNER_LABEL.finditer(text, 1):
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


def _follows(anatomy: Anatomy, opening: Label, text: str, at: int) -> bool:
    """Whether a later label of the head is glued to this line."""
    found = signs.label_of(text[at:])
    if not found or opening not in _ORDER or found[0] not in _ORDER or not text[at - 1].isspace():
        return False
    return found[0] not in anatomy.labels and _ORDER.index(found[0]) > _ORDER.index(opening)


def _start(anatomy: Anatomy, found: tuple[Label, int], piece: Piece) -> _Label:
    label, at = found
    value = Piece.of(piece.line, piece.start + at, piece.end)
    if label in (Label.TO, Label.SEND_TO):
        anatomy.salutation = piece.text[:at].strip(" \t:.")
    box = value.line.box_of(value.start, value.end)
    held = list(anatomy.labels[label].pieces) if label in anatomy.labels else []
    pieces = [*held, value] if value.text else held
    anatomy.labels[label] = Passage(tuple(pieces))
    return _Label(label, pieces, box[0] if box and value.text else None)


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
        return label not in labels
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
    if not _addressed(anatomy):
        return Label.SUBJECT in anatomy.labels and bool(signs.BODY.match(text)) and len(text) > 45
    if now and _cites(now.label) and _carries_on(now, text):
        return False
    if signs.label_of(row.lines[0].text) and not signs.BODY.match(text):
        return False
    return bool(signs.BODY.match(text)) or signs.is_closing(text)


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
    if re.match(r"(?:[0-9๐-๙]{1,2}\s?[.)]\s?\S|ลงวันที่|ลว\.|จำนวน|และ|เลขที่|ฉบับลงวันที่)", text):
        return True
    if re.match(r"ที่\s", text) and len(text) < 90:
        return True
    before = neat("".join(piece.text for piece in now.pieces[-1:]))
    if re.search(r"(?:ลงวันที่|ที่|หนังสือ|เรื่อง|เดือน|สำเนา|และ)$", before):
        return True
    return bool(re.search(r"ลงวันที่\s*[0-9๐-๙]{1,2}$", before))


def _continues(now: _Label, rows: Sequence[Row], index: int, number: int, labelled: bool) -> bool:
    row = rows[index]
    line = row.lines[number]
    text = line.text.strip()
    if number > 0 or labelled:
        return _same_row(now, text)
    if now.label in (Label.NUMBER, Label.DATE, Label.OFFICE):
        return now.label is Label.OFFICE and row.gap < 1 and _aligned(now, line.box) and number == 0
    if signs.is_page_mark(text) or signs.is_page_turn(text) or signs.grade_of(text):
        return False
    if not now.pieces:
        return row.gap < 2.5 and len(text) < 100
    if _cites(now.label) and _carries_on(now, text):
        return True
    if signs.BODY.match(text) or is_date_alone(text):
        return False
    before = now.pieces[-1].text
    to_many = now.label in (Label.TO, Label.SEND_TO) and re.match(ADDRESSEE, text)
    if line.box and now.x0 is not None:
        below = line.box[0] > now.x0 - _ALIGNED and row.gap < 1.2
        return below or (row.gap < 0.9 and (_reaches_margin(now, rows) or bool(to_many)))
    if to_many and row.gap < 1:
        return True
    full = len(squash(before)) + 10 >= _FULL_ROW or bool(re.search(r"(?:และ|,|ของ|การ)$", before))
    return row.gap < 1 and (full or _cites(now.label) and len(text) < 60)


def _reaches_margin(now: _Label, rows: Sequence[Row]) -> bool:
    """Whether the last line of the value was broken off by the right margin."""
    last = now.pieces[-1].line
    edges = [
        line.box[2] for row in rows for line in row.lines if line.box and line.page == last.page
    ]
    lefts = [
        line.box[0] for row in rows for line in row.lines if line.box and line.page == last.page
    ]
    if not edges or last.box is None:
        return False
    return last.box[2] > max(edges) - 0.09 * (max(edges) - min(lefts))


def _same_row(now: _Label, text: str) -> bool:
    """Whether another column of the labelled row still belongs to the value."""
    if now.label is Label.NUMBER:
        held = "".join(piece.text for piece in now.pieces).rstrip()
        if not held:
            return _is_number_part(text)
        return bool(re.search(r"[/.]$|/\s*ว$", held) and re.match(r"[ว0-9๐-๙]", text))
    return True


def _is_number_part(text: str) -> bool:
    return refno.parse(text) is not None or refno.parse_order(text) is not None


def _aligned(now: _Label, box: tuple[float, float, float, float] | None) -> bool:
    return bool(box and now.x0 is not None and abs(box[0] - now.x0) < _ALIGNED)


def _body_end(anatomy: Anatomy, rows: Sequence[Row], start: int) -> int:
    """The index of the first row behind the body."""
    for index in range(start, len(rows)):
        text = neat(rows[index].text)
        if signs.is_closing(text) or (
            anatomy.kind in (Kind.ORDER, Kind.ANNOUNCEMENT, Kind.RECORD)
            and re.match(r"\W*(?:ทั้งนี้\s*)?(?:(?:จึง)?สั่ง|ประกาศ|ออกให้|ให้ไว้|แถลง)?\s*ณ\s*วันที่", text)
        ):
            return index
    if anatomy.kind is Kind.STAMPED:
        return _stamped_end(rows, start)
    for index in range(start, len(rows)):
        if names_in(rows[index]):
            return _before_signature(rows, start, index)
        if anatomy.kind not in (Kind.EXTERNAL, Kind.MEMO) and is_date_alone(neat(rows[index].text)):
            return index
    for index in range(max(start, len(rows) - 8), len(rows)):
        if re.match(r"โทร", neat(rows[index].text)):
            return max(start, _unit_above(rows, start, index))
    return len(rows)


def names_in(row: Row) -> list[tuple[Line, str]]:
    """Names in brackets that stand alone in their column, or on their whole row."""
    found = [(line, m[1]) for line in row.lines if (m := signs.is_name(line.text))]
    if not found and (m := signs.is_name(neat(row.text))):
        found = [(row.lines[0], m[1])]
    return found


def _before_signature(rows: Sequence[Row], start: int, index: int) -> int:
    while index - 1 > start and re.search(r"ลงชื่อ|ลงนาม", rows[index - 1].text):
        index -= 1
    return index


def _stamped_end(rows: Sequence[Row], start: int) -> int:
    """A letter under seal ends with its sender, the date and the owner's unit, in short rows."""
    for index in range(start + 1, len(rows)):
        text = neat(rows[index].text)
        if is_date_alone(text) or re.match(r"โทร", text):
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
