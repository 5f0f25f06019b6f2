"""Keeping letters: one row however many copies arrive, with every copy's own words beside it.

What a new copy says differently becomes a doubt; it never replaces what is
kept. Only what was missing is filled in.
"""

from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker import letter_parts, matching, offices, proof
from tracker.letter_parts import Copy as Copy
from tracker.letter_parts import Values
from tracker.matching import Facts, value
from tracker.models import Arrival, ChainLink, Entry, Letter, LetterDoubt, LetterHolding
from tracker.sentences import noted
from tracker.vocabulary import Action, Channel, LetterKind, LetterRole, Secrecy, Urgency
from tracker.wording import long_date

#: Fields in which copies are held against each other, and their Thai names.
_COMPARED = {
    "ref_no": noted("เลขที่หนังสือ"),
    "date": noted("วันที่"),
    "issuer": noted("หน่วยงานที่ออก"),
    "subject": noted("เรื่อง"),
}


def keep(session: Session, copy: Copy, carrier: Letter | None = None) -> Letter:
    """Keep one copy: find the letter it is a copy of, or make it; then what hangs on it.

    ``carrier``: the letter it is attached to, by which a paper without a number is known again.
    """
    said = matching.facts(session, copy.letter)
    letter = _kept(session, copy, said) or _same_attachment(session, carrier, copy)
    if letter is None:
        letter = _new(session, copy, said)
    else:
        _compare(session, letter, copy, said)
        _fill(session, letter, copy, said)
    _hold(session, letter, copy)
    _doubts(session, letter, copy)
    if not copy.secret and letter.secrecy is Secrecy.NONE:
        letter_parts.keep(session, letter, copy)
    session.flush()
    return letter


def known(session: Session, copy: Copy) -> Letter | None:
    """The letter that this copy would be kept with by what stands in it; nothing is kept."""
    return _kept(session, copy, matching.facts(session, copy.letter))


def _kept(session: Session, copy: Copy, said: Facts) -> Letter | None:
    return _known(session, copy, said) or matching.same_paper(
        session, copy.arrival, copy.letter["id"], said
    )


def _known(session: Session, copy: Copy, said: Facts) -> Letter | None:
    """The letter known already that this copy shows itself to be one of."""
    sample = copy.arrival.channel is Channel.SAMPLE
    office, text = copy.arrival.office_id, copy.letter.get("text")
    return next(
        (
            letter
            for letter in matching.known_letters(session, said, sample=sample)
            if sample or proof.holds(session, letter, office_id=office, said=said, text=text)
        ),
        None,
    )


def _same_attachment(session: Session, carrier: Letter | None, copy: Copy) -> Letter | None:
    """A paper without a number is known again by what it is attached to and its title."""
    if carrier is None or value(copy.letter, "ref_no"):
        return None
    attached = session.exec(
        select(Letter)
        .join(ChainLink, col(ChainLink.to_letter_id) == col(Letter.id))
        .where(ChainLink.from_letter_id == carrier.id, col(Letter.ref_no).is_(None))
    )
    subject = value(copy.letter, "subject")
    return next((one for one in attached if matching.alike(one.subject, subject)), None)


def _new(session: Session, copy: Copy, said: Facts) -> Letter:
    parts = matching.take_apart(said.ref_no)
    first, last = copy.letter.get("pages") or (None, None)
    letter = Letter(
        agency=parts.agency or None if parts else None,
        unit_code=parts.unit if parts else None,
        circular=parts.circular if parts else False,
        number=parts.number or None if parts else None,
        be_year=said.day.year + 543 if said.day else None,
        identity=said.identity,
        ref_no=said.ref_no,
        ref_no_printed=_raw(copy.letter, "ref_no"),
        date=said.day,
        date_printed=_raw(copy.letter, "date"),
        issuer=said.issuer,
        issuer_office_id=said.issuer_office_id,
        kind=LetterKind(copy.letter.get("kind") or LetterKind.OTHER),
        role=LetterRole(copy.letter.get("role") or LetterRole.COVER),
        secrecy=Secrecy(copy.letter.get("secrecy") or Secrecy.NONE),
        created_by=copy.account_id,
        created_at=copy.now,
        from_arrival_id=copy.arrival.id,
        page_from=first,
        page_to=last,
        is_sample=copy.arrival.channel is Channel.SAMPLE,
    )
    if not copy.secret:
        _content(letter, copy.letter, said)
    session.add(letter)
    session.flush()
    return letter


def _content(letter: Letter, read: Values, said: Facts) -> None:
    letter.subject = said.subject
    letter.owner_unit = value(read, "owner_unit")
    letter.urgency = Urgency(read.get("urgency") or Urgency.NORMAL)
    letter.action = Action(read["action"]) if read.get("action") else None
    letter.signatory = {
        name: (read.get("signatory") or {}).get(name) for name in ("name", "position", "acting_for")
    }
    letter.enclosures = [
        {"value": item.get("value"), "count": item.get("count")}
        for item in read.get("enclosures") or []
    ]
    letter.contacts = {name: list(read.get(name) or []) for name in ("phones", "emails", "urls")}
    letter.text = read.get("text")


def _raw(letter: Values, name: str) -> str | None:
    found = letter.get(name)
    return found.get("raw") if isinstance(found, dict) else None


