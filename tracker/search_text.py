"""How texts are made alike for searching, and where in the text a find stands.

Two forms of a text: *plain* has only letters, vowels, marks and digits, in one
spelling (Arabic digits, small Latin letters). Its *bones* have no tone marks
either, and one short-and-long vowel for those that printers and scanners mix
up. Bones are what is indexed; plain tells an exact find from a near one.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

#: Stands for every letter of another script, so that the letters of bones can be counted.
OTHER = "ø"
#: Between two fields, and after the last: no find reaches over it.
GAP = "  "
_MARKS = "่้๊๋์็ํ๎ฺ"
_MERGED = {"ี": "ิ", "ึ": "ิ", "ื": "ิ", "ู": "ุ", "ๅ": "า", "ฃ": "ข", "ฅ": "ค"}
_CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
_VOWELS = "ะัาำิุเแโใไๆฯ"
#: Every letter that bones are made of, and the gap.
LETTERS = f"{_CONSONANTS}{_VOWELS}0123456789abcdefghijklmnopqrstuvwxyz{OTHER} "
#: Shortest piece that is searched for.
SHORTEST = 2


class _Plain(dict[int, str | None]):
    """Character -> one character or nothing; filled in as characters are met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = made = self._made(chr(code))
        return made

    def _made(self, char: str) -> str | None:
        if "ก" <= char <= "๎":
            return None if char == "฿" else char
        if char.isdecimal():
            return str(unicodedata.decimal(char))
        base = unicodedata.normalize("NFKD", char)[0].lower()
        if base.isascii():
            return base if base.isalnum() else None
        return OTHER if base.isalpha() else None


class _Bones(_Plain):
    def _made(self, char: str) -> str | None:
        plain = super()._made(char)
        return None if plain is None or plain in _MARKS else _MERGED.get(plain, plain)


_PLAIN, _BONES = _Plain(), _Bones()


def spelt(text: str) -> str:
    """One spelling for what looks the same: แ of two เ, ำ of its parts."""
    if "เเ" in text:
        text = text.replace("เเ", "แ")
    return text.replace("ํา", "ำ") if "ํา" in text else text


def plain(text: str) -> str:
    return spelt(text).translate(_PLAIN)


def bones(text: str) -> str:
    return spelt(text).translate(_BONES)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found: as typed, plain, and its bones."""

    typed: str
    plain: str
    bones: str


@lru_cache(maxsize=256)
def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for: its words, all of which must be found.

    What stands in quotes stays one; a single letter joins the word after it
    (``ว 7509``), because one letter alone would be found everywhere.
    """
    made = [_term(word) for word in _joined(_words(query[:400]))]
    return tuple({one.bones: one for one in made if one.bones}.values())


def _term(word: str) -> Term:
    return Term(word, plain(word), bones(word))


def _words(query: str) -> list[str]:
    words: list[str] = []
    for place, part in enumerate(query.replace("“", '"').replace("”", '"').split('"')):
        words += [part] if place % 2 else part.split()
    return [word for word in words if bones(word)]


def _joined(words: Iterable[str]) -> list[str]:
    joined: list[str] = []
    waiting = ""
    for word in words:
        waiting = f"{waiting} {word}".strip()
        if len(bones(waiting)) >= SHORTEST:
            joined.append(waiting)
            waiting = ""
    # A last letter alone says nothing beside whole words.
    return joined or [waiting] * bool(waiting)


class Sought:
    """One text laid out for finding: its bones, and where each of them stands in the text."""

    def __init__(self, text: str) -> None:
        self.text = spelt(text)
        self.bones = self.text.translate(_BONES)
        self._places: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the text that ``bones[start:end]`` was made of, marks after it included."""
        if self._places is None:
            self._places = [n for n, char in enumerate(self.text) if _BONES[ord(char)]]
        first, last = self._places[start], self._places[end - 1] + 1
        while last < len(self.text) and self.text[last] in _MARKS:
            last += 1
        return first, last

    def all(self, wanted: str, most: int = 50) -> list[tuple[int, int]]:
        """Where ``wanted`` (bones) stands in the text, first place first."""
        found: list[tuple[int, int]] = []
        start = self.bones.find(wanted)
        while start >= 0 and len(found) < most:
            found.append(self.span(start, start + len(wanted)))
            start = self.bones.find(wanted, start + len(wanted))
        return found
