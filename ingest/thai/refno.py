"""Reference numbers of official letters: found, taken apart, put into one form.

Grammar (regulation on saraban work, clause 11.1 and its appendix 1)::

    <agency letters> <code of the unit>[.<sub-unit>…]/[<series>]<running number>

Seen beside it: a series in brackets (``ว(ล)``), the letters of a province
between code and slash (``ตผ 0045 นม/421``), a committee in brackets
(``นร 0503/(คกก.6)/28``), a dot for the slash before ว, no letters at all, a
number left blank. Orders and certificates turn the slash round: number/year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.thai.digits import to_arabic
from ingest.thai.text import as_digits

_D = "0-9๐-๙"
#: Digits that a scan parted are one number, but not the "2." of the next item of a list.
_NUMBER = rf"[{_D}]+(?:\s[{_D}]+(?![{_D}]*\s?[.)](?:\s|$)))*"
_CODE = (
    rf"(?:[{_D}]{{2,3}}\s[{_D}]{{2,3}}|[{_D}]{{1,7}})(?:\s?\.\s?[{_D}]{{1,4}})*"
    rf"(?:\s?\(\s?(?:[{_D}]{{1,4}}|[ก-ฮ](?:\.?[ก-ฮ]){{1,4}}\.?)\s?\))?"
)
_AGENCY = r"[ก-ฮ](?:\s?\.?\s?[ก-ฮ]){1,3}\s?\.?"
_SERIES = r"(?:ว\s?\(\s?ล\s?\)|พิเศษ|ลับ|[ก-ฮ]{1,2}(?![ะ-ฺเ-์]))"

_AGENCY_NUMBER = re.compile(
    rf"(?:(?P<agency>{_AGENCY})\s?(?P<sub>\([ก-ฮ.]{{1,8}}\))?\s*\.?\s*)?"
    rf"(?P<code>{_CODE})\s*"
    rf"(?:(?P<province>[ก-ฮ]\s?[ก-ฮ])\s?)?"
    rf"(?:/\s*-?\s*(?:(?P<board>\([^()/]{{1,14}}\))\s*/\s*)?(?:(?P<series>{_SERIES})\s?\.?\s*)?"
    rf"(?P<number>{_NUMBER})?"
    rf"|\.?\s?(?P<dotted>ว)\s?\.?\s*(?P<number2>{_NUMBER})"
    rf"|-(?P<number3>[{_D}]+))"
    rf"(?P<suffix>\s?\((?:[ก-ฮ]{{1,2}})\))?"
)
_ORDER_NUMBER = re.compile(
    rf"(?P<number>(?:พิเศษ\s?)?[{_D}]{{1,6}}(?:\.[{_D}]+)?)\s*/\s*(?P<year>[{_D}]{{4}})(?![{_D}])"
)

#: What a unit code looks like before it is trusted without agency letters.
_BARE_CODE = re.compile(r"\d{4,7}(\.\d+)*(\(\d+\))?")
_LEADERS = re.compile(r"[._…·]{3,}")
#: Letters that a bad picture puts where a digit stood, and the digits they stand for.
LOOKALIKES: dict[str, str] = {
    "ธ": "3", "ด": "4", "ต": "4", "ฅ": "4", "ค": "4", "ม": "4", "น": "6", "ล": "6",
    "ฟ": "7", "พ": "7", "ผ": "7", "ญ": "7", "ศ": "4", "ส": "6", "อ": "0", "o": "0", "O": "0",
    "l": "1", "I": "1", "S": "5", "B": "8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefNo:
    """One reference number. ``start``/``end`` are its place in the text it was found in.

    ``series`` is ว for a circular, other letters for other series, else empty;
    ``number`` is empty where it was left blank. ``noise`` holds what stood
    glued to the number and is no part of it.
    """

    agency: str
    code: str
    series: str
    number: str
    raw: str
    start: int
    end: int
    noise: str = ""
    province: str = ""
    board: str = ""
    suffix: str = ""
    joint: str = "/"
    #: Letters stood where digits belong, and were taken for the digits they look like.
    guessed: bool = False

    @property
    def value(self) -> str:
        """The normal form: ``มท 0810.4/ว 3598``."""
        head = f"{self.agency} {self.code}".strip()
        head = f"{head} {self.province}".strip() + self.joint
        if self.board:
            head += f"{self.board}/"
        tail = f"{self.series} {self.number}".strip()
        return head + tail + self.suffix

    @property
    def is_circular(self) -> bool:
        return self.series.startswith("ว")

    @property
    def is_order(self) -> bool:
        """Number/year, as orders, announcements and meetings are counted."""
        return not self.agency and self.code == "" and "/" in self.number

    @property
    def unit(self) -> str:
        """Letters and code, without the running number."""
        return f"{self.agency} {self.code}".strip()


def _plain_number(text: str | None) -> str:
    return re.sub(r"\s+", "", to_arabic(text or ""))


def _agency(text: str | None, sub: str | None) -> str:
    letters = re.sub(r"[\s.]+", "", text or "")
    return f"{letters} {sub}" if letters and sub else letters


def _build(m: re.Match[str], text: str) -> RefNo | None:
    agency = _agency(m["agency"], m["sub"])
    code = re.sub(r"\s+", "", to_arabic(m["code"]))
    number = _plain_number(m["number"] or m["number2"] or m["number3"])
    series = re.sub(r"\s+", "", m["series"] or m["dotted"] or "")
    if not agency and not _BARE_CODE.fullmatch(code):
        return None
    end, noise = m.end(), ""
    if number and (glued := re.match(rf"([ก-ฮ])([{_D}]*)(?![ก-๎{_D}])", text[end:])):
        # ๑ธ๙๐: a digit inside the running number read as a letter.
        noise, end = glued[1], end + glued.end()
        number += LOOKALIKES.get(glued[1], glued[1]) + _plain_number(glued[2])
    if number and (tail := re.match(rf"\s?[/ฯ'`.,]\s?[{_D}]{{1,2}}(?![{_D}./])", text[end:])):
        noise, end = noise + tail.group(), end + tail.end()
    if series and series not in ("ว", "ว(ล)") and number and series[0] == "ว":
        # วธ๕๙๙: a digit of the running number read as a letter.
        noise = series[1:] + noise
        number, series = LOOKALIKES.get(series[1], series[1]) + number, "ว"
    return RefNo(
        agency=agency,
        code=code,
        series=series,
        number=number,
        raw=text[m.start() : end].strip(),
        start=m.start(),
        end=end,
        noise=noise,
        province=re.sub(r"\s", "", m["province"] or ""),
        board=to_arabic(re.sub(r"\s+", "", m["board"] or "")),
        suffix=re.sub(r"\s+", "", m["suffix"] or ""),
        joint="-" if m["number3"] else "/",
    )


def parse(text: str, start: int = 0) -> RefNo | None:
    """The agency number that begins at ``start`` (spaces and leader dots skipped)."""
    skipped = len(text) - len(text[start:].lstrip(" \t\u00a0")) if start < len(text) else start
    m = _AGENCY_NUMBER.match(text, skipped)
    plain = _build(m, text) if m else None
    if plain is not None and plain.number and not re.match(r"\S*[OoIlSB|]", text[plain.end :]):
        return plain
    guess = as_digits(text)
    m = _AGENCY_NUMBER.match(guess, skipped) if guess != text else None
    guessed = _build(m, guess) if m else None
    if guessed is None or not guessed.number:
        return plain
    return replace(guessed, raw=text[guessed.start : guessed.end].strip(), guessed=True)


def parse_order(text: str, start: int = 0) -> RefNo | None:
    """``๑/๒๕๖๑``: the number of an order or announcement and its year."""
    m = re.compile(r"\s*").match(text, start)
    m = _ORDER_NUMBER.match(text, m.end() if m else start)
    if not m:
        return None
    number = f"{_plain_number(m['number'])}/{to_arabic(m['year'])}"
    number = number.replace("พิเศษ", "พิเศษ ")
    return RefNo("", "", "", number, m.group().strip(), m.start(), m.end(), joint="")


#: ที่ as the word before a number: not the ที่ of ครั้งที่, ฉบับที่, วันที่, เลขที่.
_THI = re.compile(
    r"(?<![ก-ฮะ-์])(?:เลข)?ที่\s*(?=[^\s])|(?<=และ)ที่\s*(?=[ก-ฮ]{2})|(?<=หนังสือ)ที่\s*|(?<=\s)ที\s(?=[ก-ฮ]{2})"
)


def find_all(text: str) -> list[RefNo]:
    """Every agency number that stands behind ที่, left to right."""
    found: list[RefNo] = []
    for m in _THI.finditer(text):
        if found and m.start() < found[-1].end:
            continue
        ref = parse(text, m.end())
        if ref and (ref.agency or ref.number):
            found.append(ref)
    return found


def is_blank(text: str) -> bool:
    """Whether the place of the number holds only leaders or nothing."""
    return not _LEADERS.sub("", text).strip(" .…_-/")
