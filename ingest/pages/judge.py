"""How far a page's text layer can be trusted: never because it is there.

Wrong character maps betray themselves by sequences Thai cannot have, by words
no dictionary knows, by tone marks or ำ that a whole page does without; layers
of scanners by lying hidden over a picture. The limits were set on layers of
six producers and on the same layers damaged (``tests/bench/bench_text_layer``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.pages import dictionary
from ingest.pages.dictionary import Survey
from ingest.thai import clusters

#: Shares of the Thai characters of a page.
MAX_IMPOSSIBLE = 0.004
MAX_UNKNOWN = 0.10
#: A layer that nobody sees must be faultless to be preferred to the picture.
MAX_UNKNOWN_HIDDEN = 0.04
#: Letters have 5 to 10 tone marks in a hundred characters, and one ำ.
MIN_TONES = 0.025
MAX_GARBAGE = 0.15
#: Fewer characters tell nothing about shares.
FEW = 150
#: Titles and offices have few tone marks: a short page betrays itself only by having none.
ENOUGH_FOR_TONES = 400
#: A picture of this share of the page is the page, unless as much text as FULL stands on it:
#: stamps and signatures of office systems are printed over scans.
MOST = 0.5
WHOLE = 0.85
FULL = 600
_SAMPLE = 1500

_TONE = re.compile(f"[{clusters.TONES}]")
#: Common words of letters as they look when every ำ has lost its ring.
_WITHOUT_RING = re.compile(
    "สานัก|อาเภอ|ตาบล|จานวน|กาหนด|ดาเนิน|สาหรับ|สาเนา|คาสั่ง|กากับ|นาส่ง|ประจาปี|สาคัญ|คารับรอง"
)
#: Names of persons are in no dictionary; a page may list nothing else.
_NAME = re.compile(
    "(?:นาย|นางสาว|นาง|น[.]ส[.]|ดร[.]|[รพจส][.][ตทอจส][.][ตทอ]?[.]?) *[ก-๎]+(?: +[ก-๎]+)?"
)
_LATIN_WORD = re.compile(
    r"^[\W_]*(?:[A-Z]?[a-z]+(?:[-'’./@][A-Za-z]?[a-z]+)*|[A-Z]{1,6}|[A-Z]+[a-z]*)[\W_]*$"
)
_VOWEL = re.compile("[aeiouyAEIOUY]")
_LETTER = re.compile("[A-Za-z\u0080-\u024f]")
_ADDRESS = re.compile(r"@|https?:|www\.|\.(?:go|or|ac|co|in)\.th|\.com|\.net|\.org", re.IGNORECASE)


class Fault(StrEnum):
    """Why a layer is not used."""

    EMPTY = "empty"
    PICTURE = "picture"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"
    MISNAMED = "misnamed"
    TONELESS = "toneless"
    RINGLESS = "ringless"
    GARBAGE = "garbage"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``fault`` is ``None`` for a layer that can be used; shares as above."""

    fault: Fault | None
    impossible: float = 0.0
    unknown: float = 0.0

    @property
    def good(self) -> bool:
        return self.fault is None

    @property
    def faultless(self) -> bool:
        """Good beyond doubt: what a hidden layer or a second reading must be."""
        return self.good and self.impossible == 0 and self.unknown <= MAX_UNKNOWN_HIDDEN


def judge(text: str, hidden: float = 0.0, picture: float = 0.0) -> Verdict:
    """The verdict on the text of one page.

    ``hidden``: share of its glyphs that are printed invisibly; ``picture``:
    share of the page that pictures cover.
    """
    letters = len(re.sub(r"\s", "", text))
    if letters == 0:
        return Verdict(Fault.EMPTY)
    thai = clusters.thai_count(text)
    impossible = clusters.impossible(text) / max(thai, FEW)
    prose = _NAME.sub(" ", text)
    words = dictionary.survey(prose, _SAMPLE)
    fault = (
        _picture_fault(letters, hidden, picture, impossible, words.share)
        or _thai_fault(prose, impossible, words)
        or (Fault.GARBAGE if garbage_share(text) > MAX_GARBAGE else None)
    )
    return Verdict(fault, impossible, words.share)


def _picture_fault(
    letters: int, hidden: float, picture: float, impossible: float, unknown: float
) -> Fault | None:
    if picture >= MOST and letters < (FEW if hidden > 0.5 else FULL):
        return Fault.PICTURE
    unseen = hidden > 0.5 or picture >= WHOLE
    if unseen and (impossible > 0 or unknown > MAX_UNKNOWN_HIDDEN):
        return Fault.HIDDEN
    return None


def _thai_fault(text: str, impossible: float, words: Survey) -> Fault | None:
    thai = clusters.thai_count(text)
    if impossible > MAX_IMPOSSIBLE:
        return Fault.IMPOSSIBLE
    tones = len(_TONE.findall(text))
    if thai >= FEW and tones < MIN_TONES * thai and (not tones or thai >= ENOUGH_FOR_TONES):
        return Fault.TONELESS
    if "ำ" not in text and _WITHOUT_RING.search(text):
        return Fault.RINGLESS
    if thai >= FEW and words.share > MAX_UNKNOWN:
        return Fault.UNKNOWN
    if words.misnamed and words.share > MAX_UNKNOWN_HIDDEN:
        return Fault.MISNAMED
    return None


def garbage_share(text: str) -> float:
    """Share of the letters that stand in words neither Thai nor Latin (``fl':i':il.Jfl1'H``)."""
    garbage = total = 0
    for word in text.split():
        if clusters.thai_count(word):
            total += len(word)
            continue
        letters = len(_LETTER.findall(word))
        if not letters:
            continue
        total += len(word)
        plausible = _LATIN_WORD.match(word) and (letters < 4 or _VOWEL.search(word))
        if not plausible and not _ADDRESS.search(word):
            garbage += len(word)
    return garbage / total if total else 0.0
