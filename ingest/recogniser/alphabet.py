"""What the recogniser can read: one label per character, label 0 is "nothing"."""

from __future__ import annotations

import unicodedata

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"
DIGITS = THAI_DIGITS + ARABIC_DIGITS

_CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯ"
_VOWELS = "ะัาำิีึืุูเแโใไๆ็่้๊๋์"
_ASCII = "".join(chr(code) for code in range(32, 127))

#: Every character that can be read, in the order of the network's labels (from 1).
ALPHABET = _CONSONANTS + _VOWELS + "฿" + THAI_DIGITS + _ASCII + "–•°×"
CLASSES = len(ALPHABET) + 1
LABELS = {character: number for number, character in enumerate(ALPHABET, start=1)}

#: Marks that hang over or under the letter before them and have no width of their own.
MARKS = frozenset("ัิีึืฺุู็่้๊๋์")

_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "—": "–", "−": "-", "‐": "-", "\u00a0": " "}
)


def plain(text: str) -> str:
    """The text as the recogniser would write it: look-alikes joined, unknown characters dropped."""
    joined = unicodedata.normalize("NFC", text).replace("\u0e4d\u0e32", "ำ").replace("เเ", "แ")
    joined = joined.translate(_ALIKE).replace("…", "...")
    return " ".join("".join(c for c in joined if c in LABELS).split())
