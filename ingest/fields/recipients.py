"""Whom the letter is addressed to (คำขึ้นต้น, clause 11.5; ถึง, clause 14.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ingest import directory
from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.reading import Recipient
from ingest.signs import Label
from ingest.thai.refno import RefNo
from ingest.thai.text import neat, squash

#: Titles and office words after which a place follows; a list may share one of them.
_PREFIXES = (
    "นายกองค์การบริหารส่วนจังหวัด", "นายกองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบล",
    "ปลัดองค์การบริหารส่วนจังหวัด", "ประธานสภาองค์การบริหารส่วนตำบล", "นายกเทศมนตรีนคร",
    "นายกเทศมนตรีเมือง", "นายกเทศมนตรีตำบล", "ปลัดเทศบาลนคร", "ปลัดเทศบาลเมือง",
    "ปลัดเทศบาลตำบล", "ผู้ว่าราชการจังหวัด", "ปลัดจังหวัด", "ท้องถิ่นจังหวัด", "ท้องถิ่นอำเภอ",
    "นายอำเภอ", "องค์การบริหารส่วนจังหวัด", "องค์การบริหารส่วนตำบล", "สำนักงานเทศบาลนคร",
    "สำนักงานเทศบาลเมือง", "สำนักงานเทศบาลตำบล", "เทศบาลนคร", "เทศบาลเมือง", "เทศบาลตำบล",
    "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด", "สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ",
    "ที่ว่าการอำเภอ", "ที่ทำการปกครองจังหวัด", "ที่ทำการปกครองอำเภอ", "สำนักงานจังหวัด",
    "ผู้อำนวยการโรงเรียน", "ผู้อำนวยการโรงพยาบาล", "สาธารณสุขอำเภอ", "เกษตรอำเภอ",
    "ผู้อำนวยการกอง", "กำนันตำบล", "สารวัตรกำนัน", "อำเภอ", "จังหวัด",
)  # fmt: skip
#: First words of an addressee: a space before one of them separates two addressees.
_STARTS = re.compile(
    r"(?:นายก\s?(?:ทต|ทม|ทน|อบต|อบจ)\.?|นายก(?:เทศ|อง|อบต|อบจ|สมาคม|เมือง|สภา|เหล่า|สมา)|ปลัด(?:เทศบาล|องค์การ|จังหวัด|อำเภอ|กระทรวง|กรุงเทพ)|ผู้ว่าราชการ|ผู้ว่าการ|ผู้บัญชาการ|ผู้บังคับ|ผู้กำกับ|ผู้อำนวยการ(?!สำนัก\s)|ผู้จัดการ|ผู้บริหาร|"
    r"นายอำเภอ|ท้องถิ่น(?:จังหวัด|อำเภอ)|อธิบดี|เลขาธิการ|รองเลขาธิการ|รองอธิบดี|รองผู้ว่า|อธิการบดี|คณบดี|หัวหน้า|ประธาน|กรรมการผู้จัดการ|รัฐมนตรี|นายแพทย์|สาธารณสุขอำเภอ|"
    r"สำนักงาน|องค์การบริหาร|เทศบาล(?:นคร|เมือง|ตำบล)|กรม(?=[ก-ฮ])|กระทรวง|ทุกสำนัก|กำนัน|ผู้ใหญ่บ้าน|พัฒนาการ|ศึกษาธิการ|เกษตร(?:จังหวัด|อำเภอ)|คลังจังหวัด|โยธาธิการ|อัยการ|ผู้พิพากษา)"
)
_ALL = re.compile(
    r"ทุก(?:จังหวัด|อำเภอ|แห่ง|เขต|หน่วยงาน|โรง(?:เรียน)?|กรม|กระทรวง|สำนัก|กอง|ฝ่าย|ส่วนราชการ|คน|ท่าน|ตำบล|เทศบาล|สถาบัน|คณะ|องค์กร|สถานี|ศูนย์|หมู่บ้าน|แผนก|กลุ่ม|สาขา|ภาค)|เขต[0-9๐-๙]+[-–][0-9๐-๙]+"
)
_EXCEPT = re.compile(r"[(（]?\s*(?:ยกเว้น|เว้น(?!แต่)|ไม่รวม)\s*(?P<who>[^()（）]+)[)）]?")
_LISTED = re.compile(
    r"[(（]?\s*(?:ตาม(?:บัญชี)?(?:ราย(?:ชื่อ|นาม))(?:แนบท้าย|ที่แนบ|ดังแนบ|ท้าย\S*)?|ตามบัญชี(?:รายชื่อ)?(?:แนบท้าย|ที่แนบ)|ดังรายชื่อ(?:แนบท้าย)?|ตามบัญชีแนบ|ดังแนบ|รายชื่อ(?:ดัง|ตาม)(?:แนบ|เอกสาร)\S*)\s*[)）]?"
)
#: An exception that was opened without brackets and goes on to the next title.
_EXCEPTING = re.compile(r"(?:ยกเว้น|เว้น(?!แต่)|ไม่รวม)[^()（）]*$")
#: By way of whom it goes; he is no addressee.
_THROUGH = re.compile(r"\s*[(（]\s*ผ่าน[^()（）]*[)）]|\s+ผ่าน(?:ทาง)?\s?\S.*$")
_MENDED = "ในหนังสืออ่านได้ “{raw}” ทำเนียบหน่วยงานมี “{name}” กรุณายืนยัน"
_MISPRINT = "คำว่า “{raw}” น่าจะเป็น “{name}”"


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What helps to know a place: the letter's number, its day."""

    ref: RefNo | None
    day: date | None

    @property
    def province(self) -> str | None:
        return directory.provinces().get(self.ref.agency) if self.ref else None


