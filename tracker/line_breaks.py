"""Where a printed line may end: Thai writes no spaces between its words.

The typesetter's own segmentation parts compounds (ทั้ง|นี้, หน่วย|งาน), so words
are found here, by dictionary, and handed over in pieces that stay whole.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pythainlp.corpus.common import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import Trie

from tracker.wording import MONTHS, SHORT_MONTHS


class Piece(NamedTuple):
    """``whole``: it must stay on one line. Spaces are pieces of their own and are not."""

    text: str
    whole: bool


#: Longer words are not known, so that they are parted at those that they are made of
#: (องค์การ|บริหาร|ส่วน|ตำบล); what is made of none is left to the typesetter.
LONGEST = 14
#: Prefixes that make a noun of what follows: a line does not end behind them.
_BOUND = frozenset({"การ", "ความ", "ผู้", "นัก", "ชาว", "ที่", "ณ"})
_CLOSING = re.compile(r"[\u0e2f\u0e46)\]”’,.;:!?]+$")
_OPENING = re.compile(r"^[(\[“‘]+$")
_DIGIT = "[0-9๐-๙]"
#: What is read as one: numbers of letters, day and month, a short day, a year with its era,
#: a count.
_ATOMS = (
    rf"(?:ที่\ )?[ก-ฮ]{{1,3}}\.?\ ?{_DIGIT}[0-9๐-๙.()]*/(?:[ก-ฮ]{{1,2}}\ ?)?{_DIGIT}+",
    rf"{_DIGIT}{{1,2}}\ (?:{'|'.join(MONTHS)})",
    rf"{_DIGIT}{{1,2}}\ (?:{'|'.join(re.escape(one) for one in SHORT_MONTHS)})\ {_DIGIT}{{2,4}}",
    rf"พ\.ศ\.\ ?{_DIGIT}{{4}}",
    rf"จำนวน\ {_DIGIT}+\ [ก-๙]+",
)
_TYPES = (
    "เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|เทศมนตรีนคร|เทศมนตรีเมือง|เทศมนตรีตำบล|"
    "องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|อำเภอ|จังหวัด|ตำบล"
)


@lru_cache(maxsize=1)
def _dictionary() -> Trie:
    # Without words that begin with การ: โครง|การพัฒนา would win over โครงการ|พัฒนา.
    known = (word for word in thai_words() if len(word) <= LONGEST)
    return Trie({word for word in known if not (word.startswith("การ") and len(word) > 5)})


@lru_cache(maxsize=64)
def _atoms(names: frozenset[str]) -> re.Pattern[str]:
    """What stays whole; a proper name only behind the word that says what it is the name of."""
    known = "|".join(re.escape(name) for name in sorted(names, key=lambda x: (-len(x), x)))
    named = [f"(?:{_TYPES})(?P<name>{known})"] if known else []
    return re.compile("|".join((*named, *_ATOMS)))


def pieces(text: str, names: Iterable[str] = ()) -> list[Piece]:
    """``text`` cut where a line may end; joined together again it is ``text``.

    ``names``: proper names that no dictionary holds (``ชำฆ้อ``).
    """
    made: list[Piece] = []
    done = 0
    for found in _atoms(frozenset(name for name in names if len(name) > 1)).finditer(text):
        start = found.start("name") if found.groupdict().get("name") else found.start()
        made += [*_words(text[done:start]), Piece(text[start : found.end()], True)]
        done = found.end()
    made += _words(text[done:])
    return list(_joined(made))


def _words(text: str) -> Iterator[Piece]:
    if not text:
        return
    for word in word_tokenize(
        text, custom_dict=_dictionary(), engine="newmm", keep_whitespace=True
    ):
        yield Piece(word, not word.isspace() and len(word) <= LONGEST)


def _joined(cut: Iterable[Piece]) -> Iterator[Piece]:
    """Prefixes with what they begin, closing signs with what they end."""
    held: Piece | None = None
    for one in cut:
        if held is None:
            held = one
            continue
        meets = not (held.text.isspace() or one.text.isspace())
        word = held.text
        if meets and (word in _BOUND or _OPENING.match(word) or _CLOSING.match(one.text)):
            held = Piece(word + one.text, held.whole and one.whole)
        else:
            yield held
            held = one
    if held is not None:
        yield held
