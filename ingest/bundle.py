"""Splits a bundle into its letters.

Every level staples the letters it received behind its own, so one file holds
several. A letter opens with its number, the title of a memo, or the title of
an order, announcement or record, and is over after its closing words and the
signature; what follows without such an opening is an annex of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest import signs
from ingest.fields.rows import Row
from ingest.signs import Label
from ingest.thai.dates import find_dates
from ingest.thai.months import FULL_PATTERN, SHORT_PATTERN, WEEKDAY_PATTERN
from ingest.thai.text import neat, skeleton, squash

#: How far below an opening its labels (เรื่อง, เรียน, ถึง) may stand, in rows.
_LABELS_WITHIN = 16
#: Rows of letterhead, stamps and notes that may stand above the opening on its page.
_HEAD_ABOVE = 14
#: A page with fewer rows, of which one is a telephone number, is the foot of a letter.
_FOOT = 9
#: So many empty lines in a text stand for the end of a page.
_PAGE_GAP = 3

_CITING = re.compile(r"(?:สำเนา|หนังสือ|บันทึก|โทรสาร|วิทยุ|คำสั่ง|และ|ตาม|กับ)[^/]*$")
#: A row whose date, or the rest of it, stands in the next row.
_BREAKS_OFF = re.compile(
    rf"(?:วันที่|ลว\.|เมื่อ|ถึง|ระหว่าง|ภายใน|ก่อน|วัน\S{{2,8}}ที่)\s*(?:[0-9๐-๙]{{1,2}}\s*(?:{FULL_PATTERN}|{SHORT_PATTERN})?)?\s*$"
)
_WEEKDAY = re.compile(rf"\(?(?:ตรงกับ)?วัน{WEEKDAY_PATTERN}(?:\s?ที่)?\)?")
_DATED = re.compile(r"ลงวันที่|ลงวัน|ลว\.|ลงว[ัน]")


@dataclass(frozen=True, slots=True)
class Section:
    """Rows ``start``..``end`` (exclusive) of the file; ``hint`` says what opened it."""

    start: int
    end: int
    hint: str


@dataclass(slots=True)
class _Open:
    """The letter being walked through."""

    start: int
    hint: str
    numbered: bool = False
    addressed: bool = False
    #: Addressed by ถึง: under seal, with the date below the text.
    sealed: bool = False
    closed: bool = False
    told: list[str] = field(default_factory=list)
    rows: int = 0
    since_name: int = 99


def split(rows: Sequence[Row]) -> list[Section]:
    """The sections of a file in page order; the first begins at row 0."""
    sections: list[Section] = []
    now: _Open | None = None
    for index, row in enumerate(rows):
        hint = _opening(rows, index, now)
        if hint:
            start = _with_head(rows, index, now, hint)
            if now is None:
                start = 0
            else:
                sections.append(Section(now.start, start, now.hint))
            now = _Open(start, hint)
        if now is not None:
            _walk(now, row)
    if now is not None:
        sections.append(Section(now.start, len(rows), now.hint))
    elif rows:
        sections.append(Section(0, len(rows), "other"))
    return [s for s in sections if s.end > s.start]


def _opening(rows: Sequence[Row], index: int, now: _Open | None) -> str | None:
    row = rows[index]
    if any(signs.is_memo_title(line.text) for line in row.lines):
        return None if now and now.hint == "memo" and not now.addressed else "memo"
    labels = [found[0] for line in row.lines if (found := signs.label_of(line.text))]
    if labels[:1] == [Label.OFFICE] and (
        now is None or now.closed or (row.first and now.addressed)
    ):
        return "memo"
    if labels[:1] == [Label.NUMBER] and _opens_with_number(rows, index, now):
        return "numbered"
    titled = _opens_with_title(rows, index, now)
    if titled:
        return titled
    if labels[:1] == [Label.SUBJECT] and _unnumbered_letter(rows, index, now):
        return "numbered"
    return "annex" if now and _opens_annex(rows, index, now) else None


def _opens_with_number(rows: Sequence[Row], index: int, now: _Open | None) -> bool:
    row = rows[index]
    if now and not now.numbered and not now.closed and now.hint != "annex" and not now.addressed:
        return False
    if _is_citation(rows, index, now):
        return False
    if now and now.hint in ("order", "announcement", "record") and not now.closed and not row.first:
        return False
    below = _labels_below(rows, index)
    if now is None or now.closed or row.first or now.hint in ("annex", "other"):
        return bool(below) or (now is None)
    return bool(below & {Label.TO, Label.SEND_TO}) and Label.SUBJECT in below


def _is_citation(rows: Sequence[Row], index: int, now: _Open | None) -> bool:
    text = rows[index].lines[0].text
    if _DATED.search(text):
        return True
    after = rows[index + 1].text.strip() if index + 1 < len(rows) else ""
    if re.match(r"ลงวันที่|ลว\.", after):
        return True
    if now is None or now.closed or rows[index].first or index == 0:
        return False
    before = rows[index - 1]
    return bool(_CITING.search(neat(before.text))) and rows[index].gap < 3


def _labels_below(rows: Sequence[Row], index: int) -> set[Label]:
    """Labels between this opening and the next one, as far as labels may stand."""
    seen: set[Label] = set()
    for row in rows[index + 1 : index + 1 + _LABELS_WITHIN]:
        for line in row.lines:
            found = signs.label_of(line.text)
            if found:
                seen.add(found[0])
        if any(signs.is_memo_title(line.text) for line in row.lines):
            break
    return seen & {Label.SUBJECT, Label.TO, Label.SEND_TO}


def _opens_with_title(rows: Sequence[Row], index: int, now: _Open | None) -> str | None:
    row = rows[index]
    if len(row.lines) > 2 or (now and not now.closed and not row.first and now.hint != "annex"):
        return None
    kind = signs.title_kind(row.text)
    below = [neat(r.text) for r in rows[index + 1 : index + 7]]
    labels = {found[0] for text in below[:4] if (found := signs.label_of(text))}
    if kind == "order":
        supported = bool(labels & {Label.NUMBER, Label.SUBJECT})
    elif kind == "announcement":
        supported = "เรื่อง" in row.text or Label.SUBJECT in labels
        supported = supported or bool(re.match(r"\W*(?:แถลงการณ์|ข่าว)", row.text))
    elif kind == "regulation":
        supported = any("ว่าด้วย" in t or "พ.ศ." in t for t in (row.text, *below[:3]))
        kind = "order"
    else:
        supported = kind == "record"
    return kind if supported and kind else None


def _unnumbered_letter(rows: Sequence[Row], index: int, now: _Open | None) -> bool:
    """A letter whose number is missing altogether: เรื่อง and เรียน, then a body."""
    if now is not None and not (now.closed and rows[index].gap >= 1) and not rows[index].first:
        return False
    return now is None or now.closed and bool(_labels_below(rows, index) & {Label.TO})


def _opens_annex(rows: Sequence[Row], index: int, now: _Open) -> bool:
    row = rows[index]
    text = neat(row.text)
    title = signs.title_kind(row.text) == "annex"
    if row.first and now.hint == "annex":
        return title and len(text) < 60 and _own_page(rows, index)
    if row.first and (now.closed or title):
        return _own_page(rows, index) and not _goes_on(now, rows, index)
    if not now.closed or now.hint == "annex" or signs.is_unit(text) or signs.has_phone(text):
        return False
    bold = any(line.bold for line in row.lines)
    bare = squash(re.sub(r"[#*]", "", text))
    foot = signs.has_phone(now.told[-1])  # the last row of a letter's form
    position = now.since_name < 4 and not bold and not foot and row.gap < _PAGE_GAP
    if len(bare) > 90 or position:
        return False
    named = bold and len(bare) >= 12 and any(bare in squash(t) for t in now.told)
    return (bold or foot or row.gap >= 1) and (title or named)


def _goes_on(now: _Open, rows: Sequence[Row], index: int) -> bool:
    """Whether the first row of a page is still the foot of the letter before it."""
    text = neat(rows[index].text)
    page = [row.text for row in rows[index : index + _FOOT] if row.page == rows[index].page]
    if signs.is_unit(text) and len(page) < _FOOT and any(map(signs.has_phone, page)):
        return True
    foot = signs.is_page_mark(text) or signs.has_phone(text) or signs.is_name(text) is not None
    return (
        foot or now.since_name > 90 and now.hint in ("numbered", "memo") and signs.is_closing(text)
    )


def _own_page(rows: Sequence[Row], index: int) -> bool:
    """Whether no letter opens on this page right below."""
    for offset, row in enumerate(rows[index : index + _HEAD_ABOVE]):
        if offset and row.first:
            break
        if any(signs.is_memo_title(line.text) for line in row.lines):
            return False
        found = signs.label_of(row.lines[0].text)
        if (
            found
            and found[0] in (Label.NUMBER, Label.OFFICE)
            and _labels_below(rows, index + offset)
        ):
            return False
        if _opens_with_title(rows, index + offset, None):
            return False
    return True


def _with_head(rows: Sequence[Row], index: int, now: _Open | None, hint: str) -> int:
    """The first row of the letter that opens at ``index``: its letterhead may stand above."""
    top = index
    while top > 0 and not rows[top].first and index - top < _HEAD_ABOVE:
        top -= 1
    if now is not None and rows[top].first and top > now.start and now.closed and hint != "annex":
        return top
    start = index
    floor = now.start if now else 0
    while start - 1 > floor and not rows[start].first and signs.is_small_talk(rows[start - 1].text):
        start -= 1
    return start


def _walk(now: _Open, row: Row) -> None:
    """What this row tells about the letter it belongs to."""
    text = row.text
    now.rows += 1
    now.since_name += 1
    now.told.append(text)
    for line in row.lines:
        found = signs.label_of(line.text)
        if found and found[0] is Label.NUMBER and not now.addressed:
            now.numbered = True
        if found and found[0] in (Label.TO, Label.SEND_TO):
            now.sealed = now.sealed or (found[0] is Label.SEND_TO and not now.addressed)
            now.addressed = True
    bare = neat(text)
    if now.hint == "annex":
        return
    named = signs.is_name(bare) or any(signs.is_name(line.text) for line in row.lines)
    if named:
        now.since_name = 0
    if signs.is_closing(bare):
        now.closed = True
    if now.rows > 3 and (signs.SIGNED_ON.search(bare) or (named and now.rows > 4)):
        now.closed = True
    if now.addressed and now.rows > 4 and _ends_stamped(row):
        now.closed = now.closed or now.sealed and not unfinished(now.told[-2])


def unfinished(text: str) -> bool:
    """Whether the row breaks off before the date that it announces."""
    return bool(_BREAKS_OFF.search(neat(text)))


def _ends_stamped(row: Row) -> bool:
    """The end of a letter under seal: a date or a telephone number alone on a row."""
    text = neat(row.text)
    if re.match(r"โทร", text):
        return True
    return is_date_alone(text)


def is_date_alone(text: str) -> bool:
    """Whether the text is one date and hardly anything else."""
    for found in find_dates(text):
        rest = squash(_WEEKDAY.sub("", text[: found.start] + " " + text[found.end :]))
        whole = found.month and (found.has_year or re.match(r"[.…_]{2,}", rest))
        if whole and len(rest) <= 4 and skeleton(rest) not in ("ลงวนท", "ณ"):
            return True
    return False
