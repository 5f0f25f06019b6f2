"""What a receive stamp says whose lines the recogniser has read by themselves.

Its lines are known to be one stamp's, so labels that ink left only half of are
known again, and a line without one by its shape and its place. What is unsure
is told in a doubt; a value that cannot be true is not concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import cache

from rapidfuzz import fuzz, process

from ingest import directory
from ingest.fields.passage import Passage
from ingest.pages.page import Line
from ingest.reading import Stamp
from ingest.thai import stamp_words
from ingest.thai.dates import find_dates
from ingest.thai.digits import to_arabic
from ingest.thai.stamp_words import Part
from ingest.thai.text import neat, squash

#: A value whose weakest character is below this is told to be unclear.
SURE = 0.9
#: Likeness (0 to 100) from which an office's name is that of the directory, and how much the
#: next one must lie behind.
_LIKE, _AHEAD = 72, 4
#: Mean confidence of a name that is no office of the directory, to be told at all.
_LEGIBLE = 0.75
_BY_NAME = {
    Part.NUMBER: "เลขรับ",
    Part.DATE: "วันที่",
    Part.TIME: "เวลา",
}
_DIGITS_AT_MOST = 6
_YEAR = re.compile(r"\s*/\s*[0-9๐-๙]{4}\D*$")
_DIGITS = re.compile(r"[0-9๐-๙](?:\s?[0-9๐-๙])*")
_FIGURES = re.compile(r"[\s.…_]*[0-9๐-๙](?:\s?[0-9๐-๙])*[\s.…_]*")
_CLOCK = re.compile(r"(?<![0-9๐-๙])([0-9๐-๙]{1,2})\s?[.:,]{1,2}\s?([0-9๐-๙]{2})(?![0-9๐-๙])")
_BARE_CLOCK = re.compile(r"(?<![0-9๐-๙])([0-9๐-๙]{2})\s?([0-9๐-๙]{2})(?![0-9๐-๙])")


@dataclass(frozen=True, slots=True)
class Value:
    """A part of a stamp: what it says, how surely, and why it may be wrong."""

    value: str | None
    confidence: float
    doubt: str | None = None


def read(lines: Sequence[Line]) -> Stamp:
    """Raises nothing: what is unreadable stays ``None`` with a doubt."""
    parts = stamp_words.parts([line.text for line in lines])
    found: dict[Part, Value] = {}
    for part, reader in ((Part.NUMBER, _number), (Part.DATE, _date), (Part.TIME, _time)):
        rows = [line for line, held in zip(lines, parts, strict=True) if held is part]
        if rows:
            found[part] = _best([reader(line) for line in rows])
    if Part.NUMBER not in found:
        found[Part.NUMBER] = Value(None, 0.3, "อ่านเลขรับในตราไม่ได้ กรุณาดูภาพแล้วพิมพ์เอง")
    if Part.DATE not in found:
        found[Part.DATE] = Value(None, 0.3, "ในตราไม่มีวันที่รับ")
    first = next((i for i, part in enumerate(parts) if part), 0)
    mark = Passage.of_lines(lines).mark()
    doubts = [value.doubt or _unclear(part, value) for part, value in found.items()]
    told = [doubt for doubt in doubts if doubt]
    return Stamp(
        office=_office(lines[:first]),
        number=found[Part.NUMBER].value,
        date=found[Part.DATE].value,
        time=found[Part.TIME].value if Part.TIME in found else None,
        raw=mark.raw,
        page=mark.page,
        box=mark.box,
        confidence=min(0.97, 0.6 if told else 1.0, *(v.confidence for v in found.values())),
        doubt=" · ".join(told) or None,
    )


def _best(values: Sequence[Value]) -> Value:
    """The surest of several lines that hold one part."""
    return max(values, key=lambda v: (v.value is not None, v.confidence))


def _unclear(part: Part, value: Value) -> str | None:
    if value.confidence >= SURE:
        return None
    return f"{_BY_NAME[part]}ในตราไม่ชัด กรุณาตรวจกับภาพ"


def _readings(line: Line) -> Iterator[tuple[str, float]]:
    """What stands behind the label: as read, then in the recogniser's other readings."""
    for text, share in ((line.text, 1.0), *line.alternatives):
        labelled = stamp_words.label(text)
        yield text[labelled.end if labelled else 0 :], share