def read(anatomy: Anatomy, circumstance: Circumstance) -> tuple[Recipient, ...]:
    """One item per addressee; ``ทุก…`` stays one item with scope ``all``."""
    passage = anatomy.labels.get(Label.TO) or anatomy.labels.get(Label.SEND_TO)
    if passage is None or not neat(passage.text).strip("-"):
        return ()
    found: list[Recipient] = []
    prefix = ""
    for start, end in _items(passage.text, _seams(passage)):
        item, prefix = _recipient(passage, start, end, prefix, circumstance)
        found += [item] if item else []
    return tuple(_all_alike(found))


def names_addressee(text: str) -> bool:
    """Whether the text begins like the title or the office of an addressee."""
    return bool(_STARTS.match(text) or _prefix(squash(text)))


def _all_alike(items: list[Recipient]) -> list[Recipient]:
    """``นายกเทศมนตรีตำบล และนายกองค์การบริหารส่วนตำบล ทุกแห่ง``: ทุกแห่ง is said of both."""
    wide = next((item.scope for item in reversed(items) if item.scope != "one"), None)
    return [
        replace(item, scope=wide)
        if wide and item.scope == "one" and _local(squash(item.value)) and _is_title(item.value)
        else item
        for item in items
    ]


def _is_title(value: str) -> bool:
    return squash(value) in _PREFIXES


def _seams(passage: Passage) -> list[int]:
    """Where the lines of the passage meet in its text."""
    seams, at = [], 0
    for before, after in pairwise(passage.pieces):
        at = passage.text.index(after.text, at + len(before.text))
        seams.append(at)
    return seams


def _items(text: str, seams: Sequence[int] = ()) -> list[tuple[int, int]]:
    """The places of the addressees in the passage."""
    cuts = {0, len(text)}
    for at in seams:
        begin = max((cut for cut in cuts if cut < at), default=0)
        last = re.split(r"[\s,]", text[begin:at].rstrip())[-1]
        known = _prefix(last)
        whole = known and _local(known[0]) and len(last) >= len(known[1]) + 2
        places = re.match(r"[\u0e01-\u0e4e]{2,22}(?:\s|$)(?=.*และ)?", text[at:])
        if whole and (_STARTS.match(text[at:]) or (places and re.search(r"\sและ", text[at:]))):
            cuts.add(at)  # the line ended with a whole name, the next one begins another
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "(（") - (char in ")）")
        if depth or at == 0:
            continue
        rest = text[at:]
        before = text[:at]
        if _EXCEPTING.search(before) and not _STARTS.match(re.sub(r"^และ\s*", "", rest)):
            continue
        if char in ",;" or (char == "/" and _STARTS.match(rest[1:].lstrip())):
            cuts |= {at, at + 1}
        elif _begins_item(before, rest):
            cuts.add(at)
        elif (m := re.match(r"(?:และ|กับ)\s*", rest)) and _listed_so_far(before, rest[m.end() :]):
            cuts |= {at, at + m.end()}
    ordered = sorted(cuts)
    pairs = zip(ordered, ordered[1:], strict=False)
    kept = [(a, b) for a, b in pairs if text[a:b].strip(" ,;/") not in ("", "และ", "กับ")]
    return _shared_places(text, kept)


