"""Letters that this letter cites: อ้างถึง (clause 11.6), สำเนาหนังสือ enclosed (11.7), in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.reading import Reference
from ingest.signs import Label
from ingest.thai import refno
from ingest.thai.dates import FoundDate, find_dates
from ingest.thai.refno import RefNo
from ingest.thai.text import neat

#: Words between the office and ที่ that belong to neither.
_GRADE = r"(?:ประทับตรา\s*)?(?:ด่วน\s?ที่สุด|ด่วน\s?มาก|ด่วน|ลับ\s?ที่สุด|ลับ\s?มาก|ลับ)"
_BEFORE = re.compile(
    rf"(?:หนังสือ|วิทยุ|โทรสาร|บันทึก(?:ข้อความ)?|คำสั่ง|ประกาศ)(?!รับรอง|เวียน$)(?P<office>[^/\n]{{0,120}}?)\s*(?:{_GRADE})?\s*(?:เลข)?ที่?\s*$"
)
_CITING = re.compile(r"หนังสือ|สำเนา|วิทยุ|โทรสาร|บันทึก|อ้างถึง|ตามที่|และ\s*(?:เลข)?ที่")
_DATED = re.compile(
    r"\s*[,)]?\s*(?:ลง\s?วันที่|ลงวัน|ลว\.?|ลง(?=\s*[0-9๐-๙])|เมื่อวันที่|วันที่|เรื่อง[^ก-ฮ]?\S{0,80}?\s*ลงวันที่)\s*"
)
_ENCLOSED_IN_BODY = re.compile(r"สำเนา\s*(?:หนังสือ|บันทึก|โทรสาร|วิทยุ)[^/]*$")
_SENT_HEREWITH = re.compile(r"(?:ที่|ซึ่ง)?(?:ได้)?(?:ส่งมาพร้อม|แนบมาพร้อม|ส่งมาด้วย|แนบมา|แนบท้าย)")
#: An order or announcement that is cited, up to the place of its number.
_ORDERED = re.compile(
    r"(?:คำสั่ง|ประกาศ)(?P<office>[\u0e01-\u0e4e ().]{0,80}?)\s*(?:เลข)?ที่\s*"
    r"(?=[0-9๐-๙]{1,5}\s*/\s*[2๒][5๕])"
)
_DATE_WITHIN = 160


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a letter is cited; several mentions make one reference."""

    reference: Reference
    ref: RefNo | None


_RANK = {"reference": 0, "enclosure": 1, "body": 2}


def read(anatomy: Anatomy) -> tuple[Mention, ...]:
    """Every mention in reading order, those of head and body apart."""
    mentions: list[Mention] = []
    for label, how in ((Label.REFERENCE, "reference"), (Label.ENCLOSURE, "enclosure")):
        passage = anatomy.labels.get(label)
        if passage is not None:
            mentions += _in_passage(passage, how)
    lines = [line for row in anatomy.body for line in row.lines]
    if lines:
        mentions += _in_passage(Passage.of_lines(lines), "body")
    return tuple(mentions)


def merge(mentions: Iterable[Mention]) -> tuple[Reference, ...]:
    """One reference for each letter cited; the head names it better than the body."""
    merged: dict[str, Reference] = {}
    for mention in mentions:
        reference = mention.reference
        key = reference.ref_no or f"{reference.office}|{reference.date}"
        held = merged.get(key)
        if held is None:
            merged[key] = reference
            continue
        better = min(held, reference, key=lambda r: _RANK[r.how])
        merged[key] = replace(
            better,
            date=held.date or reference.date,
            office=held.office or reference.office,
            doubt=held.doubt if held.date else reference.doubt,
        )
    return tuple(merged.values())


def _in_passage(passage: Passage, how: str) -> list[Mention]:
    text = passage.text
    found: list[Mention] = []
    refs = refno.find_all(text)
    for index, ref in enumerate(refs):
        limit = refs[index + 1].start if index + 1 < len(refs) else len(text)
        before = text[: ref.start]
        if how == "body" and not _CITING.search(before[-140:]):
            continue
        dated = _date_after(text, ref.end, limit)
        office = _office(before)
        if office is None and found and re.search(r"และ\s*(?:เลข)?ที่\s*$", before):
            office = found[-1].reference.office
        manner = _manner(text, ref, limit, how)
        end = dated.end if dated else ref.end
        found.append(_mention(passage, ref, dated, office, manner, end))
    found += _orders(passage, how)
    if how == "reference" and not found:
        found += _undated_or_unnumbered(passage)
    return sorted(found, key=lambda mention: text.find(mention.reference.raw or ""))