def _number(line: Line) -> Value:
    labelled = stamp_words.label(line.text)
    start = labelled.end if labelled else 0
    text = _YEAR.sub("", line.text[start:])
    runs = _longest(text)
    if not runs:
        return Value(None, 0.3, "อ่านเลขรับในตราไม่ได้ กรุณาดูภาพแล้วพิมพ์เอง")
    longest = runs[0]
    value = squash(to_arabic(longest.group()))
    confidence = line.confidence_of(start + longest.start(), start + longest.end())
    rest = (text[: longest.start()] + text[longest.end() :]).strip(" .…_-:")
    others = [_YEAR.sub("", way) for way, _ in _readings(line)]
    if rest:
        whole = next((to_arabic(squash(way)) for way in others if _FIGURES.fullmatch(way)), None)
        value = whole.strip(".…_") if whole else value
        told = f"เลขรับในตราอ่านได้ “{text.strip()}” เข้าใจว่าเป็น {value} กรุณาดูภาพ"
        return Value(value, min(confidence, 0.5), told)
    if len(value) > _DIGITS_AT_MOST:
        return Value(value, min(confidence, 0.4), f"เลขรับ {value} ยาวผิดปกติ กรุณาดูภาพ")
    agreed = all(squash(to_arabic(run.group())) == value for way in others for run in _longest(way))
    return Value(value, confidence if agreed else min(confidence, SURE - 0.02))


def _longest(text: str) -> list[re.Match[str]]:
    runs = list(_DIGITS.finditer(text))
    return [max(runs, key=lambda run: len(squash(run.group())))] if runs else []


def _date(line: Line) -> Value:
    """The day of receipt; of readings that give none, the first whole one is offered in doubt."""
    printed = next(_readings(line))[0]
    start = len(line.text) - len(printed)
    for text, share in _readings(line):
        for found in find_dates(text):
            if found.value is None or (found.doubt and share < 1.0):
                continue
            value = found.value.isoformat()
            if share == 1.0:
                sure = line.confidence_of(start + found.start, start + found.end)
                return Value(value, min(sure, found.confidence), found.doubt)
            return Value(
                value, 0.5, f"วันที่ในตรา “{printed.strip()}” ไม่ชัด เข้าใจว่าเป็น “{text.strip()}”"
            )
    run_together = _apart(to_arabic(squash(printed)).strip("./-"))
    if len(run_together) == 1:
        day = run_together[0]
        told = f"วันที่ในตรา “{printed.strip()}” อ่านเครื่องหมายคั่นไม่ได้ กรุณาดูภาพ"
        return Value(day.isoformat(), 0.5, told)
    return Value(None, 0.3, f"วันที่ในตรา “{printed.strip()}” อ่านไม่ครบ กรุณาดูภาพ")


def _apart(text: str) -> list[Date]:
    """The days that digits can mean whose signs between were lost: 14760 is 14/7/60."""
    flat = re.sub(r"[./-]", "", text)
    if not re.fullmatch(r"[0-9]{4,8}", flat):
        return []
    days = set()
    for year in (4, 2):
        head, tail = flat[:-year], flat[-year:]
        full = int(tail) if year == 4 else 2500 + int(tail)
        if not 2540 <= full <= 2599:
            continue
        for cut in (1, 2):
            day, month = head[:cut], head[cut:]
            if 1 <= len(month) <= 2 and not (day + month).startswith("0") and _in(text, day):
                days.add((full - 543, int(month), int(day)))
    return [Date(*one) for one in sorted(days) if _is_day(*one)]


def _in(text: str, day: str) -> bool:
    """Whether the first sign that was read stands behind the day, or none was."""
    m = re.match(r"[0-9]+(?=[./-])", text)
    return m is None or len(m.group()) > 2 or m.group() == day


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        Date(year, month, day)
    except ValueError:
        return False
    return True


def _time(line: Line) -> Value:
    printed = next(_readings(line))[0]
    start = len(line.text) - len(printed)
    for pattern, told in ((_CLOCK, None), (_BARE_CLOCK, "เครื่องหมายคั่นเวลาในตราไม่ชัด กรุณาดูภาพ")):
        m = pattern.search(printed)
        if not m:
            continue
        hour, minute = int(to_arabic(m[1])), int(to_arabic(m[2]))
        if hour > 23 or minute > 59:
            return Value(None, 0.3, f"เวลา “{m.group()}” ในตราเป็นไปไม่ได้")
        return Value(
            f"{hour:02d}:{minute:02d}", line.confidence_of(start + m.start(), start + m.end()), told
        )
    blank = not re.search(r"[0-9๐-๙]", printed)
    return Value(
        None, 1.0 if blank else 0.5, None if blank else f"เวลาในตรา “{printed.strip()}” อ่านไม่ครบ"
    )


def _office(lines: Sequence[Line]) -> str | None:
    """The office above the number, as the directory has it where only one can be meant."""
    said = neat(" ".join(line.text for line in lines))
    if len(squash(said)) < 4:
        return None
    near = process.extract(squash(said), _offices(), scorer=fuzz.ratio, limit=2, score_cutoff=_LIKE)
    if near and (len(near) == 1 or near[0][1] - near[1][1] >= _AHEAD or near[0][1] > 98):
        return str(near[0][0])
    sure = [c for line in lines for c in line.confidences]
    return said if not sure or sum(sure) / len(sure) >= _LEGIBLE else None


@cache
def _offices() -> list[str]:
    return sorted({name.name for name in directory.names()})