def _begins_item(before: str, rest: str) -> bool:
    if not re.search(r"\s$", before) or not _STARTS.match(rest):
        return _numbered(before, rest)
    return not re.search(r"(?:และ|ของ|โดย|สังกัด|ผ่าน|ประจำ|เขต)\s*$", before)


def _numbered(before: str, rest: str) -> bool:
    return bool(
        re.match(r"[0-9๐-๙]{1,2}[.)]\s?[ก-ฮเแโใไ]", rest) and (not before or before[-1].isspace())
    )


def _listed_so_far(before: str, after: str) -> bool:
    """Whether ``และ`` joins addressees, not words of one name (แผนและงบประมาณ)."""
    if _STARTS.match(after):
        return True
    shared = any(_local(prefix) and prefix in squash(before) for prefix in _PREFIXES)
    return shared and before[-1:].isspace() and bool(re.match(r"[\u0e01-\u0e46]", after))


def _local(prefix: str) -> bool:
    return prefix.endswith(("ตำบล", "เมือง", "นคร", "จังหวัด", "อำเภอ"))


def _shared_places(text: str, items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that share the title before them (เขาชะเมา น้ำเป็น) become items of their own."""
    split: list[tuple[int, int]] = []
    for start, end in items:
        part = text[start:end]
        prefix = _prefix(squash(part))
        opens_list = prefix and _local(prefix[0]) and not _ALL.search(part) and "(" not in part
        words = list(re.finditer(r"\S+", part))
        if prefix and _is_one_office(prefix[0], part):
            opens_list = False  # a stray space inside the name of an office
        if not opens_list or len(words) < 2 or not _only_places(part, prefix[0] if prefix else ""):
            split.append((start, end))
            continue
        split += [(start + w.start(), start + w.end()) for w in words]
    return split


def _is_one_office(prefix: str, part: str) -> bool:
    """Whether the directory has an office of the whole name, spaces left out."""
    type_ = _LEADS.get(prefix)
    whole = f"{type_}{squash(part).removeprefix(prefix)}"
    return type_ is not None and any(known.name == whole for known in directory.names())


def _only_places(part: str, prefix: str) -> bool:
    """Whether every word behind the first is a bare place name, as in a list of places."""
    words = part.split()
    if squash(words[0]) == prefix:
        return False
    return all(
        re.fullmatch(r"[\u0e01-\u0e4e]{2,22}", w)
        and not re.match(r"ทุก|ที่|ใน|และ|จังหวัด|อำเภอ|แห่ง|ของ|สังกัด|ตาม|ผ่าน", w)
        for w in words[1:]
    )


def _prefix(text: str) -> tuple[str, str] | None:
    """The title that opens the text, as it should be spelt, and as it is printed."""
    for prefix in _PREFIXES:
        if text.startswith(prefix):
            return prefix, prefix
    best: tuple[int, str, str] | None = None
    for prefix in _PREFIXES:
        if len(prefix) < 12:
            continue
        for length in (len(prefix), len(prefix) - 1, len(prefix) + 1, len(prefix) - 2):
            printed = text[:length]
            far = Levenshtein.distance(prefix, printed, score_cutoff=2)
            if far <= 2 and (best is None or far < best[0]):
                best = (far, prefix, printed)
    return (best[1], best[2]) if best else None


def _recipient(
    passage: Passage, start: int, end: int, prefix: str, circumstance: Circumstance
) -> tuple[Recipient | None, str]:
    printed = passage.text[start:end]
    text = neat(re.sub(r"^\s*[0-9๐-๙]{1,2}[.)]\s*", "", printed)).strip(" ,;/")
    if not text:
        return None, prefix
    mark = asdict(passage.mark(start, end, 0.95))
    excepted, text = _exceptions(text)
    text = neat(_THROUGH.sub("", text)) or text
    listed = _LISTED.search(text)
    if listed:
        text = neat(text[: listed.start()] + " " + text[listed.end() :]) or text.strip(" ()")
    scope = "all" if _ALL.search(squash(text)) else "listed" if listed else "one"
    item = Recipient(**mark, value=text, scope=scope, excepted=excepted)
    known = _prefix(squash(text))
    shares = re.fullmatch(r"[\u0e01-\u0e4e]{2,22}", text) and not _STARTS.match(text)
    if known is None and prefix and shares:
        item = replace(item, value=prefix + text)
        known = (prefix, prefix)
    elif known:
        item = _respelt(item, known)
        prefix = known[0]
    else:
        prefix = ""
    return _mended(item, known[0] if known else "", circumstance), prefix


def _exceptions(text: str) -> tuple[tuple[str, ...], str]:
    m = _EXCEPT.search(text)
    if not m:
        return (), text
    who = re.split(r"\s*(?:,|และ|\s)\s*", m["who"].strip())
    names: list[str] = []
    for name in filter(None, who):
        first = names[0] if names else ""
        shared = re.match(
            r"(?:จังหวัด|อำเภอ|เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหารส่วน(?:ตำบล|จังหวัด))", first
        )
        own = re.match(r"(?:จังหวัด|อำเภอ|เทศบาล|องค์การ|กรุงเทพ)", name)
        names.append(name if own or not shared else shared.group() + name)
    return tuple(names), neat(text[: m.start()] + " " + text[m.end() :])


def _respelt(item: Recipient, known: tuple[str, str]) -> Recipient:
    """The title as it should be spelt where the picture misread a letter of it."""
    right, printed = known
    bare = squash(item.value)
    if right == printed or not bare.startswith(printed):
        return item
    doubt = _MISPRINT.format(raw=printed, name=right)
    return replace(item, value=right + bare[len(printed) :], doubt=doubt, confidence=0.9)


#: Titles of heads and the type of office they lead, as the directory names it.
_LEADS = {
    "นายกเทศมนตรีนคร": "เทศบาลนคร", "นายกเทศมนตรีเมือง": "เทศบาลเมือง",
    "นายกเทศมนตรีตำบล": "เทศบาลตำบล", "สำนักงานเทศบาลนคร": "เทศบาลนคร",
    "สำนักงานเทศบาลเมือง": "เทศบาลเมือง", "สำนักงานเทศบาลตำบล": "เทศบาลตำบล",
    "ปลัดเทศบาลนคร": "เทศบาลนคร", "ปลัดเทศบาลเมือง": "เทศบาลเมือง",
    "ปลัดเทศบาลตำบล": "เทศบาลตำบล", "เทศบาลนคร": "เทศบาลนคร", "เทศบาลเมือง": "เทศบาลเมือง",
    "เทศบาลตำบล": "เทศบาลตำบล", "นายกองค์การบริหารส่วนตำบล": "องค์การบริหารส่วนตำบล",
    "ปลัดองค์การบริหารส่วนตำบล": "องค์การบริหารส่วนตำบล",
    "องค์การบริหารส่วนตำบล": "องค์การบริหารส่วนตำบล",
}  # fmt: skip


def _mended(item: Recipient, prefix: str, circumstance: Circumstance) -> Recipient:
    """The place as the directory of that day has it, where only one office can be meant."""
    type_ = _LEADS.get(prefix)
    province = circumstance.province
    if not type_ or not province or item.scope != "one":
        return item
    place = squash(item.value).removeprefix(prefix)
    known = directory.mend(type_ + place, type_, province, circumstance.day)
    if known is None:
        return item
    right = prefix + known.name.removeprefix(type_)
    if right == squash(item.value):
        return item
    doubt = _MENDED.format(raw=prefix + place, name=known.name)
    joined = f"{item.doubt} · {doubt}" if item.doubt else doubt
    return replace(item, value=right, doubt=joined, confidence=0.8)