def _compare(session: Session, letter: Letter, copy: Copy, said: Facts) -> None:
    """Say where this copy reads otherwise than what is kept."""
    kept = {
        "ref_no": letter.ref_no,
        "date": letter.date,
        "issuer": letter.issuer,
        "subject": letter.subject,
    }
    read = {"ref_no": said.ref_no, "date": said.day, "issuer": said.issuer, "subject": said.subject}
    office = offices.name_on(session, copy.arrival.office_id, copy.now.date())
    for name, label in _COMPARED.items():
        one, other = kept[name], read[name]
        if one is None or other is None or copy.secret or _same(one, other):
            continue
        if name == "issuer" and letter.issuer_office_id == said.issuer_office_id is not None:
            continue
        reason = noted(
            "%(label)s: สำเนาที่%(office)sได้รับเป็น “%(other)s” ส่วนที่เก็บไว้เดิมเป็น “%(one)s”",
            label=label,
            office=office,
            other=_said(other),
            one=_said(one),
        )
        _doubt(session, letter, copy, name, _raw(copy.letter, name), str(other), reason)


def _same(one: str | date, other: str | date) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return offices.squeezed(one) == offices.squeezed(other)
    return one == other


def _said(found: str | date) -> str:
    return found if isinstance(found, str) else long_date(found)


def _fill(session: Session, letter: Letter, copy: Copy, said: Facts) -> None:
    """Fill in what no copy told before; a copy marked secret seals the letter for all."""
    if copy.secret:
        if letter.secrecy is Secrecy.NONE and letter.id is not None:
            copy.sealed[letter.id] = letter.subject
        letter.secrecy = Secrecy(copy.letter["secrecy"])
        letter.subject = letter.text = letter.signatory = letter.owner_unit = None
        letter.enclosures, letter.contacts = [], {}
        # A title in the register would say what the letter may not; so would another copy's.
        session.execute(update(Entry).where(col(Entry.letter_id) == letter.id).values(subject=None))
        copies = select(LetterHolding).where(LetterHolding.letter_id == letter.id)
        for one in session.exec(copies):
            one.copy_values = {k: v for k, v in one.copy_values.items() if k != "subject"}
            session.add(one)
    elif letter.secrecy is Secrecy.NONE:
        letter.subject = letter.subject or said.subject
        letter.owner_unit = letter.owner_unit or value(copy.letter, "owner_unit")
        letter.text = letter.text or copy.letter.get("text")
        if letter.action is None and copy.letter.get("action"):
            letter.action = Action(copy.letter["action"])
    letter.date = letter.date or said.day
    letter.issuer = letter.issuer or said.issuer
    letter.issuer_office_id = letter.issuer_office_id or said.issuer_office_id
    if copy.letter.get("role") == LetterRole.COVER:
        letter.role = LetterRole.COVER
    session.add(letter)


def _hold(session: Session, letter: Letter, copy: Copy) -> None:
    first, last = copy.letter.get("pages") or (None, None)
    assert letter.id is not None
    assert copy.arrival.id is not None
    session.add(
        LetterHolding(
            letter_id=letter.id,
            office_id=copy.arrival.office_id,
            arrival_id=copy.arrival.id,
            reading_id=copy.letter["id"],
            role=LetterRole(copy.letter.get("role") or LetterRole.COVER),
            page_from=first,
            page_to=last,
            copy_values={name: value(copy.letter, name) for name in _COMPARED}
            if not copy.secret
            else {name: value(copy.letter, name) for name in ("ref_no", "date", "issuer")},
            held_since=copy.now,
        )
    )


def _doubts(session: Session, letter: Letter, copy: Copy) -> None:
    """The reader's doubts; those that a person has answered say by whom."""
    answered = set(copy.letter.get("answered") or ())
    for name, found in copy.letter.items():
        if copy.secret and name not in ("ref_no", "date", "issuer"):
            continue
        for place, mark in enumerate(found if isinstance(found, list) else [found]):
            if not isinstance(mark, dict) or not mark.get("doubt"):
                continue
            field = f"{name}.{place}" if isinstance(found, list) else name
            made = _doubt(session, letter, copy, field, mark.get("raw"), mark.get("value"),
                          mark["doubt"])  # fmt: skip
            if made is not None and name in answered:
                made.settled_by, made.settled_at = copy.account_id, copy.now


def _doubt(
    session: Session,
    letter: Letter,
    copy: Copy,
    field: str,
    printed: str | None,
    concluded: str | None,
    reason: str,
) -> LetterDoubt | None:
    assert letter.id is not None
    # Each office sees the doubts of its own copies, so every office's are kept.
    known = (
        select(LetterDoubt.id)
        .join(Arrival, col(Arrival.id) == col(LetterDoubt.arrival_id))
        .where(
            LetterDoubt.letter_id == letter.id,
            LetterDoubt.field == field,
            LetterDoubt.reason == reason,
            Arrival.office_id == copy.arrival.office_id,
        )
    )
    if session.exec(known).first() is not None:
        return None
    made = LetterDoubt(
        letter_id=letter.id,
        arrival_id=copy.arrival.id,
        field=field,
        printed=printed,
        value=concluded,
        reason=reason,
    )
    session.add(made)
    return made
