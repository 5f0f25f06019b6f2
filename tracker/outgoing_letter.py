"""The letter that comes into being when a draft is signed: its row, its copy, what it cites."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from tracker import chain_links, chains, matching, offices
from tracker.actor import Actor
from tracker.models import (
    Letter,
    LetterAddressee,
    LetterDuty,
    LetterHolding,
    LetterRecipient,
    LetterReference,
    Outgoing,
)
from tracker.outgoing_content import DUE_MARK, Cited, Content, Recipient, arabic
from tracker.outgoing_drafts import issuer_of
from tracker.outgoing_papers import owner_lines, paragraphs, position_lines, sender_lines
from tracker.vocabulary import Capacity, LetterKind, LetterRole, OutgoingKind, Via
from tracker.wording import iso_day, long_date

#: Reads a typed citation: ``ref_no``, ``date`` (ISO), ``office``.
ReadCitation = Callable[[str], dict[str, Any]]


def make(
    session: Session, actor: Actor, now: dt.datetime, draft: Outgoing, content: Content,
    dated: dt.date,
) -> Letter:  # fmt: skip
    """The letter and the office's own copy, still without its number."""
    letter = Letter(
        date=dated,
        be_year=dated.year + 543,
        circular=content.circular,
        issuer=offices.name_on(session, draft.office_id, dated),
        issuer_office_id=draft.office_id,
        owner_unit=content.owner_unit or None,
        subject=content.subject or None,
        kind=content.form,
        role=LetterRole.COVER,
        urgency=content.urgency,
        action=content.action,
        signatory={
            "name": content.signatory_name or None,
            "position": content.signatory_position or None,
            "acting_for": content.acting_for or None,
        },
        enclosures=[{"value": one.text, "count": one.count} for one in content.enclosures],
        contacts={"phones": [arabic(x) for x in (content.phone, content.fax) if x], "urls": [],
                  "emails": [content.email] if content.email else []},
        created_by=actor.account_id,
        created_at=now,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    assert letter.id is not None
    session.add(
        LetterHolding(
            letter_id=letter.id, office_id=draft.office_id, role=LetterRole.COVER, held_since=now
        )
    )
    session.flush()
    return letter


def number(session: Session, letter: Letter, content: Content, ref_no: str) -> None:
    """Write the number that was given onto the letter."""
    parts = matching.take_apart(ref_no)
    letter.ref_no = letter.ref_no_printed = ref_no
    if parts is not None:
        letter.agency, letter.unit_code = parts.agency or None, parts.unit
        letter.number = parts.number or None
    letter.identity = matching.identity(ref_no, letter.date, letter.issuer)
    letter.text = text(content, ref_no, letter.date)
    session.add(letter)
    session.flush()


def text(content: Content, ref_no: str, dated: dt.date | None) -> str:
    """The letter as plain text, in its reading order."""
    external = content.form is LetterKind.EXTERNAL
    lines = [f"ที่ {ref_no}", *sender_lines(content), long_date(dated)]
    lines += [f"เรื่อง {content.subject}"] if content.subject else []
    lines.append(f"{content.salutation} {content.to_text}")
    if external:
        lines += [f"อ้างถึง {one.line}" for one in content.references]
        lines += [f"สิ่งที่ส่งมาด้วย {one.line}" for one in content.enclosures]
    lines += paragraphs(content)
    lines += [content.closing] if external else []
    lines += [f"({content.signatory_name})"] if content.signatory_name else []
    lines += [*position_lines(content), *owner_lines(content)]
    return "\n".join(line for line in lines if line.strip())


def attach(
    session: Session,
    now: dt.datetime,
    letter: Letter,
    content: Content,
    to: Sequence[Recipient],
    read: ReadCitation,
) -> list[int]:
    """Addressees, citations, links of the chain; ids of the directives it belongs to."""
    assert letter.id is not None
    _addressees(session, letter.id, content, to)
    cited = [(one, "reference") for one in content.references]
    cited += [(one, "enclosure") for one in content.enclosures]
    for position, (one, how) in enumerate(cited):
        _cite(session, letter.id, position, one, how, read)
    session.flush()
    touched = chain_links.link_cited(session, [letter])
    return chains.gather(session, now, touched | {letter.id})


def _addressees(
    session: Session, letter_id: int, content: Content, to: Sequence[Recipient]
) -> None:
    rows = []
    for position, line in enumerate(filter(None, map(str.strip, content.to_text.split("\n")))):
        office = None if "ทุก" in line else offices.find_by_name(session, line)
        rows.append(
            LetterRecipient(
                letter_id=letter_id,
                position=position,
                value=line,
                raw=line,
                scope="all" if "ทุก" in line else "one",
                office_id=office.id if office else None,
            )
        )
    session.add_all(rows)
    session.flush()
    _address(session, rows, to)


def address_more(session: Session, letter_id: int, to: Sequence[Recipient]) -> None:
    """Note further offices among those whom a letter addresses."""
    found = select(LetterRecipient).where(LetterRecipient.letter_id == letter_id)
    _address(session, list(session.exec(found.order_by(col(LetterRecipient.position)))), to)


def _address(session: Session, rows: Sequence[LetterRecipient], to: Sequence[Recipient]) -> None:
    """Each office under the line of the letter that names it, else under one that means all."""
    single = {row.office_id: row.id for row in rows if row.office_id is not None and row.id}
    rest = next((row.id for row in rows if row.scope == "all"), rows[0].id if rows else None)
    meant = {
        one.office_id: single.get(one.office_id, rest)
        for one in to
        if one.office_id is not None and one.capacity is Capacity.TO
    }
    session.add_all(
        LetterAddressee(letter_id=rows[0].letter_id, recipient_id=recipient_id, office_id=office_id)
        for office_id, recipient_id in meant.items()
        if recipient_id is not None
    )


def _cite(
    session: Session, letter_id: int, position: int, one: Cited, how: str, read: ReadCitation
) -> None:
    known = session.get(Letter, one.letter_id) if one.letter_id is not None else None
    if known is not None and known.id is not None:
        via = Via.ENCLOSURE if how == "enclosure" else Via.REFERENCE
        chain_links.link(session, source=letter_id, target=known.id, via=via)
        reference = LetterReference(
            letter_id=letter_id, position=position, how=how, ref_no=known.ref_no,
            identity=known.identity, date=known.date, office=issuer_of(session, known) or None,
        )  # fmt: skip
    else:
        said = read(one.text)
        day = iso_day(said.get("date"))
        if not said.get("ref_no"):
            return  # a form, a map: a paper that is no letter
        reference = LetterReference(
            letter_id=letter_id, position=position, how=how, ref_no=said["ref_no"],
            identity=matching.identity(said["ref_no"], day, said.get("office")),
            date=day, office=said.get("office"),
        )  # fmt: skip
    session.add(reference)


def own_day(session: Session, letter: Letter, draft: Outgoing, content: Content) -> None:
    """The day that a letter of the office's own accord asks for, as its recipients will owe it.

    What is passed on is handed down instead; a reminder's day becomes that of what it reminds of.
    """
    if draft.kind is not OutgoingKind.NEW or content.due_on is None:
        return
    said = next((one for one in content.body.split("\n") if DUE_MARK in one), DUE_MARK)
    assert letter.id is not None
    session.add(
        LetterDuty(
            letter_id=letter.id,
            kind="due",
            text=said.replace(DUE_MARK, long_date(content.due_on)).strip(),
            rule="day",
            due=content.due_on.isoformat(),
            due_on=content.due_on,
        )
    )
