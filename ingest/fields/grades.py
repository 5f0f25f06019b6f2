"""Grades of speed and secrecy (clause 28; regulation on official secrets of 2544)."""

from __future__ import annotations

import re

from ingest import signs
from ingest.fields.anatomy import Anatomy
from ingest.reading import Secrecy, Urgency
from ingest.signs import Label
from ingest.thai.text import squash

_GRADE = re.compile(r"ด่วน\s?ที่สุด|ด่วน\s?มาก|ด่วน|ลับ\s?ที่สุด|ลับ\s?มาก|ลับ")
_GRADES = rf"\W*(?:(?:{_GRADE.pattern})[\s)/(*]*)+"
_LEADING = re.compile(rf"^{_GRADES}(?=ที่\s?|$|เลขที่)")
_BEFORE_NUMBER = re.compile(rf"{_GRADES}(?=ที่|เลขที่)")


def read(anatomy: Anatomy) -> tuple[Urgency, Secrecy]:
    """The grades printed on the letter itself; those of letters it cites do not count."""
    urgency, secrecy = Urgency.NORMAL, Secrecy.NONE
    for word in _stamped_words(anatomy):
        if urgency is Urgency.NORMAL and word in signs.URGENCY:
            urgency = Urgency(signs.URGENCY[word])
        elif secrecy is Secrecy.NONE and word in signs.SECRECY:
            secrecy = Secrecy(signs.SECRECY[word])
    return urgency, secrecy


def _stamped_words(anatomy: Anatomy) -> list[str]:
    words: list[str] = []
    body = {id(line) for row in anatomy.body for line in row.lines}
    for row in anatomy.rows:
        for line in row.lines:
            lone = signs.grade_of(line.text)
            if lone:
                # ลับ stands at the head and the foot of every page; ด่วน only at the head.
                inside = id(line) in body and lone in signs.URGENCY
                words += [] if inside else [lone]
    for piece in anatomy.head:
        if m := _LEADING.match(piece.text):
            words += [squash(word) for word in _GRADE.findall(m.group())]
        elif m := re.match(r"\W*(ด่วนภายใน|ด่วนที่สุด)", squash(piece.text)):
            words.append("ด่วนที่สุด" if m[1] == "ด่วนที่สุด" else "ด่วน")
    number = anatomy.labels.get(Label.NUMBER)
    if number is not None and number.pieces:
        m = _BEFORE_NUMBER.match(number.pieces[0].line.text)
        words += [squash(word) for word in _GRADE.findall(m.group())] if m else []
    return words
