"""Names of persons as letters sign them: in brackets, behind ลงชื่อ, or bare with a title."""

from __future__ import annotations

import re

from ingest.thai.text import neat

RANK = (
    r"(?:ว่าที่\s?)?(?:(?:พล|พัน|ร้อย|นาวา|เรือ|นาวาอากาศ|เรืออากาศ|พันจ่า|จ่า)(?:ตำรวจ|อากาศ|เรือ)?(?:เอก|โท|ตรี)"
    r"|(?:สิบ|ดาบ)(?:ตำรวจ)?(?:เอก|โท|ตรี)?|ดาบตำรวจ|จ่าสิบ(?:ตำรวจ)?(?:เอก|โท|ตรี)?"
    r"|(?:พล|พ|ร|น|จ|ส|ด|ม|ห)\.(?:ต|ร|อ)?\.?(?:ต|อ|ท|ล|ว)\.(?:อ\.|ท\.|ต\.)?)"
)
_TITLE = (
    rf"(?:{RANK}|นางสาว|นาง|นาย|น\.\s?ส\.|ด\.ร\.|ดร\.|ศ\.|รศ\.|ผศ\.|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|"
    r"หม่อม|ม\.\s?ร\.\s?ว\.|ม\.\s?ล\.|คุณหญิง|ท่านผู้หญิง|คุณ|พระ|แพทย์หญิง|แพทย์|ทันตแพทย์(?:หญิง)?|เภสัชกร(?:หญิง)?|"
    r"นพ\.|พญ\.|ทพ\.|ทพญ\.|ภก\.|ภญ\.|สพ\.ญ\.|น\.สพ\.|ฯพณฯ|Mr\.|Mrs\.|Ms\.|Dr\.)"
)
#: Words that begin like a title but name an office or its head.
_NO_PERSON = (
    r"(?!นายก(?:เทศ|อง|สภา|รัฐ|สมาคม|อบ|เมือง|เหล่า|สโมสร)|นายอำเภอ|นายทะเบียน|นายช่าง|นายด่าน|นายสถานี|"
    r"นายแพทย์(?:สาธารณสุข|ชำนาญ|เชี่ยว|ปฏิบัติ|ทรง)|พระราช|พลเรือน|นายทหาร|นายตำรวจ)"
)
TITLED = re.compile(rf"{_NO_PERSON}{_TITLE}")
_ONLY_RANK = re.compile(rf"{RANK}")
_WORD = r"[\u0e01-\u0e4e.]{2,24}"
_BARE = re.compile(rf"{_NO_PERSON}{_TITLE}\s?(?:{_TITLE}\s?)*{_WORD}(?:\s+(?:ณ\s)?{_WORD}){{1,2}}")
_SIGNED = re.compile(r"[\s.…_]*(?:\(\s*ลงชื่อ\s*\)|ลงชื่อ|ลงนาม)[\s.…_:]*")
_BRACKETS = re.compile(
    r"[\s.…_]*(?:\(?\s*(?:ลงชื่อ|ลงนาม)\s*\)?)?[\s.…_]*[(（]\s*([^()（）\d๐-๙/]{4,60}?)\s*[)）][\s.…_]*"
)
_NAME_THEN_POSITION = re.compile(r"[\s.…_]*[(（]\s*([^()（）\d๐-๙/]{4,60}?)\s*[)）]\s*(?=\S{4})")


def is_titled(name: str) -> bool:
    return bool(TITLED.match(neat(name)))


def is_person(name: str) -> bool:
    """Whether what stands in brackets is a name: titled, or two to four bare words."""
    name = neat(name)
    if is_titled(name):
        return True
    words = name.split()
    return 2 <= len(words) <= 4 and all(re.fullmatch(r"[\u0e01-\u0e4e.]+", w) for w in words)


def bracketed(text: str) -> re.Match[str] | None:
    """``(นายสมมติ ตัวอย่าง)`` alone on a row; the name is group 1."""
    return _BRACKETS.fullmatch(text)


def half_bracketed(text: str) -> str | None:
    """The titled name of a row with one of its two brackets: a signature hid the other."""
    name = neat(text).strip(" .…_")
    if name.startswith("(") is name.endswith(")"):
        return None
    name = name.strip("() ")
    plain = re.fullmatch(r"[^()\d๐-๙/]{6,60}", name)
    return name if plain and is_titled(name) else None


def with_position(text: str) -> tuple[str, str] | None:
    """``(นายสมมติ ตัวอย่าง) ปลัดเทศบาล``: the name and what stands behind it."""
    m = _NAME_THEN_POSITION.match(text)
    return (m[1], text[m.end() :].strip()) if m and is_titled(m[1]) else None


def signed(text: str) -> str | None:
    """The titled name behind ลงชื่อ on the same row, without brackets."""
    m = _SIGNED.match(text)
    rest = text[m.end() :].strip(" .…_") if m else ""
    return neat(rest) if rest and bare(rest) else None


def bare(text: str) -> bool:
    """A titled name that fills the row: an electronic signature often has no brackets."""
    return bool(_BARE.fullmatch(neat(text).strip(" .…_")))


def is_rank(text: str) -> bool:
    """A rank alone: the name stands in brackets below it."""
    return bool(_ONLY_RANK.fullmatch(neat(text).strip(" .…_")))
