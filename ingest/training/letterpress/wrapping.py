"""Lines of Thai: broken between words, never inside one."""

from __future__ import annotations

import re
from collections.abc import Callable

from pythainlp.tokenize import word_tokenize

Measure = Callable[[str], float]

#: What must not begin a line, and what must not end one.
_NOT_FIRST = re.compile(r"[ๆฯ\s)\]}”’,.;:!?/–-]")
_NOT_LAST = re.compile(r"[(\[{“‘]$")
_CLUSTER = re.compile(r"[เแโใไ]?.[ัิ-ฺ็-๎ำ]*")
_CODE = re.compile(r"(?:www\.|https?://)\S+|\S+@\S+|[0-9๐-๙][0-9๐-๙./:,-]*[0-9๐-๙]|[A-Za-z0-9_.-]+")


def wrap(text: str, width: float, measure: Measure, indent: float = 0.0) -> list[str]:
    """``text`` in lines of at most ``width`` points; the first is shorter by ``indent``.

    A word wider than a whole line is broken between syllable clusters.
    """
    lines: list[str] = []
    line, room = "", width - indent
    for word in _pieces(text, width, measure):
        if line.strip() and measure((line + word).rstrip()) > room:
            lines.append(line.rstrip())
            line, room = "", width
            word = word.lstrip()
        line += word
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def words(text: str) -> list[str]:
    """The unbreakable pieces of ``text``; joined they give it back."""
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        pieces += word_tokenize(text[end : code.start()], engine="newmm", keep_whitespace=True)
        pieces.append(code.group())
        end = code.end()
    pieces += word_tokenize(text[end:], engine="newmm", keep_whitespace=True)
    joined: list[str] = []
    for piece in pieces:
        if joined and (_NOT_FIRST.match(piece) or _NOT_LAST.search(joined[-1])):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _pieces(text: str, width: float, measure: Measure) -> list[str]:
    found: list[str] = []
    for word in words(text):
        if measure(word) <= width:
            found.append(word)
        else:
            found += _CLUSTER.findall(word)
    return found
