"""The letters of a bundle correct each other, and what cannot be true is doubted.

What is printed stays in ``raw``; a conclusion drawn from another letter always
carries the reason as a doubt, so that the clerk decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.calendar import Calendar
from ingest.fields import agency
from ingest.fields.issuer import complete
from ingest.fields.letter import Draft
from ingest.links import Match
from ingest.reading import Field, Kind, Letter, Secrecy, Signatory, Stamp, doubted
from ingest.thai.formats import thai_date
from ingest.thai.months import WEEKDAYS
from ingest.thai.refno import RefNo

#: A field below this confidence was not really read: a citation outweighs it.
_BROKEN = 0.5


def reconcile(drafts: Sequence[Draft], found: Sequence[Match]) -> list[Draft]:
    """Numbers and dates after all mentions in the file."""
    settled = list(drafts)
    for index, draft in enumerate(drafts):
        mine = [match for match in found if match.target == index]
        draft = _number(draft, mine, settled)
        draft = _date(draft, mine, settled)
        settled[index] = _issuer(draft, mine)
    return settled


def doubt_torn(drafts: Sequence[Draft], torn: Sequence[tuple[Match, Match]]) -> list[Draft]:
    """A citation that two letters answer to is tied to neither; the clerk chooses."""
    doubted_drafts = list(drafts)
    for first, second in torn:
        draft = doubted_drafts[first.source]
        names = " และ ".join(
            _name(drafts[match.target].letter) for match in sorted((first, second), key=_target)
        )
        doubt = f"ในชุดมี {names} ที่ใกล้เคียงกับเลขนี้เท่ากัน จึงไม่โยงให้ กรุณาเลือกเอง"
        references = tuple(
            doubted(reference, doubt)
            if reference.ref_no == first.mention.reference.ref_no
            else reference
            for reference in draft.letter.references
        )
        letter = replace(draft.letter, references=references)
        doubted_drafts[first.source] = replace(draft, letter=letter)
    return doubted_drafts


def _target(match: Match) -> int:
    return match.target


def _name(letter: Letter) -> str:
    named = letter.ref_no.value if letter.ref_no else None
    return named or f"ฉบับที่ {letter.id}"


def _who(match: Match, drafts: Sequence[Draft]) -> str:
    letter = drafts[match.source].letter
    named = letter.ref_no.value if letter.ref_no else None
    return f"หนังสือ {named}" if named else f"หนังสือฉบับที่ {letter.id}"


def _number(draft: Draft, mine: Sequence[Match], drafts: Sequence[Draft]) -> Draft:
    votes: Counter[str] = Counter()
    said: dict[str, Match] = {}
    for match in mine:
        ref = match.mention.ref
        if ref and not ref.noise and ref.number:
            votes[ref.value] += 1
            said.setdefault(ref.value, match)
    if not votes:
        return draft
    cited, count = votes.most_common(1)[0]
    field = draft.letter.ref_no
    printed = draft.ref.value if draft.ref else None
    if field is not None and printed == cited:
        sure = replace(field, confidence=max(field.confidence, 0.99 if not field.doubt else 0.9))
        return _with_number(draft, sure, draft.ref)
    who = _who(said[cited], drafts)
    places = f" ({count} แห่ง)" if count > 1 else ""
    raw = field.raw if field else None
    blank = draft.ref is not None and not draft.ref.number
    if field is None or printed is None or blank or field.confidence < _BROKEN:
        doubt = f"ในภาพอ่านได้ “{raw or '-'}” ใช้เลขจากที่{who} อ้างถึง: {cited}{places}"
        chosen = said[cited].mention.ref
        concluded = replace(field or Field(), value=cited, confidence=0.75, doubt=doubt)
        return _with_number(draft, concluded, chosen)
    if count >= 2 or _letters_apart(draft, field, said[cited]):
        doubt = f"ฉบับนี้พิมพ์ {printed} แต่{who} อ้างถึง {cited}{places} กรุณาดูภาพแล้วเลือก"
        return _with_number(
            draft, replace(field, value=cited, confidence=0.7, doubt=doubt), said[cited].mention.ref
        )
    doubt = f"ฉบับนี้พิมพ์ {printed} แต่{who} อ้างถึง {cited} กรุณาดูภาพแล้วเลือก"
    return _with_number(draft, doubted(field, doubt, 0.65), draft.ref)


def _letters_apart(draft: Draft, field: Field, match: Match) -> bool:
    """Whether only agency letters differ on a picture, and the citation has them surer."""
    own, other = draft.ref, match.mention.ref
    if own is None or other is None or not agency.unsure(draft.anatomy, own):
        return False
    alike = replace(own, agency=other.agency).value == other.value
    return alike and field.confidence < match.mention.reference.confidence


def _with_number(draft: Draft, field: Field, ref: RefNo | None) -> Draft:
    circular = bool(ref and ref.is_circular)
    return replace(draft, ref=ref, letter=replace(draft.letter, ref_no=field, is_circular=circular))


def _date(draft: Draft, mine: Sequence[Match], drafts: Sequence[Draft]) -> Draft:
    votes = Counter(m.mention.reference.date for m in mine if m.mention.reference.date)
    if not votes:
        return draft
    cited, _ = votes.most_common(1)[0]
    assert cited is not None
    match = next(m for m in mine if m.mention.reference.date == cited)
    field = draft.letter.date
    who = _who(match, drafts)
    if field is None or field.value is None:
        printed = f"วันที่ในภาพอ่านไม่ครบ (“{field.raw}”)" if field and field.raw else "ในหนังสือไม่มีวันที่"
        doubt = f"{printed} ใช้วันที่ที่{who} อ้างถึง: {thai_date(date.fromisoformat(cited))}"
        concluded = replace(field or Field(), value=cited, confidence=0.85, doubt=doubt)
    elif field.value == cited:
        concluded = replace(field, confidence=max(field.confidence, 0.99))
    else:
        doubt = f"{who} อ้างถึงวันที่ {thai_date(date.fromisoformat(cited))} ไม่ตรงกับในหนังสือ กรุณาดูภาพ"
        concluded = doubted(field, doubt, 0.65)
    return replace(draft, letter=replace(draft.letter, date=concluded))


def _issuer(draft: Draft, mine: Sequence[Match]) -> Draft:
    """A sender that the letter itself does not name, or names by half."""
    offices = [m.mention.reference.office for m in mine if m.mention.reference.office]
    field = draft.letter.issuer
    if not offices:
        return draft
    cited = complete(offices[0], draft.ref)
    if field is None or field.value is None:
        doubt = f"ในหนังสือไม่พบชื่อส่วนราชการ ใช้ชื่อจากที่หนังสือในชุดอ้างถึง: {cited}"
        field = Field(value=cited, confidence=0.8, doubt=doubt)
    elif cited.startswith(field.value) and cited != field.value:
        field = replace(field, value=cited)
    return replace(draft, letter=replace(draft.letter, issuer=field))


def doubt_impossible(drafts: Sequence[Draft], calendar: Calendar) -> list[Draft]:
    """Doubts on dates, stamps and names that contradict each other or the calendar."""
    checked = [_calendar(draft, calendar) for draft in drafts]
    checked = [replace(d, letter=_stamps(d.letter)) for d in checked]
    return _namesakes(checked)


def _closed(day: date, calendar: Calendar) -> str | None:
    """Why this is no working day: its weekday, its holiday, or both."""
    if calendar.is_working_day(day):
        return None
    reasons = [f"วัน{WEEKDAYS[day.weekday()]}"] if day.weekday() >= 5 else []
    holiday = calendar.name_of(day)
    return "และ".join([*reasons, *([holiday] if holiday else [])]) or "วันหยุด"


def _calendar(draft: Draft, calendar: Calendar) -> Draft:
    field = draft.letter.date
    if field is None or field.value is None or draft.letter.kind is Kind.RECORD:
        return draft
    why = _closed(date.fromisoformat(field.value), calendar)
    if why is None:
        return draft
    doubt = f"{thai_date(date.fromisoformat(field.value))} เป็น{why} หนังสือราชการมักไม่ลงวันหยุด กรุณาดูภาพ"
    return replace(draft, letter=replace(draft.letter, date=doubted(field, doubt, 0.9)))


def _stamps(letter: Letter) -> Letter:
    day = letter.date.value if letter.date else None
    return replace(letter, stamps=tuple(_stamp(stamp, day) for stamp in letter.stamps))


def _stamp(stamp: Stamp, day: str | None) -> Stamp:
    if day and stamp.date and stamp.date < day:
        stamp = doubted(
            stamp,
            f"วันที่ในตรารับ ({thai_date(date.fromisoformat(stamp.date))}) ก่อนวันที่ของหนังสือ "
            f"({thai_date(date.fromisoformat(day))}) จึงไม่ใช้ กรุณาดูภาพ",
        )
        stamp = replace(stamp, date=None)
    if day and stamp.number == str(int(day[:4]) + 543):
        stamp = doubted(stamp, f"เลขรับ {stamp.number} ตรงกับปี พ.ศ. อาจไม่ใช่เลขรับ กรุณาดูภาพ")
    return stamp


def _namesakes(drafts: Sequence[Draft]) -> list[Draft]:
    """One surname and position under two given names: one of them is misread."""
    signed = [
        (i, d.letter.signatory)
        for i, d in enumerate(drafts)
        if d.letter.signatory and d.letter.secrecy is Secrecy.NONE
    ]
    out = list(drafts)
    for i, mine in signed:
        for j, other in signed:
            if i == j or not _namesake(mine, other):
                continue
            assert mine is not None and other is not None
            doubt = f"ตำแหน่งและนามสกุลเดียวกัน แต่อีกฉบับในชุดอ่านชื่อได้ “{other.name}” กรุณาดูภาพ"
            letter = out[i].letter
            assert letter.signatory is not None
            out[i] = replace(
                out[i], letter=replace(letter, signatory=doubted(letter.signatory, doubt, 0.7))
            )
            break
    return out


def _namesake(a: Signatory | None, b: Signatory | None) -> bool:
    if not a or not b or not a.name or not b.name or a.name == b.name:
        return False
    surname = a.name.split()[-1]
    return len(a.name.split()) > 1 and surname == b.name.split()[-1] and a.position == b.position
