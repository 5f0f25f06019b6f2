"""Thai clusters: bring damaged text into the order Thai is typed in, and tell what cannot be Thai.

A cluster is a consonant, at most one vowel above or below it and at most one
tone mark or killer (thanthakhat), stored in that order (Unicode 17, section
16.1; WTT 2.0). Everything here is pure; ``repair_traced`` also tells for every
character that is left which character of the input it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable

CONSONANTS = "ก-ฮ"
VOWELS_ABOVE = "ัิีึื"
VOWELS_BELOW = "ฺุู"
TONES = "่้๊๋"
MARKS = "ัิ-ฺ็-๎"

#: Shifted shapes of old Windows and Macintosh fonts: private code -> the character meant.
_PRIVATE = {
    0x0E10: (0xF700, 0xF89E), 0x0E34: (0xF701, 0xF885), 0x0E35: (0xF702, 0xF886),
    0x0E36: (0xF703, 0xF887), 0x0E37: (0xF704, 0xF888),
    0x0E48: (0xF705, 0xF70A, 0xF713, 0xF88A, 0xF88B, 0xF88C),
    0x0E49: (0xF706, 0xF70B, 0xF714, 0xF88D, 0xF88E, 0xF88F),
    0x0E4A: (0xF707, 0xF70C, 0xF715, 0xF890, 0xF891, 0xF892),
    0x0E4B: (0xF708, 0xF70D, 0xF716, 0xF893, 0xF894, 0xF895),
    0x0E4C: (0xF709, 0xF70E, 0xF717, 0xF896, 0xF897, 0xF898),
    0x0E0D: (0xF70F, 0xF89A), 0x0E31: (0xF710, 0xF884), 0x0E4D: (0xF711, 0xF899),
    0x0E47: (0xF712, 0xF889), 0x0E38: (0xF718, 0xF89B), 0x0E39: (0xF719, 0xF89C),
    0x0E3A: (0xF71A, 0xF89D),
}  # fmt: skip
_CHARACTERS = {private: chr(meant) for meant, codes in _PRIVATE.items() for private in codes} | {
    0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0x3000: " ",
}  # fmt: skip

Trace = list[int]
#: Passes that even the worst text settles in; sound text takes one.
_PASSES = 12

_INVISIBLE = re.compile("[\u200b-\u200f\u00ad\u2060-\u2064\ufeff\u202a-\u202e]")
_SUSPECT = re.compile(
    f"[{MARKS}ำ][{MARKS}]{{2}}|[{TONES}์][{MARKS}ำ]|ํ[{TONES}]?า|ำ[{TONES}์ํ]|เเ|([{MARKS}])\\1"
    f"|[ \u00a0][{MARKS}ำ]|[{MARKS}]{{4}}"
)
#: Fewer ำ than this say nothing about the names of letters.
_MANY_RINGS = 5
_APART = re.compile(f"[{CONSONANTS}][{TONES}]?[ ํ\u00a0]+ำ")
_BARE_AM = re.compile("(?<![ ํ\u00a0])ำ")
_LOST_NIKHAHIT = re.compile(f"(?<=[{CONSONANTS}])([{TONES}]?) +า")
_SPACE_BEFORE_MARK = re.compile(f"(?<=[{CONSONANTS}{MARKS}])[ ]+(?=[{MARKS}ำ])")

#: What Thai spelling never allows: the sign of a wrong character map or of garbage.
_IMPOSSIBLE = re.compile(
    f"(?<![{CONSONANTS}{MARKS}])[{MARKS}ำ]"  # a mark on nothing
    f"|[{TONES}์][{MARKS}]"  # anything above or below after the tone
    f"|[{VOWELS_ABOVE}{VOWELS_BELOW}็][{VOWELS_ABOVE}{VOWELS_BELOW}็]"  # two vowels on one letter
    f"|[{VOWELS_ABOVE}{VOWELS_BELOW}็์][{TONES}]?[าำะ]"  # a vowel after a vowel
    f"|[ัื][{TONES}]?(?![{CONSONANTS}{TONES}])"  # a vowel that needs a letter after it
    f"|ํ(?![{TONES}]?า)"  # a ring but for that of ำ (Pali aside)
    f"|[ะำ][{MARKS}ะาำ]|[เแโใไ](?![{CONSONANTS}])|(?<![{CONSONANTS}{TONES}ๅา])ะ"
    f"|(?<![{CONSONANTS}{TONES}])[าำ]|[\ue000-\uf8ff\ufffd]"
)
_MARK_SET = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")
_THAI = re.compile("[\u0e01-\u0e5b]")


def unshifted(text: str) -> str:
    """``text`` with the private shapes of old fonts as the characters they stand for."""
    return text.translate(_CHARACTERS)


def unmixed(text: str) -> str:
    """``text`` with า where a whole font or file calls า by the name of ำ (ศำลปกครอง).

    Word processors do so since both end in the same glyph. A real ำ is then
    written as ring or gap and ำ (``ส ำนักงำน``), which ``repair`` puts together.
    """
    rings = text.count("ำ")
    if rings < _MANY_RINGS or rings < 2 * text.count("า") or not _APART.search(text):
        return text
    return _BARE_AM.sub("า", text)


def repair(text: str) -> str:
    """Thai in typing order: marks after their letter, ำ whole, no doubled marks, none private."""
    return repair_traced(text)[0]


def repair_traced(text: str) -> tuple[str, Trace]:
    """The repaired text, and for each of its characters the index it came from in ``text``."""
    plain = text.translate(_CHARACTERS)
    trace = list(range(len(plain)))
    if _INVISIBLE.search(plain):
        trace = [index for index, char in enumerate(plain) if not _INVISIBLE.match(char)]
        plain = "".join(plain[index] for index in trace)
    for _ in range(_PASSES):
        before = plain
        plain, trace = _pass(plain, trace)
        if plain == before:
            break
    return plain, trace


def _pass(plain: str, trace: Trace) -> tuple[str, Trace]:
    """Each rule once; what one rule mends may lay bare work for another."""
    if _SPACE_BEFORE_MARK.search(plain):
        plain, trace = _rewrite(_SPACE_BEFORE_MARK, plain, trace, lambda _: "")
    if _LOST_NIKHAHIT.search(plain):
        plain, trace = _rewrite(_LOST_NIKHAHIT, plain, trace, lambda m: m.group(1) + "ำ")
    if _SUSPECT.search(plain):
        for pattern, replacement in _RULES:
            plain, trace = _rewrite(pattern, plain, trace, replacement)
    return plain, trace


def is_mark(char: str) -> bool:
    """Whether ``char`` stands above or below a letter and takes no room of its own."""
    return char in _MARK_SET


def invisible(text: str) -> bool:
    """Whether ``text`` prints nothing and takes no room (joiners, marks of direction)."""
    return bool(text) and not _INVISIBLE.sub("", text)


def impossible(text: str) -> int:
    """How many sequences of ``text`` Thai spelling cannot have (text already repaired)."""
    return sum(1 for _ in _IMPOSSIBLE.finditer(text))


def impossible_places(text: str) -> list[tuple[int, int]]:
    """Where those sequences are, as slices of ``text`` that take in the letter before."""
    return [
        (max(0, match.start() - 1), max(match.end(), match.start() + 1))
        for match in _IMPOSSIBLE.finditer(text)
    ]


def thai_count(text: str) -> int:
    """How many characters of ``text`` are Thai."""
    return len(_THAI.findall(text))


def ordered(text: str) -> str:
    """``text`` with the marks of each letter in typing order, doubled ones kept, ำ made whole."""
    text = _MARK_RUN.sub(lambda match: "".join(sorted(match.group(), key=_rank)), text)
    return _RING.sub(lambda match: (match.group(1) or match.group(2)) + "ำ", text)


def _rewrite(
    pattern: re.Pattern[str], text: str, trace: Trace, replacement: Callable[[re.Match[str]], str]
) -> tuple[str, Trace]:
    """``pattern.sub`` that keeps, for each new character, the place of the nearest old one."""
    out: list[str] = []
    origins: Trace = []
    last = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replacement(match)
        out += text[last:start], new
        origins += trace[last:start]
        origins += _origins_within(match.group(), new, trace[start:end])
        last = end
    out.append(text[last:])
    return "".join(out), origins + trace[last:]


def _origins_within(old: str, new: str, trace: Trace) -> Trace:
    """Each new character comes from the same old one where there is one, else from the last."""
    return [trace[old.index(char)] if char in old else trace[-1] for char in new]


def _ordered(match: re.Match[str]) -> str:
    """Marks of one letter: each once, vowel first, then tone or killer, then nikhahit."""
    marks = dict.fromkeys(match.group())
    return "".join(sorted(marks, key=_rank))


def _rank(mark: str) -> int:
    if mark in VOWELS_ABOVE or mark in VOWELS_BELOW or mark == "็":
        return 0
    return 1 if mark in TONES or mark in "์๎" else 2


_MARK_RUN = re.compile(f"[{MARKS}]{{2,}}")
_RING = re.compile(f"([{TONES}]?)ํ([{TONES}]?)า")
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile("เเ"), lambda _: "แ"),
    (_MARK_RUN, _ordered),
    (re.compile(f"([{TONES}]?)ํ+([{TONES}]?)า"), lambda m: (m.group(1) or m.group(2)) + "ำ"),
    (re.compile(f"ำ([{TONES}]+)"), lambda m: m.group(1)[0] + "ำ"),
    (re.compile("ำ[ํำ]+"), lambda _: "ำ"),
)
