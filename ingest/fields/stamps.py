"""Receive stamps (ตรารับหนังสือ, form 12): what their lines say."""

from __future__ import annotations

import re

from ingest.fields import stamp_parts
from ingest.fields.passage import Passage
from ingest.fields.stamp_lines import (
    BARE_NUMBER,
    CLOCK,
    DATE,
    INLINE,
    LABEL_ALONE,
    NUMBER,
    TIME,
    Block,
    is_clock,
    is_office,
)
from ingest.reading import Stamp
from ingest.thai.dates import find_dates
from ingest.thai.digits import to_arabic
from ingest.thai.text import neat, squash


def read(block: Block) -> Stamp:
    """What a stamp says. Raises nothing: what is unreadable stays ``None`` with a doubt."""
    if any(line.stamp for line in block.lines):
        return stamp_parts.read(block.lines)
    passage = Passage.of_lines(block.lines)
    mark = passage.mark()
    number = date = time = None
    doubts: list[str] = []
    office: str | None = None
    for text, holds_number in _texts(block):
        if holds_number and (inline := INLINE.match(text)):
            office = inline["office"].strip()
            text = text[inline.end() :]
        found = NUMBER.match(text) or BARE_NUMBER.match(text)
        if holds_number and found:
            number, rest = _number(found["number"])
            text = rest
        elif office is None and number is None and not DATE.match(text) and is_office(text):
            office = text
            continue
        date, time, doubts = _date_and_time(text, date, time, doubts)
    if number is None:
        doubts.append("อ่านเลขรับในตราไม่ได้ กรุณาดูภาพแล้วพิมพ์เอง")
    if date is None and not any("วันที่" in doubt for doubt in doubts):
        doubts.append("ในตราไม่มีวันที่รับ")
    confidence = 0.97 if not doubts else 0.6
    return Stamp(
        office=office,
        number=number,
        date=date,
        time=time,
        raw=mark.raw,
        page=mark.page,
        box=mark.box,
        confidence=min(confidence, mark.confidence),
        doubt=" · ".join(dict.fromkeys(doubts)) or None,
    )


def _texts(block: Block) -> list[tuple[str, bool]]:
    """The lines of the stamp, a lone label joined with its value; whether it is the number's."""
    texts: list[tuple[str, bool]] = []
    for line in block.lines:
        text, anchor = neat(line.text), line is block.anchor
        waits = texts and not anchor and LABEL_ALONE.fullmatch(texts[-1][0])
        if waits and not LABEL_ALONE.match(text):
            texts[-1] = (f"{texts[-1][0]} {text}", texts[-1][1])
            continue
        texts.append((text, anchor))
    return texts


def _number(text: str) -> tuple[str | None, str]:
    """The receive number and the rest of its line."""
    m = re.match(
        r"\s*(?:[A-Za-z]{2,4}\.?\s*)?([0-9๐-๙](?:\s?[0-9๐-๙])*)(?:\s*/\s*[0-9๐-๙]{4})?", text
    )
    if not m:
        return None, text
    return squash(to_arabic(m[1])), text[m.end() :]


def _date_and_time(
    text: str, date: str | None, time: str | None, doubts: list[str]
) -> tuple[str | None, str | None, list[str]]:
    said = TIME.search(text)
    if said or is_clock(text):
        clock = CLOCK.search(text, said.end() if said else 0)
        if clock and time is None:
            time, why = _clock(clock)
            doubts = [*doubts, why] if why else doubts
            if said and said.group() != "เวลา":
                doubts = [*doubts, f"บรรทัด “{text}” ในตราน่าจะเป็นเวลา"]
        text = text[: said.start()] if said else ""
    if date is None and text.strip():
        for found in find_dates(text):
            date = found.value.isoformat() if found.value else None
            if found.doubt:
                doubts = [*doubts, found.doubt]
            elif date is None:
                doubts = [*doubts, f"วันที่ในตรา “{found.raw}” อ่านไม่ครบ กรุณาดูภาพ"]
            break
    return date, time, doubts


def _clock(m: re.Match[str]) -> tuple[str | None, str | None]:
    hour, minute = int(to_arabic(m[1])), int(to_arabic(m[2]))
    if hour > 23 or minute > 59:
        return None, f"เวลา “{m.group()}” ในตราเป็นไปไม่ได้"
    return f"{hour:02d}:{minute:02d}", None
