"""One letter: every field reader in its order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.fields import (
    action,
    agency,
    contacts,
    dated,
    enclosures,
    grades,
    issuer,
    margins,
    number,
    recipients,
    references,
    signatory,
    stamps,
    subject,
)
from ingest.fields.anatomy import Anatomy
from ingest.fields.dissect import dissect
from ingest.fields.passage import Passage
from ingest.fields.references import Mention
from ingest.fields.rows import Row
from ingest.fields.stamp_lines import Block
from ingest.reading import Deadline, Field, Kind, Letter, Role, Stamp
from ingest.signs import Label
from ingest.thai.refno import RefNo
from ingest.thai.text import neat

#: Longest note below the closing sentence, in characters: a sentence of the letter is longer.
_NOTE = 25
#: Finds duties in a text that belongs to a letter of that day (see ``ingest.deadlines``).
DutyFinder = Callable[[str, date | None], Sequence[Deadline]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter with what later checks need: its number taken apart and its mentions."""

    letter: Letter
    ref: RefNo | None
    mentions: tuple[Mention, ...]
    anatomy: Anatomy
    stamps: tuple[Stamp, ...] = ()


def read_letter(
    rows: Sequence[Row],
    hint: str,
    blocks: Sequence[Block],
    number_in_file: int,
    marks: tuple[Stamp, ...] = (),
) -> Draft:
    """All fields but the duties, which need the date that the whole bundle agrees on."""
    anatomy = dissect(rows, hint)
    field, ref = number.read(anatomy)
    day = dated.read(anatomy)
    sender = issuer.read(anatomy, ref)
    signed = signatory.read(anatomy)
    unit = issuer.owner_unit(anatomy, sender)
    field, ref = agency.mended(field, ref, anatomy, agency.Writer(sender, signed, unit))
    urgency, secrecy = grades.read(anatomy)
    mentions = references.read(anatomy)
    text = anatomy.full_text
    marks = (*marks, *(stamps.read(block) for block in blocks))
    pages = [row.page for row in rows]
    letter = Letter(
        id=str(number_in_file),
        pages=(min(pages), max(pages)),
        kind=anatomy.kind,
        role=Role.COVER,
        ref_no=field,
        is_circular=bool(ref and ref.is_circular),
        date=day,
        issuer=sender,
        subject=subject.read(anatomy),
        recipients=recipients.read(anatomy, recipients.Circumstance(ref, _day(day))),
        salutation=anatomy.salutation,
        references=references.merge(mentions),
        enclosures=enclosures.read(anatomy),
        signatory=signed,
        owner_unit=unit,
        phones=contacts.phones(text),
        emails=contacts.emails(text),
        urls=contacts.urls(text),
        urgency=urgency,
        secrecy=secrecy,
        action=action.read(anatomy),
        stamps=marks,
        text=text,
    )
    return Draft(letter, ref, mentions, anatomy, marks)


def _day(field: Field | None) -> date | None:
    return date.fromisoformat(field.value) if field and field.value else None


def with_duties(draft: Draft, find: DutyFinder) -> Draft:
    """The same letter with the duties of its body (and of notes below the signature)."""
    if draft.letter.kind in (Kind.ANNEX, Kind.OTHER):
        return draft
    texts = [_asking(draft.anatomy), *_notes(draft.anatomy)]
    found = (duty for text in texts if text for duty in find(text, _day(draft.letter.date)))
    # Dates of citations and of facts are no duties: the references hold them already.
    duties = tuple(duty for duty in found if duty.kind != "as_of")
    return replace(draft, letter=replace(draft.letter, deadlines=duties))


def _asking(anatomy: Anatomy) -> str:
    """The body without the short notes that officers wrote below its closing sentence."""
    closing = [i for i, row in enumerate(anatomy.body) if row.text.strip().startswith("จึง")]
    last = closing[-1] if closing else len(anatomy.body)
    while last + 1 < len(anatomy.body) and _carries_on(anatomy, last):
        last += 1  # the closing sentence goes on where the margin broke it
    kept = [row for i, row in enumerate(anatomy.body) if i <= last or len(neat(row.text)) > _NOTE]
    return Passage.of_lines(line for row in kept for line in row.lines).text


def _carries_on(anatomy: Anatomy, index: int) -> bool:
    line, after = anatomy.body[index].lines[-1], anatomy.body[index + 1]
    return after.gap < 1 and margins.broken_off(line, after.text, anatomy.rows)


def _notes(anatomy: Anatomy) -> list[str]:
    """Notes below the foot, and ด่วนภายใน… above the head."""
    tail = [row.text for row in anatomy.tail if "ภายใน" in row.text or "หมายเหตุ" in row.text]
    head = [piece.text for piece in anatomy.head if "ด่วนภายใน" in piece.text]
    return [*head, *tail]


def warnings_of(letter: Letter, anatomy: Anatomy) -> list[str]:
    """What a clerk must be told of a letter although no field carries it."""
    told: list[str] = []
    name = letter.ref_no.value if letter.ref_no and letter.ref_no.value else f"ฉบับที่ {letter.id}"
    if letter.kind in (Kind.ANNEX, Kind.OTHER):
        return told
    addressed = letter.kind in (Kind.EXTERNAL, Kind.MEMO, Kind.STAMPED)
    if addressed and not letter.recipients:
        blank = anatomy.salutation is not None
        told.append(
            f"{name}: ช่อง “{anatomy.salutation}” เว้นว่างไว้ กรุณาระบุผู้รับเอง" if blank
            else f"{name}: หาผู้รับหนังสือไม่พบ กรุณาระบุเอง"
        )  # fmt: skip
    if letter.date is None:
        told.append(f"{name}: หาวันที่ของหนังสือไม่พบ กรุณาดูภาพแล้วพิมพ์เอง")
    if addressed and letter.ref_no is None:
        place = "เว้นว่างไว้" if Label.NUMBER in anatomy.labels else "หาไม่พบ"
        told.append(f"{name}: เลขที่หนังสือ{place} กรุณาตรวจกับต้นฉบับ")
    return told
