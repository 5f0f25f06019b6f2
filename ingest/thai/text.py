"""Small tools on Thai text that every field reader shares."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\s]")
_LEADERS = re.compile(r"(?:[._…·‥]\s?){3,}|[_]{2,}")
_THAI = re.compile(r"[\u0e01-\u0e4e]")


#: Words that open a part of a citation: they never continue the word of the line above.
_OPENS = re.compile(r"(?:ที่\s|ลงวันที่|ลว\.|จำนวน\s|เลขรับ|วันที่\s|เวลา)")


def squash(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def skeleton(text: str) -> str:
    """Consonants and leading vowels only: what is left when a layer loses its marks."""
    return _MARKS.sub("", text)


def neat(text: str) -> str:
    """One space for many, no dotted leaders, no space at the ends."""
    return re.sub(r"\s+", " ", _LEADERS.sub(" ", text)).strip()


_LATIN_DIGITS = str.maketrans("OoIl|SB", "0011158")
_NUMERIC = re.compile(r"(?<![A-Za-z\u0e01-\u0e4e])[0-9๐-๙OoIl|SB.,/-]+(?![A-Za-z\u0e01-\u0e4e])")


def as_digits(text: str) -> str:
    """The text with Latin letters inside numbers as the digits they look like (``๕l๘``, ``OO๒``).

    Every character keeps its place.
    """

    def mend(m: re.Match[str]) -> str:
        found = m.group()
        return found.translate(_LATIN_DIGITS) if re.search(r"[0-9๐-๙]", found) else found

    return _NUMERIC.sub(mend, text)


def is_thai(char: str) -> bool:
    return bool(_THAI.match(char))


def seam(left: str, right: str) -> str:
    """What stands between two lines of one passage.

    Thai writes no space between words, so a line that breaks between two Thai
    letters is joined without one; anything else gets a space.
    """
    if not left or not right:
        return ""
    if _OPENS.match(right):
        return " "
    return "" if is_thai(left[-1]) and is_thai(right[0]) and left[-1] != "ฯ" else " "
