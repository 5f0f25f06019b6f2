"""The agency letters of a number, where what was read is no agency's or not the writer's.

Letters may be mended (ดป is nobody's, ลป is Lampang's); digits never are. What
counts for letters that nobody bears: the letter itself names the province whose
letters they would be; the reader of a picture was not sure of them; or a picture
has two letters that no ministry and no province bears, and one alone bears what
looks like them. Letters of some agency are only mended on a picture, where the
reader was not sure of them and the letter names another one as its writer (in
its head, its address, the post of who signed, its foot), whose letters look like
them. The clerk is told each time, and what was read stays beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest import directory
from ingest.fields import bearers
from ingest.fields.anatomy import Anatomy
from ingest.fields.number import SURELY, UNCLEAR, UNCLEAR_DIGITS
from ingest.reading import Field, Signatory, doubted
from ingest.signs import Label
from ingest.thai.refno import RefNo

#: Consonants that a bad picture makes look alike.
_ALIKE = ("ดคตศ", "ลดส", "ลสอ", "จอ", "ขชซ", "วรธ", "บปษ", "นม", "กภถฎ", "พฟฬผฝ", "ทห", "ณญฌ")
#: Below this the reader of the picture was not sure of a letter.
_SURE = 0.95
_CONFIDENCE = 0.75
MENDED = "อ่านรหัสหน่วยงานได้ “{read}” ซึ่งไม่มีในบัญชี เข้าใจว่าเป็น “{meant}” กรุณาดูภาพ"
OTHERS = "อ่านรหัสหน่วยงานได้ “{read}” แต่หนังสือฉบับนี้ออกโดย{office} จึงเข้าใจว่าเป็น “{meant}” กรุณาดูภาพ"
UNFIT = "รหัสหน่วยงาน “{read}” ไม่ตรงกับผู้ออกหนังสือ ซึ่งน่าจะใช้ “{borne}” กรุณาดูภาพ"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote the letter, after its own words: its sender, who signed, the unit in its foot."""

    sender: Field | None
    signed: Signatory | None
    unit: Field | None

    def words(self, anatomy: Anatomy) -> str:
        post = (self.signed.position, self.signed.acting_for) if self.signed else ()
        said = (self.sender.value if self.sender else None, self.unit.value if self.unit else None)
        head = (piece.text for piece in anatomy.head)
        return "\n".join(part for part in (*said, *post, *head) if part)


def mended(
    field: Field | None, ref: RefNo | None, anatomy: Anatomy, writer: Writer
) -> tuple[Field | None, RefNo | None]:
    """The number with the agency letters that must be meant, in doubt; else as it was."""
    if field is None or ref is None or not (read := ref.agency.split(" ")[0]):
        return field, ref
    known = directory.agency_letters()
    if read in known:
        return _fitting(field, ref, anatomy, writer) if _pictured(anatomy) else (field, ref)
    near = [code for code in _lookalikes(read) if code in known]
    named = [code for code in near if _names_province(code, writer.sender)]
    if not named and (unsure(anatomy, ref) or (len(read) == 2 and _pictured(anatomy))):
        borne = _borne(anatomy, writer)
        fit = [code for code in near if code in borne]
        offered = [code for code in near if _offered(code, anatomy)]
        named = next((codes for codes in (fit, offered, near) if len(codes) == 1), [])
    if not named:
        return field, ref
    return _taken(field, ref, named[0], MENDED.format(read=read, meant=named[0]))


def _taken(field: Field, ref: RefNo, meant: str, doubt: str) -> tuple[Field, RefNo]:
    ref = replace(ref, agency=ref.agency.replace(ref.agency.split(" ")[0], meant, 1))
    if field.doubt == UNCLEAR_DIGITS:
        field = replace(field, doubt=None)  # the letters were among what was unclear
    mended: Field = doubted(replace(field, value=ref.value), doubt, _CONFIDENCE)
    return mended, ref


def _fitting(field: Field, ref: RefNo, anatomy: Anatomy, writer: Writer) -> tuple[Field, RefNo]:
    """Letters that some agency bears, held against whom the letter names as its writer."""
    read = ref.agency.split(" ")[0]
    borne = _borne(anatomy, writer)
    if read in borne:
        return _spoken_for(field, ref, anatomy, read), ref
    if not borne:
        return field, ref
    doubtful, hardly = unsure(anatomy, ref), unsure(anatomy, ref, UNCLEAR)
    if doubtful and (meant := _meant(read, borne, anatomy, hardly)):
        office = directory.bearer(meant)
        return _taken(field, ref, meant, OTHERS.format(read=read, office=office, meant=meant))
    if doubtful or read in directory.provinces():
        field = doubted(field, UNFIT.format(read=read, borne="” หรือ “".join(sorted(borne))), 0.7)
    return field, ref


def _meant(read: str, borne: frozenset[str], anatomy: Anatomy, hardly: bool) -> str | None:
    """The one of the writer's letters that could have been read so.

    It is another reading of the picture, or looks like what was read; a province
    has no office with another's letters, so that one letter in common is enough.
    A ministry has offices in provinces: its letters must have been ``hardly`` read.
    """
    placed = read in directory.provinces()
    offered = [code for code in borne if _offered(code, anatomy)]
    alike = [code for code in _lookalikes(read) if code in borne and (placed or hardly)]
    shared = [code for code in borne if any(a == b for a, b in zip(code, read, strict=False))]
    ways = (offered, alike, shared if len(borne) == 1 and placed else [])
    return next((codes[0] for codes in ways if len(codes) == 1), None)


def _borne(anatomy: Anatomy, writer: Writer) -> frozenset[str]:
    words = writer.words(anatomy)
    return bearers.named(words) or bearers.placed(words)


def _spoken_for(field: Field, ref: RefNo, anatomy: Anatomy, read: str) -> Field:
    """The field as sure as its digits are: its letters are those of its writer."""
    passage = anatomy.labels.get(Label.NUMBER)
    if passage is None or field.doubt not in (None, UNCLEAR_DIGITS):
        return field
    rest = passage.mark(ref.start + len(read), ref.end, SURELY).confidence
    if rest <= field.confidence:
        return field
    return replace(field, confidence=rest, doubt=field.doubt if rest < UNCLEAR else None)


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


def unsure(anatomy: Anatomy, ref: RefNo, sure: float = _SURE) -> bool:
    """Whether the letters come from a picture whose reader was in doubt about one of them."""
    passage = anatomy.labels.get(Label.NUMBER)
    if passage is None or not _pictured(anatomy):
        return False
    letters = len(ref.agency.split(" ")[0])
    return passage.mark(ref.start, ref.start + letters).confidence < sure


def _pictured(anatomy: Anatomy) -> bool:
    """Whether the number was read from a picture."""
    passage = anatomy.labels.get(Label.NUMBER)
    return passage is not None and any(piece.line.confidences for piece in passage.pieces)
