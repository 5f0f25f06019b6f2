"""The letter's own date (clause 11.3: day, month, year of the Buddhist era, no word วันที่)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from ingest import signs
from ingest.bundle import is_date_alone
from ingest.fields.anatomy import Anatomy
from ingest.fields.number import UNCLEAR
from ingest.fields.passage import Passage, Piece
from ingest.fields.rows import Row
from ingest.reading import Field, Kind
from ingest.signs import Label
from ingest.thai.dates import FoundDate, find_dates
from ingest.thai.text import neat

UNREAD = "วันที่ของหนังสือ “{raw}” อ่านไม่ครบ กรุณาดูภาพแล้วพิมพ์เอง"


def read(anatomy: Anatomy) -> Field | None:
    """The date as an ISO string; a broken one keeps ``raw`` and a doubt, without a value."""
    candidates = [field for passage in _places(anatomy) if (field := _of(passage))]
    whole = [field for field in candidates if field.value]
    return next(iter(whole or candidates), None)


def _places(anatomy: Anatomy) -> Iterable[Passage]:
    """Where the date of this kind of letter may stand, the likeliest first."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER):
        return
    if (labelled := anatomy.labels.get(Label.DATE)) is not None and labelled.text:
        yield labelled
    if anatomy.kind is Kind.STAMPED:
        yield from _alone(anatomy.tail)
    if anatomy.kind in (Kind.ORDER, Kind.ANNOUNCEMENT, Kind.RECORD):
        yield from _signed_on(anatomy)
    yield from anatomy.dates
    for piece in anatomy.head:
        if is_date_alone(piece.text):
            yield Passage((piece,))
    number = anatomy.labels.get(Label.NUMBER)
    if number is not None and anatomy.kind in (Kind.EXTERNAL, Kind.MEMO):
        yield number
    for label in (Label.TO, Label.SUBJECT):
        for piece in anatomy.labels[label].pieces if label in anatomy.labels else ():
            if is_date_alone(piece.text):
                yield Passage((piece,))
    if anatomy.kind is not Kind.MEMO:
        yield from _alone(anatomy.tail)
    if anatomy.kind in (Kind.RECORD, Kind.ANNOUNCEMENT, Kind.ORDER):
        yield from _alone(anatomy.body[-6:])


def _alone(rows: Sequence[Row]) -> Iterable[Passage]:
    for row in rows:
        if len(row.lines) > 1 and is_date_alone(neat(row.text)):
            yield Passage.of_lines(row.lines)
        for line in row.lines:
            if is_date_alone(neat(line.text)):
                yield Passage((Piece.whole(line),))


def _signed_on(anatomy: Anatomy) -> Iterable[Passage]:
    rows = anatomy.tail or anatomy.body[-8:]
    for index, row in enumerate(rows):
        if re.search(r"ณ\s*วันที่", row.text):
            lines = [line for near in rows[index : index + 2] for line in near.lines]
            passage = Passage.of_lines(lines)
            m = re.search(r"ณ\s*วันที่", passage.text)
            yield passage.part(m.end() if m else 0, len(passage.text))
    if anatomy.kind is Kind.RECORD:
        for row in anatomy.rows[:8]:
            if re.match(r"(?:เมื่อ)?วัน", row.text.strip()) and not signs.is_name(row.text):
                yield Passage.of_lines(row.lines)


def _of(passage: Passage) -> Field | None:
    for found in find_dates(passage.text):
        if found.month is None:
            continue
        return _field(found, passage)
    return None


def _field(found: FoundDate, passage: Passage) -> Field:
    start = found.start
    damaged = re.search(r"(\S{1,3})\s+$", passage.text[:start])
    if found.value is None and damaged and not found.has_day:
        start = damaged.start()  # what stands where the day should be belongs to the date
    mark = asdict(passage.mark(start, found.end, min(found.confidence, 0.98)))
    doubt = found.doubt
    if found.value is None:
        doubt = doubt or UNREAD.format(raw=mark["raw"])
        mark["confidence"] = min(mark["confidence"], 0.3)
    elif doubt or mark["confidence"] < UNCLEAR:
        doubt = doubt or "วันที่บางตัวไม่ชัด กรุณาตรวจกับภาพ"
        mark["confidence"] = min(mark["confidence"], 0.75)
    return Field(
        **(mark | {"doubt": doubt}), value=found.value.isoformat() if found.value else None
    )
