"""Keeping what hangs on a letter: addressees, citations, stamps, duties."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker import addressees, matching, offices
from tracker.models import (
    Arrival,
    Letter,
    LetterDuty,
    LetterRecipient,
    LetterReference,
    LetterStamp,
)
from tracker.vocabulary import Secrecy
from tracker.wording import iso_day

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """One letter of one arrival, in the reader's form, and who brings it in.

    ``sealed``: letters that this copy shows to be secret, with the subject they had.
    """

    arrival: Arrival
    letter: Values
    account_id: int | None
    now: datetime
    sealed: dict[int, str | None] = field(default_factory=dict)

    @property
    def secret(self) -> bool:
        return (self.letter.get("secrecy") or Secrecy.NONE) != Secrecy.NONE


def keep(session: Session, letter: Letter, copy: Copy) -> None:
    """Addressees and duties of the first copy that has them; citations and stamps of all."""
    read = copy.letter
    if not _any(session, LetterRecipient, letter):
        for place, item in enumerate(read.get("recipients") or []):
            session.add(_recipient(session, letter, place, item))
        session.flush()
        assert letter.id is not None
        listed = {n: one.get("listed") or [] for n, one in enumerate(read.get("recipients") or [])}
        addressees.keep(session, letter.id, letter.issuer_office_id, letter.date, listed)
    _citations(session, letter, read.get("references") or [])
    _stamps(session, letter, copy)
    if not _any(session, LetterDuty, letter):
        for place, item in enumerate(read.get("deadlines") or []):
            session.add(_duty(letter, copy, place, item))


def _any(session: Session, table: type[SQLModel], letter: Letter) -> bool:
    column: Any = getattr(table, "letter_id")  # noqa: B009  the tables share it by name only
    return session.exec(select(table).where(column == letter.id)).first() is not None


def _recipient(session: Session, letter: Letter, place: int, item: Values) -> LetterRecipient:
    one = (item.get("scope") or "one") == "one"
    office = offices.find_by_name(session, item.get("value"), letter.date) if one else None
    assert letter.id is not None
    return LetterRecipient(
        letter_id=letter.id,
        position=place,
        value=item.get("value") or "",
        raw=item.get("raw"),
        scope=item.get("scope") or "one",
        excepted=list(item.get("except") or []),
        office_id=office.id if office else None,
    )


def _citations(session: Session, letter: Letter, read: list[Values]) -> None:
    assert letter.id is not None
    known = set(
        session.exec(
            select(LetterReference.ref_no, LetterReference.how).where(
                LetterReference.letter_id == letter.id
            )
        )
    )
    for place, item in enumerate(read):
        if (item.get("ref_no"), item.get("how") or "body") in known:
            continue
        day = iso_day(item.get("date"))
        session.add(
            LetterReference(
                letter_id=letter.id,
                position=place,
                ref_no=item.get("ref_no"),
                identity=matching.identity(item.get("ref_no"), day, item.get("office")),
                date=day,
                office=item.get("office"),
                how=item.get("how") or "body",
                doubt=item.get("doubt"),
            )
        )


def _stamps(session: Session, letter: Letter, copy: Copy) -> None:
    assert letter.id is not None
    assert copy.arrival.id is not None
    # Each office sees the stamps of its own copies, so every office's are kept.
    kept = select(LetterStamp).join(Arrival, col(Arrival.id) == col(LetterStamp.arrival_id))
    kept = kept.where(
        LetterStamp.letter_id == letter.id, Arrival.office_id == copy.arrival.office_id
    )
    known = {(offices.squeezed(x.office or ""), x.number, x.date) for x in session.exec(kept)}
    for place, item in enumerate(copy.letter.get("stamps") or []):
        day = iso_day(item.get("date"))
        if (offices.squeezed(item.get("office") or ""), item.get("number"), day) in known:
            continue
        office = offices.find_by_name(session, item.get("office"), day or letter.date)
        session.add(
            LetterStamp(
                letter_id=letter.id,
                arrival_id=copy.arrival.id,
                position=place,
                office=item.get("office"),
                office_id=office.id if office else None,
                number=item.get("number"),
                date=day,
                time=item.get("time"),
                raw=item.get("raw"),
                doubt=item.get("doubt"),
                page=item.get("page"),
                box=item.get("box"),
            )
        )


def _duty(letter: Letter, copy: Copy, place: int, item: Values) -> LetterDuty:
    due = item.get("due")
    rest = (
        "window_from", "recurrence", "suggested", "supersedes", "until", "explanation", "raw",
        "confidence", "page",
    )  # fmt: skip
    assert letter.id is not None
    return LetterDuty(
        letter_id=letter.id,
        arrival_id=copy.arrival.id,
        position=place,
        kind=item.get("kind") or "due",
        text=item.get("text") or "",
        rule=item.get("rule") or "",
        actor=item.get("actor"),
        due=due,
        due_on=iso_day(due),
        details={name: item.get(name) for name in rest if item.get(name) is not None},
        doubt=item.get("doubt"),
    )
