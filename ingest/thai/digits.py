"""Thai and Arabic digits, and numbers written in Thai words."""

from __future__ import annotations

import re

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

_UNITS = {
    "ศูนย์": 0, "หนึ่ง": 1, "นึง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5,
    "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
_SCALES = {
    "สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000,
    "ล้าน": 1_000_000,
}  # fmt: skip
_WORD = "|".join(sorted((*_UNITS, *_SCALES), key=len, reverse=True))

#: A regular expression for a whole number in words, to be used inside others.
NUMBER_WORDS = rf"(?:(?:{_WORD})(?:\s?(?:{_WORD}))*)"

_NUMBER_WORDS = re.compile(NUMBER_WORDS)
_ONE_WORD = re.compile(_WORD)


def to_arabic(text: str) -> str:
    """``๒๕๖8`` as ``2568``; every character keeps its place."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """``2568`` as ``๒๕๖๘``; every character keeps its place."""
    return text.translate(_TO_THAI)


def number_words(text: str) -> int | None:
    """The value of a whole number in digits or in words; ``None`` for anything else.

    ``สิบห้า`` 15, ``หนึ่งร้อยยี่สิบเอ็ด`` 121, ``๓๐`` 30, ``๑,๕๐๐`` 1500.
    """
    bare = to_arabic(text).strip()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,12}", bare):
        return int(bare.replace(",", ""))
    if not _NUMBER_WORDS.fullmatch(bare):
        return None
    return _value_of(_ONE_WORD.findall(bare))


def _value_of(words: list[str]) -> int | None:
    """The sum of scaled digits; ``None`` where two digits or scales clash (ห้าหก, สิบร้อย)."""
    total, below, digit = 0, 0, None
    lowest = 10_000_000
    for word in words:
        if word in _UNITS:
            if digit is not None:
                return None
            digit = _UNITS[word]
            continue
        scale = _SCALES[word]
        if scale == 1_000_000:
            total = (total + below + (digit or 0)) * scale or scale
            below, digit, lowest = 0, None, 10_000_000
            continue
        if scale >= lowest:
            return None
        lowest = scale
        below += (1 if digit is None else digit) * scale
        digit = None
    return total + below + (digit or 0)
