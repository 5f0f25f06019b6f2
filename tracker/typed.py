"""What people type and old registers hold: days of the Buddhist era, times, in any usual form."""

import re
from datetime import date, time

from tracker.sentences import sentence
from tracker.wording import ENGLISH_MONTHS, MONTHS, SHORT_MONTHS

ERA = 543
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MONTH_KEYS = {
    re.sub(r"[.\s]", "", name): index % 12 + 1
    for index, name in enumerate([*MONTHS, *SHORT_MONTHS])
}
_ENGLISH_KEYS = {
    name: index % 12 + 1
    for index, name in enumerate([*ENGLISH_MONTHS, *(month[:3] for month in ENGLISH_MONTHS)])
}
_ENGLISH = re.compile(r"(\d{1,2}) ?([A-Za-z]{3,9})\.?,? ?(\d{4})")
_WRITTEN = re.compile(r"(\d{1,2})\s*([ก-๙.]+?)\s*(?:พ\.?ศ\.?)?\s*(\d{2,4})")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{2,4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BEFORE = re.compile(r"^(?:ลงวันที่|ลว\.?|วัน[ก-๙]{0,10}ที่)\s*")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def arabic(text: str) -> str:
    """The same text with Arabic numerals."""
    return text.translate(_TO_ARABIC)


def _year(number: int) -> int:
    """Common Era year of a typed one: 2561 or 61 are Buddhist, 2018 is Common."""
    if number < 100:
        number += 2500
    return number - ERA if number >= 2400 else number


def parse_day(text: str) -> date:
    """The day a clerk typed: ๑๒ ต.ค. ๒๕๖๑, 12/10/61, 2018-10-12, 12 October 2018.

    Raises ValueError with a Thai sentence when it is no date.
    """
    plain = " ".join(_BEFORE.sub("", arabic(text).strip()).replace("เดือน", " ").split())
    try:
        if found := _ISO.fullmatch(plain):
            year, month, day_ = (int(part) for part in found.groups())
            return date(_year(year), month, day_)
        if found := _NUMERIC.fullmatch(plain):
            day_, month, year = (int(part) for part in found.groups())
            return date(_year(year), month, day_)
        if found := _WRITTEN.fullmatch(plain):
            month = _MONTH_KEYS[re.sub(r"[.\s]", "", found[2])]
            return date(_year(int(found[3])), month, int(found[1]))
        # With an English month only a whole year: "18" could be of either era.
        if found := _ENGLISH.fullmatch(plain):
            month = _ENGLISH_KEYS[found[2].capitalize()]
            return date(_year(int(found[3])), month, int(found[1]))
    except (KeyError, ValueError):
        pass
    raise ValueError(
        sentence("“%(text)s” ไม่ใช่วันที่ที่มีจริง พิมพ์เช่น ๑๒ ต.ค. ๒๕๖๑ หรือ 12/10/2561", text=text)
    )


def parse_clock(text: str) -> time:
    """The time a clerk typed: ๑๔.๐๕, 14:05 น., 9. Raises ValueError with a Thai sentence."""
    plain = arabic(text).replace("น.", "").replace("น", "").strip()
    found = _CLOCK.fullmatch(plain)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise ValueError(sentence("“%(text)s” ไม่ใช่เวลา พิมพ์เช่น ๑๔.๐๕", text=text))
