"""Pages → letters → fields → cross-checks, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ingest import agreement, alternatives, certainty, links, ownership, parting, roles
from ingest.calendar import Calendar
from ingest.deadlines import find as find_duties
from ingest.fields import contacts, stamp_lines
from ingest.fields import rows as row_tools
from ingest.fields.evidence import as_annex, is_letter
from ingest.fields.letter import Draft, read_letter, warnings_of, with_duties
from ingest.fields.listed import with_lists
from ingest.fields.rows import Row
from ingest.fields.unfold import unfold
from ingest.pages.page import Page
from ingest.parting import Parting
from ingest.reading import Kind, Letter, Link, Secrecy

Progress = Callable[[int, int], None]


def conclude(
    pages: Sequence[Page],
    *,
    received: datetime | None,
    calendar: Calendar,
    codes: Mapping[int, Sequence[str]] | None = None,
    parted: Parting | None = None,
) -> tuple[tuple[Letter, ...], tuple[Link, ...], tuple[str, ...]]:
    """The letters of the pages, their links, and what the clerk must be told."""
    rows = stamp_lines.part(unfold(row_tools.gather(pages)))
    blocks = stamp_lines.find(rows)
    names, drafts = _drafts(rows, blocks, parted)
    drafts = certainty.weigh(drafts)
    found, torn = links.matches(drafts)
    drafts = agreement.doubt_torn(drafts, torn)
    drafts = agreement.reconcile(drafts, found)
    drafts = agreement.doubt_impossible(drafts, calendar)
    drafts = [
        with_duties(
            draft,
            lambda text, day: find_duties(text, dated=day, received=received, calendar=calendar),
        )
        for draft in drafts
    ]
    made = links.links(drafts, found)
    drafts = with_lists(drafts, made)
    letters = roles.assign([draft.letter for draft in drafts], made)
    told = _of_pages(pages)
    for letter, draft in zip(letters, drafts, strict=True):
        told += warnings_of(letter, draft.anatomy)
    letters = _with_their_annexes(letters, made)
    letters = [contacts.with_codes(letter, codes or {}) for letter in letters]
    letters = alternatives.offered(letters, pages)
    letters, made = _named(letters, made, names)
    sealed = [_sealed(letter, told) for letter in letters]
    if not letters:
        told.append("อ่านไฟล์ได้ แต่ไม่พบหนังสือราชการในไฟล์นี้ กรุณาตรวจไฟล์ หรือลงทะเบียนด้วยตนเอง")
    return tuple(sealed), tuple(made), tuple(dict.fromkeys(told))


def _of_pages(pages: Sequence[Page]) -> list[str]:
    """What went wrong with single pages; where there are several, which page it is."""
    several = len(pages) > 1
    return [
        f"หน้า {page.number}: {told}"
        if several and not told.startswith(f"หน้า {page.number}:")
        else told
        for page in pages
        for told in page.warnings
    ]


def _named(
    letters: Sequence[Letter], made: Sequence[Link], names: Mapping[str, str]
) -> tuple[list[Letter], list[Link]]:
    """Letters and links by the ids that they keep, however often the file is parted anew."""
    return (
        [replace(letter, id=names[letter.id]) for letter in letters],
        [replace(x, source=names[x.source], target=names[x.target]) for x in made],
    )


def _drafts(
    rows: Sequence[Row], blocks: Sequence[stamp_lines.Block], parted: Parting | None
) -> tuple[dict[str, str], list[Draft]]:
    """The letters as read, numbered in order, and the id that each number stands for."""
    stamped = {id(line) for block in blocks for line in block.lines}
    kept: list[Row] = []
    where: list[int] = []  # index in all rows of every row kept
    for index, row in enumerate(rows):
        lines = tuple(line for line in row.lines if id(line) not in stamped)
        if lines:
            first = row.first or (bool(kept) and kept[-1].page != row.page) or not kept
            kept.append(Row(lines, row.gap, first))
            where.append(index)
    named = parting.sections(kept, parted)
    names = {str(number): name for number, (name, _) in enumerate(named, start=1)}
    sections = [section for _, section in named]
    owned = ownership.share(sections, where, kept, rows, blocks)
    drafts = [
        read_letter(kept[section.start : section.end], section.hint, mine, number)
        for number, (section, mine) in enumerate(zip(sections, owned, strict=True), start=1)
    ]
    if parted is None and not any(is_letter(draft) for draft in drafts):
        return {}, []
    return names, [draft if is_letter(draft) else as_annex(draft) for draft in drafts]


def _with_their_annexes(letters: Sequence[Letter], made: Sequence[Link]) -> list[Letter]:
    """What is enclosed with a secret letter, and is no letter itself, is as secret."""
    grades = {letter.id: letter.secrecy for letter in letters}
    above = {
        link.target: grades[link.source]
        for link in made
        if link.via == "enclosure" and grades[link.source] is not Secrecy.NONE
    }
    return [
        replace(letter, secrecy=above[letter.id])
        if letter.kind is Kind.ANNEX and letter.secrecy is Secrecy.NONE and letter.id in above
        else letter
        for letter in letters
    ]


def _sealed(letter: Letter, told: list[str]) -> Letter:
    """A secret letter keeps its number, date, office and grade; its content stays unread."""
    if letter.secrecy is Secrecy.NONE:
        return letter
    told.append(f"ฉบับที่ {letter.id} มีชั้นความลับ จึงไม่แสดงเนื้อหา ให้นายทะเบียนข้อมูลข่าวสารลับดำเนินการ")
    return Letter(
        id=letter.id,
        pages=letter.pages,
        kind=letter.kind,
        role=letter.role,
        ref_no=letter.ref_no,
        is_circular=letter.is_circular,
        date=letter.date,
        issuer=letter.issuer,
        urgency=letter.urgency,
        secrecy=letter.secrecy,
        stamps=tuple(replace(stamp, raw=None) for stamp in letter.stamps),
        text=None,
    )
