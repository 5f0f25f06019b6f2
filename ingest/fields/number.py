"""The letter's own number (ที่, clause 11.1; orders: number/year, clause 16)."""

from __future__ import annotations

import re
from dataclasses import asdict

from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.reading import Field, Kind
from ingest.signs import Label
from ingest.thai import refno
from ingest.thai.refno import RefNo

BROKEN = "เลขที่หนังสือ “{raw}” อ่านได้ไม่ครบหรือมีตัวอักษรแทนตัวเลข กรุณาดูภาพแล้วแก้"
NOISE = "มี “{noise}” ต่อท้ายเลขที่ ซึ่งไม่น่าเป็นส่วนของเลข กรุณาดูภาพ"
GUESSED = "เลขที่หนังสือ “{raw}” มีตัวอักษรแทนตัวเลข เข้าใจว่าเป็น {value} กรุณาตรวจ"
BLANK = "ต้นฉบับเว้นเลขที่ไว้ กรุณาตรวจว่าเป็นฉบับที่ออกเลขแล้วหรือไม่"
UNCLEAR_DIGITS = "ตัวเลขบางตัวไม่ชัด กรุณาตรวจกับภาพ"
UNREAD = "อ่านเลขที่หนังสือไม่ได้ กรุณาดูภาพแล้วพิมพ์เอง"
#: A number or date with a character below this is told to be unclear: so are 102 of 107 that were
#: misread on made-up heads written by hand; print that is read right has few.
UNCLEAR = 0.9
#: A whole number in which nothing is missing or strange.
SURELY = 0.98
_ORDERS = (Kind.ORDER, Kind.ANNOUNCEMENT, Kind.RECORD)


def read(anatomy: Anatomy) -> tuple[Field | None, RefNo | None]:
    """The number as a field and taken apart; ``None`` where the letter has no place for one."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER):
        return None, None
    if anatomy.kind in _ORDERS:
        return _order(anatomy)
    passage = anatomy.labels.get(Label.NUMBER)
    if passage is None or refno.is_blank(passage.text):
        return None, None
    text = passage.text
    ref = refno.parse(text)
    if ref is None:
        mark = asdict(passage.mark(confidence=0.2)) | {"doubt": UNREAD}
        return Field(**mark), None
    return field_of(ref, passage), ref


def field_of(ref: RefNo, passage: Passage) -> Field:
    """The number with its place and the doubts that its own form raises."""
    doubt, confidence = None, SURELY
    if ref.noise and ref.noise[0].isalpha() and not ref.noise[0].isdigit():
        doubt, confidence = BROKEN.format(raw=ref.raw), 0.35
    elif ref.noise:
        doubt, confidence = NOISE.format(noise=ref.noise.strip()), 0.6
    elif ref.guessed:
        doubt, confidence = GUESSED.format(raw=ref.raw, value=ref.value), 0.7
    elif not ref.number:
        doubt, confidence = BLANK, 0.6
    elif not ref.agency:
        confidence = 0.9
    rest = passage.text[ref.end :].strip(" .…_")
    if doubt is None and re.match(r"[0-9๐-๙A-Za-z]", rest):
        doubt, confidence = BROKEN.format(raw=passage.text.strip()), 0.5
    mark = passage.mark(ref.start, ref.end, confidence)
    if mark.confidence < UNCLEAR and doubt is None:
        doubt = UNCLEAR_DIGITS
    return Field(**(asdict(mark) | {"doubt": doubt}), value=ref.value)


def _order(anatomy: Anatomy) -> tuple[Field | None, RefNo | None]:
    """``ที่ ๑๒๓/๒๕๖๑`` under or behind the title; certificates also carry an agency number."""
    for passage in (anatomy.labels.get(Label.NUMBER), anatomy.title):
        if passage is None:
            continue
        start = 0
        if passage is anatomy.title:
            said = re.search(
                r"(?<![ก-๎])(?:เลข)?ที่\s*(?=[0-9๐-๙พ])|(?<=[ก-๎])\s+ที่\s*(?=[0-9๐-๙])", passage.text
            )
            if not said:
                continue
            start = said.end()
        ref = refno.parse(passage.text, start)
        if ref is None or not ref.agency:
            ref = refno.parse_order(passage.text, start) or ref
        if ref:
            return field_of(ref, passage), ref
    return None, None
