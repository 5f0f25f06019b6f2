"""The letter's text made plain for reading deadlines, with the way back to what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.thai.digits import to_arabic
from ingest.thai.text import is_thai

_DROPPED = "\u200b\u200c\u200d\ufeff\u00ad"
_DASHES = str.maketrans("–—−‒‐―", "------")
#: A line break that ends a paragraph: a blank line, an indented line, a list item, an opening word.
_NEW_PARAGRAPH = re.compile(
    r"(?<![^\S\n])[^\S\n]*\n(?:[^\S\n]*\n|\t|[^\S\n]{4,}|(?=\s*(?:"
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[-•*])\s|ในการนี้|จึงเรียน|จึงแจ้ง|อนึ่ง|ทั้งนี้|ดังนั้น|บัดนี้|พร้อมนี้|พร้อมกันนี้"
    r"|ขอแสดงความ|ด้วย\s|ตามที่|(?:เรื่อง|เรียน)[^\S\n]{2,}|อ้างถึง\s|สิ่งที่ส่งมาด้วย)))"
)


@dataclass(frozen=True, slots=True)
class Source:
    """``text`` has Arabic digits, single spaces and ``\\n`` between paragraphs only.

    ``places[i]`` is where ``text[i]`` stands in ``printed``.
    """

    printed: str
    text: str
    places: tuple[int, ...]

    def as_printed(self, start: int, end: int) -> str:
        """What is printed from ``start`` to ``end`` of ``text``, white space made single."""
        if start >= end:
            return ""
        part = self.printed[self.places[start] : self.places[end - 1] + 1]
        return re.sub(r"\s+", " ", part).strip()

    def paragraph_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def paragraph_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end


def plain(printed: str) -> Source:
    """``printed`` made plain: a line wrapped inside Thai words is joined without a space."""
    flat = to_arabic(printed).translate(_DASHES)
    breaks = {m.start(): m.end() for m in _NEW_PARAGRAPH.finditer(flat)}
    out: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(flat):
        if at in breaks:
            _put(out, places, "\n", at)
            at = breaks[at]
        elif flat[at] in _DROPPED:
            at += 1
        elif flat[at].isspace():
            at = _white(flat, at, out, places, breaks)
        elif flat.startswith("\u0e4d\u0e32", at):  # nikhahit and aa: sara am in two pieces
            _put(out, places, "\u0e33", at)
            at += 2
        else:
            _put(out, places, flat[at], at)
            at += 1
    return Source(printed, "".join(out), tuple(places))


def _put(out: list[str], places: list[int], char: str, at: int) -> None:
    if char in " \n" and out and out[-1] in " \n":
        if char == "\n":
            out[-1] = char
        return
    out.append(char)
    places.append(at)


def _white(flat: str, at: int, out: list[str], places: list[int], breaks: dict[int, int]) -> int:
    """White space from ``at`` as one space, or as none where a wrapped line is joined."""
    end = at
    while end < len(flat) and (flat[end].isspace() or flat[end] in _DROPPED) and end not in breaks:
        end += 1
    if end in breaks:
        return end
    joined = "\n" in flat[at:end] and out and end < len(flat)
    if not (joined and is_thai(out[-1]) and out[-1] != "ฯ" and is_thai(flat[end])):
        _put(out, places, " ", at)
    return end
