"""Names of months and days of the week as official letters print and misprint them."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

FULL = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_SPELLINGS = {"กุมภาพันธุ์": 2, "กุมภาพันธ": 2, "กรกฏาคม": 7, "พฤศจิกา": 11, "พฤษภา": 5, "ตุลา": 10,
              "ธันวา": 12, "มกรา": 1, "กุมภา": 2, "มีนา": 3, "เมษา": 4, "มิถุนา": 6, "กรกฎา": 7,
              "สิงหา": 8, "กันยา": 9}  # fmt: skip
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_TAIL = (
    "uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember",
)  # fmt: skip

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_WEEKDAY_FORMS = {"พฤหัสฯ": 3, "พฤหัส": 3, "จันทร": 0, "ศุกร": 4, "อาทิตย": 6}

_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def _letters(short: str) -> str:
    """``ต.ค.`` as a pattern that allows lost dots and added spaces."""
    first, last = short.rstrip(".").split(".")
    return rf"{first}\s?[.,]?\s?{last}(?:\s?\.)?(?![ก-๎])"


#: Regular expressions, to be used inside others; all without groups.
_SPOKEN = [f"{name}(?![ก-๎])" for name in sorted(_SPELLINGS, key=len, reverse=True)]
FULL_PATTERN = "(?:" + "|".join([*FULL, *_SPOKEN]) + ")"
SHORT_PATTERN = "(?:" + "|".join(_letters(s) for s in SHORT) + ")"
ENGLISH_PATTERN = "(?:" + "|".join(
    f"{head}(?:{tail})?\\.?(?![a-z])" for head, tail in zip(_ENGLISH, _ENGLISH_TAIL, strict=True)
) + ")"  # fmt: skip
WEEKDAY_PATTERN = "(?:" + "|".join([*WEEKDAYS, *_WEEKDAY_FORMS]) + ")(?!์)"

_SHORT_LETTERS = {s.replace(".", ""): n for n, s in enumerate(SHORT, start=1)}
#: Abbreviations with a letter or mark misread, where only one month can be meant.
_SHORT_MISREAD = {"มย": 6, "ตด": 10, "ธด": 12, "สด": 8, "พด": 5, "มด": 1, "กด": 7, "มืค": 3,
                  "มืย": 6, "มีย": 6, "เทย": 4, "รค": 12, "ตศ": 10}  # fmt: skip
_MISREAD_FORMS = [rf"{k[:-1]}\s?\.\s?{k[-1]}\.?(?![ก-๎])" for k in _SHORT_MISREAD]
MISREAD_PATTERN = "(?:" + "|".join(_MISREAD_FORMS) + ")"


def month_number(name: str) -> tuple[int, bool] | None:
    """The month (1-12) a name means and whether it is spelt right; ``None`` if none is.

    Full names may be wrong by one letter (two in the long ones) or have lost
    their marks, so long as no other month is as near.
    """
    bare = re.sub(r"[\s.,]", "", name)
    if bare in FULL:
        return FULL.index(bare) + 1, True
    if bare in _SPELLINGS:
        return _SPELLINGS[bare], True
    if bare in _SHORT_LETTERS:
        return _SHORT_LETTERS[bare], True
    if bare in _SHORT_MISREAD:
        return _SHORT_MISREAD[bare], False
    low = bare.lower()[:3]
    if low in _ENGLISH:
        return _ENGLISH.index(low) + 1, True
    return _nearest(bare)


def _nearest(bare: str) -> tuple[int, bool] | None:
    for strip in (False, True):
        word = _MARKS.sub("", bare) if strip else bare
        if len(word) < 4:
            return None
        ranked = sorted(
            (Levenshtein.distance(word, _MARKS.sub("", full) if strip else full), n)
            for n, full in enumerate(FULL, start=1)
        )
        best, month = ranked[0]
        allowed = 2 if len(FULL[month - 1]) >= 9 else 1
        if best <= allowed and ranked[1][0] > best:
            return month, False
    return None


def weekday_number(name: str) -> int | None:
    """Monday 0 … Sunday 6."""
    bare = name.strip().removeprefix("วัน").strip()
    if bare in WEEKDAYS:
        return WEEKDAYS.index(bare)
    return _WEEKDAY_FORMS.get(bare)
