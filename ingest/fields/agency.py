"""The agency letters of a number, where what was read is no agency's.

Letters may be mended (ดป is nobody's, ลป is Lampang's); digits never are. What
counts: the letter itself names the province whose letters they would be; the
reader of a picture was not sure of them; or a picture has two letters that no
ministry and no province bears, and one alone bears what looks like them. The
clerk is told each time, and what was read stays beside it.
"""

from __future__ import annotations

from dataclasses import replace

from ingest import directory
from ingest.fields.anatomy import Anatomy
from ingest.reading import Field
from ingest.signs import Label
from ingest.thai.refno import RefNo

#: Consonants that a bad picture makes look alike.
_ALIKE = ("ดคตศ", "ลดส", "ลสอ", "จอ", "ขชซ", "วรธ", "บปษ", "นม", "กภถฎ", "พฟฬผฝ", "ทห", "ณญฌ")
#: Below this the reader of the picture was not sure of a letter.
_SURE = 0.95
_CONFIDENCE = 0.75
MENDED = "อ่านรหัสหน่วยงานได้ “{read}” ซึ่งไม่มีในบัญชี เข้าใจว่าเป็น “{meant}” กรุณาดูภาพ"


def mended(
    field: Field | None, ref: RefNo | None, anatomy: Anatomy, sender: Field | None
) -> tuple[Field | None, RefNo | None]:
    """The number with the agency letters that must be meant, in doubt; else as it was."""
    if field is None or ref is None or not (read := ref.agency.split(" ")[0]):
        return field, ref
    known = directory.agency_letters()
    if read in known:
        return field, ref
    near = [code for code in _lookalikes(read) if code in known]
    named = [code for code in near if _names_province(code, sender)]
    if not named and (_unsure(anatomy, ref, read) or (len(read) == 2 and _pictured(anatomy))):
        offered = [code for code in near if _offered(code, anatomy)]
        named = next((codes for codes in (offered, near) if len(codes) == 1), [])
    if not named:
        return field, ref
    meant = named[0]
    ref = replace(ref, agency=ref.agency.replace(read, meant, 1))
    doubt = MENDED.format(read=read, meant=meant)
    confidence = min(field.confidence, _CONFIDENCE)
    return replace(field, value=ref.value, confidence=confidence, doubt=doubt), ref


def _lookalikes(read: str) -> list[str]:
    """The letters with one of them exchanged for one that looks like it."""
    return list(dict.fromkeys(
        read[:at] + other + read[at + 1 :]
        for at, letter in enumerate(read)
        for group in _ALIKE if letter in group
        for other in group if other != letter
    ))  # fmt: skip


def _names_province(code: str, sender: Field | None) -> bool:
    province = directory.provinces().get(code)
    return bool(province and sender and sender.value and province in sender.value)


def _offered(code: str, anatomy: Anatomy) -> bool:
    """Whether another reading of the line, which the reader of the picture gave up, has it."""
    lines = {id(piece.line): piece.line for piece in anatomy.labels[Label.NUMBER].pieces}
    return any(code in other for line in lines.values() for other, _ in line.alternatives)


def _unsure(anatomy: Anatomy, ref: RefNo, read: str) -> bool:
    """Whether the letters come from a picture whose reader was in doubt about one of them."""
    passage = anatomy.labels.get(Label.NUMBER)
    if passage is None or not _pictured(anatomy):
        return False
    return passage.mark(ref.start, ref.start + len(read)).confidence < _SURE


def _pictured(anatomy: Anatomy) -> bool:
    """Whether the number was read from a picture."""
    passage = anatomy.labels.get(Label.NUMBER)
    return passage is not None and any(piece.line.confidences for piece in passage.pieces)