def _orders(passage: Passage, how: str) -> list[Mention]:
    """Orders and announcements, counted as number/year; in the text only with their date."""
    text = passage.text
    found: list[Mention] = []
    for said in _ORDERED.finditer(text):
        ref = refno.parse_order(text, said.end())
        if ref is None:
            continue
        dated = _date_after(text, ref.end, ref.end + _DATE_WITHIN)
        if dated is None and how == "body":
            continue
        office = neat(said["office"]) or None
        end = dated.end if dated else ref.end
        found.append(_mention(passage, ref, dated, office, how, end))
    return found


def _manner(text: str, ref: RefNo, limit: int, how: str) -> str:
    """A copy that the body says it sends along is an enclosure."""
    if how != "body":
        return how
    copy = _ENCLOSED_IN_BODY.search(text[max(0, ref.start - 160) : ref.start])
    # "ขอส่งสำเนาหนังสือ …" sends it before naming it, "ตามสำเนา … ที่ส่งมาพร้อมนี้" after.
    sends = re.search(r"(?:ส่ง|แนบ)\s?สำเนา", text[max(0, ref.start - 160) : ref.start])
    sent = _SENT_HEREWITH.search(text[ref.end : min(limit, ref.end + 120)])
    return "enclosure" if copy and (sends or sent) else "body"


def _date_after(text: str, at: int, limit: int) -> FoundDate | None:
    window = text[at : min(limit, at + _DATE_WITHIN)]
    said = _DATED.match(window) or re.match(r"[^\n]{0,90}?(?:ลงวันที่|ลว\.)\s*", window)
    if not said:
        return None
    for found in find_dates(window[said.end() :][:50]):
        if found.start <= 4:
            offset = at + said.end()
            return replace(found, start=found.start + offset, end=found.end + offset)
        break
    return None


def _office(before: str) -> str | None:
    """The office named between หนังสือ and ที่."""
    said = list(re.finditer(r"หนังสือ|วิทยุ|โทรสาร|บันทึก(?:ข้อความ)?", before[-160:]))
    if not said:
        return None
    words = before[-160:][said[-1].end() :]
    words = re.sub(rf"\s*(?:{_GRADE})?\s*(?:เลข)?ที่?\s*$", "", neat(words))
    words = re.sub(rf"\s*{_GRADE}\s*$", "", words).strip(" ,")
    if not words or len(words) > 90 or re.search(r"ลงวันที่|[/]", words):
        return None
    return words


def _mention(
    passage: Passage, ref: RefNo, dated: FoundDate | None, office: str | None, how: str, end: int
) -> Mention:
    doubt = dated.doubt if dated else None
    value = dated.value if dated else None
    confidence = 0.96 if value and not ref.noise else 0.85
    mark = asdict(passage.mark(ref.start, end, confidence)) | {"doubt": doubt}
    if ref.noise:
        mark["doubt"] = f"เลขที่อ้างถึง “{ref.raw}” มีตัวอักษรแปลกปลอม กรุณาดูภาพ"
    reference = Reference(
        **mark,
        ref_no=ref.value,
        date=value.isoformat() if value else None,
        office=office,
        how=how,
    )
    return Mention(reference, ref)


def _undated_or_unnumbered(passage: Passage) -> list[Mention]:
    """อ้างถึง something without an agency number: its date, and number/year where it has one."""
    text = passage.text
    said = re.search(r"(?:ที่|เลขที่)\s*(?=[0-9๐-๙]+\s*/)", text)
    number = refno.parse_order(text, said.end()) if said else None
    dated = next((d for d in find_dates(text) if d.value), None)
    if number is None and dated is None:
        return []
    reference = Reference(
        **asdict(passage.mark(confidence=0.8)),
        ref_no=number.value if number else None,
        date=dated.value.isoformat() if dated and dated.value else None,
        office=_office(text[: dated.start] if dated else text),
        how="reference",
    )
    return [Mention(reference, number)]
